#include "kiosk/screens/staff_exhibition.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/staff_settings.h"
#include "kiosk/base/isolate.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/staff_rows.h"
#include "kiosk/screens/staff_setting_rows.h"

namespace kiosk {
namespace {

constexpr std::array<const char*, 8> kGroups{"languages", "visit", "hours",   "closed",
                                             "panel",     "clock", "content", "names"};
constexpr float kGroupGap = 9;  // px at 1080 lines
constexpr int kWeeksShown = 5;
constexpr float kLineButton = 310;  // px at 1080 lines

std::chrono::sys_days day_of(std::int64_t minutes) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::minutes>(std::chrono::minutes(minutes)));
}

std::string text_of(std::chrono::year_month_day date) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

class ExhibitionPage {
 public:
  ExhibitionPage(const Scene& scene, const SettingsNews& news, const Settings& draft)
      : m_scene(scene), m_layout(scene.layout), m_news(news), m_draft(draft) {}

  void draw(const Rect& room) {
    const float gap = m_layout.px(kStaffGap);
    Rect page;
    if (m_layout.landscape) {
      const float width = std::round((room.w - gap) * 0.27F);
      draw_groups(m_layout.within(room, {0, 0, width, room.h}));
      page = m_layout.within(room, {width + gap, 0, room.w - width - gap, room.h});
    } else {
      const float high = draw_group_chips(room, false);
      draw_group_chips({room.x, room.bottom() - high, room.w, high}, true);
      page = {room.x, room.y, room.w, room.h - high - m_layout.px(28)};
    }
    draw_page(page);
  }

 private:
  [[nodiscard]] std::string say(const std::string& key) const {
    return std::string(m_scene.say(key.c_str()));
  }
  [[nodiscard]] std::string format(const std::string& key, int value) const {
    return m_scene.words.format(key.c_str(), m_scene.state.language,
                                {{"value", std::to_string(value)}});
  }
  [[nodiscard]] std::string group() const {
    const std::string& open = m_scene.state.staff->group;
    const bool known = std::ranges::find(kGroups, open) != kGroups.end();
    return known ? open : kGroups.front();
  }

  [[nodiscard]] Button group_button(const char* name) const {
    Button button;
    button.id = std::string("staff:group:") + name;
    button.label = say(std::string("staff.site.group.") + name);
    button.language = m_scene.state.language;
    button.selected = group() == name;
    button.intent = StaffAct{StaffDeed::kOpenGroup, name};
    return button;
  }

  void draw_groups(const Rect& place) {
    float y = 0;
    for (const char* name : kGroups) {
      Button button = group_button(name);
      button.radius = m_layout.px(24);
      button.rect = m_layout.within(place, {0, y, place.w, m_layout.target});
      draw_button(m_scene.kit, button);
      y += m_layout.target + m_layout.px(kGroupGap);
    }
    StaffLines lines(m_scene, {place.x, place.y + y + m_layout.px(8), place.w, place.h - y});
    const std::vector<StaffButton> saving = saving_buttons();
    m_saved_beside = place.h - y > 2 * m_layout.target + m_layout.px(60);
    if (m_saved_beside && !saving.empty()) lines.at_foot(saving);
    draw_notes(lines);
  }

  [[nodiscard]] std::vector<StaffButton> saving_buttons() const {
    if (m_draft == m_news.settings) return {};
    return {{"staff:save", "staff.site.save", {StaffDeed::kSave}, true},
            {"staff:undo", "staff.site.undo", {StaffDeed::kTurnTo, "exhibition"}, false}};
  }

  float draw_group_chips(const Rect& place, bool draw) {
    const float gap = m_layout.px(kBarGap);
    float x = 0;
    float y = 0;
    for (const char* name : kGroups) {
      Button button = group_button(name);
      button.rect.h = m_layout.target;
      button.rect.w = button_width(m_scene.kit, button);
      if (x > 0 && x + button.rect.w > place.w) {
        x = 0;
        y += m_layout.target + gap;
      }
      const float width = button.rect.w;
      button.rect = m_layout.within(place, {x, y, width, m_layout.target});
      if (draw) draw_button(m_scene.kit, button);
      x += width + gap;
    }
    return y + m_layout.target;
  }

  void draw_notes(StaffLines& lines) {
    if (!m_news.sure_of_time) lines.edged(say("staff.site.clock.unsure"));
    for (const std::string& note : m_news.notes) lines.reported(note);
  }

  void draw_page(const Rect& place) {
    const std::string open = group();
    StaffLines lines = staff_card(m_scene, place, ("staff.site.group." + open).c_str());
    std::vector<StaffButton> foot;
    if (!m_saved_beside) foot = saving_buttons();
    if (open == "clock") {
      foot.push_back({"staff:clock", "staff.site.clock.set", {StaffDeed::kSetClock}, foot.empty()});
    }
    if (!foot.empty()) lines.at_foot(foot);
    if (!m_layout.landscape) draw_notes(lines);
    if (open == "languages") return draw_languages(lines);
    if (open == "visit") return draw_visit(lines);
    if (open == "hours") return draw_hours(lines, place);
    if (open == "closed") return draw_closed(lines);
    if (open == "panel") return draw_panel(lines);
    if (open == "clock") return draw_clock_rows(m_scene, lines, m_news);
    if (open == "names") return draw_names(lines);
    draw_content(lines);
  }

  void toggle(StaffLines& lines, const char* change, bool on) {
    draw_switch_row(m_scene, lines, {change, say(std::string("staff.site.") + change), on});
  }
  void step(StaffLines& lines, const char* name, int by, std::string value) {
    const std::string stem = std::string(name) + ":";
    draw_stepper_row(m_scene, lines,
                     {stem + "-" + std::to_string(by), stem + "+" + std::to_string(by),
                      say(std::string("staff.site.") + name), std::move(value)});
  }

  void draw_languages(StaffLines& lines) {
    for (const Language language : kLanguages) {
      const std::string name(m_scene.say(("language." + std::string(code(language))).c_str()));
      draw_switch_row(m_scene, lines,
                      {"language:" + std::string(code(language)), name,
                       m_draft.languages.offered.contains(language)});
    }
    lines.space(10);
    std::vector<StaffChoice> firsts{
        {"first:", say("staff.site.first.pack"), m_scene.state.language, !m_draft.languages.first}};
    for (const Language language : kLanguages) {
      if (!m_draft.languages.offered.contains(language)) continue;
      const std::string name(m_scene.say(("language." + std::string(code(language))).c_str()));
      firsts.push_back({"first:" + std::string(code(language)), name, m_scene.state.language,
                        m_draft.languages.first == language});
    }
    draw_choice_row(m_scene, lines, say("staff.site.first"), firsts);
  }

  void draw_visit(StaffLines& lines) {
    const SiteIdle& idle = m_draft.idle;
    const int warn = idle.warn_after_s.value_or(kUsualWarnAfter);
    step(lines, "warn", 10, format("staff.site.seconds", warn));
    step(lines, "countdown", 5,
         format("staff.site.seconds", idle.countdown_s.value_or(kUsualCountdown)));
    step(lines, "attract", 10, format("staff.site.seconds", idle.attract_after_s.value_or(warn)));
    toggle(lines, "search", m_draft.features.search);
    toggle(lines, "quiz", m_draft.features.quiz);
    toggle(lines, "qr", m_draft.features.qr);
    toggle(lines, "speech", m_draft.features.speech);
  }

  void draw_hours(StaffLines& lines, const Rect& place) {
    // Beside the heading: seven days need all the rest.
    const float width = row_switch_width(m_scene);
    draw_row_switch(m_scene, m_layout.within(place, {0, m_layout.px(12), place.w, m_layout.target}),
                    {"hours", say("staff.site.hours"), m_draft.hours.used},
                    place.w - width - m_layout.px(36));
    lines.space(14);
    if (!m_draft.hours.used) return lines.soft(say("staff.site.hours.unused"));
    for (int i = 0; i < 7; ++i) draw_day(lines, i);
  }

  // Its name, from and to, and whether it is open at all; on two lines where one is too narrow.
  void draw_day(StaffLines& lines, int i) {
    const std::string number = std::to_string(i);
    const auto& span = m_draft.hours.days.at(static_cast<std::size_t>(i));
    const auto row = lines.take(staff_row_height(m_scene));
    if (!row) return;
    const float gap = m_layout.px(16);
    const float steps = row_stepper_width(m_scene);
    const float open = row->w - row_switch_width(m_scene);
    draw_row_switch(m_scene, *row,
                    {"day:" + number, say("staff.site.day." + number), span.has_value()}, open);
    float from = open - 2 * (steps + gap);
    Rect times = *row;
    if (from < m_layout.px(170) && span) {
      draw_row_label(m_scene, *row, say("staff.site.day." + number), 0, open - gap);
      const auto second = lines.take(staff_row_height(m_scene));
      if (!second) return;
      times = *second;
      from = times.w - 2 * steps - gap;
    } else {
      draw_row_label(m_scene, *row, say("staff.site.day." + number), 0, (span ? from : open) - gap);
    }
    if (!span) return;
    draw_row_stepper(m_scene, times,
                     {"on:" + number + ":-15", "on:" + number + ":+15", say("staff.site.on"),
                      clock_text(span->on)},
                     from);
    draw_row_stepper(m_scene, times,
                     {"off:" + number + ":-15", "off:" + number + ":+15", say("staff.site.off"),
                      clock_text(span->off)},
                     from + steps + gap);
  }

  // The weeks from today on, a button a day.
  void draw_closed(StaffLines& lines) {
    if (!m_news.sure_of_time) return lines.edged(say("staff.site.clock.unsure"));
    lines.soft(say("staff.site.closed.hint"));
    using std::chrono::days;
    const std::chrono::sys_days today = day_of(m_news.local_minutes);
    const int weekday = static_cast<int>(std::chrono::weekday(today).iso_encoding()) - 1;
    const std::chrono::sys_days monday = today - days(weekday);
    for (int week = -1; week < kWeeksShown; ++week) {
      const auto row = lines.take(week < 0 ? m_layout.px(40) : staff_row_height(m_scene));
      if (!row) return;
      const float step = row->w / 7;
      for (int i = 0; i < 7; ++i) {
        const Rect place{step * static_cast<float>(i), 0, step - m_layout.px(8), m_layout.target};
        if (week < 0) {
          draw_heading(*row, say("staff.site.day.short." + std::to_string(i)), place);
        } else {
          draw_date(*row, monday + days(7 * week + i), today, place);
        }
      }
    }
  }

  void draw_heading(const Rect& row, const std::string& text, const Rect& place) {
    TextStyle style = m_scene.style(TypeRole::kCaption);
    style.max_width = place.w;
    style.align = TextAlign::kCentre;
    const ShapedText& shaped = m_scene.frame.shape(text, m_scene.state.language, style);
    const Rect at = m_layout.within(row, {place.x, 0, place.w, shaped.size.y});
    m_scene.frame.text(shaped, {at.x, row.y}, m_scene.theme.on_chrome_soft);
  }

  void draw_date(const Rect& row, std::chrono::sys_days day, std::chrono::sys_days today,
                 const Rect& place) {
    if (day < today) return;
    const std::chrono::year_month_day date(day);
    const std::string text = text_of(date);
    Button button;
    button.id = "set:closed:" + text;
    button.label = std::to_string(static_cast<unsigned>(date.day()));
    button.language = m_scene.state.language;
    button.intent = StaffAct{StaffDeed::kSet, "closed:" + text};
    button.selected = m_draft.hours.closed.contains(date);
    button.radius = m_layout.px(20);
    button.rect = m_layout.within(row, place);
    draw_button(m_scene.kit, button);
  }

  void draw_panel(StaffLines& lines) {
    draw_rotation_row(m_scene, lines, m_draft);
    draw_inches_rows(m_scene, lines, m_news.settings, m_draft);
    step(lines, "brightness", 10, format("staff.site.percent", m_draft.screen.brightness_percent));
    step(lines, "volume", 10, format("staff.site.percent", m_draft.volume_percent));
    // What was not saved would be lost on the way.
    if (m_draft != m_news.settings) return;
    lines.space(12);
    lines.row("staff:touch", say("staff.site.touch"), {StaffDeed::kTurnTo, "touch"});
  }

  void draw_names(StaffLines& lines) {
    draw_line(lines, "name", say("staff.site.name"), say("staff.site.name.none"));
    lines.space(10);
    lines.plain(say("staff.site.attract_line"));
    for (const Language language : kLanguages) {
      const std::string name(m_scene.say(("language." + std::string(code(language))).c_str()));
      draw_line(lines, "attract:" + std::string(code(language)), name,
                say("staff.site.attract_line.none"));
    }
  }

  // What it says now, and the button that its page opens by, which names it.
  void draw_line(StaffLines& lines, const std::string& subject, const std::string& name,
                 const std::string& none) {
    const auto row = lines.take(staff_row_height(m_scene));
    if (!row) return;
    const float width = m_layout.px(kLineButton);
    Button button;
    button.id = "staff:write:" + subject;
    button.label = name;
    button.language = m_scene.state.language;
    button.intent = StaffAct{StaffDeed::kWrite, subject};
    button.rect = m_layout.within(*row, {row->w - width, 0, width, m_layout.target});
    draw_button(m_scene.kit, button);
    const std::string text = line_in(m_draft, subject);
    TextStyle style = m_scene.style(TypeRole::kCaption);
    style.max_width = row->w - width - m_layout.px(20);
    style.line_height = 1.3F;
    const std::string shown = text.empty() ? none : isolated(text, m_scene.state.language);
    const ShapedText& shaped = m_scene.frame.shape(shown, m_scene.state.language, style);
    const Rect place = m_layout.within(*row, {0, 0, style.max_width, shaped.size.y});
    m_scene.frame.text(shaped, {place.x, row->y + (m_layout.target - shaped.size.y) / 2},
                       text.empty() ? m_scene.theme.on_chrome_soft : m_scene.theme.on_chrome);
  }

  void draw_content(StaffLines& lines) {
    draw_choice_row(m_scene, lines, say("staff.site.trust"),
                    {{"trust:pin", say("staff.site.trust.pin"), m_scene.state.language,
                      m_draft.trust == TrustRule::kPin},
                     {"trust:signed", say("staff.site.trust.signed"), m_scene.state.language,
                      m_draft.trust == TrustRule::kSigned}});
    lines.soft(say(m_draft.trust == TrustRule::kPin ? "staff.site.trust.pin.hint"
                                                    : "staff.site.trust.signed.hint"));
    lines.space(10);
    toggle(lines, "counters", m_draft.counters);
    lines.soft(say("staff.site.counters.hint"));
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const SettingsNews& m_news;
  const Settings& m_draft;
  bool m_saved_beside = false;  // there is room for saving below the groups
};

}  // namespace

void draw_staff_exhibition(const Scene& scene, const SettingsNews& news, const Rect& room) {
  const auto& draft = scene.state.staff->draft;
  ExhibitionPage(scene, news, draft ? *draft : news.settings).draw(room);
}

}  // namespace kiosk
