// Map marks: what stands on the ground: arcs, leaders, pins, clusters, labels, and chips at
// the edge for partners beyond it.
//
// Keeps, from frame to frame, where everything was last drawn, so that pins and labels
// glide to new places instead of jumping; nothing of it decides what a touch means but the
// places of the touch targets, which are those of the last frame drawn. Keeps the room of its
// lists too: a frame in which the same things move about asks nothing of the heap.
// Thread: the frame's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/scratch.h"
#include "kiosk/map/declutter.h"
#include "kiosk/screens/map_places.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

class MapMarks {
 public:
  static constexpr float kPinRadius = 17;  // px at 1080 lines
  static constexpr float kHomeRadius = 22;
  static constexpr float kClusterRadius = 34;

  // Places everything anew. `avoid`: boxes of controls and titles that labels keep off. `note`: one
  // more, but where a pin stands on it, so that it is not shown, labels need not.
  void place(const Scene& scene, std::span<const Rect> avoid, const std::optional<Rect>& note);
  // Draws what was placed.
  void draw(const Scene& scene);
  // Boxes of what was placed, and of what it avoided: names of the ground yield to them.
  [[nodiscard]] std::span<const Rect> taken() const { return m_taken; }
  // The arcs as they are drawn.
  [[nodiscard]] std::span<const std::span<const Vec2>> lines() const { return m_lines; }
  // Was a pin or a label placed there?
  [[nodiscard]] bool touches(const Rect& box) const;
  // The next frame places everything anew, without gliding.
  void forget() { m_placed.clear(), m_glides.clear(); }

 private:
  // A city, or a cluster of them.
  struct Mark {
    int key = 0;                      // place's number; of a cluster kClusterKeys and its number
    const MapPlace* place = nullptr;  // nullptr: a cluster
    int cluster = -1;
    int count = 1;       // of a cluster: how many are meant
    bool mixed = false;  // of a cluster: more than one home
    int home_rank = 0;   // of a cluster: of most of its places
    MapPoint at;
    Vec2 true_place;  // on the panel
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
    MapPoint at;
    Vec2 pin;
    Vec2 label;
  };
  struct Arc {
    const MapPlace* to = nullptr;  // nullptr: a cluster, or many beyond the edge
    std::size_t first = 0;         // of m_points
    std::size_t count = 0;
    int home_rank = 0;
    double strength = 1;
    bool selected = false;
    bool held = false;  // a finger is on it
  };
  struct End {  // where an arc ends
    MapPoint at;
    Vec2 shift;  // from the true place there to the pin
  };

  void prepare(const Scene& scene);
  void collect(const Scene& scene);
  void add_city(const Scene& scene, int number);
  void add_cluster(const Scene& scene, int number);
  [[nodiscard]] double strength_of(const Scene& scene, const MapPlace& place) const;
  void place_marks(const Scene& scene, std::span<const Rect> avoid,
                   const std::optional<Rect>& note);
  void glide(const Scene& scene);
  [[nodiscard]] Vec2 start_of(const Scene& scene, const Mark& mark) const;
  [[nodiscard]] bool is_held(const Scene& scene, std::string_view zone) const;

  // Arcs: map_arcs.cpp.
  void lay_arcs(const Scene& scene, bool settled);
  void lay_cluster_arcs(const Scene& scene, int cluster, End to, double strength, bool settled);
  [[nodiscard]] float clearance(const Scene& scene, const Arc& arc, bool settled, Vec2 up) const;
  void lay_arc(const Scene& scene, Arc arc, std::span<const MapPoint> way, int home, End to,
               bool settled);
  void note_lines();
  [[nodiscard]] Vec2 home_shift(int home, bool settled) const;
  [[nodiscard]] std::span<const Vec2> points_of(const Arc& arc) const {
    return std::span(m_points).subspan(arc.first, arc.count);
  }
  void draw_arcs(const Scene& scene) const;
  void draw_arc(const Scene& scene, const Arc& arc) const;
  void draw_light(const Scene& scene) const;
  void add_arc_zones(const Scene& scene) const;

  // How they look: map_marks_look.cpp.
  void draw_leaders(const Scene& scene) const;
  void draw_pins(const Scene& scene) const;
  void draw_cluster(const Scene& scene, const Mark& mark, bool held);
  void draw_clusters(const Scene& scene);
  void write_cluster_zone(const Mark& mark);
  void add_cluster_zone(const Scene& scene, const Mark& mark);
  void draw_labels(const Scene& scene) const;
  // At both sides of a name within its box: where it is framed the frame stands off its letters.
  [[nodiscard]] static float label_margin(const Scene& scene);
  void add_pin_zones(const Scene& scene);
  void place_edge_chips(const Scene& scene, std::span<const Rect> avoid);
  [[nodiscard]] const std::string& count_of(const Scene& scene, int count);

  std::optional<MapPlaces> m_places;
  float m_unit = 0;
  std::vector<Mark> m_marks;
  std::vector<Arc> m_arcs;
  std::vector<Vec2> m_points;
  std::vector<std::span<const Vec2>> m_lines;
  std::vector<Rect> m_avoid;  // with the note
  std::vector<PinInput> m_pins;
  std::vector<PinPlacement> m_placed;
  std::vector<PinPlacement> m_placing;
  std::vector<Glide> m_glides;
  std::vector<Glide> m_gliding;
  std::vector<Rect> m_taken;
  std::vector<Button> m_chips;
  std::size_t m_chip_count = 0;
  std::vector<bool> m_matching;  // of the places
  Filter m_filter;
  std::vector<std::string> m_counts;  // written out, by number
  std::optional<Language> m_counts_language;
  std::string m_zone;  // written into, to ask whether a finger is on it
  std::optional<int> m_level;
  Scratch m_scratch;
  std::optional<Millis> m_drawn_at;
  Rect m_screen;
};

}  // namespace kiosk
