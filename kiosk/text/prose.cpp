#include "kiosk/text/prose.h"

#include <fribidi.h>
#include <glib.h>

#include <algorithm>

#include "kiosk/base/isolate.h"

namespace kiosk {
namespace {

constexpr std::string_view kSoftHyphen = "\u00AD";
constexpr int kFewestLettersDivided = 8;

struct Character {
  std::size_t begin;
  std::size_t end;
  gunichar code;
};

std::vector<Character> characters_of(const std::string& utf8) {
  std::vector<Character> characters;
  for (const char* at = utf8.data(); at < utf8.data() + utf8.size();) {
    const char* next = g_utf8_next_char(at);
    characters.push_back({static_cast<std::size_t>(at - utf8.data()),
                          static_cast<std::size_t>(next - utf8.data()), g_utf8_get_char(at)});
    at = next;
  }
  return characters;
}

bool opens_isolate(gunichar code) { return code >= 0x2066 && code <= 0x2068; }
bool closes_isolate(gunichar code) { return code == 0x2069; }

bool belongs_to_word(gunichar code) {
  return g_unichar_isalnum(code) != FALSE || g_unichar_ismark(code) != FALSE;
}

// What may stand between two words of one foreign name.
bool joins_words(gunichar code) {
  constexpr gunichar kJoiners[] = {' ', 0xA0, '\'', 0x2019, 0x2BC, '-', 0x2010, '&', '/'};
  return std::find(std::begin(kJoiners), std::end(kJoiners), code) != std::end(kJoiners) ||
         belongs_to_word(code);
}

struct Run {
  std::size_t begin;  // indices of characters
  std::size_t end;
};

enum class Strength { kNone, kOurs, kForeign };

Strength strength_of(gunichar code, Direction paragraph) {
  const FriBidiCharType type = fribidi_get_bidi_type(code);
  if (!FRIBIDI_IS_LETTER(type)) return Strength::kNone;
  const bool right_to_left = FRIBIDI_IS_RTL(type) != 0;
  return right_to_left == (paragraph == Direction::kRightToLeft) ? Strength::kOurs
                                                                 : Strength::kForeign;
}

std::vector<Run> foreign_runs(const std::vector<Character>& text, Direction paragraph) {
  std::vector<Run> runs;
  int depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    depth += opens_isolate(text[i].code) ? 1 : closes_isolate(text[i].code) && depth > 0 ? -1 : 0;
    if (depth > 0 || strength_of(text[i].code, paragraph) != Strength::kForeign) {
      ++i;
      continue;
    }
    Run run{i, i + 1};
    std::size_t at = i + 1;
    for (; at < text.size(); ++at) {
      const Strength strength = strength_of(text[at].code, paragraph);
      if (strength == Strength::kForeign) {
        run.end = at + 1;
      } else if (strength == Strength::kOurs || !joins_words(text[at].code)) {
        break;
      } else if (run.end == at && belongs_to_word(text[at].code)) {
        run.end = at + 1;  // "ETOPO5"
      }
    }
    runs.push_back(run);
    i = std::max(run.end, i + 1);
  }
  return runs;
}

}  // namespace

std::size_t Prose::original(std::size_t made) const {
  std::size_t given = made;
  for (const Mark& mark : m_marks) {
    if (mark.begin >= made) break;
    given -= std::min(mark.size, made - mark.begin);
  }
  return given;
}

void Prose::put(std::size_t before, std::string_view mark) {
  std::size_t shift = 0;
  for (const Mark& earlier : m_marks) shift += earlier.size;
  m_marks.push_back({before + shift, mark.size()});
  m_text.insert(before + shift, mark);
}

Prose with_isolates(const std::string& utf8, Language language) {
  Prose prose(utf8);
  const std::vector<Character> text = characters_of(utf8);
  for (const Run& run : foreign_runs(text, direction(language))) {
    if (run.end - run.begin == text.size()) break;  // there is nothing that it could disturb
    prose.put(text[run.begin].begin, kFirstStrongIsolate);
    prose.put(text[run.end - 1].end, kPopIsolate);
  }
  return prose;
}

Prose with_soft_hyphens(const std::string& utf8, Language language, const Hyphenator& hyphenator) {
  Prose prose(utf8);
  if (!hyphenator.speaks(language)) return prose;
  const std::vector<Character> text = characters_of(utf8);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && g_unichar_isalpha(text[end].code) != FALSE) ++end;
    const bool divisible =
        end - i >= kFewestLettersDivided && g_unichar_isupper(text[i].code) == FALSE;
    if (divisible) {
      const std::size_t begin = text[i].begin;
      const std::string word = utf8.substr(begin, text[end - 1].end - begin);
      for (const std::size_t place : hyphenator.places(word, language)) {
        // Two letters alone look lost at a line's end or beginning.
        const auto before = g_utf8_strlen(word.data(), static_cast<gssize>(place));
        if (before < 3 || static_cast<glong>(end - i) - before < 3) continue;
        prose.put(begin + place, kSoftHyphen);
      }
    }
    i = std::max(end, i + 1);
  }
  return prose;
}

}  // namespace kiosk
