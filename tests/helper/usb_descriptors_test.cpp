#include "platform/helper/usb_descriptors.h"

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <random>

#include "made_up_usb.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

// In memory of just that size, so that a sanitizer sees whoever reads beyond it.
Result<UsbDescription> read_exactly(const std::string& bytes) {
  const std::unique_ptr<char[]> copy(new char[bytes.size()]);
  std::memcpy(copy.get(), bytes.data(), bytes.size());
  return read_usb_description({copy.get(), bytes.size()});
}

std::string why_not(const std::string& bytes) {
  const auto read = read_exactly(bytes);
  return read ? "" : read.error().message;
}

MadeUpDevice fast_case() {
  MadeUpDevice device;
  device.configurations.push_back({setting(0, 0, kBulkOnlyKind), setting(0, 1, kUasKind)});
  return device;
}

std::string two_configurations() {
  MadeUpDevice device;
  device.kind = {0xef, 0x02, 0x01};
  device.configurations.push_back({setting(0, 0, kNetworkKind), setting(1, 0, {0x0a, 0, 0})});
  device.configurations.push_back({setting(0, 0, kBulkOnlyKind)});
  return descriptors_of(device);
}

}  // namespace

TEST_CASE("a device's own words are understood") {
  const auto fast = read_exactly(descriptors_of(fast_case()));
  REQUIRE(fast);
  CHECK(fast->vendor == 0x1234);
  CHECK(fast->product == 0x5678);
  CHECK(fast->settings ==
        std::vector<UsbSetting>{setting(0, 0, kBulkOnlyKind), setting(0, 1, kUasKind)});
  const auto two = read_exactly(two_configurations());
  REQUIRE(two);
  CHECK(two->kind == UsbKind{0xef, 0x02, 0x01});
  REQUIRE(two->settings.size() == 3);
  CHECK(two->settings[1].interface == 1);
  CHECK(two->settings[2].configuration == 2);
  CHECK(usb_name(0x46d, 0xc31c) == "046d:c31c");
  CHECK(usb_name(kUasKind) == "08/06/62");
}

TEST_CASE("descriptors of other kinds, between those of interfaces, are passed over") {
  std::string bytes = descriptors_of(made_up({kTouchKind}));
  const std::string hid = bytes_of({9, 0x21, 0x11, 1, 0, 1, 0x22, 63, 0});
  bytes.insert(18 + 9 + 9, hid);
  bytes[18 + 2] = static_cast<char>(bytes.size() - 18);
  CHECK(why_not(bytes).empty());
}

TEST_CASE("whatever is cut off is not understood") {
  for (const std::string& whole : {descriptors_of(fast_case()), two_configurations(),
                                   descriptors_of(made_up({kTouchKind, kTouchKind}))}) {
    REQUIRE(why_not(whole).empty());
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CHECK_MESSAGE(!why_not(whole.substr(0, size)).empty(), "cut to " << size);
    }
    CHECK_FALSE(why_not(whole + '\0').empty());
  }
}

TEST_CASE("lies are told from the truth") {
  const std::string good = descriptors_of(fast_case());
  const auto with = [&](std::size_t at, int value) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(value);
    return why_not(bytes);
  };
  CHECK(with(0, 17) == "the device's descriptor is missing or too short");
  CHECK(with(1, 2) == "the device's descriptor is missing or too short");
  CHECK(with(17, 0) == "it has no configurations, or too many");
  CHECK(with(17, 255) == "it has no configurations, or too many");
  CHECK(with(17, 2) == "a configuration's descriptor is missing or too short");
  CHECK(with(18, 8) == "a configuration's descriptor is missing or too short");
  CHECK(with(18 + 2, 200) == "a configuration is longer than what is there");
  CHECK(with(18 + 3, 255) == "a configuration is longer than what is there");
  CHECK(with(18 + 2, 8) == "a configuration is longer than what is there");
  CHECK(with(18 + 2, 9) == "a configuration has no interfaces");
  CHECK(with(18 + 4, 0) == "it promises other interfaces than it describes");
  CHECK(with(18 + 4, 2) == "it promises other interfaces than it describes");
  CHECK(with(18 + 9, 0) == "a descriptor is longer than what is there");
  CHECK(with(18 + 9, 1) == "a descriptor is longer than what is there");
  CHECK(with(18 + 9, 255) == "a descriptor is longer than what is there");
  CHECK(with(18 + 9, 8) != "");
  // A second setting that is the first once more, or one without a first.
  const std::size_t second = 18 + 9 + 9 + 7 + 7;
  CHECK(with(second + 3, 0) == "it describes an interface twice");
  CHECK(with(18 + 9 + 3, 2) == "an interface has no setting to start with");
  CHECK(with(18 + 9 + 1, 1) == "a descriptor is in a wrong place");
}

TEST_CASE("no bytes at all lead astray") {
  std::mt19937 chance(20261128);
  const std::vector<std::string> seeds{descriptors_of(fast_case()), two_configurations(),
                                       descriptors_of(made_up_hub())};
  int understood = 0;
  for (int turn = 0; turn < 200'000; ++turn) {
    std::string bytes = seeds[chance() % seeds.size()];
    for (unsigned changes = chance() % 4 + 1; changes > 0; --changes) {
      const std::size_t at = chance() % bytes.size();
      switch (chance() % 4) {
        case 0:
          bytes[at] = static_cast<char>(chance());
          break;
        case 1:
          bytes.erase(at, chance() % 8);
          break;
        case 2:
          bytes.insert(at, chance() % 8, static_cast<char>(chance()));
          break;
        default:
          bytes[at] = static_cast<char>(bytes[at] ^ (1 << chance() % 8));
      }
      if (bytes.empty()) bytes = "x";
    }
    const auto read = read_exactly(bytes);
    if (!read) continue;
    ++understood;
    // Nothing that was not there.
    REQUIRE(read->settings.size() <= bytes.size() / 9);
    for (const UsbSetting& one : read->settings) {
      const std::string there = bytes_of({one.interface, one.alternate});
      REQUIRE(bytes.find(there) != std::string::npos);
    }
  }
  CHECK(understood > 1'000);  // else the changes are too wild to show anything
}
