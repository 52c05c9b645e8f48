// USB rules: which devices are let in, by what they say that they are. Values; any thread.
#pragma once

#include <string>

#include "platform/helper/usb_descriptors.h"

namespace kiosk::platform {

enum class UsbRole {
  kHub,    // always let in
  kPanel,  // at the touch panel's port: a panel, or what passes for one until its inputs are seen
  kStick,  // while staff are in their room
  kNone    // never
};

// Where the device is plugged in, as far as the rules go by that.
enum class UsbPort {
  kAny,
  kOfPanel,  // where the touch panel is, and it has the panel's name
  kUnknown   // this machine has never seen a touch panel: it may be this one
};

struct UsbVerdict {
  UsbRole role = UsbRole::kNone;
  std::string reason;  // what it is taken for, or why it stays out; ends a sentence
};

[[nodiscard]] UsbVerdict judge(const UsbDescription& device, UsbPort port);

}  // namespace kiosk::platform
