#include "platform/linux/sysfs_backlight.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "platform/linux/system_files.h"

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

struct Light {
  fs::path folder;
  std::int64_t greatest = 0;  // in the driver's own steps, from 1: at 0 many panels go dark
};

int rank_of(const fs::path& folder) {
  constexpr std::array<std::string_view, 3> kKinds{"firmware", "platform", "raw"};
  const std::string kind = read_system_line(folder / "type").value_or("");
  return static_cast<int>(std::find(kKinds.begin(), kKinds.end(), kind) - kKinds.begin());
}

std::optional<Light> find_light(const fs::path& root) {
  std::optional<Light> best;
  int best_rank = 0;
  for (const fs::path& folder : system_entries(root / "sys/class/backlight", "")) {
    const std::int64_t greatest = read_system_number(folder / "max_brightness").value_or(0);
    const int rank = rank_of(folder);
    if (greatest < 1 || greatest > INT32_MAX || (best && rank >= best_rank)) continue;
    best = Light{folder, greatest};
    best_rank = rank;
  }
  return best;
}

std::int64_t steps_of(const Light& light, int percent) {
  return 1 + ((light.greatest - 1) * percent + 50) / 100;
}

int percent_of(const Light& light, std::int64_t steps) {
  if (light.greatest == 1) return 100;
  const std::int64_t held = std::clamp<std::int64_t>(steps, 1, light.greatest) - 1;
  return static_cast<int>((held * 100 + (light.greatest - 1) / 2) / (light.greatest - 1));
}

// In one write, as the kernel wants it; the file is there already. 0, or an errno.
int write_value(const fs::path& file, const std::string& value) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (opened < 0) return errno;
  const ssize_t written = ::write(opened, value.data(), value.size());
  int error = written < 0 ? errno : 0;
  if (::close(opened) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

std::optional<int> SysfsBacklight::percent() {
  const std::optional<Light> light = find_light(m_root);
  if (!light) return std::nullopt;
  const auto steps = read_system_number(light->folder / "brightness");
  if (!steps) return std::nullopt;
  return percent_of(*light, *steps);
}

Result<void> SysfsBacklight::set(int percent) {
  const std::optional<Light> light = find_light(m_root);
  if (!light) {
    return fail(
        "this panel has no brightness that a program can set. Use the panel's own buttons.");
  }
  const fs::path file = light->folder / "brightness";
  const std::int64_t steps = steps_of(*light, std::clamp(percent, 0, 100));
  if (read_system_number(file) == steps) return {};
  if (const int error = write_value(file, std::to_string(steps)); error != 0) {
    return fail(file.string() + ": cannot be written: " + std::strerror(error) +
                ". Run the kiosk by its service, or allow its user to write the file.");
  }
  return {};
}

}  // namespace kiosk::platform
