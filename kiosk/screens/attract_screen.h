// Attract screen: what app/attract.h tells, drawn: the darkened map with its arcs unfolding; beside
// it what is read (attract_words.h).
//
// Keeps the ways of the arcs and where pins stand. Its zones wake the panel. Thread: the frame's.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/app/attract.h"
#include "kiosk/screens/map_places.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

class AttractScreen {
 public:
  // `scene` is in the moment's language.
  void draw(const Scene& scene, const AttractMoment& moment);

 private:
  // Where a place's pin stands from its true place, so that none hides another.
  struct Stand {
    Vec2 off;
    bool leader = false;
  };
  void draw_map(const Scene& scene, const AttractMoment& moment);
  void stand_apart(const Scene& scene);
  [[nodiscard]] Vec2 pin_of(const Scene& scene, int place) const;
  [[nodiscard]] double seen(const Scene& scene, int place) const;
  void draw_arcs(const Scene& scene, const AttractMoment& moment);
  [[nodiscard]] std::vector<int> arcs_of(const Scene& scene) const;
  // An arc on the panel; empty: none.
  [[nodiscard]] std::vector<Vec2> course_of(const Scene& scene, int place);
  void draw_arc(const Scene& scene, int place, double drawn, double strength);
  void draw_light(const Scene& scene, int place, double along, double strength);
  void draw_pins(const Scene& scene, const AttractMoment& moment) const;

  std::optional<MapPlaces> m_places;
  std::vector<Stand> m_stands;  // of all places, at that zoom
  double m_zoom = 0;
};

// What lies over the map while it wakes.
void draw_waking(const Scene& scene, double strength);

}  // namespace kiosk
