#include "kiosk/machine.h"

#include <system_error>
#include <utility>

#include "platform/linux/systemd_power.h"
#include "platform/linux/udev_volumes.h"

namespace kiosk {
namespace {

Machine machine_by_helper(const std::filesystem::path& socket,
                          const std::function<void(const std::string&)>& say) {
  platform::HelperLink::Options options;
  options.socket = socket;
  options.say = say;
  Machine machine;
  machine.helper = std::make_unique<platform::HelperLink>(std::move(options));
  platform::HelperLink& link = *machine.helper;
  machine.volumes = std::make_unique<platform::HelperVolumes>(link);
  machine.power = std::make_unique<platform::HelperPower>(link);
  machine.gate = std::make_unique<platform::HelperUsbGate>(link);
  machine.set_clock = [&link](std::int64_t seconds) { return link.set_clock(seconds); };
  return machine;
}

}  // namespace

Machine machine_of(const MachineWish& wish, const std::function<void(const std::string&)>& say) {
  std::error_code error;
  if (!wish.helper.empty()) return machine_by_helper(wish.helper, say);
  if (wish.sticks && std::filesystem::exists(kUsualHelper, error)) {
    return machine_by_helper(kUsualHelper, say);
  }
  Machine machine;
  machine.power = std::make_unique<platform::SystemdPower>();
  if (!wish.sticks) return machine;
  platform::UdevVolumes::Options watch;
  watch.say = say;
  auto opened = platform::UdevVolumes::open(std::move(watch));
  if (!opened) say(opened.error().message);
  if (opened) machine.volumes = std::move(*opened);
  return machine;
}

}  // namespace kiosk
