#include "kiosk/screens/first_start_screen.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/draw/zellige.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/first_start_progress.h"
#include "kiosk/screens/staff_pin.h"
#include "kiosk/screens/staff_rows.h"
#include "kiosk/screens/staff_setting_rows.h"
#include "kiosk/screens/staff_touch.h"

namespace kiosk {
namespace {

// px at 1080 lines.
constexpr float kProgress = 96;
constexpr float kUprightCard = 790;
constexpr float kCardInset = 36;
constexpr float kTileGap = 24;
// Inches of panels that are sold.
constexpr std::array kUsualInches{10.1, 15.6, 21.5, 24.0, 32.0, 43.0, 55.0};

class FirstStartPage {
 public:
  FirstStartPage(const Scene& scene, const StaffNews& news)
      : m_scene(scene),
        m_layout(scene.layout),
        m_news(news),
        m_first(*scene.state.staff->first),
        m_draft(scene.state.staff->draft.value_or(news.site.settings)) {}

  void draw() {
    const Rect all = m_layout.screen.grown(-m_layout.margin);
    draw_first_progress(m_scene, {all.x, all.y, all.w, m_layout.px(kProgress)});
    const Rect foot{all.x, all.bottom() - m_layout.target, all.w, m_layout.target};
    const float top = all.y + m_layout.px(kProgress + 36);
    const Rect body{all.x, top, all.w, foot.y - m_layout.px(32) - top};
    if (m_layout.landscape) {
      const float words = std::round(body.w * 0.36F);
      const float gap = m_layout.px(64);
      draw_words_beside(m_layout.within(body, {0, 0, words, body.h}));
      draw_card(m_layout.within(body, {words + gap, 0, body.w - words - gap, body.h}));
    } else {
      const float card = std::min(m_layout.px(kUprightCard), body.h * 0.6F);
      const float words = body.h - card - m_layout.px(36);
      draw_words_above({body.x, body.y, body.w, words});
      draw_card({body.x, body.bottom() - card, body.w, card});
    }
    if (!m_first.turn) draw_foot(foot);
  }

 private:
  [[nodiscard]] std::string say(const std::string& key) const {
    return std::string(m_scene.say(key));
  }
  [[nodiscard]] std::string of_step(const char* stem) const {
    return say(std::string(stem) + std::string(name(m_first.step)));
  }
  [[nodiscard]] std::string title() const { return of_step("staff.first.title."); }
  [[nodiscard]] std::string text() const { return of_step("staff.first.text."); }

  // What the step asks for now, in the words of its pad.
  [[nodiscard]] std::string question() const {
    if (m_first.step == FirstStep::kPin) return pin_question(m_scene, m_news);
    if (!m_first.turn) return "";
    return m_scene.words.format("staff.first.rotation.trial", m_scene.state.language,
                                {{"value", std::to_string(m_first.turn->seconds_left)}});
  }

  void draw_words_beside(const Rect& place) {
    const float radius = m_layout.px(64);
    const Rect emblem = m_layout.within(place, {0, m_layout.px(34), 2 * radius, 2 * radius});
    draw_emblem(m_scene.frame, emblem.centre(), radius, m_scene.theme);
    const float top = emblem.bottom() + m_layout.px(28);
    StaffLines lines(m_scene, {place.x, top, place.w, place.bottom() - top});
    lines.paragraph(title(), TypeRole::kTitle, m_scene.theme.on_chrome);
    lines.space(10);
    lines.paragraph(text(), TypeRole::kBody, m_scene.theme.on_chrome_soft);
    lines.space(22);
    if (const std::string asked = question(); !asked.empty()) {
      lines.paragraph(asked, TypeRole::kHeading, m_scene.theme.saffron);
    }
    draw_notes(lines);
  }

  void draw_words_above(const Rect& place) {
    const float radius = m_layout.px(96);
    const Vec2 middle{place.centre().x, place.y + place.h * 0.2F + radius / 2};
    draw_emblem(m_scene.frame, middle, radius, m_scene.theme);
    const float top = middle.y + radius + m_layout.px(30);
    StaffLines lines(m_scene, {place.x, top, place.w, place.bottom() - top});
    lines.centred(title(), TypeRole::kTitle, m_scene.theme.on_chrome);
    lines.space(8);
    lines.centred(text(), TypeRole::kBody, m_scene.theme.on_chrome_soft);
    lines.space(16);
    if (const std::string asked = question(); !asked.empty()) {
      lines.centred(asked, TypeRole::kHeading, m_scene.theme.saffron);
    }
    draw_notes(lines);
  }

  void draw_notes(StaffLines& lines) {
    if (m_first.turned_back) lines.edged(say("staff.first.rotation.turned_back"));
    if (!m_news.site.failed) return;
    for (const std::string& note : m_news.site.notes) lines.reported(note);
  }

  void draw_card(const Rect& box) {
    const float radius = m_layout.px(28);
    m_scene.frame.fill(box, m_scene.theme.chrome_button, radius);
    m_scene.frame.outline(box, m_scene.theme.chrome_line, m_layout.px(2), radius);
    const Rect within = box.grown(-m_layout.px(kCardInset));
    switch (m_first.step) {
      case FirstStep::kLanguage:
        return draw_languages(within);
      case FirstStep::kPin: {
        const float high = pin_pad_height(m_scene);
        const Vec2 middle = within.centre();
        return draw_pin_pad(m_scene, {middle.x, middle.y - high / 2});
      }
      case FirstStep::kPanel:
        return draw_panel(within);
      case FirstStep::kRotation:
        return draw_rotation(within);
      case FirstStep::kTime: {
        StaffLines lines(m_scene,
                         middle_of(within, 5 * staff_row_height(m_scene) + m_layout.px(60)));
        return draw_clock_rows(m_scene, lines, m_news.site);
      }
      case FirstStep::kTouch:
      case FirstStep::kDone:
        return draw_facts(within);
    }
  }

  // Of that height, in the middle of what is there.
  [[nodiscard]] Rect middle_of(const Rect& box, float high) const {
    const float shown = std::min(high, box.h);
    return {box.x, box.centre().y - shown / 2, box.w, shown};
  }

  // Each in its own words, below each other.
  void draw_languages(const Rect& within) {
    const float gap = m_layout.px(kTileGap);
    const auto count = static_cast<float>(kStaffLanguages.size());
    const float high = std::min((within.h - (count - 1) * gap) / count, m_layout.px(150));
    const Rect all = middle_of(within, count * (high + gap) - gap);
    float y = all.y;
    for (const Language language : kStaffLanguages) {
      Button button;
      button.id = "first:lang:" + std::string(code(language));
      button.label = m_scene.words.text("language." + std::string(code(language)), language);
      button.language = language;
      button.role = TypeRole::kHeading;
      button.selected = m_scene.state.language == language;
      button.tone = ButtonTone::kDark;
      button.radius = m_layout.px(28);
      button.rect = {all.x, y, all.w, high};
      button.intent = StaffAct{StaffDeed::kFirst, "lang:" + std::string(code(language))};
      draw_button(m_scene.kit, button);
      y += high + gap;
    }
  }

  void draw_panel(const Rect& within) {
    // Two lines of sizes, one to go between them, and the ruler.
    const float high = 3 * staff_row_height(m_scene) + m_layout.px(200);
    StaffLines lines(m_scene, middle_of(within, high));
    std::vector<StaffChoice> sizes;
    for (const double inches : kUsualInches) {
      char change[32];
      char label[32];
      std::snprintf(change, sizeof change, "diagonal:%g", inches);
      std::snprintf(label, sizeof label, "%g″", inches);
      sizes.push_back({change, label, m_scene.state.language,
                       std::abs(m_draft.screen.panel_inches - inches) < 0.05});
    }
    draw_choice_row(m_scene, lines, say("staff.first.sizes"), sizes);
    lines.space(26);
    draw_inches_rows(m_scene, lines, m_news.site.settings, m_draft);
  }

  void draw_rotation(const Rect& within) {
    const float gap = m_layout.px(kTileGap);
    const float asked = m_first.turn ? m_layout.target + gap : 0;
    const float wide = (within.w - gap) / 2;
    const float high = std::min((within.h - asked - gap) / 2, m_layout.px(290));
    const Rect all = middle_of(within, 2 * high + gap + asked);
    for (std::size_t i = 0; i < kRotations.size(); ++i) {
      const auto column = static_cast<float>(i % 2);
      const auto row = static_cast<float>(i / 2);
      draw_turn(kRotations.at(i),
                m_layout.within(all, {column * (wide + gap), row * (high + gap), wide, high}));
    }
    if (!m_first.turn) return;
    const Rect row{all.x, all.bottom() - m_layout.target, all.w, m_layout.target};
    draw_pair(row, {"first:keep", "staff.first.rotation.keep", {StaffDeed::kFirst, "keep"}, true},
              {"first:undo", "staff.site.undo", {StaffDeed::kFirst, "undo"}, false});
  }

  // The panel as it would hang, an upright picture on it, and the edge that was its top.
  void draw_turn(Rotation rotation, const Rect& tile) {
    const std::string angle = std::to_string(degrees(rotation));
    Button button;
    button.id = "set:rotation:" + angle;
    button.label = angle + "°";
    button.language = m_scene.state.language;
    button.show_label = false;
    button.selected = m_draft.screen.rotation == rotation;
    button.tone = ButtonTone::kDark;
    button.radius = m_layout.px(28);
    button.rect = tile;
    button.intent = StaffAct{StaffDeed::kSet, "rotation:" + angle};
    draw_button(m_scene.kit, button);
    const Colour ink = button.selected ? m_scene.theme.on_saffron : m_scene.theme.on_chrome;
    const TextStyle style = m_scene.style(TypeRole::kControl);
    const ShapedText& shaped = m_scene.frame.shape(button.label, m_scene.state.language, style);
    const float words = shaped.size.y + m_layout.px(16);
    m_scene.frame.text(shaped, {tile.centre().x - shaped.size.x / 2, tile.bottom() - words}, ink);
    const Vec2 panel = m_scene.state.panel.size;
    const bool same = sideways(rotation) == sideways(m_draft.screen.rotation);
    const bool lying = (panel.x >= panel.y) == same;
    const float room = tile.h - words - m_layout.px(44);
    const Vec2 size = lying ? Vec2{room * 1.3F, room * 0.78F} : Vec2{room * 0.62F, room};
    const Vec2 middle{tile.centre().x, tile.y + m_layout.px(24) + room / 2};
    draw_hung(rotation, {middle.x - size.x / 2, middle.y - size.y / 2, size.x, size.y}, ink);
  }

  [[nodiscard]] static bool sideways(Rotation rotation) { return degrees(rotation) % 180 != 0; }

  void draw_hung(Rotation rotation, const Rect& panel, Colour ink) {
    m_scene.frame.outline(panel, ink, m_layout.px(3), m_layout.px(10));
    draw_icon(m_scene.frame, Icon::kHouse, panel.centre(), std::min(panel.w, panel.h) * 0.5F, ink,
              false);
    const float thick = m_layout.px(9);
    const float inset = m_layout.px(8);
    Rect edge{panel.x + inset, panel.y - thick / 2, panel.w - 2 * inset, thick};
    if (rotation == Rotation::kHalf) edge.y = panel.bottom() - thick / 2;
    if (sideways(rotation)) {
      edge = {panel.x - thick / 2, panel.y + inset, thick, panel.h - 2 * inset};
      if (rotation == Rotation::kThreeQuarters) edge.x = panel.right() - thick / 2;
    }
    m_scene.frame.fill(edge, ink, thick / 2);
  }

  // What was chosen, to be looked over once more.
  void draw_facts(const Rect& within) {
    const Settings& site = m_news.site.settings;
    std::vector<std::pair<std::string, std::string>> facts;
    const std::string language(code(staff_language(m_scene.state.language)));
    facts.emplace_back("staff.first.step.language", say("language." + language));
    facts.emplace_back("staff.site.inches", inches_text(site.screen.panel_inches));
    facts.emplace_back("staff.site.rotation", std::to_string(degrees(site.screen.rotation)) + "°");
    facts.emplace_back("staff.site.group.clock", time_text());
    const float pitch = m_layout.px(104);
    Rect row = middle_of(within, pitch * static_cast<float>(facts.size()));
    row.h = pitch;
    for (std::size_t i = 0; i < facts.size(); ++i, row.y += pitch) {
      if (i > 0)
        m_scene.frame.fill({row.x, row.y, row.w, m_layout.px(2)}, m_scene.theme.chrome_line);
      draw_fact(row, say(facts[i].first), facts[i].second);
    }
  }

  void draw_fact(const Rect& row, const std::string& label, const std::string& value) {
    TextStyle style = m_scene.style(TypeRole::kHeading);
    const ShapedText& shaped = m_scene.frame.shape(value, m_scene.state.language, style);
    draw_row_label(m_scene, row, label, 0, row.w - shaped.size.x - m_layout.px(24));
    const Rect at = m_layout.within(row, {row.w - shaped.size.x, 0, shaped.size.x, 0});
    m_scene.frame.text(shaped, {at.x, row.centre().y - shaped.size.y / 2}, m_scene.theme.saffron);
  }

  [[nodiscard]] std::string time_text() const {
    if (!m_news.site.sure_of_time) return say("staff.record.no_clock");
    const std::int64_t minutes = m_news.site.local_minutes;
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::minutes>(std::chrono::minutes(minutes))));
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u  ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text + clock_text(static_cast<int>(minutes % kDayMinutes));
  }

  [[nodiscard]] Button foot_button(const StaffButton& one) const {
    Button button;
    button.id = one.id;
    button.label = m_scene.say(one.label);
    button.language = m_scene.state.language;
    button.tone = one.leads ? ButtonTone::kStrong : ButtonTone::kChrome;
    button.intent = one.act;
    button.rect.h = m_layout.target;
    button.rect.w = button_width(m_scene.kit, button);
    return button;
  }

  // The first leads on, at the row's end.
  void draw_pair(const Rect& row, const StaffButton& first, const StaffButton& second) {
    Button leads = foot_button(first);
    Button other = foot_button(second);
    const float wide = std::max(leads.rect.w, m_layout.px(260));
    const float end = row.w - wide;
    leads.rect = m_layout.within(row, {end, 0, wide, row.h});
    const float beside = end - m_layout.px(kTileGap) - other.rect.w;
    other.rect = m_layout.within(row, {beside, 0, other.rect.w, row.h});
    draw_button(m_scene.kit, other);
    draw_button(m_scene.kit, leads);
  }

  void draw_foot(const Rect& row) {
    if (step_before(m_first)) {
      Button back =
          foot_button({"first:back", "staff.preview.back", {StaffDeed::kFirst, "back"}, false});
      back.icon = Icon::kBack;
      back.rect.w = button_width(m_scene.kit, back);
      back.rect = m_layout.within(row, {0, 0, back.rect.w, row.h});
      draw_button(m_scene.kit, back);
    }
    const StaffAct next{StaffDeed::kFirst, "next"};
    const StaffButton skip{"first:skip", "staff.first.skip", {StaffDeed::kFirst, "skip"}, false};
    if (m_first.step == FirstStep::kPin) return;
    if (m_first.step == FirstStep::kDone) {
      Button open = foot_button({"first:next", "staff.first.open", next, true});
      open.rect = m_layout.within(row, {row.w - open.rect.w, 0, open.rect.w, row.h});
      return draw_button(m_scene.kit, open);
    }
    const bool sets = m_first.step == FirstStep::kTime;
    draw_pair(row, {"first:next", sets ? "staff.site.clock.set" : "staff.first.next", next, true},
              skip);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const StaffNews& m_news;
  const FirstStart& m_first;
  Settings m_draft;
};

}  // namespace

void draw_first_start(const Scene& scene, const StaffNews& news) {
  // The bench needs all of the panel, and stands in the sequence by itself.
  if (scene.state.staff->first->step == FirstStep::kTouch) {
    return draw_staff_touch(scene, news.site);
  }
  FirstStartPage(scene, news).draw();
}

}  // namespace kiosk
