#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/text/open_engine.h"

namespace kiosk {

namespace {

constexpr std::string_view kFrench =
    "Tombouctou et Smara ont signé leur accord de jumelage lors d\u2019une cérémonie à laquelle "
    "assistaient les élus des deux villes.";
constexpr std::string_view kArabic =
    "وقد أشادت عمدة المدينة بهذه الاتفاقية، مؤكدة أن سكان الجماعتين يتقاسمون ثقافات وتقاليد "
    "متشابهة.";

void check_within(const ShapedText& text, float width) {
  for (const GlyphQuad& quad : text.glyphs) {
    // A pixel of border, and a letter's overhang.
    CHECK(quad.place.x >= -3);
    CHECK(quad.place.right() <= width + 3);
  }
  for (const TextLine& line : text.lines) CHECK(line.left + line.width <= width + 2);
}

}  // namespace

TEST_CASE("lines stay within the width in both directions") {
  const auto engine = open_engine();
  for (const float width : {180.0F, 333.0F, 720.0F}) {
    const TextStyle style{.role = FontRole::kBody, .px = 31, .max_width = width};
    const ShapedText& french = engine->layout(kFrench, Language::kFrench, style);
    CHECK(french.lines.size() > 1);
    CHECK(french.size.x <= width);
    check_within(french, width);
    const ShapedText& arabic = engine->layout(kArabic, Language::kArabic, style);
    CHECK(arabic.lines.size() > 1);
    CHECK(arabic.size.x == width);
    check_within(arabic, width);
  }
}

TEST_CASE("a word wider than the width is broken between letters") {
  const auto engine = open_engine();
  const ShapedText& text =
      engine->layout("Anticonstitutionnellement", Language::kFrench, {.px = 40, .max_width = 150});
  CHECK(text.lines.size() > 2);
  check_within(text, 150);
}

TEST_CASE("Arabic lines start at the right of the width, French ones at its left") {
  const auto engine = open_engine();
  const auto box = [&](Language language, TextAlign align) {
    const std::string_view word = language == Language::kArabic ? "بانجول" : "Banjul";
    return engine->layout(word, language, {.max_width = 500, .align = align}).lines.at(0);
  };
  for (const auto& [language, align] :
       {std::pair(Language::kFrench, TextAlign::kStart), {Language::kArabic, TextAlign::kEnd}}) {
    CHECK(box(language, align).left == doctest::Approx(0).scale(500).epsilon(0.01));
  }
  for (const auto& [language, align] :
       {std::pair(Language::kArabic, TextAlign::kStart), {Language::kFrench, TextAlign::kEnd}}) {
    const TextLine line = box(language, align);
    CHECK(line.left + line.width == doctest::Approx(500).epsilon(0.01));
  }
  for (const Language language : {Language::kArabic, Language::kFrench}) {
    const TextLine line = box(language, TextAlign::kCentre);
    CHECK(line.left + line.width / 2 == doctest::Approx(250).epsilon(0.02));
  }
}

TEST_CASE("the line pitch is even although the faces in the lines differ") {
  const auto engine = open_engine();
  const ShapedText& text = engine->layout("Smara\nالسمارة أمكَّالة\nⵙⵎⴰⵔⴰ\nవిజయవాడ\nߒߞߏ",
                                          Language::kFrench, {.px = 30, .line_height = 1.5F});
  REQUIRE(text.lines.size() == 5);
  for (std::size_t i = 1; i < text.lines.size(); ++i) {
    CHECK(text.lines[i].baseline - text.lines[i - 1].baseline == 45);
  }
  CHECK(text.size.y == 5 * 45);
}

TEST_CASE("the baseline is where the letters stand") {
  const auto engine = open_engine();
  for (const Language language : {Language::kFrench, Language::kTamazight, Language::kArabic}) {
    const ShapedText& text = engine->layout("HIH", language, {.px = 60});
    for (const GlyphQuad& quad : text.glyphs) {
      CHECK(quad.place.bottom() - 1 == text.lines.at(0).baseline);
    }
  }
}

TEST_CASE("the lines name their bytes: in order, and nothing lost but spaces and line feeds") {
  const auto engine = open_engine();
  const std::string source = std::string(kFrench) + "\n\n" + std::string(kArabic);
  const ShapedText& text = engine->layout(source, Language::kFrench, {.px = 30, .max_width = 300});
  std::size_t at = 0;
  for (const TextLine& line : text.lines) {
    REQUIRE(line.byte_begin >= at);
    REQUIRE(line.byte_end >= line.byte_begin);
    const std::string between = source.substr(at, line.byte_begin - at);
    CHECK(between.find_first_not_of(" \n") == std::string::npos);
    at = line.byte_end;
  }
  CHECK(at == source.size());
}

TEST_CASE("text beyond the last line gives way to an ellipsis that fits") {
  const auto engine = open_engine();
  for (const Language language : {Language::kFrench, Language::kArabic}) {
    const std::string_view source = language == Language::kArabic ? kArabic : kFrench;
    for (const int lines : {1, 2}) {
      const TextStyle style{.px = 31, .max_width = 400, .max_lines = lines};
      const ShapedText& text = engine->layout(source, language, style);
      CHECK(text.truncated);
      CHECK(text.lines.size() == static_cast<std::size_t>(lines));
      CHECK(text.lines.back().byte_end < source.size());
      CHECK(source[text.lines.back().byte_end] == ' ');  // cut after a whole word
      check_within(text, 400);
    }
    const ShapedText& whole =
        engine->layout(source, language, {.px = 31, .max_width = 400, .max_lines = 40});
    CHECK(!whole.truncated);
    CHECK(whole.lines.back().byte_end == source.size());
  }
}

TEST_CASE("the limit of lines counts line feeds too") {
  const auto engine = open_engine();
  const ShapedText& text =
      engine->layout("Smara\nAmgala\nNiamey", Language::kFrench, {.max_lines = 2});
  CHECK(text.truncated);
  REQUIRE(text.lines.size() == 2);
  CHECK(text.lines[1].byte_end == std::string_view("Smara\nAmgala").size());
}

TEST_CASE("a width that holds no letter still ends in one line with an ellipsis") {
  const auto engine = open_engine();
  const ShapedText& text =
      engine->layout("Porto-Novo", Language::kFrench, {.px = 60, .max_width = 5, .max_lines = 1});
  CHECK(text.truncated);
  CHECK(text.lines.size() == 1);
}

TEST_CASE("the ellipsis of an Arabic text stands at its left end, even if a foreign name is cut") {
  const auto engine = open_engine();
  const TextStyle style{.px = 60, .max_width = 560, .max_lines = 1};
  const ShapedText& text = engine->layout("مدينة \u2068Porto Cotonou Parakou Niamey\u2069 وسواها",
                                          Language::kArabic, style);
  REQUIRE(text.truncated);
  const GlyphQuad dots = engine->layout("\u2026", Language::kArabic, {.px = 60}).glyphs.at(0);
  const auto leftmost =
      std::min_element(text.glyphs.begin(), text.glyphs.end(),
                       [](const auto& a, const auto& b) { return a.place.x < b.place.x; });
  CHECK(leftmost->place.h < 20);
  CHECK(leftmost->place.h == doctest::Approx(dots.place.h).epsilon(0.3));
}

TEST_CASE("an empty text is one line high and has no ink") {
  const auto engine = open_engine();
  const ShapedText& text = engine->layout("", Language::kFrench, {.px = 40});
  CHECK(text.glyphs.empty());
  CHECK(text.size == Vec2{0, 58});
}

}  // namespace kiosk
