// Replay: plays a script on a program, tick by tick on the manual clock, writes the shots
// and checks what is expected.
//
// The program is known by a few functions only, so that this room need not know its insides.
// Thread: the frame's.
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "platform/headless/manual_clock.h"
#include "platform/headless/picture_display.h"
#include "platform/headless/queued_input.h"
#include "platform/headless/replay_script.h"
#include "platform/health.h"

namespace kiosk::platform {

struct ReplayedProgram {
  std::function<void()> tick;
  std::function<nlohmann::json()> report;  // what `shot` writes and `expect` reads
  // A stick with this folder's content comes, and goes. None: the script may hold no such line.
  std::function<Result<void>(const std::filesystem::path& folder, const PlugStep& how)> plug =
      nullptr;
  std::function<Result<void>()> unplug = nullptr;
  // A file comes into the inbox. None: the script may hold no such line.
  std::function<Result<void>(const InboxStep& step)> inbox = nullptr;
  // The machine's health changes. None: the script may hold no such line.
  std::function<void(const HealthSnapshot&)> health = nullptr;
  // The wall clock is set. None: the script may hold no such line.
  std::function<Result<void>(std::chrono::local_seconds)> set_clock = nullptr;
  // Where a place of the picture lies on the panel, which may hang turned. None: as it is.
  std::function<Vec2(Vec2)> on_panel = nullptr;
};

class Replay {
 public:
  Replay(ManualClock& clock, QueuedInput& input, PictureDisplay& display, ReplayedProgram program);

  // Runs the script to its end; a line that fails does not stop those after it. Each
  // failure is "file:line: what was found. What was expected."
  [[nodiscard]] std::vector<Error> run(const ReplayScript& script,
                                       const std::filesystem::path& out);

 private:
  [[nodiscard]] Result<void> perform(const WaitStep& step);
  [[nodiscard]] Result<void> perform(const TapStep& step);
  [[nodiscard]] Result<void> perform(const DragStep& step);
  [[nodiscard]] Result<void> perform(const PinchStep& step);
  [[nodiscard]] Result<void> perform(const FingersStep& step);
  [[nodiscard]] Result<void> perform(const BentStep& step);
  [[nodiscard]] Result<void> perform(const KeyStep& step);
  [[nodiscard]] Result<void> perform(const ResizeStep& step);
  [[nodiscard]] Result<void> perform(const PlugStep& step);
  [[nodiscard]] Result<void> perform(const UnplugStep& step);
  [[nodiscard]] Result<void> perform(const InboxStep& step);
  [[nodiscard]] Result<void> perform(const HealthStep& step);
  [[nodiscard]] Result<void> perform(const ClockStep& step);
  [[nodiscard]] Result<void> perform(const ShotStep& step);
  [[nodiscard]] Result<void> perform(const ExpectStep& step);

  void tick();
  void tick_until(Millis time);
  void put(Millis at, std::int64_t id, ContactPhase phase, Vec2 position);

  ManualClock& m_clock;
  QueuedInput& m_input;
  PictureDisplay& m_display;
  ReplayedProgram m_program;
  std::filesystem::path m_out;
  std::filesystem::path m_beside;  // the script's folder
  BentStep m_bent;
  std::int64_t m_ticks = 0;
  Millis m_scripted{0};  // where the script's own time is, ahead of the last tick by less than one
};

}  // namespace kiosk::platform
