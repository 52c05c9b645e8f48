// The Unicode Bidirectional Algorithm's test data once more, as the engine draws it: the quads of
// each case, told apart by their looks, from left to right. Marks are left out, for they change
// their letter's look; bidi_conformance_test.cpp has them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "tests/text/bidi_cases.h"
#include "tests/text/open_engine.h"

namespace {

using namespace kiosk;

// What a character may look like: signs are drawn by the font of the letters about them.
using Looks = std::map<char32_t, std::vector<GlyphQuad>>;

constexpr TextStyle kLarge{.px = 60};

bool same_look(const GlyphQuad& a, const GlyphQuad& b) {
  return same_shape(a, b) && a.place.y == b.place.y;
}

// Heights from the baseline, which is another in each language.
std::vector<GlyphQuad> quads_of(const ShapedText& text) {
  std::vector<GlyphQuad> quads = text.glyphs;
  for (GlyphQuad& quad : quads) quad.place.y -= text.lines[0].baseline;
  return quads;
}

Looks looks_of_classes(TextEngine& engine) {
  Looks looks;
  for (const char* type : {"L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "ON"}) {
    const char32_t code = character_of(type);
    // After a Latin, an Arabic and an N'Ko letter, each of no likeness to any class.
    for (const char32_t before : {char32_t{U'l'}, char32_t{0x6C1}, char32_t{0x7D5}}) {
      const auto quads = [&](const std::vector<char32_t>& text) {
        return quads_of(engine.layout(utf8_of(text), Language::kFrench, kLarge));
      };
      const std::vector<GlyphQuad> both = quads({before, U' ', code});
      REQUIRE(both.size() == 2);
      const bool first = same_look(both[0], quads({before}).at(0));
      looks[code].push_back(both[first ? 1 : 0]);
    }
  }
  return looks;
}

bool looks_like(const Looks& looks, char32_t code, const GlyphQuad& quad) {
  const auto known = looks.find(code);
  return known != looks.end() &&
         std::any_of(known->second.begin(), known->second.end(),
                     [&](const GlyphQuad& look) { return same_look(look, quad); });
}

// The characters with ink, from left to right.
std::vector<char32_t> wanted_of(const BidiCase& it, const Looks& looks) {
  std::vector<char32_t> wanted;
  for (const int index : it.order) {
    const char32_t code = it.text[static_cast<std::size_t>(index)];
    if (looks.count(code) != 0) wanted.push_back(code);
  }
  return wanted;
}

bool drawn_as(const std::vector<char32_t>& wanted, const Looks& looks,
              const std::vector<GlyphQuad>& quads) {
  if (quads.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!looks_like(looks, wanted[i], quads[i])) return false;
    if (i > 0 && quads[i].place.x < quads[i - 1].place.x) return false;
  }
  return true;
}

TEST_CASE("what the engine draws stands from left to right as the standard wants it") {
  constexpr std::size_t kTextsAnEngine = 20'000;  // it would keep them all
  auto engine = open_engine();
  const Looks looks = looks_of_classes(*engine);
  for (const auto& [code, own] : looks) {
    for (const auto& [other, others] : looks) {
      if (code == other) continue;
      for (const GlyphQuad& look : others) CHECK(!looks_like(looks, code, look));
    }
  }
  std::size_t drawn = 0;
  std::size_t passed = 0;
  std::size_t twins = 0;
  std::size_t refused = 0;
  std::string failed;
  each_class_case([&](const BidiCase& it) {
    if (it.asked == Asked::kAutomatic) return;
    // A mark changes its letter's look.
    if (std::count(it.text.begin(), it.text.end(), character_of("NSM")) != 0) return;
    if (++drawn % kTextsAnEngine == 0) engine = open_engine();
    const Language language =
        it.asked == Asked::kRightToLeft ? Language::kArabic : Language::kFrench;
    const std::vector<GlyphQuad> quads =
        quads_of(engine->layout(utf8_of(it.text), language, kLarge));
    const std::vector<char32_t> wanted = wanted_of(it, looks);
    const bool pass = drawn_as(wanted, looks, quads);
    passed += pass ? 1 : 0;
    if (!pass && failed.size() < 1000) failed += "  differs: " + it.name + '\n';
    // The broken twin: the same letters expected the other way round.
    const std::vector<char32_t> mirrored(wanted.rbegin(), wanted.rend());
    if (mirrored == wanted) return;
    ++twins;
    refused += drawn_as(mirrored, looks, quads) ? 0 : 1;
  });
  std::printf("BidiTest, drawn: %zu cases without marks, %zu passed; %zu of %zu twins refused\n%s",
              drawn, passed, refused, twins, failed.c_str());
  CHECK(drawn > 400'000);
  CHECK(passed == drawn);
  CHECK(twins > 150'000);
  CHECK(refused == twins);
}

}  // namespace
