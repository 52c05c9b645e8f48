// Prose: a text made ready for long reading before Pango breaks it into lines. Names of the
// other direction get isolates, so that a number after "Vijayawada" in an Arabic sentence
// stays where it was written; long words get soft hyphens where a reader would divide them.
//
// Who calls it: paragraph.cpp. Thread: the frame's. Only marks that cannot be seen are put
// in; `original` says which byte of the given text a byte of the made one stands for.
// Isolates: Unicode Standard Annex 9, sections 2.4 and 6.3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/text/hyphenation.h"

namespace kiosk {

class Prose {
 public:
  explicit Prose(std::string text) : m_text(std::move(text)) {}

  [[nodiscard]] const std::string& text() const { return m_text; }
  [[nodiscard]] std::size_t original(std::size_t made) const;
  // Marks are put in from the front to the back, each before that byte of the given text.
  void put(std::size_t before, std::string_view mark);

 private:
  struct Mark {
    std::size_t begin;  // of the made text
    std::size_t size;
  };
  std::string m_text;
  std::vector<Mark> m_marks;
};

// Runs of letters that read against the paragraph, with the digits that hang on to them;
// they end at brackets, quotation marks and sentence signs. What is isolated stays as it is.
[[nodiscard]] Prose with_isolates(const std::string& utf8, Language language);

// Soft hyphens in words of at least eight letters that do not begin with a capital: names
// are never divided.
[[nodiscard]] Prose with_soft_hyphens(const std::string& utf8, Language language,
                                      const Hyphenator& hyphenator);

}  // namespace kiosk
