#include "kiosk/stats/tally_file.h"

#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace {

using nlohmann::json;

constexpr int kFormat = 1;
constexpr const char* kUnknownHour = "unknown";

std::string hour_key(std::size_t hour) {
  if (hour >= kHoursOfDay) return kUnknownHour;
  return (hour < 10 ? "0" : "") + std::to_string(hour);
}

json as_json(const VisitTotals& totals) {
  json weeks = json::object();
  for (const auto& [week, visits] : totals.weeks) weeks[text_of(week)] = visits;
  return {{"visits", totals.visits},
          {"weeks", std::move(weeks)},
          {"earlier", totals.earlier},
          {"undated", totals.undated}};
}

json as_json(const VisitDetails& details) {
  json languages = json::object();
  for (const Language language : kLanguages) {
    languages[std::string(code(language))] =
        details.languages.at(static_cast<std::size_t>(language));
  }
  json dwell = json::object();
  for (const DwellBand band : kDwellBands) {
    dwell[std::string(name(band))] = details.dwell.at(static_cast<std::size_t>(band));
  }
  json hours = json::object();
  for (std::size_t hour = 0; hour < details.hours.size(); ++hour) {
    hours[hour_key(hour)] = details.hours.at(hour);
  }
  json cities = json::object();
  for (const auto& [city, visits] : details.cities) cities[city] = visits;
  return {{"visits", details.visits},    {"languages", std::move(languages)},
          {"dwell", std::move(dwell)},   {"hours", std::move(hours)},
          {"cities", std::move(cities)}, {"other_cities", details.other_cities}};
}

// Reads numbers and objects of numbers; remembers whether all was as it should be.
class Reader {
 public:
  [[nodiscard]] std::int64_t number(const json& object, const std::string& key) {
    const auto found = object.find(key);
    const bool fine = found != object.end() && found->is_number_integer() &&
                      *found >= std::int64_t{0} && *found <= kMostVisits;
    if (!fine) note(key);
    return fine ? found->get<std::int64_t>() : 0;
  }
  [[nodiscard]] json object(const json& in, const std::string& key) {
    const auto found = in.find(key);
    if (found != in.end() && found->is_object()) return *found;
    note(key);
    return json::object();
  }
  void demand(bool condition, const std::string& what) {
    if (!condition) note(what);
  }
  [[nodiscard]] const std::optional<std::string>& wrong() const { return m_wrong; }

 private:
  void note(const std::string& what) {
    if (!m_wrong) m_wrong = what;
  }
  std::optional<std::string> m_wrong;
};

template <typename Numbers>
std::int64_t sum_of(const Numbers& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

VisitTotals totals_from(const json& value, Reader& reader) {
  VisitTotals totals;
  totals.visits = reader.number(value, "visits");
  totals.earlier = reader.number(value, "earlier");
  totals.undated = reader.number(value, "undated");
  std::int64_t sum = totals.earlier + totals.undated;
  const json weeks = reader.object(value, "weeks");
  for (const auto& [key, visits] : weeks.items()) {
    const auto week = week_from(key);
    reader.demand(week.has_value(), "weeks");
    if (!week) continue;
    totals.weeks[*week] = reader.number(weeks, key);
    sum += totals.weeks[*week];
  }
  reader.demand(weeks.size() <= kMostWeeks && sum == totals.visits, "visits");
  return totals;
}

VisitDetails details_from(const json& value, Reader& reader) {
  VisitDetails details;
  details.visits = reader.number(value, "visits");
  details.other_cities = reader.number(value, "other_cities");
  const json languages = reader.object(value, "languages");
  for (const Language language : kLanguages) {
    details.languages.at(static_cast<std::size_t>(language)) =
        reader.number(languages, std::string(code(language)));
  }
  const json dwell = reader.object(value, "dwell");
  for (const DwellBand band : kDwellBands) {
    details.dwell.at(static_cast<std::size_t>(band)) =
        reader.number(dwell, std::string(name(band)));
  }
  const json hours = reader.object(value, "hours");
  for (std::size_t hour = 0; hour < details.hours.size(); ++hour) {
    details.hours.at(hour) = reader.number(hours, hour_key(hour));
  }
  const json cities = reader.object(value, "cities");
  for (const auto& [city, visits] : cities.items()) {
    details.cities[city] = reader.number(cities, city);
    reader.demand(
        !city.empty() && city.size() <= kLongestCityId && details.cities[city] <= details.visits,
        "cities");
  }
  reader.demand(cities.size() <= kMostCities, "cities");
  reader.demand(sum_of(details.languages) == details.visits, "languages");
  reader.demand(sum_of(details.dwell) == details.visits, "dwell");
  reader.demand(sum_of(details.hours) == details.visits, "hours");
  return details;
}

}  // namespace

std::string text_of(const Tally& tally) {
  const json value{
      {"format", kFormat}, {"totals", as_json(tally.totals)}, {"details", as_json(tally.details)}};
  // City ids come from packs, which were checked; a file must not end a program all the same.
  return value.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Tally> tally_from(std::string_view text, const std::string& file) {
  const auto parsed = parse_document(text, file);
  if (!parsed) return fail(parsed.error().sentence());
  Reader reader;
  reader.demand(parsed->is_object(), "the whole of it");
  Tally tally;
  if (parsed->is_object()) {
    reader.demand(reader.number(*parsed, "format") == kFormat, "format");
    tally.totals = totals_from(reader.object(*parsed, "totals"), reader);
    tally.details = details_from(reader.object(*parsed, "details"), reader);
    reader.demand(tally.details.visits <= tally.totals.visits, "details");
  }
  if (reader.wrong()) {
    return fail(file + ": " + *reader.wrong() +
                ": this is not what the program writes. Counting begins anew.");
  }
  return tally;
}

}  // namespace kiosk
