// Health: how the machine is, as it tells itself. For the staff's page, receipts and metrics.
//
// A snapshot is taken when somebody asks, never by itself; it costs well under a millisecond.
// What a machine does not tell stays unsaid: nothing here is guessed.
//
// Units: degrees Celsius, bytes, milliseconds. Thread: any, one call at a time.
// Errors: none. Implementations: platform/linux (/sys and /proc), platform/headless (given).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk::platform {

// What a storage chip says of the blocks that it keeps in reserve (JEDEC eMMC 5.0, PRE_EOL_INFO).
enum class Reserve {
  kNormal,
  kWarning,  // 80 % of the reserve is used
  kUrgent    // 90 %: it should be replaced
};

struct StorageWear {
  std::string device;  // "mmcblk0"
  // Of its life, at most: 10, 20, ... 100; 110 when it has outlived what it was made for.
  std::optional<int> used_percent;
  std::optional<Reserve> reserve;

  friend bool operator==(const StorageWear&, const StorageWear&) = default;
};

// Who vouches for the wall clock.
enum class ClockFooting {
  kNetwork,  // the kernel's clock is held in step by NTP or its like
  kBattery,  // set at boot from a clock with a battery, which showed a possible year
  kNone      // nobody: a person has to be asked
};

struct HealthSnapshot {
  std::optional<double> temperature;  // of the processor

  // The supply's voltage is too low; the processor is slowed down for it or for the heat.
  std::optional<bool> under_voltage_now;
  std::optional<bool> throttled_now;
  // Since boot. On a Raspberry Pi since the firmware's memory was cleared last: kernels that
  // watch the voltage themselves clear it every two seconds, so that "no" proves little there.
  std::optional<bool> under_voltage_before;
  std::optional<bool> throttled_before;

  // Of the file system on which the asked folder lies; free: for programs that are not root.
  std::optional<std::uint64_t> free_bytes;
  std::optional<std::uint64_t> size_bytes;
  std::vector<StorageWear> wear;  // of chips that tell; SD cards do not

  std::optional<std::uint64_t> memory_bytes;
  std::optional<std::uint64_t> memory_available_bytes;
  std::optional<std::uint64_t> own_memory_bytes;  // resident, what is shared counted in full

  std::optional<double> load;     // waiting and running, on average of the last minute
  std::optional<Millis> up_time;  // of the machine
  std::string kernel;             // "6.12.48+deb13-arm64"; empty: not told
  std::string machine;            // "Raspberry Pi 5 Model B Rev 1.0"; empty: not told
  ClockFooting clock = ClockFooting::kNone;

  friend bool operator==(const HealthSnapshot&, const HealthSnapshot&) = default;
};

class Health {
 public:
  virtual ~Health() = default;
  // `folder`: the one whose free space counts.
  [[nodiscard]] virtual HealthSnapshot look(const std::filesystem::path& folder) = 0;
};

}  // namespace kiosk::platform
