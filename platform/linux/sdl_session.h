// SdlSession: SDL itself and the kiosk's one window; display and input both stand on it.
//
// Made first and destroyed last; one at a time. Thread: the main thread, which
// SDL wants for windows and events. Units: physical pixels.
// Errors: opening fails with a sentence that begins "no display found" when there is none;
// SDL's drivers that show nothing count as none unless SDL_VIDEODRIVER names them.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "platform/display.h"

struct SDL_Window;

namespace kiosk::platform {

struct WindowOptions {
  bool windowed = false;  // a window of the size below, with the pointer shown
  int width = 1920;       // ignored without a window: the panel's own size counts
  int height = 1080;
};

class SdlSession {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SdlSession>> open(const WindowOptions& options);
  SdlSession(const SdlSession&) = delete;
  SdlSession& operator=(const SdlSession&) = delete;
  ~SdlSession();

  [[nodiscard]] SDL_Window* window() const { return m_window; }
  [[nodiscard]] TextureSize size() const;
  // Physical pixels for each of the window system's own units (1, or more on a dense panel).
  [[nodiscard]] Vec2 pixels_per_unit() const;
  // The window system as SDL names it: "x11", "wayland", "KMSDRM", "offscreen", "dummy".
  [[nodiscard]] std::string video_driver() const;
  // SDL has no surfaces in memory for this window system and makes them from GL textures.
  [[nodiscard]] bool surface_needs_gl() const;
  // A fresh window in place of this one: what a painter that failed did to it is gone.
  [[nodiscard]] Result<void> renew_window();

  // The window system lost the window's picture: input notes it, the painter asks once.
  void note_exposed() { m_exposed = true; }
  [[nodiscard]] bool take_exposed() { return std::exchange(m_exposed, false); }

 private:
  explicit SdlSession(const WindowOptions& options) : m_options(options) {}

  WindowOptions m_options;
  SDL_Window* m_window = nullptr;
  bool m_exposed = false;
};

}  // namespace kiosk::platform
