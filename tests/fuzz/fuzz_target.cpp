#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "kiosk/pack/utf8.h"

namespace kiosk::fuzz {

namespace {

constexpr std::size_t kPlaces = 4096;
constexpr std::size_t kLongestSentence = 4096;

// libFuzzer adds what stands in this section to its own counters.
#if defined(__linux__)
[[gnu::section("__libfuzzer_extra_counters")]]
#endif
std::array<std::uint8_t, kPlaces>
    places;

double own_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

void demand(bool holds, const char* words) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: broken demand: %s\n", words);
  std::abort();
}

void demand_sentence(std::string_view sentence) {
  demand(!sentence.empty() && sentence.size() <= kLongestSentence, "a sentence of sane length");
  while (!sentence.empty()) {
    const CodePoint next = decode_utf8(sentence);
    demand(next.bytes != 0, "a sentence is UTF-8");
    demand(!forbidden_character(next.value), "a sentence holds nothing invisible");
    sentence.remove_prefix(next.bytes);
  }
}

bool one_in(unsigned n, std::string_view input) {
  constexpr std::size_t kEnough = 64;
  std::uint32_t hash = 2166136261U;  // FNV-1a, over both ends and the length
  const auto add = [&](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  };
  add(input.substr(0, kEnough));
  add(input.substr(input.size() - std::min(input.size(), kEnough)));
  hash = (hash ^ static_cast<std::uint32_t>(input.size())) * 16777619U;
  return (hash >> 8U) % n == 0;
}

void reached(std::size_t place) {
  std::uint8_t& counter = places.at((place * 0x9E3779B97F4A7C15ULL >> 40U) % kPlaces);
  counter = 1;
}

std::size_t places_reached() {
  return static_cast<std::size_t>(std::ranges::count_if(places, [](auto n) { return n != 0; }));
}

void run_timed(std::string_view input) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  run_one(input);
  if (std::chrono::duration<double>(Clock::now() - start).count() <= kMostSeconds) return;
  // The machine may have been busy with others: what counts is the time that we ourselves take.
  const double before = own_seconds();
  run_one(input);
  const double took = own_seconds() - before;
  if (took <= kMostSeconds) return;
  std::fprintf(stderr, "fuzz: slow unit: %.2f s\n", took);
  std::abort();
}

}  // namespace kiosk::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kiosk::fuzz::run_timed({reinterpret_cast<const char*>(data), size});
  return 0;
}
