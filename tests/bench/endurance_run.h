// Endurance: one run by its plan, from an empty folder to its report. Visitors and staff come, new
// packs are brought, the wall clock jumps, and after each hour a sample is taken.
//
// `run` once; then what was found is asked for. Hours are those of the kiosk's clock. Thread: the
// frame's. Errors: `run` gives false, and `fault` the one sentence (watched_kiosk.h).
//
// Defined in two files: endurance_run.cpp has the course of a run, endurance_visits.cpp what people
// do in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/broken_twin.h"
#include "tests/bench/endurance_plan.h"
#include "tests/bench/endurance_sample.h"
#include "tests/bench/visitor_model.h"
#include "tests/bench/watched_kiosk.h"

namespace kiosk::test {

class Endurance {
 public:
  explicit Endurance(const Plan& plan) : m_plan(plan), m_kiosk(plan) {}

  // False: something was not as it should be.
  bool run();

  [[nodiscard]] bool fine() const { return m_kiosk.fine(); }
  [[nodiscard]] const std::string& fault() const { return m_kiosk.fault(); }
  // By visit, the digest of all that was drawn up to its end.
  [[nodiscard]] const std::vector<std::pair<std::uint64_t, std::uint64_t>>& marks() const {
    return m_marks;
  }
  // After the last visit, at the same moment of what plays to nobody.
  [[nodiscard]] Sample last_sample() { return sample(); }
  [[nodiscard]] nlohmann::json report() const;

 private:
  // That were there, from the first of this run.
  [[nodiscard]] std::uint64_t visits() const { return m_kiosk.where().visit - m_plan.from_visit; }
  void next_visit(bool change);
  void judge_samples();
  // Until it plays to nobody.
  void nobody();
  Sample sample();
  void bring_content();
  void await_content();
  void jump();

  void visit(VisitorModel& visitor, bool change);
  void staff_visit(VisitorModel& visitor);
  static void await_quiet();
  void wait_until_room_closes();
  void choose_pin();
  bool open_door(VisitorModel& visitor);
  void type(VisitorModel& visitor, std::string_view pin);
  using Taps = std::function<bool(const std::string&)>;  // false: there is no such zone
  void look_through();
  void look_through_staff_room(VisitorModel& somebody);
  void look_through_sheets(const Taps& taps);
  void look_through_cities(const Taps& taps);
  [[nodiscard]] Deed tap(VisitorModel& visitor, const std::string& id);
  [[nodiscard]] std::vector<std::string> zones_called(std::string_view prefix);

  Plan m_plan;
  WatchedKiosk m_kiosk;
  int m_changes = 0;
  int m_jumps = 0;
  int m_staff_visits = 0;
  std::uint64_t m_nobody = 0;
  std::vector<Sample> m_samples;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> m_marks;  // visit, and digest after it
  std::chrono::duration<double> m_took{0};
  nlohmann::json m_verdict;
  BrokenTwin m_twin;
};

}  // namespace kiosk::test
