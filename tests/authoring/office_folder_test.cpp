// What an office brings back on a stick: texts edited in Notepad, photographs dropped in.
#include "kiosk/authoring/office_folder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "kiosk/authoring/folder_listing.h"
#include "kiosk/authoring/office_texts.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/authoring/photo_words.h"
#include "tests/imaging/photo_maker.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::jpeg_of;
using test::read_bytes;
using test::scene;
using test::write_bytes;

namespace {

const std::string& photo(std::uint32_t seed) {
  static const std::array<std::string, 4> kMade = [] {
    std::array<std::string, 4> made;
    for (std::uint32_t i = 0; i < made.size(); ++i) made.at(i) = jpeg_of(scene(1400, 900, i + 1));
    return made;
  }();
  return kMade.at(seed);
}

// An office's stick: the good test pack in a folder, and room for our own.
class Office {
 public:
  Office() {
    test::copy_over(test::test_packs() / "good", stick());
    write_bytes(stick() / "photos/delta/market.png", read_bytes(test::test_packs() / "market.jpg"));
  }
  [[nodiscard]] fs::path stick() const { return m_folder.path() / "kiosk-content"; }
  [[nodiscard]] fs::path ours() const { return m_folder.path() / "ours"; }
  void put(const std::string& name, std::string_view bytes) const {
    write_bytes(stick() / name, bytes);
  }
  void edit(const std::string& name, const std::string& old, const std::string& fresh) const {
    std::string text = read_bytes(stick() / name);
    const std::size_t at = text.find(old);
    REQUIRE(at != std::string::npos);
    write_bytes(stick() / name, text.replace(at, old.size(), fresh));
  }
  [[nodiscard]] OfficeFolder bring(bool strict = false) const {
    fs::remove_all(ours());
    OfficeFolderRequest request;
    request.source = stick();
    request.out = ours();
    request.strict = strict;
    request.making.worker.program = find_import_worker();
    request.making.cache = m_folder.path() / "cache";
    request.unknown_author.set(Language::kFrench, "Auteur inconnu");
    auto office = prepare_office_folder(request);
    REQUIRE_MESSAGE(office.has_value(), office.error().message);
    return *office;
  }
  // The problems of what we made of it.
  [[nodiscard]] BuiltPack build() const {
    PictureMaking making;
    making.worker.program = find_import_worker();
    making.cache = m_folder.path() / "cache";
    const fs::path tree = m_folder.path() / "tree";
    fs::remove_all(tree);
    auto built = build_pack(ours(), tree, making);
    REQUIRE(built.has_value());
    for (const Problem& problem : built->check.problems) MESSAGE(problem.sentence());
    return *built;
  }

 private:
  test::TemporaryFolder m_folder;
};

const LeftOutPicture* left_out(const OfficeFolder& office, const std::string& file) {
  for (const CityPictures& city : office.cities) {
    for (const LeftOutPicture& picture : city.left_out) {
      if (picture.file == file) return &picture;
    }
  }
  return nullptr;
}

const AddedPicture* added(const OfficeFolder& office, const std::string& file) {
  for (const CityPictures& city : office.cities) {
    for (const AddedPicture& picture : city.added) {
      if (picture.file == file) return &picture;
    }
  }
  return nullptr;
}

void check_fault(const OfficeFolder& office, const std::string& file, PictureFault fault) {
  CAPTURE(file);
  const LeftOutPicture* picture = left_out(office, file);
  REQUIRE(picture != nullptr);
  CHECK(picture->fault == fault);
  CHECK(picture->sentence().starts_with(file + ": "));
  CHECK(picture->sentence().ends_with("."));
}

}  // namespace

TEST_CASE("a folder brought back unchanged is the same folder") {
  const Office office;
  office.put(".DS_Store", "x");
  office.put("photos/delta/._market.png", "x");
  office.put("photos/delta/Thumbs.db", "x");
  office.put("README.txt", "x");
  const OfficeFolder brought = office.bring();
  CHECK(brought.cities.empty());
  CHECK(brought.problems.empty());
  for (const auto& entry : fs::recursive_directory_iterator(office.ours())) {
    if (!entry.is_regular_file()) continue;
    const fs::path name = fs::relative(entry.path(), office.ours());
    CAPTURE(name.string());
    CHECK(read_bytes(entry.path()) == read_bytes(office.stick() / name));
  }
  CHECK_FALSE(fs::exists(office.ours() / "README.txt"));
  CHECK(office.build().check.problems.empty());
}

TEST_CASE("photographs that no text mentions get safe names and captions of their own") {
  const Office office;
  office.put("photos/Delta/March\xC3\xA9  du fleuve_2.JPG", photo(0));
  office.put("photos/port/IMG_1234.jpeg", photo(1));
  office.put("photos/port/Bateaux/le vieux quai.jpg", photo(2));
  const OfficeFolder brought = office.bring();
  const AddedPicture* market = added(brought, "photos/Delta/March\xC3\xA9  du fleuve_2.JPG");
  REQUIRE(market != nullptr);
  CHECK(market->placed == "photos/delta/marche-du-fleuve-2.jpg");
  CHECK(market->caption == "March\xC3\xA9 du fleuve");
  CHECK(market->credit == "Auteur inconnu");
  const AddedPicture* camera = added(brought, "photos/port/IMG_1234.jpeg");
  REQUIRE(camera != nullptr);
  CHECK(camera->placed == "photos/port/img-1234.jpg");
  CHECK(added(brought, "photos/port/Bateaux/le vieux quai.jpg") != nullptr);
  const BuiltPack built = office.build();
  REQUIRE(built.check.problems.empty());
  const City& port = *built.check.reading.pack->city(CityId{"port"});
  REQUIRE(port.photos.size() == 2);
  CHECK(camera->caption == *port.name.get(Language::kFrench));
  for (const Photo& one : port.photos) {
    CHECK(one.alt == one.caption);
    CHECK(one.kind == PhotoKind::kPhoto);
  }
  // The same folder brought twice is the same pack.
  const Manifest first = built.manifest;
  static_cast<void>(office.bring());
  CHECK(to_json(office.build().manifest) == to_json(first));
}

TEST_CASE("one bad photograph of each kind is left out with its reason, the good one stays") {
  const Office office;
  office.put("photos/port/bon.jpg", photo(0));
  office.put("photos/port/encore bon.jpg", photo(0));
  office.put("photos/port/petit.jpg", jpeg_of(scene(640, 480, 5)));
  office.put("photos/port/coupe.jpg", photo(1).substr(0, photo(1).size() / 2));
  office.put("photos/port/vide.jpg", "");
  office.put("photos/port/iphone.HEIC", std::string("\0\0\0\x18"
                                                    "ftypheic\0\0\0\0mif1heic",
                                                    24));
  office.put("photos/port/dessin.svg",
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"900\"><rect "
             "width=\"1600\" height=\"900\" fill=\"#123\"/></svg>");
  office.put("photos/port/gros.jpg", photo(2) + std::string(33 * 1024 * 1024, '\0'));
  office.put("photos/atlantis/ile.jpg", photo(1));
  office.put("photos/seule.jpg", photo(1));
  fs::create_symlink("/etc/hostname", office.stick() / "photos/port/lien.jpg");
  fs::create_directory_symlink("/etc", office.stick() / "photos/etc");
  const OfficeFolder brought = office.bring();
  CHECK(brought.problems.empty());
  CHECK(added(brought, "photos/port/bon.jpg") != nullptr);
  check_fault(brought, "photos/port/encore bon.jpg", PictureFault::kTwice);
  check_fault(brought, "photos/port/petit.jpg", PictureFault::kTooSmall);
  check_fault(brought, "photos/port/coupe.jpg", PictureFault::kUnreadable);
  check_fault(brought, "photos/port/vide.jpg", PictureFault::kUnreadable);
  check_fault(brought, "photos/port/iphone.HEIC", PictureFault::kWrongKind);
  check_fault(brought, "photos/port/dessin.svg", PictureFault::kWrongKind);
  check_fault(brought, "photos/port/gros.jpg", PictureFault::kTooLarge);
  check_fault(brought, "photos/atlantis/ile.jpg", PictureFault::kNoCity);
  check_fault(brought, "photos/seule.jpg", PictureFault::kNoCity);
  check_fault(brought, "photos/port/lien.jpg", PictureFault::kLink);
  const BuiltPack built = office.build();
  CHECK(built.check.problems.empty());
  CHECK(built.check.reading.pack->city(CityId{"port"})->photos.size() == 1);
}

TEST_CASE("strict: what would be left out is a problem") {
  const Office office;
  office.put("photos/port/petit.jpg", jpeg_of(scene(640, 480, 5)));
  const OfficeFolder brought = office.bring(true);
  REQUIRE(brought.problems.size() == 1);
  CHECK(brought.problems.front().sentence() ==
        "photos/port/petit.jpg: the picture is 640 pixels wide, less than 1280. Use the original "
        "from the camera, not a copy from a message.");
  CHECK(office.bring(false).problems.empty());
}

TEST_CASE("a mentioned picture that is missing or broken goes with its mention; strict leaves it") {
  const Office office;
  office.put("photos/delta/market.png", "no picture");
  const OfficeFolder brought = office.bring();
  check_fault(brought, "photos/delta/market.png", PictureFault::kWrongKind);
  CHECK(left_out(brought, "photos/delta/market.png")->mentioned);
  const BuiltPack built = office.build();
  REQUIRE(built.check.problems.empty());
  CHECK(built.check.reading.pack->city(CityId{"delta"})->photos.empty());
  static_cast<void>(office.bring(true));
  CHECK(office.build().check.problems.size() == 1);

  fs::remove(office.stick() / "photos/delta/market.png");
  check_fault(office.bring(), "photos/delta/market.png", PictureFault::kMissing);
  office.edit("cities/delta.json", "photos/delta/market.png", "../../../etc/passwd");
  check_fault(office.bring(), "../../../etc/passwd", PictureFault::kMissing);
  CHECK(office.build().check.problems.empty());
}

TEST_CASE("names that a stick or a Mac has changed are found") {
  const Office office;
  office.edit("cities/delta.json", "photos/delta/market.png", "photos/delta/March\xC3\xA9.png");
  fs::rename(office.stick() / "photos/delta/market.png",
             office.stick() / "photos/delta/MARCHE\xCC\x81.PNG");
  fs::rename(office.stick() / "photos/delta", office.stick() / "photos/DELTA");
  fs::rename(office.stick() / "pack.json", office.stick() / "PACK.JSON");
  fs::rename(office.stick() / "cities/delta.json", office.stick() / "cities/Delta.json");
  const OfficeFolder brought = office.bring();
  CHECK(brought.cities.empty());
  const BuiltPack built = office.build();
  CHECK(built.check.problems.empty());
  CHECK(built.check.reading.pack->city(CityId{"delta"})->photos.size() == 1);
}

TEST_CASE("what Notepad does to a text is taken off again") {
  CHECK(as_plain_text("\xEF\xBB\xBF{\r\n}\r\n") == "{\n}\n");
  CHECK(as_plain_text(std::string("\xFF\xFE{\0}\0", 6)) == "{}");
  CHECK(as_plain_text("{}\n") == "{}\n");
  const Office office;
  office.edit("cities/port.json", "{", "\xEF\xBB\xBF{");
  CHECK(office.bring().problems.empty());
  CHECK(office.build().check.problems.empty());
}

TEST_CASE("a city's broken text blocks, with its place; a link is not followed") {
  const Office office;
  const std::string fine = read_bytes(office.stick() / "cities/port.json");
  office.edit("cities/port.json", "\"port\",", "\"port\"");
  OfficeFolder brought = office.bring();
  REQUIRE(brought.problems.size() == 1);
  CHECK(brought.whole);
  CHECK(brought.problems.front().file == "cities/port.json");
  CHECK(brought.problems.front().sentence().find("line 3") != std::string::npos);
  CHECK_FALSE(brought.problems.front().remedy.empty());
  // The build says the very same of it.
  const Problems told = office.build().check.problems;
  CHECK(std::ranges::find(told, brought.problems.front()) != told.end());

  office.put("port.json", fine);
  fs::remove(office.stick() / "cities/port.json");
  fs::create_symlink("../port.json", office.stick() / "cities/port.json");
  brought = office.bring();
  REQUIRE(brought.problems.size() == 1);
  CHECK(brought.problems.front().what == "'cities/port.json' is a link");
  CHECK_FALSE(brought.whole);
}

TEST_CASE("a reader that does not work leaves no picture out: it is said instead") {
  const Office office;
  OfficeFolderRequest request;
  request.source = office.stick();
  request.out = office.ours();
  request.making.worker.program = "/bin/false";
  const auto brought = prepare_office_folder(request);
  REQUIRE_FALSE(brought.has_value());
  CHECK(brought.error().kind == FailureKind::kFailed);
  CHECK(brought.error().message.find("no picture can be read at all") != std::string::npos);
}

TEST_CASE("a folder of too many names is refused") {
  const test::TemporaryFolder folder;
  for (std::size_t i = 0; i < kMostListedNames; ++i) {
    write_bytes(folder.path() / std::to_string(i), "");
  }
  CHECK(list_folder(folder.path()).has_value());
  write_bytes(folder.path() / "more", "");
  REQUIRE_FALSE(list_folder(folder.path()).has_value());
  CHECK(list_folder(folder.path()).error().kind == FailureKind::kCorrupt);
}

TEST_CASE("captions are made of words that a person wrote") {
  CHECK(caption_of("photos/x/marche-albert_2.jpg") == "Marche albert");
  CHECK(caption_of("MARCHE ALBERT.JPG") == "Marche albert");
  CHECK(caption_of("l'h\xC3\xB4tel de ville (3).jpg") == "L\xE2\x80\x99h\xC3\xB4tel de ville");
  CHECK(caption_of("\xC3\xA9glise.png") == "\xC3\x89glise");
  CHECK(caption_of("IMG_1234 grand souk.jpg") == "Grand souk");
  CHECK(caption_of("\xD8\xA7\xD9\x84\xD8\xB3\xD9\x88\xD9\x82 1.jpg") ==
        "\xD8\xA7\xD9\x84\xD8\xB3\xD9\x88\xD9\x82");
  for (const char* name :
       {"IMG_1234.jpg", "DSC0001.JPG", "DSC_0001.jpg", "20251031_120000.jpg", "PXL_20250101_1.jpg",
        "WhatsApp Image 2025-10-31 at 12.00.00.jpeg", "Photo 3.jpg", "P1010023.JPG", "_MG_12.jpg",
        "image.png", "\xE5\x9B\xBE\xE7\x89\x87.jpg", "\xFF\xFE.jpg", "TODO.jpg.jpg"}) {
    CAPTURE(name);
    const auto caption = caption_of(name);
    CHECK_FALSE(caption.has_value());
  }
  CHECK(caption_of(std::string(100, 'a') + " " + std::string(100, 'b'))->size() <= kLongestCaption);
}

TEST_CASE("credits and names of strangers are made harmless") {
  CHECK(credit_of("Awa  Diop\0rest") == "Awa Diop");
  CHECK(credit_of("\xC2\xA9 A. Person, 2024 ") == "\xC2\xA9 A. Person, 2024");
  CHECK(credit_of("a\xE2\x80\xAE"
                  "b\x07") == "ab");
  CHECK_FALSE(credit_of("").has_value());
  CHECK_FALSE(credit_of("\xFF\xFF").has_value());
  CHECK_FALSE(credit_of("TODO").has_value());
  CHECK_FALSE(credit_of(" 123 ").has_value());
  CHECK(safe_stem_of("photos/a/March\xC3\xA9 du S\xC3\xA9n\xC3\xA9gal.JPG") == "marche-du-senegal");
  CHECK(safe_stem_of("\xD8\xB3\xD9\x88\xD9\x82.jpg") == "photo");
}

TEST_CASE("who took a photograph is asked of its camera") {
  const Office office;
  // The photo maker's description is an ASCII entry in the first directory; as the artist's tag it
  // is one.
  test::JpegKind kind;
  kind.place = "Fatou Ceesay";
  std::string bytes = jpeg_of(scene(1400, 900, 9), kind);
  const std::size_t tag = bytes.find(std::string("\x0E\x01\x02\x00", 4));
  REQUIRE(tag != std::string::npos);
  bytes.replace(tag, 2, std::string("\x3B\x01", 2));
  office.put("photos/port/quai.jpg", bytes);
  const OfficeFolder brought = office.bring();
  const AddedPicture* quay = added(brought, "photos/port/quai.jpg");
  REQUIRE(quay != nullptr);
  CHECK(quay->credit == "Fatou Ceesay");
}
