// Copying from a stick: once, with a cap, and each kind of trouble told as what it is.
#include "kiosk/refresh/stick_copy.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;
using test::write_bytes;

TEST_CASE("a file of the cap's size is copied, one a byte longer is not") {
  const test::TemporaryFolder folder;
  const fs::path stick = folder.path() / "stick.kpack";
  const std::string bytes(300'000, 'k');
  write_bytes(stick, bytes);
  REQUIRE(copy_from_stick(stick, folder.path() / "copy", bytes.size()).has_value());
  CHECK(read_bytes(folder.path() / "copy") == bytes);
  const auto over = copy_from_stick(stick, folder.path() / "other", bytes.size() - 1);
  REQUIRE_FALSE(over.has_value());
  CHECK(over.error().kind == FailureKind::kCorrupt);
  CHECK(over.error().message.starts_with(stick.string()));
  CHECK_FALSE(fs::exists(folder.path() / "other"));
}

TEST_CASE("a copy tells how far it is, over all files of a folder, and ends when it is given up") {
  const test::TemporaryFolder folder;
  const fs::path stick = folder.path() / "kiosk-content";
  write_bytes(stick / "a", std::string(600'000, 'a'));
  write_bytes(stick / "b", std::string(50'000, 'b'));
  std::vector<std::uint64_t> told;
  CopyWatch watch;
  watch.progress = [&](std::uint64_t bytes) { told.push_back(bytes); };
  REQUIRE(copy_folder_from_stick(stick, folder.path() / "whole", watch).has_value());
  REQUIRE(told.size() >= 4);
  for (std::size_t i = 1; i < told.size(); ++i) CHECK(told[i - 1] < told[i]);
  CHECK(told.back() == 650'000);

  watch.given_up = [&] { return told.size() >= 2; };
  for (const bool one : {true, false}) {
    told.clear();
    const fs::path copy = folder.path() / (one ? "file" : "folder");
    const auto ended = one ? copy_from_stick(stick / "a", copy, 1'000'000, watch)
                           : copy_folder_from_stick(stick, copy, watch);
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().kind == FailureKind::kFailed);
    CHECK(told.size() == 2);
  }
}

TEST_CASE("a folder that is too large is told as a folder, with the file that is too much") {
  const test::TemporaryFolder folder;
  const fs::path film = folder.path() / "kiosk-content" / "film.mp4";
  write_bytes(film, "x");
  fs::resize_file(film, kMaxFolderBytes + 1);  // a hole: it takes no room
  const auto over = copy_folder_from_stick(folder.path() / "kiosk-content", folder.path() / "copy");
  REQUIRE_FALSE(over.has_value());
  CHECK(over.error().message == film.string() + ": with this file the folder is larger than 2048 " +
                                    "MiB. Keep fewer pictures.");
}

TEST_CASE("what is not there, a pipe, and a place that is taken are told of the right file") {
  const test::TemporaryFolder folder;
  const fs::path missing = folder.path() / "missing.kpack";
  const fs::path copy = folder.path() / "copy";
  const auto none = copy_from_stick(missing, copy, 10);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().kind == FailureKind::kFailed);
  CHECK(none.error().message.starts_with(missing.string()));
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  const auto pipe = copy_from_stick(folder.path() / "pipe", copy, 10);
  REQUIRE_FALSE(pipe.has_value());
  CHECK(pipe.error().kind == FailureKind::kCorrupt);
  write_bytes(folder.path() / "stick", "abc");
  write_bytes(copy, "taken");
  const auto taken = copy_from_stick(folder.path() / "stick", copy, 10);
  REQUIRE_FALSE(taken.has_value());
  CHECK(taken.error().message.starts_with(copy.string()));
  CHECK(read_bytes(copy) == "taken");
}

TEST_CASE("a folder is copied without litter, links as links") {
  const test::TemporaryFolder folder;
  const fs::path stick = folder.path() / "kiosk-content";
  write_bytes(stick / "pack.json", "{}");
  write_bytes(stick / "photos/delta/a.jpg", "picture");
  write_bytes(stick / "photos/delta/._a.jpg", "litter");
  write_bytes(stick / ".DS_Store", "litter");
  write_bytes(stick / "Thumbs.db", "litter");
  fs::create_symlink("/etc/passwd", stick / "photos/link.jpg");
  const fs::path copy = folder.path() / "copy";
  REQUIRE(copy_folder_from_stick(stick, copy).has_value());
  CHECK(read_bytes(copy / "photos/delta/a.jpg") == "picture");
  CHECK(fs::is_symlink(copy / "photos/link.jpg"));
  std::size_t names = 0;
  for (const auto& entry : fs::recursive_directory_iterator(copy)) names += entry.exists() ? 1 : 0;
  CHECK(names == 5);
}

TEST_CASE("a folder too deep, or with a pipe in it, is refused by name") {
  const test::TemporaryFolder folder;
  fs::path deep = folder.path() / "kiosk-content";
  for (int level = 0; level < kMaxFolderDepth; ++level) deep /= "in";
  write_bytes(deep / "fits", "x");
  REQUIRE_FALSE(copy_folder_from_stick(folder.path() / "kiosk-content", folder.path() / "a"));
  fs::remove(deep / "fits");
  CHECK(copy_folder_from_stick(folder.path() / "kiosk-content", folder.path() / "b").has_value());
  const fs::path pipe = folder.path() / "kiosk-content/pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto refused = copy_folder_from_stick(folder.path() / "kiosk-content", folder.path() / "c");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.starts_with(pipe.string()));
}

TEST_CASE("a folder with one name more than allowed is refused") {
  const test::TemporaryFolder folder;
  const fs::path stick = folder.path() / "kiosk-content";
  fs::create_directory(stick);
  for (std::size_t i = 0; i < kMaxFolderNames; ++i) write_bytes(stick / std::to_string(i), "");
  CHECK(copy_folder_from_stick(stick, folder.path() / "a").has_value());
  write_bytes(stick / "more", "");
  const auto refused = copy_folder_from_stick(stick, folder.path() / "b");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == FailureKind::kCorrupt);
}
