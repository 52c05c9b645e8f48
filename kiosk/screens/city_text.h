// City text: what the panels of a city and of its agreement say, from Pack and the program's
// own words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/screens/scene.h"

namespace kiosk {

class TextColumn;

struct CityNumber {
  std::string value;
  std::string label;
  Language language = Language::kFrench;  // of the value
};

// Distance from its home, population with its year, where and when it was signed.
[[nodiscard]] std::vector<CityNumber> numbers_of(const Scene& scene, const City& city);
// Of the agreement alone: where and when it was signed, and how far apart the two are.
[[nodiscard]] std::vector<CityNumber> numbers_of_agreement(const Scene& scene, const City& partner);
// As fine as a number of people is worth telling: 31 054 is shown as about 31 000.
[[nodiscard]] std::int64_t rounded_people(std::int64_t people);
// Its name in its own scripts, without the one that is shown already; may be empty.
[[nodiscard]] std::string native_line(const Scene& scene, const City& city);
// Story, facts, drawings, agreement, voices, near cities and sources, from the column's top on;
// the height comes back. `window`: what of it is seen.
float draw_city_text(const Scene& scene, const City& city, const Rect& column, const Rect& window);
// Where it is known from, as the last lines of a column.
void write_sources(const Scene& scene, const std::vector<SourceId>& ids, TextColumn& column);
// The agreement with its voices and sources alone.
float draw_agreement_text(const Scene& scene, const Agreement& agreement, const Rect& column);

}  // namespace kiosk
