#include "kiosk/staff/front_desk.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "kiosk/staff/pack_record.h"

namespace kiosk {

namespace {

constexpr Millis kWhileGuessing{50};

}  // namespace

FrontDesk::FrontDesk(StaffSite site, const SettingsReading& settings, platform::Volumes& volumes,
                     platform::WallClock& clock, Millis now)
    : m_state(site.state),
      m_pin(site.state, now, site.at_once),
      m_usb(site, volumes),
      m_site(site.settings, settings, clock, site.at_once),
      m_now(now) {}

void FrontDesk::ask(const StaffAct& wish) {
  m_changed = true;
  switch (wish.deed) {
    case StaffDeed::kEntered:
    case StaffDeed::kLeft:
      return come_or_go(wish);
    case StaffDeed::kTryPin:
      return m_pin.guess(wish.subject, m_now);
    case StaffDeed::kChoosePin:
      return m_pin.choose(wish.subject, false);
    case StaffDeed::kTurnTo:
      return turn_to(staff_page_from(wish.subject).value_or(StaffPage::kContent));
    case StaffDeed::kSetClock:
      return m_site.set_clock(std::strtoll(wish.subject.c_str(), nullptr, 10));
    default:
      return m_usb.ask(wish);
  }
}

void FrontDesk::save(const Settings& settings) {
  m_changed = true;
  m_site.save(settings);
}

void FrontDesk::come_or_go(const StaffAct& wish) {
  m_open = wish.deed == StaffDeed::kEntered;
  m_page = StaffPage::kPin;
  m_pin.forget();
  if (!m_open) return m_usb.left();
  m_usb.entered(language_from(wish.subject).value_or(Language::kFrench));
}

// What a page shows is looked up when it is turned to.
void FrontDesk::turn_to(StaffPage page) {
  m_page = page;
  if (page == StaffPage::kRecord) m_news.record = record_of(m_state);
}

// Nobody is in the room and nothing is under way: most ticks are so, and cost nothing.
bool FrontDesk::poll(Millis now, bool vacant) {
  m_now = now;
  if (!m_open && !m_changed && m_usb.idle() && !m_pin.busy() && !m_site.busy()) return false;
  const StaffNews before = m_news;
  m_usb.poll(now, vacant, m_news);
  m_site.poll(m_news.site);
  m_usb.follow(m_site.settings().trust);
  const PinDesk::News pin = m_pin.news(now);
  m_news.pin = pin.pin;
  m_news.pin_wait_s = pin.wait_s;
  return std::exchange(m_changed, false) || !(before == m_news);
}

std::optional<Millis> FrontDesk::rest() const {
  if (m_pin.busy() || m_site.busy()) return kWhileGuessing;
  return m_usb.rest();
}

}  // namespace kiosk
