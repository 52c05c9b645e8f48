#include "platform/linux/sdl_display.h"

#include <utility>

#include "platform/linux/renderer_painter.h"
#include "platform/linux/surface_painter.h"

namespace kiosk::platform {
namespace {

Result<std::unique_ptr<Painter>> open_gl(SdlSession& session, const std::string& driver,
                                         bool hardware_only) {
  auto painter = RendererPainter::open(session, driver);
  if (!painter) return tl::unexpected(painter.error());
  if (hardware_only && (*painter)->is_software()) {
    return fail(driver + " would be worked out on the CPU");
  }
  return std::unique_ptr<Painter>(std::move(*painter));
}

Result<std::unique_ptr<Painter>> open_raster(SdlSession& session) {
  auto painter = SurfacePainter::open(session);
  if (!painter) return tl::unexpected(painter.error());
  return std::unique_ptr<Painter>(std::move(*painter));
}

}  // namespace

Result<std::unique_ptr<SdlDisplay>> SdlDisplay::open(SdlSession& session,
                                                     const std::string& renderer) {
  std::vector<std::string> wanted{renderer};
  if (renderer == "auto") {
    wanted = {"opengles2", "opengl", "raster"};
  } else if (renderer != "opengles2" && renderer != "opengl" && renderer != "raster") {
    return fail("unknown renderer '" + renderer + "': use auto, opengles2, opengl or raster");
  }
  // Where surfaces go through GL all the same, GL on the CPU is no loss.
  const bool hardware_only = renderer == "auto" && !session.surface_needs_gl();
  std::vector<Error> refused;
  for (const std::string& name : wanted) {
    auto painter = name == "raster" ? open_raster(session) : open_gl(session, name, hardware_only);
    if (painter) {
      return std::unique_ptr<SdlDisplay>(
          new SdlDisplay(session, std::move(*painter), std::move(refused)));
    }
    refused.push_back(painter.error());
    if (auto renewed = session.renew_window(); !renewed) return tl::unexpected(renewed.error());
  }
  std::string sentence = "no renderer works on this display";
  for (const Error& error : refused) sentence += "; " + error.message;
  return fail(std::move(sentence));
}

// Straight on the panel SDL sets the mode together with the first picture, and not every driver
// then takes the picture too (virtio-gpu shows black): who rests at once would rest on nothing. The
// second goes the way of all others.
void SdlDisplay::present(const ImDrawData& frame) {
  if (m_frame == nullptr && m_session.video_driver() == "KMSDRM") {
    m_painter->present(frame);
    m_session.note_exposed();
  }
  m_painter->present(frame);
  m_frame = &frame;
}

Result<raster::Picture> SdlDisplay::picture() {
  if (m_frame == nullptr) return fail("nothing has been shown yet. Wait for the first picture.");
  return m_painter->picture(*m_frame);
}

}  // namespace kiosk::platform
