// Speech that nobody hears: the last utterance is kept, for replays and tests to look at. It has
// the voices that Debian's espeak-ng has.
#pragma once

#include <string>

#include "platform/speech.h"

namespace kiosk::platform {

class NotedSpeech final : public Speech {
 public:
  [[nodiscard]] bool can_speak(Language language) override {
    return language != Language::kTamazight;
  }
  void say(const std::string& utf8, Language language, int volume) override {
    m_said = utf8;
    m_language = language;
    m_volume = volume;
  }
  void stop() override { m_said.clear(); }
  void set_share(int percent) override { m_share = percent; }

  [[nodiscard]] const std::string& said() const { return m_said; }
  [[nodiscard]] Language language() const { return m_language; }
  [[nodiscard]] int volume() const { return m_volume; }
  [[nodiscard]] int share() const { return m_share; }

 private:
  std::string m_said;
  Language m_language = Language::kFrench;
  int m_volume = 0;
  int m_share = 100;
};

}  // namespace kiosk::platform
