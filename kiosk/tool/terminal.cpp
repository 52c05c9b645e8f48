#include "kiosk/tool/terminal.h"

#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <utility>

namespace kiosk::tool {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kPipeInterval{5};

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::string_view kClearLine = "\r\x1b[K";

bool is_person(int descriptor) {
  const char* terminal = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

Terminal::Terminal(bool json)
    : m_json(json),
      m_colours(is_person(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr),
      m_moving(is_person(STDERR_FILENO)) {}

void Terminal::clear_line() {
  if (m_line) std::cerr << kClearLine << std::flush;
  m_line = false;
}

void Terminal::say(std::string_view line) {
  clear_line();
  if (!m_json) std::cout << line << '\n';
}

void Terminal::problem(const Problem& problem) {
  clear_line();
  if (m_json) return;
  std::cout << (m_colours ? kRed : "") << problem.sentence() << (m_colours ? kPlain : "") << '\n';
}

void Terminal::note(const Problem& problem) {
  clear_line();
  if (m_json) return;
  std::cout << (m_colours ? kYellow : "") << "note: " << problem.sentence()
            << (m_colours ? kPlain : "") << '\n';
}

int Terminal::fail(const PackFailure& failure) { return fail(failure.kind, failure.message); }

int Terminal::fail(FailureKind kind, const std::string& message) {
  clear_line();
  std::cout << std::flush;
  std::cerr << "kiosk-pack: " << message << '\n';
  return static_cast<int>(kind);
}

void Terminal::object(const nlohmann::ordered_json& value) {
  clear_line();
  std::cout << value.dump(1) << '\n';
}

Progress Terminal::progress(std::string what) {
  m_begun = Clock::now();
  m_told = m_begun;
  return [this, what = std::move(what)](std::size_t done, std::size_t all) {
    report(what, done, all);
  };
}

void Terminal::report(const std::string& what, std::size_t done, std::size_t all) {
  const auto now = Clock::now();
  if (!m_moving && now - m_told < kPipeInterval) return;
  m_told = now;
  std::string line = what + " " + std::to_string(done) + " of " + std::to_string(all);
  const double spent = std::chrono::duration<double>(now - m_begun).count();
  if (done > 0 && done < all && spent > 1) {
    const double left = spent / static_cast<double>(done) * static_cast<double>(all - done);
    line += ", " + std::to_string(std::lround(std::ceil(left))) + " s left";
  }
  if (m_moving) {
    std::cerr << kClearLine << line << std::flush;
    m_line = true;
    if (done == all) clear_line();
  } else {
    std::cerr << line << '\n';
  }
}

nlohmann::ordered_json to_json(const Problems& problems) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Problem& problem : problems) {
    list.push_back({{"file", problem.file},
                    {"path", problem.path},
                    {"what", problem.what},
                    {"remedy", problem.remedy},
                    {"message", problem.sentence()}});
  }
  return list;
}

}  // namespace kiosk::tool
