#include "platform/linux/block_devices.h"

#include <libudev.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

namespace kiosk::platform {
namespace {

constexpr std::uint64_t kSector = 512;  // sysfs counts in these, whatever the device's own are
constexpr int kReceiveBuffer = 1 << 20;

std::string text_of(const char* text) { return text == nullptr ? std::string{} : text; }

std::uint64_t number_of(const char* text) {
  return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
}

using Device = std::unique_ptr<udev_device, decltype(&udev_device_unref)>;
using Enumerate = std::unique_ptr<udev_enumerate, decltype(&udev_enumerate_unref)>;

// The whole disk of a partition; of a disk, itself. Owned by `device`.
udev_device* disk_of(udev_device* device) {
  udev_device* parent = udev_device_get_parent_with_subsystem_devtype(device, "block", "disk");
  return parent == nullptr ? device : parent;
}

std::vector<Device> all_block_devices(udev* context) {
  std::vector<Device> found;
  const Enumerate enumerate(udev_enumerate_new(context), &udev_enumerate_unref);
  if (!enumerate) return found;
  udev_enumerate_add_match_subsystem(enumerate.get(), "block");
  udev_enumerate_scan_devices(enumerate.get());
  udev_list_entry* entry = nullptr;
  udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(enumerate.get())) {
    Device device(udev_device_new_from_syspath(context, udev_list_entry_get_name(entry)),
                  &udev_device_unref);
    if (device) found.push_back(std::move(device));
  }
  return found;
}

}  // namespace

Result<std::unique_ptr<BlockDevices>> BlockDevices::open(std::vector<std::string> also) {
  std::unique_ptr<BlockDevices> devices(new BlockDevices);
  devices->m_also = std::move(also);
  devices->m_daemon = ::access("/run/udev/control", F_OK) == 0;
  devices->m_udev = udev_new();
  if (devices->m_udev == nullptr) return fail("udev: cannot be asked for devices.");
  const char* source = devices->m_daemon ? "udev" : "kernel";
  devices->m_monitor = udev_monitor_new_from_netlink(devices->m_udev, source);
  udev_monitor* monitor = devices->m_monitor;
  if (monitor == nullptr ||
      udev_monitor_filter_add_match_subsystem_devtype(monitor, "block", nullptr) < 0 ||
      udev_monitor_enable_receiving(monitor) < 0) {
    return fail(
        "udev: its news cannot be heard, so no stick will be seen. Allow the kiosk's service "
        "netlink sockets.");
  }
  // A hub of sticks speaks in bursts; without the right to a larger buffer the usual one stays.
  static_cast<void>(udev_monitor_set_receive_buffer_size(monitor, kReceiveBuffer));
  return devices;
}

BlockDevices::~BlockDevices() {
  if (m_monitor != nullptr) udev_monitor_unref(m_monitor);
  if (m_udev != nullptr) udev_unref(m_udev);
}

bool BlockDevices::is_stick(udev_device* device, const std::string& disk_node) const {
  if (std::find(m_also.begin(), m_also.end(), disk_node) != m_also.end()) return true;
  // A disk in a USB case may call its bus ATA: then its ancestors tell.
  return text_of(udev_device_get_property_value(device, "ID_BUS")) == "usb" ||
         udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device") != nullptr;
}

std::vector<BlockDevice> BlockDevices::list() {
  const std::vector<Device> all = all_block_devices(m_udev);
  std::set<std::string> divided;  // disks that have partitions
  for (const Device& device : all) {
    udev_device* disk = disk_of(device.get());
    if (disk != device.get()) divided.insert(text_of(udev_device_get_sysname(disk)));
  }
  std::vector<BlockDevice> sticks;
  for (const Device& device : all) {
    udev_device* disk = disk_of(device.get());
    const std::string name = text_of(udev_device_get_sysname(device.get()));
    const std::string node = text_of(udev_device_get_devnode(device.get()));
    const std::uint64_t sectors = number_of(udev_device_get_sysattr_value(device.get(), "size"));
    if (sectors == 0 || node.empty() || (disk == device.get() && divided.contains(name))) continue;
    // A card that left its reader while it was mounted: the kernel keeps its partitions.
    if (number_of(udev_device_get_sysattr_value(disk, "size")) == 0) continue;
    // The daemon sets access and properties first, and then tells.
    if (m_daemon && udev_device_get_is_initialized(device.get()) == 0) continue;
    if (!is_stick(device.get(), text_of(udev_device_get_devnode(disk)))) continue;
    BlockDevice stick;
    stick.id = name + "." + text_of(udev_device_get_sysattr_value(disk, "diskseq"));
    stick.node = node;
    stick.number = udev_device_get_devnum(device.get());
    stick.disk = text_of(udev_device_get_sysname(disk));
    stick.size_bytes = sectors * kSector;
    sticks.push_back(std::move(stick));
  }
  std::sort(sticks.begin(), sticks.end(),
            [](const BlockDevice& a, const BlockDevice& b) { return a.node < b.node; });
  return sticks;
}

int BlockDevices::descriptor() const { return udev_monitor_get_fd(m_monitor); }

void BlockDevices::drain() {
  // The descriptor does not block: nothing more to hear is a null.
  while (udev_device* device = udev_monitor_receive_device(m_monitor)) udev_device_unref(device);
}

}  // namespace kiosk::platform
