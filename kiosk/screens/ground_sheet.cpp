#include "kiosk/screens/ground_sheet.h"

#include <cmath>

namespace kiosk {
namespace {

// How far the sheet may be stretched or shrunk while the map moves.
constexpr double kMostStretch = 1.6;
constexpr double kMostShrink = 0.75;

bool covers(const Rect& outer, const Rect& inner) { return outer.intersection(inner) == inner; }

}  // namespace

GroundView GroundSheet::sheet_view(const GroundView& look) const {
  const Vec2 margin{std::round(look.box.w * m_margin), std::round(look.box.h * m_margin)};
  GroundView view = look;
  view.view.x += margin.x - look.box.x;
  view.view.y += margin.y - look.box.y;
  view.box = {0, 0, std::ceil(look.box.w + 2 * margin.x), std::ceil(look.box.h + 2 * margin.y)};
  return view;
}

Rect GroundSheet::place_of(const GroundView& look) const {
  const double stretch = std::exp2(look.camera.zoom - m_drawn->camera.zoom);
  const Vec2 centre = to_screen(look.camera, look.view, m_drawn->camera.centre);
  const Vec2 on_sheet = m_drawn->view.centre();
  const auto k = static_cast<float>(stretch);
  Rect place{centre.x - on_sheet.x * k, centre.y - on_sheet.y * k, m_drawn->box.w * k,
             m_drawn->box.h * k};
  if (stretch == 1) {
    place.x = std::round(place.x);
    place.y = std::round(place.y);
  }
  return place;
}

bool GroundSheet::serves(const GroundView& look, bool moving) const {
  if (!m_drawn || m_drawn->scale != look.scale) return false;
  const Rect box = sheet_view(look).box;
  if (!(box == m_drawn->box)) return false;
  if (!moving) {
    const float left = look.box.x - std::round(look.box.w * m_margin);
    return m_drawn->camera == look.camera && std::abs(place_of(look).x - left) < 1;
  }
  const double stretch = std::exp2(look.camera.zoom - m_drawn->camera.zoom);
  return stretch <= kMostStretch && stretch >= kMostShrink && covers(place_of(look), look.box);
}

void GroundSheet::draw(Stage& stage, Frame& frame, const Ground& ground, const GroundView& look,
                       const MapSettings& settings, bool moving) {
  if (!serves(look, moving)) {
    const GroundView view = sheet_view(look);
    const Vec2 size{view.box.w, view.box.h};
    if (!(size == m_size)) {
      if (m_texture.value != 0) stage.release(m_texture);
      m_texture = stage.target({static_cast<int>(size.x), static_cast<int>(size.y)});
      m_size = size;
    }
    stage.draw_into(m_texture, size, [&](Frame& sheet) { ground.draw(sheet, view, settings); });
    m_drawn = view;
  }
  const Rect place = place_of(look);
  const Rect shown = place.intersection(look.box);
  frame.picture(m_texture, shown,
                {(shown.x - place.x) / place.w, (shown.y - place.y) / place.h, shown.w / place.w,
                 shown.h / place.h},
                kUntinted);
}

}  // namespace kiosk
