#include "platform/helper/usb_rules.h"

#include <algorithm>

namespace kiosk::platform {
namespace {

constexpr std::uint8_t kPerInterface = 0x00;
constexpr std::uint8_t kHuman = 0x03;
constexpr std::uint8_t kStorage = 0x08;
constexpr std::uint8_t kHub = 0x09;
constexpr UsbKind kBootKeyboard{kHuman, 0x01, 0x01};
constexpr UsbKind kBulkOnly{kStorage, 0x06, 0x50};  // SCSI by bulk transfers
constexpr UsbKind kAttached{kStorage, 0x06, 0x62};  // USB attached SCSI

bool all_of(const UsbDescription& device, std::uint8_t device_class) {
  return std::all_of(
      device.settings.begin(), device.settings.end(),
      [&](const UsbSetting& setting) { return setting.kind.device_class == device_class; });
}

bool any_of(const UsbDescription& device, std::uint8_t device_class) {
  return std::any_of(
      device.settings.begin(), device.settings.end(),
      [&](const UsbSetting& setting) { return setting.kind.device_class == device_class; });
}

bool is_boot_keyboard(const UsbSetting& setting) { return setting.kind == kBootKeyboard; }

// In each of its configurations.
bool has_one_interface(const UsbDescription& device) {
  return std::all_of(device.settings.begin(), device.settings.end(), [&](const UsbSetting& one) {
    return std::all_of(device.settings.begin(), device.settings.end(), [&](const UsbSetting& two) {
      return one.configuration != two.configuration || one.interface == two.interface;
    });
  });
}

UsbVerdict judge_storage(const UsbDescription& device) {
  if (!all_of(device, kStorage)) return {UsbRole::kNone, "a stick that is something else besides"};
  if (!has_one_interface(device)) return {UsbRole::kNone, "several sticks in one"};
  const bool usual =
      std::all_of(device.settings.begin(), device.settings.end(), [](const UsbSetting& setting) {
        return setting.kind == kBulkOnly || setting.kind == kAttached;
      });
  if (!usual) return {UsbRole::kNone, "a stick of a kind that is not read here"};
  return {UsbRole::kStick, "a stick"};
}

UsbVerdict judge_human(const UsbDescription& device, UsbPort port) {
  if (std::any_of(device.settings.begin(), device.settings.end(), is_boot_keyboard)) {
    return {UsbRole::kNone, "a keyboard, which nobody plugs into a kiosk"};
  }
  if (!all_of(device, kHuman)) return {UsbRole::kNone, "an input device that is more than that"};
  if (port == UsbPort::kOfPanel) return {UsbRole::kPanel, "the touch panel"};
  if (port == UsbPort::kUnknown) return {UsbRole::kPanel, "what may be this kiosk's touch panel"};
  return {UsbRole::kNone, "an input device that is not the touch panel at its port"};
}

}  // namespace

UsbVerdict judge(const UsbDescription& device, UsbPort port) {
  if (device.settings.empty()) return {UsbRole::kNone, "a device without interfaces"};
  const std::uint8_t whole = device.kind.device_class;
  if (whole == kHub) {
    if (all_of(device, kHub)) return {UsbRole::kHub, "a hub"};
    return {UsbRole::kNone, "a hub that is something else besides"};
  }
  if (any_of(device, kHub)) return {UsbRole::kNone, "a hub that hides what it is"};
  // Drivers go by the device as a whole, too: it must leave the word to its interfaces.
  if (any_of(device, kStorage)) {
    if (whole == kPerInterface || whole == kStorage) return judge_storage(device);
    return {UsbRole::kNone, "a stick that calls itself something else"};
  }
  if (any_of(device, kHuman)) {
    if (whole == kPerInterface) return judge_human(device, port);
    return {UsbRole::kNone, "an input device that calls itself something else"};
  }
  return {UsbRole::kNone, "neither a stick, a hub nor the touch panel"};
}

}  // namespace kiosk::platform
