#include "kiosk/screens/staff_visitors.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/screens/bar.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr std::size_t kMostRows = 12;  // of a chart of rows; columns take as many as there are
constexpr const char* kPrivacy = "privacy";

class VisitorsPage {
 public:
  VisitorsPage(const Scene& scene, const VisitorNews& news)
      : m_scene(scene), m_layout(scene.layout), m_news(news) {}

  void draw(const Rect& room) {
    const float gap = m_layout.px(kStaffGap);
    if (m_layout.landscape) {
      const float width = std::round((room.w - gap) * 0.27F);
      draw_choice(m_layout.within(room, {0, 0, width, room.h}));
      draw_page(m_layout.within(room, {width + gap, 0, room.w - width - gap, room.h}));
    } else {
      const auto choices = static_cast<float>(m_news.charts.size() + 2);
      const float need = choices * (m_layout.target + m_layout.px(kBarGap)) + m_layout.px(110);
      const float low = std::min(std::round((room.h - gap) * 0.6F), need);
      draw_page({room.x, room.y, room.w, room.h - low - gap});
      draw_choice({room.x, room.bottom() - low, room.w, low});
    }
  }

 private:
  // Which chart: by its place among them.
  [[nodiscard]] std::size_t chosen() const {
    const std::string& open = m_scene.state.staff->group;
    const bool number = open.size() == 1 && open[0] >= '0' && open[0] <= '9';
    const std::size_t place = number ? static_cast<std::size_t>(open[0] - '0') : 0;
    return place < m_news.charts.size() ? place : 0;
  }
  [[nodiscard]] bool shows_privacy() const { return m_scene.state.staff->group == kPrivacy; }

  void draw_choice(const Rect& place) {
    StaffLines lines(m_scene, place);
    lines.at_foot({{"staff:export:visitors",
                    "staff.visitors.export",
                    {StaffDeed::kExport, "visitors"},
                    false}});
    lines.paragraph(m_news.visits, TypeRole::kHeading, m_scene.theme.saffron);
    if (!m_news.counting) lines.edged(m_scene.say("staff.visitors.off"));
    lines.space(12);
    for (std::size_t i = 0; i < m_news.charts.size(); ++i) {
      choice(lines, std::to_string(i), m_news.charts[i].title, !shows_privacy() && chosen() == i);
    }
    choice(lines, kPrivacy, std::string(m_scene.say("staff.visitors.privacy")), shows_privacy());
  }

  void choice(StaffLines& lines, const std::string& name, const std::string& label, bool selected) {
    const auto row = lines.take(m_layout.target + m_layout.px(kBarGap));
    if (!row) return;
    Button button;
    button.id = "staff:group:" + name;
    button.label = label;
    button.language = m_scene.state.language;
    button.selected = selected;
    button.radius = m_layout.px(24);
    button.intent = StaffAct{StaffDeed::kOpenGroup, name};
    button.rect = {row->x, row->y, row->w, m_layout.target};
    draw_button(m_scene.kit, button);
  }

  void draw_page(const Rect& place) {
    if (shows_privacy() || m_news.charts.empty()) {
      StaffLines lines = staff_card(m_scene, place, "staff.visitors.privacy");
      for (const std::string& paragraph : m_news.privacy) {
        lines.plain(paragraph);
        lines.space(8);
      }
      return;
    }
    const ChartNews& chart = m_news.charts[chosen()];
    StaffLines lines = staff_card_with(m_scene, place, chart.title);
    if (chart.bars.empty()) return lines.soft(m_scene.say("staff.visitors.none"));
    if (chart.bars.size() > kMostRows) return draw_columns(lines, chart);
    for (const BarNews& bar : chart.bars) draw_bar(lines, bar);
  }

  [[nodiscard]] const ShapedText& shaped(const std::string& text, TypeRole role, float width,
                                         TextAlign align) const {
    TextStyle style = m_scene.style(role);
    style.max_width = width;
    style.prose = false;
    style.align = align;
    return m_scene.frame.shape(text, m_scene.state.language, style);
  }

  // The label, the bar, the number.
  void draw_bar(StaffLines& lines, const BarNews& bar) {
    const auto row = lines.take(m_layout.px(58));
    if (!row) return;
    const float name = std::round(row->w * 0.32F);
    const float count = std::round(row->w * 0.14F);
    const float room = row->w - name - count - m_layout.px(24);
    draw_text(*row,
              shaped(bar.label, TypeRole::kSubtitle, name - m_layout.px(12), TextAlign::kStart), 0,
              m_scene.theme.on_chrome);
    const float high = m_layout.px(34);
    const float width = std::max(m_layout.px(4), room * static_cast<float>(bar.length));
    const Rect shape = m_layout.within(*row, {name, (row->h - high) / 2, width, high});
    m_scene.frame.fill(shape, m_scene.theme.saffron, m_layout.px(6));
    draw_text(*row, shaped(bar.number, TypeRole::kControl, count, TextAlign::kStart),
              name + width + m_layout.px(14), m_scene.theme.on_chrome);
  }

  void draw_text(const Rect& row, const ShapedText& text, float x, Colour colour) {
    const Rect at = m_layout.within(row, {x, 0, text.size.x, text.size.y});
    m_scene.frame.text(text, {at.x, row.centre().y - text.size.y / 2}, colour);
  }

  // Hours and weeks: as many columns as there are, each its own label as far as there is room.
  void draw_columns(StaffLines& lines, const ChartNews& chart) {
    const auto row = lines.take(lines.left() - m_layout.px(8));
    if (!row) return;
    const auto count = static_cast<float>(chart.bars.size());
    const float step = row->w / count;
    const float foot = m_layout.px(64);
    const float head = m_layout.px(40);
    const float most = row->h - foot - head;
    const auto every = static_cast<std::size_t>(std::ceil(m_layout.px(86) / step));
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
      const BarNews& bar = chart.bars[i];
      const float x = step * static_cast<float>(i);
      const float high = std::max(m_layout.px(3), most * static_cast<float>(bar.length));
      const Rect column =
          m_layout.within(*row, {x + step * 0.12F, head + most - high, step * 0.76F, high});
      m_scene.frame.fill(column, m_scene.theme.saffron, m_layout.px(4));
      if (i % every != 0) continue;
      label_column(*row, bar.label, x, head + most + m_layout.px(10), step, every,
                   m_scene.theme.on_chrome_soft);
      if (bar.length > 0) {
        label_column(*row, bar.number, x, head + most - high - m_layout.px(34), step, every,
                     m_scene.theme.on_chrome);
      }
    }
  }

  void label_column(const Rect& row, const std::string& text, float x, float y, float step,
                    std::size_t every, Colour colour) {
    const float width = step * static_cast<float>(every);
    const ShapedText& label = shaped(text, TypeRole::kCaption, width, TextAlign::kStart);
    if (label.lines.size() > 1) return;  // no room for it
    const float in = std::clamp(x + step / 2 - label.size.x / 2, 0.0F, row.w - label.size.x);
    const Rect at = m_layout.within(row, {in, y, label.size.x, label.size.y});
    m_scene.frame.text(label, {at.x, at.y}, colour);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const VisitorNews& m_news;
};

}  // namespace

void draw_staff_visitors(const Scene& scene, const VisitorNews& news, const Rect& room) {
  VisitorsPage(scene, news).draw(room);
}

}  // namespace kiosk
