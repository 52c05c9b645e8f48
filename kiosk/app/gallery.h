// Gallery: the exhibition's pictures one after the other, those of one city first, and where one
// lies that is looked at so near. What a finger does to it: gallery_touch.h.
//
// Pure functions of plain values; panel px. Thread: any.
#pragma once

#include <vector>

#include "kiosk/app/layout.h"
#include "kiosk/app/state.h"
#include "kiosk/model/pack.h"

namespace kiosk {

struct GalleryPicture {
  const City* city = nullptr;
  const Photo* photo = nullptr;  // was built
};

// The city's own, then those of the partners after it, all round.
[[nodiscard]] std::vector<GalleryPicture> gallery_pictures(const Pack& pack, const CityId& first);
// Does the city have one to begin with?
[[nodiscard]] bool has_pictures(const City& city);

// Where pictures are shown: all above the row of controls.
[[nodiscard]] Rect gallery_room(const Layout& layout);
// Where a picture of that size stands at rest: whole, in the middle.
[[nodiscard]] Rect gallery_place(const Layout& layout, Vec2 picture);
// From one picture's middle to the next one's, towards the reading direction's end.
[[nodiscard]] float gallery_pitch(const Layout& layout);
// How near it can be looked at: pixel by pixel, and twice at least, for eyes that need it.
[[nodiscard]] double nearest_zoom(const Rect& place, Vec2 picture);
// The picture's place when looked at that near; `centre`: the part of it (0 to 1) in the middle.
[[nodiscard]] Rect zoomed_place(const Layout& layout, const Rect& place, const PictureView& view);
// With nothing of the room left empty that the picture could fill.
[[nodiscard]] PictureView held_within(const Layout& layout, const Rect& place, PictureView view);

}  // namespace kiosk
