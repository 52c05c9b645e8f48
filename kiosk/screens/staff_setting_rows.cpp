#include "kiosk/screens/staff_setting_rows.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/staff_rows.h"

namespace kiosk {
namespace {

constexpr float kRulerMillimetres = 100;

void draw_ruler(const Scene& scene, StaffLines& lines, float px_per_mm) {
  const Layout& layout = scene.layout;
  const auto row = lines.take(layout.px(70));
  if (!row) return;
  const float length = std::min(kRulerMillimetres * px_per_mm, row->w);
  const float foot = row->y + layout.px(34);
  for (int mm = 0; mm <= static_cast<int>(kRulerMillimetres); mm += 5) {
    const float at = static_cast<float>(mm) * px_per_mm;
    if (at > length) break;
    const float high = layout.px(mm % 10 == 0 ? 24 : 14);
    const Rect mark = layout.within(*row, {at, 0, layout.px(2), high});
    scene.frame.fill({mark.x, foot - high, mark.w, high}, scene.theme.saffron);
  }
  const Rect line = layout.within(*row, {0, 0, length, 0});
  scene.frame.fill({line.x, foot, length, layout.px(3)}, scene.theme.saffron);
  TextStyle style = scene.style(TypeRole::kCaption);
  style.max_width = length;
  style.align = TextAlign::kCentre;
  const ShapedText& shaped =
      scene.frame.shape(scene.say("staff.site.ruler"), scene.state.language, style);
  scene.frame.text(shaped, {line.x, foot + layout.px(6)}, scene.theme.on_chrome_soft);
}

}  // namespace

std::string inches_text(double inches) {
  char text[24];
  std::snprintf(text, sizeof text, "%.1f″", inches);
  return text;
}

std::string clock_text(int minutes_of_day) {
  char text[24];
  std::snprintf(text, sizeof text, "%02d:%02d", minutes_of_day / 60, minutes_of_day % 60);
  return text;
}

void draw_rotation_row(const Scene& scene, StaffLines& lines, const Settings& draft) {
  std::vector<StaffChoice> turns;
  for (const Rotation rotation : kRotations) {
    const std::string angle = std::to_string(degrees(rotation));
    turns.push_back({"rotation:" + angle, angle + "°", scene.state.language,
                     draft.screen.rotation == rotation});
  }
  draw_choice_row(scene, lines, std::string(scene.say("staff.site.rotation")), turns);
}

void draw_inches_rows(const Scene& scene, StaffLines& lines, const Settings& saved,
                      const Settings& draft) {
  const double inches = draft.screen.panel_inches;
  draw_stepper_row(scene, lines,
                   {"inches:-0.5", "inches:+0.5", std::string(scene.say("staff.site.inches")),
                    inches_text(inches)});
  const double px = scene.state.panel.px_per_mm * saved.screen.panel_inches / inches;
  draw_ruler(scene, lines, static_cast<float>(px));
}

void draw_clock_rows(const Scene& scene, StaffLines& lines, const SettingsNews& news) {
  const std::int64_t clock = scene.state.staff->clock.value_or(news.local_minutes);
  const auto minute = static_cast<int>(((clock % kDayMinutes) + kDayMinutes) % kDayMinutes);
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::minutes>(std::chrono::minutes(clock))));
  const auto dial = [&](const char* key, const std::string& unit, const char* by,
                        std::string value) {
    const std::string stem = "clock:" + unit;
    draw_stepper_row(
        scene, lines,
        {stem + "-" + by, stem + "+" + by, std::string(scene.say(key)), std::move(value)});
  };
  const int month = static_cast<int>(static_cast<unsigned>(date.month()));
  dial("staff.site.clock.year", "month:", "12", std::to_string(static_cast<int>(date.year())));
  dial("staff.site.clock.month", "month:", "1", std::to_string(month));
  dial("staff.site.clock.day", "", "1440", std::to_string(static_cast<unsigned>(date.day())));
  dial("staff.site.clock.hour", "", "60", clock_text(minute).substr(0, 2));
  dial("staff.site.clock.minute", "", "1", clock_text(minute).substr(3));
  lines.soft(scene.say(news.sure_of_time ? "staff.site.clock.sure" : "staff.site.clock.unsure"));
}

}  // namespace kiosk
