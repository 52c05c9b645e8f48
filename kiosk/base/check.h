// KIOSK_CHECK: an invariant that holds in release builds too.
//
// A broken invariant is a bug of ours, never bad input: it ends the program
// with one line on stderr and systemd starts it anew. Bad input is an Error.
#pragma once

namespace kiosk {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

// Is told the sentence just before the program ends, for notes that outlive it; nullptr: nobody.
// Must not allocate: the heap may be what is broken. The one global of this room, because a
// broken invariant has no caller that could pass it on.
using CheckWitness = void (*)(const char* sentence);
void set_check_witness(CheckWitness witness);

}  // namespace kiosk

#define KIOSK_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::kiosk::check_failed(#condition, __FILE__, __LINE__))
