// Front desk: the staff desk of a kiosk, put together from its parts: the PIN at the door
// (pin_desk.h), content and sticks (usb_desk.h), the site's settings (site_desk.h), the counting
// of visits (visitor_desk.h), the machine (device_desk.h), what is looked up (pack_record.h), and
// what goes on with nobody there: packs that come by a network (inbox_desk.h), readings
// (metrics_desk.h).
//
// Thread: the frame's, which never waits but where the site says `at_once`.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/staff_desk.h"
#include "kiosk/staff/device_desk.h"
#include "kiosk/staff/inbox_desk.h"
#include "kiosk/staff/metrics_desk.h"
#include "kiosk/staff/pin_desk.h"
#include "kiosk/staff/site_desk.h"
#include "kiosk/staff/usb_desk.h"
#include "kiosk/staff/visitor_desk.h"
#include "platform/power.h"
#include "platform/usb_gate.h"

namespace kiosk {

// The panel as it was at one moment; writes it as a PNG, on any thread.
using TakenPicture = std::function<Result<void>(const std::filesystem::path&)>;

// What stands behind the desk. All of it outlives it.
struct DeskParts {
  platform::Volumes& volumes;
  platform::WallClock& clock;
  const Strings& words;
  platform::Power* power = nullptr;  // nothing: it can be neither restarted nor switched off
  // The panel as it is, kept in memory; none: it cannot be had.
  std::function<Result<TakenPicture>()> picture = {};
  platform::FolderWatch* inbox = nullptr;  // of StaffSite::inbox; nothing: nobody watches it
  // Hears what goes wrong with nobody there.
  std::function<void(const std::string&)> say = {};
  platform::UsbGate* gate = nullptr;  // nothing: whatever is plugged in comes in
};

class FrontDesk final : public StaffDesk {
 public:
  // `settings`: what the program started with.
  FrontDesk(StaffSite site, DeviceSite device, const SettingsReading& settings,
            const DeskParts& parts, Millis now);

  void ask(const StaffAct& wish) override;
  void save(const Settings& settings) override;
  void try_touch(const std::optional<TouchMatrix>& calibration) override;
  void try_turn(const std::optional<Rotation>& rotation) override;
  [[nodiscard]] bool poll(Millis now, bool vacant) override;
  [[nodiscard]] const StaffNews& news() const override { return m_news; }
  [[nodiscard]] std::optional<Millis> rest() const override;

  // Where the setting up of this device goes on; nothing: it is set up. Who stands there counts as
  // staff from now on.
  [[nodiscard]] std::optional<FirstStart> begin_first_start();
  void count(const VisitSummary& visit);
  void name_cities(const Pack& pack) { m_visitors.name_cities(pack); }
  // The slowest frame of each of the last minutes, when the device's page is turned to.
  void set_frame_times(std::function<std::vector<double>()> times) { m_times = std::move(times); }
  // What 99 of 100 frames of the last hour took at most, when readings are written.
  void set_frame_p99(std::function<std::optional<Millis>()> p99) { m_p99 = std::move(p99); }
  // A sentence for staff, kept for support. From any thread.
  void hear(const std::string& sentence);

  // The folder that is to be shown from now on, once.
  [[nodiscard]] std::optional<std::filesystem::path> take_shown();
  // The settings that are in force from now on, once.
  [[nodiscard]] std::optional<Settings> take_settings() { return m_site.take_changed(); }
  // Those that the panel alone is to follow from now on, once.
  [[nodiscard]] std::optional<Settings> take_followed() { return m_site.take_followed(); }

 private:
  void come_or_go(const StaffAct& wish);
  void turn_gate(bool inside);
  void turn_to(StaffPage page);
  void note_first();
  void write(const std::string& what);
  [[nodiscard]] StickWriting visitors_writing() const;
  [[nodiscard]] StickWriting receipt_writing() const;
  [[nodiscard]] StickWriting support_writing() const;
  [[nodiscard]] StickWriting picture_writing() const;
  void switch_power(const std::string& what);
  void work_alone(bool vacant);
  [[nodiscard]] std::string today() const;

  std::filesystem::path m_state;
  DeviceSite m_device;
  DeskParts m_parts;
  PinDesk m_pin;
  UsbDesk m_usb;
  SiteDesk m_site;
  VisitorDesk m_visitors;
  InboxDesk m_inbox;
  MetricsDesk m_metrics;
  std::function<std::vector<double>()> m_times;
  std::function<std::optional<Millis>()> m_p99;
  mutable std::mutex m_saying;  // over the next
  std::deque<std::string> m_said;
  StaffNews m_news;
  // What visitors saw when staff came: before they stood before their pad.
  std::optional<TakenPicture> m_visitors_view;
  Language m_language = Language::kFrench;
  bool m_open = false;     // staff are in the room, or before its pad
  bool m_inside = false;   // after a right PIN
  bool m_sets_up = false;  // in the first start
  bool m_changed = true;
  bool m_at_once;
  std::optional<std::string> m_to_note;  // how far the first start has come
  std::future<Result<void>> m_noted;     // of the last writing of that
  Millis m_now;
};

}  // namespace kiosk
