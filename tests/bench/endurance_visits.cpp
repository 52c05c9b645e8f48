// What people do in a run: visitors, staff, and somebody who looks through every page.
#include <algorithm>
#include <chrono>
#include <thread>

#include "tests/bench/endurance_run.h"

namespace kiosk::test {
namespace {

constexpr const char* kPin = "2580";
constexpr const char* kWrongPin = "1379";

}  // namespace

void Endurance::visit(VisitorModel& visitor, bool change) {
  m_kiosk.where().deed = 0;
  const int middle = visitor.deeds() / 2;
  for (int i = 0; i < visitor.deeds() && fine(); ++i) {
    if (change && i == middle) bring_content();
    const bool jumps = m_plan.jump_every > 0 && m_kiosk.where().visit % m_plan.jump_every == 5;
    if (jumps && i == middle) jump();
    m_kiosk.perform(visitor.next(m_kiosk.zones(), m_kiosk.panel()));
  }
  m_kiosk.where().doing.clear();
  switch (visitor.parting()) {
    case Parting::kNext:
      return m_kiosk.pass(visitor.between(500, 5000));
    case Parting::kAsked:
      return m_kiosk.pass(visitor.between(61'000, 88'000));
    case Parting::kNobody:
      nobody();
      return m_kiosk.pass(visitor.between(0, 40'000));
  }
}

Deed Endurance::tap(VisitorModel& visitor, const std::string& id) {
  const auto zones = m_kiosk.zones();
  const Zone* zone = zone_of(zones, id);
  if (zone == nullptr) {
    Deed none;
    none.what = "misses " + id;
    return none;
  }
  return visitor.tap(touch_point(zones, *zone), "taps " + id);
}

void Endurance::type(VisitorModel& visitor, std::string_view pin) {
  for (const char digit : pin) m_kiosk.perform(tap(visitor, std::string("pin:") + digit));
  m_kiosk.perform(tap(visitor, "pin:ok"));
  // In the background a guess takes its time.
  for (int i = 0; i < 100 && !m_plan.at_once; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    m_kiosk.pass(m_plan.tick);
    const State& now = m_kiosk.state();
    if (now.staff && now.staff->page != StaffPage::kPin) break;
    if (now.staff && now.staff_pin == PinNews::kWrong) break;
  }
  m_kiosk.pass(Millis{1500});
}

bool Endurance::open_door(VisitorModel& visitor) {
  nobody();
  m_kiosk.perform(visitor.tap(m_kiosk.panel() * 0.5F, "wakes it"));
  m_kiosk.pass(Millis{3000});
  const Zone* door = zone_of(m_kiosk.zones(), "staff:door");
  if (door == nullptr) {
    m_kiosk.fault("the staff's door is not there");
    return false;
  }
  m_kiosk.perform(
      visitor.hold(touch_point(m_kiosk.zones(), *door), Millis{3400}, "holds the emblem"));
  m_kiosk.pass(Millis{500});
  if (!m_kiosk.state().staff) m_kiosk.fault("the staff's door does not open");
  return fine();
}

void Endurance::choose_pin() {
  VisitorModel visitor(m_plan.seed, 0);
  if (!open_door(visitor)) return;
  type(visitor, kPin);
  type(visitor, kPin);
  if (!m_kiosk.state().staff || m_kiosk.state().staff->page != StaffPage::kContent) {
    m_kiosk.fault("the PIN cannot be chosen");
  }
  m_kiosk.perform(tap(visitor, "close"));
  nobody();
}

// A look at every page; nothing is changed.
void Endurance::staff_visit(VisitorModel& visitor) {
  m_kiosk.where().deed = 0;
  ++m_staff_visits;
  if (!open_door(visitor)) return;
  type(visitor, visitor.knows_pin() ? kPin : kWrongPin);
  const auto in_room = [&] {
    return m_kiosk.state().staff && m_kiosk.state().staff->page != StaffPage::kPin;
  };
  for (int i = 0; i < visitor.deeds() && fine() && in_room(); ++i) {
    const std::vector<std::string> pages = zones_called("staff:page:");
    if (pages.empty()) break;
    m_kiosk.perform(tap(visitor, pages[visitor.one_of(pages.size())]));
  }
  if (visitor.one_of(2) == 0) m_kiosk.perform(tap(visitor, "close"));
  wait_until_room_closes();
}

// By itself, where staff have left it open.
void Endurance::wait_until_room_closes() {
  m_kiosk.where().doing.clear();
  for (int i = 0; i < 20 && fine() && m_kiosk.state().staff; ++i) m_kiosk.pass(Millis{10'000});
  nobody();
}

std::vector<std::string> Endurance::zones_called(std::string_view prefix) {
  std::vector<std::string> found;
  for (const Zone& zone : m_kiosk.zones()) {
    if (zone.enabled && zone.id.starts_with(prefix)) found.push_back(zone.id);
  }
  return found;
}

// Every page once, in every language and at every size of text. What a kiosk keeps of texts and
// their glyphs grows with what was looked at, up to all of it: visitors would take half a day, and
// what they happened to see first would pass for what grew later.
void Endurance::look_through() {
  VisitorModel somebody(m_plan.seed, m_kiosk.where().visit);
  nobody();
  m_kiosk.perform(somebody.tap(m_kiosk.panel() * 0.5F, "wakes it"));
  m_kiosk.pass(Millis{3000});
  const Taps taps = [&](const std::string& id) {
    Deed deed = tap(somebody, id);
    if (deed.events.empty()) return false;
    deed.pause = Millis{400};  // longer than a panel slides
    m_kiosk.perform(deed);
    return true;
  };
  for (const char* size : {"access:text:1.5", "access:text:1.25", "access:text:1"}) {
    // With more contrast headings have another face.
    for (const bool contrast : {true, false}) {
      taps("open:access");
      taps(size);
      taps("access:contrast");
      taps("close");
      if (m_kiosk.state().access.contrast != contrast) m_kiosk.fault("contrast is not as chosen");
      for (const std::string& language : zones_called("lang:")) {
        taps(language);
        look_through_sheets(taps);
        look_through_cities(taps);
        // Whoever lingers is asked; that is a page, too.
        m_kiosk.pass(Millis{62'000});
        taps("stay");
        if (!fine()) return;
      }
    }
  }
  m_kiosk.where().doing.clear();
  nobody();
  if (m_plan.staff) look_through_staff_room(somebody);
}

// As staff find it; where guesses have shut the door for a while, as far as that.
void Endurance::look_through_staff_room(VisitorModel& somebody) {
  if (!open_door(somebody)) return;
  type(somebody, kPin);
  for (const std::string& page : zones_called("staff:page:")) {
    m_kiosk.perform(tap(somebody, page));
    m_kiosk.pass(Millis{400});
  }
  m_kiosk.perform(tap(somebody, "close"));
  wait_until_room_closes();
}

// In the language that is chosen.
void Endurance::look_through_sheets(const Taps& taps) {
  constexpr int kMostAnswers = 40;
  for (const std::string& sheet : zones_called("open:")) {
    taps(sheet);
    const std::vector<std::string> keys = zones_called("search:key:");
    for (std::size_t i = 0; i < keys.size(); i += std::max<std::size_t>(1, keys.size() / 3)) {
      taps(keys[i]);
    }
    // To its end, by whatever answer comes first.
    for (int i = 0; i < kMostAnswers && (taps("quiz:next") || taps("quiz:answer:1")); ++i) {
    }
    if (!taps("close")) taps(sheet);
  }
}

void Endurance::look_through_cities(const Taps& taps) {
  constexpr int kMostOpen = 4;
  const auto back_to_map = [&] {
    for (int i = 0; i < kMostOpen && taps("close"); ++i) {
    }
    m_kiosk.pass(Millis{1500});  // the map flies back, and its places with it
  };
  std::vector<std::string> places = zones_called("city:");
  if (places.empty()) return m_kiosk.fault("there is no city to look at");
  for (const char* others : {"arc:", "home:"}) {
    for (const std::string& place : zones_called(others)) places.push_back(place);
  }
  for (const std::string& place : places) {
    taps(place);
    if (!panel_open(m_kiosk.state())) return m_kiosk.fault(place + " does not open");
    if (taps("open:take_away")) taps("close");
    // A gallery has no heading: with more contrast it asks for nothing new.
    if (!m_kiosk.state().access.contrast && taps("open:gallery")) {
      for (const char* button : {"next", "next", "captions", "captions", "close"}) taps(button);
    }
    taps("open:agreement");
    back_to_map();
  }
}

}  // namespace kiosk::test
