// What is read aloud of a page: its own words, in one language, and never another's name for it.
#include "kiosk/app/narration.h"

#include <doctest/doctest.h>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

State after(const std::vector<Intent>& intents, Language language) {
  State state = start_state(bundled_pack(), Panel{}, language, Millis{0});
  for (const Intent& intent : intents) {
    state = update(std::move(state), intent, bundled_pack(), language);
  }
  return state;
}

Utterance of(const std::vector<Intent>& intents, Language language) {
  static const Strings words = own_words();
  return narration(after(intents, language), bundled_pack(), words);
}

}  // namespace

TEST_CASE("a city is read from its name to its agreement") {
  const Pack& pack = bundled_pack();
  const City& city = *pack.city(CityId{"niamey"});
  for (const Language language :
       {Language::kArabic, Language::kFrench, Language::kEnglish, Language::kSpanish}) {
    const Utterance said = of({OpenCity{city.id}}, language);
    CHECK(said.language == language);
    CHECK(said.words.find(pack.resolve(city.name, language).text) == 0);
    CHECK(said.words.find(pack.resolve(city.story, language).text) != std::string::npos);
    for (const Fact& fact : city.facts) {
      CHECK(said.words.find(pack.resolve(fact.text, language).text) != std::string::npos);
    }
    CHECK(said.words.find(pack.resolve(pack.agreement_of(city.id)->text, language).text) !=
          std::string::npos);
  }
}

TEST_CASE("what falls back to another language is read in that one, not in a mixture") {
  const Utterance said = of({OpenCity{CityId{"banjul"}}}, Language::kTamazight);
  const Pack& pack = bundled_pack();
  const Wording name = pack.resolve(pack.city(CityId{"banjul"})->name, Language::kTamazight);
  CHECK(said.language == name.language);
}

TEST_CASE("every sheet has words of its own") {
  std::vector<std::string> heard;
  for (const Sheet sheet : {Sheet::kSearch, Sheet::kAccess, Sheet::kList, Sheet::kClub,
                            Sheet::kTakeAway, Sheet::kQuiz}) {
    const Utterance said = of({OpenCity{CityId{"niamey"}}, OpenSheet{sheet}}, Language::kEnglish);
    CHECK_FALSE(said.words.empty());
    for (const std::string& other : heard) CHECK(said.words != other);
    heard.push_back(said.words);
  }
}

TEST_CASE("a page is read when it is turned, and when reading begins") {
  const State map = after({}, Language::kFrench);
  const State city = after({OpenCity{CityId{"niamey"}}}, Language::kFrench);
  CHECK(turned_page(map, city));
  CHECK_FALSE(turned_page(city, city));
  State reading = city;
  reading.access.speech = true;
  CHECK(turned_page(city, reading));
  State scrolled = city;
  scrolled.scroll.offset = 40;
  CHECK_FALSE(turned_page(city, scrolled));
}
