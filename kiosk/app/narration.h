// Narration: what is read aloud when a page opens: the words that stand on it, in their order.
//
// Pure functions over Pack and the program's own words; any thread.
#pragma once

#include <string>

#include "kiosk/app/state.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"

namespace kiosk {

struct Utterance {
  std::string words;  // empty: nothing to say
  Language language = Language::kFrench;
};

// Of the page that is open now.
[[nodiscard]] Utterance narration(const State& state, const Pack& pack, const Strings& words);
// Has another page opened between the two?
[[nodiscard]] bool turned_page(const State& before, const State& now);

}  // namespace kiosk
