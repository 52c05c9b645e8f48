// PackFailure: why a pack was not built, read or installed, as one sentence and a kind that
// tools turn into their exit code. Plain values; any thread.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace kiosk {

enum class FailureKind {
  kContent = 1,     // what it says has problems
  kNotTrusted = 3,  // no signature, a wrong one, or one by an unknown key
  kCorrupt = 4,     // format, hash, truncation, limits
  kNoSpace = 5,
  kFailed = 6,  // reading or writing failed
  kOlder = 7    // than what is installed
};

struct PackFailure {
  FailureKind kind = FailureKind::kFailed;
  std::string message;
};

template <typename T>
using PackResult = tl::expected<T, PackFailure>;

[[nodiscard]] inline tl::unexpected<PackFailure> fail(FailureKind kind, std::string message) {
  return tl::unexpected(PackFailure{kind, std::move(message)});
}

}  // namespace kiosk
