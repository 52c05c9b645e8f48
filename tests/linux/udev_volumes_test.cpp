// UdevVolumes and its keeper on real loop devices: real mounts, real flags, real unplugging.
#include "platform/linux/udev_volumes.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "kiosk/refresh/stick_contents.h"
#include "platform/linux/mount_table.h"
#include "platform/linux/volume_keeper.h"
#include "platform/linux/volume_mounts.h"
#include "tests/linux/loop_device.h"

using namespace kiosk;
using namespace kiosk::platform;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kSize = 16 << 20;
constexpr std::chrono::seconds kPatience{10};

// An ext4 image with one pack on it, whose own root may be written by anyone.
fs::path stick_image(const TestFolder& folder, const std::string& name, const std::string& label) {
  const fs::path content = folder.path / (name + ".content");
  fs::create_directories(content);
  std::ofstream(content / "a.kpack") << "bytes";
  const fs::path image = folder.path / name;
  make_image(image, kSize, "mkfs.ext4 -q -L " + label + " -d " + content.string());
  return image;
}

std::vector<Mount> mounts_under(const fs::path& folder) {
  std::vector<Mount> found = read_mount_table();
  std::erase_if(found, [&](const Mount& mount) {
    return !mount.point.string().starts_with(folder.string() + "/");
  });
  return found;
}

// Waits for news on the descriptor alone, as a loop would, until the list is as wanted.
template <typename Wanted>
bool wait_until(Volumes& volumes, const Wanted& wanted) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    static_cast<void>(volumes.poll());
    if (wanted(volumes.volumes())) return true;
    pollfd news{volumes.descriptor(), POLLIN, 0};
    ::poll(&news, 1, 1000);
  }
  return false;
}

bool all_settled(const std::vector<Volume>& list, std::size_t count) {
  return list.size() == count &&
         std::none_of(list.begin(), list.end(), [](const Volume& v) { return v.busy; });
}

UdevVolumes::Options options_for(const TestFolder& folder, std::vector<std::string> also) {
  UdevVolumes::Options options;
  options.folder = folder.path / "media";
  options.also = std::move(also);
  return options;
}

unsigned long flags_of(const fs::path& point) {
  struct statvfs figures {};
  REQUIRE(::statvfs(point.c_str(), &figures) == 0);
  return figures.f_flag;
}

constexpr unsigned long kGuards = ST_NOSUID | ST_NODEV | ST_NOEXEC;

std::unique_ptr<UdevVolumes> opened(const UdevVolumes::Options& options) {
  auto volumes = UdevVolumes::open(options);
  REQUIRE(volumes.has_value());
  return std::move(*volumes);
}

// Asks, and waits for the answer.
Volume wished(Volumes& volumes, const std::string& id, VolumeAccess access) {
  Volume found = volumes.volumes().at(0);
  const Volume before = found;
  volumes.want(id, access);
  CHECK(wait_until(volumes, [&](const std::vector<Volume>& list) {
    if (list.size() == 1) found = list[0];
    return !found.busy && found != before;
  }));
  return found;
}

}  // namespace

TEST_CASE("a stick is seen, mounted with every guard, read, and let go when it is pulled") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const LoopDevice device(stick_image(folder, "stick.img", "VISIT"));
  REQUIRE(device.why_not().empty());
  auto options = options_for(folder, {device.node()});
  std::atomic<int> woken{0};
  options.wake = [&] { ++woken; };
  auto volumes = opened(options);
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const Volume volume = volumes->volumes()[0];
  CHECK_FALSE(volume.trouble.has_value());
  CHECK(volume.label == "VISIT");
  CHECK(volume.file_system == "ext4");
  CHECK(volume.device == device.node());
  CHECK(volume.access == VolumeAccess::kRead);
  CHECK(volume.size_bytes > 0);
  CHECK(volume.free_bytes > 0);
  CHECK(woken > 0);
  CHECK(fs::exists(volume.folder / "a.kpack"));
  CHECK((flags_of(volume.folder) & (kGuards | ST_RDONLY)) == (kGuards | ST_RDONLY));
  CHECK_FALSE(std::ofstream(volume.folder / "new").good());
  volumes.reset();
  CHECK(mounts_under(folder.path).empty());
  CHECK(fs::is_empty(folder.path / "media"));
}

TEST_CASE("a stick that comes later is seen, and gone when it leaves while a file is open") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  LoopDevice device;
  auto volumes = opened(options_for(folder, {device.node()}));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  static_cast<void>(volumes->poll());
  REQUIRE(volumes->volumes().empty());
  device.attach(stick_image(folder, "stick.img", "LATE"));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const Volume first = volumes->volumes()[0];
  CHECK(first.label == "LATE");

  std::ifstream reading(first.folder / "a.kpack");
  CHECK(reading.good());
  device.pull();
  REQUIRE(wait_until(*volumes, [](const auto& list) { return list.empty(); }));
  CHECK_FALSE(fs::exists(first.folder));
  CHECK(mounts_under(folder.path).empty());
  reading.close();
  device.detach();

  device.attach(stick_image(folder, "again.img", "LATE"));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  CHECK(volumes->volumes()[0].id != first.id);
}

TEST_CASE("written for as long as asked, synced, read again, ejected, and mounted anew") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const LoopDevice device(stick_image(folder, "stick.img", "COPY"));
  auto volumes = opened(options_for(folder, {device.node()}));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const std::string id = volumes->volumes()[0].id;

  Volume volume = wished(*volumes, id, VolumeAccess::kWrite);
  REQUIRE(volume.access == VolumeAccess::kWrite);
  CHECK((flags_of(volume.folder) & (kGuards | ST_RDONLY)) == kGuards);
  std::ofstream(volume.folder / "export.csv") << "1;2;3\n";

  volume = wished(*volumes, id, VolumeAccess::kRead);
  CHECK(volume.access == VolumeAccess::kRead);
  CHECK_FALSE(volume.trouble.has_value());
  CHECK((flags_of(volume.folder) & (kGuards | ST_RDONLY)) == (kGuards | ST_RDONLY));
  CHECK(fs::file_size(volume.folder / "export.csv") == 6);

  const fs::path point = volume.folder;
  volume = wished(*volumes, id, VolumeAccess::kNone);
  CHECK(volume.access == VolumeAccess::kNone);
  CHECK(volume.folder.empty());
  CHECK_FALSE(volume.trouble.has_value());
  CHECK_FALSE(fs::exists(point));
  CHECK(mounts_under(folder.path).empty());

  volume = wished(*volumes, id, VolumeAccess::kRead);
  CHECK(fs::exists(volume.folder / "export.csv"));
  volumes->want("sdz9.7", VolumeAccess::kWrite);  // nobody: passed over
}

TEST_CASE("a stick that is still in use is not let go, and says so") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const LoopDevice device(stick_image(folder, "stick.img", "BUSY"));
  auto volumes = opened(options_for(folder, {device.node()}));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const std::string id = volumes->volumes()[0].id;
  Volume volume = wished(*volumes, id, VolumeAccess::kWrite);
  std::ofstream writing(volume.folder / "half");
  REQUIRE(writing.good());
  volume = wished(*volumes, id, VolumeAccess::kRead);
  CHECK(volume.access == VolumeAccess::kWrite);
  REQUIRE(volume.trouble.has_value());
  CHECK(volume.trouble->kind == VolumeTroubleKind::kBusy);
  CHECK(volume.trouble->sentence.starts_with("BUSY (" + device.node() + "): is still being"));
  writing.close();
  volume = wished(*volumes, id, VolumeAccess::kNone);
  CHECK(volume.access == VolumeAccess::kNone);
  CHECK_FALSE(volume.trouble.has_value());
}

TEST_CASE("a full and a write-protected stick are read, and refuse to be written") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  LoopDevice device(stick_image(folder, "stick.img", "FULL"));
  auto volumes = opened(options_for(folder, {device.node()}));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const std::string id = volumes->volumes()[0].id;
  Volume volume = wished(*volumes, id, VolumeAccess::kWrite);
  {
    std::ofstream large(volume.folder / "large");
    const std::string block(1 << 20, 'x');
    for (std::uintmax_t size = 0; size <= kSize && large.good(); size += block.size()) {
      large << block << std::flush;
    }
    CHECK_FALSE(large.good());
  }
  volume = wished(*volumes, id, VolumeAccess::kRead);
  CHECK_FALSE(volume.trouble.has_value());
  CHECK(volume.free_bytes == 0);
  volume = wished(*volumes, id, VolumeAccess::kWrite);
  CHECK(volume.access == VolumeAccess::kRead);
  REQUIRE(volume.trouble.has_value());
  CHECK(volume.trouble->kind == VolumeTroubleKind::kFull);
  volumes.reset();
  device.detach();

  device.attach(stick_image(folder, "guarded.img", "GUARDED"));
  device.protect();
  volumes = opened(options_for(folder, {device.node()}));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  CHECK(fs::exists(volumes->volumes()[0].folder / "a.kpack"));
  volume = wished(*volumes, volumes->volumes()[0].id, VolumeAccess::kWrite);
  CHECK(volume.access == VolumeAccess::kRead);
  REQUIRE(volume.trouble.has_value());
  CHECK(volume.trouble->kind == VolumeTroubleKind::kReadOnly);
  CHECK(fs::exists(volume.folder / "a.kpack"));
}

TEST_CASE("each partition is a volume, the disk around them is none") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const fs::path whole = folder.path / "whole.img";
  make_image(whole, 3 * kSize, "");
  const fs::path part = stick_image(folder, "part.img", "ONE");
  REQUIRE(run("dd conv=notrunc bs=512 seek=2048 if=" + part.string() + " of=" + whole.string()));
  const LoopDevice device(whole, true);
  REQUIRE(device.why_not().empty());
  auto volumes = opened(options_for(folder, {device.node()}));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  CHECK(volumes->volumes()[0].device == device.node());
  device.add_partition(1, 2048 * 512, kSize);
  device.add_partition(2, 34816 * 512, kSize);
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 2); }));
  CHECK(volumes->volumes()[0].device == device.node() + "p1");
  CHECK(volumes->volumes()[0].label == "ONE");
  CHECK(fs::exists(volumes->volumes()[0].folder / "a.kpack"));
  CHECK(volumes->volumes()[1].device == device.node() + "p2");
  REQUIRE(volumes->volumes()[1].trouble.has_value());
  CHECK(volumes->volumes()[1].trouble->kind == VolumeTroubleKind::kEmpty);
}

TEST_CASE("a card that leaves its reader takes its partitions with it") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const fs::path whole = folder.path / "whole.img";
  make_image(whole, 2 * kSize, "");
  const fs::path part = stick_image(folder, "part.img", "CARD");
  REQUIRE(run("dd conv=notrunc bs=512 seek=2048 if=" + part.string() + " of=" + whole.string()));
  LoopDevice device(whole, true);
  REQUIRE(device.why_not().empty());
  device.add_partition(1, 2048 * 512, kSize);
  auto volumes = opened(options_for(folder, {device.node()}));
  REQUIRE(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  CHECK(volumes->volumes()[0].label == "CARD");
  // The disk is empty; the kernel still lists the partition, which somebody had mounted.
  device.pull();
  CHECK(fs::exists(device.node() + "p1"));
  CHECK(wait_until(*volumes, [](const auto& list) { return list.empty(); }));
  CHECK(mounts_under(folder.path).empty());
}

TEST_CASE("what others have mounted is read there, and neither written nor unmounted") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const LoopDevice device(stick_image(folder, "stick.img", "THEIRS"));
  const fs::path theirs = folder.path / "their place";
  fs::create_directory(theirs);
  REQUIRE(::mount(device.node().c_str(), theirs.c_str(), "ext4", 0, nullptr) == 0);
  auto volumes = opened(options_for(folder, {device.node()}));
  CHECK(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const Volume volume = volumes->volumes().at(0);
  CHECK(volume.folder == theirs);
  CHECK(volume.access == VolumeAccess::kRead);
  CHECK(volume.label == "THEIRS");
  const Volume refused = wished(*volumes, volume.id, VolumeAccess::kWrite);
  REQUIRE(refused.trouble.has_value());
  CHECK(refused.trouble->kind == VolumeTroubleKind::kReadOnly);
  CHECK(refused.trouble->sentence.find("another program has mounted it at " + theirs.string()) !=
        std::string::npos);
  const Volume kept = wished(*volumes, volume.id, VolumeAccess::kNone);
  CHECK(kept.access == VolumeAccess::kRead);
  CHECK(mounts_under(folder.path).size() == 1);
  // They let it go: heard from the kernel's mount table alone.
  REQUIRE(::umount(theirs.c_str()) == 0);
  CHECK(wait_until(*volumes, [](const auto& list) {
    return list.size() == 1 && list[0].access == VolumeAccess::kNone;
  }));
  volumes.reset();
  CHECK(mounts_under(folder.path).empty());
}

TEST_CASE("a damaged stick is told, and leaves no mount") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const fs::path image = stick_image(folder, "stick.img", "TORN");
  // The table of groups, one block behind the superblock: blkid does not look there.
  REQUIRE(run("dd if=/dev/urandom conv=notrunc bs=1024 seek=2 count=1 of=" + image.string()));
  const LoopDevice device(image);
  auto volumes = opened(options_for(folder, {device.node()}));
  CHECK(wait_until(*volumes, [](const auto& list) { return all_settled(list, 1); }));
  const Volume volume = volumes->volumes().at(0);
  CHECK(volume.access == VolumeAccess::kNone);
  REQUIRE(volume.trouble.has_value());
  CHECK(volume.trouble->kind == VolumeTroubleKind::kDamaged);
  CHECK(volume.trouble->sentence.starts_with("TORN (" + device.node() + "): is damaged."));
  CHECK(mounts_under(folder.path).empty());
  CHECK(fs::is_empty(folder.path / "media"));
}

TEST_CASE("mounts of an earlier run are cleaned up, other people's files are not") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const LoopDevice device(stick_image(folder, "stick.img", "OLD"));
  const fs::path media = folder.path / "media";
  fs::create_directories(media / "sda1.3");
  fs::create_directories(media / "kept");
  std::ofstream(media / "kept" / "file") << "x";
  REQUIRE(::mount(device.node().c_str(), (media / "sda1.3").c_str(), "ext4", MS_RDONLY, nullptr) ==
          0);
  CHECK(prepare_media_folder(media) == 0);
  CHECK(mounts_under(folder.path).empty());
  CHECK_FALSE(fs::exists(media / "sda1.3"));
  CHECK(fs::exists(media / "kept" / "file"));
}

TEST_CASE("a link on a stick leads nowhere") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const fs::path content = folder.path / "content";
  fs::create_directories(content);
  fs::create_symlink("/etc/passwd", content / "link.kpack");
  const fs::path image = folder.path / "stick.img";
  make_image(image, kSize, "mkfs.ext4 -q -d " + content.string());
  const LoopDevice device(image);
  const fs::path point = folder.path / "point";
  REQUIRE(mount_volume(device.node(), point, "ext4", false) == 0);
  CHECK(fs::is_symlink(point / "link.kpack"));
  CHECK_FALSE(std::ifstream(point / "link.kpack").good());
  CHECK(unmount_volume(point) == 0);
  // The twin without our guard follows it.
  fs::create_directory(point);
  REQUIRE(::mount(device.node().c_str(), point.c_str(), "ext4", MS_RDONLY, nullptr) == 0);
  CHECK(std::ifstream(point / "link.kpack").good());
  CHECK(::umount(point.c_str()) == 0);
}

TEST_CASE("a disk that the system runs from is no stick") {
  const TestFolder folder;
  std::vector<Volume> shown;
  VolumeKeeper keeper(folder.path / "media",
                      {[&](const std::vector<Volume>& list) { shown = list; }, nullptr});
  const BlockDevice root{"sda2.1", "/dev/no-such-sda2", 1234, "sda", 1 << 20};
  const BlockDevice other{"sda3.1", "/dev/no-such-sda3", 1235, "sda", 1 << 20};
  const BlockDevice stick{"sdb1.2", "/dev/no-such-sdb1", 1240, "sdb", 1 << 20};
  keeper.look({root, other, stick}, {Mount{1234, "/", "/", "ext4", false}});
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].id == "sdb1.2");
  // The twin: the same disk, mounted as sticks are.
  keeper.look({root, other, stick}, {Mount{1234, "/", "/media/x", "ext4", false}});
  CHECK(shown.size() == 3);
  REQUIRE(shown[0].trouble.has_value());
  CHECK(shown[0].trouble->kind == VolumeTroubleKind::kPulled);
}

TEST_CASE("without the right to mount it says so once, and still reads what others mounted") {
  if (::geteuid() != 0) {
    MESSAGE("DID NOT RUN: only root can give up root. Run it as root.");
    return;
  }
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  const LoopDevice device(stick_image(folder, "stick.img", "NOROOT"));
  fs::permissions(folder.path, fs::perms::all);
  const fs::path theirs = folder.path / "theirs";
  fs::create_directory(theirs);
  const BlockDevice stick{"a.1", device.node(), 0, "a", kSize};
  const BlockDevice second{"b.1", device.node(), 0, "b", kSize};
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // One exit code a thing that is wrong; 0: all is as it should be.
    if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(10);
    std::vector<Volume> shown;
    std::vector<std::string> said;
    VolumeKeeper keeper(folder.path / "media",
                        {[&](const std::vector<Volume>& list) { shown = list; },
                         [&](const std::string& text) { said.push_back(text); }});
    keeper.look({stick, second}, {});
    if (shown.size() != 2 || !shown[0].trouble) ::_exit(11);
    if (shown[0].trouble->kind != VolumeTroubleKind::kNotAllowed) ::_exit(12);
    if (said.size() != 1) ::_exit(13);
    struct stat facts {};
    if (::stat(theirs.c_str(), &facts) != 0) ::_exit(14);
    // It is mounted by somebody else at last (a folder stands for it).
    keeper.look({BlockDevice{"a.1", device.node(), facts.st_dev, "a", kSize}},
                {Mount{facts.st_dev, "/", theirs, "ext4", true}});
    if (shown.size() != 1 || said.size() != 1) ::_exit(15);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a folder on a stick that goes bad is one sentence, not an empty stick") {
  const TestFolder folder;
  NEEDS_LOOP_MOUNTS(folder)
  LoopDevice device(stick_image(folder, "stick.img", "ROT"));
  const fs::path point = folder.path / "point";
  REQUIRE(mount_volume(device.node(), point, "ext4", false) == 0);
  device.pull();
  const auto found = find_stick_contents(point);
  abandon_volume(point);
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().message.starts_with(point.string() + ": the stick cannot be read: "));
}
