// How kiosk-pack speaks: lines for people, one JSON object for programs; colours and a moving
// line of progress only where a person looks at a terminal. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/problem.h"

namespace kiosk::tool {

class Terminal {
 public:
  // `json`: nothing but one object goes to standard output.
  explicit Terminal(bool json);

  [[nodiscard]] bool json() const { return m_json; }
  // A line on standard output, for people.
  void say(std::string_view line);
  void problem(const Problem& problem);
  void note(const Problem& problem);
  // The one message of a command that failed, on standard error; its exit code comes back.
  [[nodiscard]] int fail(const PackFailure& failure);
  [[nodiscard]] int fail(FailureKind kind, const std::string& message);
  // To be called at the end of a command that succeeded, if json().
  void object(const nlohmann::ordered_json& value);
  // "pictures 34 of 200, 12 s left" on a terminal, a line every 5 s in a pipe.
  [[nodiscard]] Progress progress(std::string what);

 private:
  void clear_line();
  void report(const std::string& what, std::size_t done, std::size_t all);

  bool m_json;
  bool m_colours;  // on standard output
  bool m_moving;   // on standard error
  bool m_line = false;
  std::chrono::steady_clock::time_point m_begun;
  std::chrono::steady_clock::time_point m_told;
};

[[nodiscard]] nlohmann::ordered_json to_json(const Problems& problems);

}  // namespace kiosk::tool
