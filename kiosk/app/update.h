// update: the only writer of State. One intent in, the next state out; the same state
// and intents always give the same result.
//
// Called by kiosk.cpp in the order of a tick: what people did first, `Advance` last.
// Thread: the frame's. An intent that means nothing now (a city the pack does not have, a
// second close) leaves the state as it was.
#pragma once

#include <optional>

#include "kiosk/app/intent.h"
#include "kiosk/app/state.h"
#include "kiosk/model/pack.h"

namespace kiosk {

// The exhibition as a new visitor finds it.
[[nodiscard]] State start_state(const Pack& pack, const Panel& panel, Language language,
                                Millis now);
// `start_language`: the one that everything returns to after the visitor has left.
[[nodiscard]] State update(State state, const Intent& intent, const Pack& pack,
                           Language start_language);
// When time alone will next change the state, if nobody touches; nullopt: never.
[[nodiscard]] std::optional<Millis> next_change(const State& state, const Pack& pack);

}  // namespace kiosk
