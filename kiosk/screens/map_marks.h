// Map marks: what stands on the ground: arcs, leaders, pins, labels, country names, and
// chips at the edge for partners beyond it.
//
// Keeps, from frame to frame, where everything was last drawn, so that pins and labels
// glide to new places instead of jumping; nothing of it decides what a touch means but the
// places of the touch targets, which are those of the last frame drawn.
// Thread: the frame's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/map/declutter.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

class MapMarks {
 public:
  static constexpr float kPinRadius = 17;  // px at 1080 lines
  static constexpr float kHomeRadius = 22;

  // `avoid`: boxes of controls and titles that labels keep off.
  void draw(const Scene& scene, std::span<const Rect> avoid);
  // Did the last frame draw a pin or a label there?
  [[nodiscard]] bool touches(const Rect& box) const;
  // The next frame places everything anew, without gliding.
  void forget() { m_placed.clear(), m_glides.clear(); }

 private:
  struct Mark {
    const City* city = nullptr;
    Vec2 place;  // true place on the panel
    const ShapedText* label = nullptr;
    bool home = false;
    bool selected = false;
    double strength = 1;  // 1, or less where it does not match
    Vec2 pin;             // where it is drawn
    Rect label_box;
    PinPlacement placement;
  };
  // How far from its true place a pin is drawn, and its label from the pin.
  struct Glide {
    int key = 0;
    Vec2 pin;
    Vec2 label;
  };

  [[nodiscard]] static std::string pin_zone(const Mark& mark);
  [[nodiscard]] std::vector<Mark> marks_of(const Scene& scene) const;
  void place(const Scene& scene, std::vector<Mark>& marks, std::span<const Rect> avoid);
  void glide(const Scene& scene, std::vector<Mark>& marks);
  [[nodiscard]] std::vector<Vec2> arc(const Scene& scene, const Mark& from, Vec2 from_pin,
                                      const Mark& to, Vec2 to_pin) const;
  void draw_arcs(const Scene& scene, std::span<const Mark> marks) const;
  void draw_light(const Scene& scene, std::span<const Mark> marks) const;
  void draw_leaders(const Scene& scene, std::span<const Mark> marks) const;
  void draw_pins(const Scene& scene, std::span<const Mark> marks) const;
  void draw_labels(const Scene& scene, std::span<const Mark> marks) const;
  void draw_country_names(const Scene& scene, std::span<const Mark> marks,
                          std::span<const Rect> avoid) const;
  // Chips for partners beyond the edge, in their places.
  [[nodiscard]] std::vector<Button> edge_chips(const Scene& scene, std::span<const Mark> marks,
                                               std::span<const Rect> avoid) const;

  std::vector<PinPlacement> m_placed;
  std::vector<Glide> m_glides;
  std::optional<Millis> m_drawn_at;
  Rect m_screen;
};

}  // namespace kiosk
