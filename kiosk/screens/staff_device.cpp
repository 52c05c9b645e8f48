#include "kiosk/screens/staff_device.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "kiosk/screens/bar.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr double kSlowFrame = 33;  // ms: the line in the chart
constexpr const char* kLicences = "licences";
constexpr const char* kPower = "power";

class DevicePage {
 public:
  DevicePage(const Scene& scene, const DeviceNews& news)
      : m_scene(scene), m_layout(scene.layout), m_news(news) {}

  void draw(const Rect& room) {
    const float gap = m_layout.px(kStaffGap);
    Rect first;
    Rect second;
    if (m_layout.landscape) {
      const float width = std::round((room.w - gap) * 0.46F);
      first = m_layout.within(room, {0, 0, width, room.h});
      second = m_layout.within(room, {width + gap, 0, room.w - width - gap, room.h});
    } else {
      const float high = std::round((room.h - gap) * 0.58F);
      first = {room.x, room.y, room.w, high};
      second = {room.x, room.y + high + gap, room.w, room.h - high - gap};
    }
    draw_figures(first);
    const std::string& open = m_scene.state.staff->group;
    if (open == kLicences) return draw_licences(second);
    if (open.starts_with(kPower)) return draw_power(second, open);
    draw_course(second);
  }

 private:
  [[nodiscard]] std::string say(const std::string& key) const {
    return std::string(m_scene.say(key.c_str()));
  }

  void draw_figures(const Rect& place) {
    StaffLines lines = staff_card(m_scene, place, "staff.device");
    lines.at_foot(
        {{"staff:group:licences",
          "staff.device.licences",
          {StaffDeed::kOpenGroup, kLicences},
          false},
         {"staff:group:power", "staff.device.power", {StaffDeed::kOpenGroup, kPower}, false}});
    for (const FigureNews& figure : m_news.figures) draw_figure(lines, figure);
  }

  // Figures and their units read from the left in every language.
  void draw_figure(StaffLines& lines, const FigureNews& figure) {
    const Language own = m_scene.state.language;
    const Colour colour = figure.bad ? m_scene.theme.saffron : m_scene.theme.on_chrome;
    const bool words = figure.value.starts_with("staff.");
    const std::string value = words ? say(figure.value) : figure.value;
    draw_pair(lines, {say("staff.device." + figure.what), own},
              {(figure.bad ? "! " : "") + value, words ? own : Language::kEnglish}, colour);
  }

  struct Told {
    std::string text;
    Language language;
  };

  // Two texts beside each other, in as many lines as they need.
  void draw_pair(StaffLines& lines, const Told& first, const Told& second, Colour colour) {
    const float half = std::round(lines.width() / 2);
    const auto shape = [&](const Told& told) -> const ShapedText& {
      TextStyle style = m_scene.style(TypeRole::kSubtitle, told.language);
      style.max_width = half - m_layout.px(16);
      style.prose = false;
      return m_scene.frame.shape(told.text, told.language, style);
    };
    const float high = std::max(shape(first).size.y, shape(second).size.y);
    const auto row = lines.take(high + m_layout.px(2));
    if (!row) return;
    for (const Told* told : {&first, &second}) {
      const ShapedText& shaped = shape(*told);
      const float x = told == &first ? 0 : half;
      const Rect at = m_layout.within(*row, {x, 0, shaped.size.x, shaped.size.y});
      m_scene.frame.text(shaped, {at.x, row->y}, colour);
    }
  }

  // Frames of the last hour, ends out of order, and what can be taken along.
  void draw_course(const Rect& place) {
    StaffLines lines = staff_card(m_scene, place, "staff.device.frames");
    lines.at_foot(
        {{"staff:export:receipt", "staff.device.receipt", {StaffDeed::kExport, "receipt"}, false},
         {"staff:export:support", "staff.device.support", {StaffDeed::kExport, "support"}, false},
         {"staff:export:picture", "staff.device.picture", {StaffDeed::kExport, "picture"}, false}});
    draw_frames(lines);
    lines.space(14);
    lines.paragraph(say("staff.device.crashes"), TypeRole::kHeading, m_scene.theme.saffron);
    if (m_news.crashes.empty()) lines.soft(say("staff.device.crashes.none"));
    for (const CrashNews& crash : m_news.crashes) {
      if (!crash.when.empty()) lines.soft(crash.when);
      lines.reported(crash.reason);
    }
  }

  // A column a minute, the newest at the end; a line where frames begin to be too slow.
  void draw_frames(StaffLines& lines) {
    if (std::ranges::all_of(m_news.frame_ms, [](double ms) { return ms <= 0; })) {
      return lines.soft(say("staff.device.frames.none"));
    }
    const auto row = lines.take(m_layout.px(150));
    if (!row) return;
    const double slowest = std::ranges::max(m_news.frame_ms);
    const double top = std::max(slowest, kSlowFrame * 1.25);
    const float step = row->w / static_cast<float>(m_news.frame_ms.size());
    for (std::size_t i = 0; i < m_news.frame_ms.size(); ++i) {
      const auto high = static_cast<float>(row->h * m_news.frame_ms[i] / top);
      const Rect column =
          m_layout.within(*row, {step * static_cast<float>(i), row->h - high, step * 0.7F, high});
      m_scene.frame.fill(column, m_scene.theme.saffron, m_layout.px(2));
    }
    const float line = row->bottom() - static_cast<float>(row->h * kSlowFrame / top);
    m_scene.frame.fill({row->x, line, row->w, m_layout.px(2)}, m_scene.theme.on_chrome_soft);
    char text[32];
    std::snprintf(text, sizeof text, "%.0f ms", slowest);
    lines.soft(m_scene.words.format("staff.device.slowest", m_scene.state.language,
                                    {{"time", std::string(text)}}));
  }

  void draw_licences(const Rect& place) {
    StaffLines lines = staff_card(m_scene, place, "staff.device.licences");
    lines.at_foot({{"staff:group:back", "staff.preview.back", {StaffDeed::kOpenGroup, ""}, false}});
    // Names of works, which have no language: two to a line.
    for (std::size_t i = 0; i < m_news.licences.size(); i += 2) {
      const bool both = i + 1 < m_news.licences.size();
      draw_pair(lines, {m_news.licences[i], Language::kEnglish},
                {both ? m_news.licences[i + 1] : std::string(), Language::kEnglish},
                m_scene.theme.on_chrome_soft);
    }
  }

  // Asked twice, because a hand slips.
  void draw_power(const Rect& place, const std::string& open) {
    StaffLines lines = staff_card(m_scene, place, "staff.device.power");
    if (open == kPower) {
      lines.at_foot(
          {{"staff:group:back", "staff.preview.back", {StaffDeed::kOpenGroup, ""}, false}});
      ask(lines, "program");
      ask(lines, "machine");
      ask(lines, "off");
      return;
    }
    const std::string what = open.substr(std::string(kPower).size() + 1);
    lines.at_foot(
        {{"staff:power", "staff.device.sure", {StaffDeed::kPower, what}, true},
         {"staff:group:back", "staff.preview.back", {StaffDeed::kOpenGroup, kPower}, false}});
    lines.plain(say("staff.device.power." + what));
    lines.soft(say("staff.device.power." + what + ".hint"));
  }

  void ask(StaffLines& lines, const std::string& what) {
    lines.row("staff:group:power:" + what, say("staff.device.power." + what),
              {StaffDeed::kOpenGroup, std::string(kPower) + ":" + what});
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const DeviceNews& m_news;
};

}  // namespace

void draw_staff_device(const Scene& scene, const DeviceNews& news, const Rect& room) {
  DevicePage(scene, news).draw(room);
}

}  // namespace kiosk
