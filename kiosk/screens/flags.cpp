#include "kiosk/screens/flags.h"

namespace kiosk {

Result<Flags> Flags::open(const std::filesystem::path& folder, const Pack& pack, Stage& stage) {
  Flags flags;
  for (const City& city : pack.values().cities) {
    if (city.country.empty() || flags.m_flags.contains(city.country)) continue;
    const std::filesystem::path file = folder / (city.country + ".png");
    if (!std::filesystem::exists(file)) continue;
    Result<Bitmap> bitmap = load_picture(file, 4);
    if (!bitmap) return tl::unexpected(bitmap.error());
    flags.m_flags.emplace(city.country, stage.texture(std::move(*bitmap)));
  }
  return flags;
}

std::optional<platform::TextureId> Flags::of(std::string_view country) const {
  const auto found = m_flags.find(country);
  if (found == m_flags.end()) return std::nullopt;
  return found->second;
}

}  // namespace kiosk
