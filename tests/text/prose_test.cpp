// Prose: isolates around foreign names, soft hyphens in long words, and where its bytes
// came from.
#include "kiosk/text/prose.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "tests/text/open_engine.h"

namespace {

using kiosk::FontRole;
using kiosk::Hyphenator;
using kiosk::Language;
using kiosk::open_engine;
using kiosk::pattern_folder;
using kiosk::Prose;
using kiosk::ShapedText;
using kiosk::TextStyle;

// The marks in words: [ and ] for isolates, | for a soft hyphen.
std::string shown(std::string text) {
  const auto replace = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
      text.replace(at, from.size(), to);
    }
  };
  replace("\u2068", "[");
  replace("\u2069", "]");
  replace("\u00AD", "|");
  return text;
}

std::string isolates(const std::string& text, Language language) {
  return shown(kiosk::with_isolates(text, language).text());
}

Hyphenator hyphenator() {
  auto opened = Hyphenator::open(KIOSK_SOURCE_DIR "/assets/hyphenation");
  REQUIRE(opened);
  return std::move(*opened);
}

std::string hyphens(const std::string& text, Language language) {
  return shown(kiosk::with_soft_hyphens(text, language, hyphenator()).text());
}

TEST_CASE("a Latin name in an Arabic sentence is isolated, with the digits that belong to it") {
  CHECK(isolates("مدينة Vijayawada 2011", Language::kArabic) == "مدينة [Vijayawada] 2011");
  CHECK(isolates("خريطة ETOPO5 للتضاريس", Language::kArabic) == "خريطة [ETOPO5] للتضاريس");
  CHECK(isolates("بلدة Keur Massar هنا", Language::kArabic) == "بلدة [Keur Massar] هنا");
  CHECK(isolates("من N’Djamena إلى", Language::kArabic) == "من [N’Djamena] إلى");
}

TEST_CASE("an Arabic name in a French sentence is isolated") {
  CHECK(isolates("Smara (السمارة), 1934", Language::kFrench) == "Smara ([السمارة]), 1934");
}

TEST_CASE("brackets and sentence signs end a foreign name, so that pairs stay together") {
  CHECK(isolates("مدينة Bezawada (Vijayawada) اليوم", Language::kArabic) ==
        "مدينة [Bezawada] ([Vijayawada]) اليوم");
}

TEST_CASE("what is isolated already, and what reads along, stays as it is") {
  CHECK(isolates("من ⁨Natural Earth, NOAA⁩ هنا", Language::kArabic) ==
        "من [Natural Earth, NOAA] هنا");
  CHECK(isolates("تأسست سنة 1816", Language::kArabic) == "تأسست سنة 1816");
  CHECK(isolates("Niamey, ⵙⵙⵎⴰⵔⴰ", Language::kFrench) == "Niamey, ⵙⵙⵎⴰⵔⴰ");
  CHECK(isolates("Vijayawada", Language::kArabic) == "Vijayawada");
}

TEST_CASE("long French and Spanish words are divided where a reader would, names never") {
  CHECK(hyphens("la coopération", Language::kFrench) == "la coopé|ra|tion");
  CHECK(hyphens("el hermanamiento", Language::kSpanish) == "el her|ma|na|miento");
  CHECK(hyphens("Tombouctou petite", Language::kFrench) == "Tombouctou petite");
  CHECK(hyphens("cooperation", Language::kEnglish) == "cooperation");
}

TEST_CASE("a byte of the made text knows its place in the given one") {
  const std::string text = "مدينة Vijayawada 2011";
  const Prose prose = kiosk::with_isolates(text, Language::kArabic);
  const std::size_t made = prose.text().find("2011");
  CHECK(prose.original(made) == text.find("2011"));
  CHECK(prose.original(prose.text().find("V")) == text.find("V"));
  CHECK(prose.original(prose.text().size()) == text.size());
  CHECK(prose.original(0) == 0);
}

TEST_CASE("a narrow column of prose divides words instead of leaving gaps") {
  const auto engine = open_engine(pattern_folder());
  TextStyle style;
  style.px = 30;
  style.max_width = 280;
  const std::string text = "Les internationalistes parlaient d’institutionnalisation progressive.";
  const ShapedText& plain = engine->layout(text, Language::kFrench, style);
  style.prose = true;
  const ShapedText& prose = engine->layout(text, Language::kFrench, style);
  CHECK(plain.torn);
  CHECK_FALSE(prose.torn);
  CHECK(prose.lines.back().byte_end == text.size());
  // Nothing is lost and nothing is told twice between the lines.
  for (std::size_t i = 1; i < prose.lines.size(); ++i) {
    CHECK(prose.lines[i].byte_begin >= prose.lines[i - 1].byte_end);
    CHECK(prose.lines[i].byte_begin <= prose.lines[i - 1].byte_end + 1);
  }
}

TEST_CASE("balanced lines are as many as before, and about as long as each other") {
  const auto engine = open_engine();
  TextStyle style;
  style.px = 28;
  style.max_width = 560;
  const std::string text = "États-Unis · Sénégal : accords en cours de finalisation";
  const ShapedText& greedy = engine->layout(text, Language::kFrench, style);
  style.balanced = true;
  const ShapedText& balanced = engine->layout(text, Language::kFrench, style);
  REQUIRE(greedy.lines.size() == 2);
  REQUIRE(balanced.lines.size() == 2);
  const auto difference = [](const ShapedText& shaped) {
    return std::abs(shaped.lines[0].width - shaped.lines[1].width);
  };
  CHECK(difference(balanced) < difference(greedy));
  CHECK(balanced.size.x < greedy.size.x);
}

TEST_CASE("pattern files that cannot be read are named") {
  const auto missing = Hyphenator::open(KIOSK_SOURCE_DIR "/assets/fonts");
  REQUIRE(missing);  // no files: nothing is divided
  CHECK_FALSE(missing->speaks(Language::kFrench));
}

}  // namespace
