#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/text/open_engine.h"

namespace kiosk {

namespace {

std::vector<std::uint8_t> cell_of(const TextEngine& engine, const GlyphQuad& quad) {
  const AtlasPage& page = engine.pages()[quad.page];
  std::vector<std::uint8_t> cell;
  for (int y = quad.v0; y < quad.v1; ++y) {
    for (int x = quad.u0; x < quad.u1; ++x) {
      cell.push_back(page.alpha[static_cast<std::size_t>(y * page.width + x)]);
    }
  }
  return cell;
}

void check_border_is_clear(const TextEngine& engine, const GlyphQuad& quad) {
  const AtlasPage& page = engine.pages()[quad.page];
  const auto alpha = [&page](int x, int y) {
    return static_cast<int>(page.alpha[static_cast<std::size_t>(y * page.width + x)]);
  };
  for (int x = quad.u0; x < quad.u1; ++x) {
    CHECK(alpha(x, quad.v0) == 0);
    CHECK(alpha(x, quad.v1 - 1) == 0);
  }
  for (int y = quad.v0; y < quad.v1; ++y) {
    CHECK(alpha(quad.u0, y) == 0);
    CHECK(alpha(quad.u1 - 1, y) == 0);
  }
}

}  // namespace

TEST_CASE("no glyph is clipped: each cell has a clear border, harakat and outlines included") {
  const auto engine = open_engine();
  for (const FontRole role : {FontRole::kDisplay, FontRole::kUiBold, FontRole::kBody}) {
    const ShapedText& text = engine->layout("أإآ السَّمَارَةُ گڭ بِسْمِ ÇÉqjf ⵙⵎⴰⵔⴰ", Language::kArabic,
                                            {.role = role, .px = 44, .outline_px = 6});
    REQUIRE(text.glyphs.size() > 20);
    for (const GlyphQuad& quad : text.glyphs) check_border_is_clear(*engine, quad);
    for (const GlyphQuad& quad : text.outline) check_border_is_clear(*engine, quad);
  }
}

TEST_CASE("an outline reaches its radius beyond the glyph on every side") {
  const auto engine = open_engine();
  constexpr float kRadius = 7;
  const ShapedText& text =
      engine->layout("Niamey نيامي", Language::kFrench, {.px = 34, .outline_px = kRadius});
  REQUIRE(text.outline.size() == text.glyphs.size());
  for (std::size_t i = 0; i < text.glyphs.size(); ++i) {
    const Rect glyph = text.glyphs[i].place;
    const Rect outline = text.outline[i].place;
    CHECK(outline.x == doctest::Approx(glyph.x - kRadius).epsilon(0.001).scale(1000));
    CHECK(outline.y == doctest::Approx(glyph.y - kRadius).epsilon(0.001).scale(1000));
    CHECK(outline.right() == doctest::Approx(glyph.right() + kRadius).epsilon(0.001).scale(1000));
    CHECK(outline.bottom() == doctest::Approx(glyph.bottom() + kRadius).epsilon(0.001).scale(1000));
  }
  CHECK(engine->layout("Niamey", Language::kFrench, {.px = 34}).outline.empty());
}

TEST_CASE("a text seen before is neither laid out nor drawn again") {
  const auto engine = open_engine();
  const TextStyle style{.px = 29};
  const ShapedText& first = engine->layout("Agadez أغاديز", Language::kFrench, style);
  CHECK(!engine->take_dirty().empty());
  CHECK(&engine->layout("Agadez أغاديز", Language::kFrench, style) == &first);
  CHECK(engine->take_dirty().empty());
}

TEST_CASE("the same letters in another text share the atlas") {
  const auto engine = open_engine();
  (void)engine->layout("abc", Language::kFrench, {.px = 60});
  (void)engine->take_dirty();
  const ShapedText& other = engine->layout("cab cab", Language::kFrench, {.px = 60});
  CHECK(other.glyphs.size() == 6);
  CHECK(engine->take_dirty().empty());
}

TEST_CASE(
    "layouts in use outlive the forgetting, and forgotten ones come back without new glyphs") {
  const auto engine = open_engine();
  const ShapedText& used = engine->layout("Parakou", Language::kFrench, {});
  (void)engine->layout("Brikama", Language::kFrench, {});
  (void)engine->take_dirty();
  for (int tick = 0; tick < 2000; ++tick) {
    CHECK(&engine->layout("Parakou", Language::kFrench, {}) == &used);
    engine->forget_unused();
    // Something else moves in where a layout was dropped too early.
    const float width = 1000.0F + static_cast<float>(tick);
    (void)engine->layout("Parakou", Language::kFrench, {.max_width = width});
  }
  CHECK(engine->layout("Brikama", Language::kFrench, {}).glyphs.size() == 7);
  CHECK(engine->take_dirty().empty());
}

TEST_CASE("the atlas grows by pages and leaves earlier glyphs where they are") {
  const auto engine = open_engine();
  const ShapedText first = engine->layout("Smara السمارة", Language::kFrench, {.px = 48});
  std::vector<std::vector<std::uint8_t>> before;
  for (const GlyphQuad& quad : first.glyphs) before.push_back(cell_of(*engine, quad));

  for (int px = 100; px < 180; px += 8) {
    (void)engine->layout("ABCDEFGHIJKLMNOP", Language::kFrench, {.px = static_cast<float>(px)});
  }
  REQUIRE(engine->pages().size() > 1);
  for (std::size_t i = 0; i < first.glyphs.size(); ++i) {
    CHECK(cell_of(*engine, first.glyphs[i]) == before[i]);
  }
  const ShapedText& again = engine->layout("Smara السمارة", Language::kFrench, {.px = 48});
  for (std::size_t i = 0; i < first.glyphs.size(); ++i) {
    CHECK(again.glyphs[i].page == first.glyphs[i].page);
    CHECK(again.glyphs[i].u0 == first.glyphs[i].u0);
    CHECK(again.glyphs[i].v0 == first.glyphs[i].v0);
  }
}

TEST_CASE("the atlas grows by little at a time, and full pages are well filled") {
  const auto engine = open_engine();
  const auto bytes = [&] {
    std::size_t sum = 0;
    for (const AtlasPage& page : engine->pages()) sum += page.alpha.size();
    return sum;
  };
  (void)engine->layout("Smara السمارة", Language::kFrench, {.px = 48});
  std::size_t before = bytes();
  CHECK(before <= 256 * 1024);
  std::size_t taken = 0;
  for (int px = 20; px < 80; ++px) {
    const TextStyle style{.px = static_cast<float>(px)};
    for (const GlyphQuad& quad :
         engine->layout("ABCDEFGHIJKLMNOP", Language::kFrench, style).glyphs) {
      taken +=
          static_cast<std::size_t>(quad.u1 - quad.u0) * static_cast<std::size_t>(quad.v1 - quad.v0);
    }
    CHECK(bytes() - before <= 256 * 1024);
    before = bytes();
  }
  REQUIRE(engine->pages().size() > 4);
  CHECK(taken > before * 6 / 10);
}

TEST_CASE("what changed in the atlas lies within the dirty boxes") {
  const auto engine = open_engine();
  (void)engine->layout("Smara", Language::kFrench, {.px = 48});
  (void)engine->take_dirty();
  const std::vector<AtlasPage> before(engine->pages().begin(), engine->pages().end());
  (void)engine->layout("Vijayawada విజయవాడ", Language::kFrench, {.px = 76});
  const auto dirty = engine->take_dirty();
  REQUIRE(dirty.size() == 1);
  const AtlasPage& page = engine->pages()[0];
  int changed = 0;
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      const auto at = static_cast<std::size_t>(y * page.width + x);
      if (page.alpha[at] == before[0].alpha[at]) continue;
      ++changed;
      const TextEngine::Dirty& box = dirty[0];
      const bool inside = x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
      if (!inside) FAIL_CHECK("changed outside the box: " << x << ", " << y);
    }
  }
  CHECK(changed > 100);
}

TEST_CASE("a letter larger than a page gets a page of its own size") {
  const auto engine = open_engine();
  const ShapedText& text = engine->layout("M", Language::kFrench, {.px = 1600});
  REQUIRE(text.glyphs.size() == 1);
  const AtlasPage& page = engine->pages()[text.glyphs[0].page];
  CHECK(page.width >= text.glyphs[0].u1);
  CHECK(page.height >= text.glyphs[0].v1);
  check_border_is_clear(*engine, text.glyphs[0]);
}

TEST_CASE("the white place is opaque for any sampling within a pixel of it") {
  const auto engine = open_engine();
  const AtlasPage& page = engine->pages()[0];
  for (int y = static_cast<int>(kAtlasWhite.y) - 2; y < static_cast<int>(kAtlasWhite.y) + 2; ++y) {
    for (int x = static_cast<int>(kAtlasWhite.x) - 2; x < static_cast<int>(kAtlasWhite.x) + 2;
         ++x) {
      CHECK(static_cast<int>(page.alpha[static_cast<std::size_t>(y * page.width + x)]) == 255);
    }
  }
  REQUIRE(!engine->take_dirty().empty());
}

}  // namespace kiosk
