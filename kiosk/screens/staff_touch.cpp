#include "kiosk/screens/staff_touch.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/bar.h"
#include "kiosk/screens/first_start_progress.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr float kRing = 78;  // px at 1080 lines: seen around a fingertip
constexpr float kCellInset = 3;

const char* sentence_of(TouchOutcome outcome) {
  switch (outcome) {
    case TouchOutcome::kNone:
      break;
    case TouchOutcome::kKept:
      return "staff.touch.kept";
    case TouchOutcome::kTooFew:
      return "staff.touch.too_few";
    case TouchOutcome::kTooClose:
      return "staff.touch.too_close";
    case TouchOutcome::kInexact:
      return "staff.touch.inexact";
    case TouchOutcome::kUnlikely:
      return "staff.touch.unlikely";
    case TouchOutcome::kMissed:
      return "staff.touch.missed";
    case TouchOutcome::kTimeOver:
      return "staff.touch.time_over";
    case TouchOutcome::kGivenUp:
      return "staff.touch.given_up";
  }
  return nullptr;
}

class TouchPage {
 public:
  TouchPage(const Scene& scene, const SettingsNews& news)
      : m_scene(scene),
        m_layout(scene.layout),
        m_frame(scene.frame),
        m_bench(*scene.state.staff->touch),
        m_news(news),
        m_grid(touch_grid(scene.state.panel.size)) {}

  void draw() {
    const bool tests = m_bench.stage == TouchStage::kTest;
    if (tests) draw_grid();
    draw_card();
    if (!tests) draw_mark();
    for (const FingerTrace& finger : m_bench.fingers) draw_finger(finger);
  }

 private:
  [[nodiscard]] std::string say(const char* key) const { return std::string(m_scene.say(key)); }
  [[nodiscard]] std::string format(const char* key, int first, int second) const {
    return m_scene.words.format(
        key, m_scene.state.language,
        {{"value", std::to_string(first)}, {"whole", std::to_string(second)}});
  }

  void draw_grid() {
    const float inset = m_layout.px(kCellInset);
    for (int i = 0; i < m_grid.columns * m_grid.rows; ++i) {
      if (m_grid.in_hole(i)) continue;
      const Rect cell = m_grid.rect_of(i).grown(-inset);
      const auto index = static_cast<std::size_t>(i);
      const bool lit = index < m_bench.lit.size() && m_bench.lit[index];
      if (lit) {
        m_frame.fill(cell, m_scene.theme.first_home_deep, m_layout.px(12));
        m_frame.outline(cell, m_scene.theme.first_home_lit, m_layout.px(2), m_layout.px(12));
      } else {
        m_frame.outline(cell, m_scene.theme.chrome_line, m_layout.px(2), m_layout.px(12));
      }
    }
  }

  // Fades with its age; the ring goes with the finger.
  void draw_finger(const FingerTrace& finger) {
    const auto& path = finger.path;
    for (std::size_t i = 1; i < path.size(); ++i) {
      const double age = (m_scene.state.now - path[i].when) / kTraceTime;
      const double left = std::clamp(1 - age, 0.0, 1.0);
      m_frame.line(path[i - 1].at, path[i].at, m_scene.theme.saffron.faded(left), m_layout.px(6));
    }
    if (path.size() > 1) m_frame.keep_moving();
    const double age = (m_scene.state.now - path.back().when) / kTraceTime;
    const double left = finger.down ? 1 : std::clamp(1 - age, 0.0, 1.0);
    if (!finger.down) m_frame.keep_moving();
    const Colour colour = m_scene.theme.saffron.faded(left);
    if (finger.down) m_frame.ring(path.back().at, m_layout.px(kRing), colour, m_layout.px(5));
    m_frame.disc(path.back().at, m_layout.px(8), colour);
  }

  void draw_mark() {
    const bool check = m_bench.stage == TouchStage::kCheck;
    const std::size_t next = std::min(m_bench.touches.size(), kTouchMarks.size() - 1);
    const TouchPoint share = check ? kCheckMark : kTouchMarks.at(next);
    const Vec2 size = m_scene.state.panel.size;
    const Vec2 at{static_cast<float>(share.x) * size.x, static_cast<float>(share.y) * size.y};
    const float reach = m_layout.target / 2;
    const Colour colour = m_scene.theme.saffron;
    m_frame.ring(at, reach * 0.7F, colour, m_layout.px(5));
    for (const Vec2 way : {Vec2{1, 0}, Vec2{0, 1}}) {
      m_frame.line(at - way * reach, at - way * m_layout.px(10), colour, m_layout.px(4));
      m_frame.line(at + way * m_layout.px(10), at + way * reach, colour, m_layout.px(4));
    }
    m_frame.disc(at, m_layout.px(5), m_scene.theme.on_chrome);
    // It means nothing by itself: what counts is where the finger is reported.
    Zone& zone = m_frame.add_zone();
    zone.id = "touch:mark";
    zone.role = ZoneRole::kSurface;
    zone.rect = {at.x - reach, at.y - reach, 2 * reach, 2 * reach};
  }

  void draw_card() {
    const Rect card = m_grid.hole().grown(-m_layout.px(kCellInset));
    const float radius = m_layout.px(28);
    m_frame.fill(card, m_scene.theme.chrome_button, radius);
    m_frame.outline(card, m_scene.theme.chrome_line, m_layout.px(2), radius);
    const Rect within = card.grown(-m_layout.px(32));
    const float buttons = draw_buttons(within);
    if (m_scene.state.staff->first && m_bench.stage == TouchStage::kTest) {
      draw_first_stars(m_scene, {within.x, within.y, within.w, m_layout.px(50)});
    }
    const float top = card.centre().y - buttons / 2 - m_layout.px(18);
    StaffLines above(m_scene, {within.x, within.y, within.w, top - within.y});
    const float below = card.centre().y + buttons / 2 + m_layout.px(18);
    StaffLines under(m_scene, {within.x, below, within.w, within.bottom() - below});
    tell(above, under);
  }

  void tell(StaffLines& above, StaffLines& under) {
    const auto heading = [&](const std::string& text) {
      above.paragraph(text, TypeRole::kHeading, m_scene.theme.saffron);
      above.space(6);
    };
    if (m_bench.stage == TouchStage::kMarks) {
      const int next = static_cast<int>(m_bench.touches.size()) + 1;
      heading(format("staff.touch.mark", next, static_cast<int>(kTouchMarks.size())));
      return under.soft(say("staff.touch.mark.hint"));
    }
    if (m_bench.stage == TouchStage::kCheck) {
      heading(say("staff.touch.check"));
      return under.plain(format("staff.touch.check.hint", m_bench.seconds_left, 0));
    }
    heading(say("staff.touch.title"));
    above.plain(format("staff.touch.cells", cells_lit(m_bench), m_grid.counted()));
    above.plain(format("staff.touch.fingers", fingers_down(m_bench), m_bench.most_at_once));
    tell_outcome(under);
  }

  void tell_outcome(StaffLines& lines) {
    const char* sentence = sentence_of(m_bench.outcome);
    if (sentence == nullptr) return lines.soft(say("staff.touch.hint"));
    const bool kept = m_bench.outcome == TouchOutcome::kKept;
    if (!kept || !m_news.failed) return lines.edged(say(sentence));
    lines.edged(say("staff.touch.unsaved"));
    for (const std::string& note : m_news.notes) lines.reported(note);
  }

  // Around the middle, wherever a panel that is mirrored or turned takes a finger for; their
  // height comes back.
  float draw_buttons(const Rect& within) {
    const float gap = m_layout.px(2 * kBarGap);
    const float high = m_layout.target;
    const float middle = within.centre().y;
    if (m_bench.stage != TouchStage::kTest) {
      const float width = std::min(within.w, m_layout.px(440));
      button("touch:cancel", "staff.site.undo", {StaffDeed::kBench, "cancel"}, false, true,
             {within.centre().x - width / 2, middle - high / 2, width, high});
      return high;
    }
    const float width = (within.w - gap) / 2;
    const float top = middle - high - gap / 2;
    const float below = middle + gap / 2;
    const auto place = [&](float x, float y) {
      Rect rect = m_layout.within(within, {x, 0, width, high});
      rect.y = y;
      return rect;
    };
    const bool alone = !m_scene.state.staff->first;
    button("touch:calibrate", "staff.touch.calibrate", {StaffDeed::kBench, "calibrate"}, alone,
           true, place(0, top));
    if (!alone) {
      button("touch:clear", "staff.touch.clear", {StaffDeed::kBench, "clear"}, false, true,
             place(width + gap, top));
      draw_way_on(within, below);
      return 2 * high + gap;
    }
    button("touch:plain", "staff.touch.plain", {StaffDeed::kBench, "plain"}, false,
           m_bench.calibration != TouchMatrix{}, place(width + gap, top));
    button("touch:clear", "staff.touch.clear", {StaffDeed::kBench, "clear"}, false, true,
           place(0, below));
    button("touch:back", "staff.preview.back", {StaffDeed::kTurnTo, "exhibition"}, false, true,
           place(width + gap, below));
    return 2 * high + gap;
  }

  // Of the first start, of which the page is one step.
  void draw_way_on(const Rect& within, float y) {
    const float gap = m_layout.px(2 * kBarGap);
    const float width = (within.w - 2 * gap) / 3;
    const auto place = [&](int column) {
      const float x = static_cast<float>(column) * (width + gap);
      Rect rect = m_layout.within(within, {x, 0, width, m_layout.target});
      rect.y = y;
      return rect;
    };
    button("first:back", "staff.preview.back", {StaffDeed::kFirst, "back"}, false, true, place(0));
    button("first:skip", "staff.first.skip", {StaffDeed::kFirst, "skip"}, false, true, place(1));
    button("first:next", "staff.first.next", {StaffDeed::kFirst, "next"}, true, true, place(2));
  }

  void button(const char* id, const char* label, StaffAct act, bool leads, bool enabled,
              const Rect& rect) {
    Button made;
    made.id = id;
    made.label = m_scene.say(label);
    made.language = m_scene.state.language;
    made.tone = leads ? ButtonTone::kStrong : ButtonTone::kChrome;
    made.intent = std::move(act);
    made.enabled = enabled;
    made.rect = rect;
    draw_button(m_scene.kit, made);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const TouchBench& m_bench;
  const SettingsNews& m_news;
  TouchGrid m_grid;
};

}  // namespace

void draw_staff_touch(const Scene& scene, const SettingsNews& news) {
  if (scene.state.staff->touch) TouchPage(scene, news).draw();
}

}  // namespace kiosk
