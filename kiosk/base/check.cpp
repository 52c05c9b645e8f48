#include "kiosk/base/check.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace kiosk {
namespace {

std::atomic<CheckWitness> g_witness = nullptr;

}  // namespace

void set_check_witness(CheckWitness witness) { g_witness.store(witness); }

void check_failed(const char* condition, const char* file, int line) {
  std::array<char, 512> sentence{};
  std::snprintf(sentence.data(), sentence.size(), "broken invariant: %s (%s:%d)", condition, file,
                line);
  std::fprintf(stderr, "kiosk: %s\n", sentence.data());
  if (const CheckWitness witness = g_witness.load(); witness != nullptr) witness(sentence.data());
  std::abort();
}

}  // namespace kiosk
