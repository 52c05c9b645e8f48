// NotedUsbGate: a gate that only notes whether it stands open, for replays and tests.
#pragma once

#include "platform/usb_gate.h"

namespace kiosk::platform {

class NotedUsbGate final : public UsbGate {
 public:
  void staff_are_in(bool inside) override {
    m_open = inside;
    ++m_turns;
  }
  [[nodiscard]] bool open() const { return m_open; }
  [[nodiscard]] int turns() const { return m_turns; }  // how often it was told

 private:
  bool m_open = false;
  int m_turns = 0;
};

}  // namespace kiosk::platform
