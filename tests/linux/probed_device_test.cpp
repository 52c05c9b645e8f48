#include "platform/linux/probed_device.h"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/linux/loop_device.h"

using namespace kiosk::platform;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kSize = 16 << 20;

void write_at(const fs::path& file, std::streamoff at, const std::string& bytes) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(at);
  stream << bytes;
  REQUIRE(stream.flush().good());
}

VolumeTroubleKind trouble_with(const fs::path& image) {
  const auto trouble = why_unreadable(probe_device(image.string()), "STICK");
  REQUIRE(trouble.has_value());
  CHECK(trouble->sentence.starts_with("STICK: "));
  CHECK(trouble->sentence.ends_with("."));
  return trouble->kind;
}

}  // namespace

TEST_CASE("vfat, exfat and ext4 of the real tools are taken, with their labels") {
  const TestFolder folder;
  struct Case {
    std::string kind, format, label;
  };
  for (const Case& wanted :
       {Case{"vfat", "mkfs.vfat -F 32 -n 'MY STICK'", "MY STICK"},
        Case{"vfat", "mkfs.vfat -F 16 -n A", "A"}, Case{"vfat", "mkfs.vfat", ""},
        Case{"exfat", "mkfs.exfat -L 't\xC3\xA9l\xC3\xA9'", "t\xC3\xA9l\xC3\xA9"},
        Case{"ext4", "mkfs.ext4 -q -L linux", "linux"}}) {
    CAPTURE(wanted.format);
    const fs::path image = folder.path / "image";
    fs::remove(image);
    make_image(image, wanted.format.find("32") == std::string::npos ? kSize : 4 * kSize,
               wanted.format);
    const ProbedDevice probed = probe_device(image.string());
    CHECK(probed.error == 0);
    CHECK(probed.file_system == wanted.kind);
    CHECK(probed.label == wanted.label);
    CHECK_FALSE(why_unreadable(probed, "STICK").has_value());
  }
}

TEST_CASE("other file systems are named and refused") {
  const TestFolder folder;
  const fs::path image = folder.path / "image";
  make_image(image, kSize, "mkfs.ext2 -q");
  CHECK(trouble_with(image) == VolumeTroubleKind::kUnknownFileSystem);
  CHECK(why_unreadable(probe_device(image.string()), "S")->sentence.find("formatted as ext2") !=
        std::string::npos);
  fs::remove(image);
  make_image(image, kSize, "mkswap");
  CHECK(probe_device(image.string()).file_system == "swap");
  CHECK(trouble_with(image) == VolumeTroubleKind::kUnknownFileSystem);
}

TEST_CASE("nothing, a bare table, noise and a broken head are told apart") {
  const TestFolder folder;
  const fs::path image = folder.path / "image";
  make_image(image, kSize, "");
  CHECK(trouble_with(image) == VolumeTroubleKind::kEmpty);

  write_at(image, 0, std::string(1 << 20, '\xFF'));  // erased flash
  CHECK(trouble_with(image) == VolumeTroubleKind::kEmpty);

  write_at(image, 0, std::string(1 << 20, 'x'));
  CHECK(trouble_with(image) == VolumeTroubleKind::kUnknownFileSystem);

  fs::remove(image);
  make_image(image, kSize, "");
  std::string entry("\x00\x00\x00\x00\x0C\x00\x00\x00\x00\x08\x00\x00\x00\x10\x00\x00", 16);
  write_at(image, 446, entry + std::string(48, '\0') + "\x55\xAA");
  CHECK(trouble_with(image) == VolumeTroubleKind::kEmpty);

  // Whether blkid looks at a checksum depends on its version; the mount does in any case.
  ProbedDevice wrong;
  wrong.file_system = "ext4";
  CHECK_FALSE(why_unreadable(wrong, "STICK").has_value());
  wrong.damaged = true;
  REQUIRE(why_unreadable(wrong, "STICK").has_value());
  CHECK(why_unreadable(wrong, "STICK")->kind == VolumeTroubleKind::kDamaged);
}

TEST_CASE("two file systems at once are neither") {
  const TestFolder folder;
  const fs::path image = folder.path / "image";
  make_image(image, kSize, "mkfs.ext4 -q");
  const fs::path other = folder.path / "other";
  make_image(other, kSize, "mkfs.exfat");
  std::string head(512, '\0');
  std::ifstream(other, std::ios::binary).read(head.data(), 512);
  write_at(image, 0, head);
  const auto trouble = why_unreadable(probe_device(image.string()), "STICK");
  REQUIRE(trouble.has_value());
  CHECK(trouble->kind != VolumeTroubleKind::kEmpty);
}

TEST_CASE("a device that is gone was pulled") {
  CHECK(probe_device("/dev/no-such-stick").error == ENOENT);
  CHECK(trouble_with("/dev/no-such-stick") == VolumeTroubleKind::kPulled);
}

TEST_CASE("every errno is one sentence with a remedy") {
  for (int error = 1; error < 134; ++error) {
    const VolumeTrouble trouble = volume_trouble(error, "STICK (/dev/sda1)");
    CHECK(trouble.sentence.starts_with("STICK (/dev/sda1): "));
    CHECK(trouble.sentence.ends_with("."));
  }
  CHECK(volume_trouble(ENOSPC, "S").kind == VolumeTroubleKind::kFull);
  CHECK(volume_trouble(EROFS, "S").kind == VolumeTroubleKind::kReadOnly);
  CHECK(volume_trouble(ENODEV, "S").kind == VolumeTroubleKind::kPulled);
  CHECK(volume_trouble(EBUSY, "S").kind == VolumeTroubleKind::kBusy);
  CHECK(volume_trouble(EUCLEAN, "S").kind == VolumeTroubleKind::kDamaged);
  CHECK(volume_trouble(EPERM, "S").kind == VolumeTroubleKind::kNotAllowed);
  CHECK(volume_trouble(EIO, "S").kind == VolumeTroubleKind::kFailing);
}

TEST_CASE("a sector that cannot be read is the stick's failing, not an unknown file system") {
  const TestFolder folder;
  const fs::path image = folder.path / "image";
  make_image(image, kSize, "mkfs.vfat -F 16 -n WORN");
  const LoopDevice device(image);
  if (!device.why_not().empty()) {
    MESSAGE("DID NOT RUN: this machine gives no loop device (" << device.why_not() << ").");
    return;
  }
  REQUIRE(probe_device(device.node()).label == "WORN");
  // Behind the first sectors, before the root folder with the label: reads of it fail from now on.
  fs::resize_file(image, 4096);
  device.forget_what_was_read();
  const ProbedDevice probed = probe_device(device.node());
  CHECK(probed.error == EIO);
  const auto trouble = why_unreadable(probed, "STICK");
  REQUIRE(trouble.has_value());
  CHECK(trouble->kind == VolumeTroubleKind::kFailing);
}
