#include "platform/turned/turned_input.h"

#include <algorithm>
#include <variant>

namespace kiosk::platform {

TouchShares touch_shares(Turn turn) {
  switch (turn) {
    case Turn::kNone:
      break;
    case Turn::kQuarter:
      return {0, 1, 0, -1, 0, 1};
    case Turn::kHalf:
      return {-1, 0, 1, 0, -1, 1};
    case Turn::kThreeQuarters:
      return {0, -1, 1, 1, 0, 0};
  }
  return {1, 0, 0, 0, 1, 0};
}

TurnedInput::TurnedInput(Input& behind, TextureSize panel, Turn turn, const TouchShares& shares)
    : m_behind(behind), m_panel(panel), m_turn(turn), m_shares(shares) {}

void TurnedInput::set(Turn turn, const TouchShares& shares) {
  for (Contact& contact : m_down) {
    contact.phase = ContactPhase::kUp;
    m_owed.emplace_back(contact);
  }
  m_down.clear();
  const bool resized = is_sideways(turn) != is_sideways(m_turn);
  m_turn = turn;
  m_shares = shares;
  const TextureSize picture = turned(m_panel, m_turn);
  // Also when the sides are as before, what was drawn is no longer what should be seen.
  m_owed.emplace_back(resized ? Event{Resized{picture.width, picture.height}} : Event{Exposed{}});
}

Vec2 TurnedInput::placed(const Contact& contact) const {
  const TextureSize picture = turned(m_panel, m_turn);
  if (contact.id < 0) return to_picture(contact.position, picture, m_turn);
  const double x = static_cast<double>(contact.position.x) / std::max(1, m_panel.width);
  const double y = static_cast<double>(contact.position.y) / std::max(1, m_panel.height);
  const TouchShares& m = m_shares;
  return {static_cast<float>((m[0] * x + m[1] * y + m[2]) * picture.width),
          static_cast<float>((m[3] * x + m[4] * y + m[5]) * picture.height)};
}

void TurnedInput::turn_contact(Contact& contact, std::vector<Event>& events) {
  contact.position = placed(contact);
  const auto held = std::find_if(m_down.begin(), m_down.end(),
                                 [&](const Contact& down) { return down.id == contact.id; });
  if (contact.phase == ContactPhase::kDown && held == m_down.end()) {
    m_down.push_back(contact);
  } else if (held == m_down.end()) {
    return;  // the rest of a touch that was lifted when the picture turned
  } else if (contact.phase == ContactPhase::kUp) {
    m_down.erase(held);
  } else {
    *held = contact;
  }
  events.emplace_back(contact);
}

void TurnedInput::poll(std::vector<Event>& events) {
  events.insert(events.end(), m_owed.begin(), m_owed.end());
  m_owed.clear();
  m_fresh.clear();
  m_behind.poll(m_fresh);
  for (Event& event : m_fresh) {
    if (auto* contact = std::get_if<Contact>(&event)) {
      turn_contact(*contact, events);
      continue;
    }
    if (auto* resized = std::get_if<Resized>(&event)) {
      m_panel = {resized->width, resized->height};
      const TextureSize picture = turned(m_panel, m_turn);
      *resized = {picture.width, picture.height};
    }
    events.push_back(event);
  }
}

void TurnedInput::wait(std::optional<Millis> timeout) {
  m_behind.wait(m_owed.empty() ? timeout : Millis{0});
}

}  // namespace kiosk::platform
