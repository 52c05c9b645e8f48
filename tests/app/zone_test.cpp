#include "kiosk/app/zone.h"

#include <doctest/doctest.h>

namespace kiosk {
namespace {

Zone box(const char* id, const Rect& rect) {
  Zone made;
  made.id = id;
  made.rect = rect;
  return made;
}

Zone line(const char* id, std::vector<Vec2> path, float reach) {
  Zone made;
  made.id = id;
  made.path = std::move(path);
  made.reach = reach;
  made.rect = Rect{0, 0, 1000, 1000};
  return made;
}

std::string_view found(std::span<const Zone> zones, Vec2 at) {
  const Zone* zone = zone_at(zones, at);
  return zone == nullptr ? "nothing" : std::string_view(zone->id);
}

TEST_CASE("a line answers beside its course alone, and the nearer of two wins") {
  const std::vector<Zone> zones{box("map", {0, 0, 1000, 1000}),
                                line("high", {{0, 100}, {1000, 100}}, 30),
                                line("low", {{0, 140}, {500, 140}, {1000, 600}}, 30)};
  CHECK(found(zones, {300, 75}) == "high");
  CHECK(found(zones, {300, 115}) == "high");
  CHECK(found(zones, {300, 125}) == "low");
  CHECK(found(zones, {300, 175}) == "map");
  CHECK(found(zones, {760, 370}) == "low");
  CHECK(found(zones, {760, 300}) == "map");
}

TEST_CASE("what stands in front of lines answers first, what lies behind them last") {
  const std::vector<Zone> zones{box("behind", {0, 0, 400, 400}),
                                line("line", {{0, 100}, {400, 100}}, 20),
                                box("front", {180, 80, 40, 40})};
  CHECK(found(zones, {200, 100}) == "front");
  CHECK(found(zones, {150, 100}) == "line");
  CHECK(found(zones, {150, 200}) == "behind");
  // Its middle is covered: it is touched where it still answers.
  const Vec2 at = touch_point(zones, zones[1]);
  CHECK(found(zones, at) == "line");
  CHECK(touch_point(zones, zones[2]) == Vec2{200, 100});
}

TEST_CASE("a list used again forgets what its zones were") {
  ZoneList list;
  Zone& first = list.next();
  first.id = "city:a-name-that-needs-room";
  first.intent = CloseCity{};
  first.path = {{1, 2}};
  first.enabled = false;
  first.in_list = true;
  list.clear();
  CHECK(list.all().empty());
  const Zone& again = list.next();
  const Zone fresh;
  CHECK(again.id == fresh.id);
  CHECK(again.path.empty());
  CHECK(again.enabled);
  CHECK_FALSE(again.in_list);
  CHECK_FALSE(again.intent.has_value());
  CHECK(list.all().size() == 1);
}

}  // namespace
}  // namespace kiosk
