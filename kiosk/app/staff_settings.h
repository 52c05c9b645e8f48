// What the buttons of the staff room's exhibition page do to the site's settings, while they are
// still a draft: one change a touch, each within the bounds of settings.h, so that whatever staff
// touch can be saved.
//
// A change is named by a text, which stands in zones and replays:
//
//   language:<code>  first:<code or nothing>  quiz  qr  speech  search  counters  hours
//   warn:±s  countdown:±s  attract:±s  brightness:±%  volume:±%  inches:±inches  diagonal:<inches>
//   rotation:<degrees>  trust:pin|signed  day:<0 to 6>  on:<day>:±min  off:<day>:±min
//   closed:<date>    a date more, or one less
//
// clock:±min and clock:month:±months change the clock's draft, which is no setting (staff.h).
//
// Pure; any thread. What is not understood changes nothing.
#pragma once

#include <string_view>

#include "kiosk/settings/settings.h"

namespace kiosk {

void change_setting(Settings& settings, std::string_view change);

// How many seconds a stop of the idle times lasts where the site has not decided.
inline constexpr int kUsualWarnAfter = 60;
inline constexpr int kUsualCountdown = 30;

}  // namespace kiosk
