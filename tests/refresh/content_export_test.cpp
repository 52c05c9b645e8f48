// To the stick and back: what is not touched comes back to the byte, what is edited comes back
// edited, and what was on the stick before stays.
#include "kiosk/refresh/content_export.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "kiosk/authoring/office_folder.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/refresh/change_summary.h"
#include "kiosk/refresh/stick_contents.h"
#include "tests/imaging/photo_maker.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::jpeg_of;
using test::read_bytes;
using test::scene;
using test::write_bytes;

namespace {

const fs::path& own_content() {
  static const fs::path kFolder = fs::path(KIOSK_SOURCE_DIR) / "content";
  return kFolder;
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), folder).generic_string()] = read_bytes(entry.path());
  }
  return files;
}

void check_equal(const fs::path& a, const fs::path& b) {
  const auto first = files_in(a);
  const auto second = files_in(b);
  REQUIRE_FALSE(first.empty());
  CHECK(first.size() == second.size());
  for (const auto& [name, bytes] : first) {
    CAPTURE(name);
    REQUIRE(second.contains(name));
    CHECK((second.at(name) == bytes));
  }
}

// A pack that is shown, an empty stick, and the way there and back.
class Journey {
 public:
  explicit Journey(const fs::path& content) : m_content(content) {
    fs::create_directories(stick());
    build(content, shown());
  }
  [[nodiscard]] fs::path shown() const { return m_folder.path() / "shown"; }
  [[nodiscard]] fs::path stick() const { return m_folder.path() / "stick"; }
  [[nodiscard]] fs::path office() const { return stick() / kOfficeFolder; }
  [[nodiscard]] fs::path made() const { return m_folder.path() / "made"; }

  [[nodiscard]] PackResult<ExportReport> copy_out(bool originals, const fs::path& to) const {
    ContentExport request;
    request.built = shown();
    if (originals) request.originals = m_content;
    request.program_content = own_content();
    request.language = Language::kFrench;
    request.stick = to;
    return export_content(request);
  }
  [[nodiscard]] ExportReport copy_out(bool originals = false) const {
    auto report = copy_out(originals, stick());
    REQUIRE_MESSAGE(report.has_value(), report.error().message);
    return *report;
  }
  // Back in, built anew; nothing that was made before is at hand but the shown pack.
  [[nodiscard]] OfficeFolder bring_back() const {
    OfficeFolderRequest request;
    request.source = office();
    request.out = m_folder.path() / "ours";
    request.making.worker.program = find_import_worker();
    request.making.cache = m_folder.path() / "cache";
    request.known_packs = {shown()};
    for (const fs::path& left : {request.out, request.making.cache, made()}) fs::remove_all(left);
    auto brought = prepare_office_folder(request);
    REQUIRE_MESSAGE(brought.has_value(), brought.error().message);
    build(request.out, made());
    return *brought;
  }
  [[nodiscard]] Pack pack(const fs::path& built) const {
    auto loaded = load_pack(built);
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
  }

 private:
  void build(const fs::path& from, const fs::path& to) const {
    PictureMaking making;
    making.worker.program = find_import_worker();
    making.cache = m_folder.path() / "cache";
    const auto built = build_pack(from, to, making);
    REQUIRE(built.has_value());
    for (const Problem& problem : built->check.problems) MESSAGE(problem.sentence());
    REQUIRE(built->check.problems.empty());
  }

  test::TemporaryFolder m_folder;
  fs::path m_content;
};

// A small pack with two photographs, one of them by a name that no stick keeps.
fs::path small_content(const test::TemporaryFolder& folder) {
  const fs::path content = folder.path() / "content";
  test::copy_over(test::test_packs() / "good", content);
  write_bytes(content / "photos/delta/market.png", read_bytes(test::test_packs() / "market.jpg"));
  return content;
}

}  // namespace

TEST_CASE("out and back unchanged, with originals and without, is the same pack to the byte") {
  const Journey journey(own_content());
  for (const bool originals : {true, false}) {
    CAPTURE(originals);
    fs::remove_all(journey.office());
    const ExportReport report = journey.copy_out(originals);
    CHECK(report.files > 30);
    CHECK(fs::exists(journey.office() / "illustrations/banjul.svg") == originals);
    CHECK(fs::exists(journey.office() / "illustrations/banjul.svg.jpg") != originals);
    CHECK(fs::is_directory(journey.office() / "photos/banjul"));
    const OfficeFolder brought = journey.bring_back();
    CHECK(brought.cities.empty());
    CHECK(brought.problems.empty());
    check_equal(journey.shown(), journey.made());
    CHECK(changes_between(journey.pack(journey.shown()), journey.pack(journey.made())).empty());
  }
}

TEST_CASE("the bundled pack, one text edited, five new photographs of which two are bad") {
  const Journey journey(own_content());
  static_cast<void>(journey.copy_out());
  const fs::path file = journey.office() / "cities/banjul.json";
  std::string text = read_bytes(file);
  const std::string old = "Capitale de la Gambie";
  REQUIRE(text.find(old) != std::string::npos);
  text.replace(text.find(old), old.size(), "Capitale de toute la Gambie");
  write_bytes(file, "\xEF\xBB\xBF" + text);  // as Notepad saves it
  const fs::path photos = journey.office() / "photos";
  write_bytes(photos / "banjul/March\xC3\xA9 Albert.jpg", jpeg_of(scene(1400, 900, 1)));
  write_bytes(photos / "banjul/IMG_1234.JPG", jpeg_of(scene(1400, 900, 2)));
  write_bytes(photos / "niamey/grand pont.png", test::png_of(scene(1300, 800, 3)));
  write_bytes(photos / "banjul/petite.jpg", jpeg_of(scene(600, 400, 4)));
  write_bytes(photos / "niamey/cassee.jpg", jpeg_of(scene(1400, 900, 5)).substr(0, 20'000));
  const OfficeFolder brought = journey.bring_back();
  CHECK(brought.problems.empty());
  REQUIRE(brought.cities.size() == 2);
  CHECK(brought.cities[0].city == "banjul");
  CHECK(brought.cities[0].added.size() == 2);
  REQUIRE(brought.cities[0].left_out.size() == 1);
  CHECK(brought.cities[0].left_out[0].fault == PictureFault::kTooSmall);
  CHECK(brought.cities[1].city == "niamey");
  CHECK(brought.cities[1].added.size() == 1);
  REQUIRE(brought.cities[1].left_out.size() == 1);
  CHECK(brought.cities[1].left_out[0].fault == PictureFault::kUnreadable);

  const ChangeSummary changes =
      changes_between(journey.pack(journey.shown()), journey.pack(journey.made()));
  CHECK(changes.pictures_added == 3);
  CHECK(changes.pictures_removed + changes.pictures_replaced == 0);
  REQUIRE(changes.cities_changed.size() == 2);
  CHECK(changes.cities_changed[0].city == CityId{"banjul"});
  CHECK(changes.cities_changed[0].parts == std::vector{ChangedPart::kStory});
  CHECK(changes.cities_changed[0].languages == std::vector{Language::kFrench});
  CHECK(changes.cities_changed[1].parts.empty());
  CHECK_FALSE(changes.rest_changed);
  // And everything else is equal to the byte.
  const auto before = files_in(journey.shown());
  const auto after = files_in(journey.made());
  for (const auto& [name, bytes] : before) {
    CAPTURE(name);
    const bool edited =
        name == "cities/banjul.json" || name == "cities/niamey.json" || name == "pictures.json";
    REQUIRE(after.contains(name));
    CHECK((after.at(name) == bytes) != edited);
  }
  CHECK(after.size() == before.size() + 6);
}

TEST_CASE("the guide stands there as Notepad shows it, in the staff's language") {
  const test::TemporaryFolder folder;
  const Journey journey(small_content(folder));
  static_cast<void>(journey.copy_out());
  const std::string guide = read_bytes(journey.office() / "LISEZ-MOI.txt");
  CHECK(guide.starts_with("\xEF\xBB\xBFLE CONTENU"));
  CHECK(guide.find("\r\n") != std::string::npos);
  for (std::size_t at = guide.find('\n'); at != std::string::npos; at = guide.find('\n', at + 1)) {
    CHECK(guide[at - 1] == '\r');
  }
  for (const Language language : kLanguages) CHECK(guide_name(language).ends_with(".txt"));
  CHECK(guide_name(Language::kTamazight) == guide_name(Language::kArabic));
  for (const char* language : {"ar", "en", "es", "fr"}) {
    const std::string text =
        read_bytes(own_content() / "office" / (std::string(language) + ".txt"));
    CAPTURE(language);
    CHECK(text.size() > 1500);
    for (const char* word : {"cities", "photos", "agreements.json", "pack.json", "1280", "IMG_1234",
                             "kiosk-content", "serial", "schema"}) {
      CAPTURE(word);
      CHECK(text.find(word) != std::string::npos);
    }
    // A page: what fits one sheet when Notepad prints it.
    CHECK(std::count(text.begin(), text.end(), '\n') <= 45);
  }
}

TEST_CASE("what is on the stick is kept, or stays under another name") {
  const test::TemporaryFolder folder;
  const Journey journey(small_content(folder));
  CHECK(journey.copy_out().moved_to.empty());
  write_bytes(journey.office() / ".DS_Store", "x");
  const ExportReport again = journey.copy_out();
  CHECK(again.was_there);
  CHECK(again.bytes == 0);
  write_bytes(journey.office() / "cities/port.json", "an office's work");
  const ExportReport third = journey.copy_out();
  CHECK(third.moved_to == "kiosk-content (1)");
  CHECK(read_bytes(journey.stick() / "kiosk-content (1)/cities/port.json") == "an office's work");
  write_bytes(journey.office() / "extra.jpg", "an office's photograph");
  fs::rename(journey.office(), journey.stick() / "Kiosk-Content");
  CHECK(journey.copy_out().moved_to == "kiosk-content (2)");
  CHECK(fs::exists(journey.stick() / "kiosk-content (2)/extra.jpg"));
  const auto contents = find_stick_contents(journey.stick());
  REQUIRE(contents.has_value());
  CHECK(contents->folders.size() == 1);
}

TEST_CASE("a stick that cannot be written, or is not there, is told in one sentence") {
  const test::TemporaryFolder folder;
  const Journey journey(small_content(folder));
  const auto gone = journey.copy_out(false, journey.stick() / "gone");
  REQUIRE_FALSE(gone.has_value());
  CHECK(gone.error().message.find("was taken out") != std::string::npos);
  const auto refused = journey.copy_out(false, "/proc");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == FailureKind::kFailed);
  fs::remove(journey.shown() / "cities/port.json");
  const auto broken = journey.copy_out(false, journey.stick());
  REQUIRE_FALSE(broken.has_value());
  CHECK(fs::is_empty(journey.stick()));
}
