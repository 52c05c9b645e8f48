// The Unicode Bidirectional Algorithm's own test data (Debian's unicode-data), laid out by the
// very paragraphs that the engine draws: is each character where the standard wants it?
//
// Every case is set as a paragraph of a left-to-right and of a right-to-left language. The
// data's third direction, "automatic", does not exist here: our paragraphs take the
// direction of their language. What the rule X9 removes (embeddings, boundary neutrals) has no
// place, and where blanks at a line's end stand is seen by nobody. The rates stand on stdout;
// a single case that differs fails.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "kiosk/text/font_files.h"
#include "kiosk/text/paragraph.h"
#include "tests/text/open_engine.h"

namespace {

using namespace kiosk;

const std::string kData = "/usr/share/unicode/";
constexpr int kRemoved = -1;

struct Case {
  std::string name;
  std::vector<char32_t> text;
  std::vector<int> levels;  // kRemoved: has none
  std::vector<int> order;   // what the data says of it, from left to right
  Direction paragraph = Direction::kLeftToRight;
};

struct Placed {
  std::vector<int> levels;  // one a character
  std::vector<int> order;   // indices of characters from left to right
  bool one_line = true;
};

std::string utf8_of(const std::vector<char32_t>& text) {
  std::string utf8;
  for (const char32_t code : text) {
    char bytes[6];
    utf8.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(code, bytes)));
  }
  return utf8;
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

  Placed place(const Case& it) {
    const std::string utf8 = utf8_of(it.text);
    const Language language =
        it.paragraph == Direction::kRightToLeft ? Language::kArabic : Language::kFrench;
    const Paragraph set = m_paragrapher->set(utf8, language, {.px = 20});
    PangoLayout* layout = set.lines.get();
    Placed placed;
    placed.levels.assign(it.text.size(), kRemoved);
    const int lines = pango_layout_get_line_count(layout);
    placed.one_line = lines == 1;
    for (int i = 0; i < lines; ++i) {
      read_line(utf8, pango_layout_get_line_readonly(layout, i), placed);
    }
    return placed;
  }

 private:
  static void read_line(const std::string& utf8, PangoLayoutLine* line, Placed& placed) {
    for (const GSList* at = line->runs; at != nullptr; at = at->next) {
      const auto* run = static_cast<const PangoGlyphItem*>(at->data);
      const PangoItem* item = run->item;
      const auto first = static_cast<int>(
          g_utf8_pointer_to_offset(utf8.data(), utf8.data() + item->offset));
      const int level = item->analysis.level;
      for (int i = 0; i < item->num_chars; ++i) {
        const int character = level % 2 == 0 ? first + i : first + item->num_chars - 1 - i;
        placed.levels.at(static_cast<std::size_t>(character)) = level;
        placed.order.push_back(character);
      }
    }
  }

  FontConfig m_fonts;
  std::optional<Paragrapher> m_paragrapher;
};

// A paragraph separator, tab or other separator that a line ends with has no ink.
bool is_blank(char32_t code) {
  return code == U' ' || code == U'\t' || code == 0x1F || code == 0x2029 || code == 0x3000 ||
         (code >= 0x2000 && code <= 0x200A) || (code >= 0x2066 && code <= 0x2069);
}

// The characters with ink, or a joint, in the order in which they stand.
std::vector<int> visible(const Case& it, const std::vector<int>& order) {
  // Where the blanks at a line's end stand (rule L1) is seen by nobody.
  auto last = static_cast<int>(it.text.size()) - 1;
  while (last >= 0 && (is_blank(it.text[static_cast<std::size_t>(last)]) ||
                       it.levels[static_cast<std::size_t>(last)] == kRemoved)) {
    --last;
  }
  std::vector<int> seen;
  for (const int i : order) {
    if (i <= last && it.levels[static_cast<std::size_t>(i)] != kRemoved) seen.push_back(i);
  }
  return seen;
}

bool as_wanted(const Case& it, const Placed& placed) {
  if (placed.one_line) return visible(it, placed.order) == visible(it, it.order);
  // A separator inside: each part is a paragraph of its own, so levels are compared.
  for (std::size_t i = 0; i < it.text.size(); ++i) {
    const bool counts = it.levels[i] != kRemoved && !is_blank(it.text[i]);
    if (counts && placed.levels[i] % 2 != it.levels[i] % 2) return false;
  }
  return true;
}

struct Tally {
  std::size_t cases = 0;
  std::size_t passed = 0;
  std::vector<std::string> failed;  // the first of them

  void count(const Case& it, bool pass) {
    ++cases;
    passed += pass ? 1 : 0;
    if (!pass && failed.size() < 12) failed.push_back(it.name);
  }
  [[nodiscard]] double rate() const {
    return cases == 0 ? 0 : 100.0 * static_cast<double>(passed) / static_cast<double>(cases);
  }
  void tell(const char* what) const {
    std::printf("%s: %zu cases, %zu as the standard wants them: %.3f %%\n", what, cases, passed,
                rate());
    for (const std::string& name : failed) std::printf("  differs: %s\n", name.c_str());
  }
};

// A character for each class, one that our fonts have where it is to be seen.
char32_t character_of(const std::string& type) {
  static const std::map<std::string, char32_t> characters{
      {"L", U'a'},      {"R", 0x7CA},    {"AL", 0x627},   {"EN", U'0'},     {"ES", U'+'},
      {"ET", U'%'},     {"AN", 0x660},   {"CS", U','},    {"B", 0x2029},    {"S", 0x1F},
      {"WS", U' '},     {"ON", U'!'},    {"NSM", 0x300},  {"BN", 0x200B},   {"LRE", 0x202A},
      {"RLE", 0x202B},  {"LRO", 0x202D}, {"RLO", 0x202E}, {"PDF", 0x202C},  {"LRI", 0x2066},
      {"RLI", 0x2067},  {"FSI", 0x2068}, {"PDI", 0x2069}};
  return characters.at(type);
}

std::vector<int> numbers_in(std::istream& words) {
  std::vector<int> numbers;
  for (std::string word; words >> word;) {
    numbers.push_back(word == "x" ? kRemoved : std::atoi(word.c_str()));
  }
  return numbers;
}

// BidiTest.txt: classes, with the directions that the levels hold for.
template <typename Use>
void each_class_case(Use use) {
  std::ifstream file(kData + "BidiTest.txt");
  REQUIRE_MESSAGE(file, "BidiTest.txt is missing: install Debian's unicode-data");
  std::vector<int> levels;
  std::vector<int> order;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    if (line[0] == '@') {
      std::string head;
      words >> head;
      if (head == "@Levels:") levels = numbers_in(words);
      if (head == "@Reorder:") order = numbers_in(words);
      continue;
    }
    Case it{line, {}, levels, order};
    std::string word;
    while (words >> word && word != ";") {
      const bool last = word.back() == ';';
      it.text.push_back(character_of(last ? word.substr(0, word.size() - 1) : word));
      if (last) break;
    }
    int directions = 0;
    words >> directions;
    for (const auto& [bit, paragraph] : {std::pair{2, Direction::kLeftToRight},
                                         std::pair{4, Direction::kRightToLeft}}) {
      if ((directions & bit) == 0) continue;
      it.paragraph = paragraph;
      use(it);
    }
  }
}

// BidiCharacterTest.txt: characters; direction; paragraph's level; levels; order.
template <typename Use>
void each_character_case(Use use) {
  std::ifstream file(kData + "BidiCharacterTest.txt");
  REQUIRE_MESSAGE(file, "BidiCharacterTest.txt is missing: install Debian's unicode-data");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> fields;
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, ';');) fields.push_back(field);
    REQUIRE(fields.size() >= 4);
    if (fields[1] == "2") continue;
    fields.resize(5);  // the order of nothing is left out
    Case it;
    it.name = line;
    std::istringstream codes(fields[0]);
    for (std::string code; codes >> code;) {
      it.text.push_back(static_cast<char32_t>(std::strtoul(code.c_str(), nullptr, 16)));
    }
    std::istringstream levels(fields[3]);
    it.levels = numbers_in(levels);
    std::istringstream order(fields[4]);
    it.order = numbers_in(order);
    it.paragraph = fields[1] == "1" ? Direction::kRightToLeft : Direction::kLeftToRight;
    use(it);
  }
}

TEST_CASE("classes stand in the standard's order, and a wrong order is seen") {
  Setter setter;
  Tally tally;
  Tally twin;
  each_class_case([&](const Case& it) {
    Placed placed = setter.place(it);
    tally.count(it, as_wanted(it, placed));
    // The broken twin: a layout that knows no direction but the paragraph's first letter's.
    std::iota(placed.order.begin(), placed.order.end(), 0);
    std::fill(placed.levels.begin(), placed.levels.end(), 0);
    twin.count(it, as_wanted(it, placed));
  });
  tally.tell("BidiTest");
  CHECK(tally.cases > 400'000);
  CHECK(tally.rate() >= 100.0);
  CHECK(twin.rate() < 70);
}

TEST_CASE("characters stand in the standard's order, brackets and isolates too") {
  Setter setter;
  Tally tally;
  Tally twin;
  each_character_case([&](const Case& it) {
    Placed placed = setter.place(it);
    tally.count(it, as_wanted(it, placed));
    std::reverse(placed.order.begin(), placed.order.end());
    for (int& level : placed.levels) level = 1 - level % 2;
    twin.count(it, as_wanted(it, placed));
  });
  tally.tell("BidiCharacterTest");
  CHECK(tally.cases > 60'000);
  CHECK(tally.rate() >= 100.0);
  CHECK(twin.rate() < 70);
}

}  // namespace
