// Contact: one thing a finger, mouse or pen did on the panel, as the platform saw it.
//
// Position in panel pixels; `at` on the tick's monotonic clock. The id is the
// same from down to up and may be used again after that. Plain value.
#pragma once

#include <cstdint>

#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"

namespace kiosk {

enum class ContactPhase { kDown, kMove, kUp };

struct Contact {
  std::int64_t id = 0;
  ContactPhase phase = ContactPhase::kDown;
  Vec2 position;
  Millis at{0};
  friend bool operator==(const Contact&, const Contact&) = default;
};

}  // namespace kiosk
