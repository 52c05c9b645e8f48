#include "platform/linux/sysfs_health.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "made_up_root.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

HealthSnapshot look(const MadeUpRoot& root, bool synchronised = false) {
  return SysfsHealth(root.path(), [synchronised] { return synchronised; }).look({});
}

constexpr const char* kFirmware = "sys/devices/platform/soc/soc:firmware/get_throttled";

HealthSnapshot with_bits(const std::string& text) {
  MadeUpRoot root;
  root.write(kFirmware, text);
  return look(root);
}

}  // namespace

TEST_CASE("a machine that tells nothing is said nothing of") {
  const MadeUpRoot root;
  CHECK(look(root) == HealthSnapshot{});
}

TEST_CASE("a board as it comes, from its files") {
  MadeUpRoot root;
  root.write("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
      .write("sys/class/thermal/thermal_zone0/temp", "48692\n")
      .write(kFirmware, "50000\n")
      .write("sys/block/mmcblk0/device/life_time", "0x01 0x03\n")
      .write("sys/block/mmcblk0/device/pre_eol_info", "0x02\n")
      .write("sys/block/mmcblk0/device/type", "MMC\n")
      .write("sys/block/mmcblk1/device/type", "SD\n")  // a card tells nothing
      .write("proc/meminfo",
             "MemTotal:        3884376 kB\nMemFree:         2000000 kB\n"
             "MemAvailable:    3012345 kB\nHugePages_Total:       0\n")
      .write("proc/self/statm", "50000 12000 3000 100 0 20000 0\n")
      .write("proc/loadavg", "0.52 0.40 0.31 2/412 10211\n")
      .write("proc/uptime", "93784.25 180000.50\n")
      .write("proc/sys/kernel/osrelease", "6.12.48+deb13-arm64\n")
      .write("proc/device-tree/model", std::string("Raspberry Pi 4 Model B Rev 1.5\0", 31));
  const HealthSnapshot found = look(root);
  CHECK(found.temperature == doctest::Approx(48.692));
  CHECK(found.under_voltage_now == false);
  CHECK(found.under_voltage_before == true);
  CHECK(found.throttled_now == false);
  CHECK(found.throttled_before == true);
  CHECK(found.wear == std::vector<StorageWear>{{"mmcblk0", 30, Reserve::kWarning}});
  CHECK(found.memory_bytes == 3884376ULL * 1024);
  CHECK(found.memory_available_bytes == 3012345ULL * 1024);
  CHECK(found.own_memory_bytes == 12000ULL * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
  CHECK(found.load == doctest::Approx(0.52));
  REQUIRE(found.up_time);
  CHECK(found.up_time->count() == doctest::Approx(93784250));
  CHECK(found.kernel == "6.12.48+deb13-arm64");
  CHECK(found.machine == "Raspberry Pi 4 Model B Rev 1.5");
  CHECK_FALSE(found.free_bytes);
}

TEST_CASE("each bit of a Raspberry Pi's firmware means one thing") {
  struct Row {
    const char* text;
    bool under_now, slow_now, under_before, slow_before;
  };
  for (const Row& row :
       {Row{"0\n", false, false, false, false}, Row{"1\n", true, false, false, false},
        Row{"2\n", false, true, false, false}, Row{"4\n", false, true, false, false},
        Row{"8\n", false, true, false, false}, Row{"10000\n", false, false, true, false},
        Row{"20000\n", false, false, false, true}, Row{"40000\n", false, false, false, true},
        Row{"80000\n", false, false, false, true}, Row{"0x50005\n", true, true, true, true}}) {
    CAPTURE(row.text);
    const HealthSnapshot found = with_bits(row.text);
    CHECK(found.under_voltage_now == row.under_now);
    CHECK(found.throttled_now == row.slow_now);
    CHECK(found.under_voltage_before == row.under_before);
    CHECK(found.throttled_before == row.slow_before);
  }
  for (const char* odd : {"", "\n", "none\n", "5 5\n", "0x\n", "-1\n", "fffffffffffffffffff\n"}) {
    CAPTURE(odd);
    CHECK(with_bits(odd) == HealthSnapshot{});
  }
  MadeUpRoot five;
  five.write("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "1");
  CHECK(look(five).under_voltage_now == true);
}

TEST_CASE("where there is only the kernel's alarm, history stays unsaid") {
  MadeUpRoot root;
  root.write("sys/class/hwmon/hwmon0/name", "nvme\n")
      .write("sys/class/hwmon/hwmon0/in0_lcrit_alarm", "0\n")
      .write("sys/class/hwmon/hwmon1/name", "rpi_volt\n")
      .write("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
  HealthSnapshot found = look(root);
  CHECK(found.under_voltage_now == true);
  CHECK_FALSE(found.under_voltage_before);
  CHECK_FALSE(found.throttled_now);
  root.write("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
  CHECK(look(root).under_voltage_now == false);
}

TEST_CASE("the processor's sensor is believed before others, and a broken one not at all") {
  MadeUpRoot root;
  root.write("sys/class/thermal/thermal_zone0/type", "acpitz\n")
      .write("sys/class/thermal/thermal_zone0/temp", "77000\n");
  CHECK(look(root).temperature == doctest::Approx(77));
  root.write("sys/class/hwmon/hwmon3/name", "k10temp\n")
      .write("sys/class/hwmon/hwmon3/temp1_input", "61125\n");
  CHECK(look(root).temperature == doctest::Approx(61.125));
  root.write("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n")
      .write("sys/class/thermal/thermal_zone1/temp", "55000\n")
      .write("sys/class/thermal/thermal_zone2/type", "cpu1-thermal\n")
      .write("sys/class/thermal/thermal_zone2/temp", "56000\n");
  CHECK(look(root).temperature == doctest::Approx(56));
  for (const char* broken : {"-273150\n", "200000\n", "", "warm\n", "12 \n3x"}) {
    CAPTURE(broken);
    MadeUpRoot odd;
    odd.write("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
        .write("sys/class/thermal/thermal_zone0/temp", broken);
    const auto found = look(odd).temperature;
    if (std::string(broken).starts_with("12")) {
      CHECK(found == doctest::Approx(0.012));  // the first line is a number
    } else {
      CHECK_FALSE(found);
    }
  }
}

TEST_CASE("wear: the worse kind of cell counts, what is not defined is left out") {
  const auto wear_of = [](const char* life, const char* reserve) {
    MadeUpRoot root;
    root.write("sys/block/mmcblk2/device/life_time", life)
        .write("sys/block/mmcblk2/device/pre_eol_info", reserve);
    return look(root).wear;
  };
  CHECK(wear_of("0x0b 0x01\n", "0x03\n") ==
        std::vector<StorageWear>{{"mmcblk2", 110, Reserve::kUrgent}});
  CHECK(wear_of("0x00 0x02\n", "0x00\n") ==
        std::vector<StorageWear>{{"mmcblk2", 20, std::nullopt}});
  CHECK(wear_of("0x00 0x00\n", "0x01\n") ==
        std::vector<StorageWear>{{"mmcblk2", std::nullopt, Reserve::kNormal}});
  CHECK(wear_of("0x00 0x0c\n", "0x09\n").empty());
  CHECK(wear_of("worn out\n", "\n").empty());
}

TEST_CASE("names: of a PC by its maker, without what makers forget to fill in") {
  MadeUpRoot root;
  root.write("sys/class/dmi/id/sys_vendor", "LENOVO\n")
      .write("sys/class/dmi/id/product_name", "10VG \x1b[31m\n");
  CHECK(look(root).machine == "LENOVO 10VG ?[31m");
  root.write("sys/class/dmi/id/sys_vendor", "To Be Filled By O.E.M.\n")
      .write("sys/class/dmi/id/product_name", "System Product Name\n");
  CHECK(look(root).machine.empty());
}

TEST_CASE("a small PC's count of throttlings") {
  MadeUpRoot root;
  const std::string file = "sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count";
  root.write(file, "0\n");
  CHECK(look(root).throttled_before == false);
  root.write(file, "17\n");
  CHECK(look(root).throttled_before == true);
  CHECK_FALSE(look(root).throttled_now);
}

TEST_CASE("who vouches for the clock") {
  MadeUpRoot root;
  CHECK(look(root).clock == ClockFooting::kNone);
  CHECK(look(root, true).clock == ClockFooting::kNetwork);
  root.write("sys/class/rtc/rtc0/hctosys", "1\n")
      .write("sys/class/rtc/rtc0/since_epoch", "1790000000\n");
  CHECK(look(root).clock == ClockFooting::kBattery);
  CHECK(look(root, true).clock == ClockFooting::kNetwork);
  root.write("sys/class/rtc/rtc0/since_epoch", "86400\n");  // its battery is empty
  CHECK(look(root).clock == ClockFooting::kNone);
  root.write("sys/class/rtc/rtc0/since_epoch", "1790000000\n")
      .write("sys/class/rtc/rtc0/hctosys", "0\n");  // not what the clock was set from
  CHECK(look(root).clock == ClockFooting::kNone);
}

TEST_CASE("pipes, folders and endless files in the places of values hold nothing up") {
  MadeUpRoot root;
  root.write("proc/loadavg/x", "");
  root.write("proc/self/statm", "");
  std::filesystem::remove(root.path() / "proc/self/statm");
  REQUIRE(::mkfifo((root.path() / "proc/self/statm").c_str(), 0600) == 0);
  std::filesystem::create_symlink("/dev/zero", root.path() / "proc/uptime");
  root.write("proc/meminfo", std::string(100'000, 'M') + "\nMemTotal: 5 kB\n");
  const HealthSnapshot found = look(root);
  CHECK(found == HealthSnapshot{});
}

TEST_CASE("this machine: space as the system tells it, and what it shows of itself") {
  SysfsHealth health;
  const HealthSnapshot found = health.look(std::filesystem::temp_directory_path());
  const auto space = std::filesystem::space(std::filesystem::temp_directory_path());
  CHECK(found.size_bytes == space.capacity);
  REQUIRE(found.free_bytes);
  CHECK(static_cast<double>(*found.free_bytes) ==
        doctest::Approx(static_cast<double>(space.available)).epsilon(0.05));
  CHECK(found.memory_bytes.value_or(0) > found.memory_available_bytes.value_or(0));
  CHECK(found.own_memory_bytes.value_or(0) > 1'000'000);
  CHECK(found.up_time.value_or(Millis{0}).count() > 1000);
  CHECK_FALSE(found.kernel.empty());
  CHECK_FALSE(health.look("/nowhere at all").free_bytes);

  // Told, not judged: the machine may be busy.
  std::vector<double> times;
  for (int i = 0; i < 200; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(health.look("/"));
    times.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::sort(times.begin(), times.end());
  MESSAGE("a look takes " << times[100] << " us, the slowest of 200 " << times[199] << " us");
}
