// What staff read of a new pack before they say yes: cities that come, change and go, and how
// many pictures. Names in the staff's language. Pure; any thread.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/model/pack.h"

namespace kiosk {

void describe_difference(const Pack& before, const Pack& after, Language language, JobNews& news);

}  // namespace kiosk
