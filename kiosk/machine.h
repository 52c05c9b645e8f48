// Machine: what this computer lets the program do to it: sticks, power, the clock, the USB gate.
// By its privileged helper where there is one, as on a device; else by itself, as on a
// developer's computer or as root.
//
// Thread: the frame's; `say` is called on the threads of what is in it, for as long as it lives.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "platform/helper/helper_link.h"
#include "platform/linux/system_wall_clock.h"
#include "platform/power.h"
#include "platform/usb_gate.h"
#include "platform/volumes.h"

namespace kiosk {

inline constexpr const char* kUsualHelper = "/run/kiosk/helper.socket";

struct Machine {
  std::unique_ptr<platform::HelperLink> helper;  // outlives what speaks by it
  std::unique_ptr<platform::Volumes> volumes;    // nothing: they cannot be watched
  std::unique_ptr<platform::Power> power;
  std::unique_ptr<platform::UsbGate> gate;      // nothing: nobody guards the ports
  platform::SystemWallClock::Setter set_clock;  // nothing: this process
};

struct MachineWish {
  std::filesystem::path helper;  // its socket; empty: the usual one, where there is one
  bool sticks = false;           // somebody will ask for them
};

[[nodiscard]] Machine machine_of(const MachineWish& wish,
                                 const std::function<void(const std::string&)>& say);

}  // namespace kiosk
