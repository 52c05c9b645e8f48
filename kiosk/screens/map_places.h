// Map places: the pack's cities as the map needs them in every frame, made once: where they
// are, which home they are tied to, the way there, and which of them stand together at which
// scale (map/cluster.h). Places are numbered as the pack's list of cities.
//
// Ways are in the map's plane. Thread: the frame's.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/map/cluster.h"
#include "kiosk/model/pack.h"

namespace kiosk {

struct MapPlace {
  const City* city = nullptr;
  int home = -1;      // the place of the home it is tied to; its own if it is one
  int home_rank = 0;  // of that home among the pack's homes
  bool is_home = false;
  const Agreement* agreement = nullptr;  // that ties it to its home
  MapPoint at;
  std::string pin_zone;
  std::string label_zone;
};

class MapPlaces {
 public:
  static constexpr int kWayPoints = 57;  // many divisors of one less: ways can be thinned evenly

  // `pack` outlives it. `unit`: see map/cluster.h.
  MapPlaces(const Pack& pack, float unit);

  [[nodiscard]] std::span<const MapPlace> all() const { return m_places; }
  [[nodiscard]] const MapPlace& place(int number) const {
    return m_places[static_cast<std::size_t>(number)];
  }
  [[nodiscard]] std::span<const int> homes() const { return m_homes; }
  [[nodiscard]] int number_of(const City& city) const;

  // The tree's places are the partners: these are their numbers here.
  [[nodiscard]] const ClusterTree& tree() const { return m_tree; }
  [[nodiscard]] int partner(int of_tree) const {
    return m_partners[static_cast<std::size_t>(of_tree)];
  }
  // More than can all be told at once: what lies beyond the edge is left out.
  [[nodiscard]] bool many() const { return m_partners.size() > 40; }
  [[nodiscard]] int in_tree(int place) const { return m_in_tree[static_cast<std::size_t>(place)]; }

  // Great circles from a home; made when first asked for.
  [[nodiscard]] std::span<const MapPoint> way_to(int place);
  [[nodiscard]] std::span<const MapPoint> way_to_cluster(int home, int cluster);

 private:
  [[nodiscard]] std::vector<MapPoint> tree_points(const Pack& pack);

  std::vector<MapPlace> m_places;
  std::vector<int> m_homes;
  std::vector<int> m_partners;
  std::vector<int> m_in_tree;  // -1: a home
  ClusterTree m_tree;
  std::vector<std::vector<MapPoint>> m_ways;
  std::map<std::pair<int, int>, std::vector<MapPoint>> m_cluster_ways;
};

}  // namespace kiosk
