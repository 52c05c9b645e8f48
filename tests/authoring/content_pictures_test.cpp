// The threads that make pictures: each one once, told as they go, ended early.
#include "kiosk/authoring/content_pictures.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <vector>

#include "tests/pack/temporary_folder.h"

using namespace kiosk;

TEST_CASE("each picture is worked on once, by one thread or several, and the end is told") {
  for (const unsigned threads : {1U, 2U, 7U}) {
    PictureMaking making;
    making.threads = threads;
    std::size_t told = 0;
    making.progress = [&](std::size_t done, std::size_t all) {
      CHECK(done >= told);
      CHECK(all == 50);
      told = done;
    };
    std::vector<std::atomic<int>> worked(50);
    for_each_picture(50, making, [&](std::size_t i) { return ++worked[i] > 0; });
    for (const auto& times : worked) CHECK(times == 1);
    CHECK(told == 50);
  }
  for_each_picture(0, {}, [](std::size_t) { return false; });
}

TEST_CASE("no picture is begun after one that went wrong, nor after it was given up") {
  PictureMaking making;
  making.threads = 2;
  std::atomic<std::size_t> begun = 0;
  for_each_picture(1000, making, [&](std::size_t) { return ++begun < 10; });
  CHECK(begun >= 10);
  CHECK(begun <= 11);
  begun = 0;
  making.given_up = [&] { return begun >= 10; };
  for_each_picture(1000, making, [&](std::size_t) { return ++begun > 0; });
  CHECK(begun >= 10);
  CHECK(begun <= 11);
}

TEST_CASE("what was given up is no picture, and a reader that is not there is no picture's fault") {
  const test::TemporaryFolder folder;
  test::write_bytes(folder.path() / "a.jpg", test::read_bytes(test::test_packs() / "market.jpg"));
  PictureMaking making;
  making.worker.program = find_import_worker();
  CHECK(make_pictures(folder.path(), {"a.jpg"}, making).at("a.jpg").has_value());
  making.given_up = [] { return true; };
  CHECK_FALSE(make_pictures(folder.path(), {"a.jpg"}, making).at("a.jpg").has_value());
  CHECK_FALSE(trouble_of_reader(making.worker).has_value());
  making.worker.program = folder.path() / "not-there";
  const auto trouble = trouble_of_reader(making.worker);
  REQUIRE(trouble.has_value());
  CHECK(trouble->what.starts_with("the picture reader cannot start"));
  CHECK(trouble->remedy == "Install the program again.");
}
