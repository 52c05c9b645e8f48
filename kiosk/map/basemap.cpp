// basemap.bin, version 1. Little-endian, nothing aligned, no compression:
//
//   file    := "KMAP" u32:version u32:file_size body "PAMK"
//   body    := box:relief box:glow level:wide level:near list(fill) list(line):borders
//   box     := f64:min_x f64:min_y f64:max_x f64:max_y
//   level   := f64:land_area f64:lake_area
//              list(chunk):land list(line):coast list(chunk):lakes list(line):rivers
//   fill    := text:country f64:label_x f64:label_y f64:label_width f64:area list(chunk)
//   chunk   := u32:vertices u32:indices (f32:x f32:y)*vertices u16*indices
//   line    := text:name text:first text:second u8:rank u16:points (f32:x f32:y)*points
//   text    := u8:bytes utf8      list(t) := u32:count t*count
//
// territories.bin is made alike: file := "KTER" u32:version u32:file_size list(fill) "RETK"
//
// Bounds are not stored: they are taken from the points, so they cannot be wrong.
#include "kiosk/map/basemap.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <string_view>

namespace kiosk {
namespace {

static_assert(std::endian::native == std::endian::little, "basemap.bin is read as it lies");
static_assert(sizeof(MeshVertex) == 8);

// What a file begins and ends with.
struct Marks {
  std::string_view begin;
  std::string_view end;
};
constexpr Marks kBasemap{"KMAP", "PAMK"};
constexpr Marks kTerritories{"KTER", "RETK"};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderSize = 12;
constexpr std::uintmax_t kLargestFile = 64U << 20U;
// The smallest things a list may hold: a count that could not fit is refused before it allocates.
constexpr std::size_t kSmallestChunk = 8;
constexpr std::size_t kSmallestLine = 6;
constexpr std::size_t kSmallestFill = 37;
// Beyond any place of the plane, with rings unwrapped over the antimeridian.
constexpr float kFarthest = 8.0F;

// Reads on until something does not fit; from then on it gives zeroes and `broken` stays true.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

  [[nodiscard]] bool broken() const { return m_broken; }
  [[nodiscard]] std::size_t left() const { return m_bytes.size() - m_at; }
  void refuse() { m_broken = true; }

  template <typename T>
  T number() {
    T value{};
    copy(&value, sizeof(T));
    return value;
  }

  double finite() {
    const auto value = number<double>();
    if (!std::isfinite(value)) refuse();
    return value;
  }

  std::string text() {
    const std::size_t size = number<std::uint8_t>();
    if (!fits(size, 1)) return {};
    std::string value(m_bytes.substr(m_at, size));
    m_at += size;
    return value;
  }

  template <typename T>
  std::vector<T> numbers(std::size_t count) {
    if (!fits(count, sizeof(T))) return {};
    std::vector<T> values(count);
    copy(values.data(), count * sizeof(T));
    return values;
  }

  // A list's count, if so many of at least `smallest` bytes can follow.
  std::size_t count(std::size_t smallest) {
    const std::size_t value = number<std::uint32_t>();
    return fits(value, smallest) ? value : 0;
  }

 private:
  bool fits(std::size_t count, std::size_t size) {
    if (m_broken || count > left() / size) m_broken = true;
    return !m_broken;
  }

  void copy(void* to, std::size_t size) {
    if (size == 0 || !fits(size, 1)) return;
    std::memcpy(to, m_bytes.data() + m_at, size);
    m_at += size;
  }

  std::string_view m_bytes;
  std::size_t m_at = 0;
  bool m_broken = false;
};

std::vector<MeshVertex> read_points(Reader& reader, std::size_t count) {
  std::vector<MeshVertex> points = reader.numbers<MeshVertex>(count);
  for (const MeshVertex& p : points) {
    // Written so that a NaN is refused too.
    if (!(std::abs(p.x) < kFarthest && std::abs(p.y) < kFarthest)) reader.refuse();
  }
  return points;
}

MapRect bounds_of(std::span<const MeshVertex> points) {
  if (points.empty()) return {{1, 1}, {-1, -1}};
  MapRect box{{points[0].x, points[0].y}, {points[0].x, points[0].y}};
  for (const MeshVertex& p : points) {
    box.min.x = std::min<double>(box.min.x, p.x);
    box.min.y = std::min<double>(box.min.y, p.y);
    box.max.x = std::max<double>(box.max.x, p.x);
    box.max.y = std::max<double>(box.max.y, p.y);
  }
  return box;
}

MapRect read_box(Reader& reader) {
  MapRect box;
  box.min.x = reader.finite();
  box.min.y = reader.finite();
  box.max.x = reader.finite();
  box.max.y = reader.finite();
  if (!(box.min.x < box.max.x && box.min.y < box.max.y)) reader.refuse();
  return box;
}

MeshChunk read_chunk(Reader& reader) {
  MeshChunk chunk;
  const std::size_t vertices = reader.number<std::uint32_t>();
  const std::size_t indices = reader.number<std::uint32_t>();
  chunk.vertices = read_points(reader, vertices);
  chunk.indices = reader.numbers<std::uint16_t>(indices);
  if (indices % 3 != 0) reader.refuse();
  for (const std::uint16_t index : chunk.indices) {
    if (index >= chunk.vertices.size()) reader.refuse();
  }
  chunk.bounds = bounds_of(chunk.vertices);
  return chunk;
}

MapLine read_line(Reader& reader) {
  MapLine line;
  line.name = reader.text();
  line.first = reader.text();
  line.second = reader.text();
  line.rank = reader.number<std::uint8_t>();
  line.points = read_points(reader, reader.number<std::uint16_t>());
  line.bounds = bounds_of(line.points);
  return line;
}

template <typename Read>
auto read_list(Reader& reader, std::size_t smallest, Read read) {
  std::vector<decltype(read(reader))> list;
  const std::size_t count = reader.count(smallest);
  list.reserve(std::min<std::size_t>(count, 8192));  // a false count must not cost memory
  for (std::size_t i = 0; i < count && !reader.broken(); ++i) list.push_back(read(reader));
  return list;
}

DetailLevel read_level(Reader& reader) {
  DetailLevel level;
  level.land_area = reader.finite();
  level.lake_area = reader.finite();
  level.land = read_list(reader, kSmallestChunk, read_chunk);
  level.coast = read_list(reader, kSmallestLine, read_line);
  level.lakes = read_list(reader, kSmallestChunk, read_chunk);
  level.rivers = read_list(reader, kSmallestLine, read_line);
  return level;
}

CountryFill read_fill(Reader& reader) {
  CountryFill fill;
  fill.country = reader.text();
  fill.label.x = reader.finite();
  fill.label.y = reader.finite();
  fill.label_width = reader.finite();
  fill.area = reader.finite();
  fill.chunks = read_list(reader, kSmallestChunk, read_chunk);
  return fill;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(path, problem);
  if (problem) return fail("cannot be read (" + problem.message() + "); install it again");
  if (size > kLargestFile) return fail("is too large to be a basemap; install it again");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) {
    return fail("cannot be read; check its permissions or install it again");
  }
  return bytes;
}

// The content between header and end mark, after both were checked.
Result<std::string_view> body_of(std::string_view bytes, const Marks& marks) {
  if (!bytes.starts_with(marks.begin)) return fail("is not a basemap; install it again");
  if (bytes.size() < kHeaderSize + marks.end.size()) return fail("is cut short; install it again");
  std::uint32_t version = 0;
  std::uint32_t size = 0;
  std::memcpy(&version, bytes.data() + 4, sizeof version);
  std::memcpy(&size, bytes.data() + 8, sizeof size);
  if (version != kVersion) {
    return fail("has version " + std::to_string(version) + " where this program reads " +
                std::to_string(kVersion) + "; run assets/basemap/build.sh or install both anew");
  }
  if (size != bytes.size() || !bytes.ends_with(marks.end)) {
    return fail("is cut short or damaged (" + std::to_string(bytes.size()) + " bytes of " +
                std::to_string(size) + "); install it again");
  }
  return bytes.substr(kHeaderSize, bytes.size() - kHeaderSize - marks.end.size());
}

Result<Basemap> parse(std::string_view bytes) {
  const Result<std::string_view> body = body_of(bytes, kBasemap);
  if (!body) return tl::unexpected(body.error());
  Reader reader(*body);
  Basemap map;
  map.relief.bounds = read_box(reader);
  map.glow.bounds = read_box(reader);
  map.wide = read_level(reader);
  map.near = read_level(reader);
  map.countries = read_list(reader, kSmallestFill, read_fill);
  map.borders = read_list(reader, kSmallestLine, read_line);
  if (reader.broken() || reader.left() != 0) return fail("is damaged; install it again");
  return map;
}

}  // namespace

bool lies_in(const CountryFill& country, MapPoint point) {
  for (const MeshChunk& chunk : country.chunks) {
    if (!chunk.bounds.intersects({point, point})) continue;
    for (std::size_t i = 0; i + 2 < chunk.indices.size(); i += 3) {
      const auto side = [&](std::size_t from, std::size_t to) {
        const MeshVertex& a = chunk.vertices[chunk.indices[i + from]];
        const MeshVertex& b = chunk.vertices[chunk.indices[i + to]];
        return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) >= 0;
      };
      const bool first = side(0, 1);
      if (side(1, 2) == first && side(2, 0) == first) return true;
    }
  }
  return false;
}

Result<Basemap> open_basemap(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "basemap.bin";
  const Result<std::string> bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error().within(path.string()));
  Result<Basemap> map = parse(*bytes);
  if (!map) return tl::unexpected(map.error().within(path.string()));
  return map;
}

Result<std::vector<CountryFill>> open_territories(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "territories.bin";
  const Result<std::string> bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error().within(path.string()));
  const Result<std::string_view> body = body_of(*bytes, kTerritories);
  if (!body) return tl::unexpected(body.error().within(path.string()));
  Reader reader(*body);
  std::vector<CountryFill> fills = read_list(reader, kSmallestFill, read_fill);
  if (!reader.broken() && reader.left() == 0) return fills;
  return tl::unexpected(Error{"is damaged; install it again"}.within(path.string()));
}

}  // namespace kiosk
