// What every fuzz harness is made of. A harness is one source that defines run_one(): it
// takes any bytes, hands them to the program's code, and demands what must hold of the answer.
//
// Built with KIOSK_FUZZ it is a libFuzzer program; without, replay.cpp runs it over a corpus.
// One thread. Whatever run_one() does depends on its input alone, so that a finding repeats.
#pragma once

#include <cstddef>
#include <string_view>

namespace kiosk::fuzz {

// Written by each harness.
void run_one(std::string_view input);

// Ends the program with these words: a finding.
void demand(bool holds, const char* words);

// A sentence for staff: not empty, valid UTF-8 without control characters, one line.
void demand_sentence(std::string_view sentence);

// True for one in `n` inputs, always for the same ones. For checks that cost much.
[[nodiscard]] bool one_in(unsigned n, std::string_view input);

// Tells libFuzzer that this input led somewhere new, for what its own counters cannot see:
// libraries that were not built for it. `place` is any number; equal places count once.
void reached(std::size_t place);
// How many places were reached so far: a corpus that no longer gets anywhere tests nothing.
[[nodiscard]] std::size_t places_reached();

// Runs the input; what takes longer than kMostSeconds of this process's own time is a finding.
inline constexpr double kMostSeconds = 1;
void run_timed(std::string_view input);

}  // namespace kiosk::fuzz
