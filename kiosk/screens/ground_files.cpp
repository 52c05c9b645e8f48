#include "kiosk/screens/ground_files.h"

#include <utility>

namespace kiosk {
namespace {

// The relief takes as long as all the rest.
Result<GroundFiles> read_ground_files(const std::filesystem::path& folder) {
  std::future<Result<Bitmap>> decoding =
      std::async(std::launch::async, [&] { return load_picture(folder / kReliefFile, 1); });
  GroundFiles files;
  Result<Basemap> basemap = open_basemap(folder);
  if (!basemap) return tl::unexpected(basemap.error());
  files.basemap = std::move(*basemap);
  Result<Bitmap> glow = load_picture(folder / kGlowFile, 1);
  if (!glow) return tl::unexpected(glow.error());
  files.glow = std::move(*glow);
  Result<Bitmap> relief = decoding.get();
  if (!relief) return tl::unexpected(relief.error());
  files.relief = std::move(*relief);
  return files;
}

}  // namespace

GroundFilesAhead::GroundFilesAhead(std::filesystem::path assets)
    : m_folder(std::move(assets) / "basemap"),
      m_reading(std::async(std::launch::async, read_ground_files, m_folder)) {}

Result<GroundFiles> GroundFilesAhead::take() {
  return m_reading.valid() ? m_reading.get() : read_ground_files(m_folder);
}

}  // namespace kiosk
