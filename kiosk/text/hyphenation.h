// Hyphenator: where a word may be divided, by Hyphen's patterns (assets/hyphenation).
//
// Who calls it: prose.cpp. Thread: the frame's. Places are bytes of the UTF-8 word. A
// language without a pattern file is never divided.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"

struct _HyphenDict;

namespace kiosk {

class Hyphenator {
 public:
  // An empty path gives one that divides nothing. Errors: a pattern file that cannot be read.
  [[nodiscard]] static Result<Hyphenator> open(const std::filesystem::path& folder);

  [[nodiscard]] bool speaks(Language language) const { return m_patterns.contains(language); }
  // `word` is of letters alone.
  [[nodiscard]] std::vector<std::size_t> places(const std::string& word, Language language) const;

 private:
  struct Closer {
    void operator()(_HyphenDict* patterns) const;
  };
  std::map<Language, std::unique_ptr<_HyphenDict, Closer>> m_patterns;
};

}  // namespace kiosk
