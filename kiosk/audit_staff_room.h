// Every page of the staff room with as much on it as there can be, one after the other, for the
// audit to look at: its samples are the longest that the desk tells of.
//
// Panel px; the frame's thread. Draws nothing itself.
#pragma once

#include <functional>
#include <string>

#include "kiosk/app/staff_news.h"
#include "kiosk/app/update.h"

namespace kiosk {

struct StaffRoomSight {
  const Pack& pack;
  Language language;
  Vec2 panel;
  State room;  // somebody has just come in
  std::function<void(const State& state, const StaffNews& news, const std::string& screen)> look;
};

void show_staff_room(const StaffRoomSight& sight);

}  // namespace kiosk
