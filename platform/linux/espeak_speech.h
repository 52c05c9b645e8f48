// Speech by espeak-ng: offline, a voice a language. Opened when it is first asked for, since a
// kiosk that reads nothing aloud should not load it. See platform/speech.h.
#pragma once

#include <optional>

#include "platform/speech.h"

namespace kiosk::platform {

class EspeakSpeech final : public Speech {
 public:
  EspeakSpeech() = default;
  ~EspeakSpeech() override;
  EspeakSpeech(const EspeakSpeech&) = delete;
  EspeakSpeech& operator=(const EspeakSpeech&) = delete;

  [[nodiscard]] bool can_speak(Language language) override;
  void say(const std::string& utf8, Language language, int volume) override;
  void stop() override;
  void set_share(int percent) override;

 private:
  [[nodiscard]] bool open();

  std::optional<bool> m_open;  // nothing: not tried yet
  int m_share = 100;
};

}  // namespace kiosk::platform
