#include "platform/linux/sdl_session.h"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>

namespace kiosk::platform {
namespace {

void set_hints(bool windowed) {
  SDL_SetHint(SDL_HINT_APP_NAME, "kiosk");
  // Fingers are fingers and the mouse is a mouse: neither plays the other.
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_RENDER_VSYNC, "1");
  // EndSignals hears them, where somebody waits for input.
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  // A compositor would add a frame of latency to a picture that covers everything anyway.
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, windowed ? "0" : "1");
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
}

// A kiosk has neither a session's bus nor keys that compose letters. Unasked, each start would run
// dbus-launch to find the one, and read half a megabyte of tables for the other.
void pass_over_what_desktops_have() {
  constexpr int kIfUnset = 0;
  ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/dev/null", kIfUnset);
  ::setenv("XCOMPOSEFILE", "/dev/null", kIfUnset);
}

// Without a session there is no Wayland, but its library would complain about it on stderr.
void pass_over_wayland_without_session() {
  const char* asked_for = SDL_GetHint(SDL_HINT_VIDEODRIVER);
  const bool named = asked_for != nullptr && asked_for[0] != '\0';
  if (!named && SDL_getenv("XDG_RUNTIME_DIR") == nullptr) {
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,KMSDRM");
  }
}

// Where no window system is, SDL goes on to drivers that draw where nobody sees. Only tests
// want those, and name them; to everybody else that is no display.
bool is_unseen(const std::string& driver) {
  const char* asked_for = SDL_GetHint(SDL_HINT_VIDEODRIVER);
  const bool named = asked_for != nullptr && asked_for[0] != '\0';
  return !named && (driver == "offscreen" || driver == "dummy" || driver == "evdev");
}

// Without a window manager (bare X) nobody stretches a fullscreen window: it must be made as
// large as the panel to begin with.
TextureSize size_at_first(const WindowOptions& options) {
  SDL_DisplayMode panel;
  if (!options.windowed && SDL_GetDesktopDisplayMode(0, &panel) == 0) return {panel.w, panel.h};
  return {options.width, options.height};
}

}  // namespace

Result<std::unique_ptr<SdlSession>> SdlSession::open(const WindowOptions& options) {
  set_hints(options.windowed);
  pass_over_wayland_without_session();
  pass_over_what_desktops_have();
  std::unique_ptr<SdlSession> session(new SdlSession(options));
  if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) {
    return fail(std::string("no display found: ") + SDL_GetError());
  }
  if (is_unseen(session->video_driver())) {
    return fail("no display found: no X11, no Wayland, and no screen to draw on directly");
  }
  // In plain memory a surface is both quicker and safer, where there is such a thing.
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, session->surface_needs_gl() ? "opengles2" : "0");
  SDL_DisableScreenSaver();
  SDL_StopTextInput();  // on by default; would open the system's input methods over the kiosk
  if (auto renewed = session->renew_window(); !renewed) return tl::unexpected(renewed.error());
  return session;
}

SdlSession::~SdlSession() {
  if (m_window != nullptr) SDL_DestroyWindow(m_window);
  SDL_Quit();
}

Result<void> SdlSession::renew_window() {
  if (m_window != nullptr) SDL_DestroyWindow(m_window);
  const Uint32 mode = m_options.windowed ? static_cast<Uint32>(SDL_WINDOW_RESIZABLE)
                                         : static_cast<Uint32>(SDL_WINDOW_FULLSCREEN_DESKTOP);
  const TextureSize first = size_at_first(m_options);
  m_window = SDL_CreateWindow("kiosk", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, first.width,
                              first.height, mode | SDL_WINDOW_ALLOW_HIGHDPI);
  if (m_window == nullptr) {
    return fail(std::string("no display found: no window on ") + video_driver() + ": " +
                SDL_GetError());
  }
  SDL_ShowCursor(m_options.windowed ? SDL_ENABLE : SDL_DISABLE);
  m_exposed = true;
  return {};
}

TextureSize SdlSession::size() const {
  TextureSize size;
  SDL_GetWindowSizeInPixels(m_window, &size.width, &size.height);
  return size;
}

Vec2 SdlSession::pixels_per_unit() const {
  int width = 0;
  int height = 0;
  SDL_GetWindowSize(m_window, &width, &height);
  const TextureSize pixels = size();
  return {static_cast<float>(pixels.width) / static_cast<float>(std::max(1, width)),
          static_cast<float>(pixels.height) / static_cast<float>(std::max(1, height))};
}

bool SdlSession::surface_needs_gl() const {
  const std::string driver = video_driver();
  return driver == "KMSDRM" || driver == "wayland";
}

std::string SdlSession::video_driver() const {
  const char* name = SDL_GetCurrentVideoDriver();
  return name == nullptr ? "" : name;
}

}  // namespace kiosk::platform
