// Show: a kiosk whose pack may change while it runs. When the staff's desk says so, the kiosk is
// opened anew with the other pack, and the staff stay in their room; a pack that cannot be shown
// leaves the one that was.
//
// Made by main.cpp, driven like the kiosk itself. Thread: the frame's. Errors: on opening.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kiosk/kiosk.h"
#include "kiosk/staff/usb_desk.h"

namespace kiosk {

class Show {
 public:
  // `desk`: nothing: there is no staff room. `say` hears why a pack was not shown.
  Show(Exhibit exhibit, const KioskParts& parts, const KioskOptions& options, UsbDesk* desk,
       std::function<void(const std::string&)> say);

  [[nodiscard]] Result<void> open();
  bool tick();
  [[nodiscard]] Kiosk& kiosk() { return *m_kiosk; }

 private:
  void change_to(const std::filesystem::path& folder);

  Exhibit m_exhibit;
  KioskParts m_parts;
  KioskOptions m_options;
  UsbDesk* m_desk;
  std::function<void(const std::string&)> m_say;
  std::unique_ptr<Kiosk> m_kiosk;
};

}  // namespace kiosk
