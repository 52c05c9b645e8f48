// Quiz sheet: one question at a time with large answers, a kind word after each, and how many
// were right at the end; see quiz/quiz.h.
#pragma once

#include "kiosk/screens/scene.h"

namespace kiosk {

void draw_quiz_sheet(const Scene& scene, double strength);

}  // namespace kiosk
