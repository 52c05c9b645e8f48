#include "kiosk/screens/attract_words.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/gallery.h"
#include "kiosk/base/easing.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_text.h"

namespace kiosk {
namespace {

constexpr double kFadeShare = 0.09;  // of a scene's time, at both ends
constexpr float kNearer = 0.05F;     // of a picture's size, while it comes
constexpr double kTurning = 0.22;    // of it, until the map has made room on the other side

class Words {
 public:
  Words(const Scene& scene, const AttractMoment& moment)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_moment(moment) {
    // Whole pixels, and the same for all of a scene: what stands still is not drawn anew.
    const Millis begun = scene.state.attract->since - moment.length * moment.share;
    const Vec2 shift = attract_shift(m_layout, begun);
    const Rect& all = m_layout.screen;
    const float margin = m_layout.px(m_layout.landscape ? 96 : 60);
    const float width = m_layout.landscape ? all.w * 0.46F - margin : all.w - 2 * margin;
    m_column = m_layout.from_start({margin, 0, width, all.h});
    m_column.x += std::round(shift.x);
    m_column.y += std::round(shift.y);
    m_opacity = scene.state.waking.at(scene.state.now);
    if (!scene.state.waking.moving(scene.state.now)) m_opacity = 1;
  }

  void draw() {
    const float foot =
        m_layout.screen.h - m_layout.px(m_layout.landscape ? 84 : 90) - m_layout.target;
    m_frame.set_opacity(m_opacity);
    draw_languages({m_column.x, foot + m_column.y, m_column.w, m_layout.target});
    const float touch = draw_touch(foot + m_column.y - m_layout.px(44));
    m_frame.set_opacity(m_opacity * presence(m_moment));
    const float top = m_column.y + m_layout.px(m_layout.landscape ? 110 : 96);
    if (m_moment.scene == AttractScene::kTitle) draw_title(top);
    if (m_moment.scene == AttractScene::kPartner) draw_partner(top, touch - m_layout.px(30));
    m_frame.set_opacity(1);
  }

 private:
  // A line or more from the column's start; its height comes back.
  float write(const Wording& words, TextStyle style, float y, Colour colour) {
    style.max_width = m_column.w;
    style.prose = false;
    const ShapedText& shaped = m_frame.shape(words.text, words.language, style);
    // A name in another script stands at this column's start too.
    const bool one_line = shaped.lines.size() <= 1;
    if (one_line) {
      name_at_start(m_scene, shaped, m_column, y, colour);
    } else {
      m_frame.text(shaped, {m_column.x, y}, colour);
    }
    return shaped.size.y;
  }

  void draw_title(float y) {
    const float radius = m_layout.px(46);
    const Rect mark = m_layout.within(m_column, {0, y - m_column.y, 2 * radius, 2 * radius});
    draw_emblem(m_frame, mark.centre(), radius, m_scene.theme);
    const Wording under = m_scene.resolve(m_scene.pack.values().subtitle);
    TextStyle small = m_scene.style(TypeRole::kSubtitle, under.language);
    small.px = std::round(small.px * 1.15F);
    small.role = FontRole::kUiBold;
    small.max_width = m_column.w - 2 * radius - m_layout.px(24);
    small.prose = false;
    const ShapedText& line = m_frame.shape(under.text, under.language, small);
    const Rect beside =
        m_layout.within(m_column, {2 * radius + m_layout.px(24), 0, small.max_width, line.size.y});
    m_frame.text(line, {beside.x, mark.centre().y - line.size.y / 2}, m_scene.theme.saffron);
    const Wording title = m_scene.resolve(m_scene.pack.values().title);
    TextStyle large = m_scene.style(TypeRole::kTitle, title.language);
    large.px = std::round(large.px * (m_layout.landscape ? 1.95F : 1.7F));
    large.line_height = title.language == Language::kArabic ? 1.4F : 1.15F;
    large.balanced = true;
    large.max_width = m_column.w;
    // A long word rather grows less than it is torn.
    for (int i = 0; i < 6 && m_frame.shape(title.text, title.language, large).torn; ++i) {
      large.px = std::round(large.px * 0.88F);
    }
    const float below = mark.bottom() + m_layout.px(40);
    const float height = write(title, large, below, m_scene.theme.on_chrome);
    const Localized& line_of_site = m_scene.pack.values().attract_line;
    if (!line_of_site.get(m_scene.state.language)) return;
    TextStyle site = m_scene.style(TypeRole::kHeading);
    site.line_height = m_scene.state.language == Language::kArabic ? 1.4F : 1.25F;
    write(m_scene.resolve(line_of_site), site, below + height + m_layout.px(28),
          m_scene.theme.saffron);
  }

  void draw_partner(float top, float floor) {
    const City* city = m_scene.pack.city(m_moment.partner);
    if (city == nullptr) return;
    const Wording name = m_scene.resolve(city->name);
    TextStyle large = m_scene.style(TypeRole::kCityName, name.language);
    large.px = std::round(large.px * 1.3F);
    large.line_height = name.language == Language::kArabic ? 1.4F : 1.2F;
    TextStyle own = m_scene.style(TypeRole::kHeading);
    own.px = std::round(own.px * 1.15F);
    TextStyle small = m_scene.style(TypeRole::kSubtitle);
    const std::string native = native_line(m_scene, *city);
    const std::string ties = ties_of(*city);
    large.max_width = own.max_width = small.max_width = m_column.w;
    own.prose = small.prose = false;
    float words = m_frame.shape(name.text, name.language, large).size.y;
    if (!native.empty()) words += m_frame.shape(native, m_scene.state.language, own).size.y;
    words += m_frame.shape(ties, m_scene.state.language, small).size.y;
    const float gap = m_layout.px(26);
    const float room = floor - top - words - gap;
    const float height =
        std::min(room, std::round(m_column.w * (m_layout.landscape ? 0.62F : 0.5F)));
    const bool pictured = has_pictures(*city) && height > m_layout.px(120);
    // Below the words in every second scene: no bright sky rests in one place.
    const bool below = m_moment.turn % 2 == 0;
    const float picture = below ? top + words + gap : top;
    if (pictured) draw_picture(*city, {m_column.x, picture, m_column.w, height});
    float y = pictured && !below ? top + height + gap : top;
    y += write(name, large, y, m_scene.theme.on_chrome);
    if (!native.empty()) {
      y += write({native, m_scene.state.language}, own, y, m_scene.theme.saffron);
    }
    write({ties, m_scene.state.language}, small, y, m_scene.theme.on_chrome_soft);
  }

  // "Niger · twinned with Smara"
  [[nodiscard]] std::string ties_of(const City& city) const {
    const Language language = m_scene.state.language;
    std::string words(m_scene.words.country(city.country, language).value_or(""));
    const City* home = home_of(m_scene.pack, city);
    if (home == nullptr) return words;
    if (!words.empty()) words += " · ";
    return words + m_scene.words.format("twinned_with", language,
                                        {{"home", m_scene.resolve(home->name).text}});
  }

  // It comes a little after the name, and nearer as it comes.
  void draw_picture(const City& city, const Rect& place) {
    const double before = m_frame.opacity();
    const double late =
        ease_in_out_cubic((m_moment.share - (m_moment.turned ? kTurning : 0.06)) / 0.16);
    m_frame.set_opacity(before * late);
    const auto built = std::ranges::find_if(
        city.photos, [](const Photo& photo) { return photo.built.has_value(); });
    const auto nearer = static_cast<float>(late) * kNearer;
    m_scene.pictures.draw(m_scene.stage, m_frame, *built,
                          {.place = place,
                           .tile = home_colour(m_scene, city),
                           .tile_line = m_scene.theme.paper.faded(0.35),
                           .radius = m_layout.px(28),
                           .nearer = nearer,
                           .made_for = {place.w * (1 + kNearer), place.h * (1 + kNearer)}});
    m_frame.outline(place, m_scene.theme.saffron.faded(0.7), m_layout.px(2), m_layout.px(28));
    m_frame.set_opacity(before);
  }

  // How to begin, in this language and two more; its upper edge comes back.
  float draw_touch(float floor) {
    std::vector<Language> others;
    for (const PackLanguage& offered : m_scene.pack.values().languages) {
      if (offered.language != m_scene.state.language) others.push_back(offered.language);
    }
    TextStyle big = m_scene.style(TypeRole::kHeading);
    big.px = std::round(big.px * 1.1F);
    big.max_width = m_column.w - m_layout.px(130);
    big.prose = false;
    const ShapedText& first =
        m_frame.shape(m_scene.say("touch_to_explore"), m_scene.state.language, big);
    const float line = m_layout.px(44);
    const float second = others.empty() ? 0 : line;
    const float top = floor - std::max(first.size.y + second * 2, m_layout.px(110));
    const Rect star = m_layout.within(m_column, {0, 0, m_layout.px(104), m_layout.px(104)});
    const Vec2 centre{star.centre().x, (top + floor) / 2};
    draw_star(centre);
    const Rect words = m_layout.within(m_column, {m_layout.px(130), 0, big.max_width, 0});
    const double before = m_frame.opacity();
    m_frame.set_opacity(before * std::clamp(presence(m_moment), 0.0, 1.0));
    // The large line above the small ones or below them, in turns: it too would burn in.
    const std::size_t shown = std::min<std::size_t>(2, others.size());
    const bool last = m_moment.turn % 2 == 0;
    float y = last ? top + static_cast<float>(shown) * line : top;
    m_frame.text(first, {words.x, y}, m_scene.theme.on_chrome);
    y = last ? top : top + first.size.y;
    for (std::size_t i = 0; i < shown; ++i) {
      const Language language =
          others[(static_cast<std::size_t>(m_moment.turn) + i) % others.size()];
      TextStyle small = m_scene.style(TypeRole::kControl, language);
      small.prose = false;
      small.line_height = 1.45F;
      const ShapedText& other =
          m_frame.shape(m_scene.words.text("touch_to_explore", language), language, small);
      name_at_start(m_scene, other, words, y, m_scene.theme.on_chrome_soft);
      y += line;
    }
    m_frame.set_opacity(before);
    return top;
  }

  // Full in every second scene, a rim in the others: a full one in one place for an hour would
  // burn in.
  void draw_star(Vec2 centre) {
    const auto rim = star_rim(centre, m_layout.px(54));
    const double shown = std::clamp(presence(m_moment), 0.0, 1.0);
    const double full = m_moment.turn % 2 == 1 ? shown : 0;
    const double before = m_frame.opacity();
    m_frame.set_opacity(before * full);
    m_frame.star_shape(centre, rim, m_scene.theme.saffron);
    draw_icon(m_frame, Icon::kTouch, centre, m_layout.px(46), m_scene.theme.on_saffron, false);
    m_frame.set_opacity(before * (1 - full));
    m_frame.path(rim, m_scene.theme.saffron, m_layout.px(4), true);
    draw_icon(m_frame, Icon::kTouch, centre, m_layout.px(46), m_scene.theme.saffron, false);
    m_frame.set_opacity(before);
  }

  void draw_languages(const Rect& row) {
    std::vector<Button> buttons;
    float width = 0;
    for (const bool short_names : {false, true}) {
      buttons.clear();
      width = -m_layout.px(kBarGap);
      for (const Language language : kLanguages) {
        if (!m_scene.pack.offers(language)) continue;
        const std::string key(code(language));
        Button button;
        button.id = "lang:" + key;
        button.label =
            m_scene.words.text((short_names ? "language.short." : "language.") + key, language);
        button.language = language;
        button.selected = language == m_scene.state.language;
        button.intent = Wake{language};
        button.rect.h = row.h;
        button.rect.w = button_width(m_scene.kit, button);
        width += button.rect.w + m_layout.px(kBarGap);
        buttons.push_back(std::move(button));
      }
      const float free = m_layout.landscape ? m_layout.screen.w * 0.62F : row.w;
      if (width <= free) break;
    }
    float x = 0;
    for (Button& button : buttons) {
      button.rect = m_layout.within(row, {x, 0, button.rect.w, row.h});
      x += button.rect.w + m_layout.px(kBarGap);
      draw_button(m_scene.kit, button);
    }
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const AttractMoment& m_moment;
  Rect m_column;
  double m_opacity = 1;
};

}  // namespace

double presence(const AttractMoment& moment) {
  const double wait = moment.turned ? kTurning : 0;
  const double in = ease_out_cubic((moment.share - wait) / kFadeShare);
  const double out = ease_out_cubic((1 - moment.share) / kFadeShare);
  return std::min(in, out);
}

void draw_attract_words(const Scene& scene, const AttractMoment& moment) {
  Words(scene, moment).draw();
}

}  // namespace kiosk
