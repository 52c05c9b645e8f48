// Clusters: which places of a map stand alone and which stand together, at each scale.
//
// A tree made once from the places, by merging what comes nearer than a radius on the panel,
// from near to far. Scales are quantised into levels of half a zoom step, so that nothing
// changes its group while the scale moves within one; `level_of` has hysteresis at their edges.
// A group whose surroundings are calm stands open: its places are shown each by itself, and
// the declutter (declutter.h) sees to it that they do not collide. A map of a dozen places
// therefore never clusters.
//
// Units: the map's plane; radii in px at a target of 88 px, times `unit`.
// Thread: any may read after the constructor.
#pragma once

#include <memory_resource>
#include <optional>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"

namespace kiosk {

struct Cluster {
  MapPoint centre;  // the mean of its places
  MapRect bounds;
  int parent = -1;      // -1: none
  int first_level = 0;  // the levels on which it is one group, from far ...
  int last_level = 0;   // ... to near
  int opens_at = 0;     // from this level on it stands open
  int first_place = 0;  // its places: a stretch of ClusterTree::places()
  int count = 1;
  int first_child = -1;  // a list through next_sibling
  int next_sibling = -1;
};

// What a view shows. Numbers of places as given to the tree, and of clusters.
struct ClusterView {
  explicit ClusterView(std::pmr::memory_resource* memory) : alone(memory), clusters(memory) {}

  std::pmr::vector<int> alone;     // in ascending order; also those of small groups outside it
  std::pmr::vector<int> clusters;  // inside the view
};

class ClusterTree {
 public:
  static constexpr int kLevels = 13;

  ClusterTree(std::span<const MapPoint> places, float unit);

  // The level of a camera's zoom; near an edge it stays what it was.
  [[nodiscard]] static int level_of(double zoom, std::optional<int> previous);

  void look(int level, const MapRect& view, ClusterView& seen) const;

  // 0 .. places - 1 are the single places.
  [[nodiscard]] const Cluster& cluster(int number) const {
    return m_clusters[static_cast<std::size_t>(number)];
  }
  [[nodiscard]] std::span<const int> places_of(const Cluster& cluster) const {
    return std::span(m_order).subspan(static_cast<std::size_t>(cluster.first_place),
                                      static_cast<std::size_t>(cluster.count));
  }
  // Is `place` one of the cluster's?
  [[nodiscard]] bool holds(int cluster, int place) const;

 private:
  [[nodiscard]] double radius(int level) const;
  void merge(int level, std::vector<int>& standing);
  void find_calm();
  void order_places(int cluster);
  void visit(int number, int level, const MapRect& view, ClusterView& seen) const;

  float m_unit;
  std::vector<Cluster> m_clusters;
  std::vector<int> m_roots;
  std::vector<int> m_order;
};

}  // namespace kiosk
