#include "kiosk/refresh/stick_contents.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kiosk/base/litter.h"

using namespace kiosk;
namespace fs = std::filesystem;

namespace {

struct Stick {
  fs::path root;

  Stick() {
    std::string pattern = (fs::temp_directory_path() / "kiosk-stick-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    root = pattern;
  }
  ~Stick() { fs::remove_all(root); }
  Stick(const Stick&) = delete;
  Stick& operator=(const Stick&) = delete;

  void file(const std::string& name, const std::string& bytes = "12345") const {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << bytes;
  }
  void folder(const std::string& name) const { fs::create_directories(root / name); }
  StickContents found() const {
    auto contents = find_stick_contents(root);
    REQUIRE(contents.has_value());
    return *contents;
  }
};

std::vector<std::string> names(const std::vector<StickItem>& items) {
  std::vector<std::string> all;
  for (const StickItem& item : items) all.push_back(item.name);
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("packs at the root and in kiosk/, and the plain folder, sorted whatever their case") {
  const Stick stick;
  stick.file("zebra.kpack", "1");
  stick.file("Beta.KPACK", "12");
  stick.file("alpha.kpack", "123");
  stick.file("kiosk/gamma.kpack");
  stick.file("kiosk-content/pack.json");
  stick.file("letter.txt");
  stick.folder("holiday");
  stick.file("holiday/far.kpack");  // deeper than is looked
  const StickContents found = stick.found();
  CHECK(names(found.packs) ==
        Names{"alpha.kpack", "Beta.KPACK", "kiosk/gamma.kpack", "zebra.kpack"});
  CHECK(names(found.folders) == Names{"kiosk-content"});
  CHECK(found.nearly.empty());
  CHECK_FALSE(found.cut_short);
  CHECK(found.packs[0].size == 3);
  CHECK(found.packs[0].path == stick.root / "alpha.kpack");
  CHECK(found.folders[0].size == 0);
  struct stat facts {};
  REQUIRE(::stat(found.packs[1].path.c_str(), &facts) == 0);
  CHECK(found.packs[1].changed_at == facts.st_mtim.tv_sec);
  CHECK(found.packs[1].changed_at > 0);
}

TEST_CASE("names in any case and Unicode form") {
  const Stick stick;
  stick.file("KIOSK/a.kpack");
  stick.file("Kiosk/b.KPack");
  stick.folder("Kiosk-Content");
  stick.folder("KIOSK-CONTENT");
  // Full-width letters, which a Japanese keyboard writes: ｋｉｏｓｋ-ｃｏｎｔｅｎｔ
  stick.folder(
      "\xEF\xBD\x8B\xEF\xBD\x89\xEF\xBD\x8F\xEF\xBD\x93\xEF\xBD\x8B-"
      "\xEF\xBD\x83\xEF\xBD\x8F\xEF\xBD\x8E\xEF\xBD\x94\xEF\xBD\x85\xEF\xBD\x8E\xEF\xBD\x94");
  stick.file("e\xCC\x81t\xC3\xA9.kpack");  // été, half of it decomposed
  const StickContents found = stick.found();
  CHECK(names(found.packs) == Names{"\xC3\xA9t\xC3\xA9.kpack", "KIOSK/a.kpack", "Kiosk/b.KPack"});
  CHECK(found.folders.size() == 3);
  // The name is shown composed; the path is what the stick says.
  CHECK(fs::exists(found.packs[0].path));
  CHECK(found.packs[0].path.filename().string() == "e\xCC\x81t\xC3\xA9.kpack");
}

TEST_CASE("litter of macOS and Windows is passed over") {
  for (const char* name :
       {"._a.kpack", "._kiosk-content", ".DS_Store", "Thumbs.db", "THUMBS.DB", "desktop.ini",
        "System Volume Information", "$RECYCLE.BIN", "$Recycle.Bin", ".Trashes", ".Trash-1000",
        ".Spotlight-V100", ".fseventsd", "lost+found"}) {
    CAPTURE(name);
    CHECK(is_litter(name));
  }
  for (const char* name : {"a.kpack", "kiosk", "kiosk-content", "_.kpack", "Thumbs.db.kpack"}) {
    CAPTURE(name);
    CHECK_FALSE(is_litter(name));
  }
  const Stick stick;
  stick.file("._a.kpack");
  stick.file("kiosk/._b.kpack");
  stick.file("System Volume Information/c.kpack");
  stick.folder("._kiosk-content");
  const StickContents found = stick.found();
  CHECK(found.empty());
  CHECK(found.nearly.empty());
}

TEST_CASE("nothing found is a value, and tells what was nearly right") {
  const Stick stick;
  CHECK(stick.found().empty());
  stick.file("a.kpack.zip");
  stick.file("kiosk-content.zip");
  stick.file("kiosk-content");  // a file of that name
  stick.folder("b.kpack");      // a folder of that name
  stick.folder("kiosk_content");
  stick.folder("kiosk/kiosk-content");
  stick.file("music.mp3");
  const StickContents found = stick.found();
  CHECK(found.empty());
  CHECK(found.nearly == Names{"a.kpack.zip", "b.kpack", "kiosk-content", "kiosk-content.zip",
                              "kiosk/kiosk-content", "kiosk_content"});
}

TEST_CASE("a bare suffix is no pack, and an empty file is one of no size") {
  const Stick stick;
  stick.file(".kpack");
  stick.file("empty.kpack", "");
  const StickContents found = stick.found();
  CHECK(names(found.packs) == Names{"empty.kpack"});
  CHECK(found.packs[0].size == 0);
}

TEST_CASE("no link is followed, and nothing that is no file is taken for one") {
  const Stick stick;
  const Stick elsewhere;
  elsewhere.file("real.kpack");
  elsewhere.file("content/pack.json");
  fs::create_symlink(elsewhere.root / "real.kpack", stick.root / "link.kpack");
  fs::create_directory_symlink(elsewhere.root, stick.root / "kiosk");
  fs::create_directory_symlink(elsewhere.root / "content", stick.root / "kiosk-content");
  REQUIRE(::mkfifo((stick.root / "pipe.kpack").c_str(), 0600) == 0);
  const StickContents found = stick.found();
  CHECK(found.empty());
}

TEST_CASE("the root itself may be reached through a link, as a replay's is") {
  const Stick stick;
  const Stick links;
  stick.file("a.kpack");
  fs::create_directory_symlink(stick.root, links.root / "volume-1");
  const auto found = find_stick_contents(links.root / "volume-1");
  REQUIRE(found.has_value());
  CHECK(found->packs.size() == 1);
}

TEST_CASE("a name that would pose as another shows that it does") {
  const Stick stick;
  stick.file("a\xE2\x80\xAEkcap.exe.kpack");  // turns what follows
  stick.file("b\xE2\x80\x8B.kpack");          // a space of no width
  stick.file("c\x01\x7F.kpack");
  stick.file("d\xFF.kpack");  // no UTF-8
  CHECK(names(stick.found().packs) == Names{"a\xEF\xBF\xBDkcap.exe.kpack", "b\xEF\xBF\xBD.kpack",
                                            "c\xEF\xBF\xBD\xEF\xBF\xBD.kpack",
                                            "d\xEF\xBF\xBD.kpack"});
}

TEST_CASE("only so many names are looked at, and only so many packs come back") {
  const Stick stick;
  for (std::size_t i = 0; i < kMostStickItems; ++i) {
    stick.file("p" + std::to_string(1000 + i) + ".kpack");
  }
  CHECK(stick.found().packs.size() == kMostStickItems);
  CHECK_FALSE(stick.found().cut_short);
  stick.file("z.kpack");
  CHECK(stick.found().packs.size() == kMostStickItems);
  CHECK(stick.found().packs.back().name == "p1063.kpack");
  CHECK(stick.found().cut_short);

  const Stick crowded;
  for (std::size_t i = 0; i < kMostNamesLookedAt; ++i) {
    std::ofstream(crowded.root / ("n" + std::to_string(i)));
  }
  CHECK_FALSE(crowded.found().cut_short);
  std::ofstream(crowded.root / "one-more");
  CHECK(crowded.found().cut_short);
  CHECK(crowded.found().empty());
}

TEST_CASE("near misses are few") {
  const Stick stick;
  for (std::size_t i = 0; i < 3 * kMostNearMisses; ++i) {
    stick.file("p" + std::to_string(i) + ".kpack.zip");
  }
  CHECK(stick.found().nearly.size() == kMostNearMisses);
  CHECK_FALSE(stick.found().cut_short);
}

TEST_CASE("a stick that was pulled, or is a file, is one sentence") {
  Stick stick;
  stick.file("a.kpack");
  for (const fs::path& wrong : {stick.root / "gone", stick.root / "a.kpack"}) {
    const auto found = find_stick_contents(wrong);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().message == wrong.string() + ": the stick was taken out. Plug it in again.");
  }
}
