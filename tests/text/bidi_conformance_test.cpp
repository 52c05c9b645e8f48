// The Unicode Bidirectional Algorithm's own test data, laid out by the very paragraphs that the
// engine draws: is each character where the standard wants it?
//
// "Left to right" and "right to left" are paragraphs of a language that reads so. An
// "automatic" paragraph does not exist here, for ours take their language's direction; what
// takes its own is a name in U+2068 ... U+2069 (kiosk/base/isolate.h), so these cases are set
// as such a name, in a paragraph of either direction. Counted and not asked are:
// - a case with a PDI too many, which ends our isolate;
// - a case that uses up all 125 levels, for our isolate needs one itself.
// A separator (B, S) takes the paragraph's level and not the name's (rule L1), so an automatic
// case with one is set only in the paragraph that agrees.
//
// What is compared: the order from left to right, and whether each level is odd (a bracket's
// form hangs on it). Three things that nobody can see are not:
// - how high a level is: Pango asks FriBidi nothing where all letters read one way, and then
//   has 0 where the standard has 2;
// - what rule X9 removes, which has no place;
// - blanks and controls at a line's end (rule L1), which Pango does not move. B stands only
//   there, and Pango begins a new, empty line after it.
// There is no other deviation, so a single case that differs fails.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/text/font_files.h"
#include "kiosk/text/paragraph.h"
#include "tests/text/bidi_cases.h"
#include "tests/text/open_engine.h"

namespace {

using namespace kiosk;

// Where the characters of a text stand.
struct Placed {
  std::vector<int> levels;  // one a character
  std::vector<int> order;   // indices of characters from left to right
};

// From the glyphs themselves: each says which bytes it stands for.
void read_run(const std::string& utf8, const PangoGlyphItem& run, Placed& placed) {
  const PangoItem* item = run.item;
  const PangoGlyphString* glyphs = run.glyphs;
  const char* text = utf8.data() + item->offset;
  const auto first = static_cast<int>(g_utf8_pointer_to_offset(utf8.data(), text));
  const std::set<int> begins(glyphs->log_clusters, glyphs->log_clusters + glyphs->num_glyphs);
  int before = -1;
  for (int i = 0; i < glyphs->num_glyphs; ++i) {
    const int begin = glyphs->log_clusters[i];
    if (begin == before) continue;
    before = begin;
    const auto next = begins.upper_bound(begin);
    const int bytes = (next == begins.end() ? item->length : *next) - begin;
    const auto count = static_cast<int>(g_utf8_strlen(text + begin, bytes));
    const int at = first + static_cast<int>(g_utf8_pointer_to_offset(text, text + begin));
    // Within a letter and its marks the data speaks of rule L2, drawing of L3.
    for (int k = 0; k < count; ++k) {
      const int character = item->analysis.level % 2 == 0 ? at + k : at + count - 1 - k;
      placed.order.push_back(character);
      placed.levels.at(static_cast<std::size_t>(character)) = item->analysis.level;
    }
  }
}

class Setter {
 public:
  Setter() {
    auto fonts = open_font_files(font_folder());
    REQUIRE(fonts);
    m_fonts = std::move(*fonts);
    make_current(m_fonts.get());
    auto paragrapher = Paragrapher::open(m_fonts.get());
    REQUIRE(paragrapher);
    m_paragrapher.emplace(std::move(*paragrapher));
  }

  Placed place(const std::vector<char32_t>& text, Direction paragraph) {
    const std::string utf8 = utf8_of(text);
    const Language language =
        paragraph == Direction::kRightToLeft ? Language::kArabic : Language::kFrench;
    const Paragraph set = m_paragrapher->set(utf8, language, {.px = 20});
    Placed placed;
    placed.levels.assign(text.size(), kRemoved);
    for (int i = 0; i < pango_layout_get_line_count(set.lines.get()); ++i) {
      const PangoLayoutLine* line = pango_layout_get_line_readonly(set.lines.get(), i);
      for (const GSList* at = line->runs; at != nullptr; at = at->next) {
        read_run(utf8, *static_cast<const PangoGlyphItem*>(at->data), placed);
      }
    }
    return placed;
  }

  // As a name of unknown direction.
  Placed place_isolated(std::vector<char32_t> text, Direction paragraph) {
    text.insert(text.begin(), 0x2068);
    text.push_back(0x2069);
    Placed placed = place(text, paragraph);
    placed.levels.erase(placed.levels.begin());
    placed.levels.pop_back();
    const auto end = static_cast<int>(placed.levels.size());
    for (int& index : placed.order) --index;
    std::erase_if(placed.order, [end](int index) { return index < 0 || index >= end; });
    return placed;
  }

 private:
  FontConfig m_fonts;
  std::optional<Paragrapher> m_paragrapher;
};

bool is_blank(char32_t code) {
  return code == U' ' || code == U'\t' || code == 0x1F || code == 0x2029 ||
         (code >= 0x2066 && code <= 0x2069);
}

bool separates(char32_t code) { return code == U'\t' || code == 0x1F || code == 0x2029; }

// The characters that have a place, without the blanks at the line's end.
std::set<int> that_count(const BidiCase& it) {
  const auto removed = [&](std::size_t i) { return it.levels[i] == kRemoved; };
  std::size_t end = it.text.size();
  while (end > 0 && (is_blank(it.text[end - 1]) || removed(end - 1))) --end;
  std::set<int> kept;
  for (std::size_t i = 0; i < end; ++i) {
    if (!removed(i)) kept.insert(static_cast<int>(i));
  }
  return kept;
}

bool as_wanted(const BidiCase& it, Placed placed) {
  const std::set<int> kept = that_count(it);
  std::vector<int> wanted = it.order;
  const auto goes = [&](int index) { return kept.count(index) == 0; };
  std::erase_if(wanted, goes);
  std::erase_if(placed.order, goes);
  if (placed.order != wanted) return false;
  return std::all_of(kept.begin(), kept.end(), [&](int index) {
    const auto i = static_cast<std::size_t>(index);
    return placed.levels[i] % 2 == it.levels[i] % 2;
  });
}

bool fits_an_isolate(const BidiCase& it) {
  constexpr int kHighest = 125;
  if (*std::max_element(it.levels.begin(), it.levels.end()) + 2 > kHighest) return false;
  int depth = 0;
  for (const char32_t code : it.text) {
    if (code >= 0x2066 && code <= 0x2068) ++depth;
    if (code == 0x2069 && --depth < 0) return false;
  }
  return true;
}

// In which paragraphs a name with this case in it may stand.
std::vector<Direction> around(const BidiCase& it) {
  for (std::size_t i = 0; i < it.text.size(); ++i) {
    if (!separates(it.text[i])) continue;
    return {it.levels[i] == 0 ? Direction::kLeftToRight : Direction::kRightToLeft};
  }
  return {Direction::kLeftToRight, Direction::kRightToLeft};
}

Direction direction_of(Asked asked) {
  return asked == Asked::kRightToLeft ? Direction::kRightToLeft : Direction::kLeftToRight;
}

struct Tally {
  std::size_t cases = 0;
  std::size_t not_askable = 0;
  std::size_t passed = 0;
  std::size_t passed_by_twin = 0;
  std::vector<std::string> failed;  // the first of them

  [[nodiscard]] std::size_t ran() const { return cases - not_askable; }
  void tell(const char* file, const char* direction) const {
    const double rate =
        ran() == 0 ? 0 : 100.0 * static_cast<double>(passed) / static_cast<double>(ran());
    std::printf("%s, %s: %zu cases, %zu cannot be asked, %zu ran, %zu passed: %.3f %%\n", file,
                direction, cases, not_askable, ran(), passed, rate);
    for (const std::string& name : failed) std::printf("  differs: %s\n", name.c_str());
  }
};

using Tallies = std::map<Asked, Tally>;

// The broken twin: the same case in a paragraph that reads the other way.
void ask(const BidiCase& it, Setter& setter, Tallies& tallies) {
  Tally& tally = tallies[it.asked];
  ++tally.cases;
  bool pass = true;
  if (it.asked == Asked::kAutomatic) {
    if (!fits_an_isolate(it)) {
      ++tally.not_askable;
      return;
    }
    for (const Direction paragraph : around(it)) {
      pass = pass && as_wanted(it, setter.place_isolated(it.text, paragraph));
    }
  } else {
    const Direction right = direction_of(it.asked);
    const Direction wrong =
        right == Direction::kLeftToRight ? Direction::kRightToLeft : Direction::kLeftToRight;
    pass = as_wanted(it, setter.place(it.text, right));
    tally.passed_by_twin += as_wanted(it, setter.place(it.text, wrong)) ? 1 : 0;
  }
  tally.passed += pass ? 1 : 0;
  if (!pass && tally.failed.size() < 12) tally.failed.push_back(it.name);
}

void judge(const char* file, const Tallies& tallies) {
  REQUIRE(tallies.size() == 3);
  for (const auto& [asked, tally] : tallies) {
    tally.tell(file, asked == Asked::kAutomatic     ? "automatic"
                     : asked == Asked::kLeftToRight ? "left to right"
                                                    : "right to left");
    CHECK(tally.passed == tally.ran());
    // The rest looks the same in either paragraph.
    CHECK(tally.passed_by_twin * 2 < tally.ran());
  }
}

TEST_CASE("classes stand in the standard's order, and a wrong direction is seen") {
  Setter setter;
  Tallies tallies;
  each_class_case([&](const BidiCase& it) { ask(it, setter, tallies); });
  judge("BidiTest", tallies);
  CHECK(tallies[Asked::kAutomatic].ran() > 200'000);
  CHECK(tallies[Asked::kLeftToRight].ran() > 250'000);
  CHECK(tallies[Asked::kRightToLeft].ran() > 250'000);
}

TEST_CASE("characters stand in the standard's order, brackets and isolates too") {
  Setter setter;
  Tallies tallies;
  each_character_case([&](const BidiCase& it) { ask(it, setter, tallies); });
  judge("BidiCharacterTest", tallies);
  CHECK(tallies[Asked::kAutomatic].ran() > 20);
  CHECK(tallies[Asked::kLeftToRight].ran() > 45'000);
  CHECK(tallies[Asked::kRightToLeft].ran() > 45'000);
}

TEST_CASE("the checker refuses every order but the standard's") {
  Setter setter;
  std::size_t refused = 0;
  std::size_t twins = 0;
  each_character_case([&](const BidiCase& it) {
    if (it.asked == Asked::kAutomatic || it.order.size() < 2) return;
    Placed placed = setter.place(it.text, direction_of(it.asked));
    std::reverse(placed.order.begin(), placed.order.end());
    ++twins;
    refused += as_wanted(it, placed) ? 0 : 1;
    // The order of writing, where it is not that of seeing.
    if (std::is_sorted(it.order.begin(), it.order.end())) return;
    std::sort(placed.order.begin(), placed.order.end());
    ++twins;
    refused += as_wanted(it, placed) ? 0 : 1;
  });
  std::printf("orders reversed, or as written: %zu of %zu refused\n", refused, twins);
  CHECK(twins > 100'000);
  CHECK(refused == twins);
}

}  // namespace
