#include "platform/linux/sdl_input.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>

namespace kiosk::platform {
namespace {

// Half a tick: late enough to rest, early enough to be in time for the next frame.
constexpr Millis kBlindSleep{8};

bool sdl_can_sleep(const std::string& video_driver) {
  return video_driver == "x11" || video_driver == "wayland";
}

// Where SDL itself cannot sleep.
std::unique_ptr<DeviceWatch> devices_for(const SdlSession& session) {
  if (session.video_driver() != "KMSDRM") return nullptr;
  return std::make_unique<DeviceWatch>("/dev/input");
}

// Several touch panels may number their fingers alike.
std::int64_t contact_id(const SDL_TouchFingerEvent& finger) {
  return (finger.touchId & 0x7fffffff) << 32 | (finger.fingerId & 0xffffffff);
}

std::optional<ContactPhase> phase_of(std::uint32_t type) {
  switch (type) {
    case SDL_FINGERDOWN:
      return ContactPhase::kDown;
    case SDL_FINGERMOTION:
      return ContactPhase::kMove;
    case SDL_FINGERUP:
      return ContactPhase::kUp;
    default:
      return std::nullopt;
  }
}

std::optional<Key> key_of(const SDL_Keysym& symbol) {
  switch (symbol.sym) {
    case SDLK_TAB:
      return (symbol.mod & KMOD_SHIFT) != 0 ? Key::kBackTab : Key::kTab;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_SPACE:
      return Key::kEnter;
    case SDLK_ESCAPE:
    case SDLK_AC_BACK:
      return Key::kEscape;
    case SDLK_LEFT:
      return Key::kLeft;
    case SDLK_RIGHT:
      return Key::kRight;
    case SDLK_UP:
      return Key::kUp;
    case SDLK_DOWN:
      return Key::kDown;
    default:
      return std::nullopt;
  }
}

// A key held down moves on, but does not press the same button again and again.
bool counts(const SDL_KeyboardEvent& event, Key key) {
  return event.repeat == 0 || (key != Key::kEnter && key != Key::kEscape);
}

}  // namespace

SdlInput::SdlInput(SdlSession& session, const Clock& clock)
    : m_session(session),
      m_clock(clock),
      m_size(session.size()),
      m_devices(devices_for(session)),
      m_signals([this] { tell(SDL_QUIT); }) {}

void SdlInput::poll(std::vector<Event>& events) {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) translate(event, events);
  // By looking, not by event: rotations reach SDL in different ways on different systems.
  const TextureSize size = m_session.size();
  if (size.width != m_size.width || size.height != m_size.height) {
    m_size = size;
    events.emplace_back(Resized{size.width, size.height});
  }
}

void SdlInput::translate(const SDL_Event& event, std::vector<Event>& events) {
  switch (event.type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
      translate_finger(event.tfinger, events);
      break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONUP:
      translate_mouse(event, events);
      break;
    case SDL_KEYDOWN:
      if (const auto key = key_of(event.key.keysym); key && counts(event.key, *key)) {
        events.emplace_back(KeyPress{*key});
      }
      break;
    case SDL_WINDOWEVENT:
      translate_window(event.window, events);
      break;
    case SDL_RENDER_TARGETS_RESET:
      events.emplace_back(Exposed{});
      break;
    case SDL_QUIT:
      events.emplace_back(Quit{});
      break;
    default:
      break;
  }
}

void SdlInput::translate_finger(const SDL_TouchFingerEvent& finger, std::vector<Event>& events) {
  const auto phase = phase_of(finger.type);
  if (!phase || finger.touchId == SDL_MOUSE_TOUCHID) return;
  const TextureSize size = m_session.size();
  events.emplace_back(Contact{
      contact_id(finger),
      *phase,
      {finger.x * static_cast<float>(size.width), finger.y * static_cast<float>(size.height)},
      time_of(finger.timestamp)});
}

void SdlInput::translate_mouse(const SDL_Event& event, std::vector<Event>& events) {
  const bool motion = event.type == SDL_MOUSEMOTION;
  const Uint32 device = motion ? event.motion.which : event.button.which;
  if (device == SDL_TOUCH_MOUSEID) return;
  if (!motion && event.button.button != SDL_BUTTON_LEFT) return;
  const bool down = event.type == SDL_MOUSEBUTTONDOWN;
  // No move or release without a press, no second press: a contact is whole or not there.
  if (down == m_mouse_held) return;
  const Vec2 scale = m_session.pixels_per_unit();
  const Vec2 at{static_cast<float>(motion ? event.motion.x : event.button.x) * scale.x,
                static_cast<float>(motion ? event.motion.y : event.button.y) * scale.y};
  const ContactPhase phase = down     ? ContactPhase::kDown
                             : motion ? ContactPhase::kMove
                                      : ContactPhase::kUp;
  if (!motion) m_mouse_held = down;
  events.emplace_back(Contact{kMouseContact, phase, at, time_of(event.common.timestamp)});
}

void SdlInput::translate_window(const SDL_WindowEvent& window, std::vector<Event>& events) {
  switch (window.event) {
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
      m_session.note_exposed();
      events.emplace_back(Exposed{});
      break;
    default:
      break;
  }
}

// SDL counts whole milliseconds from its own start: carried over by the event's age. The part of
// a millisecond that is lost differs from event to event, and a speed needs time to go on.
Millis SdlInput::time_of(std::uint32_t timestamp) {
  const std::uint32_t age = SDL_GetTicks() - timestamp;
  constexpr std::uint32_t kPlausible = 10000;
  m_latest = std::max(m_latest, m_clock.now() - Millis(age < kPlausible ? age : 0));
  return m_latest;
}

void SdlInput::wake() { tell(SDL_USEREVENT); }

void SdlInput::tell(std::uint32_t type) {
  SDL_Event event{};
  event.type = type;
  SDL_PushEvent(&event);
  if (m_devices) m_devices->wake();
}

void SdlInput::wait(std::optional<Millis> timeout) {
  const Millis start = m_clock.now();
  for (;;) {
    SDL_PumpEvents();
    if (SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT) == SDL_TRUE) return;
    if (!timeout) {
      sleep(std::nullopt);
      continue;
    }
    const Millis left = start + *timeout - m_clock.now();
    if (left <= Millis(0)) return;
    sleep(left);
  }
}

// Three ways. X11 and Wayland wake SDL through their socket. KMSDRM has only the devices,
// where SDL 2.26 would look every millisecond (2 % of a core): there the devices wake us. With
// neither (dummy, offscreen, no right to read the devices), look every half tick.
void SdlInput::sleep(std::optional<Millis> most) {
  const Millis blind = most ? std::min(*most, kBlindSleep) : kBlindSleep;
  if (sdl_can_sleep(m_session.video_driver())) {
    SDL_WaitEventTimeout(nullptr, most ? static_cast<int>(std::ceil(most->count())) : -1);
  } else if (m_devices && m_devices->usable()) {
    m_devices->sleep(most);
  } else if (m_devices) {
    m_devices->sleep(blind);
  } else {
    SDL_Delay(static_cast<Uint32>(std::ceil(blind.count())));
  }
}

}  // namespace kiosk::platform
