#include "platform/helper/usb_rules.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "made_up_usb.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

struct Sample {
  std::string name;
  UsbRole role;
  UsbPort port;
  MadeUpDevice device;
};

MadeUpDevice with_settings(std::vector<UsbSetting> settings, UsbKind whole = {}) {
  MadeUpDevice device;
  device.kind = whole;
  device.configurations.push_back(std::move(settings));
  return device;
}

MadeUpDevice with_second_configuration(MadeUpDevice device, UsbKind kind) {
  device.configurations.push_back({setting(0, 0, kind)});
  return device;
}

std::vector<Sample> samples() {
  constexpr UsbKind kVendor{0xff, 0, 0};
  constexpr UsbKind kMouse{0x03, 0x01, 0x02};
  constexpr UsbKind kCdrom{0x08, 0x02, 0x50};
  constexpr auto kAny = UsbPort::kAny;
  constexpr auto kPanel = UsbPort::kOfPanel;
  constexpr auto kUnknown = UsbPort::kUnknown;
  return {
      {"hub", UsbRole::kHub, kAny, made_up_hub()},
      {"hub with two ways to work", UsbRole::kHub, kAny,
       with_settings({setting(0, 0, {9, 0, 1}), setting(0, 1, {9, 0, 2})}, {9, 0, 2})},
      {"hub that types", UsbRole::kNone, kAny,
       with_settings({setting(0, 0, kHubKind), setting(1, 0, kKeyboardKind)}, kHubKind)},
      {"hub by an interface alone", UsbRole::kNone, kAny, made_up({kHubKind})},
      {"stick", UsbRole::kStick, kAny, made_up({kBulkOnlyKind})},
      {"stick at the panel's port", UsbRole::kStick, kPanel, made_up({kBulkOnlyKind})},
      {"fast case", UsbRole::kStick, kAny,
       with_settings({setting(0, 0, kBulkOnlyKind), setting(0, 1, kUasKind)})},
      {"fast case alone", UsbRole::kStick, kAny, made_up({kUasKind})},
      {"stick that types", UsbRole::kNone, kAny, made_up({kBulkOnlyKind, kKeyboardKind})},
      {"keyboard that stores", UsbRole::kNone, kAny, made_up({kKeyboardKind, kBulkOnlyKind})},
      {"stick that types in another setting", UsbRole::kNone, kAny,
       with_settings({setting(0, 0, kBulkOnlyKind), setting(0, 1, kKeyboardKind)})},
      {"stick that types in another configuration", UsbRole::kNone, kAny,
       with_second_configuration(made_up({kBulkOnlyKind}), kKeyboardKind)},
      {"stick with a network", UsbRole::kNone, kAny, made_up({kBulkOnlyKind, kNetworkKind})},
      {"two sticks", UsbRole::kNone, kAny, made_up({kBulkOnlyKind, kBulkOnlyKind})},
      {"stick that calls itself a vendor's thing", UsbRole::kNone, kAny,
       with_settings({setting(0, 0, kBulkOnlyKind)}, kVendor)},
      {"CD drive", UsbRole::kNone, kAny, made_up({kCdrom})},
      {"keyboard", UsbRole::kNone, kAny, made_up({kKeyboardKind})},
      {"keyboard at the panel's port", UsbRole::kNone, kPanel, made_up({kKeyboardKind})},
      {"keyboard before there is a panel", UsbRole::kNone, kUnknown, made_up({kKeyboardKind})},
      {"keyboard behind a mouse", UsbRole::kNone, kUnknown, made_up({kMouse, kKeyboardKind})},
      {"keyboard in another setting", UsbRole::kNone, kPanel,
       with_settings({setting(0, 0, kTouchKind), setting(0, 1, kKeyboardKind)})},
      {"touch panel", UsbRole::kPanel, kPanel, made_up({kTouchKind})},
      {"touch panel that is a mouse too", UsbRole::kPanel, kPanel, made_up({kTouchKind, kMouse})},
      {"touch panel for the first time", UsbRole::kPanel, kUnknown, made_up({kTouchKind})},
      {"touch panel elsewhere", UsbRole::kNone, kAny, made_up({kTouchKind})},
      {"touch panel with a vendor's thing", UsbRole::kNone, kPanel, made_up({kTouchKind, kVendor})},
      {"touch panel that is nothing by itself", UsbRole::kNone, kPanel,
       with_settings({setting(0, 0, kTouchKind)}, kVendor)},
      {"mouse", UsbRole::kNone, kAny, made_up({kMouse})},
      {"network", UsbRole::kNone, kUnknown, made_up({kNetworkKind, {0x0a, 0, 0}})},
      {"sound", UsbRole::kNone, kPanel, made_up({{0x01, 0x01, 0}, {0x01, 0x02, 0}})},
      {"camera", UsbRole::kNone, kAny, made_up({{0x0e, 0x01, 0}})},
      {"phone", UsbRole::kNone, kAny, made_up({{0x06, 0x01, 0x01}})},
      {"serial line", UsbRole::kNone, kAny, made_up({kVendor})},
  };
}

using Judge = std::function<UsbVerdict(const UsbDescription&, UsbPort)>;

// The samples that it judges wrongly.
std::vector<std::string> wrong_in(const Judge& judged) {
  std::vector<std::string> wrong;
  for (const Sample& sample : samples()) {
    const auto described = read_usb_description(descriptors_of(sample.device));
    if (!described || judged(*described, sample.port).role != sample.role) {
      wrong.push_back(sample.name);
    }
  }
  return wrong;
}

bool found(const std::vector<std::string>& wrong, const std::string& name) {
  return std::find(wrong.begin(), wrong.end(), name) != wrong.end();
}

}  // namespace

TEST_CASE("each device is what it should be taken for") {
  const auto wrong = wrong_in(&judge);
  for (const std::string& name : wrong) FAIL_CHECK(name);
}

TEST_CASE("who stays out is told why") {
  for (const Sample& sample : samples()) {
    const auto described = read_usb_description(descriptors_of(sample.device));
    REQUIRE(described);
    CHECK_FALSE(judge(*described, sample.port).reason.empty());
  }
}

TEST_CASE("the samples catch rules that look too little") {
  const auto looking_at = [](auto keeps) {
    return wrong_in([keeps](const UsbDescription& all, UsbPort port) {
      UsbDescription seen = all;
      std::erase_if(seen.settings, [&](const UsbSetting& one) { return !keeps(one); });
      return judge(seen, port);
    });
  };
  CHECK(found(looking_at([](const UsbSetting& one) { return one.interface == 0; }),
              "stick that types"));
  CHECK(found(looking_at([](const UsbSetting& one) { return one.alternate == 0; }),
              "stick that types in another setting"));
  CHECK(found(looking_at([](const UsbSetting& one) { return one.configuration == 1; }),
              "stick that types in another configuration"));
  const auto trusting = wrong_in(
      [](const UsbDescription& device, UsbPort) { return judge(device, UsbPort::kOfPanel); });
  CHECK(found(trusting, "touch panel elsewhere"));
}
