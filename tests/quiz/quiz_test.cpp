// The quiz asks only what the pack itself answers, and the answer it calls right is right.
#include "kiosk/quiz/quiz.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "kiosk/map/great_circle.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

const City& city_of(const CityId& id) {
  const City* city = bundled_pack().city(id);
  REQUIRE(city != nullptr);
  return *city;
}

// The same answer by another way: straight from the pack's values.
bool is_right(const QuizQuestion& question, std::size_t answer) {
  const Pack& pack = bundled_pack();
  const auto most = [&](auto measure) {
    for (const CityId& other : question.cities) {
      if (measure(city_of(other)) > measure(city_of(question.cities[answer]))) return false;
    }
    return true;
  };
  switch (question.kind) {
    case QuizKind::kHome:
      return pack.agreement_of(question.about)->home == question.cities[answer];
    case QuizKind::kCountry:
      return city_of(question.about).country == question.countries[answer];
    case QuizKind::kFarthest:
      return most([&](const City& city) {
        return great_circle_km(city_of(pack.values().homes.front()).position, city.position);
      });
    case QuizKind::kLargest:
      return most([](const City& city) { return city.population ? city.population->value : 0; });
    case QuizKind::kNorthernmost:
      return most([](const City& city) { return city.position.lat; });
  }
  return false;
}

}  // namespace

TEST_CASE("five questions, each with one right answer among different ones") {
  for (int number = 1; number <= 200; ++number) {
    CAPTURE(number);
    const auto quiz = make_quiz(bundled_pack(), number);
    REQUIRE(quiz.size() == kQuizLength);
    for (const QuizQuestion& question : quiz) {
      REQUIRE(question.answers() >= 2);
      REQUIRE(question.right < question.answers());
      CHECK(std::set(question.cities.begin(), question.cities.end()).size() ==
            question.cities.size());
      CHECK(std::set(question.countries.begin(), question.countries.end()).size() ==
            question.countries.size());
      for (std::size_t i = 0; i < question.answers(); ++i) {
        CHECK(is_right(question, i) == (i == question.right));
      }
    }
  }
}

TEST_CASE("the same number asks the same, another one something else, and all places are right") {
  std::set<std::string> asked;
  std::map<std::size_t, int> places;
  for (int number = 1; number <= 60; ++number) {
    const auto quiz = make_quiz(bundled_pack(), number);
    const auto again = make_quiz(bundled_pack(), number);
    std::string told;
    for (std::size_t i = 0; i < quiz.size(); ++i) {
      CHECK(quiz[i].right == again[i].right);
      CHECK(quiz[i].cities == again[i].cities);
      told += quiz[i].about.value + std::to_string(quiz[i].right);
      for (const CityId& city : quiz[i].cities) told += city.value;
      ++places[quiz[i].right];
    }
    asked.insert(told);
  }
  CHECK(asked.size() >= 58);
  CHECK(places.size() == 3);
  for (const auto& [place, count] : places) CHECK(count > 50);
}

TEST_CASE("a pack that knows too little gets fewer questions, never a made-up one") {
  PackValues values = bundled_pack().values();
  for (City& city : values.cities.own()) city.population.reset();
  for (const QuizQuestion& question : make_quiz(Pack(values), 3)) {
    CHECK(question.kind != QuizKind::kLargest);
  }
  values.cities.own().resize(3);
  values.agreements.own().clear();
  for (const QuizQuestion& question : make_quiz(Pack(std::move(values)), 3)) {
    CHECK(question.kind != QuizKind::kHome);
  }
}
