// Icons, made of strokes at the size in which they are shown, so that they are sharp at every size
// and in every colour.
#pragma once

#include "kiosk/draw/frame.h"

namespace kiosk {

enum class Icon {
  kPlus,
  kMinus,
  kClose,
  kBack,
  kNext,
  kPrevious,
  kMore,
  kFrameAll,
  kSearch,
  kList,
  kAccess,
  kErase,
  kSpace,
  kTextSize,
  kMotion,
  kContrast,
  kReset,
  kTag,
  kGlobe,
  kCheck,
  kTouch,
  kHouse,
  kPictures,
  kCaptions,
  kLargest,
  kWhole,
  kAgreement,
  kTakeAway,
  kQuiz,
  kReach,
  kSpeech,
  kClub
};

// In the middle of a square of that side. `mirrored`: for right-to-left reading; back,
// next, previous and erase turn round, the others stay.
void draw_icon(Frame& frame, Icon icon, Vec2 centre, float side, Colour colour, bool mirrored);

}  // namespace kiosk
