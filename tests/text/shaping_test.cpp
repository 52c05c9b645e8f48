#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "tests/text/open_engine.h"

namespace kiosk {

TEST_CASE("Arabic letters join: a word is narrower than its letters kept apart") {
  const auto engine = open_engine();
  for (const FontRole role : {FontRole::kUi, FontRole::kDisplay, FontRole::kBody}) {
    const TextStyle style{.role = role, .px = 60};
    const ShapedText& joined = engine->layout("ععع", Language::kArabic, style);
    const ShapedText& apart = engine->layout("ع\u200Cع\u200Cع", Language::kArabic, style);
    const ShapedText& alone = engine->layout("ع", Language::kArabic, style);
    REQUIRE(joined.glyphs.size() == 3);
    REQUIRE(apart.glyphs.size() == 3);
    REQUIRE(alone.glyphs.size() == 1);
    for (const GlyphQuad& quad : apart.glyphs) CHECK(same_shape(quad, alone.glyphs[0]));
    for (const GlyphQuad& quad : joined.glyphs) CHECK(!same_shape(quad, alone.glyphs[0]));
  }
}

TEST_CASE("the first word of an Arabic text stands at the right") {
  const auto engine = open_engine();
  // Tall letters first, then flat ones.
  const ShapedText& text = engine->layout("ااا ــــ", Language::kArabic, {.px = 60});
  CHECK(text.right_to_left);
  float tall_begin = 10000;
  float flat_end = 0;
  for (const GlyphQuad& quad : text.glyphs) {
    if (quad.place.h > 30) {
      tall_begin = std::min(tall_begin, quad.place.x);
    } else {
      flat_end = std::max(flat_end, quad.place.right());
    }
  }
  REQUIRE(tall_begin < 10000);
  REQUIRE(flat_end > 0);
  CHECK(tall_begin > flat_end - 2);
}

TEST_CASE("the language gives the direction: what is said first is where reading starts") {
  const auto engine = open_engine();
  const TextStyle style{.px = 60};
  for (const Language language : {Language::kArabic, Language::kFrench}) {
    const ShapedText& text = engine->layout("lll ـــ", language, style);
    // In the order they are seen: the tall letters of the first word are at one end.
    const bool tall_at_left = text.glyphs.front().place.h > 30;
    const bool tall_at_right = text.glyphs.back().place.h > 30;
    CHECK(tall_at_left == (language == Language::kFrench));
    CHECK(tall_at_right == (language == Language::kArabic));
  }
}

TEST_CASE("a letter's ink lies in the middle of its advance where the face puts it there") {
  const auto engine = open_engine();
  const ShapedText& text = engine->layout("H", Language::kFrench, {.px = 39});
  REQUIRE(text.glyphs.size() == 1);
  const GlyphQuad& quad = text.glyphs[0];
  const AtlasPage& page = engine->pages()[quad.page];
  double sum = 0;
  double ink = 0;
  for (int y = quad.v0; y < quad.v1; ++y) {
    for (int x = quad.u0; x < quad.u1; ++x) {
      const double alpha = page.alpha[static_cast<std::size_t>(y * page.width + x)];
      sum += alpha * (quad.place.x + static_cast<float>(x - quad.u0) + 0.5);
      ink += alpha;
    }
  }
  CHECK(std::abs(sum / ink - text.size.x / 2) < 0.3);
}

TEST_CASE("Latin words and numbers inside Arabic keep their own order, in Arabic's places") {
  const auto engine = open_engine();
  const TextStyle style{.px = 60};
  const auto shape_of = [&](std::string_view letter) {
    return engine->layout(letter, Language::kArabic, style).glyphs.at(0);
  };
  const ShapedText& text = engine->layout("ا \u2068lo\u2069 ا 1\u202F74", Language::kArabic, style);
  // From left to right as it is seen; the space within the number has no ink.
  const std::vector<GlyphQuad> seen{shape_of("1"), shape_of("7"), shape_of("4"), shape_of("ا"),
                                    shape_of("l"), shape_of("o"), shape_of("ا")};
  REQUIRE(text.glyphs.size() == seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CAPTURE(i);
    CHECK(same_shape(text.glyphs[i], seen[i]));
    if (i > 0) CHECK(text.glyphs[i].place.x > text.glyphs[i - 1].place.x);
  }
}

TEST_CASE("harakat stand clear of the letters' advance") {
  const auto engine = open_engine();
  for (const FontRole role : {FontRole::kUi, FontRole::kBody, FontRole::kDisplay}) {
    const TextStyle style{.role = role, .px = 40};
    const ShapedText& bare = engine->layout("السمارة", Language::kArabic, style);
    const ShapedText& marked = engine->layout("السَّمَارَة", Language::kArabic, style);
    CHECK(marked.glyphs.size() > bare.glyphs.size());
    CHECK(marked.size.x == doctest::Approx(bare.size.x).epsilon(0.05));
  }
}

TEST_CASE("letter spacing widens Latin and leaves Arabic joined") {
  const auto engine = open_engine();
  const auto width = [&](std::string_view text, float spacing) {
    return engine->layout(text, Language::kFrench, {.letter_spacing = spacing}).size.x;
  };
  CHECK(width("MAROC", 6) == doctest::Approx(width("MAROC", 0) + 4 * 6).epsilon(0.08));
  CHECK(width("السمارة", 6) == width("السمارة", 0));
}

TEST_CASE("malformed UTF-8 and zero bytes become replacement characters") {
  const auto engine = open_engine();
  const std::string hostile{"a\xFF\xC0\0b", 5};
  const ShapedText& text = engine->layout(hostile, Language::kFrench, {});
  const ShapedText& repaired = engine->layout("a\uFFFD\uFFFD\uFFFDb", Language::kFrench, {});
  CHECK(text.size == repaired.size);
  CHECK(text.glyphs.size() == repaired.glyphs.size());
}

}  // namespace kiosk
