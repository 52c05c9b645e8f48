#include "kiosk/staff/visitor_desk.h"

#include <utility>

namespace kiosk {

VisitorDesk::VisitorDesk(const std::filesystem::path& state, const Strings& words, bool at_once)
    : m_words(words), m_at_once(at_once), m_counters(state) {}

VisitorDesk::~VisitorDesk() {
  if (m_task.joinable()) m_task.join();
  static_cast<void>(m_counters.write_rest());  // nobody is left to be told
}

void VisitorDesk::name_cities(const Pack& pack) {
  for (const City& city : pack.values().cities) m_cities[city.id.value] = city.name;
}

void VisitorDesk::poll(Millis now) {
  if (!m_counters.due(now)) return;
  {
    const std::scoped_lock held(m_lock);
    if (std::exchange(m_running, true)) return;
  }
  if (m_task.joinable()) m_task.join();
  m_task = std::thread([this, now] {
    static_cast<void>(m_counters.write_if_due(now));  // else it is tried again in a while
    const std::scoped_lock held(m_lock);
    m_running = false;
  });
  if (m_at_once) m_task.join();
}

ChartWords VisitorDesk::chart_words(Language language) const {
  return {m_words, language, [names = m_cities, language](std::string_view id) -> std::string {
            const auto found = names.find(id);
            if (found == names.end()) return {};
            if (const auto& name = found->second.get(language)) return *name;
            for (const Language other : kLanguages) {
              if (const auto& name = found->second.get(other)) return *name;
            }
            return {};
          }};
}

void VisitorDesk::tell(Language language, bool counting, VisitorNews& news) const {
  const ChartWords words = chart_words(language);
  // On the staff's own screen nothing is kept back: it stays on this device.
  const ShownCounters counters = shown_whole(m_counters.all());
  news = {};
  news.counting = counting;
  news.visits = visits_in_words(counters, words);
  for (const Chart& chart : charts_of(counters, words)) {
    ChartNews told{chart.title, {}};
    for (const Bar& bar : chart.bars) {
      told.bars.push_back({bar.label, number_in_words(bar, words), bar.length});
    }
    news.charts.push_back(std::move(told));
  }
  news.privacy = privacy_statement(words);
  if (const auto& notice = m_counters.notice()) news.privacy.push_back(*notice);
}

}  // namespace kiosk
