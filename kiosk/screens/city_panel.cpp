#include "kiosk/screens/city_panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kiosk/app/gallery.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_band.h"
#include "kiosk/screens/city_head.h"
#include "kiosk/screens/city_text.h"
#include "kiosk/screens/reading.h"

namespace kiosk {
namespace {

constexpr float kTighter = 22;       // px at 1080 lines, of what a button leaves beside its words
constexpr float kHighEnough = 1000;  // px: below, little would be left to read in

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
    draw_city_band(m_scene, m_city, m_agreement, band);
    if (!m_layout.reach) {
      draw_close(band);
      draw_take_away(band);
    }
    float y = m_box.y + picture;
    if (head_stays) y = draw_city_head(m_scene, m_city, m_agreement, m_column, y);
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
    const float room = row.w - gap * (count - 1);
    const auto fit = [&] {
      float sum = 0;
      for (const Button& button : ways) sum += button_width(m_scene.kit, button);
      // Words rather stand a little nearer to their button's edge than that they go.
      return sum - count * m_layout.px(kTighter) <= room;
    };
    if (!fit()) {
      for (Button& button : ways) {
        if (ways.size() > 1 || m_agreement == nullptr) button.icon.reset();
      }
    }
    const bool icons = !fit();
    // Alike if their words leave it; else each as wide as its words, and a like part of what is
    // left.
    const float each = std::floor(room / count);
    float spare = room;
    bool alike = true;
    for (const Button& button : ways) {
      const float width = button_width(m_scene.kit, button);
      spare -= width;
      alike = alike && width <= each;
    }
    float x = 0;
    for (Button& button : ways) {
      if (icons && m_agreement == nullptr) {
        button.icon = button.id == "open:gallery"     ? Icon::kPictures
                      : button.id == "open:agreement" ? Icon::kAgreement
                      : button.id == "open:take_away" ? Icon::kTakeAway
                                                      : Icon::kClub;
        button.show_label = false;
      }
      const float width =
          icons || alike ? each : std::floor(button_width(m_scene.kit, button) + spare / count);
      button.rect = m_layout.within(row, {x, 0, width, row.h});
      draw_button(m_scene.kit, button);
      x += width + gap;
    }
  }

  // All that is read, from `y` on; its height comes back.
  float draw_content(const Rect& window, float y, bool with_head) {
    const float top = y;
    const float width = window.w - m_layout.px(30);
    if (with_head) {
      const Rect narrow = m_layout.within(window, {0, 0, width, 0});
      y = draw_city_head(m_scene, m_city, m_agreement, narrow, y);
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
  Rect m_column;
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
