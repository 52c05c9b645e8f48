#include "kiosk/screens/flags.h"

#include <system_error>
#include <utility>

namespace kiosk {

Flags::Flags(std::filesystem::path folder, const Pack& pack, PictureLoading loading)
    : m_folder(std::move(folder)), m_loader(std::make_unique<PictureLoader>(loading)) {
  for (const City& city : pack.values().cities) {
    if (city.country.empty() || m_known.contains(city.country)) continue;
    std::error_code none;
    if (std::filesystem::exists(m_folder / (city.country + ".png"), none)) {
      m_known.insert(city.country);
    }
  }
}

platform::TextureId Flags::fetch(Stage& stage, Frame& frame, std::string_view country) {
  if (!has(country)) return {};
  if (const auto found = m_flags.find(country); found != m_flags.end()) return found->second;
  auto loaded = m_loader->take(m_folder / (std::string(country) + ".png"));
  if (!loaded) {
    frame.keep_moving();
    m_complete = false;
    return {};
  }
  platform::TextureId texture;
  if (loaded->bitmap.width > 0) texture = stage.texture(std::move(loaded->bitmap));
  return m_flags.emplace(country, texture).first->second;
}

void Flags::put_away(Stage& stage) {
  for (const auto& [country, texture] : m_flags) {
    if (texture.value != 0) stage.release(texture);
  }
  m_flags.clear();
  m_loader->forget();
}

}  // namespace kiosk
