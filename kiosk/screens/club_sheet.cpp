#include "kiosk/screens/club_sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/draw/zellige.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_cards.h"
#include "kiosk/screens/city_text.h"
#include "kiosk/screens/reading.h"
#include "kiosk/screens/text_column.h"

namespace kiosk {
namespace {

// One place on the ring.
struct Place {
  const City* city = nullptr;  // nullptr: a country whose city is not named yet
  std::string name;
  Language language = Language::kFrench;
  int home_rank = 0;
  Vec2 at;
  Vec2 towards;  // outwards
};

class ClubSheet {
 public:
  ClubSheet(const Scene& scene, const Club& club)
      : m_scene(scene), m_layout(scene.layout), m_frame(scene.frame), m_club(club) {}

  void draw() {
    draw_sheet_ground(m_scene);
    const Rect& all = m_layout.screen;
    Rect ring{0, 0, all.w, all.h * 0.44F};
    Rect paper{0, ring.bottom(), all.w, all.h - ring.h};
    if (m_layout.landscape) {
      const float half = std::round(all.w * (m_layout.wide() ? 0.5F : 0.53F));
      ring = m_layout.from_start({0, 0, half, all.h});
      paper = m_layout.from_start({half, 0, all.w - half, all.h});
      const Rect tools{ring.x + m_layout.margin, all.h - m_layout.target - m_layout.px(40),
                       ring.w - 2 * m_layout.margin, m_layout.target};
      draw_languages(m_scene, tools);
      ring.h = tools.y - m_layout.px(16);
    }
    draw_ring(ring);
    draw_paper(paper);
  }

 private:
  void collect() {
    const PackValues& values = m_scene.pack.values();
    const auto rank_of = [&](const std::optional<CityId>& home) {
      const auto found = home ? std::ranges::find(values.homes, *home) : values.homes.end();
      return found == values.homes.end() ? 0 : static_cast<int>(found - values.homes.begin());
    };
    for (const Agreement& agreement : values.agreements) {
      Place place;
      place.home_rank = rank_of(agreement.home);
      if (const CityId* id = agreement.partner_city()) {
        place.city = m_scene.pack.city(*id);
        if (place.city == nullptr) continue;
        const Wording name = m_scene.resolve(place.city->name);
        place.name = name.text;
        place.language = name.language;
      } else {
        const auto* unnamed = std::get_if<UnnamedPartner>(&agreement.partner);
        const auto name = m_scene.words.country(unnamed->country, m_scene.state.language);
        if (!name) continue;
        place.name = *name;
        place.language = m_scene.state.language;
      }
      m_places.push_back(std::move(place));
    }
    // Those of one home stand together; what is to come is last.
    std::ranges::stable_sort(m_places, {}, [](const Place& place) {
      return place.city == nullptr ? 1000 : place.home_rank;
    });
  }

  [[nodiscard]] const ShapedText& label_of(const Place& place) const {
    TextStyle style = m_scene.style(TypeRole::kControl, place.language);
    // Around the ring there is room for so much.
    style.px = std::min(style.px, std::round(m_layout.px(35)));
    style.line_height = 1.25F;
    // In a box of that width Arabic would stand at its far side: only where it must be broken.
    const float most = m_layout.px(230);
    const ShapedText& whole = m_frame.shape(place.name, place.language, style);
    if (whole.size.x <= most) return whole;
    style.max_width = most;
    style.balanced = true;
    return m_frame.shape(place.name, place.language, style);
  }

  void draw_ring(const Rect& room) {
    collect();
    if (m_places.empty()) return;
    float widest = 0;
    for (const Place& place : m_places) widest = std::max(widest, label_of(place).size.x);
    const float star = m_layout.px(28);
    const float high = room.h / 2 - star - m_layout.px(m_layout.landscape ? 84 : 64);
    const float wide = room.w / 2 - widest - star - m_layout.px(30);
    const Vec2 reach{std::max(wide, m_layout.px(92)), std::max(high, m_layout.px(120))};
    // Long names leave room for an upright oval only; else it is a circle.
    const float least = std::min(reach.x, reach.y);
    const bool round = least >= m_layout.px(195);
    const Vec2 radius{least, round ? least : reach.y};
    const Vec2 centre = room.centre();
    const auto count = static_cast<double>(m_places.size());
    for (std::size_t i = 0; i < m_places.size(); ++i) {
      // From just right of the top on, with the clock.
      const double turn = (static_cast<double>(i) + 0.5) / count;
      const double angle = 2 * std::numbers::pi * turn - std::numbers::pi / 2;
      Place& place = m_places[i];
      place.towards = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
      if (!round) place.towards = on_oval(i, m_places.size());
      place.at = {centre.x + place.towards.x * radius.x, centre.y + place.towards.y * radius.y};
    }
    if (round) draw_web(centre, radius.x);
    m_upright = !round;
    const auto homes = static_cast<int>(m_scene.pack.values().homes.size());
    for (const CityId& id : m_scene.pack.values().homes) {
      const Wording name = m_scene.resolve(m_scene.pack.city(id)->name);
      const TextStyle style = m_scene.style(TypeRole::kControl, name.language);
      m_home_label = std::max(
          m_home_label, m_frame.shape(name.text, name.language, style).size.x + m_layout.px(34));
    }
    for (const Place& place : m_places) draw_tie(place, home_at(centre, place.home_rank, homes));
    for (const Place& place : m_places) draw_place(place, star);
    for (int i = 0; i < homes; ++i) draw_home(i, home_at(centre, i, homes), homes);
  }

  // Half of them at either side, as far below each other as there is room; the first at the top.
  [[nodiscard]] static Vec2 on_oval(std::size_t index, std::size_t count) {
    const std::size_t half = (count + 1) / 2;
    const bool right = index < half;
    const std::size_t row = right ? index : count - 1 - index;
    const float steps = std::max(1.0F, static_cast<float>(half) - 1);
    const float y = -1 + 2 * static_cast<float>(row) / steps;
    const float x = 0.72F + 0.28F * std::sqrt(std::max(0.0F, 1 - y * y));
    return {right ? x : -x, y};
  }

  // The homes stand side by side in the middle, the first at the right, as its partners do.
  [[nodiscard]] Vec2 home_at(Vec2 centre, int rank, int homes) const {
    const float step = m_upright ? m_layout.px(170) : std::max(m_layout.px(120), m_home_label);
    if (m_upright) {
      return {centre.x, centre.y +
                            (static_cast<float>(rank) - static_cast<float>(homes) / 2) * step +
                            step * 0.4F};
    }
    const float x = (static_cast<float>(rank) - static_cast<float>(homes - 1) / 2) * step;
    return {centre.x - x, centre.y - m_layout.px(10)};
  }

  // Zellige lines between all places of the ring.
  void draw_web(Vec2 centre, float radius) {
    if (m_scene.theme.plain) return;
    m_frame.ring(centre, radius, m_scene.theme.on_chrome_soft.faded(0.5), m_layout.px(2));
    const float inner = radius * 0.84F;
    constexpr int kPoints = 16;
    std::array<Vec2, kPoints> rim;
    for (int i = 0; i < kPoints; ++i) {
      const double angle = 2 * std::numbers::pi * i / kPoints;
      rim[static_cast<std::size_t>(i)] = {centre.x + inner * static_cast<float>(std::cos(angle)),
                                          centre.y + inner * static_cast<float>(std::sin(angle))};
    }
    for (int i = 0; i < kPoints; ++i) {
      for (const int step : {5, 7}) {
        m_frame.line(rim[static_cast<std::size_t>(i)],
                     rim[static_cast<std::size_t>((i + step) % kPoints)],
                     m_scene.theme.saffron.faded(0.2), m_layout.px(1.2F));
      }
    }
    m_frame.ring(centre, inner, m_scene.theme.saffron.faded(0.35), m_layout.px(2));
  }

  [[nodiscard]] Colour lit(const Place& place) const {
    if (place.city == nullptr) return m_scene.theme.saffron;
    return place.home_rank == 0 ? m_scene.theme.first_home_lit : m_scene.theme.second_home_lit;
  }

  void draw_tie(const Place& place, Vec2 home) {
    if (place.city == nullptr) {
      const std::array ends{home, place.at};
      m_frame.dashed_path(ends, m_scene.theme.saffron.faded(0.5), m_layout.px(3), m_layout.px(8));
    } else {
      m_frame.line(home, place.at, lit(place).faded(0.85), m_layout.px(4));
    }
  }

  void draw_place(const Place& place, float star) {
    if (place.city == nullptr) {
      m_frame.disc(place.at, star, m_scene.theme.chrome);
      for (const Vec2& point : star_rim(place.at, star * 0.95F, 0.88F)) {
        m_frame.disc(point, m_layout.px(2.4F), m_scene.theme.saffron);
      }
    } else {
      draw_pin(m_frame, place.at, star,
               {mark_colour(m_scene.theme, false, place.home_rank), m_scene.theme.paper,
                m_scene.theme.paper, m_scene.theme.shadow});
    }
    const ShapedText& name = label_of(place);
    // Outside the ring: beside it, or above and below where the ring runs flat.
    const float gap = star + m_layout.px(12);
    Vec2 at{place.at.x + (place.towards.x < 0 ? -gap : gap), place.at.y - name.size.y / 2};
    if (!m_upright && std::abs(place.towards.x) < 0.45F) {
      // Two that stand side by side lean away from each other.
      at = {place.towards.x > 0 ? place.at.x - star : place.at.x + star - name.size.x,
            place.towards.y < 0 ? place.at.y - gap - name.size.y : place.at.y + gap};
    } else if (place.towards.x < 0) {
      at.x -= name.size.x;
    }
    m_frame.text(name, at, m_scene.theme.on_chrome);
    if (place.city == nullptr) return;
    const float half = m_layout.target / 2;
    add_zone("city:" + place.city->id.value, *place.city,
             {place.at.x - half, place.at.y - half, 2 * half, 2 * half}, place.name);
  }

  void draw_home(int rank, Vec2 at, int homes) {
    const City* home =
        m_scene.pack.city(m_scene.pack.values().homes[static_cast<std::size_t>(rank)]);
    if (home == nullptr) return;
    const float radius = m_layout.px(homes > 1 ? 46 : 60);
    m_frame.disc(at, radius * 1.35F, m_scene.theme.chrome.faded(0.75));
    draw_pin(m_frame, at, radius,
             {mark_colour(m_scene.theme, true, rank), m_scene.theme.paper, m_scene.theme.paper,
              m_scene.theme.shadow});
    const Wording name = m_scene.resolve(home->name);
    const ShapedText& label =
        m_frame.shape(name.text, name.language, m_scene.style(TypeRole::kControl, name.language));
    const Rect tag{at.x - label.size.x / 2 - m_layout.px(10), at.y + radius + m_layout.px(6),
                   label.size.x + m_layout.px(20), label.size.y};
    m_frame.fill(tag, m_scene.theme.veil(0.86), tag.h / 2);
    m_frame.text(label, {tag.x + m_layout.px(10), tag.y}, m_scene.theme.on_chrome);
    const float half = std::max(radius, m_layout.target / 2);
    add_zone("home:" + home->id.value, *home, {at.x - half, at.y - half, 2 * half, 2 * half},
             std::string(name.text));
  }

  void add_zone(std::string id, const City& city, const Rect& rect, const std::string& label) {
    draw_focus(m_scene.kit, id, rect, rect.h / 2);
    Zone& zone = m_frame.add_zone();
    zone.id = std::move(id);
    zone.rect = rect;
    zone.label = label;
    zone.intent = OpenCity{city.id};
  }

  void draw_paper(const Rect& paper) {
    m_frame.fill(paper, m_scene.theme.paper);
    if (m_scene.theme.plain) m_frame.outline(paper, m_scene.theme.rule, m_layout.px(3));
    Zone& surface = m_frame.add_zone();
    surface.id = "panel";
    surface.rect = paper;
    surface.role = ZoneRole::kSurface;
    const float side = m_layout.px(64);
    float floor = paper.bottom() - m_layout.px(40) - m_layout.target;
    Button close;
    close.id = "close";
    close.label = m_scene.say("back_to_map");
    close.language = m_scene.state.language;
    close.icon = Icon::kBack;
    close.tone = ButtonTone::kPaper;
    close.intent = OpenSheet{Sheet::kNone};
    const Rect row{paper.x + side, floor, paper.w - 2 * side, m_layout.target};
    close.rect = row;
    close.rect.w = std::min(button_width(m_scene.kit, close), row.w);
    if (!m_layout.landscape) {
      close.show_label = false;
      close.rect.w = row.h;
      const float left = row.w - row.h - m_layout.px(kBarGap);
      draw_languages(m_scene, m_layout.within(row, {row.h + m_layout.px(kBarGap), 0, left, row.h}));
    }
    close.rect = m_layout.within(row, {0, 0, close.rect.w, row.h});
    draw_button(m_scene.kit, close);
    const Rect window{paper.x + side, paper.y + m_layout.px(48), paper.w - 2 * side,
                      floor - m_layout.px(24) - paper.y - m_layout.px(48)};
    const Rect outer{paper.x, window.y, paper.w, window.h};
    draw_scrolled(m_scene, {outer, window, m_scene.state.sheet_scroll, "scroll:club", "club"},
                  [&](float y) { return write(window, y); });
  }

  float write(const Rect& window, float y) {
    const Rect place = m_layout.within(window, {0, 0, window.w - m_layout.px(30), 0});
    TextColumn column(m_scene, {place.x, y, place.w, 0});
    column.paragraph(m_scene.resolve(m_club.name), TypeRole::kTitle, m_scene.theme.ink, 0);
    column.heading(m_scene.say("club.aims"));
    column.paragraph(m_scene.resolve(m_club.mission), TypeRole::kBody, m_scene.theme.ink, 0);
    column.heading(m_scene.say("club.council"));
    column.paragraph(m_scene.resolve(m_club.governance), TypeRole::kBody, m_scene.theme.ink, 0);
    bool told = false;
    for (const Agreement& agreement : m_scene.pack.values().agreements) {
      if (agreement.status != AgreementStatus::kInProgress) continue;
      if (!told) column.heading(m_scene.say("agreement.being_finalised"));
      told = true;
      column.point(m_scene.resolve(agreement.text));
    }
    write_sources(m_scene, m_club.sources, column);
    column.space(30);
    return column.height();
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  const Club& m_club;
  std::vector<Place> m_places;
  float m_home_label = 0;  // how far apart their names need the homes to be
  bool m_upright = false;  // the homes stand below each other
};

}  // namespace

void draw_club_sheet(const Scene& scene, double strength) {
  const auto& club = scene.pack.values().club;
  if (!club) return;
  scene.frame.set_opacity(strength);
  ClubSheet(scene, *club).draw();
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
