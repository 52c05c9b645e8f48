// Shapes compared with HarfBuzz's own tool, hb-shape: the same glyphs in the same order, with the
// same advances and the marks in the same places, from the very font file that our engine chose,
// for each run of each text of shaping_words.txt. One run of the tool a font.
#include <doctest/doctest.h>
#include <pango/pangofc-font.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "kiosk/text/font_files.h"
#include "kiosk/text/paragraph.h"
#include "tests/text/open_engine.h"

namespace {

using namespace kiosk;
namespace fs = std::filesystem;

constexpr float kSize = 64;
constexpr double kUnitsAnEm = 1000;  // hb-shape is asked for this size
constexpr double kTolerance = 1.0;   // of a thousandth of an em

struct Glyph {
  unsigned id = 0;
  double advance = 0;  // thousandths of an em, as are the others
  double right = 0;    // moved from its place
  double up = 0;
};

struct Word {
  std::string text;
  Language language = Language::kFrench;
  std::string tag;
  FontRole role = FontRole::kUi;
};

// What hb-shape must be told to shape as Pango told HarfBuzz.
struct Terms {
  std::string font;  // file
  std::string language;
  std::string script;
  bool right_to_left = false;
  friend auto operator<=>(const Terms&, const Terms&) = default;
};

struct Run {
  std::string text;
  const Word* word = nullptr;
  std::vector<Glyph> glyphs;
};

std::vector<Word> words() {
  std::ifstream file(KIOSK_SOURCE_DIR "/tests/text/shaping_words.txt");
  REQUIRE(file);
  const std::map<std::string, Language> languages{{"ar", Language::kArabic},
                                                  {"zgh", Language::kTamazight},
                                                  {"fr", Language::kFrench},
                                                  {"te", Language::kEnglish},
                                                  {"nko", Language::kFrench}};
  const std::map<std::string, FontRole> roles{
      {"ui", FontRole::kUi}, {"body", FontRole::kBody}, {"display", FontRole::kDisplay}};
  std::vector<Word> found;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream parts(line);
    Word word;
    std::string role;
    parts >> word.tag >> role >> std::ws;
    std::getline(parts, word.text);
    word.language = languages.at(word.tag);
    word.role = roles.at(role);
    found.push_back(word);
  }
  return found;
}

std::string iso_15924(guint8 script) {
  const guint32 tag = g_unicode_script_to_iso15924(static_cast<GUnicodeScript>(script));
  std::string letters;
  for (int shift = 24; shift >= 0; shift -= 8) letters += static_cast<char>(tag >> shift);
  return letters;
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

  void shape(const Word& word, std::map<Terms, std::vector<Run>>& batches) {
    const Paragraph set =
        m_paragrapher->set(word.text, word.language, {.role = word.role, .px = kSize});
    PangoLayoutLine* line = pango_layout_get_line_readonly(set.lines.get(), 0);
    for (const GSList* at = line->runs; at != nullptr; at = at->next) {
      const auto* run = static_cast<const PangoGlyphItem*>(at->data);
      const PangoItem* item = run->item;
      FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(item->analysis.font));
      FcChar8* file = nullptr;
      double px = 0;
      REQUIRE(FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch);
      REQUIRE(FcPatternGetDouble(pattern, FC_PIXEL_SIZE, 0, &px) == FcResultMatch);
      Run made{word.text.substr(static_cast<std::size_t>(item->offset),
                                static_cast<std::size_t>(item->length)),
               &word,
               {}};
      const double unit = kUnitsAnEm / (PANGO_SCALE * px);
      for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
        const PangoGlyphInfo& glyph = run->glyphs->glyphs[i];
        made.glyphs.push_back({glyph.glyph, glyph.geometry.width * unit,
                               glyph.geometry.x_offset * unit, -glyph.geometry.y_offset * unit});
      }
      const Terms terms{reinterpret_cast<const char*>(file), std::string(code(word.language)),
                        iso_15924(item->analysis.script), item->analysis.level % 2 != 0};
      batches[terms].push_back(std::move(made));
    }
  }

 private:
  FontConfig m_fonts;
  std::optional<Paragrapher> m_paragrapher;
};

// One line a run: [3+500|17@-20,310+0]
std::vector<Glyph> parsed(const std::string& line) {
  std::vector<Glyph> glyphs;
  std::istringstream parts(line.substr(1, line.size() - 2));
  for (std::string part; std::getline(parts, part, '|');) {
    Glyph glyph;
    glyph.id = static_cast<unsigned>(std::stoul(part));
    if (const std::size_t at = part.find('@'); at != std::string::npos) {
      glyph.right = std::stod(part.substr(at + 1));
      glyph.up = std::stod(part.substr(part.find(',') + 1));
    }
    glyph.advance = std::stod(part.substr(part.rfind('+') + 1));
    glyphs.push_back(glyph);
  }
  return glyphs;
}

std::vector<std::vector<Glyph>> harfbuzz(const Terms& terms, const std::vector<Run>& batch,
                                         const std::string& features = "") {
  const fs::path file =
      fs::temp_directory_path() / ("kiosk-hb-shape-" + std::to_string(getpid()) + ".txt");
  std::ofstream list(file);
  for (const Run& run : batch) list << run.text << '\n';
  list.close();
  const std::string command =
      "hb-shape --no-glyph-names --no-clusters --font-size=1000 --language=" + terms.language +
      " --script=" + terms.script + " --direction=" + (terms.right_to_left ? "rtl " : "ltr ") +
      features + " --font-file='" + terms.font + "' --text-file='" + file.string() + "'";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::vector<std::vector<Glyph>> shapes;
  char line[8192];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    std::string text(line);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    shapes.push_back(parsed(text));
  }
  CHECK_MESSAGE(pclose(pipe) == 0, "hb-shape failed: is libharfbuzz-bin installed?");
  fs::remove(file);
  REQUIRE(shapes.size() == batch.size());
  return shapes;
}

bool alike(const std::vector<Glyph>& ours, const std::vector<Glyph>& theirs) {
  const auto near = [](double a, double b) { return std::abs(a - b) <= kTolerance; };
  return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                    [&](const Glyph& a, const Glyph& b) {
                      return a.id == b.id && near(a.advance, b.advance) && near(a.right, b.right) &&
                             near(a.up, b.up);
                    });
}

std::size_t count_alike(const std::vector<Run>& ours,
                        const std::vector<std::vector<Glyph>>& theirs) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) count += alike(ours[i].glyphs, theirs[i]) ? 1 : 0;
  return count;
}

TEST_CASE("texts have the glyphs, advances and places of marks that hb-shape gives them") {
  const std::vector<Word> all = words();
  std::map<Terms, std::vector<Run>> batches;
  std::set<std::string> distinct;  // Arabic and Tifinagh
  Setter setter;
  for (const Word& word : all) {
    setter.shape(word, batches);
    if (word.tag == "ar" || word.tag == "zgh") distinct.insert(word.text);
  }
  std::size_t runs = 0;
  std::size_t same = 0;
  for (const auto& [terms, batch] : batches) {
    const auto expected = harfbuzz(terms, batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      CAPTURE(batch[i].word->text);
      CAPTURE(terms.font);
      CHECK(alike(batch[i].glyphs, expected[i]));
    }
    runs += batch.size();
    same += count_alike(batch, expected);
  }
  std::printf(
      "hb-shape: %zu texts (%zu different Arabic and Tifinagh ones) in %zu runs, "
      "%zu the same\n",
      all.size(), distinct.size(), runs, same);
  CHECK(distinct.size() >= 220);
}

TEST_CASE("a wrong font, letters not joined and marks not placed are seen") {
  const std::vector<Word> all = words();
  std::map<Terms, std::vector<Run>> batches;
  Setter setter;
  for (const Word& word : all) setter.shape(word, batches);
  std::size_t runs = 0;
  std::size_t in_wrong_font = 0;
  std::size_t joined = 0;
  std::size_t unjoined = 0;
  std::size_t marked = 0;
  std::size_t unplaced = 0;
  for (const auto& [terms, batch] : batches) {
    Terms wrong = terms;
    const std::string font = fs::path(terms.font).filename();
    // Not two weights of one face: their digits are alike.
    wrong.font =
        font_folder() / (font == "NotoSerifDisplay-Bold.ttf" ? "NotoSans-Regular.ttf"
                                                             : "NotoSerifDisplay-Bold.ttf");
    runs += batch.size();
    in_wrong_font += count_alike(batch, harfbuzz(wrong, batch));

    std::vector<Run> joining;
    std::vector<Run> marking;
    for (const Run& run : batch) {
      if (terms.script == "Arab" && g_utf8_strlen(run.text.data(), -1) > 2 &&
          g_unichar_isalpha(g_utf8_get_char(run.text.data())) != FALSE) {
        joining.push_back(run);
      }
      const bool moved = std::any_of(run.glyphs.begin(), run.glyphs.end(), [](const Glyph& glyph) {
        return glyph.right != 0 || glyph.up != 0;
      });
      if (moved) marking.push_back(run);
    }
    joined += joining.size();
    marked += marking.size();
    unjoined +=
        count_alike(joining, harfbuzz(terms, joining, "--features='-init,-medi,-fina,-rlig'"));
    unplaced +=
        count_alike(marking, harfbuzz(terms, marking, "--features='-mark,-mkmk,-abvm,-blwm'"));
  }
  std::printf(
      "hb-shape's twins: %zu of %zu pass in a wrong font, %zu of %zu unjoined, "
      "%zu of %zu with marks unplaced\n",
      in_wrong_font, runs, unjoined, joined, unplaced, marked);
  CHECK(in_wrong_font == 0);
  CHECK(joined > 400);
  CHECK(unjoined * 20 < joined);
  CHECK(marked > 50);
  CHECK(unplaced == 0);
}

}  // namespace
