#include "platform/linux/sysfs_health.h"

#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include "platform/linux/system_files.h"

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

// A sensor that is not there, or broken, says -273, 0 K or the end of its scale.
constexpr std::int64_t kColdest = -40'000;  // 1/1000 degree
constexpr std::int64_t kHottest = 150'000;
// 1 January 2026: a clock before that has not been set since the program was written.
constexpr std::int64_t kProgramWritten = 1'767'225'600;

std::optional<double> degrees(const fs::path& file) {
  const auto thousandths = read_system_number(file);
  if (!thousandths || *thousandths < kColdest || *thousandths > kHottest) return std::nullopt;
  return static_cast<double>(*thousandths) / 1000;
}

void keep_hottest(std::optional<double>& hottest, std::optional<double> other) {
  if (other) hottest = std::max(*other, hottest.value_or(*other));
}

bool names_processor(const std::string& sensor) {
  constexpr std::array<std::string_view, 6> kNames{"cpu",      "soc",     "x86_pkg_temp",
                                                   "coretemp", "k10temp", "bcm2835_thermal"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view name) { return sensor.starts_with(name); });
}

// The processor's own sensors, as a zone or as hwmon; failing both, the hottest zone of any name.
std::optional<double> temperature(const fs::path& sys) {
  std::optional<double> processor;
  std::optional<double> any;
  for (const fs::path& zone : system_entries(sys / "class/thermal", "thermal_zone")) {
    const std::optional<double> found = degrees(zone / "temp");
    keep_hottest(any, found);
    if (names_processor(read_system_line(zone / "type").value_or(""))) {
      keep_hottest(processor, found);
    }
  }
  if (processor) return processor;
  for (const fs::path& chip : system_entries(sys / "class/hwmon", "hwmon")) {
    if (!names_processor(read_system_line(chip / "name").value_or(""))) continue;
    keep_hottest(processor, degrees(chip / "temp1_input"));
  }
  return processor ? processor : any;
}

// "soc" up to the Raspberry Pi 4, "soc@107c000000" on the 5, and the firmware within it.
std::optional<std::int64_t> firmware_bits(const fs::path& sys) {
  for (const fs::path& soc : system_entries(sys / "devices/platform", "soc")) {
    for (const fs::path& part : system_entries(soc, "soc")) {
      if (!part.filename().string().ends_with(":firmware")) continue;
      const auto line = read_system_line(part / "get_throttled");
      if (line) return whole_number(*line, 16);
    }
  }
  return std::nullopt;
}

void look_at_voltage(const fs::path& sys, HealthSnapshot& snapshot) {
  const std::optional<std::int64_t> bits = firmware_bits(sys);
  if (bits && *bits >= 0) {
    const auto is_set = [&](int bit) { return (*bits >> bit & 1) != 0; };
    constexpr int kSticky = 16;  // from here on the same bits as history
    constexpr int kUnderVoltage = 0;
    constexpr int kCapped = 1;
    constexpr int kThrottled = 2;
    constexpr int kSoftLimit = 3;  // slowed down for the heat, before it is too hot
    const auto slowed = [&](int from) {
      return is_set(kCapped + from) || is_set(kThrottled + from) || is_set(kSoftLimit + from);
    };
    snapshot.under_voltage_now = is_set(kUnderVoltage);
    snapshot.throttled_now = slowed(0);
    snapshot.under_voltage_before = is_set(kUnderVoltage + kSticky);
    snapshot.throttled_before = slowed(kSticky);
    return;
  }
  for (const fs::path& chip : system_entries(sys / "class/hwmon", "hwmon")) {
    if (read_system_line(chip / "name") != "rpi_volt") continue;
    if (const auto alarm = read_system_number(chip / "in0_lcrit_alarm")) {
      snapshot.under_voltage_now = *alarm != 0;
    }
  }
}

// How often an x86 processor's package was slowed down for heat.
void look_at_throttle_count(const fs::path& sys, HealthSnapshot& snapshot) {
  if (snapshot.throttled_before) return;
  const auto count =
      read_system_number(sys / "devices/system/cpu/cpu0/thermal_throttle/package_throttle_count");
  if (count) snapshot.throttled_before = *count > 0;
}

// Two numbers, of two kinds of cell, each in tenths of its life: the worse one counts.
std::optional<int> used_percent(const fs::path& file) {
  std::istringstream words(read_system_line(file).value_or(""));
  std::optional<int> used;
  for (std::string word; words >> word;) {
    const auto tenths = whole_number(word, 16);
    if (!tenths || *tenths < 1 || *tenths > 0x0b) continue;  // 0: not defined
    used = std::max(static_cast<int>(*tenths) * 10, used.value_or(0));
  }
  return used;
}

std::optional<Reserve> reserve(const fs::path& file) {
  switch (whole_number(read_system_line(file).value_or(""), 16).value_or(0)) {
    case 1:
      return Reserve::kNormal;
    case 2:
      return Reserve::kWarning;
    case 3:
      return Reserve::kUrgent;
    default:
      return std::nullopt;
  }
}

std::vector<StorageWear> wear(const fs::path& sys) {
  std::vector<StorageWear> found;
  for (const fs::path& disk : system_entries(sys / "block", "mmcblk")) {
    StorageWear chip{disk.filename().string(), used_percent(disk / "device/life_time"),
                     reserve(disk / "device/pre_eol_info")};
    if (chip.used_percent || chip.reserve) found.push_back(std::move(chip));
  }
  return found;
}

void look_at_space(const fs::path& folder, HealthSnapshot& snapshot) {
  struct statvfs space {};
  if (folder.empty() || ::statvfs(folder.c_str(), &space) != 0) return;
  snapshot.free_bytes = std::uint64_t{space.f_bavail} * space.f_frsize;
  snapshot.size_bytes = std::uint64_t{space.f_blocks} * space.f_frsize;
}

void look_at_memory(const fs::path& proc, HealthSnapshot& snapshot) {
  std::istringstream lines(read_system_file(proc / "meminfo").value_or(""));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string key;
    std::uint64_t kibibytes = 0;
    if (!(words >> key >> kibibytes)) continue;
    if (key == "MemTotal:") snapshot.memory_bytes = kibibytes * 1024;
    if (key == "MemAvailable:") snapshot.memory_available_bytes = kibibytes * 1024;
  }
  std::istringstream pages(read_system_line(proc / "self/statm").value_or(""));
  std::uint64_t mapped = 0;
  std::uint64_t resident = 0;
  if (pages >> mapped >> resident) {
    snapshot.own_memory_bytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }
}

// The first number of a line.
std::optional<double> first_number(const fs::path& file) {
  const std::string line = read_system_line(file).value_or("");
  double value = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc{} || !(value >= 0 && value < 1e12)) return std::nullopt;
  return value;
}

// What makers leave in place of a name.
bool is_placeholder(const std::string& name) {
  constexpr std::array<std::string_view, 6> kLeft{"To Be Filled", "To be filled", "Default string",
                                                  "System ",      "O.E.M.",       "Not Specified"};
  return std::any_of(kLeft.begin(), kLeft.end(),
                     [&](std::string_view left) { return name.starts_with(left); });
}

std::string machine(const fs::path& root) {
  if (const auto board = read_system_line(root / "proc/device-tree/model")) return *board;
  std::string name;
  for (const char* part : {"sys_vendor", "product_name"}) {
    const auto line = read_system_line(root / "sys/class/dmi/id" / part);
    if (!line || is_placeholder(*line)) continue;
    name += (name.empty() ? "" : " ") + *line;
  }
  return name;
}

bool was_set_from_battery(const fs::path& sys) {
  for (const fs::path& clock : system_entries(sys / "class/rtc", "rtc")) {
    if (read_system_number(clock / "hctosys") != 1) continue;
    return read_system_number(clock / "since_epoch").value_or(0) >= kProgramWritten;
  }
  return false;
}

}  // namespace

bool kernel_clock_is_synchronised() {
  timex kernel{};
  const int state = ::adjtimex(&kernel);
  return state != -1 && state != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0;
}

HealthSnapshot SysfsHealth::look(const fs::path& folder) {
  const fs::path sys = m_root / "sys";
  const fs::path proc = m_root / "proc";
  HealthSnapshot snapshot;
  snapshot.temperature = temperature(sys);
  look_at_voltage(sys, snapshot);
  look_at_throttle_count(sys, snapshot);
  look_at_space(folder, snapshot);
  snapshot.wear = wear(sys);
  look_at_memory(proc, snapshot);
  snapshot.load = first_number(proc / "loadavg");
  if (const auto seconds = first_number(proc / "uptime")) {
    snapshot.up_time = Millis{*seconds * 1000};
  }
  snapshot.kernel = read_system_line(proc / "sys/kernel/osrelease").value_or("");
  snapshot.machine = machine(m_root);
  if (m_synchronised()) {
    snapshot.clock = ClockFooting::kNetwork;
  } else if (was_set_from_battery(sys)) {
    snapshot.clock = ClockFooting::kBattery;
  }
  return snapshot;
}

}  // namespace kiosk::platform
