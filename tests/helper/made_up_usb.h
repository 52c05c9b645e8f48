// USB devices for tests: descriptors as real ones have them, and a made-up /sys/bus/usb/devices.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "platform/helper/usb_descriptors.h"
#include "tests/linux/made_up_root.h"

namespace kiosk::platform {

struct MadeUpDevice {
  std::uint16_t vendor = 0x1234;
  std::uint16_t product = 0x5678;
  UsbKind kind;  // of the whole
  // Of each configuration: its interfaces' settings.
  std::vector<std::vector<UsbSetting>> configurations;
};

inline std::string bytes_of(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes.push_back(static_cast<char>(value));
  return bytes;
}

inline std::string configuration_bytes(int number, const std::vector<UsbSetting>& settings) {
  std::string inside;
  std::vector<int> interfaces;
  for (const UsbSetting& setting : settings) {
    if (setting.alternate == 0) interfaces.push_back(setting.interface);
    inside += bytes_of({9, 4, setting.interface, setting.alternate, 2, setting.kind.device_class,
                        setting.kind.subclass, setting.kind.protocol, 0});
    inside += bytes_of({7, 5, 0x81, 2, 0, 2, 0});  // an endpoint, as each has one
    inside += bytes_of({7, 5, 0x02, 2, 0, 2, 0});
  }
  const int whole = static_cast<int>(inside.size()) + 9;
  return bytes_of({9, 2, whole & 0xff, whole >> 8, static_cast<int>(interfaces.size()), number, 0,
                   0x80, 50}) +
         inside;
}

inline std::string descriptors_of(const MadeUpDevice& device) {
  std::string bytes = bytes_of({18, 1, 0, 2, device.kind.device_class, device.kind.subclass,
                                device.kind.protocol, 64, device.vendor & 0xff, device.vendor >> 8,
                                device.product & 0xff, device.product >> 8, 0, 1, 1, 2, 3,
                                static_cast<int>(device.configurations.size())});
  int number = 0;
  for (const auto& settings : device.configurations) {
    bytes += configuration_bytes(++number, settings);
  }
  return bytes;
}

inline UsbSetting setting(int interface, int alternate, UsbKind kind) {
  return {1, static_cast<std::uint8_t>(interface), static_cast<std::uint8_t>(alternate), kind};
}

inline constexpr UsbKind kBulkOnlyKind{0x08, 0x06, 0x50};
inline constexpr UsbKind kUasKind{0x08, 0x06, 0x62};
inline constexpr UsbKind kKeyboardKind{0x03, 0x01, 0x01};
inline constexpr UsbKind kTouchKind{0x03, 0x00, 0x00};
inline constexpr UsbKind kNetworkKind{0x02, 0x06, 0x00};
inline constexpr UsbKind kHubKind{0x09, 0x00, 0x00};

inline MadeUpDevice made_up(std::vector<UsbKind> kinds) {
  MadeUpDevice device;
  device.configurations.emplace_back();
  int number = 0;
  for (const UsbKind& kind : kinds) {
    device.configurations[0].push_back(setting(number++, 0, kind));
  }
  return device;
}

inline MadeUpDevice made_up_hub() {
  MadeUpDevice device = made_up({kHubKind});
  device.kind = kHubKind;
  return device;
}

// /sys/bus/usb/devices, where everything that is plugged in is kept out at first. The interfaces
// of a device stand there from the start, which the kernel makes when it is let in.
class MadeUpPorts {
 public:
  MadeUpPorts() {
    m_root.write("pci/0000:00:14.0/usb1/authorized_default", "0\n");
    m_root.write("pci/0000:00:14.0/usb1/speed", "480\n");
    std::filesystem::create_directories(devices());
    link("usb1", "usb1");
  }

  [[nodiscard]] std::filesystem::path devices() const { return m_root.path() / "devices"; }
  // Where the links lead, as udev names a device.
  [[nodiscard]] std::filesystem::path place(const std::string& name) const {
    return std::filesystem::canonical(m_root.path() / "pci/0000:00:14.0/usb1" / name);
  }
  [[nodiscard]] std::filesystem::path memory() const { return m_root.path() / "panel.json"; }

  void plug(const std::string& name, const std::string& descriptors,
            const std::vector<UsbSetting>& shown, bool let_in = false) {
    const std::string folder = "pci/0000:00:14.0/usb1/" + name + "/";
    m_root.write(folder + "descriptors", descriptors);
    m_root.write(folder + "authorized", let_in ? "1\n" : "0\n");
    m_root.write(folder + "devnum", std::to_string(++m_plugged) + "\n");
    m_root.write(folder + "manufacturer", "Some\x1b[31mbody\n");
    m_root.write(folder + "product", "Thing\n");
    m_root.write(folder + "bConfigurationValue", "1\n");
    for (const UsbSetting& one : shown) {
      const std::string inside =
          folder + name + ":1." + std::to_string(one.interface) + "/bInterface";
      m_root.write(inside + "Number", hex(one.interface));
      m_root.write(folder + name + ":1." + std::to_string(one.interface) + "/bAlternateSetting",
                   " " + std::to_string(one.alternate) + "\n");
      m_root.write(inside + "Class", hex(one.kind.device_class));
      m_root.write(inside + "SubClass", hex(one.kind.subclass));
      m_root.write(inside + "Protocol", hex(one.kind.protocol));
    }
    link(name, name);
  }
  void plug(const std::string& name, const MadeUpDevice& device, bool let_in = false) {
    plug(name, descriptors_of(device), device.configurations.at(0), let_in);
  }
  void pull(const std::string& name) {
    std::filesystem::remove(devices() / name);
    std::filesystem::remove_all(m_root.path() / "pci/0000:00:14.0/usb1" / name);
  }
  [[nodiscard]] bool is_in(const std::string& name) const {
    return m_root.read("devices/" + name + "/authorized").starts_with("1");
  }
  MadeUpRoot& root() { return m_root; }

 private:
  static std::string hex(int value) {
    char text[8];
    std::snprintf(text, sizeof text, "%02x\n", value);
    return text;
  }
  void link(const std::string& name, const std::string& target) {
    const auto place = m_root.path() / "pci/0000:00:14.0/usb1" / (name == "usb1" ? "" : target);
    std::filesystem::remove(devices() / name);
    std::filesystem::create_directory_symlink(place, devices() / name);
  }

  MadeUpRoot m_root;
  int m_plugged = 0;
};

}  // namespace kiosk::platform
