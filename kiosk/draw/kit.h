// Kit: the controls that all screens share: chips, round buttons, scrims. Each draws
// itself in the state it is in (rest, pressed, selected, focused) and records its zone.
//
// Panel px; sizes from Layout. The frame's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/app/intent.h"
#include "kiosk/draw/frame.h"
#include "kiosk/draw/icon.h"
#include "kiosk/draw/theme.h"

namespace kiosk {

// What all controls of a frame need to know.
struct Kit {
  Frame& frame;
  const Palette& theme;
  float scale = 1;
  float text = 1;  // as in Layout
  bool right_to_left = false;
  std::span<const std::string> pressed;  // zones under a finger
  std::string_view focus;                // the zone that the keyboard stands on
};

enum class ButtonTone { kChrome, kPaper, kStrong, kDark };

struct Button {
  std::string id;
  Rect rect;
  std::string label;  // spoken; shown if `show_label`
  Language language = Language::kFrench;
  Intent intent;
  ButtonTone tone = ButtonTone::kChrome;
  bool selected = false;
  bool show_label = true;
  std::optional<Icon> icon;
  std::string count;                   // a number after the label, lighter
  std::optional<Colour> star;          // a small pin before the label
  TypeRole role = TypeRole::kControl;  // of the label
  std::optional<float> radius;         // of its corners; nothing: half its height
  bool enabled = true;
  bool again_in_text = false;  // as in Zone
};

// On or off, with a mark in its knob so that colour is not all that says so.
struct Switch {
  std::string id;
  Rect rect;          // what answers; the switch itself is less high
  std::string label;  // spoken
  Intent intent;
  bool on = false;
};

// How wide the button must be to show all it has at that height.
[[nodiscard]] float button_width(const Kit& kit, const Button& button);
void draw_button(const Kit& kit, const Button& button);
void draw_switch(const Kit& kit, const Switch& toggle);
// The light ring around whatever the keyboard stands on.
void draw_focus(const Kit& kit, std::string_view id, const Rect& rect, float radius);

}  // namespace kiosk
