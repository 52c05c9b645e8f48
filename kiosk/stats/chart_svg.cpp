#include "kiosk/stats/chart_svg.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kiosk {

namespace {

// In the drawing's own units, which the page scales to its column.
constexpr double kWidth = 720;
constexpr double kRow = 30;
constexpr double kBarHeight = 20;
constexpr double kLabelWidth = 190;
constexpr double kNumberWidth = 62;
constexpr double kGap = 8;
constexpr double kBaseline = 19;  // of the words in a row
constexpr double kColumnsHeight = 180;
constexpr double kAbove = 24;  // for the number over the tallest
constexpr double kBelow = 26;
constexpr double kLeastLength = 2;
constexpr std::size_t kMostRows = 20;     // the table has them all
constexpr std::size_t kMostColumns = 26;  // half a year of weeks
constexpr std::size_t kFewColumns = 12;   // each may have its words

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

class Drawing {
 public:
  Drawing(double height, Direction direction)
      : m_height(height), m_mirrored(direction == Direction::kRightToLeft) {}

  void box(const char* kind, double start, double top, double width, double height) {
    const double left = m_mirrored ? kWidth - start - width : start;
    m_text += std::string("<rect class=\"") + kind + "\" x=\"" + number(left) + "\" y=\"" +
              number(top) + "\" width=\"" + number(width) + "\" height=\"" + number(height) +
              "\"/>";
  }
  // `anchor`: "start" is where the language begins to read.
  void words(const char* kind, const char* anchor, double start, double baseline,
             std::string_view text) {
    const double x = m_mirrored ? kWidth - start : start;
    m_text += std::string("<text class=\"") + kind + "\" text-anchor=\"" + anchor + "\" x=\"" +
              number(x) + "\" y=\"" + number(baseline) + "\">" + escaped(text) + "</text>";
  }
  [[nodiscard]] std::string finish() const {
    return "<svg aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 " + number(kWidth) + " " +
           number(m_height) + "\" xmlns=\"http://www.w3.org/2000/svg\" direction=\"" +
           (m_mirrored ? "rtl" : "ltr") + "\">" + m_text + "</svg>";
  }

 private:
  double m_height;
  bool m_mirrored;
  std::string m_text;
};

std::string lying(const Chart& chart, Direction direction) {
  const std::size_t rows = std::min(chart.bars.size(), kMostRows);
  Drawing drawing(kRow * static_cast<double>(rows), direction);
  constexpr double kRoom = kWidth - kLabelWidth - kGap - kNumberWidth;
  for (std::size_t i = 0; i < rows; ++i) {
    const Bar& bar = chart.bars[i];
    const double top = kRow * static_cast<double>(i);
    drawing.words("words", "end", kLabelWidth, top + kBaseline, bar.label);
    const double width = bar.visits ? std::max(kLeastLength, kRoom * bar.length) : 0;
    if (bar.visits) {
      drawing.box("bar", kLabelWidth + kGap, top + (kRow - kBarHeight) / 2, width, kBarHeight);
    }
    drawing.words("number", "start", kLabelWidth + kGap * 2 + width, top + kBaseline,
                  bar.visits ? std::to_string(*bar.visits) : "–");
  }
  return drawing.finish();
}

// Hours as their digits; of a week's Monday, "23/11", which staff of all four languages read so.
std::string column_words(const Chart& chart, const Bar& bar) {
  if (chart.kind == ChartKind::kByHour) {
    return bar.key.starts_with('0') ? bar.key.substr(1) : bar.key;
  }
  return bar.key.substr(8, 2) + "/" + bar.key.substr(5, 2);
}

// Those that have a place on a clock: not "date unknown".
std::vector<const Bar*> on_the_clock(const Chart& chart) {
  std::vector<const Bar*> bars;
  for (const Bar& bar : chart.bars) {
    if (bar.key.find_first_not_of("0123456789-") == std::string::npos) bars.push_back(&bar);
  }
  if (chart.kind == ChartKind::kByWeek && bars.size() > kMostColumns) {
    bars.erase(bars.begin(), bars.end() - kMostColumns);
  }
  return bars;
}

std::string standing(const Chart& chart, Direction direction) {
  const std::vector<const Bar*> bars = on_the_clock(chart);
  if (bars.empty()) return "";
  const double base = kAbove + kColumnsHeight;
  Drawing drawing(base + kBelow, direction);
  const double step = kWidth / static_cast<double>(std::max(bars.size(), kFewColumns));
  const double room = step * 0.7;
  const std::size_t every = bars.size() > kFewColumns ? 2 : 1;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double start = step * (static_cast<double>(i) + 0.15);
    const double middle = start + room / 2;
    if (bars[i]->visits) {
      const double height = std::max(kLeastLength, kColumnsHeight * bars[i]->length);
      drawing.box("bar", start, base - height, room, height);
      drawing.words("number", "middle", middle, base - height - kGap / 2,
                    std::to_string(*bars[i]->visits));
    }
    if (i % every == 0) {
      drawing.words("words", "middle", middle, base + kBaseline, column_words(chart, *bars[i]));
    }
  }
  drawing.box("base", 0, base, kWidth, 1);
  return drawing.finish();
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string svg_of(const Chart& chart, Direction direction) {
  if (chart.bars.empty()) return "";
  const bool clock = chart.kind == ChartKind::kByHour || chart.kind == ChartKind::kByWeek;
  return clock ? standing(chart, direction) : lying(chart, direction);
}

}  // namespace kiosk
