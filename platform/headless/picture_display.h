// PictureDisplay: a display without a panel. Frames cost nothing until someone asks for
// the picture of the last one.
//
// Thread: the frame's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "platform/display.h"
#include "platform/raster/rasteriser.h"
#include "platform/raster/texture_store.h"

namespace kiosk::platform {

class PictureDisplay final : public Display {
 public:
  explicit PictureDisplay(TextureSize size) : m_size(size) {}

  void resize(TextureSize size) { m_size = size; }
  // The last frame that was presented. Call it before the next one is begun: the frame's
  // draw data is the drawing side's own.
  [[nodiscard]] raster::Picture picture() const;
  [[nodiscard]] std::uint64_t presents() const { return m_presents; }

  [[nodiscard]] TextureSize size() const override { return m_size; }
  [[nodiscard]] TextureId create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) override;
  void update_texture(TextureId texture, int x, int y, TextureSize size,
                      std::span<const std::uint8_t> pixels) override;
  void destroy_texture(TextureId texture) override;
  [[nodiscard]] TextureId create_target(TextureSize size) override {
    return m_textures.create_target(size);
  }
  void draw_into(TextureId target, const ImDrawData& frame) override {
    m_textures.draw_into(target, frame);
  }
  void present(const ImDrawData& frame) override;

 private:
  TextureSize m_size;
  raster::TextureStore m_textures;
  const ImDrawData* m_frame = nullptr;
  std::uint64_t m_presents = 0;
};

}  // namespace kiosk::platform
