#include "kiosk/screens/city_panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/app/framing.h"
#include "kiosk/app/gallery.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_text.h"
#include "kiosk/screens/reading.h"

namespace kiosk {
namespace {

constexpr float kHighEnough = 1000;     // px: below, little would be left to read in
constexpr double kLocatorScale = 3000;  // px per Earth radius at 1080 lines

class PanelDrawing {
 public:
  PanelDrawing(const Scene& scene, const City& city, const Rect& box)
      : m_scene(scene), m_layout(scene.layout), m_city(city), m_box(box) {
    if (scene.state.screen == Screen::kAgreement) m_agreement = scene.pack.agreement_of(city.id);
    m_side = scene.layout.px(56);
    m_column = {box.x + m_side, box.y, box.w - 2 * m_side, box.h};
  }

  void draw() {
    Frame& frame = m_scene.frame;
    draw_ground();
    Zone surface;
    surface.id = "panel";
    surface.rect = m_box;
    surface.role = ZoneRole::kSurface;
    frame.zone(surface);
    // Larger texts and low panels take the head along when they scroll, and a smaller picture.
    const bool head_stays = m_layout.text <= 1 && m_box.h >= m_layout.px(kHighEnough);
    const float picture = m_layout.px(!head_stays ? 216 : m_layout.landscape ? 300 : 240);
    const Rect band{m_box.x, m_box.y, m_box.w, picture};
    draw_band(band);
    if (!m_layout.reach) {
      draw_close(band);
      draw_take_away(band);
    }
    float y = m_box.y + picture;
    if (head_stays) y = draw_head_and_numbers(y);
    const float buttons = draw_buttons();
    draw_reading({m_box.x + m_side, y, m_box.w - 2 * m_side, buttons - y}, !head_stays);
  }

 private:
  void draw_ground() {
    Frame& frame = m_scene.frame;
    const float shade = m_layout.px(26);
    const Colour dark = m_scene.theme.chrome;
    if (m_scene.theme.plain) {
      frame.fill(m_box.grown(m_layout.px(3)), m_scene.theme.rule);
    } else if (m_layout.landscape) {
      const bool at_left = m_layout.right_to_left;
      const Rect edge{at_left ? m_box.right() : m_box.x - shade, m_box.y, shade, m_box.h};
      frame.fade_across(edge, dark.faded(at_left ? 0.55 : 0), dark.faded(at_left ? 0 : 0.55));
    } else {
      frame.fade_down({m_box.x, m_box.y - shade, m_box.w, shade}, dark.faded(0), dark.faded(0.55));
    }
    frame.fill(m_box, m_scene.theme.paper);
  }

  // The city's first picture with its place in a corner of it, or that place alone; on the page
  // of an agreement the way between the two.
  void draw_band(const Rect& band) {
    const auto built = std::ranges::find_if(
        m_city.photos, [](const Photo& photo) { return photo.built.has_value(); });
    if (m_agreement != nullptr || built == m_city.photos.end()) {
      if (m_agreement != nullptr) {
        draw_way(band);
      } else {
        draw_locator(band, kLocatorScale, 1);
      }
      return draw_tag(band, m_scene.say("locator_map"));
    }
    const Colour tile = home_colour(m_scene, m_city);
    m_scene.pictures.draw(m_scene.stage, m_scene.frame, *built,
                          {band, tile, m_scene.theme.paper.faded(0.35)});
    draw_inset(band);
    const bool drawn = built->kind == PhotoKind::kIllustration;
    draw_tag(band, drawn ? std::string(m_scene.say("illustration"))
                         : m_scene.words.format("photo.credit", m_scene.state.language,
                                                {{"credit", built->credit}}));
  }

  void draw_inset(const Rect& band) {
    const float height = m_layout.px(108);
    const float width = m_layout.px(144);
    const float edge = m_layout.px(20);
    const Rect place =
        m_layout.within(band, {edge, band.h - height - m_layout.px(16), width, height});
    const float rim = m_layout.px(4);
    const Rect outside = place.grown(rim);
    m_scene.frame.fill({outside.x, outside.y + rim, outside.w, outside.h}, m_scene.theme.shadow,
                       m_layout.px(10));
    m_scene.frame.fill(outside, m_scene.theme.paper, m_layout.px(8));
    draw_locator(place, kLocatorScale * 0.32, 0.5F);
  }

  // `size`: of the pin, beside its usual one.
  void draw_locator(const Rect& place, double scale, float size) {
    Frame& frame = m_scene.frame;
    const Camera camera{equal_earth(m_city.position), std::log2(scale * m_layout.scale / 256)};
    m_scene.locator_ground.draw(m_scene.stage, frame, m_scene.ground,
                                {camera, place, place, m_layout.scale}, m_scene.pack.values().map,
                                false);
    frame.push_clip(place);
    const float radius = m_layout.px(m_scene.pack.is_home(m_city.id) ? 26 : 22) * size;
    frame.disc(place.centre(), radius * 2.3F, m_scene.theme.saffron.faded(0.22));
    frame.ring(place.centre(), radius * 1.75F, m_scene.theme.saffron, m_layout.px(4));
    draw_pin(frame, place.centre(), radius,
             {home_colour(m_scene, m_city), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow});
    frame.pop_clip();
  }

  // From home to partner, with all of the way in sight.
  void draw_way(const Rect& place) {
    const City* home = home_of(m_scene.pack, m_city);
    if (home == nullptr) return draw_locator(place, kLocatorScale, 1);
    Frame& frame = m_scene.frame;
    const std::vector<MapPoint> way = great_circle_path(home->position, m_city.position, 49);
    const float inset = m_layout.px(70);
    const Rect room = m_layout.within(
        place, {inset, inset, place.w - 2 * inset - m_layout.target, place.h - 1.6F * inset});
    const MapRect everywhere{{-10, -10}, {10, 10}};
    const double nearest = std::log2(kLocatorScale * m_layout.scale / 256);
    const Camera inside = frame_points(way, room, 0, {everywhere, -8, nearest});
    const Camera camera = reframed(inside, room, place);
    m_scene.locator_ground.draw(m_scene.stage, frame, m_scene.ground,
                                {camera, place, place, m_layout.scale}, m_scene.pack.values().map,
                                false);
    std::vector<Vec2> points;
    for (const MapPoint& point : way) points.push_back(to_screen(camera, place, point));
    const Vec2 chord = points.back() - points.front();
    const float lift = std::min(length(chord) * 0.1F, m_layout.px(36));
    for (std::size_t i = 0; i < points.size(); ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(points.size() - 1);
      points[i].y -= lift * 4 * t * (1 - t);
    }
    frame.push_clip(place);
    frame.path(points, m_scene.theme.saffron, m_layout.px(11));
    frame.path(points, home_colour(m_scene, m_city), m_layout.px(5));
    draw_end(points.front(), *home);
    draw_end(points.back(), m_city);
    frame.pop_clip();
  }

  void draw_end(Vec2 at, const City& city) {
    const float radius = m_layout.px(m_scene.pack.is_home(city.id) ? 24 : 20);
    draw_pin(m_scene.frame, at, radius,
             {home_colour(m_scene, city), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow});
  }

  void draw_close(const Rect& place) {
    Button close;
    close.id = "close";
    close.label = m_scene.say("close");
    close.language = m_scene.state.language;
    close.show_label = false;
    close.icon = Icon::kClose;
    close.tone = ButtonTone::kDark;
    close.intent = CloseCity{};
    const float side = m_layout.target;
    const float edge = m_layout.px(20);
    close.rect = m_layout.within(place, {place.w - edge - side, edge, side, side});
    draw_button(m_scene.kit, close);
  }

  void draw_take_away(const Rect& place) {
    if (m_agreement != nullptr || !m_scene.pack.values().features.take_away) return;
    Button button;
    button.id = "open:take_away";
    button.label = m_scene.say("take_away");
    button.language = m_scene.state.language;
    button.show_label = false;
    button.icon = Icon::kTakeAway;
    button.tone = ButtonTone::kDark;
    button.again_in_text = true;
    button.intent = OpenSheet{Sheet::kTakeAway};
    const float side = m_layout.target;
    const float edge = m_layout.px(20);
    button.rect = m_layout.within(place, {place.w - 2 * (edge + side), edge, side, side});
    draw_button(m_scene.kit, button);
  }

  // What kind of picture it is, in its lower corner at the end side.
  void draw_tag(const Rect& place, std::string_view word) {
    const ShapedText& shaped =
        m_scene.frame.shape(word, m_scene.state.language, m_scene.style(TypeRole::kCaption));
    const float pad = m_layout.px(14);
    const float width = shaped.size.x + 2 * pad;
    const float height = shaped.size.y + m_layout.px(4);
    const Rect tag = m_layout.within(place, {place.w - width - m_layout.px(20),
                                             place.h - height - m_layout.px(16), width, height});
    m_scene.frame.fill(tag, m_scene.theme.veil(0.86), height / 2);
    m_scene.frame.text(shaped, {tag.x + pad, tag.y + m_layout.px(2)}, m_scene.theme.on_chrome);
  }

  float draw_head_and_numbers(float y) { return draw_numbers(draw_head(y + m_layout.px(26))); }

  float draw_head(float y) {
    Frame& frame = m_scene.frame;
    const Rect column = m_column;
    const std::string between = words_between();
    Wording name = m_scene.resolve(m_city.name);
    if (m_agreement != nullptr) name = {between, m_scene.state.language};
    const auto flag = m_scene.flags.of(m_city.country);
    const float flag_width = m_layout.px(112);
    TextStyle style = m_scene.style(TypeRole::kCityName, name.language);
    style.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    const float beside_flag = column.w - (flag ? flag_width + m_layout.px(20) : 0);
    style.max_width = beside_flag;
    // Two names on one line where a smaller size allows it.
    if (m_agreement != nullptr && frame.shape(name.text, name.language, style).lines.size() > 1) {
      style.px = std::round(style.px * 0.76F);
    }
    const ShapedText& shaped = frame.shape(name.text, name.language, style);
    const Rect line = m_layout.within(column, {0, 0, beside_flag, shaped.size.y});
    name_at_start(m_scene, shaped, line, y, m_scene.theme.ink);
    if (flag) {
      const float height = flag_width * 3 / 4;
      Rect place = m_layout.within(column, {column.w - flag_width, 0, flag_width, height});
      place.y = y + m_layout.px(8);
      const float radius = m_layout.px(8);
      frame.fill({place.x, place.y + m_layout.px(3), place.w, place.h}, m_scene.theme.shadow,
                 radius);
      frame.picture(*flag, place, {0, 0, 1, 1}, kUntinted, radius);
      frame.outline(place, m_scene.theme.ink.faded(0.25), 1, radius);
    }
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
      TextStyle big = m_scene.style(TypeRole::kNumber);
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

  // As wide as each number needs, and what is left shared out evenly.
  [[nodiscard]] std::vector<float> number_columns(const std::vector<CityNumber>& numbers,
                                                  float whole) const {
    std::vector<float> widths;
    std::vector<float> with_labels;
    float sum = 0;
    float sum_with_labels = 0;
    for (const CityNumber& number : numbers) {
      const TextStyle big = m_scene.style(TypeRole::kNumber);
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
      return widths;
    }
    const float spare = (whole - sum) / static_cast<float>(widths.size());
    for (float& width : widths) width += spare;
    return widths;
  }

  // Back to the map, and to the partners before and after. Returns the row's upper edge.
  float draw_buttons() {
    const float height = m_layout.target;
    const float gap = m_layout.px(14);
    float y = m_box.bottom() - m_layout.px(30) - height;
    if (!m_layout.landscape) {
      draw_tools(m_scene, {m_box.x + m_side, y, m_box.w - 2 * m_side, height});
      y -= height + m_layout.px(20);
    }
    const Rect column{m_column.x, y, m_column.w, height};
    Button back;
    back.id = "back";
    back.label = m_scene.say("back_to_map");
    back.language = m_scene.state.language;
    back.icon = Icon::kBack;
    back.tone = ButtonTone::kPaper;
    back.intent = CloseCity{};
    back.show_label = false;
    back.rect = m_layout.within(column, {0, 0, height, height});
    draw_button(m_scene.kit, back);
    draw_ways_on(m_layout.within(column, {height + gap, 0, column.w - 3 * (height + gap), height}),
                 gap);
    const auto round = [&](const char* id, const char* key, Icon icon, int step, float x) {
      Button button;
      button.id = id;
      button.label = m_scene.say(key);
      button.language = m_scene.state.language;
      button.show_label = false;
      button.icon = icon;
      button.tone = ButtonTone::kPaper;
      button.intent = StepCity{step};
      button.rect = m_layout.within(column, {x, 0, height, height});
      draw_button(m_scene.kit, button);
    };
    round("prev", "previous", Icon::kPrevious, -1, column.w - 2 * height - gap);
    round("next", "next", Icon::kNext, 1, column.w - height);
    return y - m_layout.px(20);
  }

  // To the pictures and the agreement; from an agreement to its city. With their words where
  // they fit, and their icons alone where they do not.
  void draw_ways_on(const Rect& row, float gap) {
    std::vector<Button> ways;
    const auto add = [&](const char* id, std::string label, Icon icon, Intent intent) {
      Button button;
      button.id = id;
      button.label = std::move(label);
      button.language = m_scene.state.language;
      button.icon = icon;
      button.tone = ButtonTone::kStrong;
      button.intent = std::move(intent);
      button.rect = row;
      ways.push_back(std::move(button));
    };
    if (m_agreement != nullptr) {
      const Wording name = m_scene.resolve(m_city.name);
      add("open:city",
          m_scene.words.format("agreement.discover", m_scene.state.language, {{"city", name.text}}),
          Icon::kTag, OpenCity{m_city.id});
      ways.back().icon.reset();
      if (button_width(m_scene.kit, ways.back()) > row.w) ways.back().label = name.text;
    } else {
      if (m_layout.reach && m_scene.pack.values().features.take_away) {
        add("open:take_away", std::string(m_scene.say("take_away")), Icon::kTakeAway,
            OpenSheet{Sheet::kTakeAway});
        ways.back().tone = ButtonTone::kPaper;
      }
      if (has_pictures(m_city)) {
        add("open:gallery", std::string(m_scene.say("photos")), Icon::kPictures,
            OpenSheet{Sheet::kGallery});
      }
      if (m_scene.pack.agreement_of(m_city.id) != nullptr) {
        add("open:agreement", std::string(m_scene.say("agreement.heading")), Icon::kAgreement,
            OpenAgreement{m_city.id});
        ways.back().tone = ButtonTone::kPaper;
      } else if (m_scene.pack.values().club) {
        add("open:club", std::string(m_scene.say("club")), Icon::kClub, OpenSheet{Sheet::kClub});
        ways.back().tone = ButtonTone::kPaper;
      }
    }
    if (ways.empty()) return;
    const auto count = static_cast<float>(ways.size());
    const float each = std::floor((row.w - gap * (count - 1)) / count);
    const auto too_wide = [&](const Button& button) {
      return button_width(m_scene.kit, button) > each;
    };
    if (std::ranges::any_of(ways, too_wide)) {
      for (Button& button : ways) {
        if (ways.size() > 1 || m_agreement == nullptr) button.icon.reset();
      }
    }
    const bool icons = std::ranges::any_of(ways, too_wide);
    float x = 0;
    for (Button& button : ways) {
      if (icons && m_agreement == nullptr) {
        button.icon = button.id == "open:gallery"     ? Icon::kPictures
                      : button.id == "open:agreement" ? Icon::kAgreement
                      : button.id == "open:take_away" ? Icon::kTakeAway
                                                      : Icon::kClub;
        button.show_label = false;
      }
      button.rect = m_layout.within(row, {x, 0, each, row.h});
      draw_button(m_scene.kit, button);
      x += each + gap;
    }
  }

  // All that is read, from `y` on; its height comes back.
  float draw_content(const Rect& window, float y, bool with_head) {
    const float top = y;
    const float width = window.w - m_layout.px(30);
    if (with_head) {
      m_column = m_layout.within(window, {0, 0, width, 0});
      y = draw_head_and_numbers(y);
    }
    const Rect column = m_layout.within(window, {0, 0, width, 0});
    const Rect text{column.x, y, width, 0};
    const float height = m_agreement != nullptr ? draw_agreement_text(m_scene, *m_agreement, text)
                                                : draw_city_text(m_scene, m_city, text, window);
    return y + height - top;
  }

  void draw_reading(const Rect& window, bool with_head) {
    const Rect outer{m_box.x, window.y, m_box.w, window.h};
    draw_scrolled(m_scene, {outer, window, m_scene.state.scroll, "scroll:story", "story.heading"},
                  [&](float y) { return draw_content(window, y, with_head); });
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const City& m_city;
  const Agreement* m_agreement = nullptr;  // its page is open, not the city's
  Rect m_box;
  float m_side = 0;
  Rect m_column;  // of the head and the numbers: narrower where they scroll beside a thumb
};

}  // namespace

void draw_city_panel(const Scene& scene, double open) {
  const City* city = scene.pack.city(scene.state.city);
  if (city == nullptr || open <= 0) return;
  Rect box = scene.layout.city_panel;
  const auto away = static_cast<float>(1 - open);
  if (scene.layout.landscape) {
    box.x += (scene.layout.right_to_left ? -1.0F : 1.0F) * std::round(away * box.w);
  } else {
    box.y += std::round(away * box.h);
  }
  PanelDrawing(scene, *city, box).draw();
}

void prepare_city_panel(const Scene& scene, const City& city) {
  Rect box = scene.layout.city_panel;
  box.y += 4 * scene.layout.screen.h;  // far below what is seen
  scene.frame.set_silent(true);
  PanelDrawing(scene, city, box).draw();
  scene.frame.set_silent(false);
}

}  // namespace kiosk
