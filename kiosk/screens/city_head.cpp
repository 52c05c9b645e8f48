#include "kiosk/screens/city_head.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/city_text.h"

namespace kiosk {
namespace {

constexpr float kLeastNumberSize = 0.8F;
constexpr float kNumberStep = 0.05F;

class CityHead {
 public:
  CityHead(const Scene& scene, const City& city, const Agreement* agreement, const Rect& column)
      : m_scene(scene),
        m_layout(scene.layout),
        m_city(city),
        m_agreement(agreement),
        m_column(column) {}

  float draw(float y) { return draw_numbers(draw_head(y + m_layout.px(26))); }

 private:
  float draw_head(float y) {
    Frame& frame = m_scene.frame;
    const Rect column = m_column;
    const std::string between = words_between();
    Wording name = m_scene.resolve(m_city.name);
    if (m_agreement != nullptr) name = {between, m_scene.state.language};
    const bool has_flag = m_scene.flags.has(m_city.country);
    const float flag_width = m_layout.px(112);
    TextStyle style = m_scene.style(TypeRole::kCityName, name.language);
    style.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    const float beside_flag = column.w - (has_flag ? flag_width + m_layout.px(20) : 0);
    style.max_width = beside_flag;
    // Two names on one line where a smaller size allows it.
    if (m_agreement != nullptr && frame.shape(name.text, name.language, style).lines.size() > 1) {
      style.px = std::round(style.px * 0.76F);
    }
    const ShapedText& shaped = frame.shape(name.text, name.language, style);
    const Rect line = m_layout.within(column, {0, 0, beside_flag, shaped.size.y});
    name_at_start(m_scene, shaped, line, y, m_scene.theme.ink);
    if (has_flag) draw_flag(y, flag_width);
    y += shaped.size.y;
    if (m_agreement != nullptr) return draw_kind(y) + m_layout.px(16);
    const std::string native = native_line(m_scene, m_city);
    if (!native.empty()) {
      TextStyle small = m_scene.style(TypeRole::kCaption);
      small.max_width = beside_flag;
      const ShapedText& names = frame.shape(native, m_scene.state.language, small);
      const Rect place = m_layout.within(column, {0, 0, small.max_width, 0});
      frame.text(names, {place.x, y - m_layout.px(4)}, m_scene.theme.ink_soft);
      y += names.size.y + m_layout.px(1);
    }
    return draw_ties(y) + m_layout.px(16);
  }

  void draw_flag(float y, float width) {
    Frame& frame = m_scene.frame;
    const auto flag = m_scene.flags.fetch(m_scene.stage, frame, m_city.country);
    if (flag.value == 0) return;
    const float height = width * 3 / 4;
    Rect place = m_layout.within(m_column, {m_column.w - width, 0, width, height});
    place.y = y + m_layout.px(8);
    const float radius = m_layout.px(8);
    frame.fill({place.x, place.y + m_layout.px(3), place.w, place.h}, m_scene.theme.shadow, radius);
    frame.picture(flag, place, {0, 0, 1, 1}, kUntinted, radius);
    frame.outline(place, m_scene.theme.ink.faded(0.25), 1, radius);
  }

  // "Smara and Banjul", on the page of their agreement.
  [[nodiscard]] std::string words_between() const {
    const City* home = home_of(m_scene.pack, m_city);
    if (m_agreement == nullptr || home == nullptr) return {};
    return m_scene.words.format("agreement.between", m_scene.state.language,
                                {{"home", m_scene.resolve(home->name).text},
                                 {"partner", m_scene.resolve(m_city.name).text}});
  }

  float draw_kind(float y) {
    const ShapedText& words = shaped(m_scene.say("agreement.heading"), TypeRole::kHeading);
    place_at_start(words, {m_column.x, y, m_column.w, 0}, 0, y, m_scene.theme.first_home);
    return y + words.size.y;
  }

  // The country, and the home that it is twinned with: beside each other where both fit.
  float draw_ties(float y) {
    const Rect line{m_column.x, y, m_column.w, 0};
    const Language language = m_scene.state.language;
    float x = 0;
    float height = 0;
    const auto country = m_scene.words.country(m_city.country, language);
    if (!m_city.country.empty() && country) {
      const ShapedText& name = shaped(*country, TypeRole::kHeading);
      place_at_start(name, line, 0, y, m_scene.theme.first_home);
      x = name.size.x + m_layout.px(20);
      height = name.size.y;
    }
    const std::string tie = tie_of_city();
    if (tie.empty()) return y + height;
    const ShapedText& words = shaped(tie, TypeRole::kSubtitle);
    const bool beside = x > 0 && x + m_layout.px(22) + words.size.x <= line.w;
    if (beside) {
      const Rect rule =
          m_layout.within(line, {x, m_layout.px(8), m_layout.px(2), height - m_layout.px(16)});
      m_scene.frame.fill(rule, m_scene.theme.rule);
      x += m_layout.px(22);
      // Both stand on about one baseline: the smaller one a little lower.
      place_at_start(words, line, x, y + (height - words.size.y) * 0.6F, m_scene.theme.ink_soft);
      return y + std::max(height, words.size.y);
    }
    TextStyle style = m_scene.style(TypeRole::kSubtitle);
    style.max_width = line.w;
    const ShapedText& wrapped = m_scene.frame.shape(tie, language, style);
    const Rect place = m_layout.within(line, {0, 0, line.w, 0});
    m_scene.frame.text(wrapped, {place.x, y + height}, m_scene.theme.ink_soft);
    return y + height + wrapped.size.y;
  }

  [[nodiscard]] std::string tie_of_city() const {
    if (m_scene.pack.is_home(m_city.id)) return std::string(m_scene.say("home.role"));
    const City* home = home_of(m_scene.pack, m_city);
    if (home == nullptr) return {};
    const Wording name = m_scene.resolve(home->name);
    return m_scene.words.format("twinned_with", m_scene.state.language, {{"home", name.text}});
  }

  [[nodiscard]] const ShapedText& shaped(std::string_view text, TypeRole role) const {
    return m_scene.frame.shape(text, m_scene.state.language, m_scene.style(role));
  }

  void place_at_start(const ShapedText& text, const Rect& line, float x, float y, Colour colour) {
    const Rect place = m_layout.within(line, {x, 0, text.size.x, 0});
    m_scene.frame.text(text, {place.x, y}, colour);
  }

  float draw_numbers(float y) {
    const Rect column = m_column;
    const std::vector<CityNumber> numbers = m_agreement != nullptr
                                                ? numbers_of_agreement(m_scene, m_city)
                                                : numbers_of(m_scene, m_city);
    if (numbers.empty()) return y;
    Frame& frame = m_scene.frame;
    const float rule = std::max(1.0F, m_layout.px(2));
    frame.fill({column.x, y, column.w, rule}, m_scene.theme.rule);
    if (m_layout.text > 1) return draw_numbers_stacked(numbers, y + rule);
    const std::vector<float> widths = number_columns(numbers, column.w);
    float bottom = y;
    float start = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const float inset = i == 0 ? 0 : m_layout.px(24);
      TextStyle big = number_style();
      big.max_width = std::floor(widths[i] - inset - m_layout.px(6));
      big.line_height = 1.3F;
      TextStyle small = m_scene.style(TypeRole::kCaption);
      small.max_width = big.max_width;
      small.line_height = 1.35F;
      const ShapedText& value = frame.shape(numbers[i].value, numbers[i].language, big);
      const ShapedText& label = frame.shape(numbers[i].label, m_scene.state.language, small);
      const Rect place = m_layout.within(column, {start + inset, 0, big.max_width, 0});
      start += widths[i];
      frame.text(value, {place.x, y + m_layout.px(16)}, m_scene.theme.ink);
      frame.text(label, {place.x, y + m_layout.px(14) + value.size.y}, m_scene.theme.ink_soft);
      bottom = std::max(bottom, y + m_layout.px(14) + value.size.y + label.size.y);
    }
    bottom += m_layout.px(14);
    float border = 0;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
      border += widths[i - 1];
      const Rect place = m_layout.within(column, {border, 0, rule, 0});
      frame.fill({place.x, y + m_layout.px(18), rule, bottom - y - m_layout.px(32)},
                 m_scene.theme.rule);
    }
    frame.fill({column.x, bottom, column.w, rule}, m_scene.theme.rule);
    return bottom + rule;
  }

  // One below the other, for texts too large to stand side by side.
  float draw_numbers_stacked(const std::vector<CityNumber>& numbers, float y) {
    const Rect column = m_column;
    y += m_layout.px(14);
    for (const CityNumber& number : numbers) {
      TextStyle big = m_scene.style(TypeRole::kNumber);
      big.max_width = column.w;
      big.line_height = 1.3F;
      TextStyle small = m_scene.style(TypeRole::kCaption);
      small.max_width = column.w;
      small.line_height = 1.35F;
      const Rect place = m_layout.within(column, {0, 0, column.w, 0});
      const ShapedText& value = m_scene.frame.shape(number.value, number.language, big);
      m_scene.frame.text(value, {place.x, y}, m_scene.theme.ink);
      y += value.size.y;
      const ShapedText& label = m_scene.frame.shape(number.label, m_scene.state.language, small);
      m_scene.frame.text(label, {place.x, y}, m_scene.theme.ink_soft);
      y += label.size.y + m_layout.px(10);
    }
    const float rule = std::max(1.0F, m_layout.px(2));
    m_scene.frame.fill({column.x, y, column.w, rule}, m_scene.theme.rule);
    return y + rule;
  }

  [[nodiscard]] TextStyle number_style() const {
    TextStyle style = m_scene.style(TypeRole::kNumber);
    style.px = std::round(style.px * m_number_size);
    return style;
  }

  // As wide as each number needs, and what is left shared out evenly. A long date rather grows a
  // little less than it breaks.
  [[nodiscard]] std::vector<float> number_columns(const std::vector<CityNumber>& numbers,
                                                  float whole) {
    for (m_number_size = 1; m_number_size > kLeastNumberSize; m_number_size -= kNumberStep) {
      const Columns columns = columns_of(numbers, whole);
      if (columns.one_line) return columns.widths;
    }
    m_number_size = 1;
    return columns_of(numbers, whole).widths;
  }

  struct Columns {
    std::vector<float> widths;
    bool one_line = true;
  };
  [[nodiscard]] Columns columns_of(const std::vector<CityNumber>& numbers, float whole) const {
    std::vector<float> widths;
    std::vector<float> with_labels;
    float sum = 0;
    float sum_with_labels = 0;
    for (const CityNumber& number : numbers) {
      const TextStyle big = number_style();
      const TextStyle small = m_scene.style(TypeRole::kCaption);
      const float inset = (widths.empty() ? 0 : m_layout.px(24)) + m_layout.px(8);
      const float value = m_scene.frame.shape(number.value, number.language, big).size.x;
      const float label = m_scene.frame.shape(number.label, m_scene.state.language, small).size.x;
      widths.push_back(value + inset);
      with_labels.push_back(std::max(value, label) + inset);
      sum += widths.back();
      sum_with_labels += with_labels.back();
    }
    // Labels break into lines only where they do not fit in one.
    if (sum_with_labels <= whole) {
      widths = with_labels;
      sum = sum_with_labels;
    }
    if (sum > whole) {
      // The longest breaks into lines, between its words; the others keep their one.
      const auto longest = std::max_element(widths.begin(), widths.end());
      *longest -= sum - whole;
      return {std::move(widths), false};
    }
    const float spare = (whole - sum) / static_cast<float>(widths.size());
    for (float& width : widths) width += spare;
    return {std::move(widths), true};
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const City& m_city;
  const Agreement* m_agreement;
  Rect m_column;
  float m_number_size = 1;  // of the role's
};

}  // namespace

float draw_city_head(const Scene& scene, const City& city, const Agreement* agreement,
                     const Rect& column, float y) {
  return CityHead(scene, city, agreement, column).draw(y);
}

}  // namespace kiosk
