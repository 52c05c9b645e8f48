#include "kiosk/pack/load_strings.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "kiosk/pack/schemas.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;

namespace {

// A small complete set of strings; each test breaks one of its files.
class StringsFolder {
 public:
  StringsFolder() {
    write("ar", R"("zero": "لا مدن", "one": "مدينة", "two": "مدينتان", "few": "{count} مدن",
                   "many": "{count} مدينة", "other": "{count} مدينة")");
    write("zgh", R"("one": "{count} a", "other": "{count} b")");
    write("fr",
          R"("one": "{count} ville", "many": "{count} de villes", "other": "{count} villes")");
    write("es", R"("one": "{count} x", "many": "{count} de x", "other": "{count} xs")");
    write("en", R"("one": "One city", "other": "{count} cities")");
    put("countries.json", R"({"GM": {"ar": "a", "zgh": "b", "fr": "Gambie", "es": "c",
                                     "en": "Gambia"}})");
    for (const char* language : {"fr", "ar", "en", "es"}) {
      put("staff/" + std::string(language) + ".json",
          "{\"staff.leave\": \"out in " + std::string(language) + "\"}");
      put("stats/" + std::string(language) + ".json",
          "{\"stats.none\": \"none in " + std::string(language) + "\"}");
    }
  }

  void put(const std::string& file, const std::string& text) const {
    test::write_bytes(m_folder.path() / file, text);
  }
  void write(const std::string& language, const std::string& forms,
             const std::string& back = "to {place}") const {
    put(language + ".json", "{\"back\": \"" + back + "\", \"cities\": {" + forms + "}}");
  }
  void remove(const std::string& file) const { fs::remove(m_folder.path() / file); }

  [[nodiscard]] Result<Strings> load() const { return load_strings(m_folder.path()); }
  // Without the folder's name in front.
  [[nodiscard]] std::string refusal() const {
    const auto strings = load();
    if (strings) return "";
    return strings.error().message.substr(m_folder.path().string().size() + 2);
  }

 private:
  test::TemporaryFolder m_folder;
};

}  // namespace

TEST_CASE("a complete set of strings loads in every language") {
  const auto strings = StringsFolder().load();
  REQUIRE(strings.has_value());
  CHECK(strings->format("back", Language::kArabic, {{"place", "7"}}) == "to 7");
  CHECK(strings->plural("cities", Language::kFrench, 0, {{"count", "0"}}) == "0 ville");
  CHECK(strings->plural("cities", Language::kArabic, 2, {{"count", "2"}}) == "مدينتان");
  CHECK(strings->country("GM", Language::kFrench) == "Gambie");
}

TEST_CASE("a key that one language lacks is told with that language") {
  const StringsFolder folder;
  folder.put("es.json", R"({"back": "to {place}"})");
  CHECK(folder.refusal() == "es.json: the key 'cities' of ar.json is missing. Translate it.");
}

TEST_CASE("a key that only one language has is told") {
  const StringsFolder folder;
  folder.put("en.json", R"({"back": "to {place}", "cities": {"one": "{count}", "other": "{count}"},
                            "more": "More"})");
  CHECK(folder.refusal() == "ar.json: the key 'more' of en.json is missing. Translate it.");
}

TEST_CASE("a placeholder that is lost in translation is told") {
  const StringsFolder folder;
  folder.write("fr", R"("one": "a", "many": "b", "other": "{count} villes")", "vers {lieu}");
  CHECK(folder.refusal() ==
        "ar.json: back: the placeholders are {place}, those of fr.json are {lieu}. "
        "Make them alike.");
}

TEST_CASE("a plural form may leave out the number but not name another placeholder") {
  const StringsFolder folder;
  folder.write("en", R"("one": "{place}", "other": "{count} cities")");
  CHECK(folder.refusal() ==
        "en.json: cities.one: the placeholders are {place}, beyond those of 'other'. "
        "Use only those.");
}

TEST_CASE("every plural form that a language counts with must be there, and no other") {
  const StringsFolder folder;
  folder.write("ar", R"("zero": "a", "one": "b", "two": "c", "few": "d", "other": "{count}")");
  CHECK(folder.refusal() ==
        "ar.json: cities: the plural form 'many' is missing. Add it: this "
        "language counts with it.");
  const StringsFolder other;
  other.write("en", R"("one": "b", "few": "d", "other": "{count}")");
  CHECK(other.refusal() ==
        "en.json: cities.few: this language has no such plural form. Remove it.");
  const StringsFolder misspelt;
  misspelt.write("en", R"("oen": "b", "other": "{count}")");
  CHECK(misspelt.refusal() ==
        "en.json: cities: unknown plural form 'oen'. Use zero, one, two, "
        "few, many or other.");
}

TEST_CASE("a text that counts in one language counts in all") {
  const StringsFolder folder;
  folder.put("zgh.json", R"({"back": "to {place}", "cities": "{count} b"})");
  CHECK(folder.refusal() ==
        "ar.json: cities: this has plural forms, which zgh.json has not. "
        "Make them alike.");
}

TEST_CASE("braces come in pairs") {
  for (const char* back : {"to {place", "to place}", "to {{place}", "to {place}}"}) {
    const StringsFolder folder;
    folder.write("en", R"("one": "a", "other": "{count}")", back);
    CHECK(folder.refusal() ==
          "en.json: back: a brace without its partner. Write placeholders as {name}.");
  }
}

TEST_CASE("a missing file, broken JSON and an empty text are told") {
  const StringsFolder missing;
  missing.remove("fr.json");
  CHECK(missing.refusal() ==
        "fr.json: no such file 'fr.json' (did you mean 'ar.json'?). "
        "Put the file there or correct the name.");
  const StringsFolder broken;
  broken.put("fr.json", "{\"back\": \"a\",}");
  CHECK(broken.refusal() ==
        "fr.json: line 1, column 14: a comma stands before the closing '}'. "
        "Remove the comma.");
  const StringsFolder empty;
  empty.write("en", R"("one": "a", "other": "{count}")", "");
  CHECK(empty.refusal() == "en.json: back: the text is empty. Write it.");
}

TEST_CASE("a country must be named in every language") {
  const StringsFolder folder;
  folder.put("countries.json", R"({"GM": {"ar": "a", "zgh": "b", "fr": "Gambie", "en": "c"}})");
  CHECK(folder.refusal() == "countries.json: GM: no name in 'es'. Add it.");
}

TEST_CASE("the staff room speaks four languages alike, and in the fifth the first of them") {
  const auto strings = StringsFolder().load();
  REQUIRE(strings.has_value());
  CHECK(strings->text("staff.leave", Language::kArabic) == "out in ar");
  CHECK(strings->text("staff.leave", Language::kTamazight) == "out in fr");
  const StringsFolder folder;
  folder.put("staff/es.json", R"({"staff.enter": "in"})");
  CHECK(folder.refusal().find("'staff.enter' of es.json is missing") != std::string::npos);
  const StringsFolder silent;
  silent.remove("staff/en.json");
  CHECK(silent.refusal().find("en.json: no such file") != std::string::npos);
}

TEST_CASE("the program's own strings load, alike in all five languages") {
  const auto strings = load_strings(fs::path(KIOSK_SOURCE_DIR) / "assets" / "strings");
  REQUIRE_MESSAGE(strings.has_value(), (strings ? "" : strings.error().message));
  for (const Language language : kLanguages) {
    CAPTURE(code(language));
    CHECK_FALSE(strings->text("back_to_map", language).empty());
    // As the screens call them: a value under another name would stay visible as {name}.
    CHECK(strings->format("twinned_with", language, {{"home", "Smara"}}).find("Smara") !=
          std::string::npos);
    for (const int count : {0, 1, 2, 3, 11, 100, 1'000'000}) {
      CAPTURE(count);
      const std::string told = strings->plural("idle.countdown", language, count, {{"count", "N"}});
      CHECK(told.find('{') == std::string::npos);
    }
    for (const char* country : {"TD", "NE", "ML", "BJ", "GM", "IN", "SN", "US", "MA"}) {
      CAPTURE(country);
      CHECK(strings->country(country, language).has_value());
    }
    // A language is offered by its own name, whichever language is shown.
    for (const Language offered : kLanguages) {
      const std::string key = "language." + std::string(code(offered));
      CHECK(strings->text(key, language) == strings->text(key, offered));
    }
  }
}

TEST_CASE("a key that is no key, and a text longer than any button, are told") {
  const StringsFolder folder;
  for (const char* language : {"ar", "zgh", "fr", "es", "en"}) {
    folder.put(std::string(language) + ".json", R"({"Back to map": "x"})");
  }
  CHECK(folder.refusal() ==
        "ar.json: 'Back to map': a key is small letters, digits, dots and underscores. Rename it.");
  const StringsFolder endless;
  endless.put("ar.json", "{\"back\": \"" + std::string(500, 'x') + "\"}");
  CHECK(endless.refusal().find("ar.json: back: ") == 0);
}

// Starting, the program looks by its own sentences alone.
TEST_CASE("the words agree with the schema by which editors check them") {
  const Schema schema("strings");
  int files = 0;
  const fs::path folder = fs::path(KIOSK_SOURCE_DIR) / "assets/strings";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json" || entry.path().filename() == "countries.json")
      continue;
    ++files;
    std::ifstream stream(entry.path());
    const SchemaFindings findings =
        schema.check(nlohmann::json::parse(stream), entry.path().filename().string());
    for (const auto& problem : findings.problems) FAIL_CHECK(problem.sentence());
  }
  CHECK(files >= 13);
  CHECK(schema.check(nlohmann::json{{"a..b", "x"}}, "x.json").problems.size() == 1);
}

TEST_CASE("a key without a part between its dots is none") {
  for (const char* key : {"a..b", "a.", ".a", "1a", ""}) {
    const StringsFolder folder;
    folder.put("ar.json", "{\"" + std::string(key) + "\": \"x\"}");
    CHECK(folder.refusal().find("ar.json: ") == 0);
    CHECK(folder.refusal().find("a key is small letters") != std::string::npos);
  }
}
