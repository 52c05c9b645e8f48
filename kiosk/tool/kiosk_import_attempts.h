// What the sandbox must not let anybody do, each thing by a name, for the self-test and the
// tests. Called in a process that is about to end; one thread, Linux.
#pragma once

#include <span>
#include <string_view>

#include "kiosk/decoding/sandbox.h"

namespace kiosk::tool {

struct Attempt {
  std::string_view name;
  // Below 0: it failed, and errno says why.
  int (*run)();
};

inline constexpr int kGotThrough = 200;
inline constexpr int kNoSuchAttempt = 201;

// Each of them is to end in SIGSYS. Some need paths or the network, which other walls refuse as
// well.
[[nodiscard]] std::span<const Attempt> forbidden_attempts();

// Within walls that stand already. kGotThrough; else the error's number; if the walls let it.
[[nodiscard]] int attempt(std::string_view name);

// Tries them all, each in a process of its own, and writes what is in force, a line a wall, to
// standard output. 0: all that this machine offers holds; 1: something does not; 4: no sandbox.
[[nodiscard]] int self_test();

}  // namespace kiosk::tool
