#include "platform/linux/mount_table.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>

using namespace kiosk::platform;

TEST_CASE("a mount's line is read: device, place, kind, whether it is read only") {
  const auto table = parse_mount_table(
      "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n"
      "42 27 8:17 / /media/a ro,nosuid,nodev shared:5 master:2 - vfat /dev/sdb1 rw,fmask=0022\n"
      "43 27 8:33 /part /media/b rw,relatime - exfat /dev/sdc1 ro\n");
  REQUIRE(table.size() == 3);
  CHECK(table[0] == Mount{makedev(254, 0), "/", "/", "ext4", false});
  CHECK(table[1] == Mount{makedev(8, 17), "/", "/media/a", "vfat", true});
  CHECK(table[2] == Mount{makedev(8, 33), "/part", "/media/b", "exfat", true});
}

TEST_CASE("odd places come back as they are") {
  const auto point = [](const std::string& written) {
    const auto table = parse_mount_table("1 1 8:1 / " + written + " rw - vfat /dev/sda1 rw\n");
    return table.empty() ? std::string("(none)") : table[0].point.string();
  };
  CHECK(point("/media/MY\\040STICK") == "/media/MY STICK");
  CHECK(point("/a\\011b\\012c\\134d\\043e") == "/a\tb\nc\\d#e");
  CHECK(point("/\\303\\251t\\303\\251") == "/\xC3\xA9t\xC3\xA9");
  CHECK(point("/\xC3\xA9") == "/\xC3\xA9");
  CHECK(point("/a\\134040") == "/a\\040");  // a backslash, and no second reading
  CHECK(point("/a\\04") == "/a\\04");       // not an escape
  CHECK(point("/a\\999") == "/a\\999");
  CHECK(point("/a\\777") == "/a\\777");
  CHECK(point("/a\\") == "/a\\");
  CHECK(point("/a,ro") == "/a,ro");
}

TEST_CASE("options are whole words") {
  const auto table = parse_mount_table(
      "1 1 8:1 / /a rw,errors=remount-ro,prorata - ext4 /dev/sda1 rw,nodro\n"
      "1 1 8:1 / /b rw,x=ro - ext4 /dev/ro rw\n");
  REQUIRE(table.size() == 2);
  CHECK_FALSE(table[0].read_only);
  CHECK_FALSE(table[1].read_only);
}

TEST_CASE("a line that is not understood hides no other") {
  const auto table = parse_mount_table(
      "\n"
      "nonsense\n"
      "1 1 8:x / /a rw - ext4 /dev/sda1 rw\n"
      "1 1 8 / /a rw - ext4 /dev/sda1 rw\n"
      "1 1 8:1:2 / /a rw - ext4 /dev/sda1 rw\n"
      "1 1 8:1 / /a rw ext4 /dev/sda1 rw\n"
      "1 1 8:1 / /a rw - ext4\n"
      "1 1 8:1 / /good rw - ext4 /dev/sda1 rw");
  REQUIRE(table.size() == 1);
  CHECK(table[0].point == "/good");
  CHECK(parse_mount_table("").empty());
}

TEST_CASE("this machine's own table holds /proc, on the device that stat tells") {
  const auto table = read_mount_table();
  const auto proc = std::find_if(table.rbegin(), table.rend(),
                                 [](const Mount& mount) { return mount.point == "/proc"; });
  REQUIRE(proc != table.rend());
  struct stat facts {};
  REQUIRE(::stat("/proc", &facts) == 0);
  CHECK(proc->device == facts.st_dev);
}
