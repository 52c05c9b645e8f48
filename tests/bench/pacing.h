// Pacing: which pictures a panel shows in time, that takes a new one only at its beats.
//
// A panel with vertical sync shows what it was handed at its next beat, one picture a beat. A
// picture that goes on from the one before is due at the beat after that one's. After a rest
// nothing was promised yet: a picture is due at the first beat that leaves a whole beat's time from
// what asked for it (a touch, or the moment that the program had said). What is shown later is late
// by so many beats. A picture in which no pixel differs from the one before is counted apart:
// nobody sees when it comes.
//
// Times of one clock, in ms. Plain values; one thread. Of the benches alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk {

// Evenly spaced moments, numbered from 0.
struct Beats {
  Millis first{0};
  Millis apart{1000.0 / 60};

  [[nodiscard]] Millis at(std::int64_t beat) const {
    return first + apart * static_cast<double>(beat);
  }
  // The first one at that time or after it.
  [[nodiscard]] std::int64_t from(Millis time) const {
    constexpr double kRounding = 1e-6;  // of a beat: what is meant to fall on it does
    return static_cast<std::int64_t>(std::ceil((time - first) / apart - kRounding));
  }
};

struct PacedFrame {
  Millis asked{0};  // what asked for it: the touch, or the moment at which it was to be drawn
  bool goes_on =
      false;  // the one before was drawn by the tick just before, and nothing was waited for
  Millis begun{0};
  Millis finished{0};   // handed to the panel
  bool changed = true;  // some pixel of it
};

struct PacingTally {
  std::size_t frames = 0;  // that changed something
  std::size_t unchanged = 0;
  std::vector<std::size_t> late_by;  // how many by 0, 1, 2 … beats
  std::size_t longest_run = 0;       // of late frames, none in time between them
  std::vector<double> work_ms;       // of those that changed something: from begun to finished

  [[nodiscard]] std::size_t in_time() const { return late_by.empty() ? 0 : late_by.front(); }
  [[nodiscard]] std::size_t late_by_one() const { return late_by.size() > 1 ? late_by[1] : 0; }
  [[nodiscard]] std::size_t late_by_more() const { return frames - in_time() - late_by_one(); }
  [[nodiscard]] std::size_t late() const { return frames - in_time(); }
};

class Pacing {
 public:
  explicit Pacing(Beats beats) : m_beats(beats) {}

  struct Seen {
    std::int64_t beat = 0;
    int late = 0;
  };
  // Frames come in the order in which they are shown.
  Seen add(const std::string& phase, const PacedFrame& frame) {
    const std::int64_t earliest = m_shown ? *m_shown + 1 : m_beats.from(frame.finished);
    const std::int64_t shown = std::max(m_beats.from(frame.finished), earliest);
    const std::int64_t due = frame.goes_on && m_shown
                                 ? earliest
                                 : std::max(m_beats.from(frame.asked + m_beats.apart), earliest);
    const int late = static_cast<int>(std::max<std::int64_t>(shown - due, 0));
    m_shown = shown;
    count(m_tallies[phase], frame, static_cast<std::size_t>(late));
    return {shown, late};
  }
  [[nodiscard]] const Beats& beats() const { return m_beats; }
  [[nodiscard]] const std::map<std::string, PacingTally>& tallies() const { return m_tallies; }

 private:
  void count(PacingTally& tally, const PacedFrame& frame, std::size_t late) {
    if (!frame.changed) {
      ++tally.unchanged;
      return;
    }
    ++tally.frames;
    tally.work_ms.push_back((frame.finished - frame.begun).count());
    if (tally.late_by.size() <= late) tally.late_by.resize(late + 1);
    ++tally.late_by[late];
    m_run = late > 0 && m_run_of == &tally ? m_run + 1 : late > 0 ? 1 : 0;
    m_run_of = &tally;  // a map's values stay where they are
    tally.longest_run = std::max(tally.longest_run, m_run);
  }

  Beats m_beats;
  std::optional<std::int64_t> m_shown;
  std::map<std::string, PacingTally> m_tallies;
  std::size_t m_run = 0;
  const PacingTally* m_run_of = nullptr;
};

}  // namespace kiosk
