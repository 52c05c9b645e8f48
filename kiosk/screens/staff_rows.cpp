#include "kiosk/screens/staff_rows.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/bar.h"

namespace kiosk {
namespace {

constexpr float kRowGap = 9;  // px at 1080 lines
constexpr float kValueWidth = 100;
constexpr float kSwitchWidth = 150;

Button setting_button(const Scene& scene, const std::string& change, std::string label) {
  Button button;
  button.id = "set:" + change;
  button.label = std::move(label);
  button.language = scene.state.language;
  button.intent = StaffAct{StaffDeed::kSet, change};
  return button;
}

}  // namespace

float staff_row_height(const Scene& scene) {
  return scene.layout.target + scene.layout.px(kRowGap);
}

float row_switch_width(const Scene& scene) {
  return std::max(scene.layout.target, scene.layout.px(kSwitchWidth));
}

float row_stepper_width(const Scene& scene) {
  return 2 * scene.layout.target + scene.layout.px(kValueWidth);
}

void draw_row_label(const Scene& scene, const Rect& row, const std::string& text, float x,
                    float width) {
  TextStyle style = scene.style(TypeRole::kBody);
  style.max_width = width;
  style.prose = false;
  const ShapedText& shaped = scene.frame.shape(text, scene.state.language, style);
  const Rect place = scene.layout.within(row, {x, 0, width, shaped.size.y});
  scene.frame.text(shaped, {place.x, row.centre().y - shaped.size.y / 2}, scene.theme.on_chrome);
}

void draw_row_switch(const Scene& scene, const Rect& row, const StaffSwitch& what, float x) {
  Switch toggle;
  toggle.id = "set:" + what.change;
  toggle.label = what.label;
  toggle.on = what.on;
  toggle.intent = StaffAct{StaffDeed::kSet, what.change};
  const float height = scene.layout.target;
  toggle.rect =
      scene.layout.within(row, {x, (row.h - height) / 2, row_switch_width(scene), height});
  draw_switch(scene.kit, toggle);
}

float draw_row_stepper(const Scene& scene, const Rect& row, const StaffStepper& what, float x) {
  const Layout& layout = scene.layout;
  const float side = layout.target;
  const float y = (row.h - side) / 2;
  const float middle = layout.px(kValueWidth);
  Button less = setting_button(scene, what.less, what.label + " −");
  less.show_label = false;
  less.icon = Icon::kMinus;
  less.rect = layout.within(row, {x, y, side, side});
  draw_button(scene.kit, less);
  TextStyle style = scene.style(TypeRole::kControl);
  style.max_width = middle;
  style.align = TextAlign::kCentre;
  const ShapedText& value = scene.frame.shape(what.value, scene.state.language, style);
  const Rect place = layout.within(row, {x + side, 0, middle, value.size.y});
  scene.frame.text(value, {place.x, row.centre().y - value.size.y / 2}, scene.theme.on_chrome);
  Button more = setting_button(scene, what.more, what.label + " +");
  more.show_label = false;
  more.icon = Icon::kPlus;
  more.rect = layout.within(row, {x + side + middle, y, side, side});
  draw_button(scene.kit, more);
  return 2 * side + middle;
}

void draw_switch_row(const Scene& scene, StaffLines& lines, const StaffSwitch& what) {
  const auto row = lines.take(staff_row_height(scene));
  if (!row) return;
  const float width = row_switch_width(scene);
  draw_row_label(scene, *row, what.label, 0, row->w - width - scene.layout.px(20));
  draw_row_switch(scene, *row, what, row->w - width);
}

void draw_stepper_row(const Scene& scene, StaffLines& lines, const StaffStepper& what) {
  const auto row = lines.take(staff_row_height(scene));
  if (!row) return;
  const float width = row_stepper_width(scene);
  draw_row_label(scene, *row, what.label, 0, row->w - width - scene.layout.px(20));
  draw_row_stepper(scene, *row, what, row->w - width);
}

void draw_choice_row(const Scene& scene, StaffLines& lines, const std::string& label,
                     const std::vector<StaffChoice>& choices) {
  if (!label.empty()) lines.plain(label);
  const float gap = scene.layout.px(kBarGap);
  std::optional<Rect> row;
  float x = 0;
  for (const StaffChoice& choice : choices) {
    Button button = setting_button(scene, choice.change, choice.label);
    button.language = choice.language;
    button.selected = choice.chosen;
    button.rect.w = button_width(scene.kit, button);
    button.rect.h = scene.layout.target;
    if (!row || x + button.rect.w > row->w) {
      row = lines.take(staff_row_height(scene));
      x = 0;
    }
    if (!row) return;
    const float width = button.rect.w;
    button.rect = scene.layout.within(*row, {x, 0, width, scene.layout.target});
    draw_button(scene.kit, button);
    x += width + gap;
  }
}

}  // namespace kiosk
