// Charts: what was counted, as bars with words, ready to be drawn: by the staff room, by the page
// on a stick (stats_page.h), and as lines of the table on it (stats_csv.h).
//
// Words come from assets/strings, cities' names from the caller. Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/model/strings.h"
#include "kiosk/stats/suppression.h"

namespace kiosk {

struct ChartWords {
  const Strings& strings;
  Language language = Language::kFrench;  // a staff language; another one shows the first
  // The name of a city by its id; empty: it is in no pack that is at hand, and its id stands.
  std::function<std::string(std::string_view id)> city_name;
};

enum class ChartKind { kByWeek, kByLanguage, kByCity, kByDwell, kByHour };

struct Bar {
  std::string key;                     // as in ShownCell
  std::string label;                   // for people
  std::optional<std::int64_t> visits;  // nothing: kept back
  double length = 0;                   // of the longest bar: 0 to 1
  double share = 0;  // of the sum of the numbers shown: 0 to 1; 0 for cities, which have no sum
};

struct Chart {
  ChartKind kind = ChartKind::kByWeek;
  std::string title;
  std::string column;     // what its labels are: "Language"
  std::vector<Bar> bars;  // in reading order; empty: nothing to show
  std::string note;       // one or two sentences below it; may be empty
  bool has_shares = false;
};

// One each, in the order of ChartKind.
[[nodiscard]] std::vector<Chart> charts_of(const ShownCounters& counters, const ChartWords& words);

// "1,204 visits", or that there are fewer than can be told.
[[nodiscard]] std::string visits_in_words(const ShownCounters& counters, const ChartWords& words);
// "12 %", "not shown": of a bar.
[[nodiscard]] std::string share_in_words(const Bar& bar, const ChartWords& words);
[[nodiscard]] std::string number_in_words(const Bar& bar, const ChartWords& words);
// "24 November 2026"; nothing if `date` is no date like "2026-11-24".
[[nodiscard]] std::optional<std::string> date_in_words(std::string_view date,
                                                       const ChartWords& words);

// The statement on what is counted, true of this program: a heading, then paragraphs.
[[nodiscard]] std::vector<std::string> privacy_statement(const ChartWords& words);

}  // namespace kiosk
