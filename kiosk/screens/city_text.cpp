#include "kiosk/screens/city_text.h"

#include <algorithm>
#include <cmath>

#include "kiosk/app/format.h"
#include "kiosk/base/isolate.h"
#include "kiosk/map/great_circle.h"
#include "kiosk/screens/city_drawings.h"
#include "kiosk/screens/text_column.h"

namespace kiosk {
namespace {

std::string source_line(const Scene& scene, const std::vector<SourceId>& ids) {
  std::string line;
  for (const SourceId& id : ids) {
    const Source* source = scene.pack.source(id);
    if (source == nullptr) continue;
    std::string words = source->title;
    if (!source->publisher.empty() && source->publisher != source->title) {
      words += ", " + source->publisher;
    }
    if (line.find(words) != std::string::npos) continue;
    if (!line.empty()) line += " · ";
    line += isolated(words, scene.state.language);
  }
  return line;
}

void write_agreement(const Scene& scene, const Agreement& agreement, TextColumn& column) {
  column.paragraph(scene.resolve(agreement.text), TypeRole::kBody, scene.theme.ink, 0);
  std::string themes;
  for (const ThemeId& id : agreement.themes) {
    const Theme* theme = scene.pack.theme(id);
    if (theme == nullptr) continue;
    themes += (themes.empty() ? "" : " · ") +
              isolated(scene.resolve(theme->name).text, scene.state.language);
  }
  if (!themes.empty()) {
    column.space(8);
    column.paragraph({themes, scene.state.language}, TypeRole::kCaption, scene.theme.first_home, 0);
  }
  for (const Voice& voice : agreement.voices) {
    column.space(18);
    column.point(scene.resolve(voice.text));
    std::string who = isolated(scene.resolve(voice.speaker).text, scene.state.language);
    const Wording role = scene.resolve(voice.role);
    if (!role.text.empty()) who += " · " + isolated(role.text, scene.state.language);
    column.paragraph({who, scene.state.language}, TypeRole::kCaption, scene.theme.ink_soft,
                     kPointIndent * scene.layout.text);
  }
}

std::vector<SourceId> sources_of(const City& city, const Agreement* agreement) {
  std::vector<SourceId> ids = city.story_sources;
  const auto add = [&](const std::vector<SourceId>& more) {
    for (const SourceId& id : more) {
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
  };
  for (const Fact& fact : city.facts) add(fact.sources);
  if (city.population) add(city.population->sources);
  if (agreement != nullptr) add(agreement->sources);
  return ids;
}

void add_distance(const Scene& scene, const City& city, std::vector<CityNumber>& numbers) {
  const Language language = scene.state.language;
  const City* home = home_of(scene.pack, city);
  if (home != nullptr && home != &city) {
    const double km = great_circle_km(home->position, city.position);
    const std::string value = format_number(scene.words, language, std::llround(km));
    const Wording name = scene.resolve(home->name);
    numbers.push_back({scene.words.format("distance.value", language, {{"value", value}}),
                       scene.words.format("distance.from", language, {{"home", name.text}}),
                       language});
  }
}

void add_signing(const Scene& scene, const City& city, std::vector<CityNumber>& numbers) {
  const Language language = scene.state.language;
  const Agreement* agreement = scene.pack.agreement_of(city.id);
  if (agreement != nullptr && agreement->partner_city() != nullptr &&
      agreement->status == AgreementStatus::kSigned && !agreement->date.empty()) {
    const Wording place = scene.resolve(agreement->place);
    numbers.push_back({format_date(scene.words, language, agreement->date),
                       scene.words.format("agreement.signed_at", language, {{"place", place.text}}),
                       language});
  }
}

}  // namespace

void write_sources(const Scene& scene, const std::vector<SourceId>& ids, TextColumn& column) {
  const std::string line = source_line(scene, ids);
  if (line.empty()) return;
  column.space(30);
  const std::string words = std::string(scene.say("sources.heading")) + " · " + line;
  column.paragraph({words, scene.state.language}, TypeRole::kCaption, scene.theme.ink_soft, 0);
}

std::int64_t rounded_people(std::int64_t people) {
  const std::int64_t step = people >= 1'000'000 ? 10'000 : people >= 10'000 ? 1'000 : 100;
  return people < 1'000 ? people : (people + step / 2) / step * step;
}

std::vector<CityNumber> numbers_of_agreement(const Scene& scene, const City& partner) {
  std::vector<CityNumber> numbers;
  add_signing(scene, partner, numbers);
  add_distance(scene, partner, numbers);
  return numbers;
}

std::vector<CityNumber> numbers_of(const Scene& scene, const City& city) {
  const Language language = scene.state.language;
  std::vector<CityNumber> numbers;
  add_distance(scene, city, numbers);
  if (city.population) {
    const std::string value =
        format_number(scene.words, language, rounded_people(city.population->value));
    const std::string year = std::to_string(city.population->year);
    numbers.push_back({scene.words.format("population.value", language, {{"value", value}}),
                       scene.words.format("population.label", language, {{"year", year}}),
                       language});
  }
  add_signing(scene, city, numbers);
  if (scene.pack.is_home(city.id)) {
    const auto& agreements = scene.pack.values().agreements;
    const auto count = std::count_if(agreements.begin(), agreements.end(), [&](const Agreement& a) {
      return a.home == city.id && a.partner_city() != nullptr;
    });
    const std::string value = format_number(scene.words, language, count);
    numbers.push_back({value,
                       scene.words.plural("home.partners", language, count, {{"count", value}}),
                       language});
  }
  return numbers;
}

std::string native_line(const Scene& scene, const City& city) {
  const std::string_view shown = scene.resolve(city.name).text;
  std::string line;
  for (const std::string& name : city.native_names) {
    if (name == shown) continue;
    line += (line.empty() ? "" : " · ") + isolated(name, scene.state.language);
  }
  return line;
}

float draw_city_text(const Scene& scene, const City& city, const Rect& place, const Rect& window) {
  TextColumn column(scene, place);
  column.space(20);
  column.paragraph(scene.resolve(city.story), TypeRole::kBody, scene.theme.ink, 0);
  if (!city.facts.empty()) {
    column.heading(scene.say("facts.heading"));
    for (const Fact& fact : city.facts) column.point(scene.resolve(fact.text));
  }
  if (has_river(scene, city)) {
    column.heading(scene.say("river.heading"));
    column.take(draw_river(scene, city, place, column.y()));
  }
  const Agreement* agreement = scene.pack.agreement_of(city.id);
  if (agreement != nullptr) {
    column.heading(scene.say("agreement.heading"));
    write_agreement(scene, *agreement, column);
  }
  const City* home = home_of(scene.pack, city);
  if (home != nullptr && home != &city) {
    column.heading(scene.words.format("compare.heading", scene.state.language,
                                      {{"home", scene.resolve(home->name).text}}));
    column.take(draw_comparison(scene, city, place, column.y()));
  }
  column.heading(scene.say("near.heading"));
  column.take(draw_near_cities(scene, city, place, column.y(), window));
  column.space(18);
  if (scene.pack.values().features.take_away) {
    column.take(draw_take_away(scene, place, column.y(), window));
  }
  write_sources(scene, sources_of(city, agreement), column);
  column.space(40);
  return column.height();
}

float draw_agreement_text(const Scene& scene, const Agreement& agreement, const Rect& place) {
  TextColumn column(scene, place);
  column.space(20);
  write_agreement(scene, agreement, column);
  write_sources(scene, agreement.sources, column);
  column.space(40);
  return column.height();
}

}  // namespace kiosk
