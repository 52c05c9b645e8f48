// Result: a value or an Error that is one sentence a person can act on.
//
// Who calls it: every room. Threads: plain values, no shared state.
// Each level that passes an Error on prefixes its own subject, so that the
// sentence reads like a path: "cities/banjul.json: photos[2].file: no such file".
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace kiosk {

struct Error {
  std::string message;

  [[nodiscard]] Error within(std::string_view subject) const {
    return Error{std::string(subject) + ": " + message};
  }
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace kiosk
