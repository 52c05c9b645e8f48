// Rows of the staff room in which something is chosen: a switch, a number with less and more, one
// of a few. The label stands at the row's start, what answers at its end, each at least as large
// as a target; a touch is a change of the draft (app/staff_settings.h).
//
// Panel px; the frame's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/staff_lines.h"

namespace kiosk {

struct StaffSwitch {
  std::string change;  // also its zone's id, after "set:"
  std::string label;
  bool on = false;
};

struct StaffStepper {
  std::string less;  // changes
  std::string more;
  std::string label;
  std::string value;
};

struct StaffChoice {
  std::string change;
  std::string label;
  Language language = Language::kFrench;  // of the label
  bool chosen = false;
};

void draw_switch_row(const Scene& scene, StaffLines& lines, const StaffSwitch& row);
void draw_stepper_row(const Scene& scene, StaffLines& lines, const StaffStepper& row);
// As many to a line as fit, below their label.
void draw_choice_row(const Scene& scene, StaffLines& lines, const std::string& label,
                     const std::vector<StaffChoice>& choices);

// Parts of a row, for rows of another make. `x`: from the row's start.
void draw_row_label(const Scene& scene, const Rect& row, const std::string& text, float x,
                    float width);
void draw_row_switch(const Scene& scene, const Rect& row, const StaffSwitch& what, float x);
// Its width comes back.
float draw_row_stepper(const Scene& scene, const Rect& row, const StaffStepper& what, float x);
[[nodiscard]] float row_switch_width(const Scene& scene);
[[nodiscard]] float row_stepper_width(const Scene& scene);
[[nodiscard]] float staff_row_height(const Scene& scene);

}  // namespace kiosk
