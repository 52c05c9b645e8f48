#include "platform/linux/usb_watch.h"

#include <libudev.h>
#include <unistd.h>

#include <string_view>

namespace kiosk::platform {
namespace {

using Device = std::unique_ptr<udev_device, decltype(&udev_device_unref)>;
using Enumerate = std::unique_ptr<udev_enumerate, decltype(&udev_enumerate_unref)>;

bool is_called(udev_device* device, const char* property) {
  const char* value = udev_device_get_property_value(device, property);
  return value != nullptr && std::string_view(value) == "1";
}

bool is_made_up(udev_device* device) {
  return std::string_view(udev_device_get_syspath(device)).starts_with("/sys/devices/virtual/");
}

}  // namespace

Result<std::unique_ptr<UsbWatch>> UsbWatch::open() {
  std::unique_ptr<UsbWatch> watch(new UsbWatch);
  watch->m_udev = udev_new();
  if (watch->m_udev == nullptr) return fail("udev: cannot be asked for devices.");
  // The daemon tells of an input when it knows what it is.
  const char* source = ::access("/run/udev/control", F_OK) == 0 ? "udev" : "kernel";
  watch->m_monitor = udev_monitor_new_from_netlink(watch->m_udev, source);
  udev_monitor* monitor = watch->m_monitor;
  if (monitor == nullptr ||
      udev_monitor_filter_add_match_subsystem_devtype(monitor, "usb", "usb_device") < 0 ||
      udev_monitor_filter_add_match_subsystem_devtype(monitor, "input", nullptr) < 0 ||
      udev_monitor_enable_receiving(monitor) < 0) {
    return fail(
        "udev: its news cannot be heard, so nothing that is plugged in will be let in. Allow the "
        "helper's service netlink sockets.");
  }
  return watch;
}

UsbWatch::~UsbWatch() {
  if (m_monitor != nullptr) udev_monitor_unref(m_monitor);
  if (m_udev != nullptr) udev_unref(m_udev);
}

std::vector<WatchedInput> UsbWatch::inputs() {
  std::vector<WatchedInput> found;
  const Enumerate enumerate(udev_enumerate_new(m_udev), &udev_enumerate_unref);
  if (!enumerate) return found;
  udev_enumerate_add_match_subsystem(enumerate.get(), "input");
  udev_enumerate_add_match_property(enumerate.get(), "ID_INPUT", "1");
  udev_enumerate_scan_devices(enumerate.get());
  udev_list_entry* entry = nullptr;
  udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(enumerate.get())) {
    const Device device(udev_device_new_from_syspath(m_udev, udev_list_entry_get_name(entry)),
                        &udev_device_unref);
    // What a program has made up is no panel, and hangs nowhere.
    if (!device || is_made_up(device.get())) continue;
    WatchedInput input;
    input.touchscreen = is_called(device.get(), "ID_INPUT_TOUCHSCREEN");
    input.keyboard = is_called(device.get(), "ID_INPUT_KEYBOARD");
    // Owned by the input itself.
    udev_device* port =
        udev_device_get_parent_with_subsystem_devtype(device.get(), "usb", "usb_device");
    if (port != nullptr) input.usb_device = udev_device_get_syspath(port);
    found.push_back(std::move(input));
  }
  return found;
}

int UsbWatch::descriptor() const { return udev_monitor_get_fd(m_monitor); }

void UsbWatch::drain() {
  // The descriptor does not block: nothing more to hear is a null.
  while (udev_device* device = udev_monitor_receive_device(m_monitor)) udev_device_unref(device);
}

}  // namespace kiosk::platform
