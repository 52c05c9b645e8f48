// USB descriptors: what a device says that it is, out of the bytes that the kernel keeps of it
// (the file `descriptors` in sysfs: its device descriptor, then all configurations, as they came
// from the device; USB 2.0, chapter 9.6).
//
// They are a stranger's bytes, read by a process with every right: each length is held against
// what is there, and nothing that contradicts itself is understood. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk::platform {

// Class, subclass and protocol: what a driver of the kernel goes by.
struct UsbKind {
  std::uint8_t device_class = 0;
  std::uint8_t subclass = 0;
  std::uint8_t protocol = 0;
  friend bool operator==(const UsbKind&, const UsbKind&) = default;
};

// One way in which one interface may be used.
struct UsbSetting {
  std::uint8_t configuration = 0;  // bConfigurationValue
  std::uint8_t interface = 0;
  std::uint8_t alternate = 0;
  UsbKind kind;
  friend bool operator==(const UsbSetting&, const UsbSetting&) = default;
};

struct UsbDescription {
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
  UsbKind kind;  // of the device as a whole; 0/0/0: as its interfaces say
  std::vector<UsbSetting> settings;
};

// Errors: what does not fit, as the end of a sentence.
[[nodiscard]] Result<UsbDescription> read_usb_description(std::string_view bytes);

// "046d:c31c", "03/01/01": as people write them.
[[nodiscard]] std::string usb_name(std::uint16_t vendor, std::uint16_t product);
[[nodiscard]] std::string usb_name(const UsbKind& kind);

}  // namespace kiosk::platform
