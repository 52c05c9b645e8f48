// SdlInput: SDL's events as the kiosk's: fingers, the mouse as one more finger, keys, window.
//
// Contact ids: fingers from 0 upwards, the mouse kMouseContact. Space counts as Enter. A signal
// that asks the program to end is a Quit. Times are when the event reached SDL, on the given clock,
// and never run backwards. Made after the session. Thread: the main thread, but for `wake`.
// Units: physical pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "platform/input.h"
#include "platform/linux/device_watch.h"
#include "platform/linux/end_signals.h"
#include "platform/linux/sdl_session.h"

union SDL_Event;
struct SDL_KeyboardEvent;
struct SDL_TouchFingerEvent;
struct SDL_WindowEvent;

namespace kiosk::platform {

inline constexpr std::int64_t kMouseContact = -1;

class SdlInput final : public Input {
 public:
  SdlInput(SdlSession& session, const Clock& clock);

  void poll(std::vector<Event>& events) override;
  void wait(std::optional<Millis> timeout) override;
  // Ends a wait at once. Any thread.
  void wake();

 private:
  void translate(const SDL_Event& event, std::vector<Event>& events);
  void translate_finger(const SDL_TouchFingerEvent& finger, std::vector<Event>& events);
  void translate_mouse(const SDL_Event& event, std::vector<Event>& events);
  void translate_window(const SDL_WindowEvent& window, std::vector<Event>& events);
  [[nodiscard]] Millis time_of(std::uint32_t timestamp);
  // Sleeps at most that long, or until something comes; may return early.
  void sleep(std::optional<Millis> most);
  void tell(std::uint32_t type);

  SdlSession& m_session;
  const Clock& m_clock;
  TextureSize m_size;  // as last reported
  bool m_mouse_held = false;
  Millis m_latest{0};                      // time of the last event
  std::unique_ptr<DeviceWatch> m_devices;  // where SDL itself cannot sleep
  EndSignals m_signals;                    // last: its thread uses the rest
};

}  // namespace kiosk::platform
