#include "platform/helper/usb_descriptors.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <set>

namespace kiosk::platform {
namespace {

constexpr std::uint8_t kDevice = 1;
constexpr std::uint8_t kConfiguration = 2;
constexpr std::uint8_t kInterface = 4;
constexpr std::size_t kDeviceSize = 18;
constexpr std::size_t kConfigurationSize = 9;
constexpr std::size_t kInterfaceSize = 9;
constexpr std::size_t kMostConfigurations = 8;  // the kernel looks at no more
constexpr std::size_t kMostInterfaces = 32;     // the same

// Of a range that the caller has measured.
std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

std::uint16_t word_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte_at(bytes, at) | byte_at(bytes, at + 1) << 8);
}

UsbKind kind_at(std::string_view bytes, std::size_t at) {
  return {byte_at(bytes, at), byte_at(bytes, at + 1), byte_at(bytes, at + 2)};
}

// The first descriptor of what is left, taken off it; empty: it does not fit.
std::string_view take_descriptor(std::string_view& rest) {
  if (rest.size() < 2) return {};
  const std::size_t size = byte_at(rest, 0);
  if (size < 2 || size > rest.size()) return {};
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

Result<void> read_interfaces(std::string_view rest, std::uint8_t configuration,
                             std::size_t promised, std::vector<UsbSetting>& settings) {
  std::set<std::uint8_t> numbers;
  std::set<std::uint8_t> usual;  // those that have the setting they start with
  const std::size_t first = settings.size();
  while (!rest.empty()) {
    const std::string_view one = take_descriptor(rest);
    if (one.empty()) return fail("a descriptor is longer than what is there");
    const std::uint8_t type = byte_at(one, 1);
    if (type == kDevice || type == kConfiguration) return fail("a descriptor is in a wrong place");
    if (type != kInterface) continue;
    if (one.size() < kInterfaceSize) return fail("an interface's descriptor is too short");
    UsbSetting setting{configuration, byte_at(one, 2), byte_at(one, 3), kind_at(one, 5)};
    const bool twice = std::any_of(settings.begin() + static_cast<std::ptrdiff_t>(first),
                                   settings.end(), [&](const UsbSetting& other) {
                                     return other.interface == setting.interface &&
                                            other.alternate == setting.alternate;
                                   });
    if (twice) return fail("it describes an interface twice");
    numbers.insert(setting.interface);
    if (setting.alternate == 0) usual.insert(setting.interface);
    settings.push_back(setting);
  }
  if (numbers.empty()) return fail("a configuration has no interfaces");
  if (numbers.size() != promised || numbers.size() > kMostInterfaces) {
    return fail("it promises other interfaces than it describes");
  }
  if (usual != numbers) return fail("an interface has no setting to start with");
  return {};
}

Result<void> read_configuration(std::string_view& rest, UsbDescription& description) {
  if (rest.size() < kConfigurationSize || byte_at(rest, 0) < kConfigurationSize ||
      byte_at(rest, 1) != kConfiguration) {
    return fail("a configuration's descriptor is missing or too short");
  }
  const std::size_t size = word_at(rest, 2);
  if (size < byte_at(rest, 0) || size > rest.size()) {
    return fail("a configuration is longer than what is there");
  }
  const std::uint8_t number = byte_at(rest, 5);
  const bool known =
      std::any_of(description.settings.begin(), description.settings.end(),
                  [&](const UsbSetting& setting) { return setting.configuration == number; });
  if (known) return fail("two configurations have one number");
  const std::string_view inside = rest.substr(byte_at(rest, 0), size - byte_at(rest, 0));
  const std::size_t promised = byte_at(rest, 4);
  rest.remove_prefix(size);
  return read_interfaces(inside, number, promised, description.settings);
}

}  // namespace

Result<UsbDescription> read_usb_description(std::string_view bytes) {
  if (bytes.size() < kDeviceSize || byte_at(bytes, 0) != kDeviceSize ||
      byte_at(bytes, 1) != kDevice) {
    return fail("the device's descriptor is missing or too short");
  }
  UsbDescription description;
  description.kind = kind_at(bytes, 4);
  description.vendor = word_at(bytes, 8);
  description.product = word_at(bytes, 10);
  const std::size_t configurations = byte_at(bytes, 17);
  if (configurations == 0 || configurations > kMostConfigurations) {
    return fail("it has no configurations, or too many");
  }
  std::string_view rest = bytes.substr(kDeviceSize);
  for (std::size_t count = 0; count < configurations; ++count) {
    if (auto fine = read_configuration(rest, description); !fine) {
      return tl::unexpected(fine.error());
    }
  }
  if (!rest.empty()) return fail("more is there than it has configurations");
  return description;
}

std::string usb_name(std::uint16_t vendor, std::uint16_t product) {
  char text[16];
  std::snprintf(text, sizeof text, "%04x:%04x", vendor, product);
  return text;
}

std::string usb_name(const UsbKind& kind) {
  char text[16];
  std::snprintf(text, sizeof text, "%02x/%02x/%02x", kind.device_class, kind.subclass,
                kind.protocol);
  return text;
}

}  // namespace kiosk::platform
