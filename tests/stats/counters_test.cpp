// From the stored file no two visits can be told apart: visits in any order, and the same numbers
// of properties dealt out to visits in any other way, give the same bytes. Counters that keep an
// order, or count two properties together, are caught by the same trial.
#include "kiosk/stats/counters.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>
#include <vector>

#include "kiosk/stats/tally_file.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;
using test::write_bytes;

namespace {

using Visits = std::vector<VisitSummary>;
using Generator = std::mt19937;
// What is stored of these visits.
using Store = std::function<std::string(const Visits&)>;

std::size_t pick(Generator& random, std::size_t below) { return random() % below; }

VisitSummary some_visit(Generator& random) {
  VisitSummary visit;
  visit.language = kLanguages.at(pick(random, kLanguages.size()));
  visit.dwell = kDwellBands.at(pick(random, kDwellBands.size()));
  const std::size_t cities = pick(random, 6);
  for (std::size_t i = 0; i < cities; ++i) {
    visit.cities.insert(CityId{"city-" + std::to_string(pick(random, 14))});
  }
  if (pick(random, 5) != 0) {
    const auto week = static_cast<std::int32_t>(20'780 + 7 * pick(random, 150));
    visit.when = VisitTime{static_cast<int>(pick(random, 24)), Week{week}};
  }
  return visit;
}

Visits some_visits(Generator& random, std::size_t count) {
  Visits visits;
  for (std::size_t i = 0; i < count; ++i) visits.push_back(some_visit(random));
  return visits;
}

// Deals one property out anew.
template <typename Property>
void deal(Visits& visits, Generator& random, Property VisitSummary::*property) {
  std::vector<Property> values;
  for (const VisitSummary& visit : visits) values.push_back(visit.*property);
  std::shuffle(values.begin(), values.end(), random);
  for (std::size_t i = 0; i < visits.size(); ++i) visits[i].*property = values[i];
}

// Each city goes to as many visits as before, but to others.
void deal_cities(Visits& visits, Generator& random) {
  std::map<CityId, std::size_t> openings;
  for (VisitSummary& visit : visits) {
    for (const CityId& city : visit.cities) ++openings[city];
    visit.cities.clear();
  }
  for (const auto& [city, count] : openings) {
    std::vector<std::size_t> order(visits.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    for (std::size_t i = 0; i < count; ++i) visits[order[i]].cities.insert(city);
  }
}

// Hours and weeks apart from each other as well, where the clock was known.
void deal_times(Visits& visits, Generator& random) {
  std::vector<int> hours;
  for (const VisitSummary& visit : visits) {
    if (visit.when) hours.push_back(visit.when->hour);
  }
  std::shuffle(hours.begin(), hours.end(), random);
  std::size_t next = 0;
  for (VisitSummary& visit : visits) {
    if (visit.when) visit.when->hour = hours[next++];
  }
  deal(visits, random, &VisitSummary::when);
}

Visits regrouped(Visits visits, Generator& random) {
  deal(visits, random, &VisitSummary::language);
  deal(visits, random, &VisitSummary::dwell);
  deal_times(visits, random);
  deal_cities(visits, random);
  std::shuffle(visits.begin(), visits.end(), random);
  return visits;
}

// Are visits in another order, and regrouped, stored as the same bytes?
bool tells_no_two_apart(const Store& store, unsigned seeds) {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    Generator random(seed);
    const Visits visits = some_visits(random, 5 + pick(random, 200));
    const std::string stored = store(visits);
    Visits other = visits;
    std::shuffle(other.begin(), other.end(), random);
    if (store(other) != stored) return false;
    for (int i = 0; i < 5; ++i) {
      if (store(regrouped(visits, random)) != stored) return false;
    }
  }
  return true;
}

// Through the real file; written and opened anew at other moments each time.
std::string through_files(const Visits& visits) {
  static Generator moments(99);
  const test::TemporaryFolder folder;
  auto counters = std::make_unique<Counters>(folder.path());
  Millis now{0};
  for (const VisitSummary& visit : visits) {
    counters->add(visit);
    now += std::chrono::minutes(pick(moments, 9));
    REQUIRE(counters->write_if_due(now).has_value());
    if (pick(moments, 10) == 0) REQUIRE(counters->write_rest().has_value());
    const bool nothing_waits = counters->all() == counters->written();
    if (nothing_waits && pick(moments, 2) == 0) {
      counters = std::make_unique<Counters>(folder.path());
      REQUIRE_FALSE(counters->notice().has_value());
    }
  }
  // The last few, if they are too few, wait in memory: what would be written of all.
  REQUIRE(counters->write_rest().has_value());
  CHECK(read_bytes(counters_file_of(folder.path())) == text_of(counters->written()));
  return text_of(counters->all());
}

// The same without a disk, in groups of any size.
std::string in_memory(const Visits& visits) {
  static Generator groups(98);
  Tally all;
  Tally group;
  for (const VisitSummary& visit : visits) {
    count(group.totals, visit);
    count(group.details, visit);
    if (pick(groups, 4) != 0) continue;
    add(all.totals, group.totals);
    add(all.details, group.details);
    group = {};
  }
  add(all.totals, group.totals);
  add(all.details, group.details);
  return text_of(all);
}

nlohmann::json told(const VisitSummary& visit) {
  nlohmann::json cities;
  for (const CityId& city : visit.cities) cities.push_back(city.value);
  return {{"language", code(visit.language)}, {"dwell", name(visit.dwell)}, {"cities", cities}};
}

// Twins, each with one fault.
std::string with_a_log(const Visits& visits) {
  nlohmann::json log;
  for (const VisitSummary& visit : visits) log.push_back(told(visit));
  return log.dump();
}
std::string with_cities_as_they_came(const Visits& visits) {
  std::vector<std::string> order;
  for (const VisitSummary& visit : visits) {
    for (const CityId& city : visit.cities) {
      if (std::ranges::find(order, city.value) == order.end()) order.push_back(city.value);
    }
  }
  return nlohmann::json(order).dump();
}
std::string with_hours_by_language(const Visits& visits) {
  std::map<std::string, int> cells;
  for (const VisitSummary& visit : visits) {
    if (visit.when) ++cells[std::string(code(visit.language)) + std::to_string(visit.when->hour)];
  }
  return nlohmann::json(cells).dump();
}
std::string with_a_sorted_list(const Visits& visits) {
  std::vector<std::string> records;
  for (const VisitSummary& visit : visits) records.push_back(told(visit).dump());
  std::ranges::sort(records);
  return nlohmann::json(records).dump();
}
std::string with_the_last_language(const Visits& visits) {
  return std::string(code(visits.back().language));
}

Visits alike(std::size_t count) {
  VisitSummary visit;
  visit.cities = {CityId{"banjul"}};
  return Visits(count, visit);
}

void add_all(Counters& counters, const Visits& visits) {
  for (const VisitSummary& visit : visits) counters.add(visit);
}

}  // namespace

TEST_CASE("from what is stored no two visits can be told apart") {
  CHECK(tells_no_two_apart(through_files, 3));
  CHECK(tells_no_two_apart(in_memory, 60));
}

TEST_CASE("the trial catches counters that tell visits apart") {
  CHECK_FALSE(tells_no_two_apart(with_a_log, 3));
  CHECK_FALSE(tells_no_two_apart(with_cities_as_they_came, 3));
  CHECK_FALSE(tells_no_two_apart(with_hours_by_language, 3));
  CHECK_FALSE(tells_no_two_apart(with_a_sorted_list, 3));
  CHECK_FALSE(tells_no_two_apart(with_the_last_language, 3));
}

TEST_CASE("the rules that bound the file know no order either") {
  Generator random(5);
  Visits visits;
  for (int i = 0; i < 3000; ++i) {
    VisitSummary visit;
    visit.cities = {CityId{"c" + std::to_string(pick(random, 4000))},
                    CityId{std::string(pick(random, 90) + 1, 'x')}};
    visit.when = VisitTime{9, Week{static_cast<std::int32_t>(20'101 + 7 * pick(random, 4000))}};
    visits.push_back(visit);
  }
  const auto stored = [](const Visits& all, std::size_t at_once) {
    Tally tally;
    for (std::size_t from = 0; from < all.size(); from += at_once) {
      Tally part;
      for (std::size_t i = from; i < std::min(all.size(), from + at_once); ++i) {
        count(part.totals, all[i]);
        count(part.details, all[i]);
      }
      add(tally.totals, part.totals);
      add(tally.details, part.details);
    }
    CHECK(tally.details.cities.size() <= kMostCities);
    CHECK(tally.totals.weeks.size() == kMostWeeks);
    return text_of(tally);
  };
  const std::string once = stored(visits, visits.size());
  CHECK(once.size() < 256 * 1024);
  CHECK(tally_from(once, "counters.json").has_value());
  for (const std::size_t at_once : {1U, 7U, 900U}) {
    std::shuffle(visits.begin(), visits.end(), random);
    CHECK((stored(visits, at_once) == once));
  }
}

TEST_CASE("nothing of what fewer than five visits were like is ever written") {
  const test::TemporaryFolder folder;
  const fs::path file = counters_file_of(folder.path());
  Counters counters(folder.path());
  add_all(counters, alike(4));
  CHECK_FALSE(counters.due(Millis{0}));
  CHECK(counters.write_if_due(Millis{0}) == false);
  CHECK_FALSE(fs::exists(file));
  CHECK(counters.write_rest() == true);
  CHECK(counters.written().totals.visits == 4);
  CHECK(counters.written().details == VisitDetails{});
  CHECK(read_bytes(file).find("banjul") == std::string::npos);
  CHECK(counters.all().details.visits == 4);
  CHECK(counters.write_rest() == false);
  add_all(counters, alike(1));
  CHECK(counters.write_if_due(Millis{0}) == true);
  CHECK(counters.written().totals.visits == 5);
  CHECK(counters.written().details.visits == 5);
  CHECK(read_bytes(file).find("banjul") != std::string::npos);
  CHECK(Counters(folder.path()).all() == counters.all());
}

TEST_CASE("written at most once in ten minutes, and after a failure again") {
  const test::TemporaryFolder folder;
  const fs::path state = folder.path() / "state";
  write_bytes(state, "in the way of the folder");
  Counters counters(state);
  add_all(counters, alike(6));
  const auto failed = counters.write_if_due(Millis{1000});
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().message.find("state") != std::string::npos);
  CHECK(counters.all().details.visits == 6);
  CHECK(counters.written() == Tally{});
  fs::remove(state);
  CHECK(counters.write_if_due(Millis{1000} + kMostOften / 2) == false);
  CHECK(counters.write_if_due(Millis{1000} + kMostOften) == true);
  add_all(counters, alike(100));
  CHECK(counters.write_if_due(Millis{1000} + kMostOften * 1.5) == false);
  CHECK(counters.written().details.visits == 6);
  CHECK(counters.write_if_due(Millis{1000} + kMostOften * 2) == true);
  CHECK(counters.written().details.visits == 106);
  CHECK_FALSE(fs::exists(counters_file_of(state).string() + ".part"));
}

TEST_CASE("visits end while others are being written, and none is lost or counted twice") {
  const test::TemporaryFolder folder;
  Counters counters(folder.path());
  constexpr int kVisits = 2000;
  std::thread visitors([&] { add_all(counters, alike(kVisits)); });
  Millis now{0};
  for (int i = 0; i < 20; ++i) {
    now += kMostOften;
    CHECK(counters.write_if_due(now).has_value());
    const Tally all = counters.all();
    CHECK(all.totals.visits == all.details.visits);
  }
  visitors.join();
  CHECK(counters.write_rest().has_value());
  CHECK(counters.all().details.visits == kVisits);
  CHECK(Counters(folder.path()).written().totals.visits == kVisits);
}

TEST_CASE("a broken file is set aside with a notice, and counting goes on") {
  const std::string good = [] {
    Tally tally;
    for (const VisitSummary& visit : alike(7)) {
      count(tally.totals, visit);
      count(tally.details, visit);
    }
    return text_of(tally);
  }();
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
  };
  const std::vector<std::string> broken{"",
                                        "{}",
                                        "[]",
                                        "null",
                                        good.substr(0, good.size() / 2),
                                        changed("\"format\": 1", "\"format\": 2"),
                                        changed("\"fr\": 7", "\"fr\": -7"),
                                        changed("\"fr\": 7", "\"fr\": 6"),
                                        changed("\"banjul\": 7", "\"banjul\": 8"),
                                        changed("\"undated\": 7", "\"undated\": 1e3"),
                                        changed("\"weeks\": {}", "\"weeks\": {\"2026-11-24\": 0}"),
                                        changed("\"under_1\": 7", "\"under_1\": \"7\""),
                                        std::string(2 * 1024 * 1024, ' ')};
  for (const std::string& text : broken) {
    CAPTURE(text.substr(0, 60));
    const test::TemporaryFolder folder;
    const fs::path file = counters_file_of(folder.path());
    write_bytes(file, text);
    Counters counters(folder.path());
    REQUIRE(counters.notice().has_value());
    CHECK(counters.notice()->find("counters.json") != std::string::npos);
    CHECK(counters.notice()->find("counters.broken.json") != std::string::npos);
    CHECK((read_bytes(file.parent_path() / "counters.broken.json") == text));
    CHECK(counters.all() == Tally{});
    add_all(counters, alike(5));
    CHECK(counters.write_rest() == true);
    const Counters again(folder.path());
    CHECK_FALSE(again.notice().has_value());
    CHECK(again.written().details.visits == 5);
  }
  const test::TemporaryFolder folder;
  write_bytes(counters_file_of(folder.path()), good);
  CHECK_FALSE(Counters(folder.path()).notice().has_value());
}

TEST_CASE("lengths in bands, moments in hours and weeks, wrong clocks not at all") {
  using std::chrono::minutes;
  CHECK(dwell_band(Millis{0}) == DwellBand::kUnderOne);
  CHECK(dwell_band(Millis{59'999}) == DwellBand::kUnderOne);
  CHECK(dwell_band(minutes(1)) == DwellBand::kOneToTwo);
  CHECK(dwell_band(minutes(2)) == DwellBand::kTwoToFive);
  CHECK(dwell_band(minutes(5)) == DwellBand::kFiveToTen);
  CHECK(dwell_band(minutes(600)) == DwellBand::kTenOrMore);
  std::tm day{};
  day.tm_year = 126;
  day.tm_mon = 10;
  day.tm_mday = 29;  // a Sunday
  day.tm_hour = 17;
  const auto when = visit_time(day);
  REQUIRE(when.has_value());
  CHECK(when->hour == 17);
  CHECK(text_of(when->week) == "2026-11-23");
  CHECK(week_from("2026-11-23") == when->week);
  for (const char* wrong :
       {"2026-11-24", "2026-02-30", "1970-01-05", "2026-1-23", "", "20261123xx"}) {
    CHECK_FALSE(week_from(wrong).has_value());
  }
  day.tm_year = 70;
  CHECK_FALSE(visit_time(day).has_value());
}
