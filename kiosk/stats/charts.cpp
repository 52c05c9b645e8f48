#include "kiosk/stats/charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kiosk/pack/calendar_date.h"

namespace kiosk {

namespace {

std::string fewest() { return std::to_string(kFewestShown); }

// A text in the language in which staff read.
std::string said(const ChartWords& words, std::string_view key) {
  return words.strings.format(key, staff_language(words.language), {{"fewest", fewest()}});
}

std::string week_label(const std::string& key, const ChartWords& words) {
  if (key == kEarlierWeeks) return said(words, "stats.week.earlier");
  if (key == kUndated) return said(words, "stats.week.undated");
  return date_in_words(key, words).value_or(key);
}

std::string hour_label(const std::string& key, const ChartWords& words) {
  if (key == kUnknownHour) return said(words, "stats.hour.unknown");
  return words.strings.format("stats.hour", staff_language(words.language), {{"hour", key}});
}

std::string city_label(const std::string& key, const ChartWords& words) {
  if (key == kOtherCities) return said(words, "stats.city.other");
  std::string name = words.city_name ? words.city_name(key) : std::string();
  return name.empty() ? key : name;
}

std::string label_of(ChartKind kind, const std::string& key, const ChartWords& words) {
  switch (kind) {
    case ChartKind::kByWeek:
      return week_label(key, words);
    case ChartKind::kByLanguage:
      return said(words, "language." + key);
    case ChartKind::kByCity:
      return city_label(key, words);
    case ChartKind::kByDwell:
      return said(words, "stats.dwell." + key);
    case ChartKind::kByHour:
      return hour_label(key, words);
  }
  return key;
}

struct Plan {
  ChartKind kind;
  const char* name;  // the end of its keys in the strings
  const ShownTable ShownCounters::*table;
};
constexpr std::array kPlans{
    Plan{ChartKind::kByWeek, "weeks", &ShownCounters::weeks},
    Plan{ChartKind::kByLanguage, "languages", &ShownCounters::languages},
    Plan{ChartKind::kByCity, "cities", &ShownCounters::cities},
    Plan{ChartKind::kByDwell, "dwell", &ShownCounters::dwell},
    Plan{ChartKind::kByHour, "hours", &ShownCounters::hours},
};

std::string note_of(ChartKind kind, const ShownTable& table, const ChartWords& words) {
  if (kind == ChartKind::kByCity) return said(words, "stats.note.cities");
  if (kind == ChartKind::kByWeek) return said(words, "stats.note.weeks");
  const bool back = std::ranges::any_of(table, [](const ShownCell& cell) { return !cell.visits; });
  return back ? said(words, "stats.note.kept_back") : std::string();
}

Chart chart_of(const Plan& plan, const ShownTable& table, const ChartWords& words) {
  Chart chart;
  chart.kind = plan.kind;
  chart.title = said(words, std::string("stats.table.") + plan.name);
  chart.column = said(words, std::string("stats.column.") + plan.name);
  chart.note = note_of(plan.kind, table, words);
  chart.has_shares = plan.kind != ChartKind::kByCity;
  std::int64_t sum = 0;
  std::int64_t most = 0;
  for (const ShownCell& cell : table) {
    sum += cell.visits.value_or(0);
    most = std::max(most, cell.visits.value_or(0));
  }
  if (most == 0) return chart;
  for (const ShownCell& cell : table) {
    const auto visits = static_cast<double>(cell.visits.value_or(0));
    chart.bars.push_back({cell.key, label_of(plan.kind, cell.key, words), cell.visits,
                          visits / static_cast<double>(most),
                          chart.has_shares ? visits / static_cast<double>(sum) : 0});
  }
  return chart;
}

}  // namespace

std::vector<Chart> charts_of(const ShownCounters& counters, const ChartWords& words) {
  std::vector<Chart> charts;
  for (const Plan& plan : kPlans) charts.push_back(chart_of(plan, counters.*plan.table, words));
  return charts;
}

std::string visits_in_words(const ShownCounters& counters, const ChartWords& words) {
  if (!counters.visits) return said(words, "stats.visits.few");
  return words.strings.plural("stats.visits", staff_language(words.language), *counters.visits,
                              {{"count", std::to_string(*counters.visits)}});
}

std::string share_in_words(const Bar& bar, const ChartWords& words) {
  if (!bar.visits) return said(words, "stats.kept_back");
  const auto percent = std::lround(bar.share * 100);
  return words.strings.format("stats.percent", staff_language(words.language),
                              {{"number", std::to_string(percent)}});
}

std::string number_in_words(const Bar& bar, const ChartWords& words) {
  return bar.visits ? std::to_string(*bar.visits) : said(words, "stats.kept_back");
}

std::optional<std::string> date_in_words(std::string_view date, const ChartWords& words) {
  if (date.size() != 10 || !is_calendar_date(date)) return std::nullopt;
  const auto without_zero = [](std::string_view digits) {
    return std::string(digits.substr(digits.front() == '0' ? 1 : 0));
  };
  const std::string day = without_zero(date.substr(8, 2));
  return words.strings.format("date.day_month_year", staff_language(words.language),
                              {{"day", day == "1" ? said(words, "date.first_day") : day},
                               {"month", said(words, "month." + without_zero(date.substr(5, 2)))},
                               {"year", date.substr(0, 4)}});
}

std::vector<std::string> privacy_statement(const ChartWords& words) {
  std::vector<std::string> statement;
  for (const char* part :
       {"title", "counted", "left_out", "apart", "together", "small", "clock", "leaving"}) {
    statement.push_back(said(words, std::string("stats.privacy.") + part));
  }
  return statement;
}

}  // namespace kiosk
