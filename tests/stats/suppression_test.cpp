// No number under five, nor one that could be worked out: all small tables are tried, as somebody
// would who knows the rule.
#include "kiosk/stats/suppression.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>

using namespace kiosk;

namespace {

using Cells = std::vector<std::int64_t>;
using Rule = std::function<std::vector<bool>(const Cells&)>;

// Every table of `count` cells with numbers up to `most`.
void for_each_table(std::size_t count, std::int64_t most,
                    const std::function<void(const Cells&)>& visit) {
  Cells cells(count);
  while (true) {
    visit(cells);
    std::size_t i = 0;
    while (i < count && cells[i] == most) cells[i++] = 0;
    if (i == count) return;
    ++cells[i];
  }
}

// What is told of a table: each cell, or -1; and the sum.
Cells told_of(const Cells& cells, const Rule& rule) {
  const std::vector<bool> back = rule(cells);
  Cells told;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    told.push_back(back[i] ? -1 : cells[i]);
    sum += cells[i];
  }
  told.push_back(sum < kFewestShown ? -1 : sum);
  return told;
}

// In how many tables a cell with somebody in it, and of fewer than five, is given away: told, or
// the same in all tables of which the same would be told.
std::size_t given_away(std::size_t count, std::int64_t most, const Rule& rule) {
  std::map<Cells, std::vector<std::set<std::int64_t>>> possible;
  for_each_table(count, most, [&](const Cells& cells) {
    auto& sets = possible[told_of(cells, rule)];
    sets.resize(count);
    for (std::size_t i = 0; i < count; ++i) sets[i].insert(cells[i]);
  });
  std::size_t found = 0;
  for_each_table(count, most, [&](const Cells& cells) {
    const auto& sets = possible.at(told_of(cells, rule));
    for (std::size_t i = 0; i < count; ++i) {
      const bool small = cells[i] > 0 && cells[i] < kFewestShown;
      if (small && sets[i].size() < 2) {
        ++found;
        break;
      }
    }
  });
  return found;
}

std::vector<bool> only_small(const Cells& cells) {
  std::vector<bool> back;
  for (const std::int64_t cell : cells) back.push_back(cell < kFewestShown);
  return back;
}

// Hides one more, the first of the smallest, whenever one alone is small.
std::vector<bool> one_more(const Cells& cells) {
  std::vector<bool> back = only_small(cells);
  if (std::count(back.begin(), back.end(), true) != 1) return back;
  std::size_t least = cells.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!back[i] && (least == cells.size() || cells[i] < cells[least])) least = i;
  }
  if (least < cells.size()) back[least] = true;
  return back;
}

// Weeks without a visit are in no table, and those that are kept back are not listed either:
// who reads it sees no difference between the two.
std::vector<bool> as_weeks(const Cells& cells) {
  Cells listed;
  std::ranges::copy_if(cells, std::back_inserter(listed), [](auto cell) { return cell > 0; });
  const std::vector<bool> back = kept_back(listed);
  std::vector<bool> all;
  std::size_t next = 0;
  for (const std::int64_t cell : cells) all.push_back(cell == 0 || back[next++]);
  return all;
}

}  // namespace

TEST_CASE("no small number can be worked out from any small table") {
  for (const Rule& rule : {Rule(kept_back), Rule(as_weeks)}) {
    CHECK(given_away(1, 24, rule) == 0);
    CHECK(given_away(2, 24, rule) == 0);
    CHECK(given_away(3, 16, rule) == 0);
    CHECK(given_away(4, 11, rule) == 0);
    CHECK(given_away(5, 8, rule) == 0);
  }
}

TEST_CASE("the trial catches rules that give numbers away") {
  const auto nothing = [](const Cells& cells) { return std::vector<bool>(cells.size()); };
  CHECK(given_away(3, 12, nothing) > 0);
  CHECK(given_away(3, 12, only_small) > 0);
  CHECK(given_away(3, 12, one_more) > 0);
}

TEST_CASE("no more is kept back than is needed") {
  using Back = std::vector<bool>;
  CHECK(kept_back({}).empty());
  CHECK(kept_back({5, 6, 700}) == Back{false, false, false});
  CHECK(kept_back({0, 0, 9}) == Back{true, true, false});
  CHECK(kept_back({2, 3, 9}) == Back{true, true, false});
  CHECK(kept_back({3, 9, 8}) == Back{true, false, true});
  CHECK(kept_back({4, 4, 9, 10}) == Back{true, true, true, false});
  CHECK(kept_back({4, 9, 9, 10}) == Back{true, true, true, false});
}

TEST_CASE("under five visits nothing is told at all") {
  Tally tally;
  VisitSummary visit;
  visit.cities = {CityId{"banjul"}};
  for (int i = 1; i < kFewestShown; ++i) {
    count(tally.totals, visit);
    count(tally.details, visit);
    const ShownCounters told = shown(tally);
    CHECK_FALSE(told.visits.has_value());
    CHECK(told.kept_back);
    CHECK(told.cities.empty());
    for (const ShownTable* table : {&told.weeks, &told.languages, &told.dwell, &told.hours}) {
      for (const ShownCell& cell : *table) CHECK_FALSE(cell.visits.has_value());
    }
  }
  count(tally.totals, visit);
  count(tally.details, visit);
  const ShownCounters told = shown(tally);
  CHECK(told.visits == 5);
  CHECK(told.cities == ShownTable{{"banjul", 5}});
  CHECK(told.weeks == ShownTable{{kUndated, 5}});
  CHECK(shown_whole(tally).languages.at(2) == ShownCell{"fr", 5});
}

TEST_CASE("cities that few opened are left out, not listed without a number") {
  Tally tally;
  tally.totals.visits = tally.totals.undated = 20;
  tally.details.visits = 20;
  tally.details.cities = {{"banjul", 20}, {"dakar", 5}, {"niamey", 4}, {"tunis", 12}};
  tally.details.other_cities = 3;
  const ShownTable told = shown(tally).cities;
  CHECK(told == ShownTable{{"banjul", 20}, {"tunis", 12}, {"dakar", 5}});
  CHECK(shown(tally).kept_back);
  CHECK(shown_whole(tally).cities.back() == ShownCell{kOtherCities, 3});
}
