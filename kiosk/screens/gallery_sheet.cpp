#include "kiosk/screens/gallery_sheet.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/app/gallery.h"
#include "kiosk/base/caption_scrim.h"
#include "kiosk/base/easing.h"
#include "kiosk/screens/bar.h"

namespace kiosk {
namespace {

class GallerySheet {
 public:
  explicit GallerySheet(const Scene& scene)
      : m_scene(scene),
        m_layout(scene.layout),
        m_frame(scene.frame),
        m_gallery(scene.state.gallery),
        m_pictures(gallery_pictures(scene.pack, scene.state.gallery.first)),
        m_room(gallery_room(scene.layout)) {}

  void draw() {
    m_frame.fill(m_layout.screen, m_scene.theme.chrome);
    Zone& surface = m_frame.add_zone();
    surface.id = "sheet";
    surface.rect = m_layout.screen;
    surface.role = ZoneRole::kSurface;
    if (index() >= m_pictures.size()) return;
    // The last one asked for is decoded first: the one that is seen.
    const bool ready = fetch(index() + 1) & (index() == 0 || fetch(index() - 1));
    if (!ready) m_frame.keep_moving();
    m_frame.push_clip({m_room.x, m_room.y, m_room.w, m_room.h});
    const bool near = m_gallery.view.zoom > 1;
    if (!near) draw_neighbours();
    const Rect place = draw_seen();
    m_frame.pop_clip();
    add_picture_zone();
    if (m_gallery.captions && !near) draw_caption(place);
    if (!near && index() == 0 && m_gallery.offset == 0) draw_hint(place);
    draw_controls();
  }

 private:
  [[nodiscard]] std::size_t index() const { return static_cast<std::size_t>(m_gallery.index); }
  [[nodiscard]] static Vec2 size_of(const GalleryPicture& picture) {
    return {static_cast<float>(picture.photo->built->width),
            static_cast<float>(picture.photo->built->height)};
  }
  bool fetch(std::size_t number) {
    return number >= m_pictures.size() ||
           m_scene.pictures.fetch(m_scene.stage, *m_pictures[number].photo,
                                  look_at_rest(m_pictures[number]));
  }

  // How far the row has been moved from where it rests.
  [[nodiscard]] float offset() const {
    const Millis now = m_scene.state.now;
    return m_gallery.settling.moving(now) ? static_cast<float>(m_gallery.settling.at(now))
                                          : m_gallery.offset;
  }

  [[nodiscard]] PictureShelf::Look look_at_rest(const GalleryPicture& picture) const {
    const Rect place = gallery_place(m_layout, size_of(picture));
    return {.place = place,
            .tile = home_colour(m_scene, *picture.city),
            .tile_line = m_scene.theme.paper.faded(0.35),
            .radius = m_layout.px(16),
            .whole = true,
            .made_for = {place.w, place.h}};
  }

  void draw_picture(const GalleryPicture& picture, const Rect& place) {
    PictureShelf::Look look = look_at_rest(picture);
    look.place = place;
    const bool far = m_gallery.view.zoom <= 1;
    if (!far) look.radius = 0;
    if (!far || m_gallery.zooming.moving(m_scene.state.now)) look.made_for = {};
    m_scene.pictures.draw(m_scene.stage, m_frame, *picture.photo, look);
  }

  void draw_neighbours() {
    const float towards = m_layout.right_to_left ? -1.0F : 1.0F;
    for (const int step : {-1, 1}) {
      const int number = m_gallery.index + step;
      if (number < 0 || number >= static_cast<int>(m_pictures.size())) continue;
      const GalleryPicture& picture = m_pictures[static_cast<std::size_t>(number)];
      Rect place = gallery_place(m_layout, size_of(picture));
      place.x = std::round(place.x + offset() +
                           static_cast<float>(step) * towards * gallery_pitch(m_layout));
      if (!place.intersects(m_room)) continue;
      draw_picture(picture, place);
      // The nearer it comes to the middle, the brighter.
      const double away = std::abs(place.centre().x - m_room.centre().x) / gallery_pitch(m_layout);
      m_frame.fill(place.grown(1), m_scene.theme.chrome.faded(0.62 * std::min(1.0, away)),
                   m_layout.px(16));
    }
  }

  Rect draw_seen() {
    const GalleryPicture& picture = m_pictures[index()];
    const Rect rest = gallery_place(m_layout, size_of(picture));
    Rect place = zoomed_place(m_layout, rest, m_gallery.view);
    const Millis now = m_scene.state.now;
    if (m_gallery.zooming.moving(now)) {
      const Rect before = zoomed_place(m_layout, rest, m_gallery.view_before);
      const auto t = static_cast<float>(m_gallery.zooming.at(now));
      const auto between = [t](float a, float b) { return a + (b - a) * t; };
      place = {between(before.x, place.x), between(before.y, place.y), between(before.w, place.w),
               between(before.h, place.h)};
    }
    // To whole pixels: between them every picture would be made anew.
    place.x += std::round(offset());
    draw_picture(picture, place);
    return place;
  }

  void add_picture_zone() {
    const GalleryPicture& picture = m_pictures[index()];
    Zone& zone = m_frame.add_zone();
    zone.id = "picture";
    zone.rect = m_room;
    zone.label = m_scene.resolve(picture.photo->alt).text;
    draw_focus(m_scene.kit, "picture", m_room.grown(-m_layout.px(16)), m_layout.px(16));
  }

  // What is seen, whose it is, and which of how many.
  void draw_caption(const Rect& place) {
    const GalleryPicture& picture = m_pictures[index()];
    const Language language = m_scene.state.language;
    const float pad = m_layout.px(32);
    const Wording words = m_scene.resolve(picture.photo->caption);
    TextStyle large = m_scene.style(TypeRole::kHeading, words.language);
    large.max_width = place.w - 2 * pad;
    large.balanced = false;
    const ShapedText& caption = m_frame.shape(words.text, words.language, large);
    TextStyle small = m_scene.style(TypeRole::kCaption);
    small.max_width = large.max_width;
    const std::string under = credit_of(picture);
    const ShapedText& credit = m_frame.shape(under, language, small);
    const float text = caption.size.y + credit.size.y;
    const float least = std::round(place.h * static_cast<float>(kCaptionShare));
    const float height = std::max(least, text + m_layout.px(28));
    const Rect scrim{place.x, place.bottom() - height, place.w, height};
    const Colour dark = m_scene.theme.chrome;
    // Stronger than what the content's check reckons with, and more so where the words reach
    // higher than it has looked.
    const double strength = height > least || m_scene.theme.plain ? 0.86 : kCaptionScrim + 0.16;
    m_frame.push_clip(place);
    const float fade = m_layout.px(40);
    m_frame.fade_down({scrim.x, scrim.y - fade, scrim.w, fade}, dark.faded(0),
                      dark.faded(strength));
    m_frame.fill(scrim, dark.faded(strength));
    const float y = scrim.centre().y - text / 2;
    m_frame.text(caption, {place.x + pad, y}, m_scene.theme.on_chrome);
    m_frame.text(credit, {place.x + pad, y + caption.size.y}, m_scene.theme.on_chrome);
    m_frame.pop_clip();
  }

  [[nodiscard]] std::string credit_of(const GalleryPicture& picture) const {
    const Language language = m_scene.state.language;
    const auto number = [&](std::size_t value) {
      return format_number(m_scene.words, language, static_cast<std::int64_t>(value));
    };
    std::string line = m_scene.words.format(
        "gallery.position", language,
        {{"index", number(index() + 1)}, {"count", number(m_pictures.size())}});
    line += " · " + std::string(m_scene.resolve(picture.city->name).text);
    const bool drawn = picture.photo->kind == PhotoKind::kIllustration;
    if (picture.photo->credit.empty()) return line;
    return line + " · " +
           m_scene.words.format(drawn ? "illustration.credit" : "photo.credit", language,
                                {{"credit", picture.photo->credit}});
  }

  void draw_hint(const Rect& place) {
    const ShapedText& words = m_frame.shape(m_scene.say("gallery.pinch"), m_scene.state.language,
                                            m_scene.style(TypeRole::kCaption));
    const float pad = m_layout.px(20);
    const float icon = m_layout.px(24);
    const float width = words.size.x + icon + 3 * pad;
    const float height = words.size.y + m_layout.px(20);
    const Rect chip{place.centre().x - width / 2, place.y + m_layout.px(24), width, height};
    if (chip.w > place.w) return;
    m_frame.fill(chip, m_scene.theme.veil(0.86), height / 2);
    const Rect mark = m_layout.within(chip, {pad, (height - icon) / 2, icon, icon});
    draw_icon(m_frame, Icon::kLargest, mark.centre(), icon, m_scene.theme.on_chrome, false);
    const Rect column = m_layout.within(chip, {2 * pad + icon, 0, words.size.x, 0});
    m_frame.text(words, {column.x, chip.y + m_layout.px(10)}, m_scene.theme.on_chrome);
  }

  Button round(const char* id, const char* key, Icon icon, Intent intent) const {
    Button button;
    button.id = id;
    button.label = m_scene.say(key);
    button.language = m_scene.state.language;
    button.show_label = false;
    button.icon = icon;
    button.intent = std::move(intent);
    return button;
  }

  void draw_controls() {
    const float side = m_layout.target;
    const float gap = m_layout.px(16);
    const bool near = m_gallery.view.zoom > 1;
    std::vector<Button> ends;
    ends.push_back(
        round("captions", "gallery.captions", Icon::kCaptions, ShowCaptions{!m_gallery.captions}));
    ends.back().selected = m_gallery.captions;
    ends.push_back(near ? round("zoom:whole", "gallery.whole", Icon::kWhole, ZoomPicture{})
                        : round("zoom:near", "zoom.in", Icon::kLargest,
                                ZoomPicture{gallery_room(m_layout).centre()}));
    ends.push_back(round("open:access", "access", Icon::kAccess, OpenSheet{Sheet::kAccess}));
    const float margin = m_layout.margin;
    const float rows = m_layout.landscape ? 1 : 2;
    const float y = m_layout.screen.h - rows * (side + gap) - m_layout.px(8);
    const Rect first{margin, y, m_layout.screen.w - 2 * margin, side};
    const Rect last = m_layout.landscape ? first : Rect{first.x, y + side + gap, first.w, side};
    Button close = round("close", "close", Icon::kClose, OpenSheet{Sheet::kNone});
    close.rect = m_layout.within(last, {0, 0, side, side});
    draw_button(m_scene.kit, close);
    const float taken = static_cast<float>(ends.size()) * (side + gap) - gap;
    float x = last.w - taken;
    const float lead = m_layout.landscape ? side + 2 * gap : 0;
    const float tail = m_layout.landscape ? taken + 2 * gap : 0;
    draw_row(m_layout.within(first, {lead, 0, first.w - lead - tail, side}));
    for (Button& button : ends) {
      button.rect = m_layout.within(last, {x, 0, side, side});
      draw_button(m_scene.kit, button);
      x += side + gap;
    }
  }

  // The pictures around this one, between the ways back and on.
  void draw_row(const Rect& row) {
    const float side = row.h;
    const float gap = m_layout.px(14);
    const float width = std::round(side * 1.5F);
    const auto fits = static_cast<int>((row.w - 2 * (side + gap) + gap) / (width + gap));
    const int count = static_cast<int>(m_pictures.size());
    const int shown = std::min(fits, count);
    const int start = std::clamp(m_gallery.index - shown / 2, 0, std::max(0, count - shown));
    const float whole = 2 * side + static_cast<float>(shown) * (width + gap) + gap;
    float x = (row.w - whole) / 2;
    const auto step = [&](const char* id, const char* key, Icon icon, int by, bool can) {
      Button button = round(id, key, icon, StepPicture{by});
      button.enabled = can;
      button.rect = m_layout.within(row, {x, 0, side, side});
      draw_button(m_scene.kit, button);
      x += side + gap;
    };
    // Those that the next step brings into sight.
    for (const int beyond : {start - 1, start + shown}) {
      if (beyond < 0 || beyond >= count) continue;
      const Photo& photo = *m_pictures[static_cast<std::size_t>(beyond)].photo;
      if (!m_scene.pictures.fetch_thumbnail(m_scene.stage, photo)) m_frame.keep_moving();
    }
    step("prev", "gallery.previous", Icon::kPrevious, -1, m_gallery.index > 0);
    for (int i = start; i < start + shown; ++i) {
      draw_thumbnail(i, m_layout.within(row, {x, 0, width, side}));
      x += width + gap;
    }
    step("next", "gallery.next", Icon::kNext, 1, m_gallery.index + 1 < count);
  }

  void draw_thumbnail(int number, const Rect& place) {
    const GalleryPicture& picture = m_pictures[static_cast<std::size_t>(number)];
    const float radius = m_layout.px(12);
    const bool seen = number == m_gallery.index;
    m_scene.pictures.draw_thumbnail(m_scene.stage, m_frame, *picture.photo,
                                    {.place = place,
                                     .tile = home_colour(m_scene, *picture.city),
                                     .tile_line = m_scene.theme.paper.faded(0.35),
                                     .radius = radius});
    if (!seen) m_frame.fill(place, m_scene.theme.chrome.faded(0.35), radius);
    m_frame.outline(place, seen ? m_scene.theme.saffron : m_scene.theme.chrome_line,
                    m_layout.px(seen ? 6 : 2), radius);
    const std::string id = "photo:" + std::to_string(number + 1);
    draw_focus(m_scene.kit, id, place, radius);
    Zone& zone = m_frame.add_zone();
    zone.id = id;
    zone.rect = place;
    zone.label = m_scene.resolve(picture.photo->caption).text;
    zone.selected = seen;
    zone.intent = ShowPicture{number};
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const GalleryState& m_gallery;
  std::vector<GalleryPicture> m_pictures;
  Rect m_room;
};

}  // namespace

void draw_gallery_sheet(const Scene& scene, double strength) {
  scene.frame.set_opacity(strength);
  GallerySheet(scene).draw();
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
