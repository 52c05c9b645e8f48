#include "kiosk/stats/suppression.h"

#include <algorithm>
#include <utility>

namespace kiosk {

namespace {

constexpr std::int64_t kLargestSmall = kFewestShown - 1;

// The cells that are kept back could each be another number than they are.
bool open_to_doubt(const std::vector<std::int64_t>& cells, const std::vector<bool>& back) {
  std::int64_t count = 0;
  std::int64_t sum = 0;
  bool covered = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!back[i]) continue;
    ++count;
    sum += cells[i];
    covered = covered || cells[i] >= kFewestShown;
  }
  if (sum == 0 || covered) return true;  // nobody is in any of them, or which is small is open
  // All between nothing and the largest small number, and neither all at their least (who is
  // listed at all may be known to be there once) nor all at their most.
  return count > 1 && sum > count && sum < count * kLargestSmall;
}

// The smallest cells that are told yet; all that are alike, or their order would tell more.
bool keep_back_next(const std::vector<std::int64_t>& cells, std::vector<bool>& back) {
  std::optional<std::int64_t> least;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!back[i] && (!least || cells[i] < *least)) least = cells[i];
  }
  if (!least) return false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] == *least) back[i] = true;
  }
  return true;
}

struct KeyedCell {
  std::string key;
  std::int64_t visits = 0;
};
using KeyedTable = std::vector<KeyedCell>;

std::string hour_key(std::size_t hour) {
  if (hour >= kHoursOfDay) return kUnknownHour;
  return (hour < 10 ? "0" : "") + std::to_string(hour);
}

KeyedTable weeks_of(const VisitTotals& totals) {
  KeyedTable table;
  if (totals.earlier > 0) table.push_back({kEarlierWeeks, totals.earlier});
  for (const auto& [week, visits] : totals.weeks) table.push_back({text_of(week), visits});
  if (totals.undated > 0) table.push_back({kUndated, totals.undated});
  return table;
}

KeyedTable languages_of(const VisitDetails& details) {
  KeyedTable table;
  for (const Language language : kLanguages) {
    table.push_back(
        {std::string(code(language)), details.languages.at(static_cast<std::size_t>(language))});
  }
  return table;
}

KeyedTable dwell_of(const VisitDetails& details) {
  KeyedTable table;
  for (const DwellBand band : kDwellBands) {
    table.push_back({std::string(name(band)), details.dwell.at(static_cast<std::size_t>(band))});
  }
  return table;
}

KeyedTable hours_of(const VisitDetails& details) {
  KeyedTable table;
  for (std::size_t hour = 0; hour < details.hours.size(); ++hour) {
    table.push_back({hour_key(hour), details.hours.at(hour)});
  }
  return table;
}

ShownTable whole(const KeyedTable& table) {
  ShownTable told;
  for (const KeyedCell& cell : table) told.push_back({cell.key, cell.visits});
  return told;
}

ShownTable without_small(const KeyedTable& table, bool& any_back) {
  std::vector<std::int64_t> cells;
  for (const KeyedCell& cell : table) cells.push_back(cell.visits);
  const std::vector<bool> back = kept_back(cells);
  ShownTable told = whole(table);
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!back[i]) continue;
    told[i].visits.reset();
    any_back = true;
  }
  return told;
}

ShownTable cities_of(const VisitDetails& details, std::int64_t least, bool& any_back) {
  ShownTable table;
  for (const auto& [city, visits] : details.cities) {
    if (visits >= least) {
      table.push_back({city, visits});
    } else {
      any_back = true;
    }
  }
  std::ranges::stable_sort(
      table, [](const ShownCell& a, const ShownCell& b) { return *a.visits > *b.visits; });
  if (details.other_cities >= least) {
    table.push_back({kOtherCities, details.other_cities});
  }
  return table;
}

}  // namespace

std::vector<bool> kept_back(const std::vector<std::int64_t>& cells) {
  std::vector<bool> back(cells.size());
  bool any = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    back[i] = cells[i] < kFewestShown;
    any = any || back[i];
  }
  while (any && !open_to_doubt(cells, back) && keep_back_next(cells, back)) {
  }
  return back;
}

ShownCounters shown(const Tally& tally) {
  ShownCounters told;
  if (tally.totals.visits >= kFewestShown) {
    told.visits = tally.totals.visits;
  } else {
    told.kept_back = tally.totals.visits > 0;
  }
  told.weeks = without_small(weeks_of(tally.totals), told.kept_back);
  // A week that is listed had a visit, which is something already.
  std::erase_if(told.weeks, [](const ShownCell& cell) { return !cell.visits; });
  told.languages = without_small(languages_of(tally.details), told.kept_back);
  told.dwell = without_small(dwell_of(tally.details), told.kept_back);
  told.hours = without_small(hours_of(tally.details), told.kept_back);
  told.cities = cities_of(tally.details, kFewestShown, told.kept_back);
  return told;
}

ShownCounters shown_whole(const Tally& tally) {
  ShownCounters told;
  told.visits = tally.totals.visits;
  told.weeks = whole(weeks_of(tally.totals));
  told.languages = whole(languages_of(tally.details));
  told.dwell = whole(dwell_of(tally.details));
  told.hours = whole(hours_of(tally.details));
  told.cities = cities_of(tally.details, 1, told.kept_back);
  return told;
}

}  // namespace kiosk
