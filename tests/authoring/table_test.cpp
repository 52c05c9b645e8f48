// Spreadsheets as offices save them.
#include "kiosk/authoring/table.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "kiosk/authoring/table_import.h"
#include "kiosk/authoring/unfinished.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;
using test::write_bytes;

namespace {

std::string utf16(const std::u16string& text, bool little, bool mark) {
  std::string bytes;
  const auto put = [&](char16_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  };
  if (mark) put(0xFEFF);
  for (const char16_t unit : text) put(unit);
  return bytes;
}

std::vector<std::string> cells(std::string_view text, std::size_t row = 0) {
  const auto rows = rows_of(text);
  return row < rows.size() ? rows[row].cells : std::vector<std::string>{};
}

using Cells = std::vector<std::string>;

// A content folder that import-table can fill.
void lay_pack(const fs::path& folder) {
  write_bytes(
      folder / "pack.json",
      R"({"languages":[{"code":"fr"},{"code":"ar"}],"default_language":"fr","homes":["here"],"sources":[]})");
  write_bytes(folder / "agreements.json", "[]");
}

TableImportReport imported(const fs::path& folder, const std::string& table, bool force = false) {
  write_bytes(folder / "table.csv", table);
  TableImport request;
  request.table = folder / "table.csv";
  request.folder = folder;
  request.force = force;
  request.country_code = [](const std::string& name) {
    return name == "Gambie" ? std::string("GM") : name.size() == 2 ? name : std::string();
  };
  return import_table(request);
}

}  // namespace

TEST_CASE("the encoding is found out") {
  const std::u16string words = u"nom;pays\nTéra;Niger\nالسمارة;x\n";
  const std::string plain = "nom;pays\nTéra;Niger\nالسمارة;x\n";
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false}) {
      // Without a mark only text that is mostly Latin can be told.
      const std::u16string text = mark ? words : u"nom;pays\nTéra;Niger\n";
      const auto decoded = decoded_table(utf16(text, little, mark));
      REQUIRE(decoded.has_value());
      CHECK(decoded->utf8 == (mark ? plain : "nom;pays\nTéra;Niger\n"));
    }
  }
  CHECK(decoded_table("\xEF\xBB\xBF" + plain)->utf8 == plain);
  CHECK(decoded_table(plain)->utf8 == plain);
  const auto western = decoded_table("nom\nT\xE9ra, l\x92\xEEle, \x80\n");
  CHECK(western->encoding == TableEncoding::kWindows1252);
  CHECK(western->utf8 == "nom\nTéra, l’île, €\n");
  const auto arabic = decoded_table("nom\n\xC7\xE1\xD3\xE3\xC7\xD1\xC9\n");
  CHECK(arabic->encoding == TableEncoding::kWindows1256);
  CHECK(arabic->utf8 == "nom\nالسمارة\n");
  CHECK(decoded_table("PK\x03\x04rest").error().message.find("workbook") != std::string::npos);
}

TEST_CASE("separators, quotes, line breaks and what Excel adds") {
  CHECK(cells("a;b,c;d\n") == Cells{"a", "b,c", "d"});
  CHECK(cells("a,b\tc,d\n") == Cells{"a", "b c", "d"});
  CHECK(cells("a\tb\tc\n") == Cells{"a", "b", "c"});
  CHECK(cells("sep=;\r\na;b\r\n") == Cells{"a", "b"});
  CHECK(cells("x;y\n\"a;\"\"b\"\"\";c\n", 1) == Cells{"a;\"b\"", "c"});
  CHECK(cells("x;y\n\"two\r\nlines\";c\n", 1) == Cells{"two lines", "c"});
  CHECK(cells("x;y\n=\"007\";c\n", 1) == Cells{"007", "c"});
  CHECK(cells("x;y\n a\xC2\xA0 ;b;;;\n;;;;\n", 1) == Cells{"a", "b"});
  CHECK(rows_of("x;y\n;;\n\na;b\n").size() == 2);
  CHECK(rows_of("x\n\"a\nb\"\nc\n")[2].line == 4);
  CHECK(rows_of("x\ry\rz")[2].line == 3);
  CHECK(cells("a;b", 0) == Cells{"a", "b"});
  CHECK(cells("a;b\rc;d\r", 1) == Cells{"c", "d"});
}

TEST_CASE("a row becomes a city and its agreement") {
  const test::TemporaryFolder folder;
  lay_pack(folder.path());
  const auto report =
      imported(folder.path(),
               "\xEF\xBB\xBFNom (fr);الاسم (ar);Pays;Latitude;Longitude;Population;Année;Texte "
               "(fr);Date;Lieu;Source;Fait 1 (fr)\r\n"
               "N'Djaména;أنجامينا;Gambie;12,11;15,05;1 026 848;2012;Une ville : "
               "\"grande\";31/10/2025;Smara;Recensement;Un fait\r\n");
  for (const Problem& problem : report.problems) MESSAGE(problem.sentence());
  REQUIRE(report.cities == std::vector<std::string>{"n-djamena"});
  const auto city = nlohmann::json::parse(read_bytes(folder.path() / "cities/n-djamena.json"));
  CHECK(city["name"]["fr"] == "N'Djaména");
  CHECK(city["name"]["ar"] == "أنجامينا");
  CHECK(city["country"] == "GM");
  CHECK(city["lat"] == 12.11);
  CHECK(city["population"]["value"] == 1026848);
  CHECK(city["story"]["fr"] == "Une ville\u202F: \"grande\"");
  CHECK(city["story"]["ar"] == "TODO");
  CHECK(city["facts"][0]["text"]["fr"] == "Un fait");
  const auto agreements = nlohmann::json::parse(read_bytes(folder.path() / "agreements.json"));
  CHECK(agreements[0]["date"] == "2025-10-31");
  CHECK(agreements[0]["status"] == "signed");
  CHECK(agreements[0]["home"] == "here");
  const auto pack = nlohmann::json::parse(read_bytes(folder.path() / "pack.json"));
  CHECK(pack["sources"][0]["title"] == "Recensement");
  CHECK(city["story_source"] == pack["sources"][0]["id"]);
}

TEST_CASE("dates as they are written, and as Excel keeps them") {
  for (const auto& [written, expected] :
       std::initializer_list<std::pair<const char*, const char*>>{{"2025", "2025"},
                                                                  {"10/2025", "2025-10"},
                                                                  {"2025-10-31", "2025-10-31"},
                                                                  {"31.10.2025", "2025-10-31"},
                                                                  {"45961", "2025-10-31"}}) {
    const test::TemporaryFolder folder;
    lay_pack(folder.path());
    CAPTURE(written);
    const auto report =
        imported(folder.path(), std::string("nom;lat;lon;date\nA;1;2;") + written + "\n");
    REQUIRE(report.problems.empty());
    CHECK(nlohmann::json::parse(read_bytes(folder.path() / "agreements.json"))[0]["date"] ==
          expected);
  }
}

TEST_CASE("everything wrong with a table is told at once, and nothing is written") {
  const test::TemporaryFolder folder;
  lay_pack(folder.path());
  const auto report = imported(folder.path(),
                               "nom;pays;lat;lon;population;date\n"
                               "A;Atlantis;95;2;many;32/13/2025\n"
                               ";GM;1;2;;\n"
                               "B;GM;1;2;5;\n"
                               "B;GM;1;2;;\n");
  std::string told;
  for (const Problem& problem : report.problems) told += problem.sentence() + "\n";
  CAPTURE(told);
  CHECK(report.problems.size() == 7);
  CHECK(told.find("table.csv: line 2, country: 'Atlantis' is not known.") != std::string::npos);
  CHECK(told.find("line 2, lat: '95' is no place in degrees") != std::string::npos);
  CHECK(told.find("line 3, name: the city has no name") != std::string::npos);
  CHECK(told.find("line 4, year: the population has no year") != std::string::npos);
  CHECK(told.find("line 5: there is a city 'b' already") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "cities"));
  CHECK(read_bytes(folder.path() / "agreements.json") == "[]");
  CHECK(imported(folder.path(), "nom;Bürgermeister\nA;x\n")
            .problems.front()
            .sentence()
            .find("heading") != std::string::npos);
}

TEST_CASE("what was edited since is not written over, unless asked") {
  const test::TemporaryFolder folder;
  lay_pack(folder.path());
  REQUIRE(imported(folder.path(), "nom;lat;lon\nA;1;2\n").problems.empty());
  CHECK(imported(folder.path(), "nom;lat;lon\nA;3;4\n").problems.size() == 1);
  CHECK(imported(folder.path(), "nom;lat;lon\nA;3;4\n", true).problems.empty());
  CHECK(nlohmann::json::parse(read_bytes(folder.path() / "cities/a.json"))["lat"] == 3);
  // Its agreement is not there twice.
  CHECK(nlohmann::json::parse(read_bytes(folder.path() / "agreements.json")).size() == 1);
}

TEST_CASE("ids from names") {
  CHECK(id_from("N'Djaména") == "n-djamena");
  CHECK(id_from("  Porto  Novo! ") == "porto-novo");
  CHECK(id_from("السمارة").empty());
}

TEST_CASE("spaces at which a line must not break") {
  CHECK(loose_spacing("1 026 848 habitants", Language::kEnglish).has_value());
  CHECK_FALSE(loose_spacing("in 2012 200 people came", Language::kEnglish).has_value());
  CHECK(loose_spacing("Ville : grande", Language::kFrench).has_value());
  CHECK_FALSE(loose_spacing("Town : large", Language::kEnglish).has_value());
  CHECK(with_firm_spacing("Oui !", Language::kFrench) == "Oui\u202F!");
  CHECK(with_firm_spacing("« Oui »", Language::kFrench) == "«\u00A0Oui\u00A0»");
  CHECK_FALSE(
      loose_spacing(with_firm_spacing("« A : 12 000 ! »", Language::kFrench), Language::kFrench)
          .has_value());
}
