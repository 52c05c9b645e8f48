#include "kiosk/app/gallery.h"

#include <algorithm>
#include <cmath>

namespace kiosk {
namespace {

void add_pictures(const City& city, std::vector<GalleryPicture>& pictures) {
  for (const Photo& photo : city.photos) {
    if (photo.built) pictures.push_back({&city, &photo});
  }
}

}  // namespace

std::vector<GalleryPicture> gallery_pictures(const Pack& pack, const CityId& first) {
  const auto& cities = pack.values().cities;
  const auto found =
      std::ranges::find_if(cities, [&](const City& city) { return city.id == first; });
  const auto start =
      found == cities.end() ? std::size_t{0} : static_cast<std::size_t>(found - cities.begin());
  std::vector<GalleryPicture> pictures;
  for (std::size_t i = 0; i < cities.size(); ++i) {
    add_pictures(cities[(start + i) % cities.size()], pictures);
  }
  return pictures;
}

bool has_pictures(const City& city) {
  return std::ranges::any_of(city.photos,
                             [](const Photo& photo) { return photo.built.has_value(); });
}

Rect gallery_room(const Layout& layout) {
  const float rows = layout.landscape ? 1 : 2;
  const float controls = rows * (layout.target + layout.px(16)) + layout.px(32);
  return {0, 0, layout.screen.w, layout.screen.h - controls};
}

Rect gallery_place(const Layout& layout, Vec2 picture) {
  const Rect room = gallery_room(layout);
  const float top = layout.px(28);
  const float widest =
      layout.landscape ? gallery_pitch(layout) - layout.px(60) : room.w - 2 * layout.px(40);
  const Vec2 most{widest, room.h - 2 * top};
  const float scale =
      std::min(most.x / std::max(picture.x, 1.0F), most.y / std::max(picture.y, 1.0F));
  // Whole pixels: a picture that is made to that size is shown pixel by pixel.
  const Vec2 size{std::floor(picture.x * scale), std::floor(picture.y * scale)};
  return {std::round(room.centre().x - size.x / 2), std::round(room.centre().y - size.y / 2),
          size.x, size.y};
}

float gallery_pitch(const Layout& layout) {
  if (!layout.landscape) return layout.screen.w - layout.px(20);
  // Most pictures are half as wide again as high: their neighbours then show at the edges.
  return std::min(1.5F * (gallery_room(layout).h - layout.px(56)) + layout.px(60),
                  layout.screen.w - layout.px(200));
}

double nearest_zoom(const Rect& place, Vec2 picture) {
  return std::max(2.0, static_cast<double>(picture.x / std::max(place.w, 1.0F)));
}

Rect zoomed_place(const Layout& layout, const Rect& place, const PictureView& view) {
  const auto zoom = static_cast<float>(view.zoom);
  const Vec2 middle = gallery_room(layout).centre();
  return {middle.x - view.centre.x * place.w * zoom, middle.y - view.centre.y * place.h * zoom,
          place.w * zoom, place.h * zoom};
}

PictureView held_within(const Layout& layout, const Rect& place, PictureView view) {
  const Rect room = gallery_room(layout);
  const auto zoom = static_cast<float>(view.zoom);
  const auto hold = [](float centre, float whole, float seen) {
    const float half = std::min(0.5F, seen / std::max(whole, 1.0F) / 2);
    return std::clamp(centre, half, 1 - half);
  };
  view.centre.x = hold(view.centre.x, place.w * zoom, room.w);
  view.centre.y = hold(view.centre.y, place.h * zoom, room.h);
  return view;
}

}  // namespace kiosk
