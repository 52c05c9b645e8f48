// Quiz: five questions made from what a pack knows, and nothing else: which home a city is
// twinned with, which country it is in, which of three is the farthest, the largest, the
// northernmost.
//
// The same number gives the same questions. A fact that does not tell two answers apart clearly
// is not asked for. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "kiosk/model/pack.h"

namespace kiosk {

inline constexpr std::size_t kQuizLength = 5;

enum class QuizKind { kHome, kCountry, kFarthest, kLargest, kNorthernmost };

// Two or three to choose from: cities, or countries for kCountry.
struct QuizQuestion {
  QuizKind kind = QuizKind::kCountry;
  CityId about;  // of kHome and kCountry
  std::vector<CityId> cities;
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2
  std::size_t right = 0;

  [[nodiscard]] std::size_t answers() const {
    return kind == QuizKind::kCountry ? countries.size() : cities.size();
  }
};

// Up to kQuizLength questions; fewer, or none, for a pack that knows too little.
[[nodiscard]] std::vector<QuizQuestion> make_quiz(const Pack& pack, int number);

}  // namespace kiosk
