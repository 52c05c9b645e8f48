// espeak-ng as Debian ships it: which of our languages it speaks. Nothing is heard here.
#include "platform/linux/espeak_speech.h"

#include <doctest/doctest.h>

using namespace kiosk;

TEST_CASE("Arabic, French, Spanish and English have a voice, Tamazight is said to have none") {
  platform::EspeakSpeech speech;
  for (const Language language : kLanguages) {
    CAPTURE(code(language));
    CHECK(speech.can_speak(language) == (language != Language::kTamazight));
  }
}

TEST_CASE("a language without a voice, or a machine without sound, leaves all as it was") {
  platform::EspeakSpeech speech;
  speech.stop();
  speech.say("Azul", Language::kTamazight, 2);
  speech.say("Bonjour", Language::kFrench, 9);
  speech.stop();
  CHECK(speech.can_speak(Language::kFrench));
}
