// SdlDisplay: the panel, painted by the best painter that works on this machine.
//
// "auto" tries GL on a graphics processor and otherwise our own rasteriser: GL worked out
// on the CPU costs 110 MB and more time than that. Each painter has to show that it draws
// the right pixels before it is taken. SDL's software renderer is never used: it crashed
// on rounded rectangles (SDL 2.26.5).
// Made after the session, destroyed before it. Thread: the frame's.
// Errors: a sentence when no painter works, or a chosen one does not.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "platform/display.h"
#include "platform/linux/painter.h"
#include "platform/linux/sdl_session.h"

namespace kiosk::platform {

class SdlDisplay final : public Display {
 public:
  // renderer: "auto", "opengles2", "opengl" or "raster".
  [[nodiscard]] static Result<std::unique_ptr<SdlDisplay>> open(SdlSession& session,
                                                                const std::string& renderer);

  // "opengles2", "opengl" or "raster".
  [[nodiscard]] std::string name() const { return m_painter->name(); }
  // Why better painters were not taken; for the log.
  [[nodiscard]] const std::vector<Error>& refused() const { return m_refused; }

  [[nodiscard]] TextureSize size() const override { return m_session.size(); }
  [[nodiscard]] TextureId create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) override {
    return m_painter->create_texture(format, size, std::move(pixels));
  }
  void update_texture(TextureId texture, int x, int y, TextureSize size,
                      std::span<const std::uint8_t> pixels) override {
    m_painter->update_texture(texture, x, y, size, pixels);
  }
  void destroy_texture(TextureId texture) override { m_painter->destroy_texture(texture); }
  [[nodiscard]] TextureId create_target(TextureSize size) override {
    return m_painter->create_target(size);
  }
  void draw_into(TextureId target, const ImDrawData& frame) override {
    m_painter->draw_into(target, frame);
  }
  void present(const ImDrawData& frame) override;
  // What the panel shows, for support. Call it before the next frame is begun: the frame's draw
  // data is the drawing side's own. A sentence when nothing was shown yet, or GL gives none back.
  [[nodiscard]] Result<raster::Picture> picture();

 private:
  SdlDisplay(SdlSession& session, std::unique_ptr<Painter> painter, std::vector<Error> refused)
      : m_session(session), m_painter(std::move(painter)), m_refused(std::move(refused)) {}

  SdlSession& m_session;
  std::unique_ptr<Painter> m_painter;
  const ImDrawData* m_frame = nullptr;
  std::vector<Error> m_refused;
};

}  // namespace kiosk::platform
