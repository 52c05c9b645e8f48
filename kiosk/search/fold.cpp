#include "kiosk/search/fold.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace kiosk {
namespace {

struct Freer {
  void operator()(void* memory) const { g_free(memory); }
};

std::u32string decomposed(std::string_view utf8) {
  const std::unique_ptr<char, Freer> valid(
      g_utf8_make_valid(utf8.data(), static_cast<gssize>(utf8.size())));
  const std::unique_ptr<char, Freer> folded(g_utf8_casefold(valid.get(), -1));
  const std::unique_ptr<char, Freer> apart(g_utf8_normalize(folded.get(), -1, G_NORMALIZE_ALL));
  glong count = 0;
  const std::unique_ptr<gunichar, Freer> codes(g_utf8_to_ucs4_fast(apart.get(), -1, &count));
  return {codes.get(), codes.get() + count};
}

// Letters that decomposition leaves apart though people write one for the other.
constexpr std::pair<char32_t, std::u32string_view> kSameLetters[] = {
    // Arabic: forms of alef, yeh and teh that are mixed in everyday writing.
    {U'ٱ', U"ا"},
    {U'ى', U"ي"},
    {U'ی', U"ي"},
    {U'ة', U"ه"},
    // Sounds that Arabic has no letter for, as Moroccans, Persians and newspapers write them.
    {U'ڭ', U"ك"},
    {U'گ', U"ك"},
    {U'ک', U"ك"},
    {U'ݣ', U"ك"},
    {U'پ', U"ب"},
    {U'ڤ', U"ف"},
    {U'ڥ', U"ف"},
    {U'چ', U"ج"},
    {U'ڨ', U"ق"},
    // African Latin letters, and their plain neighbours on a keyboard.
    {U'ɓ', U"b"},
    {U'ɗ', U"d"},
    {U'ƙ', U"k"},
    {U'ŋ', U"n"},
    {U'ɲ', U"n"},
    {U'ɛ', U"e"},
    {U'ǝ', U"e"},
    {U'ə', U"e"},
    {U'ɔ', U"o"},
    {U'ƴ', U"y"},
    // Other Latin letters that are drawn as one piece.
    {U'œ', U"oe"},
    {U'æ', U"ae"},
    {U'ø', U"o"},
    {U'ł', U"l"},
    {U'đ', U"d"},
    {U'ı', U"i"},
    // Tuareg shapes of Tifinagh letters, and the new ones taught at school.
    {U'ⴶ', U"ⴳ"},
    {U'ⴴ', U"ⴳ"},
    {U'ⴾ', U"ⴽ"},
    {U'ⵂ', U"ⵀ"},
    {U'ⵋ', U"ⵊ"},
    {U'ⴲ', U"ⴱ"},
    {U'ⴸ', U"ⴷ"},
    {U'ⵝ', U"ⵜ"},
    {U'ⵤ', U"ⵣ"},
};

// What is left out within a word: hamza and kashida, Tifinagh's labialisation, apostrophes
// of all kinds (N'Djamena is written with four different ones).
constexpr std::u32string_view kLeftOut = U"ءـⵯ'’‘ʼʻʿʾ`´‛′";

std::optional<char32_t> western_digit(char32_t code) {
  if (code >= U'٠' && code <= U'٩') return U'0' + (code - U'٠');
  if (code >= U'۰' && code <= U'۹') return U'0' + (code - U'۰');
  return std::nullopt;
}

void append_folded(char32_t code, std::u32string& word) {
  if (const auto digit = western_digit(code)) {
    word += *digit;
    return;
  }
  const auto* same = std::find_if(std::begin(kSameLetters), std::end(kSameLetters),
                                  [code](const auto& letters) { return letters.first == code; });
  if (same == std::end(kSameLetters)) {
    word += code;
  } else {
    word += same->second;
  }
}

bool parts_words(char32_t code) { return g_unichar_isalnum(code) == FALSE; }

// The Royal Institute's romanisation (IRCAM), with one letter a sound.
constexpr std::pair<char32_t, std::u32string_view> kTifinaghSounds[] = {
    {U'ⴰ', U"a"}, {U'ⴱ', U"b"}, {U'ⴳ', U"g"}, {U'ⴷ', U"d"}, {U'ⴹ', U"d"}, {U'ⴻ', U"i"},
    {U'ⴼ', U"f"}, {U'ⴽ', U"k"}, {U'ⵀ', U"h"}, {U'ⵃ', U"h"}, {U'ⵄ', U""},  {U'ⵅ', U"k"},
    {U'ⵇ', U"k"}, {U'ⵉ', U"i"}, {U'ⵊ', U"j"}, {U'ⵍ', U"l"}, {U'ⵎ', U"m"}, {U'ⵏ', U"n"},
    {U'ⵓ', U"u"}, {U'ⵔ', U"r"}, {U'ⵕ', U"r"}, {U'ⵖ', U"g"}, {U'ⵙ', U"s"}, {U'ⵚ', U"s"},
    {U'ⵛ', U"c"}, {U'ⵜ', U"t"}, {U'ⵟ', U"t"}, {U'ⵡ', U"u"}, {U'ⵢ', U"i"}, {U'ⵣ', U"z"},
    {U'ⵥ', U"z"}, {U'ⴿ', U"k"}, {U'ⵒ', U"b"}, {U'ⵠ', U"f"}};

// Longest first. What French, Spanish, English and Tifinagh write differently for one sound.
constexpr std::pair<std::u32string_view, std::u32string_view> kLatinSounds[] = {
    {U"tch", U"c"}, {U"sch", U"c"}, {U"dj", U"j"}, {U"ch", U"c"}, {U"sh", U"c"}, {U"ph", U"f"},
    {U"kh", U"k"},  {U"gh", U"g"},  {U"ou", U"u"}, {U"oo", U"u"}, {U"qu", U"k"}, {U"ey", U"i"},
    {U"ay", U"i"},  {U"ai", U"i"},  {U"ei", U"i"}, {U"e", U"i"},  {U"y", U"i"},  {U"o", U"u"},
    {U"w", U"u"},   {U"p", U"b"},   {U"v", U"f"},  {U"c", U"k"},  {U"q", U"k"},  {U"x", U"k"}};

}  // namespace

Folded fold(std::string_view utf8) {
  Folded folded;
  std::u32string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    folded.joined += word;
    folded.words.push_back(std::exchange(word, {}));
  };
  for (const char32_t code : decomposed(utf8)) {
    if (g_unichar_ismark(code) != FALSE || kLeftOut.find(code) != std::u32string_view::npos) {
      continue;
    }
    if (g_unichar_type(code) == G_UNICODE_FORMAT) continue;  // isolates, joiners
    if (parts_words(code)) {
      end_word();
    } else {
      append_folded(code, word);
    }
  }
  end_word();
  return folded;
}

std::u32string_view without_article(std::u32string_view word) {
  constexpr std::u32string_view kArticle = U"ال";
  return word.size() >= kArticle.size() + 2 && word.starts_with(kArticle)
             ? word.substr(kArticle.size())
             : word;
}

std::u32string sound_of(std::u32string_view folded) {
  std::u32string sound;
  const auto add = [&](std::u32string_view heard) {
    for (const char32_t letter : heard) {
      if (sound.empty() || sound.back() != letter) sound += letter;
    }
  };
  while (!folded.empty()) {
    const auto* latin = std::find_if(std::begin(kLatinSounds), std::end(kLatinSounds),
                                     [&](const auto& s) { return folded.starts_with(s.first); });
    if (latin != std::end(kLatinSounds)) {
      add(latin->second);
      folded.remove_prefix(latin->first.size());
      continue;
    }
    const char32_t letter = folded.front();
    const auto* tifinagh = std::find_if(std::begin(kTifinaghSounds), std::end(kTifinaghSounds),
                                        [&](const auto& s) { return s.first == letter; });
    if (tifinagh != std::end(kTifinaghSounds)) {
      add(tifinagh->second);
    } else if ((letter >= U'a' && letter <= U'z') || (letter >= U'0' && letter <= U'9')) {
      add(folded.substr(0, 1));
    } else {
      return {};
    }
    folded.remove_prefix(1);
  }
  return sound;
}

std::u32string index_key(std::string_view name) {
  return std::u32string(without_article(fold(name).joined));
}

std::string index_letter(std::string_view name) {
  const std::u32string key = index_key(name);
  if (key.empty()) return {};
  char letter[6];
  const int bytes = g_unichar_to_utf8(g_unichar_toupper(key.front()), letter);
  return {letter, static_cast<std::size_t>(bytes)};
}

}  // namespace kiosk
