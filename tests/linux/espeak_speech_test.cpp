// espeak-ng as Debian ships it: which of our languages it speaks. Nothing is heard here.
#include "platform/linux/espeak_speech.h"

#include <doctest/doctest.h>
#include <espeak-ng/speak_lib.h>

#include <chrono>
#include <thread>

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

TEST_CASE("the site's share counts for each volume, within its bounds") {
  platform::EspeakSpeech speech;
  // Espeak takes its settings up in a thread of its own, in the order of what it is to say.
  const auto comes_to = [&](int share, int volume, int wanted) {
    speech.set_share(share);
    speech.say("Bonjour", Language::kFrench, volume);
    for (int i = 0; i < 1000 && espeak_GetParameter(espeakVOLUME, 1) != wanted; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    const int found = espeak_GetParameter(espeakVOLUME, 1);
    speech.stop();
    return found == wanted;
  };
  CHECK(comes_to(100, 1, 45));
  CHECK(comes_to(100, 3, 130));
  CHECK(comes_to(50, 3, 65));
  CHECK(comes_to(20, 1, 9));
  CHECK(comes_to(300, 3, 130));
}
