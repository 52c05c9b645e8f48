#include "platform/raster/draw_shapes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "platform/raster/blend.h"
#include "platform/raster/edge_walk.h"
#include "platform/raster/processors.h"
#include "platform/raster/shade.h"

namespace kiosk::raster {
namespace {

// One draw command: where it may draw, and with what.
class Painter {
 public:
  Painter(const Canvas& target, const PixelBox& clip, const Texture* texture)
      : m_target(target), m_clip(clip), m_texture(texture) {}

  void triangle(const FixedVertex& a, const FixedVertex& b, const FixedVertex& c);
  void rectangle(std::span<const FixedVertex, 4> corners);

 private:
  [[nodiscard]] Span span(std::int64_t left, std::int64_t right) const {
    return {static_cast<int>(left), static_cast<int>(right),
            static_cast<int>(std::max<std::int64_t>(left, m_clip.left)),
            static_cast<int>(std::min<std::int64_t>(right, m_clip.right))};
  }
  [[nodiscard]] std::uint32_t* line(int y) const {
    return m_target.rgba + static_cast<std::size_t>(y) * static_cast<std::size_t>(m_target.width);
  }

  const Canvas& m_target;
  PixelBox m_clip;
  const Texture* m_texture;
};

void Painter::triangle(const FixedVertex& a, const FixedVertex& b, const FixedVertex& c) {
  const auto [least_x, greatest_x] = std::minmax({a.x, b.x, c.x});
  const auto [least_y, greatest_y] = std::minmax({a.y, b.y, c.y});
  const int first = std::max(first_centre(least_y), m_clip.top);
  const int end = std::min(first_centre(greatest_y), m_clip.bottom);
  if (first >= end || first_centre(least_x) >= m_clip.right ||
      first_centre(greatest_x) <= std::max(m_clip.left, first_centre(least_x))) {
    return;
  }
  const std::array corners{a, b, c};
  std::array<const FixedVertex*, 3> p{&corners[0], &corners[1], &corners[2]};
  if (p[1]->y < p[0]->y) std::swap(p[0], p[1]);
  if (p[2]->y < p[1]->y) std::swap(p[1], p[2]);
  if (p[1]->y < p[0]->y) std::swap(p[0], p[1]);
  const std::int64_t turn = std::int64_t{p[1]->x - p[0]->x} * (p[2]->y - p[0]->y) -
                            std::int64_t{p[2]->x - p[0]->x} * (p[1]->y - p[0]->y);
  if (turn == 0) return;
  // Made when a pixel is met: most triangles of a feathered edge are so thin that many meet none.
  std::optional<Shade> shade;
  const auto lay = [&](std::int64_t left, std::int64_t right, int row) {
    const Span pixels = span(left, right);
    if (pixels.from >= pixels.to) return;
    if (!shade) shade.emplace(m_texture, corners);
    if (!shade->invisible()) shade->draw(line(row), row, pixels);
  };
  EdgeWalk whole(*p[0], *p[2], first);
  int y = first;
  const auto half = [&](const FixedVertex& upper, const FixedVertex& lower) {
    const int stop = std::min(end, first_centre(lower.y));
    if (y >= stop) return;
    EdgeWalk other(upper, lower, y);
    for (; y < stop; ++y, whole.next_row(), other.next_row()) {
      if (turn > 0) {
        lay(whole.pixel(), other.pixel(), y);
      } else {
        lay(other.pixel(), whole.pixel(), y);
      }
    }
  };
  half(*p[0], *p[1]);
  half(*p[1], *p[2]);
}

void Painter::rectangle(std::span<const FixedVertex, 4> corners) {
  const auto [left, right] = std::minmax(corners[0].x, corners[2].x);
  const auto [top, bottom] = std::minmax(corners[0].y, corners[2].y);
  const int first = std::max(first_centre(top), m_clip.top);
  const int end = std::min(first_centre(bottom), m_clip.bottom);
  if (first >= end || first_centre(right) <= m_clip.left || first_centre(left) >= m_clip.right) {
    return;
  }
  const Shade shade(m_texture, corners);
  if (shade.invisible()) return;
  const Span pixels = span(first_centre(left), first_centre(right));
  for (int y = first; y < end; ++y) shade.draw(line(y), y, pixels);
}

// What is looked at before giving up: tiles of the ground come first in a frame.
constexpr std::size_t kMostLookedAt = 64;

// Is every pixel that the shape reaches its own, whatever was there?
bool replaces(const Shapes& all, const Shape& shape) {
  const ShapeCommand& command = all.commands[shape.command];
  if (!shape.rectangle || command.texture == nullptr || !command.texture->opaque) return false;
  return std::ranges::all_of(shape.corners, [&](std::uint32_t corner) {
    return all.vertices[corner].colour == 0xffffffffU;
  });
}

}  // namespace

void lay_ground(const Shapes& all, std::span<const std::uint32_t> numbers, const Canvas& target,
                const PixelBox& box, std::uint32_t ground) {
  if (box.empty()) return;
  const auto looked_at = numbers.first(std::min(numbers.size(), kMostLookedAt));
  const auto found = std::ranges::find_if(looked_at, [&](std::uint32_t number) {
    const Shape& shape = all.shapes[number];
    return !shape.reach.intersection(box).empty() && replaces(all, shape);
  });
  if (found == looked_at.end()) {
    for (int y = box.top; y < box.bottom; ++y) {
      std::fill_n(target.rgba + static_cast<std::ptrdiff_t>(y) * target.width + box.left,
                  box.right - box.left, ground);
    }
    return;
  }
  // Around it, by those that come after it.
  const PixelBox inner = all.shapes[*found].reach.intersection(box);
  const auto rest = looked_at.subspan(static_cast<std::size_t>(found - looked_at.begin()) + 1);
  lay_ground(all, rest, target, {box.left, box.top, box.right, inner.top}, ground);
  lay_ground(all, rest, target, {box.left, inner.bottom, box.right, box.bottom}, ground);
  lay_ground(all, rest, target, {box.left, inner.top, inner.left, inner.bottom}, ground);
  lay_ground(all, rest, target, {inner.right, inner.top, box.right, inner.bottom}, ground);
}

void draw_shapes(const Shapes& all, std::span<const std::uint32_t> numbers, const Canvas& target,
                 const PixelBox& box) {
  const auto vertex = [&](std::uint32_t place) -> const FixedVertex& {
    return all.vertices[place];
  };
  for (std::size_t i = 0; i < numbers.size();) {
    const std::uint32_t number = all.shapes[numbers[i]].command;
    const ShapeCommand& command = all.commands[number];
    Painter painter(target, command.clip.intersection(box), command.texture);
    for (; i < numbers.size() && all.shapes[numbers[i]].command == number; ++i) {
      const Shape& shape = all.shapes[numbers[i]];
      if (shape.reach.intersection(box).empty()) continue;
      const auto& c = shape.corners;
      if (shape.rectangle) {
        painter.rectangle(std::array{vertex(c[0]), vertex(c[1]), vertex(c[2]), vertex(c[3])});
      } else {
        painter.triangle(vertex(c[0]), vertex(c[1]), vertex(c[2]));
      }
    }
  }
}

Bands bands_of(const Shapes& all, int height, Bands reused) {
  reused.resize(static_cast<std::size_t>((height + kBandRows - 1) / kBandRows));
  for (std::vector<std::uint32_t>& band : reused) band.clear();
  for (std::uint32_t i = 0; i < all.shapes.size(); ++i) {
    const int last = (all.shapes[i].reach.bottom - 1) / kBandRows;
    for (int band = all.shapes[i].reach.top / kBandRows; band <= last; ++band) {
      reused[static_cast<std::size_t>(band)].push_back(i);
    }
  }
  return reused;
}

namespace {

void draw_band(const Shapes& all, const Bands& bands, int band, const Canvas& target,
               std::uint32_t ground) {
  const int top = band * kBandRows;
  const PixelBox box{0, top, target.width, std::min(top + kBandRows, target.height)};
  lay_ground(all, bands[static_cast<std::size_t>(band)], target, box, ground);
  draw_shapes(all, bands[static_cast<std::size_t>(band)], target, box);
}

}  // namespace

void draw_in_bands(const Shapes& all, const Bands& bands, const Canvas& target,
                   std::uint32_t ground) {
  for (int band = 0; band < std::ssize(bands); ++band) {
    draw_band(all, bands, band, target, ground);
  }
}

void draw_in_shared_bands(const Shapes& all, const Canvas& target, std::uint32_t ground) {
  const Bands bands = bands_of(all, target.height);
  const int count = static_cast<int>(bands.size());
  share_among_processors(count, count,
                         [&](int band) { draw_band(all, bands, band, target, ground); });
}

}  // namespace kiosk::raster
