// The keys on the panel's lower edge: the visitors' search and the staff's lines are typed on the
// same ones. Not mirrored. A key is a TypeText, a choice of script a ChooseKeyboard, the one that
// takes a letter back an EraseText.
//
// Panel px; the frame's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/scene.h"

namespace kiosk {

struct KeyboardLook {
  std::string id;  // what its zones' ids begin with
  Keyboard keyboard = Keyboard::kLatin;
  Language language = Language::kFrench;  // whose order of keys, and whose accents
  std::vector<Keyboard> choices;
  bool can_erase = false;
  bool can_shift = false;  // there is a key for capitals
  bool capitals = false;
};

// From the bottom up; its upper edge comes back.
float draw_keyboard(const Scene& scene, const KeyboardLook& look);

}  // namespace kiosk
