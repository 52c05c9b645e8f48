// WatchedKiosk: the kiosk with its staff's desk, its guard and its inbox, as main.cpp puts them
// together, in a folder of its own, before a display that watches (watchful_display.h). Whoever
// runs it lets time pass and performs deeds; after every tick it is held to what must be so
// (endurance_promises.h), to its rest and to its patience.
//
// Times in ms of its own clock (lived_clock.h), places in px of the panel. Thread: the frame's; it
// waits while pictures are made in the background. Errors: the first fault is kept as one sentence
// with seed, visit, deed and hour, by which it can be played again; content that cannot be read
// ends the program with 2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kiosk/show.h"
#include "platform/headless/fixed_health.h"
#include "platform/headless/folder_volumes.h"
#include "platform/headless/noted_folder.h"
#include "platform/headless/noted_power.h"
#include "platform/headless/noted_speech.h"
#include "platform/headless/noted_usb_gate.h"
#include "platform/headless/queued_input.h"
#include "platform/headless/scripted_wall_clock.h"
#include "platform/linux/sdl_input.h"
#include "tests/bench/endurance_author.h"
#include "tests/bench/endurance_plan.h"
#include "tests/bench/endurance_window.h"
#include "tests/bench/lived_clock.h"
#include "tests/bench/visitor_model.h"
#include "tests/bench/watchful_display.h"
#include "tests/pack/temporary_folder.h"

namespace kiosk::test {

// Where a run is. Whoever runs it says so; a fault tells it.
struct Whereabouts {
  std::uint64_t visit = 0;
  int deed = 0;       // of this visit
  std::string doing;  // in words; empty: nobody does anything
};

class WatchedKiosk {
 public:
  explicit WatchedKiosk(const Plan& plan);
  WatchedKiosk(const WatchedKiosk&) = delete;
  WatchedKiosk& operator=(const WatchedKiosk&) = delete;

  // One tick, so much later, and all that must hold after it.
  void step(Millis later);
  // Time goes by. While it plays to nobody, that is looked at now and then alone.
  void pass(Millis how_long);
  void perform(const Deed& deed);
  // A pack of this number comes by the inbox, in the place of the one before.
  void deliver(int serial);
  // What was delivered is shown, so nothing is to be waited for any more.
  void delivered() { m_awaited = false; }

  // The first one counts; an empty one is none.
  void fault(const std::string& what);
  [[nodiscard]] const std::string& fault() const { return m_fault; }
  [[nodiscard]] bool fine() const { return m_fault.empty(); }
  [[nodiscard]] Whereabouts& where() { return m_where; }
  [[nodiscard]] const Whereabouts& where() const { return m_where; }

  [[nodiscard]] const State& state() { return m_show->kiosk().state(); }
  [[nodiscard]] const Pack& pack() { return *m_show->kiosk().pack(); }
  [[nodiscard]] std::span<const Zone> zones() { return m_show->kiosk().zones(); }
  [[nodiscard]] Vec2 panel() const;
  [[nodiscard]] double hours() const;
  [[nodiscard]] WatchfulDisplay& display() { return m_display; }
  [[nodiscard]] const WatchfulDisplay& display() const { return m_display; }
  [[nodiscard]] platform::ScriptedWallClock& wall_clock() { return m_wall_clock; }
  [[nodiscard]] std::filesystem::path state_folder() const { return m_folder.path() / "state"; }
  [[nodiscard]] std::uint64_t deeds() const { return m_deeds; }
  [[nodiscard]] std::uint64_t ticks() const { return m_ticks; }
  // What it had to say, each sentence once.
  [[nodiscard]] const std::set<std::string>& said() const { return m_said; }

 private:
  [[nodiscard]] std::filesystem::path inbox() const { return m_folder.path() / "inbox"; }
  [[nodiscard]] std::filesystem::path bundled() const { return m_folder.path() / "bundled"; }
  void open_desk();
  void open_show(Exhibit exhibit);
  void poll_window();
  void judge(bool drawn);
  void judge_rest(Millis alone, bool drawn);
  void judge_patience(Millis alone);

  Plan m_plan;
  TemporaryFolder m_folder;
  LivedClock m_clock;
  platform::ScriptedWallClock m_wall_clock{m_clock};
  platform::QueuedInput m_input{m_clock};
  Window m_window;
  std::optional<platform::SdlInput> m_window_input;  // what is told there is heard and passed over
  std::vector<platform::Event> m_window_events;
  WatchfulDisplay m_display;
  platform::NotedSpeech m_speech;
  platform::FixedHealth m_health;
  platform::NotedPower m_power;
  platform::NotedFolder m_watch;
  platform::NotedUsbGate m_gate;
  Author m_author;
  platform::FolderVolumes m_volumes;
  Strings m_words;
  DeviceSite m_health_site;
  std::set<std::string> m_said;
  std::function<void(const std::string&)> m_hear = [this](const std::string& sentence) {
    m_said.insert(sentence);
  };
  std::optional<FrontDesk> m_desk;
  std::optional<Show> m_show;

  std::string m_fault;
  Whereabouts m_where;
  std::size_t m_fingers = 0;
  int m_restless = 0;
  Millis m_last_event{0};
  Millis m_staff_seen{-1e9};
  bool m_awaited = false;  // content that was brought and is not shown yet
  std::uint64_t m_deeds = 0;
  std::uint64_t m_ticks = 0;
};

}  // namespace kiosk::test
