#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/text/open_engine.h"

namespace kiosk {

namespace {

constexpr std::array kRoles{FontRole::kDisplay, FontRole::kUi, FontRole::kUiBold, FontRole::kBody};

// A copy of the font folder, for taking things out of it.
class FontFolderCopy {
 public:
  FontFolderCopy()
      : m_path(std::filesystem::temp_directory_path() /
               ("kiosk_fonts_test_" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(m_path);
    std::filesystem::create_directories(m_path);
    for (const auto& entry : std::filesystem::directory_iterator(font_folder())) {
      if (entry.path().extension() == ".ttf") {
        std::filesystem::copy(entry.path(), m_path / entry.path().filename());
      }
    }
  }
  ~FontFolderCopy() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  FontFolderCopy(const FontFolderCopy&) = delete;
  FontFolderCopy& operator=(const FontFolderCopy&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

}  // namespace

TEST_CASE("every sign that the content needs has a glyph in each role and language") {
  const auto engine = open_engine();
  constexpr std::array<std::string_view, 9> kTexts{
      "\u06AD\u06AF السَّمَارَة أمكَّالة، ٢٠٢٥؟",
      "ɓ ɗ ƙ ŋ ɛ ɔ Baatɔnum",
      "విజయవాడ",
      "ߒߞߏ",
      "ⵜⴰⵎⴷⵉⵏⵜ ⵏ ⵙⵎⴰⵔⴰ ⵯ",
      "N\u2019Djamena \u00AB\u202F1\u202F563\u00A0km\u202F\u00BB \u00B7 \u2248 50\u1D49",
      "\u2192 \u2190 \u00D7 21\u00B0 \u2013 \u2014 \u2026",
      "Çàéèêëîïôùûœ ¿ñ¡ áíóú ḍḥṛṣṭẓɣč",
      "\u2068Smara\u2069 \u200Eab\u200F \u200Cب\u200Dب",
  };
  for (const Language language : kLanguages) {
    for (const FontRole role : kRoles) {
      for (const std::string_view text : kTexts) {
        CAPTURE(text);
        CAPTURE(code(language));
        CAPTURE(static_cast<int>(role));
        CHECK(engine->layout(text, language, {.role = role}).missing_glyphs == 0);
      }
    }
  }
}

TEST_CASE("a character that no font of ours has is counted and not drawn, system fonts or not") {
  const auto engine = open_engine();
  // Han, Thai, Georgian, Khmer: at least one of them is on any machine with fonts.
  const ShapedText& foreign = engine->layout("漢ไქអ", Language::kFrench, {});
  CHECK(foreign.missing_glyphs == 4);
  CHECK(foreign.glyphs.empty());

  const ShapedText& mixed = engine->layout("漢a", Language::kFrench, {.px = 40, .outline_px = 3});
  CHECK(mixed.missing_glyphs == 1);
  CHECK(mixed.glyphs.size() == 1);
  CHECK(mixed.outline.size() == 1);
}

TEST_CASE("a folder that lacks a font is refused by the font's name") {
  const FontFolderCopy folder;
  std::filesystem::remove(folder.path() / "NotoSansTifinagh-Regular.ttf");
  const auto engine = TextEngine::open(folder.path());
  REQUIRE(!engine);
  CHECK(engine.error().message.find("NotoSansTifinagh-Regular.ttf") != std::string::npos);
}

TEST_CASE("a damaged font is refused by its name") {
  const FontFolderCopy folder;
  std::ofstream(folder.path() / "NotoSans-SemiBold.ttf", std::ios::trunc) << "not a font";
  const auto engine = TextEngine::open(folder.path());
  REQUIRE(!engine);
  CHECK(engine.error().message.find("NotoSans-SemiBold.ttf") != std::string::npos);
}

TEST_CASE("Latin words look the same in an Arabic text as in a French one") {
  const auto engine = open_engine();
  const TextStyle style{.role = FontRole::kUi, .px = 60};
  const ShapedText& french = engine->layout("Smara", Language::kFrench, style);
  const ShapedText& arabic = engine->layout("Smara", Language::kArabic, style);
  REQUIRE(french.glyphs.size() == arabic.glyphs.size());
  for (std::size_t i = 0; i < french.glyphs.size(); ++i) {
    CHECK(french.glyphs[i].u0 == arabic.glyphs[i].u0);
    CHECK(french.glyphs[i].v0 == arabic.glyphs[i].v0);
  }
}

TEST_CASE("Tifinagh is drawn bolder in the bold roles although it has no bold face") {
  const auto engine = open_engine();
  constexpr std::string_view kSmara = "ⵙⵎⴰⵔⴰ";
  const long regular =
      ink_of(*engine, engine->layout(kSmara, Language::kTamazight, {.role = FontRole::kUi}));
  const long bold =
      ink_of(*engine, engine->layout(kSmara, Language::kTamazight, {.role = FontRole::kUiBold}));
  CHECK(bold > regular * 12 / 10);
}

TEST_CASE("two engines at once do not disturb each other") {
  auto first = open_engine();
  const auto second = open_engine();
  const ShapedText before = first->layout("Tombouctou السمارة", Language::kFrench, {});
  first.reset();
  const ShapedText& after = second->layout("Tombouctou السمارة", Language::kFrench, {});
  CHECK(after.missing_glyphs == 0);
  CHECK(after.glyphs.size() == before.glyphs.size());
  CHECK(after.size == before.size);
}

}  // namespace kiosk
