// Speech: what reads aloud. One utterance at a time: a new one ends the one before.
//
// `say` and `stop` return at once; the sound comes from a thread of the implementation's own.
// Called by the tick (kiosk.h) from the frame's thread. No errors: where there is no sound
// card or no voice, `can_speak` says so.
#pragma once

#include <string>

#include "kiosk/base/language.h"

namespace kiosk::platform {

class Speech {
 public:
  virtual ~Speech() = default;
  [[nodiscard]] virtual bool can_speak(Language language) = 0;
  // `volume`: 1 soft, 2, 3 loud.
  virtual void say(const std::string& utf8, Language language, int volume) = 0;
  virtual void stop() = 0;
  // The site's share of every volume, from 0 (silent) to 100 percent; from the next `say` on.
  virtual void set_share(int percent) = 0;
};

}  // namespace kiosk::platform
