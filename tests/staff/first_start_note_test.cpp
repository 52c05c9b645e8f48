// How far the first start has come, from one start of the program to the next.
#include "kiosk/staff/first_start_note.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace kiosk;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    path = fs::temp_directory_path() / ("first-start-" + std::to_string(::getpid()));
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path path;
};

}  // namespace

TEST_CASE("a device that nobody has touched begins with the language") {
  const Folder state;
  const auto first = first_start_of(state.path, false);
  REQUIRE(first);
  CHECK(first->step == FirstStep::kLanguage);
  CHECK_FALSE(first->inside);
}

TEST_CASE("one whose PIN was chosen without a first start is set up") {
  const Folder state;
  CHECK_FALSE(first_start_of(state.path, true));
}

TEST_CASE("it goes on where it was cut short, in its language, and asks for no PIN again") {
  const Folder state;
  REQUIRE(note_first_start(state.path, "rotation:ar"));
  const auto first = first_start_of(state.path, true);
  REQUIRE(first);
  CHECK(first->step == FirstStep::kRotation);
  CHECK(first->reached == FirstStep::kRotation);
  CHECK(first->language == Language::kArabic);
  CHECK(first->inside);
  // Cut short between the PIN and the note of it.
  REQUIRE(note_first_start(state.path, "pin"));
  const auto after_pin = first_start_of(state.path, true);
  REQUIRE(after_pin);
  CHECK(after_pin->step == FirstStep::kPanel);
  CHECK_FALSE(after_pin->language);
}

TEST_CASE("without a PIN it asks for one, whatever was noted") {
  const Folder state;
  REQUIRE(note_first_start(state.path, "time:es"));
  const auto first = first_start_of(state.path, false);
  REQUIRE(first);
  CHECK(first->step == FirstStep::kPin);
  CHECK(first->language == Language::kSpanish);
}

TEST_CASE("once it is done it is done") {
  const Folder state;
  REQUIRE(note_first_start(state.path, "done:en"));
  CHECK_FALSE(first_start_of(state.path, true));
  CHECK_FALSE(first_start_of(state.path, false));  // the staff room's door asks for the PIN
}

TEST_CASE("a note that cannot be understood is none") {
  const Folder state;
  for (const char* bytes : {"", "{", "[]", R"({"reached": 3})", R"({"reached": "nowhere"})"}) {
    CAPTURE(bytes);
    std::ofstream(state.path / "first_start.json") << bytes;
    CHECK_FALSE(first_start_of(state.path, true));
    const auto first = first_start_of(state.path, false);
    REQUIRE(first);
    CHECK(first->step == FirstStep::kLanguage);
  }
  std::ofstream(state.path / "first_start.json") << R"({"reached": "touch", "language": 7})";
  const auto first = first_start_of(state.path, true);
  REQUIRE(first);
  CHECK(first->step == FirstStep::kTouch);
  CHECK_FALSE(first->language);
}

TEST_CASE("a folder that cannot be written is told") {
  const auto noted = note_first_start("/proc/nowhere", "panel");
  REQUIRE_FALSE(noted);
  CHECK(noted.error().message.find("first_start.json") != std::string::npos);
}
