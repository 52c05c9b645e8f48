// Front desk: the staff desk of a kiosk, put together from its parts: the PIN at the door
// (pin_desk.h), content and sticks (usb_desk.h), and what is looked up (pack_record.h).
//
// Thread: the frame's, which never waits but where the site says `at_once`.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/app/staff_desk.h"
#include "kiosk/staff/pin_desk.h"
#include "kiosk/staff/site_desk.h"
#include "kiosk/staff/usb_desk.h"

namespace kiosk {

class FrontDesk final : public StaffDesk {
 public:
  // `settings`: what the program started with.
  FrontDesk(StaffSite site, const SettingsReading& settings, platform::Volumes& volumes,
            platform::WallClock& clock, Millis now);

  void ask(const StaffAct& wish) override;
  void save(const Settings& settings) override;
  [[nodiscard]] bool poll(Millis now, bool vacant) override;
  [[nodiscard]] const StaffNews& news() const override { return m_news; }
  [[nodiscard]] std::optional<Millis> rest() const override;

  // The folder that is to be shown from now on, once.
  [[nodiscard]] std::optional<std::filesystem::path> take_shown() { return m_usb.take_shown(); }

  // The settings that are in force from now on, once.
  [[nodiscard]] std::optional<Settings> take_settings() { return m_site.take_changed(); }

 private:
  void come_or_go(const StaffAct& wish);
  void turn_to(StaffPage page);

  std::filesystem::path m_state;
  PinDesk m_pin;
  UsbDesk m_usb;
  SiteDesk m_site;
  StaffNews m_news;
  bool m_open = false;  // staff are in the room, or before its pad
  bool m_changed = true;
  StaffPage m_page = StaffPage::kPin;
  Millis m_now;
};

}  // namespace kiosk
