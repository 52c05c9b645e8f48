#include "platform/linux/espeak_speech.h"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <string>

namespace kiosk::platform {
namespace {

constexpr int kVolumes[] = {45, 85, 130};  // of espeak's 200
constexpr int kWordsAMinute = 150;         // slower than its own 175: a hall is loud

}  // namespace

EspeakSpeech::~EspeakSpeech() {
  if (m_open.value_or(false)) espeak_Terminate();
}

bool EspeakSpeech::open() {
  if (!m_open) {
    const int rate =
        espeak_Initialize(AUDIO_OUTPUT_PLAYBACK, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    m_open = rate > 0;
    if (*m_open) espeak_SetParameter(espeakRATE, kWordsAMinute, 0);
  }
  return *m_open;
}

bool EspeakSpeech::can_speak(Language language) {
  if (!open()) return false;
  const std::string wanted(code(language));
  for (const espeak_VOICE* const* voice = espeak_ListVoices(nullptr);
       voice != nullptr && *voice != nullptr; ++voice) {
    // A priority byte, then the code: "\5fr-fr".
    const char* listed = (*voice)->languages;
    if (listed == nullptr || *listed == 0) continue;
    const std::string name(listed + 1);
    if (name == wanted || name.rfind(wanted + "-", 0) == 0) return true;
  }
  return false;
}

void EspeakSpeech::say(const std::string& utf8, Language language, int volume) {
  if (!can_speak(language)) return;
  espeak_Cancel();
  if (m_share == 0) return;
  espeak_SetVoiceByName(std::string(code(language)).c_str());
  const int whole = kVolumes[volume < 1 || volume > 3 ? 1 : volume - 1];
  espeak_SetParameter(espeakVOLUME, (whole * m_share + 50) / 100, 0);
  espeak_Synth(utf8.c_str(), utf8.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr,
               nullptr);
}

void EspeakSpeech::stop() {
  if (m_open.value_or(false)) espeak_Cancel();
}

void EspeakSpeech::set_share(int percent) { m_share = std::clamp(percent, 0, 100); }

}  // namespace kiosk::platform
