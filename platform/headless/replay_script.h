// A replay script: JSON Lines that say what visitors do, read whole before the first
// line runs, so that a mistake in line 40 is told at once.
//
// Errors: "file:line: what is wrong. What to do." of the first such line.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "kiosk/touch/contact.h"
#include "platform/health.h"
#include "platform/input.h"

namespace kiosk::platform {

struct WaitStep {
  Millis time{0};
};
struct TapStep {
  std::variant<std::string, Vec2> target;  // a zone's id or a point
};
struct DragStep {
  Vec2 from;
  Vec2 to;
  Millis time{300};
};
struct PinchStep {
  Vec2 at;
  double scale = 1;
  Millis time{400};
};
struct FingersStep {
  std::vector<Contact> contacts;  // times from the step's start
};
// From now on the touch controller reports wrongly: where a finger is, in shares of the panel, it
// says xx x + xy y + x0 and yx x + yy y + y0.
struct BentStep {
  std::array<double, 6> numbers{1, 0, 0, 0, 1, 0};
};
struct KeyStep {
  Key key = Key::kTab;
};
struct ResizeStep {
  int width = 0;
  int height = 0;
};
struct PlugStep {
  std::filesystem::path folder;  // as written: looked for beside the script, else from where we are
  bool full = false;             // it takes nothing more
  bool read_only = false;
};
struct UnplugStep {};
// A file comes into the inbox.
struct InboxStep {
  std::filesystem::path file;               // as written: looked for as a stick is
  std::string name;                         // there; empty: its own
  std::optional<std::uint64_t> bytes = {};  // so many of it: it is still being copied
};
struct HealthStep {
  HealthSnapshot health;  // see health_script.h
};
// What the wall clock shows from now on.
struct ClockStep {
  std::chrono::local_seconds local;
};
struct ShotStep {
  std::string name;
};
struct ExpectStep {
  nlohmann::json wanted;
};

using ReplayStep =
    std::variant<WaitStep, TapStep, DragStep, PinchStep, FingersStep, BentStep, KeyStep, ResizeStep,
                 PlugStep, UnplugStep, InboxStep, HealthStep, ClockStep, ShotStep, ExpectStep>;

struct ReplayLine {
  int number = 0;  // in the file, from 1
  ReplayStep step;
};

struct ReplayScript {
  std::filesystem::path file;
  std::vector<ReplayLine> lines;
};

[[nodiscard]] Result<ReplayScript> read_replay_script(const std::filesystem::path& file);

}  // namespace kiosk::platform
