// KIOSK_CHECK: an invariant that holds in release builds too.
//
// A broken invariant is a bug of ours, never bad input: it ends the program
// with one line on stderr and systemd starts it anew. Bad input is an Error.
#pragma once

namespace kiosk {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace kiosk

#define KIOSK_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::kiosk::check_failed(#condition, __FILE__, __LINE__))
