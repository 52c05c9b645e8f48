#include "platform/headless/picture_display.h"

#include <cstddef>

namespace kiosk::platform {

raster::Picture PictureDisplay::picture() const {
  const auto pixels =
      static_cast<std::size_t>(m_size.width) * static_cast<std::size_t>(m_size.height);
  raster::Picture picture{m_size.width, m_size.height,
                          std::vector<std::uint32_t>(pixels, raster::kBlack)};
  if (m_frame == nullptr) return picture;
  raster::rasterise_in_bands(
      *m_frame, [this](std::uintptr_t number) { return m_textures.find(number); }, picture);
  return picture;
}

TextureId PictureDisplay::create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) {
  return m_textures.create(format, size, std::move(pixels));
}

void PictureDisplay::update_texture(TextureId texture, int x, int y, TextureSize size,
                                    std::span<const std::uint8_t> pixels) {
  m_textures.update(texture, x, y, size, pixels);
}

void PictureDisplay::destroy_texture(TextureId texture) { m_textures.destroy(texture); }

void PictureDisplay::present(const ImDrawData& frame) {
  m_frame = &frame;
  ++m_presents;
}

}  // namespace kiosk::platform
