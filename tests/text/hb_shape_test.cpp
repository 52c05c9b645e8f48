// Shapes compared with HarfBuzz's own tool, hb-shape: the same glyphs in the same order with
// the same advances, from the very font file that our engine chose, for each word of
// shaping_words.txt. One run of the tool a font.
#include <doctest/doctest.h>
#include <pango/pangofc-font.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
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
  double advance = 0;  // thousandths of an em
};

struct Word {
  std::string text;
  Language language = Language::kFrench;
  std::string tag;  // as hb-shape is told
  FontRole role = FontRole::kUi;
};

struct Shape {
  std::string file;  // of the font
  std::vector<Glyph> glyphs;
  bool one_run = false;
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
    parts >> word.tag >> role >> word.text;
    word.language = languages.at(word.tag);
    word.role = roles.at(role);
    found.push_back(word);
  }
  return found;
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

  Shape shape(const Word& word) {
    const Paragraph set =
        m_paragrapher->set(word.text, word.language, {.role = word.role, .px = kSize});
    PangoLayoutLine* line = pango_layout_get_line_readonly(set.lines.get(), 0);
    Shape made;
    made.one_run = line->runs != nullptr && line->runs->next == nullptr;
    if (!made.one_run) return made;
    const auto* run = static_cast<const PangoGlyphItem*>(line->runs->data);
    FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(run->item->analysis.font));
    FcChar8* file = nullptr;
    double px = 0;
    REQUIRE(FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch);
    REQUIRE(FcPatternGetDouble(pattern, FC_PIXEL_SIZE, 0, &px) == FcResultMatch);
    made.file = reinterpret_cast<const char*>(file);
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
      const PangoGlyphInfo& glyph = run->glyphs->glyphs[i];
      if (glyph.glyph == PANGO_GLYPH_EMPTY) continue;
      made.glyphs.push_back(
          {glyph.glyph, glyph.geometry.width / (PANGO_SCALE * px) * kUnitsAnEm});
    }
    return made;
  }

 private:
  FontConfig m_fonts;
  std::optional<Paragrapher> m_paragrapher;
};

// One line a word: [3+500|17+0]
std::vector<Glyph> parsed(const std::string& line) {
  std::vector<Glyph> glyphs;
  std::istringstream parts(line.substr(1, line.size() - 2));
  for (std::string part; std::getline(parts, part, '|');) {
    Glyph glyph;
    // "id@x,y+advance": a glyph moved from its place says so.
    const std::size_t plus = part.rfind('+');
    glyph.id = static_cast<unsigned>(std::stoul(part));
    glyph.advance = plus == std::string::npos ? 0 : std::stod(part.substr(plus + 1));
    glyphs.push_back(glyph);
  }
  return glyphs;
}

std::vector<std::vector<Glyph>> harfbuzz(const std::string& font, const std::string& tag,
                                         const std::vector<Word>& batch,
                                         const std::string& features = "") {
  const fs::path file =
      fs::temp_directory_path() / ("kiosk-hb-shape-" + std::to_string(getpid()) + ".txt");
  std::ofstream list(file);
  for (const Word& word : batch) list << word.text << '\n';
  list.close();
  const std::string command = "hb-shape --no-glyph-names --no-clusters --font-size=1000 --language=" +
                              tag + " " + features + " --font-file='" + font + "' --text-file='" +
                              file.string() + "'";
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
  if (ours.size() != theirs.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (ours[i].id != theirs[i].id) return false;
    if (std::abs(ours[i].advance - theirs[i].advance) > kTolerance) return false;
  }
  return true;
}

struct Batch {
  std::vector<Word> words;
  std::vector<Shape> shapes;
};

// By font and language: one run of the tool each.
std::map<std::pair<std::string, std::string>, Batch> batches() {
  Setter setter;
  std::map<std::pair<std::string, std::string>, Batch> made;
  for (const Word& word : words()) {
    Shape shape = setter.shape(word);
    CAPTURE(word.text);
    CHECK_MESSAGE(shape.one_run, "a word took more than one font");
    if (!shape.one_run) continue;
    // Pango tells HarfBuzz the language of the paragraph.
    const std::string tag(code(word.language));
    Batch& batch = made[{shape.file, tag}];
    batch.words.push_back(word);
    batch.shapes.push_back(std::move(shape));
  }
  return made;
}

TEST_CASE("words have the glyphs and advances that hb-shape gives them") {
  int compared = 0;
  int arabic_and_tifinagh = 0;
  int same_without_joining = 0;
  for (const auto& [font, batch] : batches()) {
    const auto expected = harfbuzz(font.first, font.second, batch.words);
    const auto unjoined = harfbuzz(font.first, font.second, batch.words,
                                   "--features='-init,-medi,-fina,-rlig,-liga,-ccmp,-mark'");
    for (std::size_t i = 0; i < batch.words.size(); ++i) {
      const Word& word = batch.words[i];
      CAPTURE(word.text);
      CAPTURE(font.first);
      CHECK(alike(batch.shapes[i].glyphs, expected[i]));
      ++compared;
      const bool counts = word.tag == "ar" || word.tag == "zgh";
      arabic_and_tifinagh += counts ? 1 : 0;
      // The broken twin: letters that are not joined must not pass for words.
      const bool joined = word.tag == "ar" && word.text.size() > 4;
      if (joined && alike(batch.shapes[i].glyphs, unjoined[i])) ++same_without_joining;
    }
  }
  std::printf("hb-shape: %d words compared, %d of them Arabic or Tifinagh; %d would pass unjoined\n",
              compared, arabic_and_tifinagh, same_without_joining);
  CHECK(arabic_and_tifinagh >= 200);
  CHECK(same_without_joining * 20 < compared);
}

}  // namespace
