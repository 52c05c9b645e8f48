#include "kiosk/map/cluster.h"

#include <algorithm>
#include <cmath>

namespace kiosk {
namespace {

constexpr double kLevelsAZoom = 2;
constexpr double kRadius = 140;       // px: places nearer than this to a group's centre join it
constexpr double kAround = 2.5;       // radii that count as a group's surroundings
constexpr int kCalm = 12;             // as many places there at most, and the group stands open
constexpr int kFewBeyond = 24;        // larger groups outside the view are left out
constexpr double kHysteresis = 0.16;  // of a level
constexpr double kPixelsAtZoomZero = 256;  // an Earth radius; see camera.h

bool less_north(const MapPoint& a, const MapPoint& b) { return a.y != b.y ? a.y > b.y : a.x < b.x; }

double distance(const MapPoint& a, const MapPoint& b) { return std::hypot(a.x - b.x, a.y - b.y); }

MapRect joined(const MapRect& a, const MapRect& b) {
  return {{std::min(a.min.x, b.min.x), std::min(a.min.y, b.min.y)},
          {std::max(a.max.x, b.max.x), std::max(a.max.y, b.max.y)}};
}

}  // namespace

ClusterTree::ClusterTree(std::span<const MapPoint> places, float unit) : m_unit(unit) {
  std::vector<int> standing;
  for (std::size_t i = 0; i < places.size(); ++i) {
    Cluster single;
    single.centre = places[i];
    single.bounds = {places[i], places[i]};
    single.first_level = single.last_level = kLevels - 1;
    m_clusters.push_back(single);
    standing.push_back(static_cast<int>(i));
  }
  for (int level = kLevels - 2; level >= 0; --level) merge(level, standing);
  m_roots = standing;
  for (const int root : m_roots) order_places(root);
  find_calm();
}

double ClusterTree::radius(int level) const {
  return kRadius * m_unit / (kPixelsAtZoomZero * std::exp2(level / kLevelsAZoom));
}

int ClusterTree::level_of(double zoom, std::optional<int> previous) {
  const double exact = std::clamp(zoom * kLevelsAZoom, 0.0, kLevels - 1.0);
  const int level = static_cast<int>(exact);
  // As near as one can come all stand open: there is no further step to wait for.
  if (!previous || *previous == level || level == kLevels - 1) return level;
  const bool barely_nearer = level == *previous + 1 && exact < level + kHysteresis;
  const bool barely_farther = level == *previous - 1 && exact > *previous - kHysteresis;
  return barely_nearer || barely_farther ? *previous : level;
}

// From north to south each group takes up what is near it and still free.
void ClusterTree::merge(int level, std::vector<int>& standing) {
  const auto at = [this](int number) { return cluster(number).centre; };
  std::ranges::sort(standing, [&](int a, int b) { return less_north(at(a), at(b)); });
  const double reach = radius(level);
  std::vector<bool> taken(standing.size());
  std::vector<int> merged;
  for (std::size_t i = 0; i < standing.size(); ++i) {
    if (taken[i]) continue;
    const MapPoint centre = at(standing[i]);
    std::vector<int> members{standing[i]};
    for (std::size_t j = i + 1; j < standing.size(); ++j) {
      if (centre.y - at(standing[j]).y >= reach) break;
      if (taken[j] || distance(centre, at(standing[j])) >= reach) continue;
      taken[j] = true;
      members.push_back(standing[j]);
    }
    if (members.size() == 1) {
      m_clusters[static_cast<std::size_t>(standing[i])].first_level = level;
      merged.push_back(standing[i]);
      continue;
    }
    Cluster group;
    group.first_level = group.last_level = level;
    group.bounds = cluster(members.front()).bounds;
    group.count = 0;
    const int number = static_cast<int>(m_clusters.size());
    for (auto member = members.rbegin(); member != members.rend(); ++member) {
      Cluster& part = m_clusters[static_cast<std::size_t>(*member)];
      part.parent = number;
      part.next_sibling = group.first_child;
      group.first_child = *member;
      group.centre.x += part.centre.x * part.count;
      group.centre.y += part.centre.y * part.count;
      group.count += part.count;
      group.bounds = joined(group.bounds, part.bounds);
    }
    group.centre = {group.centre.x / group.count, group.centre.y / group.count};
    m_clusters.push_back(group);
    merged.push_back(number);
  }
  standing = std::move(merged);
}

void ClusterTree::order_places(int number) {
  Cluster& group = m_clusters[static_cast<std::size_t>(number)];
  group.first_place = static_cast<int>(m_order.size());
  if (group.first_child < 0) m_order.push_back(number);
  for (int child = group.first_child; child >= 0; child = cluster(child).next_sibling) {
    order_places(child);
  }
}

void ClusterTree::find_calm() {
  std::vector<MapPoint> places;
  for (const int place : m_order) places.push_back(cluster(place).centre);
  std::ranges::sort(places, less_north);
  const auto crowded = [&](const MapPoint& centre, double reach) {
    int around = 0;
    auto place = std::ranges::lower_bound(places, MapPoint{-1e9, centre.y + reach}, less_north);
    for (; place != places.end() && place->y >= centre.y - reach; ++place) {
      if (distance(*place, centre) <= reach && ++around > kCalm) return true;
    }
    return false;
  };
  for (Cluster& group : m_clusters) {
    group.opens_at = group.first_level;
    while (group.count > 1 && group.opens_at <= group.last_level &&
           crowded(group.centre, kAround * radius(group.opens_at))) {
      ++group.opens_at;
    }
  }
}

void ClusterTree::visit(int number, int level, const MapRect& view, ClusterView& seen) const {
  const Cluster& group = cluster(number);
  const bool outside = !group.bounds.intersects(view);
  if (outside && group.count > kFewBeyond) return;
  if (outside || (level <= group.last_level && level >= group.opens_at)) {
    for (const int place : places_of(group)) seen.alone.push_back(place);
  } else if (level <= group.last_level) {
    seen.clusters.push_back(number);
  } else {
    for (int child = group.first_child; child >= 0; child = cluster(child).next_sibling) {
      visit(child, level, view, seen);
    }
  }
}

void ClusterTree::look(int level, const MapRect& view, ClusterView& seen) const {
  seen.alone.clear();
  seen.clusters.clear();
  for (const int root : m_roots) visit(root, level, view, seen);
  std::ranges::sort(seen.alone);
}

bool ClusterTree::holds(int number, int place) const {
  for (int up = place; up >= 0; up = cluster(up).parent) {
    if (up == number) return true;
  }
  return false;
}

}  // namespace kiosk
