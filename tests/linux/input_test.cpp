// SDL's events as the kiosk's, through SDL's own queue on its dummy video driver.
#include <SDL.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "platform/linux/device_watch.h"
#include "platform/linux/sdl_input.h"
#include "platform/linux/sdl_session.h"
#include "platform/linux/steady_clock.h"
#include "tests/linux/session.h"

namespace kiosk::platform {
namespace {

class Desk {
 public:
  Desk() {
    session = open_session("dummy", 800, 600);
    input = std::make_unique<SdlInput>(*session, clock);
    static_cast<void>(poll());  // the window's own first events
  }
  [[nodiscard]] std::vector<Event> poll() {
    std::vector<Event> events;
    input->poll(events);
    return events;
  }

  SteadyClock clock;
  std::unique_ptr<SdlSession> session;
  std::unique_ptr<SdlInput> input;
};

void push_finger(Uint32 type, SDL_TouchID panel, SDL_FingerID finger, float x, float y) {
  SDL_Event event{};
  event.type = type;
  event.tfinger.touchId = panel;
  event.tfinger.fingerId = finger;
  event.tfinger.x = x;
  event.tfinger.y = y;
  SDL_PushEvent(&event);
}

void push_button(Uint32 type, Uint8 button, Uint32 device, int x, int y) {
  SDL_Event event{};
  event.type = type;
  event.button.which = device;
  event.button.button = button;
  event.button.x = x;
  event.button.y = y;
  SDL_PushEvent(&event);
}

void push_motion(int x, int y) {
  SDL_Event event{};
  event.type = SDL_MOUSEMOTION;
  event.motion.x = x;
  event.motion.y = y;
  SDL_PushEvent(&event);
}

void push_key(SDL_Keycode key, Uint16 mod, bool repeated) {
  SDL_Event event{};
  event.type = SDL_KEYDOWN;
  event.key.keysym.sym = key;
  event.key.keysym.mod = mod;
  event.key.repeat = repeated ? 1 : 0;
  SDL_PushEvent(&event);
}

void push_window(Uint8 what) {
  SDL_Event event{};
  event.type = SDL_WINDOWEVENT;
  event.window.event = what;
  SDL_PushEvent(&event);
}

std::vector<Contact> contacts(const std::vector<Event>& events) {
  std::vector<Contact> found;
  for (const Event& event : events) {
    if (const auto* contact = std::get_if<Contact>(&event)) found.push_back(*contact);
  }
  return found;
}

TEST_CASE("fingers become contacts in pixels, in order, on the given clock") {
  Desk desk;
  const Millis before = desk.clock.now();
  push_finger(SDL_FINGERDOWN, 3, 7, 0.25F, 0.5F);
  push_finger(SDL_FINGERMOTION, 3, 7, 0.5F, 1.0F);
  push_finger(SDL_FINGERUP, 3, 7, 0.5F, 1.0F);
  const std::vector<Contact> found = contacts(desk.poll());
  REQUIRE(found.size() == 3);
  CHECK(found[0].phase == ContactPhase::kDown);
  CHECK(found[0].position == Vec2{200, 300});
  CHECK(found[1].phase == ContactPhase::kMove);
  CHECK(found[1].position == Vec2{400, 600});
  CHECK(found[2].phase == ContactPhase::kUp);
  CHECK(found[0].id == found[2].id);
  CHECK(found[0].at >= before - Millis(2));  // SDL counts whole milliseconds
  CHECK(found[2].at <= desk.clock.now());
}

TEST_CASE("no event is earlier than the one before it") {
  Desk desk;
  // So many that SDL's clock, of whole milliseconds, moves on while they are translated.
  constexpr std::size_t kMany = 30000;
  for (std::size_t i = 0; i < kMany; ++i) push_finger(SDL_FINGERMOTION, 1, 0, 0.5F, 0.5F);
  const std::vector<Contact> found = contacts(desk.poll());
  REQUIRE(found.size() == kMany);
  std::size_t backwards = 0;
  for (std::size_t i = 1; i < kMany; ++i) backwards += found[i].at < found[i - 1].at ? 1 : 0;
  CHECK(backwards == 0);
}

TEST_CASE("fingers of two panels and the mouse never share an id") {
  Desk desk;
  push_finger(SDL_FINGERDOWN, 1, 0, 0.1F, 0.1F);
  push_finger(SDL_FINGERDOWN, 2, 0, 0.2F, 0.1F);
  push_finger(SDL_FINGERDOWN, 1, 1, 0.3F, 0.1F);
  push_finger(SDL_FINGERDOWN, -5, -9, 0.3F, 0.1F);
  push_button(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 0, 1, 1);
  const std::vector<Contact> found = contacts(desk.poll());
  REQUIRE(found.size() == 5);
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK((found[i].id >= 0) == (i != 4));
    for (std::size_t j = 0; j < i; ++j) CHECK(found[i].id != found[j].id);
  }
  CHECK(found[4].id == kMouseContact);
}

TEST_CASE("the mouse is a contact only between press and release of its left button") {
  Desk desk;
  push_motion(5, 5);
  push_button(SDL_MOUSEBUTTONUP, SDL_BUTTON_LEFT, 0, 5, 5);
  push_button(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_RIGHT, 0, 5, 5);
  CHECK(contacts(desk.poll()).empty());
  push_button(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 0, 10, 20);
  push_motion(12, 22);
  push_button(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 0, 12, 22);
  push_button(SDL_MOUSEBUTTONUP, SDL_BUTTON_LEFT, 0, 13, 23);
  push_motion(50, 50);
  const std::vector<Contact> found = contacts(desk.poll());
  REQUIRE(found.size() == 3);
  CHECK(found[0].phase == ContactPhase::kDown);
  CHECK(found[0].position == Vec2{10, 20});
  CHECK(found[1].phase == ContactPhase::kMove);
  CHECK(found[2].phase == ContactPhase::kUp);
  CHECK(found[2].position == Vec2{13, 23});
}

TEST_CASE("a touch that the system repeats as a mouse is not counted twice") {
  Desk desk;
  push_button(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, SDL_TOUCH_MOUSEID, 10, 20);
  push_finger(SDL_FINGERDOWN, SDL_MOUSE_TOUCHID, 0, 0.5F, 0.5F);
  CHECK(contacts(desk.poll()).empty());
}

TEST_CASE("keys and switches: only those that move the focus or press") {
  Desk desk;
  push_key(SDLK_TAB, KMOD_NONE, false);
  push_key(SDLK_TAB, KMOD_LSHIFT, false);
  push_key(SDLK_SPACE, KMOD_NONE, false);
  push_key(SDLK_RETURN, KMOD_NONE, true);  // still held: not pressed again
  push_key(SDLK_LEFT, KMOD_NONE, true);    // still held: moves on
  push_key(SDLK_a, KMOD_NONE, false);
  push_key(SDLK_ESCAPE, KMOD_NONE, false);
  std::vector<Key> keys;
  for (const Event& event : desk.poll()) {
    if (const auto* press = std::get_if<KeyPress>(&event)) keys.push_back(press->key);
  }
  CHECK(keys == std::vector<Key>{Key::kTab, Key::kBackTab, Key::kEnter, Key::kLeft, Key::kEscape});
}

TEST_CASE("a new size is reported once, in pixels") {
  Desk desk;
  SDL_SetWindowSize(desk.session->window(), 600, 800);
  std::vector<Resized> sizes;
  for (int i = 0; i < 2; ++i) {
    for (const Event& event : desk.poll()) {
      if (const auto* resized = std::get_if<Resized>(&event)) sizes.push_back(*resized);
    }
  }
  REQUIRE(sizes.size() == 1);
  CHECK(sizes[0].width == 600);
  CHECK(sizes[0].height == 800);
}

TEST_CASE("a lost picture is reported and noted for the painter; closing is reported") {
  Desk desk;
  static_cast<void>(desk.session->take_exposed());
  push_window(SDL_WINDOWEVENT_EXPOSED);
  SDL_Event quit{};
  quit.type = SDL_QUIT;
  SDL_PushEvent(&quit);
  const std::vector<Event> events = desk.poll();
  REQUIRE(events.size() == 2);
  CHECK(std::holds_alternative<Exposed>(events[0]));
  CHECK(std::holds_alternative<Quit>(events[1]));
  CHECK(desk.session->take_exposed());
  CHECK_FALSE(desk.session->take_exposed());
}

TEST_CASE("waiting ends with an event, which is still there, or with the time") {
  Desk desk;
  push_finger(SDL_FINGERDOWN, 1, 0, 0.1F, 0.1F);
  desk.input->wait(std::nullopt);  // would never return without the event
  CHECK(contacts(desk.poll()).size() == 1);
  const Millis before = desk.clock.now();
  desk.input->wait(Millis(30));
  CHECK(desk.clock.now() - before >= Millis(30));
}

TEST_CASE("a device wakes the watch, and one that comes later is found") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("kiosk-devices-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  SteadyClock clock;
  constexpr Millis kNever{60000};
  {
    DeviceWatch watch(folder.string());
    CHECK_FALSE(watch.usable());
    // A pipe stands in for a device: silent until somebody writes.
    const std::string device = (folder / "event0").string();
    REQUIRE(::mkfifo(device.c_str(), 0600) == 0);
    watch.sleep(kNever);
    CHECK(watch.usable());
    const int other_end = ::open(device.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(other_end >= 0);
    REQUIRE(::write(other_end, "x", 1) == 1);
    const Millis before = clock.now();
    watch.sleep(kNever);
    CHECK(clock.now() - before < kNever);
    // Woken before it sleeps or while it does, once.
    const Millis called = clock.now();
    watch.wake();
    watch.sleep(kNever);
    std::thread another([&watch] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      watch.wake();
    });
    watch.sleep(kNever);
    another.join();
    CHECK(clock.now() - called < kNever);
    watch.sleep(Millis(30));
    CHECK(clock.now() - called >= Millis(50));
    ::close(other_end);
    std::filesystem::remove(device);
    watch.sleep(kNever);
    CHECK_FALSE(watch.usable());
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace kiosk::platform
