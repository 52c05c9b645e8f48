#include "kiosk/pack/load_pack.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "kiosk/pack/json_document.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;

namespace {

Pack good_pack() {
  auto pack = load_pack(test::test_packs() / "good");
  REQUIRE(pack.has_value());
  return *pack;
}

std::string all_sentences(const tl::expected<Pack, Problems>& pack) {
  std::string text;
  if (pack) return text;
  for (const Problem& problem : pack.error()) text += problem.sentence() + "\n";
  return text;
}

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the good pack loads, with its homes first and the others by id") {
  const Pack pack = good_pack();
  std::vector<std::string> ids;
  for (const City& city : pack.values().cities) ids.push_back(city.id.value);
  CHECK(ids == std::vector<std::string>{"port", "oasis", "delta"});
}

TEST_CASE("a city beside another has that one's position") {
  const Pack pack = good_pack();
  const City* oasis = pack.city(CityId{"oasis"});
  REQUIRE(oasis != nullptr);
  CHECK(oasis->position == LonLat{-11.5, 26.5});
  CHECK(oasis->beside == CityId{"port"});
}

TEST_CASE("the good pack's values are those of its files") {
  const Pack pack = good_pack();
  const PackValues& values = pack.values();
  CHECK(values.id == "good");
  CHECK(values.serial == 3);
  CHECK(values.default_language == Language::kFrench);
  CHECK(values.languages.at(1).fallback == Language::kArabic);
  CHECK(values.idle.warn_after == Millis{60'000});
  CHECK(values.map.north_east == LonLat{30, 40});
  CHECK(values.map.border_rules.at(0).style == BorderStyle::kDashed);

  const City* delta = pack.city(CityId{"delta"});
  REQUIRE(delta != nullptr);
  CHECK(delta->population->sources.size() == 2);
  CHECK(delta->facts.at(1).text.get(Language::kEnglish) == "It has a river.");
  CHECK(delta->photos.at(0).kind == PhotoKind::kIllustration);

  const Agreement* signed_one = pack.agreement_of(CityId{"delta"});
  REQUIRE(signed_one != nullptr);
  CHECK(signed_one->home == CityId{"port"});
  CHECK(signed_one->voices.at(0).speaker.get(Language::kArabic) == "Ada Essai");
  CHECK(signed_one->place.get(Language::kTamazight) == "Bissau");
  const Agreement& announced = values.agreements[1];
  CHECK_FALSE(announced.home.has_value());
  CHECK(announced.status == AgreementStatus::kInProgress);
  REQUIRE(std::holds_alternative<UnnamedPartner>(announced.partner));
  CHECK(std::get<UnnamedPartner>(announced.partner).country == "US");
  CHECK(values.club->members.size() == 2);
}

TEST_CASE("a language with a fallback shows the fallback's words as the fallback's") {
  const Pack pack = good_pack();
  const Wording wording = pack.resolve(pack.values().title, Language::kTamazight);
  CHECK(wording.language == Language::kArabic);
  CHECK(wording.text == "معرض");
}

TEST_CASE("the hash changes with a letter and with a picture, and not with the folder's place") {
  const std::string good = good_pack().values().hash;
  CHECK(good.size() == 64);
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  CHECK(load_pack(folder.path())->values().hash == good);

  const fs::path club = folder.path() / "club.json";
  const std::string text = test::read_bytes(club);
  test::write_bytes(club, edited(text, "A council.", "A Council."));
  CHECK(load_pack(folder.path())->values().hash != good);

  test::write_bytes(club, text);
  CHECK(load_pack(folder.path())->values().hash == good);
  const fs::path picture = folder.path() / "photos/delta/market.png";
  test::write_bytes(picture, test::read_bytes(picture) + "x");
  CHECK(load_pack(folder.path())->values().hash != good);
}

TEST_CASE("a built pack's pictures are not read, and at a start not even looked for") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  fs::remove_all(folder.path() / "photos");
  test::write_bytes(folder.path() / "pictures/a.jpg", "no picture");
  test::write_bytes(folder.path() / "pictures/b.jpg", "nor this");
  test::write_bytes(folder.path() / "pictures.json",
                    R"({"format": 1, "pictures": [{"file": "photos/delta/market.png",)"
                    R"("picture": "pictures/a.jpg", "thumbnail": "pictures/b.jpg",)"
                    R"("width": 4, "height": 3, "blur": ")" +
                        std::string(64, '0') + R"("}]})");
  const auto pack = load_pack(folder.path());
  REQUIRE(pack.has_value());
  test::write_bytes(folder.path() / "pictures/a.jpg", "another");
  CHECK(load_pack(folder.path())->values().hash == pack->values().hash);

  fs::remove(folder.path() / "pictures/b.jpg");
  CHECK_FALSE(load_pack(folder.path()).has_value());
  const auto started = load_pack(folder.path(), PackStanding::kAccepted);
  REQUIRE(started.has_value());
  CHECK(started->values().hash == pack->values().hash);

  // What is not looked for must not lead out of the pack either.
  std::string index = test::read_bytes(folder.path() / "pictures.json");
  index.replace(index.find("pictures/a.jpg"), 14, "pictures/../../a.jpg");
  test::write_bytes(folder.path() / "pictures.json", index);
  CHECK_FALSE(load_pack(folder.path(), PackStanding::kAccepted).has_value());
}

TEST_CASE("the limits of what travels are asked at the door alone") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  std::string city = test::read_bytes(folder.path() / "cities/delta.json");
  city.insert(city.find('{') + 1, std::string(kMaxDocumentBytes, ' '));
  test::write_bytes(folder.path() / "cities/delta.json", city);
  CHECK_FALSE(load_pack(folder.path()).has_value());
  CHECK(load_pack(folder.path(), PackStanding::kAccepted).has_value());
}

TEST_CASE("a pack without a club is a pack") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  fs::remove(folder.path() / "club.json");
  const auto pack = load_pack(folder.path());
  REQUIRE(pack.has_value());
  CHECK_FALSE(pack->values().club.has_value());
}

TEST_CASE("litter that other systems leave on sticks is not content") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  test::write_bytes(folder.path() / "cities/._delta.json", std::string_view("\0\5\26\7", 4));
  test::write_bytes(folder.path() / "cities/.DS_Store", "x");
  CHECK(all_sentences(load_pack(folder.path())) == "");
}

TEST_CASE("what is no content folder is told in one sentence") {
  const test::TemporaryFolder folder;
  const std::string place = folder.path().string();
  CHECK(all_sentences(load_pack(folder.path())) ==
        "pack.json: no such file 'pack.json'. This is not a content folder without it.\n");
  CHECK(all_sentences(load_pack(folder.path() / "none")) ==
        place + "/none: no such folder. Give the folder that holds pack.json.\n");
  test::write_bytes(folder.path() / "file.kpack", "x");
  CHECK(all_sentences(load_pack(folder.path() / "file.kpack")) ==
        place +
            "/file.kpack: this is a file, not a folder. Give the folder that holds pack.json.\n");
}

TEST_CASE("a picture of the largest size passes and one byte more does not") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  const fs::path picture = folder.path() / "photos/delta/market.png";
  fs::resize_file(picture, kMaxPictureBytes);
  CHECK(all_sentences(load_pack(folder.path())) == "");
  fs::resize_file(picture, kMaxPictureBytes + 1);
  CHECK(all_sentences(load_pack(folder.path())) ==
        "cities/delta.json: photos[0].file: the picture 'photos/delta/market.png' is 33554433 "
        "bytes large, more than 33554432. Save it smaller.\n");
}
