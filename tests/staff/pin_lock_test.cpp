// The PIN: chosen once, counted before it is looked at, and slower with each wrong guess.
#include "kiosk/staff/pin_lock.h"

#include <doctest/doctest.h>

#include "tests/pack/temporary_folder.h"

using namespace kiosk;
namespace fs = std::filesystem;

namespace {

constexpr Millis kMinute{60'000};

PinLock::Answer answer_to(PinLock& lock, std::string_view digits, Millis now) {
  const auto answer = lock.guess(digits, now);
  REQUIRE(answer.has_value());
  return *answer;
}

}  // namespace

TEST_CASE("none is shipped; the first is chosen, and no other by a guess") {
  const test::TemporaryFolder folder;
  PinLock lock(folder.path(), Millis{0});
  CHECK_FALSE(lock.chosen());
  for (const char* bad : {"", "123", "123456789", "12a4", "12 4"}) CHECK_FALSE(lock.choose(bad));
  REQUIRE(lock.choose("2468"));
  CHECK(answer_to(lock, "2468", Millis{0}) == PinLock::Answer::kRight);
  CHECK(answer_to(lock, "2469", Millis{0}) == PinLock::Answer::kWrong);
  // What is kept is no PIN.
  CHECK(test::read_bytes(folder.path() / "pin.json").find("2468") == std::string::npos);
  PinLock later(folder.path(), Millis{0});
  CHECK(later.chosen());
  CHECK(answer_to(later, "2468", Millis{0}) == PinLock::Answer::kRight);
}

TEST_CASE("a PIN that cannot be looked at is no PIN that nobody chose") {
  const test::TemporaryFolder folder;
  fs::create_symlink("pin.json", folder.path() / "pin.json");  // ELOOP, as EIO of a failing card
  PinLock lock(folder.path(), Millis{0});
  CHECK(lock.chosen());
  CHECK(lock.wait(Millis{0}) > Millis{0});
}

TEST_CASE("after five wrong guesses each one waits, twice as long, up to an hour") {
  CHECK(wait_after(4) == Millis{0});
  CHECK(wait_after(5) == kMinute);
  CHECK(wait_after(6) == 2 * kMinute);
  CHECK(wait_after(8) == 8 * kMinute);
  CHECK(wait_after(1000) == 60 * kMinute);
  const test::TemporaryFolder folder;
  PinLock lock(folder.path(), Millis{0});
  REQUIRE(lock.choose("2468"));
  for (int i = 0; i < kFreeGuesses; ++i) {
    CHECK(answer_to(lock, "0000", Millis{10}) == PinLock::Answer::kWrong);
  }
  // Even the right one, until the time is over.
  CHECK(answer_to(lock, "2468", Millis{20}) == PinLock::Answer::kWait);
  CHECK(answer_to(lock, "2468", Millis{20} + kMinute) == PinLock::Answer::kRight);
  CHECK(lock.wait(Millis{20} + kMinute) == Millis{0});
}

TEST_CASE("a power cut wins no guess and no time") {
  const test::TemporaryFolder folder;
  {
    PinLock lock(folder.path(), Millis{0});
    REQUIRE(lock.choose("2468"));
    for (int i = 0; i < kFreeGuesses + 1; ++i) {
      static_cast<void>(lock.guess("0000", Millis{1'000'000.0 * i}));
    }
  }
  // Its clock begins at nothing, and so does the whole wait.
  PinLock after(folder.path(), Millis{0});
  CHECK(after.wait(Millis{0}) == 2 * kMinute);
  CHECK(answer_to(after, "2468", Millis{1000}) == PinLock::Answer::kWait);
  CHECK(answer_to(after, "2468", 2 * kMinute) == PinLock::Answer::kRight);
}

TEST_CASE("a guess that cannot be counted is not looked at") {
  const test::TemporaryFolder folder;
  PinLock lock(folder.path(), Millis{0});
  REQUIRE(lock.choose("2468"));
  // Where the count would be written there is a folder.
  fs::create_directory(folder.path() / "pin.json.part");
  const auto answer = lock.guess("2468", Millis{0});
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().message.find("pin.json") != std::string::npos);
}

TEST_CASE("spoiling the file opens nothing") {
  const test::TemporaryFolder folder;
  for (const char* bytes : {"", "{", "[]", R"({"hash":1,"wrong":0})", R"({"hash":"x"})"}) {
    test::write_bytes(folder.path() / "pin.json", bytes);
    PinLock lock(folder.path(), Millis{0});
    CHECK(lock.chosen());
    CHECK(lock.wait(Millis{0}) > Millis{0});
    CHECK(answer_to(lock, "0000", 100 * kMinute) == PinLock::Answer::kWrong);
  }
}
