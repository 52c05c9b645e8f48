#include "kiosk/text/hyphenation.h"

#include <hyphen.h>

#include <cstdlib>

namespace kiosk {

void Hyphenator::Closer::operator()(_HyphenDict* patterns) const { hnj_hyphen_free(patterns); }

Result<Hyphenator> Hyphenator::open(const std::filesystem::path& folder) {
  Hyphenator made;
  if (folder.empty()) return made;
  for (const Language language : kLanguages) {
    const std::filesystem::path file = folder / (std::string(code(language)) + ".dic");
    std::error_code error;
    if (!std::filesystem::exists(file, error)) continue;
    HyphenDict* patterns = hnj_hyphen_load(file.c_str());
    if (patterns == nullptr) return fail(file.string() + ": cannot be read");
    made.m_patterns[language].reset(patterns);
  }
  return made;
}

std::vector<std::size_t> Hyphenator::places(const std::string& word, Language language) const {
  const auto patterns = m_patterns.find(language);
  if (patterns == m_patterns.end()) return {};
  // The library writes up to five bytes beyond the word's length.
  std::vector<char> marks(word.size() + 5);
  char** replaced = nullptr;
  int* position = nullptr;
  int* cut = nullptr;
  const int failed =
      hnj_hyphen_hyphenate2(patterns->second.get(), word.data(), static_cast<int>(word.size()),
                            marks.data(), nullptr, &replaced, &position, &cut);
  if (replaced != nullptr) {
    for (std::size_t i = 0; i < word.size(); ++i) std::free(replaced[i]);
  }
  std::free(replaced);
  std::free(position);
  std::free(cut);
  std::vector<std::size_t> places;
  if (failed != 0) return places;
  // With UTF-8 patterns the marks are counted in characters: one after each.
  std::size_t character = 0;
  for (std::size_t byte = 0; byte < word.size(); ++character) {
    do {
      ++byte;
    } while (byte < word.size() && (static_cast<unsigned char>(word[byte]) & 0xC0) == 0x80);
    if ((marks[character] & 1) != 0 && byte < word.size()) places.push_back(byte);
  }
  return places;
}

}  // namespace kiosk
