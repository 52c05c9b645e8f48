// The broken twins: harnesses with a planted fault each, behind a word that a fuzzer has to
// find. run.sh --self-test and the replay must catch every one, or they catch nothing.
//
// KIOSK_TWIN chooses: 1 reads beyond its memory, 2 takes too long, 3 takes too much memory,
// 4 breaks a demand.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"

namespace kiosk::fuzz {

namespace {

volatile char seen = 0;

void read_beyond(std::string_view input) {
  const std::vector<char> few(input.begin(), input.begin() + 4);
  // Through a volatile, or the compiler would see it and refuse to build.
  const volatile std::size_t beyond = 4 + input.size() % 4;
  seen = few.data()[beyond];
}

void take_long() {
  const std::clock_t start = std::clock();
  while (std::clock() - start < 3 * CLOCKS_PER_SEC / 2) {
  }
}

void take_much() {
  std::vector<char> much(600UL * 1024 * 1024);
  for (std::size_t i = 0; i < much.size(); i += 4096) much[i] = 1;
  seen = much[much.size() / 2];
}

}  // namespace

void run_one(std::string_view input) {
  if (!input.starts_with("KPX") || input.size() < 5 || input[4] != '7') return;
  switch (KIOSK_TWIN) {
    case 1:
      return read_beyond(input);
    case 2:
      return take_long();
    case 3:
      return take_much();
    default:
      demand(false, "nobody knows the word");
  }
}

}  // namespace kiosk::fuzz
