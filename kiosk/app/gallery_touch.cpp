#include "kiosk/app/gallery_touch.h"

#include <algorithm>
#include <cmath>

namespace kiosk {
namespace {

constexpr Millis kSlide{320};
constexpr float kSwipe = 0.22F;      // of the panel's width: so far is to the next picture
constexpr float kFling = 500;        // px/s at 1080 lines: so fast is, too
constexpr float kFollows = 0.12F;    // s: how much further it would have gone by itself
constexpr float kResistance = 0.3F;  // beyond the first and the last
constexpr double kLeastZoom = 0.8;   // that fingers can squeeze a picture to

}  // namespace

void GalleryTouch::step(int by) {
  const int to = m_gallery.index + by;
  if (to < 0 || to >= count()) return settle(0);
  m_gallery.index = to;
  m_gallery.view = {};
  m_gallery.zooming = {};
  settle(by);
}

void GalleryTouch::show(int index) {
  if (index < 0 || index >= count() || index == m_gallery.index) return;
  const int by = index > m_gallery.index ? 1 : -1;
  m_gallery.index = index - by;
  step(by);
}

void GalleryTouch::zoom(std::optional<Vec2> at) {
  PictureView to;
  if (at && m_gallery.view.zoom <= 1) {
    const Rect whole = place();
    to.zoom = nearest_zoom(whole, picture_size());
    const Vec2 middle = gallery_room(m_layout).centre();
    const Vec2 touched{(at->x - whole.x) / whole.w, (at->y - whole.y) / whole.h};
    const auto zoom = static_cast<float>(to.zoom);
    to.centre = {touched.x - (at->x - middle.x) / (whole.w * zoom),
                 touched.y - (at->y - middle.y) / (whole.h * zoom)};
    to = held_within(m_layout, whole, to);
  }
  look_at(to);
}

void GalleryTouch::move(const MovePicture& moved) {
  const Rect whole = place();
  PictureView view = m_gallery.view;
  const double zoom =
      std::clamp(view.zoom * moved.scale, kLeastZoom, nearest_zoom(whole, picture_size()));
  if (zoom <= 1 && view.zoom <= 1 && moved.scale == 1) return move_row(moved.moved.x);
  m_gallery.offset = 0;
  // What lay under the fingers stays under them.
  const Vec2 middle = gallery_room(m_layout).centre();
  const Vec2 before = moved.centre - moved.moved;
  const auto old_zoom = static_cast<float>(view.zoom);
  const auto new_zoom = static_cast<float>(zoom);
  const Vec2 held{view.centre.x + (before.x - middle.x) / (whole.w * old_zoom),
                  view.centre.y + (before.y - middle.y) / (whole.h * old_zoom)};
  view.zoom = zoom;
  view.centre = {held.x - (moved.centre.x - middle.x) / (whole.w * new_zoom),
                 held.y - (moved.centre.y - middle.y) / (whole.h * new_zoom)};
  m_gallery.zooming = {};
  m_gallery.view = held_within(m_layout, whole, view);
}

void GalleryTouch::move_row(float by) {
  const bool beyond = is_pulled_to_next() ? m_gallery.index + 1 >= count() : m_gallery.index == 0;
  m_gallery.offset += by * (beyond && m_gallery.offset != 0 ? kResistance : 1);
}

void GalleryTouch::grab() {
  m_gallery.offset = offset_seen();
  m_gallery.settling = {};
}

void GalleryTouch::let_go(Vec2 velocity) {
  if (m_gallery.view.zoom < 1) return look_at({});
  if (m_gallery.view.zoom > 1 || m_gallery.offset == 0) return;
  const bool onwards = (velocity.x < 0) == (m_gallery.offset < 0);
  const bool fast = onwards && std::abs(velocity.x) > kFling * m_layout.scale;
  const float way = m_gallery.offset + velocity.x * kFollows;
  const bool far = std::abs(way) > kSwipe * m_state.panel.size.x;
  if (!fast && !far) return settle(0);
  step(is_pulled_to_next() ? 1 : -1);
}

Vec2 GalleryTouch::picture_size() const {
  const auto index = static_cast<std::size_t>(m_gallery.index);
  if (index >= m_pictures.size()) return {1, 1};
  const BuiltPicture& built = *m_pictures[index].photo->built;
  return {static_cast<float>(built.width), static_cast<float>(built.height)};
}

// Where the row of pictures is seen, on its way or not.
float GalleryTouch::offset_seen() const {
  if (!m_gallery.settling.moving(m_state.now)) return m_gallery.offset;
  return static_cast<float>(m_gallery.settling.at(m_state.now));
}

// The row comes to rest, so many pictures further than it was.
void GalleryTouch::settle(int steps) {
  const float towards = m_layout.right_to_left ? -1.0F : 1.0F;
  const float from = offset_seen() + static_cast<float>(steps) * towards * gallery_pitch(m_layout);
  m_gallery.offset = 0;
  m_gallery.settling = prompt_slide(from, 0, m_state.now, kSlide);
  if (m_state.access.reduced_motion) m_gallery.settling = {};
}

void GalleryTouch::look_at(const PictureView& view) {
  m_gallery.view_before = m_gallery.view;
  m_gallery.view = view;
  const Millis time = m_state.access.reduced_motion ? Millis{0} : kSlide;
  m_gallery.zooming = prompt_slide(0, 1, m_state.now, time);
}

}  // namespace kiosk
