// Workers that are not as they should be: each refused in one sentence, told apart from pictures
// that are not as they should be, and in time.
#include "kiosk/imaging/reader_failure.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "kiosk/imaging/made_picture.h"
#include "tests/imaging/photo_maker.h"

using namespace kiosk;
using namespace kiosk::test;

namespace fs = std::filesystem;

namespace {

// A script in the worker's place, gone afterwards.
class Stranger {
 public:
  explicit Stranger(const std::string& script) {
    std::string folder = (fs::temp_directory_path() / "kiosk-reader-XXXXXX").string();
    REQUIRE(::mkdtemp(folder.data()) != nullptr);
    m_folder = folder;
    std::ofstream(program()) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(program(), fs::perms::owner_all);
  }
  ~Stranger() { fs::remove_all(m_folder); }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;
  [[nodiscard]] fs::path program() const { return m_folder / "kiosk-import"; }

 private:
  fs::path m_folder;
};

PictureRefusal refusal_by(const fs::path& program, const std::string& picture) {
  const auto made = make_picture({program, Millis{5'000}}, picture);
  REQUIRE_FALSE(made.has_value());
  return made.error();
}

PictureRefusal refusal_by(const std::string& script) {
  const Stranger stranger(script);
  PictureRefusal refusal = refusal_by(stranger.program(), jpeg_of(scene(64, 64, 2)));
  // Its folder has another name each time.
  const std::string name = stranger.program().string();
  if (const auto at = refusal.what.find(name); at != std::string::npos) {
    refusal.what.replace(at, name.size(), "kiosk-import");
  }
  return refusal;
}

constexpr const char* kOtherVersion =
    "the picture reader (kiosk-import) is of another version than this program";

}  // namespace

TEST_CASE("a worker of another version is told by its first words, or by not understanding ours") {
  for (const char* script : {R"(printf 'KPXW\001\000\000\000')",
                             R"(printf 'KPXW\003\000\000\000'; head -c 90000 /dev/zero)",
                             R"(printf 'KPXW\000\000\000\000'; exec sleep 60)", "exit 2"}) {
    CAPTURE(script);
    const auto begun = std::chrono::steady_clock::now();
    const PictureRefusal refusal = refusal_by(script);
    CHECK(refusal.what == kOtherVersion);
    CHECK(refusal.remedy == "Install the program again.");
    CHECK(refusal.of_reader);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(4));
  }
}

TEST_CASE("this version's mark is no more than that: what follows is held against the limits") {
  for (const char* script :
       {R"(printf 'KPXW\002\000\000\000')",
        R"(printf 'KPXW\002\000\000\000\000\000\000\000'; head -c 90000 /dev/zero)",
        R"(printf 'KPX1\000\000\000\000'; exec sleep 60)", "head -c 90000 /dev/zero", "exit 1"}) {
    CAPTURE(script);
    const PictureRefusal refusal = refusal_by(script);
    CHECK(refusal.what == "the picture cannot be read: the reader broke off");
    CHECK_FALSE(refusal.of_reader);
  }
}

TEST_CASE("a worker that is missing, cannot be started or not be shut in is no picture's fault") {
  const std::string photo = jpeg_of(scene(64, 64, 2));
  const PictureRefusal missing = refusal_by("/nonexistent/kiosk-import", photo);
  CHECK(missing.what ==
        "the picture reader cannot start (/nonexistent/kiosk-import: No such file or directory)");
  CHECK(missing.remedy == "Install the program again.");
  CHECK(missing.of_reader);
  const Stranger plain("exit 0");
  fs::permissions(plain.program(), fs::perms::none);
  const PictureRefusal forbidden = refusal_by(plain.program(), photo);
  CHECK(forbidden.what.find("Permission denied") != std::string::npos);
  CHECK(forbidden.of_reader);
  const PictureRefusal open = refusal_by("exit 4");
  CHECK(open.what ==
        "the picture reader (kiosk-import) cannot be shut in on this system, so it reads nothing");
  CHECK(open.of_reader);
  const PictureRefusal bare = refusal_by("exit 127");
  CHECK(bare.what == "the picture reader cannot start (kiosk-import: its libraries are missing)");
  CHECK(bare.of_reader);
  CHECK(reader_cannot_start("kiosk-import", ENOMEM).remedy ==
        "Close other programs and try again.");
}

TEST_CASE("who uses up its time, or says everything and then stays, is not waited for") {
  CHECK(refusal_by("kill -XCPU $$").what == "the picture took too long to read");
  // Closes its output, which alone ends what it says, and goes on.
  const auto begun = std::chrono::steady_clock::now();
  CHECK(refusal_by("exec >&-; exec sleep 60").what ==
        "the picture cannot be read: the reader broke off");
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(10));
}
