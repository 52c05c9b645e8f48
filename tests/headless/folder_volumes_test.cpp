#include "platform/headless/folder_volumes.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "platform/headless/replay.h"

using namespace kiosk;
using namespace kiosk::platform;
namespace fs = std::filesystem;

namespace {

// A folder with one file, and a place for the links.
struct Room {
  fs::path root = fs::temp_directory_path() / "kiosk-folder-volumes-test";
  fs::path stick = root / "stick";
  fs::path links = root / "links";

  Room() {
    fs::remove_all(root);
    fs::create_directories(stick);
    std::ofstream(stick / "a.kpack") << "bytes";
  }
  ~Room() { fs::remove_all(root); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
};

}  // namespace

TEST_CASE("a plugged folder appears at the next poll, under a path that ends with unplug") {
  const Room room;
  FolderVolumes volumes(room.links);
  CHECK_FALSE(volumes.poll());
  REQUIRE(volumes.plug(room.stick).has_value());
  CHECK(volumes.volumes().empty());
  REQUIRE(volumes.poll());
  CHECK_FALSE(volumes.poll());
  REQUIRE(volumes.volumes().size() == 1);
  const Volume first = volumes.volumes()[0];
  CHECK(first.label == "stick");
  CHECK(first.access == VolumeAccess::kRead);
  CHECK(first.free_bytes > 0);
  CHECK(fs::exists(first.folder / "a.kpack"));

  REQUIRE(volumes.unplug().has_value());
  CHECK_FALSE(fs::exists(first.folder / "a.kpack"));  // at once
  CHECK(volumes.volumes().size() == 1);               // told by the next poll
  REQUIRE(volumes.poll());
  CHECK(volumes.volumes().empty());
  CHECK(fs::exists(room.stick / "a.kpack"));
  CHECK(volumes.unplug().error().message.find("no volume is plugged in") != std::string::npos);

  REQUIRE(volumes.plug(room.stick / "").has_value());
  REQUIRE(volumes.poll());
  CHECK(volumes.volumes()[0].id != first.id);
  CHECK(volumes.volumes()[0].label == "stick");
}

TEST_CASE("several volumes come in the order of their plugging-in") {
  const Room room;
  fs::create_directories(room.root / "other");
  FolderVolumes volumes(room.links);
  REQUIRE(volumes.plug(room.stick).has_value());
  REQUIRE(volumes.plug(room.root / "other").has_value());
  REQUIRE(volumes.poll());
  REQUIRE(volumes.volumes().size() == 2);
  CHECK(volumes.volumes()[0].label == "stick");
  CHECK(volumes.volumes()[1].label == "other");
}

TEST_CASE("what is no folder cannot be plugged in") {
  const Room room;
  FolderVolumes volumes(room.links);
  for (const fs::path& wrong : {room.root / "none", room.stick / "a.kpack"}) {
    const auto done = volumes.plug(wrong);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message.find(wrong.string() + ": is no folder") == 0);
  }
  CHECK_FALSE(volumes.poll());
}

TEST_CASE("writing, reading again, letting go and coming back") {
  const Room room;
  FolderVolumes volumes(room.links);
  REQUIRE(volumes.plug(room.stick).has_value());
  REQUIRE(volumes.poll());
  const std::string id = volumes.volumes()[0].id;
  volumes.want(id, VolumeAccess::kWrite);
  CHECK(volumes.volumes()[0].access == VolumeAccess::kRead);
  REQUIRE(volumes.poll());
  REQUIRE(volumes.volumes()[0].access == VolumeAccess::kWrite);
  std::ofstream(volumes.volumes()[0].folder / "export.csv") << "1";
  volumes.want(id, VolumeAccess::kRead);
  REQUIRE(volumes.poll());
  CHECK(volumes.volumes()[0].access == VolumeAccess::kRead);
  CHECK(fs::exists(room.stick / "export.csv"));
  const fs::path folder = volumes.volumes()[0].folder;
  volumes.want(id, VolumeAccess::kNone);
  REQUIRE(volumes.poll());
  CHECK(volumes.volumes()[0].access == VolumeAccess::kNone);
  CHECK(volumes.volumes()[0].folder.empty());
  CHECK_FALSE(fs::exists(folder));
  volumes.want(id, VolumeAccess::kRead);
  volumes.want("volume-9", VolumeAccess::kRead);  // gone: passed over
  REQUIRE(volumes.poll());
  CHECK(fs::exists(volumes.volumes()[0].folder / "export.csv"));
}

TEST_CASE("a full and a write-protected volume refuse to be written, and stay readable") {
  const Room room;
  FolderVolumes volumes(room.links);
  REQUIRE(volumes.plug(room.stick, {.full = true}).has_value());
  REQUIRE(volumes.plug(room.stick, {.read_only = true}).has_value());
  REQUIRE(volumes.poll());
  for (const Volume& volume : volumes.volumes()) volumes.want(volume.id, VolumeAccess::kWrite);
  REQUIRE(volumes.poll());
  const auto& [full, guarded] = std::tie(volumes.volumes()[0], volumes.volumes()[1]);
  CHECK(full.free_bytes == 0);
  CHECK(full.access == VolumeAccess::kRead);
  REQUIRE(full.trouble.has_value());
  CHECK(full.trouble->kind == VolumeTroubleKind::kFull);
  CHECK(full.trouble->sentence.find("stick: is full.") == 0);
  REQUIRE(guarded.trouble.has_value());
  CHECK(guarded.trouble->kind == VolumeTroubleKind::kReadOnly);
  CHECK(guarded.access == VolumeAccess::kRead);
  CHECK(fs::exists(guarded.folder / "a.kpack"));
}

TEST_CASE("a volume can be told to leave by itself, in the middle of what is done with it") {
  const Room room;
  FolderVolumes volumes(room.links);
  REQUIRE(volumes.plug(room.stick, {.leaves_after = 3}).has_value());
  REQUIRE(volumes.poll());
  const Volume volume = volumes.volumes()[0];
  volumes.want(volume.id, VolumeAccess::kWrite);
  REQUIRE(volumes.poll());
  CHECK(fs::exists(volume.folder));
  REQUIRE(volumes.poll());
  CHECK(volumes.volumes().empty());
  CHECK_FALSE(fs::exists(volume.folder));
}

TEST_CASE("nothing is left of the links, and a crash's are taken over") {
  const Room room;
  fs::create_directories(room.links);
  fs::create_directory_symlink("/nowhere", room.links / "volume-1");
  {
    FolderVolumes volumes(room.links);
    REQUIRE(volumes.plug(room.stick).has_value());
    REQUIRE(volumes.poll());
    CHECK(fs::exists(volumes.volumes()[0].folder / "a.kpack"));
  }
  CHECK_FALSE(fs::exists(room.links));
}

namespace {

std::vector<Error> play(const fs::path& file, const std::string& text, ReplayedProgram program) {
  std::ofstream(file) << text;
  const auto script = read_replay_script(file);
  REQUIRE(script.has_value());
  ManualClock clock;
  QueuedInput input(clock);
  PictureDisplay display({640, 480});
  return Replay(clock, input, display, std::move(program)).run(*script, file.parent_path());
}

}  // namespace

TEST_CASE("a replay's plug and unplug are seen by the program before the next line") {
  const Room room;
  FolderVolumes volumes(room.links);
  ReplayedProgram program;
  program.tick = [&] { static_cast<void>(volumes.poll()); };
  program.report = [&] {
    return nlohmann::json{{"sticks", volumes.volumes().size()}, {"zones", nlohmann::json::array()}};
  };
  program.plug = [&](const fs::path& folder, const PlugStep& /*how*/) {
    return volumes.plug(folder);
  };
  program.unplug = [&] { return volumes.unplug(); };
  const std::string plug_absolute = "{\"plug\": \"" + room.stick.string() + "\"}\n";
  CHECK(play(room.root / "visit.jsonl",
             "{\"plug\": \"stick\"}\n{\"expect\": {\"sticks\": 1}}\n"  // beside the script
             "{\"unplug\": true}\n{\"expect\": {\"sticks\": 0}}\n" +
                 plug_absolute + "{\"expect\": {\"sticks\": 1}}\n",
             program)
            .empty());
  REQUIRE(volumes.unplug().has_value());
  const auto errors =
      play(room.root / "visit.jsonl",
           "{\"unplug\": true}\n{\"plug\": \"nowhere\"}\n{\"wait\": 20}\n", program);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].message.find("visit.jsonl:1: unplug: no volume is plugged in") !=
        std::string::npos);
  CHECK(errors[1].message.find("visit.jsonl:2: plug: nowhere: is no folder") != std::string::npos);
}

TEST_CASE("a program without sticks says so for each such line") {
  const Room room;
  ReplayedProgram program;
  program.tick = [] {};
  program.report = [] { return nlohmann::json::object(); };
  const auto errors =
      play(room.root / "visit.jsonl", "{\"plug\": \"stick\"}\n{\"unplug\": true}\n", program);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].message.find(":1: plug: this program takes no sticks") != std::string::npos);
  CHECK(errors[1].message.find(":2: unplug: this program takes no sticks") != std::string::npos);
}
