// Every folder in tests/packs/unfit/ is laid over tests/packs/good/, with a photograph in place
// of its picture, and must give exactly the sentences of its expected.txt. What the loader
// refuses is in tests/packs/broken/.
#include "kiosk/authoring/content_check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "kiosk/authoring/adopt.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/load_pack.h"
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

std::string sentences(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.sentence() + "\n";
  return text;
}

}  // namespace

TEST_CASE("the good pack has no problem, and says which language another stands in for") {
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  const ContentCheck found = check_content(folder.path(), making());
  CHECK(sentences(found.problems).empty());
  CHECK(sentences(found.notes).find("'zgh'") != std::string::npos);
}

TEST_CASE("every unfit pack is told by exactly the sentences that were written down for it") {
  std::vector<fs::path> overlays;
  for (const auto& entry : fs::directory_iterator(test::test_packs() / "unfit")) {
    overlays.push_back(entry.path());
  }
  std::ranges::sort(overlays);
  REQUIRE(overlays.size() >= 38);
  for (const fs::path& overlay : overlays) {
    CAPTURE(overlay.filename().string());
    const test::TemporaryFolder folder;
    lay_good(folder.path());
    test::copy_over(overlay, folder.path());
    fs::remove(folder.path() / "expected.txt");
    const std::string expected = read_bytes(overlay / "expected.txt");
    CHECK_FALSE(expected.empty());
    CHECK(sentences(check_content(folder.path(), making()).problems) == expected);
  }
}

TEST_CASE("what is wrong in a broken pack is told beside what is wrong with its pictures") {
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  write_bytes(folder.path() / "photos/delta/market.png", "GIF89a");
  write_bytes(folder.path() / "club.json", "{");
  const std::string told = sentences(check_content(folder.path(), making()).problems);
  CHECK(told.find("club.json") != std::string::npos);
  CHECK(told.find("GIF") != std::string::npos);
}

TEST_CASE("a built pack loads, shows its pictures, and is the same with and without a cache") {
  const test::TemporaryFolder folder;
  lay_good(folder.path() / "source");
  PictureMaking how = making();
  how.cache = folder.path() / "cache";
  const auto first = build_pack(folder.path() / "source", folder.path() / "a", how);
  const auto cached = build_pack(folder.path() / "source", folder.path() / "b", how);
  const auto fresh = build_pack(folder.path() / "source", folder.path() / "c", making());
  REQUIRE(first.has_value());
  REQUIRE(cached.has_value());
  REQUIRE(fresh.has_value());
  CHECK(to_json(first->manifest) == to_json(cached->manifest));
  CHECK(to_json(first->manifest) == to_json(fresh->manifest));
  const auto pack = load_pack(folder.path() / "a");
  REQUIRE(pack.has_value());
  const Photo& photo = pack->city(CityId{"delta"})->photos.front();
  REQUIRE(photo.built.has_value());
  CHECK(photo.built->width == 1400);
  CHECK(fs::exists(folder.path() / "a" / photo.built->picture));
  // A damaged entry of the cache counts as none.
  for (const auto& entry : fs::directory_iterator(how.cache)) write_bytes(entry.path(), "rubbish");
  const auto again = build_pack(folder.path() / "source", folder.path() / "d", how);
  REQUIRE(again.has_value());
  CHECK(to_json(again->manifest) == to_json(first->manifest));
  // A picture that is gone from a built pack is a problem of it.
  fs::remove(folder.path() / "a" / photo.built->picture);
  CHECK_FALSE(load_pack(folder.path() / "a").has_value());
}

TEST_CASE("adopted photographs get a caption from their name, and TODO for who took them") {
  const test::TemporaryFolder folder;
  lay_good(folder.path());
  const std::string photo = read_bytes(test::test_packs() / "market.jpg");
  write_bytes(folder.path() / "photos/delta/grand-marche_2.jpg", photo);
  write_bytes(folder.path() / "photos/delta/IMG_1234.jpg", photo);
  write_bytes(folder.path() / "photos/delta/wrong.jpg", "RIFF1234WEBP");
  write_bytes(folder.path() / "photos/nowhere/x.jpg", photo);
  const AdoptReport report = adopt_pictures(folder.path(), "", making());
  CHECK(report.adopted ==
        std::vector<std::string>{"photos/delta/IMG_1234.jpg", "photos/delta/grand-marche_2.jpg"});
  CHECK(sentences(report.problems).find("WebP") != std::string::npos);
  CHECK(sentences(report.problems).find("photos/nowhere") != std::string::npos);
  const ContentReading reading = read_content(folder.path());
  REQUIRE(reading.photos.size() == 3);
  CHECK(*reading.photos[1].photo.caption.get(Language::kFrench) == "Delta");
  CHECK(*reading.photos[2].photo.caption.get(Language::kFrench) == "Grand marche");
  CHECK(reading.photos[2].photo.credit == "TODO");
  // Once more finds nothing new.
  CHECK(adopt_pictures(folder.path(), "", making()).adopted.empty());
  const std::string told = sentences(check_content(folder.path(), making()).problems);
  CHECK(told.find("the credit is still to be written") != std::string::npos);
}
