// Visit watch: from what the kiosk's state says, tick by tick, to the summary of a visit once it
// is over (stats/visit_summary.h). What it knows meanwhile stays in memory, and goes when the
// visit does.
//
// A visit begins with the first touch and ends when everything goes back to its start. Staff are
// no visitors: when their room is opened, the visit that was under way is forgotten.
//
// Thread: the frame's. Allocates when a city opens for the first time, else not.
#pragma once

#include <array>
#include <optional>

#include "kiosk/app/state.h"
#include "kiosk/stats/visit_summary.h"

namespace kiosk {

class VisitWatch {
 public:
  // After each tick. `now`: local, nothing while the clock is not known to be right.
  [[nodiscard]] std::optional<VisitSummary> ticked(const State& state,
                                                   const std::optional<VisitTime>& now);

 private:
  struct Visit {
    Millis begun{0};
    Millis last_touch{0};
    Millis last_tick{0};
    std::array<Millis, kLanguages.size()> spoken{};  // how long in each
    std::set<CityId> cities;
    std::optional<VisitTime> when;
  };
  [[nodiscard]] static VisitSummary summary_of(const Visit& visit);

  std::optional<Visit> m_visit;
  bool m_staff_were_here = false;  // until all is back at its start
};

}  // namespace kiosk
