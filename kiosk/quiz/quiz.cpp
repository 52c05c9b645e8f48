#include "kiosk/quiz/quiz.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "kiosk/map/great_circle.h"

namespace kiosk {
namespace {

constexpr std::size_t kAnswers = 3;
constexpr double kClearly = 1.15;      // so much more is farther or larger without a doubt
constexpr double kClearlyNorth = 1.5;  // degrees

// The standard's engine gives the same numbers everywhere; its distributions do not.
class Dice {
 public:
  explicit Dice(int number) : m_engine(static_cast<std::uint32_t>(number)) {}
  std::size_t below(std::size_t limit) { return m_engine() % limit; }
  template <typename T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937 m_engine;
};

class Maker {
 public:
  Maker(const Pack& pack, int number) : m_pack(pack), m_dice(number) {
    for (const City& city : pack.values().cities) {
      if (pack.is_home(city.id)) continue;
      m_partners.push_back(&city);
      const auto& known = m_countries;
      if (!city.country.empty() && std::ranges::find(known, city.country) == known.end()) {
        m_countries.push_back(city.country);
      }
    }
    m_dice.shuffle(m_partners);
  }

  std::vector<QuizQuestion> make() {
    std::vector<QuizKind> kinds{QuizKind::kCountry, QuizKind::kHome, QuizKind::kFarthest,
                                QuizKind::kLargest, QuizKind::kNorthernmost};
    m_dice.shuffle(kinds);
    std::vector<QuizQuestion> quiz;
    for (const QuizKind kind : kinds) {
      if (auto question = ask(kind)) quiz.push_back(std::move(*question));
    }
    // A pack that lacks one kind of fact gets another question about countries.
    while (quiz.size() < kQuizLength) {
      auto more = ask(QuizKind::kCountry);
      if (!more) break;
      quiz.push_back(std::move(*more));
    }
    return quiz;
  }

 private:
  std::optional<QuizQuestion> ask(QuizKind kind) {
    switch (kind) {
      case QuizKind::kHome:
        return ask_home();
      case QuizKind::kCountry:
        return ask_country();
      case QuizKind::kFarthest:
        return ask_most(
            kind, [&](const City& city) { return distance_of(city); }, by_share);
      case QuizKind::kLargest:
        return ask_most(
            kind,
            [](const City& city) -> std::optional<double> {
              if (!city.population) return std::nullopt;
              return static_cast<double>(city.population->value);
            },
            by_share);
      case QuizKind::kNorthernmost:
        return ask_most(
            kind, [](const City& city) -> std::optional<double> { return city.position.lat; },
            [](double a, double b) { return a - b > kClearlyNorth; });
    }
    return std::nullopt;
  }

  static bool by_share(double more, double less) { return more > less * kClearly; }

  [[nodiscard]] std::optional<double> distance_of(const City& city) const {
    const City* home = m_pack.city(m_pack.values().homes.front());
    return great_circle_km(home->position, city.position);
  }

  // A partner that no question was about yet.
  const City* next_partner() {
    return m_asked < m_partners.size() ? m_partners[m_asked++] : nullptr;
  }

  std::optional<QuizQuestion> ask_home() {
    const auto& homes = m_pack.values().homes;
    const City* city = next_partner();
    if (homes.size() < 2 || city == nullptr) return std::nullopt;
    const auto with = m_pack.agreements_with(city->id);
    // Twinned with several, or the source does not say with which: nothing to ask.
    if (with.size() != 1) return std::nullopt;
    const auto& home = m_pack.values().agreements[with.front()].home;
    if (!home) return std::nullopt;
    QuizQuestion question;
    question.kind = QuizKind::kHome;
    question.about = city->id;
    question.cities.assign(homes.begin(), homes.end());
    const auto found = std::ranges::find(question.cities, *home);
    std::swap(*found, question.cities.front());
    question.cities.resize(std::min(question.cities.size(), kAnswers));
    std::vector<CityId> answers = question.cities;
    m_dice.shuffle(answers);
    question.right = static_cast<std::size_t>(std::ranges::find(answers, *home) - answers.begin());
    question.cities = std::move(answers);
    return question;
  }

  std::optional<QuizQuestion> ask_country() {
    const City* city = next_partner();
    if (city == nullptr || city->country.empty() || m_countries.size() < 2) return std::nullopt;
    std::vector<std::string> others = m_countries;
    std::erase(others, city->country);
    m_dice.shuffle(others);
    others.resize(std::min(others.size(), kAnswers - 1));
    QuizQuestion question;
    question.kind = QuizKind::kCountry;
    question.about = city->id;
    question.right = m_dice.below(others.size() + 1);
    question.countries = others;
    question.countries.insert(
        question.countries.begin() + static_cast<std::ptrdiff_t>(question.right), city->country);
    return question;
  }

  // Three partners, one of which has clearly the most of it.
  template <typename Measure, typename Clearly>
  std::optional<QuizQuestion> ask_most(QuizKind kind, Measure measure, Clearly clearly) {
    std::vector<std::pair<double, CityId>> measured;
    for (const City* city : m_partners) {
      if (const std::optional<double> value = measure(*city))
        measured.emplace_back(*value, city->id);
    }
    m_dice.shuffle(measured);
    std::vector<std::pair<double, CityId>> chosen;
    for (const auto& one : measured) {
      const bool apart = std::ranges::all_of(chosen, [&](const auto& other) {
        return clearly(std::max(one.first, other.first), std::min(one.first, other.first));
      });
      if (apart) chosen.push_back(one);
      if (chosen.size() == kAnswers) break;
    }
    if (chosen.size() < kAnswers) return std::nullopt;
    QuizQuestion question;
    question.kind = kind;
    const auto most =
        std::ranges::max_element(chosen, {}, [](const auto& one) { return one.first; });
    question.right = static_cast<std::size_t>(most - chosen.begin());
    for (const auto& one : chosen) question.cities.push_back(one.second);
    return question;
  }

  const Pack& m_pack;
  Dice m_dice;
  std::vector<const City*> m_partners;
  std::vector<std::string> m_countries;
  std::size_t m_asked = 0;
};

}  // namespace

std::vector<QuizQuestion> make_quiz(const Pack& pack, int number) {
  std::vector<QuizQuestion> quiz = Maker(pack, number).make();
  if (quiz.size() > kQuizLength) quiz.resize(kQuizLength);
  return quiz;
}

}  // namespace kiosk
