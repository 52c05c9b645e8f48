// What cannot be read, or is of another shape than it should be, is told in a sentence: no
// exception of a stream or of JSON comes out. A folder in a file's place fails every read of it,
// as a bad sector would.
#include <doctest/doctest.h>

#include <string>

#include "kiosk/authoring/adopt.h"
#include "kiosk/authoring/content_check.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/authoring/table_import.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"
#include "tests/authoring/picture_making.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::making;
using test::read_bytes;
using test::write_bytes;

namespace {

void lay_good(const fs::path& folder) {
  test::copy_over(test::test_packs() / "good", folder);
  write_bytes(folder / "photos/delta/market.png", read_bytes(test::test_packs() / "market.jpg"));
}

void put_folder_in_place_of(const fs::path& file) {
  fs::remove(file);
  fs::create_directories(file);
}

std::string sentences(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.sentence() + "\n";
  return text;
}

TableImport table_in(const fs::path& folder) {
  TableImport request;
  request.table = folder / "cities.csv";
  request.folder = folder;
  request.country_code = [](const std::string&) { return std::string("GM"); };
  return request;
}

}  // namespace

TEST_CASE("a file that cannot be read or is not there is refused, a whole one is read") {
  const test::TemporaryFolder folder;
  write_bytes(folder.path() / "a", "abc");
  CHECK(read_plain_file(folder.path() / "a", 3).value_or("") == "abc");
  CHECK_FALSE(read_plain_file(folder.path() / "a", 2).has_value());
  const auto missing = read_plain_file(folder.path() / "b", 3);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().what == "there is no such file");
  CHECK_FALSE(read_plain_file(folder.path(), 3).has_value());
}

TEST_CASE("adopting tells of a city's file that cannot be read, and of a pack.json of no use") {
  for (const char* file : {"cities/delta.json", "pack.json"}) {
    const test::TemporaryFolder folder;
    lay_good(folder.path());
    write_bytes(folder.path() / "photos/delta/quai.jpg",
                read_bytes(test::test_packs() / "market.jpg"));
    put_folder_in_place_of(folder.path() / file);
    const AdoptReport report = adopt_pictures(folder.path(), "", making());
    CHECK(report.adopted.empty());
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems.front().file == file);
  }
}

TEST_CASE("adopting survives JSON of the wrong types, and keeps what it does not understand") {
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  write_bytes(folder.path() / "photos/delta/quai.jpg",
              read_bytes(test::test_packs() / "market.jpg"));
  write_bytes(folder.path() / "pack.json", R"({"languages": ["fr", {"code": 7}, {"code": "fr"}]})");
  write_bytes(folder.path() / "cities/delta.json",
              R"({"name": {"fr": 3}, "photos": [7, {"file": 8}]})");
  const AdoptReport report = adopt_pictures(folder.path(), "", making());
  CHECK(report.adopted.size() == 2);
  CHECK(read_bytes(folder.path() / "cities/delta.json").find("\"Quai\"") != std::string::npos);
  write_bytes(folder.path() / "cities/delta.json", "[1, 2]");
  CHECK(sentences(adopt_pictures(folder.path(), "", making()).problems)
            .find("cities/delta.json: it is no JSON object. ") == 0);
}

TEST_CASE(
    "a table, a pack.json or agreements that cannot be read are told, and nothing is written") {
  for (const char* file : {"cities.csv", "pack.json", "agreements.json"}) {
    const test::TemporaryFolder folder;
    lay_good(folder.path());
    write_bytes(folder.path() / "cities.csv", "nom;lat;lon\nTera;1;2\n");
    put_folder_in_place_of(folder.path() / file);
    const auto report = import_table(table_in(folder.path()));
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems.front().file == file);
    CHECK_FALSE(fs::exists(folder.path() / "cities/tera.json"));
  }
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  CHECK(sentences(import_table(table_in(folder.path())).problems) ==
        "cities.csv: there is no such file. Check its name and its place.\n");
}

TEST_CASE("agreements that are no list are not written over; values of other types are no crash") {
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  write_bytes(folder.path() / "cities.csv", "nom;lat;lon\nTera;1;2\n");
  write_bytes(folder.path() / "agreements.json", "{\"mine\": true}");
  CHECK(import_table(table_in(folder.path())).problems.size() == 1);
  CHECK(read_bytes(folder.path() / "agreements.json") == "{\"mine\": true}");
  write_bytes(folder.path() / "agreements.json", "[7, {\"partner\": {\"country\": \"US\"}}]");
  write_bytes(folder.path() / "pack.json", R"({"languages": [3, {"code": "fr"}], "homes": [4]})");
  CHECK(import_table(table_in(folder.path())).cities == std::vector<std::string>{"tera"});
}

TEST_CASE("the litter of other systems and hidden folders are nobody's content") {
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  for (const char* name : {"photos/delta/._market.png", "photos/delta/THUMBS.DB", ".git/config",
                           "System Volume Information/x", "lost+found/y", "~$notes.docx"}) {
    write_bytes(folder.path() / name, "litter");
  }
  CHECK(sentences(check_content(folder.path(), making()).problems).empty());
}

TEST_CASE("a pack whose file cannot be read while it is written is told by that name") {
  const test::TemporaryFolder folder;
  lay_good(folder.path() / "content");
  const auto built = build_pack(folder.path() / "content", folder.path() / "tree", making());
  REQUIRE(built.has_value());
  const fs::path file = folder.path() / "a.kpack";
  const SecretKey key = make_secret_key();
  const std::string club = read_bytes(folder.path() / "tree/club.json");
  put_folder_in_place_of(folder.path() / "tree/club.json");
  const auto unread = write_archive(file, folder.path() / "tree", built->manifest, key);
  REQUIRE_FALSE(unread.has_value());
  CHECK(unread.error().kind == FailureKind::kFailed);
  CHECK(unread.error().message.starts_with(file.string() + ": 'club.json' of the pack "));
  fs::remove(folder.path() / "tree/club.json");
  write_bytes(folder.path() / "tree/club.json", club + " ");
  CHECK_FALSE(write_archive(file, folder.path() / "tree", built->manifest, key).has_value());
  CHECK_FALSE(fs::exists(file));
  CHECK_FALSE(fs::exists(file.string() + ".part"));
}
