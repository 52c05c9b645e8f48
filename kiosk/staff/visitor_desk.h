// Visitor desk: the part of the staff's desk that has to do with counting visits (kiosk/stats):
// adds them, writes them now and then on a thread of its own, and shows them as charts.
//
// Thread: the frame's. That something cannot be written is told on the page, and tried again.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "kiosk/app/staff_news.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "kiosk/stats/charts.h"
#include "kiosk/stats/counters.h"

namespace kiosk {

class VisitorDesk {
 public:
  // `words` outlive it.
  VisitorDesk(const std::filesystem::path& state, const Strings& words, bool at_once);
  ~VisitorDesk();  // what waits is written
  VisitorDesk(const VisitorDesk&) = delete;
  VisitorDesk& operator=(const VisitorDesk&) = delete;

  void count(const VisitSummary& visit) { m_counters.add(visit); }
  // The names by which cities stand in charts.
  void name_cities(const Pack& pack);
  // Writes what waits, if it is time.
  void poll(Millis now);
  void tell(Language language, bool counting, VisitorNews& news) const;
  [[nodiscard]] Tally written() const { return m_counters.written(); }
  // For charts on another thread: copies of the names go with it.
  [[nodiscard]] ChartWords chart_words(Language language) const;

 private:
  const Strings& m_words;
  bool m_at_once;
  Counters m_counters;
  std::map<std::string, Localized, std::less<>> m_cities;
  std::thread m_task;
  std::mutex m_lock;
  bool m_running = false;
};

}  // namespace kiosk
