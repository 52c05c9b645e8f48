// GalleryTouch: what touches do to the pictures while they are shown one after the other: the row
// follows a finger and comes to rest, and two fingers bring a picture nearer.
//
// Changes what the state tells of the gallery, and nothing else; what lies where is gallery.h's.
// Panel px. Thread: one at a time. Source: mocks/gallery-*.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/app/gallery.h"
#include "kiosk/app/intent.h"
#include "kiosk/app/layout.h"
#include "kiosk/app/state.h"
#include "kiosk/model/pack.h"

namespace kiosk {

class GalleryTouch {
 public:
  // Both outlive it.
  GalleryTouch(State& state, const Pack& pack)
      : m_state(state),
        m_gallery(state.gallery),
        m_pictures(gallery_pictures(pack, state.gallery.first)),
        m_layout(layout_of(state)) {}

  // To the next or the one before; beyond the first and the last the row comes back.
  void step(int by);
  // From wherever it is: it comes as if it had been the next.
  void show(int index);
  // As near as it can be, this point staying where it is; or whole again.
  void zoom(std::optional<Vec2> at);
  void move(const MovePicture& moved);
  void grab();
  void let_go(Vec2 velocity);

 private:
  [[nodiscard]] int count() const { return static_cast<int>(m_pictures.size()); }
  [[nodiscard]] Vec2 picture_size() const;
  [[nodiscard]] Rect place() const { return gallery_place(m_layout, picture_size()); }
  [[nodiscard]] float offset_seen() const;
  [[nodiscard]] bool is_pulled_to_next() const {
    return (m_gallery.offset < 0) != m_layout.right_to_left;
  }
  void move_row(float by);
  void settle(int steps);
  void look_at(const PictureView& view);

  State& m_state;
  GalleryState& m_gallery;
  std::vector<GalleryPicture> m_pictures;
  Layout m_layout;
};

}  // namespace kiosk
