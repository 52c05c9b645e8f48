// Three days of an exhibition in minutes: the kiosk with its staff's desk, its guard and its inbox,
// put together as in panel_program.cpp, before a display that paints nothing but holds every call
// against what it is promised (watchful_display.h), touched by made-up visitors (visitor_model.h),
// by a clock that moves by hand. Packs come by the inbox meanwhile, and the wall clock jumps by ten
// years.
//
//   bench_endurance [--hours H] [--visits N] [--changes N] [--seed N] [--size WxH] [--tick MS]
//                   [--from-visit N] [--at-once] [--tell] [--twin NAME]
//   bench_endurance --real-clock [--hours H] [--changes N]
//                                           as it is lived: on the clock that goes, at a panel's
//                                           pace, painted
//   bench_endurance --clocks [--visits N]   the same visits in 1970, in 2038 and over jumps of ten
//                                           years must be drawn alike
//   bench_endurance --self-test             its broken twins, each of which it must catch
//   bench_endurance --judge FILE            what a run has told, by today's rule
//
// After each simulated hour (each quarter of a real one), and at the same moment of what plays to
// nobody, it notes memory, descriptors, threads and textures. One JSON object on stdout; 1 and one
// sentence if something was not as it should be, with seed and visit: `--seed S --from-visit V
// --tell` plays that one again.
//
// By default pictures and packs are made ready in the background, as on a device. `--at-once`: the
// same seed gives the same run to the last bit.
//
// Here stand the options alone: a run is in endurance_run.h, its kiosk in watched_kiosk.h.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "platform/linux/heap.h"
#include "tests/bench/endurance_clocks.h"
#include "tests/bench/endurance_plan.h"
#include "tests/bench/endurance_run.h"
#include "tests/bench/endurance_twins.h"

using namespace kiosk;
using test::Plan;
using test::Twin;

namespace {

struct Wanted {
  Plan plan;
  bool clocks = false;
  bool twins = false;
  std::string to_judge;
};

// Two hours that take two hours.
void live_by_real_clock(Plan& plan) {
  plan.real_clock = true;
  plan.hours = 2;
  plan.visits = 0;
  plan.changes = 4;
  plan.tick = Millis{1000.0 / 60};
  plan.sample_every = 0.25;
}

Twin twin_called(const std::string& name) {
  return name == "texture" ? Twin::kTexture : name == "memory" ? Twin::kMemory : Twin::kDescriptor;
}

// Nothing: a size that is none, or an option that is none, which was said.
std::optional<Wanted> read_options(int argc, char** argv) {
  Wanted wanted;
  Plan& plan = wanted.plan;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    const auto value = [&] { return std::string(++i < argc ? argv[i] : "0"); };
    if (option == "--hours")
      plan.hours = std::stod(value());
    else if (option == "--visits")
      plan.visits = std::stoull(value());
    else if (option == "--changes")
      plan.changes = std::stoi(value());
    else if (option == "--seed")
      plan.seed = std::stoull(value());
    else if (option == "--from-visit")
      plan.from_visit = std::stoull(value());
    else if (option == "--tick")
      plan.tick = Millis{std::stod(value())};
    else if (option == "--at-once")
      plan.at_once = true;
    else if (option == "--real-clock")
      live_by_real_clock(plan);
    else if (option == "--tell")
      plan.tell = true;
    else if (option == "--clocks")
      wanted.clocks = true;
    else if (option == "--self-test")
      wanted.twins = true;
    else if (option == "--judge")
      wanted.to_judge = value();
    else if (option == "--size") {
      if (std::sscanf(value().c_str(), "%dx%d", &plan.size.width, &plan.size.height) != 2)
        return std::nullopt;
    } else if (option == "--twin")
      plan.twin = twin_called(value());
    else {
      std::cerr << "bench_endurance: " << option << " is no option. See the head of its source.\n";
      return std::nullopt;
    }
  }
  return wanted;
}

// Says what is wrong, if anything is.
int tell(const nlohmann::json& report) {
  std::puts(report.dump(1).c_str());
  const std::string fault = report.at("fault");
  if (!fault.empty()) std::cerr << "bench_endurance: " << fault << ".\n";
  return fault.empty() ? 0 : 1;
}

int judge(const std::string& file) {
  std::ifstream stream(file);
  const nlohmann::json report = nlohmann::json::parse(stream, nullptr, false);
  if (!report.is_object() || !report.contains("samples")) {
    std::cerr << "bench_endurance: " << file << " is no run's report. Give what a run printed.\n";
    return 2;
  }
  return tell(test::judged_anew(report));
}

}  // namespace

int main(int argc, char** argv) {
  platform::keep_heap_small();
  const auto wanted = read_options(argc, argv);
  if (!wanted) return 2;
  if (wanted->twins) return test::self_test(wanted->plan);
  if (!wanted->to_judge.empty()) return judge(wanted->to_judge);
  if (wanted->clocks) {
    const std::string fault = test::compare_clocks(wanted->plan, Twin::kNone);
    std::cout << (fault.empty() ? "drawn alike" : fault) << '\n';
    return fault.empty() ? 0 : 1;
  }
  test::Endurance endurance(wanted->plan);
  static_cast<void>(endurance.run());
  return tell(endurance.report());
}
