#include "kiosk/screens/ground_pictures.h"

#include <utility>

#include "kiosk/map/basemap.h"

namespace kiosk {
namespace {

Result<GroundPictures> read_ground_pictures(const std::filesystem::path& folder) {
  Result<Bitmap> relief = load_picture(folder / kReliefFile, 1);
  if (!relief) return tl::unexpected(relief.error());
  Result<Bitmap> glow = load_picture(folder / kGlowFile, 1);
  if (!glow) return tl::unexpected(glow.error());
  return GroundPictures{std::move(*relief), std::move(*glow)};
}

}  // namespace

GroundPicturesAhead::GroundPicturesAhead(std::filesystem::path assets)
    : m_folder(std::move(assets) / "basemap"),
      m_reading(std::async(std::launch::async, read_ground_pictures, m_folder)) {}

Result<GroundPictures> GroundPicturesAhead::take() {
  return m_reading.valid() ? m_reading.get() : read_ground_pictures(m_folder);
}

}  // namespace kiosk
