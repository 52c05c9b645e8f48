#include "platform/raster/rasteriser.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/base/check.h"
#include "platform/raster/blend.h"
#include "platform/raster/edge_walk.h"
#include "platform/raster/fixed_point.h"
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
  void span(const Shade& shade, std::int64_t left, std::int64_t right, int y) {
    const Span pixels{static_cast<int>(left), static_cast<int>(right),
                      static_cast<int>(std::max<std::int64_t>(left, m_clip.left)),
                      static_cast<int>(std::min<std::int64_t>(right, m_clip.right))};
    if (pixels.from >= pixels.to) return;
    const auto offset = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_target.width);
    shade.draw(m_target.rgba + offset, y, pixels);
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
  const Shade shade(m_texture, corners);
  if (shade.invisible()) return;

  EdgeWalk whole(*p[0], *p[2], first);
  int y = first;
  const auto half = [&](const FixedVertex& upper, const FixedVertex& lower) {
    const int stop = std::min(end, first_centre(lower.y));
    if (y >= stop) return;
    EdgeWalk other(upper, lower, y);
    for (; y < stop; ++y, whole.next_row(), other.next_row()) {
      if (turn > 0) {
        span(shade, whole.pixel(), other.pixel(), y);
      } else {
        span(shade, other.pixel(), whole.pixel(), y);
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
  for (int y = first; y < end; ++y) {
    span(shade, first_centre(left), first_centre(right), y);
  }
}

// Upright, not flat, and with attributes that one plane describes. Depends on the corners
// alone, not on the clip, so that a part drawn anew gets the same pixels as the whole.
bool is_rectangle(std::span<const FixedVertex, 4> c) {
  const bool across = c[0].y == c[1].y && c[1].x == c[2].x && c[2].y == c[3].y && c[3].x == c[0].x;
  const bool down = c[0].x == c[1].x && c[1].y == c[2].y && c[2].x == c[3].x && c[3].y == c[0].y;
  if ((!across && !down) || c[0].x == c[2].x || c[0].y == c[2].y) return false;
  const auto in_plane = [](std::int64_t p0, std::int64_t p1, std::int64_t p2, std::int64_t p3) {
    return p0 + p2 == p1 + p3;
  };
  if (!in_plane(c[0].u, c[1].u, c[2].u, c[3].u) || !in_plane(c[0].v, c[1].v, c[2].v, c[3].v)) {
    return false;
  }
  if (c[0].colour == c[1].colour && c[1].colour == c[2].colour && c[2].colour == c[3].colour) {
    return true;
  }
  for (int shift = 0; shift < 32; shift += 8) {
    const auto channel = [&](std::size_t i) { return (c[i].colour >> shift) & 0xff; };
    if (!in_plane(channel(0), channel(1), channel(2), channel(3))) return false;
  }
  return true;
}

void draw_command(Painter& painter, const ImDrawList& list, const ImDrawCmd& command, Vec2 origin,
                  const Texture* texture) {
  const int width = texture == nullptr ? 0 : texture->width;
  const int height = texture == nullptr ? 0 : texture->height;
  KIOSK_CHECK(std::size_t{command.IdxOffset} + command.ElemCount <=
              static_cast<std::size_t>(list.IdxBuffer.Size));
  const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
  const auto vertices = static_cast<std::size_t>(list.VtxBuffer.Size);
  const auto load = [&](ImDrawIdx index, FixedVertex& out) {
    const std::size_t place = std::size_t{command.VtxOffset} + index;
    KIOSK_CHECK(place < vertices);
    return to_fixed(list.VtxBuffer.Data[place], origin, width, height, out);
  };
  const unsigned count = command.ElemCount - command.ElemCount % 3;
  for (unsigned i = 0; i < count; i += 3) {
    const ImDrawIdx* t = indices + i;
    std::array<FixedVertex, 4> c;
    const bool drawable = load(t[0], c[0]) && load(t[1], c[1]) && load(t[2], c[2]);
    // ImGui writes a rectangle as 0 1 2, 0 2 3.
    if (drawable && i + 6 <= count && t[3] == t[0] && t[4] == t[2] && load(t[5], c[3]) &&
        is_rectangle(c)) {
      painter.rectangle(c);
      i += 3;
    } else if (drawable) {
      painter.triangle(c[0], c[1], c[2]);
    }
  }
}

Canvas canvas_of(Picture& picture) {
  KIOSK_CHECK(picture.width >= 0 && picture.height >= 0);
  KIOSK_CHECK(picture.rgba.size() ==
              static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
  return {picture.width, picture.height, picture.rgba.data()};
}

void check_texture(const Texture& texture) {
  const std::size_t texel = texture.format == platform::PixelFormat::kRgba8 ? 4 : 1;
  KIOSK_CHECK(texture.width > 0 && texture.width <= kGreatestTextureSide);
  KIOSK_CHECK(texture.height > 0 && texture.height <= kGreatestTextureSide);
  KIOSK_CHECK(texture.pixels.size() >= static_cast<std::size_t>(texture.width) *
                                           static_cast<std::size_t>(texture.height) * texel);
}

}  // namespace

void rasterise(const ImDrawData& frame, const TextureLookup& textures, Picture& target,
               const Rect& clip) {
  rasterise(frame, textures, canvas_of(target), clip);
}

void rasterise(const ImDrawData& frame, const TextureLookup& textures, const Canvas& target,
               const Rect& clip) {
  const PixelBox bounds =
      PixelBox{0, 0, target.width, target.height}.intersection(pixels_within(clip));
  const Vec2 origin{frame.DisplayPos.x, frame.DisplayPos.y};
  if (!is_drawable(origin.x) || !is_drawable(origin.y)) return;
  for (int i = 0; i < frame.CmdListsCount; ++i) {
    const ImDrawList& list = *frame.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      KIOSK_CHECK(command.UserCallback == nullptr);
      const PixelBox box = bounds.intersection(command_clip(command, origin));
      if (box.empty() || command.ElemCount == 0) continue;
      // The identifier is a pointer or a number, depending on ImGui's version.
      const Texture* texture = textures((std::uintptr_t)command.GetTexID());
      if (texture != nullptr) check_texture(*texture);
      Painter painter(target, box, texture);
      draw_command(painter, list, command, origin, texture);
    }
  }
}

void rasterise_in_bands(const ImDrawData& frame, const TextureLookup& textures, Picture& target) {
  rasterise_in_bands(frame, textures, canvas_of(target));
}

void rasterise_in_bands(const ImDrawData& frame, const TextureLookup& textures,
                        const Canvas& target) {
  // More bands than threads: the map's middle takes longer than the bar at the bottom.
  constexpr int kBandsAThread = 3;
  const int threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
  const int bands = std::max(1, std::min(threads * kBandsAThread, target.height));
  std::atomic<int> next = 0;
  const auto work = [&] {
    for (int band = next++; band < bands; band = next++) {
      const int top = target.height * band / bands;
      const int bottom = target.height * (band + 1) / bands;
      rasterise(frame, textures, target,
                {0, static_cast<float>(top), static_cast<float>(target.width),
                 static_cast<float>(bottom - top)});
    }
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace kiosk::raster
