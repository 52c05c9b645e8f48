#include "kiosk/map/cluster.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

constexpr MapRect kWorld{{-4, -2}, {4, 2}};

std::vector<MapPoint> crowded(std::size_t count) {
  std::mt19937 chance(7);
  const auto between = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(chance() % 100'000) / 100'000;
  };
  std::vector<MapPoint> places;
  for (std::size_t i = 0; i < count; ++i) {
    const double around = i % 5 == 0 ? 0.6 : 0.02;  // most of them in thirty knots
    const auto knot = static_cast<double>(i % 30);
    places.push_back({std::sin(knot) + between(-around, around),
                      0.5 * std::cos(knot * 1.7) + between(-around, around)});
  }
  return places;
}

ClusterView seen(const ClusterTree& tree, int level, const MapRect& view = kWorld) {
  ClusterView found(std::pmr::get_default_resource());
  tree.look(level, view, found);
  return found;
}

// How often each place is told of, alone or in a cluster.
std::vector<int> told(const ClusterTree& tree, const ClusterView& view, std::size_t count) {
  std::vector<int> times(count);
  for (const int place : view.alone) ++times[static_cast<std::size_t>(place)];
  for (const int cluster : view.clusters) {
    for (const int place : tree.places_of(tree.cluster(cluster))) {
      ++times[static_cast<std::size_t>(place)];
      CHECK(tree.holds(cluster, place));
    }
  }
  return times;
}

TEST_CASE("at every scale each place is shown once, alone or in one cluster") {
  constexpr std::size_t kCount = 600;
  const ClusterTree tree(crowded(kCount), 1);
  std::size_t before = 0;
  for (int level = 0; level < ClusterTree::kLevels; ++level) {
    CAPTURE(level);
    const ClusterView view = seen(tree, level);
    CHECK(told(tree, view, kCount) == std::vector<int>(kCount, 1));
    CHECK(std::ranges::is_sorted(view.alone));
    CHECK(view.alone.size() >= before);  // nearer, more of them stand alone
    before = view.alone.size();
  }
  CHECK(seen(tree, 0).clusters.size() > 2);
  CHECK(seen(tree, ClusterTree::kLevels - 1).clusters.empty());
}

TEST_CASE("a dozen places never cluster, however near they are to each other") {
  const ClusterTree tree(crowded(12), 1);
  const ClusterTree heap(std::vector<MapPoint>(12, MapPoint{0.1, 0.2}), 1);
  for (int level = 0; level < ClusterTree::kLevels; ++level) {
    CHECK(seen(tree, level).clusters.empty());
    CHECK(seen(heap, level).alone.size() == 12);
  }
  // One more is one too many for a heap, but not where it can be told apart.
  const ClusterTree more(std::vector<MapPoint>(13, MapPoint{0.1, 0.2}), 1);
  CHECK(seen(more, 4).clusters.size() == 1);
}

TEST_CASE("what is asked of a panel does not grow with the pack") {
  const std::vector<MapPoint> places = crowded(1200);
  const ClusterTree tree(places, 1);
  for (int level = 0; level < ClusterTree::kLevels - 1; ++level) {
    const double scale = 256 * std::exp2(level / 2.0);
    for (std::size_t i = 0; i < places.size(); i += 37) {
      const MapPoint half{960 / scale, 540 / scale};
      const MapRect view{places[i] - half, places[i] + half};
      const ClusterView found = seen(tree, level, view);
      const auto shown = std::ranges::count_if(found.alone, [&](int place) {
        const MapPoint at = places[static_cast<std::size_t>(place)];
        return view.intersects({at, at});
      });
      CHECK(shown + static_cast<std::ptrdiff_t>(found.clusters.size()) < 160);
    }
  }
}

TEST_CASE("a cluster parts into its own places when one comes nearer") {
  const ClusterTree tree(crowded(600), 1);
  for (int level = 0; level + 1 < ClusterTree::kLevels; ++level) {
    const ClusterView near = seen(tree, level + 1);
    for (const int far : seen(tree, level).clusters) {
      // Whatever stands nearer holds either only places of this cluster or none of them.
      for (const int cluster : near.clusters) {
        const auto places = tree.places_of(tree.cluster(cluster));
        const auto inside =
            std::ranges::count_if(places, [&](int place) { return tree.holds(far, place); });
        CHECK((inside == 0 || inside == static_cast<std::ptrdiff_t>(places.size())));
      }
    }
  }
}

TEST_CASE("between two levels a small step back and forth changes nothing") {
  CHECK(ClusterTree::level_of(2.49, {}) == 4);
  CHECK(ClusterTree::level_of(2.51, {}) == 5);
  CHECK(ClusterTree::level_of(2.51, 4) == 4);
  CHECK(ClusterTree::level_of(2.49, 5) == 5);
  CHECK(ClusterTree::level_of(2.7, 4) == 5);
  CHECK(ClusterTree::level_of(2.3, 5) == 4);
  CHECK(ClusterTree::level_of(6, 11) == 12);  // the nearest there is
  CHECK(ClusterTree::level_of(-3, {}) == 0);
  CHECK(ClusterTree::level_of(40, {}) == ClusterTree::kLevels - 1);
}

}  // namespace
}  // namespace kiosk
