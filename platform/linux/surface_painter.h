// SurfacePainter: frames by our own rasteriser, shown through the window's surface.
//
// For boards without GL. Only tiles whose shapes changed are drawn anew and handed to the window
// system: straight into the surface where its pixels are blue, green, red, which nearly all are,
// else into a picture of our own that is converted.
// Thread: the frame's; made and used while the session lives, instead of a renderer.
// Errors: opening fails with a sentence; a surface lost later is asked for again at the
// next frame.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/linux/painter.h"
#include "platform/linux/sdl_session.h"
#include "platform/raster/kept_picture.h"
#include "platform/raster/texture_store.h"

struct SDL_Surface;

namespace kiosk::platform {

class SurfacePainter final : public Painter {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SurfacePainter>> open(SdlSession& session);

  [[nodiscard]] std::string name() const override { return "raster"; }
  [[nodiscard]] TextureId create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) override {
    return m_textures.create(format, size, std::move(pixels));
  }
  void update_texture(TextureId texture, int x, int y, TextureSize size,
                      std::span<const std::uint8_t> pixels) override {
    m_textures.update(texture, x, y, size, pixels);
  }
  void destroy_texture(TextureId texture) override { m_textures.destroy(texture); }
  [[nodiscard]] TextureId create_target(TextureSize size) override {
    return m_textures.create_target(size);
  }
  void draw_into(TextureId target, const ImDrawData& frame) override {
    m_textures.draw_into(target, frame);
  }
  void present(const ImDrawData& frame) override;
  [[nodiscard]] Result<raster::Picture> picture(const ImDrawData& last) override;

  // Pixels handed to the window system by the last `present`.
  [[nodiscard]] std::int64_t pixels_shown() const { return m_pixels_shown; }

 private:
  SurfacePainter(SdlSession& session, raster::PixelOrder order)
      : m_session(session), m_order(order), m_textures(order) {}
  std::span<const raster::PixelBox> draw(SDL_Surface& surface, const ImDrawData& frame);

  SdlSession& m_session;
  raster::PixelOrder m_order;  // of the first surface, and of all textures
  raster::TextureStore m_textures;
  raster::KeptPicture m_picture;
  raster::Picture m_own;                   // where the surface cannot be drawn on
  const SDL_Surface* m_surface = nullptr;  // only compared: a new one has nothing on it yet
  std::int64_t m_pixels_shown = 0;
};

}  // namespace kiosk::platform
