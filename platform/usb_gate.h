// USB gate: whether a stick that is plugged in is let into the machine at all. It is open while
// staff are in their room, after a right PIN; what came in stays in until it is pulled.
//
// Thread: the frame's; nothing blocks. Errors: none: where nobody guards the ports, as on a
// developer's computer, there is no gate.
// Implementations: platform/helper (asks the helper), platform/headless (noted only).
#pragma once

namespace kiosk::platform {

class UsbGate {
 public:
  virtual ~UsbGate() = default;
  // Told when it changes.
  virtual void staff_are_in(bool inside) = 0;
};

}  // namespace kiosk::platform
