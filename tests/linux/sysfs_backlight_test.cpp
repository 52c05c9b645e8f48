#include "platform/linux/sysfs_backlight.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

#include "made_up_root.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

MadeUpRoot& add_light(MadeUpRoot& root, const std::string& name, const std::string& type,
                      const std::string& greatest, const std::string& now) {
  const std::string folder = "sys/class/backlight/" + name + "/";
  return root.write(folder + "type", type + "\n")
      .write(folder + "max_brightness", greatest + "\n")
      .write(folder + "brightness", now + "\n");
}

}  // namespace

TEST_CASE("no backlight: nothing is told, and setting says why not") {
  const MadeUpRoot root;
  SysfsBacklight light(root.path());
  CHECK_FALSE(light.percent());
  const auto set = light.set(50);
  REQUIRE_FALSE(set);
  CHECK(set.error().message.find("panel's own buttons") != std::string::npos);
}

TEST_CASE("percents are the driver's steps from the darkest that is lit to the brightest") {
  MadeUpRoot root;
  add_light(root, "10-0045", "raw", "31", "16");
  SysfsBacklight light(root.path());
  CHECK(light.percent() == 50);
  const auto steps_at = [&](int percent) {
    REQUIRE(light.set(percent));
    return root.read("sys/class/backlight/10-0045/brightness");
  };
  // The made-up file is written as the kernel's is: over what stands there.
  CHECK(steps_at(100).starts_with("31"));
  CHECK(light.percent() == 100);
  CHECK(steps_at(0).starts_with("1"));
  CHECK(steps_at(250).starts_with("31"));
  CHECK(steps_at(-5).starts_with("1"));
}

TEST_CASE("each percent comes back as itself where the driver has steps enough") {
  MadeUpRoot root;
  add_light(root, "panel", "raw", "4095", "0000");
  SysfsBacklight light(root.path());
  CHECK(light.percent() == 0);  // off counts as the darkest
  for (int percent = 0; percent <= 100; ++percent) {
    root.write("sys/class/backlight/panel/brightness", "");
    REQUIRE(light.set(percent));
    CHECK(light.percent() == percent);
  }
}

TEST_CASE("of several, the firmware's before the platform's before the bare one") {
  MadeUpRoot root;
  add_light(root, "a", "raw", "100", "100");
  CHECK(SysfsBacklight(root.path()).percent() == 100);
  add_light(root, "b", "platform", "10", "1");
  CHECK(SysfsBacklight(root.path()).percent() == 0);
  add_light(root, "c", "firmware", "3", "2");
  CHECK(SysfsBacklight(root.path()).percent() == 50);
  add_light(root, "d", "firmware", "0", "0");  // has no steps at all
  CHECK(SysfsBacklight(root.path()).percent() == 50);
}

TEST_CASE("odd values: none of them is a backlight") {
  for (const char* greatest : {"", "-3", "many", "99999999999", "0"}) {
    CAPTURE(greatest);
    MadeUpRoot root;
    add_light(root, "a", "raw", greatest, "1");
    CHECK_FALSE(SysfsBacklight(root.path()).percent());
  }
  MadeUpRoot one;
  add_light(one, "a", "raw", "1", "1");
  CHECK(SysfsBacklight(one.path()).percent() == 100);
  CHECK(SysfsBacklight(one.path()).set(0).has_value());
}

TEST_CASE("what is set already is not written again; what cannot be written says so") {
  MadeUpRoot root;
  add_light(root, "a", "raw", "101", "51");
  const auto file = root.path() / "sys/class/backlight/a/brightness";
  std::filesystem::remove(file);
  std::filesystem::create_symlink("/proc/self/nothing-here", file);
  const auto refused = SysfsBacklight(root.path()).set(10);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("/brightness: cannot be written: No such file") !=
        std::string::npos);
  CHECK(refused.error().message.find("by its service") != std::string::npos);
  std::filesystem::remove(file);
  root.write("sys/class/backlight/a/brightness", "51\n");
  const auto before = std::filesystem::last_write_time(file);
  std::filesystem::last_write_time(file, before - std::chrono::hours(1));
  REQUIRE(SysfsBacklight(root.path()).set(50));
  CHECK(std::filesystem::last_write_time(file) == before - std::chrono::hours(1));
}
