// Localized: one text in up to five languages. A language that the pack gives
// a fallback for may be missing; then the fallback's words are shown in the
// fallback's own direction, which is why resolve() says whose words they are.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "kiosk/base/language.h"

namespace kiosk {

struct Wording {
  std::string_view text;  // points into the Localized it came from
  Language language;      // whose words these are; gives direction and font
};

class Localized {
 public:
  Localized() = default;

  void set(Language language, std::string text) { m_texts.at(index(language)) = std::move(text); }
  [[nodiscard]] const std::optional<std::string>& get(Language language) const {
    return m_texts.at(index(language));
  }
  [[nodiscard]] bool empty() const {
    for (const auto& text : m_texts) {
      if (text) return false;
    }
    return true;
  }
  friend bool operator==(const Localized&, const Localized&) = default;

 private:
  static std::size_t index(Language language) { return static_cast<std::size_t>(language); }
  std::array<std::optional<std::string>, kLanguages.size()> m_texts;
};

}  // namespace kiosk
