// Command line: what the program was asked for, and how it answers whoever asked: exit codes and
// sentences on stderr. Texts, options and codes are what scripts and services rely on.
//
// Plain values. Filled in by main, read by all that it calls; `say` is for any thread. What is
// wrong with the line itself is the parser's error; what is wrong with a value is told by whoever
// reads it. Units: none but `panel_inches`, the panel's diagonal.
#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace kiosk {

enum ExitCode { kFine = 0, kExpectationFailed = 1, kUsage = 2, kNoPack = 3 };
inline constexpr int kStartAgain = -1;  // no exit: main begins anew once all is closed

struct CommandLine {
  std::string pack;
  std::string state;
  std::string config;
  std::string inbox;
  std::string metrics;
  std::string root;
  std::string size;
  std::string language;
  std::string replay;
  std::string out = "out";
  std::string renderer = "auto";
  std::string helper;
  std::string query;
  bool json = false;
  std::optional<float> panel_inches;  // nothing: as the settings have it
  bool windowed = false;
  bool headless = false;
  bool bench = false;
  bool audit = false;
  bool first_start = false;

  // Nothing of the device is changed, nor noted.
  [[nodiscard]] bool only_looks() const { return audit || bench || !query.empty(); }
};

// What `app` understands; parsing fills in `options`, which outlives it.
void declare(CLI::App& app, CommandLine& options);

// A sentence for whoever started the program, and for the log.
void say(const std::string& sentence);

}  // namespace kiosk
