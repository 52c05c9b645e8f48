#include "kiosk/screens/map_places.h"

#include <algorithm>

#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"

namespace kiosk {

MapPlaces::MapPlaces(const Pack& pack, float unit) : m_tree(tree_points(pack), unit) {
  m_ways.resize(m_places.size());
}

// Fills the lists on the way.
std::vector<MapPoint> MapPlaces::tree_points(const Pack& pack) {
  const PackValues& values = pack.values();
  std::vector<MapPoint> points;
  for (const City& city : values.cities) {
    const int number = static_cast<int>(m_places.size());
    MapPlace place;
    place.city = &city;
    place.is_home = pack.is_home(city.id);
    place.at = equal_earth(city.position);
    place.pin_zone = (place.is_home ? "home:" : "city:") + city.id.value;
    place.label_zone = "label:" + city.id.value;
    m_in_tree.push_back(place.is_home ? -1 : static_cast<int>(points.size()));
    if (place.is_home) {
      m_homes.push_back(number);
    } else {
      m_partners.push_back(number);
      points.push_back(place.at);
    }
    m_places.push_back(std::move(place));
  }
  for (MapPlace& place : m_places) {
    place.agreement = place.is_home ? nullptr : pack.agreement_of(place.city->id);
    const CityId* home = place.is_home                              ? &place.city->id
                         : place.agreement && place.agreement->home ? &*place.agreement->home
                                                                    : nullptr;
    if (home == nullptr) continue;
    place.home = number_of(*pack.city(*home));
    const auto rank = std::find(values.homes.begin(), values.homes.end(), *home);
    place.home_rank = static_cast<int>(rank - values.homes.begin());
  }
  return points;
}

int MapPlaces::number_of(const City& city) const {
  return static_cast<int>(&city - m_places.front().city);
}

std::span<const MapPoint> MapPlaces::way_to(int number) {
  std::vector<MapPoint>& way = m_ways[static_cast<std::size_t>(number)];
  const MapPlace& to = place(number);
  if (way.empty() && to.home >= 0) {
    way = great_circle_path(place(to.home).city->position, to.city->position, kWayPoints);
  }
  return way;
}

std::span<const MapPoint> MapPlaces::way_to_cluster(int home, int cluster) {
  std::vector<MapPoint>& way = m_cluster_ways[{home, cluster}];
  if (way.empty()) {
    const LonLat to = equal_earth_inverse(m_tree.cluster(cluster).centre);
    way = great_circle_path(place(home).city->position, to, kWayPoints);
  }
  return way;
}

}  // namespace kiosk
