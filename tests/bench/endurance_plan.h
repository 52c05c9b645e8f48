// Plan: what a run of bench_endurance is asked for, as its options say it or as one of its own
// comparisons needs it. Twin: a run with a fault, which must be caught.
//
// Hours are the clock's that the kiosk goes by, simulated or real; a tick is in ms; the panel's
// size in px. Plain values; any thread. Errors: none, whoever reads the options refuses the others.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "kiosk/base/time.h"
#include "platform/display.h"

namespace kiosk::test {

enum class Twin { kNone, kTexture, kMemory, kDescriptor, kThread, kTwice, kTap };

struct Plan {
  double hours = 72;
  std::uint64_t visits = 10'000;
  int changes = 24;
  std::uint64_t seed = 1975;
  std::uint64_t from_visit = 0;
  platform::TextureSize size{1920, 1080};
  Millis tick{50};
  bool at_once = false;
  bool real_clock = false;
  double sample_every = 1;  // hours
  bool tell = false;
  bool digest = false;
  bool staff = true;               // some come
  std::uint64_t jump_every = 997;  // visits between two jumps of the wall clock; 0: none
  std::optional<std::chrono::local_seconds> begin;  // of the wall clock; nothing: nobody set it
  Twin twin = Twin::kNone;
};

}  // namespace kiosk::test
