#include "kiosk/map/basemap.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(KIOSK_SOURCE_DIR) / "assets/basemap";

const Basemap& built() {
  static const Result<Basemap> map = open_basemap(kFolder);
  REQUIRE_MESSAGE(map, (map ? "" : map.error().message));
  return *map;
}

double cross(const MeshVertex& a, const MeshVertex& b) {
  return static_cast<double>(a.x) * b.y - static_cast<double>(b.x) * a.y;
}

// All triangles count as positive: one laid over another or outside its polygon shows.
double covered(const std::vector<MeshChunk>& chunks) {
  double sum = 0;
  for (const MeshChunk& chunk : chunks) {
    for (std::size_t i = 0; i < chunk.indices.size(); i += 3) {
      const MeshVertex& a = chunk.vertices[chunk.indices[i]];
      const MeshVertex& b = chunk.vertices[chunk.indices[i + 1]];
      const MeshVertex& c = chunk.vertices[chunk.indices[i + 2]];
      sum += std::abs(cross(a, b) + cross(b, c) + cross(c, a)) / 2;
    }
  }
  return sum;
}

// The area inside the coast lines, by Green's theorem; their pieces may come in any order.
double enclosed(const std::vector<MapLine>& coast) {
  double sum = 0;
  for (const MapLine& line : coast) {
    for (std::size_t i = 1; i < line.points.size(); ++i) {
      sum += cross(line.points[i - 1], line.points[i]) / 2;
    }
  }
  return sum;
}

bool holds(const MapRect& box, const MeshVertex& p) {
  return p.x >= box.min.x && p.x <= box.max.x && p.y >= box.min.y && p.y <= box.max.y;
}

bool in_triangle(const MeshVertex& a, const MeshVertex& b, const MeshVertex& c, MapPoint p) {
  const auto side = [&](const MeshVertex& u, const MeshVertex& v) {
    return (v.x - u.x) * (p.y - u.y) - (v.y - u.y) * (p.x - u.x);
  };
  return side(a, b) >= 0 && side(b, c) >= 0 && side(c, a) >= 0;
}

bool covers(const std::vector<MeshChunk>& chunks, MapPoint p) {
  for (const MeshChunk& chunk : chunks) {
    for (std::size_t i = 0; i < chunk.indices.size(); i += 3) {
      if (in_triangle(chunk.vertices[chunk.indices[i]], chunk.vertices[chunk.indices[i + 1]],
                      chunk.vertices[chunk.indices[i + 2]], p)) {
        return true;
      }
    }
  }
  return false;
}

bool covers(const std::vector<MeshChunk>& chunks, LonLat place) {
  return covers(chunks, equal_earth(place));
}

void check_chunks(const std::vector<MeshChunk>& chunks, double widest) {
  bool tight = true;
  bool small = true;
  for (const MeshChunk& chunk : chunks) {
    for (const MeshVertex& p : chunk.vertices) tight = tight && holds(chunk.bounds, p);
    small = small && chunk.bounds.max.x - chunk.bounds.min.x <= widest;
    small = small && chunk.bounds.max.y - chunk.bounds.min.y <= widest;
  }
  CHECK(tight);
  // A triangle is no longer than its chunk is wide: nothing smears across the map.
  CHECK(small);
  CHECK_FALSE(chunks.empty());
}

void check_lines(const std::vector<MapLine>& lines) {
  bool tight = true;
  bool short_enough = true;
  for (const MapLine& line : lines) {
    for (const MeshVertex& p : line.points) tight = tight && holds(line.bounds, p);
    short_enough = short_enough && line.points.size() >= 2 && line.points.size() <= 64;
    short_enough = short_enough && line.bounds.max.x - line.bounds.min.x < 0.2;
  }
  CHECK(tight);
  CHECK(short_enough);
  CHECK_FALSE(lines.empty());
}

bool has_river(const std::vector<MapLine>& rivers, std::string_view name) {
  return std::any_of(rivers.begin(), rivers.end(), [&](const MapLine& river) {
    return river.name.find(name) != std::string::npos;
  });
}

TEST_CASE("the triangles of land and lakes cover exactly their polygons, at both levels") {
  for (const DetailLevel* level : {&built().wide, &built().near}) {
    CHECK(covered(level->land) == doctest::Approx(level->land_area).epsilon(1e-4));
    CHECK(covered(level->lakes) == doctest::Approx(level->lake_area).epsilon(1e-4));
  }
}

TEST_CASE("the coast lines enclose exactly the land: no cut edges among them and none missing") {
  for (const DetailLevel* level : {&built().wide, &built().near}) {
    CHECK(enclosed(level->coast) == doctest::Approx(level->land_area).epsilon(1e-4));
  }
}

TEST_CASE("the land without Antarctica has the area that geography books give it") {
  // 134.9 million square kilometres, on a sphere of 510.07 million: 4 pi in map units.
  const double expected = 134.9 / 510.07 * 4 * 3.14159265;
  CHECK(built().wide.land_area == doctest::Approx(expected).epsilon(0.02));
  CHECK(built().near.land_area == doctest::Approx(expected).epsilon(0.02));
}

TEST_CASE("chunks hold their vertices and are small, so that a view skips most") {
  check_chunks(built().wide.land, 0.2001);
  check_chunks(built().wide.lakes, 0.2001);
  check_chunks(built().near.land, 0.1001);
  check_chunks(built().near.lakes, 0.1001);
  for (const CountryFill& fill : built().countries) check_chunks(fill.chunks, 0.1001);
}

TEST_CASE("lines hold their points and are short pieces") {
  for (const DetailLevel* level : {&built().wide, &built().near}) {
    check_lines(level->coast);
    check_lines(level->rivers);
  }
  check_lines(built().borders);
}

TEST_CASE("towns stand on land and oceans are sea, at both levels") {
  for (const DetailLevel* level : {&built().wide, &built().near}) {
    CHECK(covers(level->land, LonLat{-11.672, 26.738}));  // Smara
    CHECK(covers(level->land, LonLat{15.06, 12.11}));     // N'Djamena
    CHECK(covers(level->land, LonLat{80.65, 16.51}));     // Vijayawada
    CHECK(covers(level->land, LonLat{26.0, 20.0}));
    CHECK(covers(level->land, LonLat{178.0, 66.5}));  // Chukotka, this side of 180
    CHECK_FALSE(covers(level->land, LonLat{-30.0, 20.0}));
    CHECK_FALSE(covers(level->land, LonLat{70.0, 5.0}));
    CHECK_FALSE(covers(level->land, LonLat{51.0, 42.0}));  // the Caspian
  }
}

TEST_CASE("the great lakes of the region are there") {
  for (const DetailLevel* level : {&built().wide, &built().near}) {
    CHECK(covers(level->lakes, LonLat{33.0, -1.0}));   // Victoria
    CHECK(covers(level->lakes, LonLat{14.5, 13.05}));  // Chad
    CHECK(covers(level->lakes, LonLat{0.2, 7.0}));     // Volta
  }
}

TEST_CASE("the partner countries are filled, each once, with its name inside") {
  std::set<std::string> codes;
  for (const CountryFill& fill : built().countries) {
    CAPTURE(fill.country);
    CHECK(codes.insert(fill.country).second);
    CHECK(covered(fill.chunks) == doctest::Approx(fill.area).epsilon(1e-4));
    CHECK(covers(fill.chunks, fill.label));
    REQUIRE(fill.label_width > 0);
    CHECK(covers(fill.chunks, MapPoint{fill.label.x - fill.label_width * 0.45, fill.label.y}));
    CHECK(covers(fill.chunks, MapPoint{fill.label.x + fill.label_width * 0.45, fill.label.y}));
  }
  for (const char* code : {"TD", "NE", "ML", "BJ", "GM", "SN", "IN"}) {
    CAPTURE(code);
    CHECK(codes.contains(code));
  }
}

TEST_CASE("Morocco and Western Sahara are never filled, whatever a fill is called") {
  for (const CountryFill& fill : built().countries) {
    CAPTURE(fill.country);
    CHECK(fill.country != "MA");
    CHECK(fill.country != "EH");
    for (const LonLat place : {LonLat{-6.8, 34.0}, LonLat{-8.0, 31.6}, LonLat{-11.67, 26.74},
                               LonLat{-13.2, 27.15}, LonLat{-15.9, 23.7}, LonLat{-9.0, 26.0}}) {
      CHECK_FALSE(covers(fill.chunks, place));
    }
  }
}

TEST_CASE("fills lie on the near land") {
  double outside = 0;
  for (const CountryFill& fill : built().countries) {
    if (!covers(built().near.land, fill.label)) ++outside;
  }
  CHECK(outside == 0);
}

TEST_CASE("the rivers that the towns stand by are named as they are written") {
  for (const DetailLevel* level : {&built().wide, &built().near}) {
    for (const char* name : {"Niger", "Sénégal", "Gambia", "Chari", "Logone", "Ouémé", "Krishna",
                             "Nile", "Congo", "Volta"}) {
      CAPTURE(name);
      CHECK(has_river(level->rivers, name));
    }
    for (const MapLine& river : level->rivers) CHECK(river.name.find('?') == std::string::npos);
  }
}

TEST_CASE("borders say whose they are, so that a pack may hide or dash any of them") {
  std::set<std::set<std::string>> pairs;
  for (const MapLine& line : built().borders) pairs.insert({line.first, line.second});
  CHECK(pairs.contains({"MA", "EH"}));
  CHECK(pairs.contains({"EH", "MR"}));
  CHECK(pairs.contains({"SN", "GM"}));
  CHECK(pairs.contains({"ML", "NE"}));
}

TEST_CASE("the two pictures are there and their boxes hold every town") {
  for (const char* file : {kReliefFile, kGlowFile}) CHECK(fs::file_size(kFolder / file) > 1000);
  for (const GroundTexture* texture : {&built().relief, &built().glow}) {
    for (const LonLat place : {LonLat{-17.4, 14.7}, LonLat{-11.67, 26.74}, LonLat{80.65, 16.51}}) {
      const MapPoint p = equal_earth(place);
      CHECK(holds(texture->bounds, {static_cast<float>(p.x), static_cast<float>(p.y)}));
    }
  }
}

}  // namespace
}  // namespace kiosk
