// Basemap: the still ground of the map, read once from assets/basemap/ and then
// only looked at. Built by assets/basemap/build.sh from Natural Earth and ETOPO5;
// the file format stands at the top of basemap.cpp and in assets/basemap/README.md.
//
// Coordinates: Equal Earth plane, as floats (4 m at worst, under a pixel at every zoom).
// Two levels of detail: 0 for the wide view (50m data), 1 for near (10m where there is any).
// Thread: any may read after open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"

namespace kiosk {

struct MeshVertex {
  float x = 0;
  float y = 0;
};

// A run of triangles (indices in threes) near one another, so that a view skips most.
struct MeshChunk {
  MapRect bounds;
  std::vector<MeshVertex> vertices;
  std::vector<std::uint16_t> indices;
};

// A polyline, cut so that its bounds are small. Rivers and borders carry names.
struct MapLine {
  MapRect bounds;
  std::vector<MeshVertex> points;
  std::string name;   // a river's name as the source writes it; empty for coasts
  std::string first;  // a border's two countries, ISO 3166-1 alpha-2 or "" if the source has none
  std::string second;
  int rank = 0;  // rivers: Natural Earth scalerank, 0 the greatest
};

struct CountryFill {
  std::string country;     // ISO 3166-1 alpha-2
  MapPoint label;          // a point well inside, for its name
  double label_width = 0;  // how wide a name may be there, in map units
  double area = 0;         // of the country's polygons in the plane; the triangles add up to it
  std::vector<MeshChunk> chunks;
};

struct DetailLevel {
  double land_area = 0;  // of the polygons in the plane; the triangles add up to it
  double lake_area = 0;
  std::vector<MeshChunk> land;
  std::vector<MapLine> coast;
  std::vector<MeshChunk> lakes;
  std::vector<MapLine> rivers;
};

// Alpha-8 pictures in the map's plane, 8-bit grey PNG in the basemap's folder.
inline constexpr const char* kReliefFile = "relief.png";
inline constexpr const char* kGlowFile = "glow.png";

struct GroundTexture {
  MapRect bounds;  // the plane's box that it covers, y north at the top row
};

struct Basemap {
  DetailLevel wide;
  DetailLevel near;
  std::vector<CountryFill> countries;  // the bundled pack's partners only; never 504 or 732
  std::vector<MapLine> borders;        // drawn only where the pack asks
  GroundTexture relief;                // 0: flat (no shade) .. 255: darkest; 0 at sea
  GroundTexture glow;                  // the coast's blurred light over the sea
};

// Is the point on the country's fill?
[[nodiscard]] bool lies_in(const CountryFill& country, MapPoint point);

[[nodiscard]] Result<Basemap> open_basemap(const std::filesystem::path& folder);
// All other territories that have an ISO code, for packs that name others.
[[nodiscard]] Result<std::vector<CountryFill>> open_territories(
    const std::filesystem::path& folder);

}  // namespace kiosk
