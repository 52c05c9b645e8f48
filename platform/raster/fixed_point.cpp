#include "platform/raster/fixed_point.h"

#include <imgui.h>

#include <cmath>
#include <cstdlib>

namespace kiosk::raster {
namespace {

constexpr double kGreatestPixel = 1048576.0;

// The first pixel whose centre is at or after the edge.
int first_pixel(double edge) {
  const double held = std::clamp(edge, -kGreatestPixel, kGreatestPixel);
  return static_cast<int>((nearest(held * kSubpixel) + kSubpixel / 2 - 1) >> 8);
}

std::int32_t to_texels(float position, int side) {
  constexpr double kGreatest = double{kGreatestTextureSide} * (1 << kTexelBits);
  const double scaled = static_cast<double>(position) * side * (1 << kTexelBits);
  return static_cast<std::int32_t>(nearest(std::clamp(scaled, -kGreatest, kGreatest)));
}

}  // namespace

PixelBox pixels_within(double left, double top, double right, double bottom) {
  if (std::isnan(left) || std::isnan(top) || std::isnan(right) || std::isnan(bottom)) return {};
  return {first_pixel(left), first_pixel(top), first_pixel(right), first_pixel(bottom)};
}

PixelBox command_clip(const ImDrawCmd& command, Vec2 origin) {
  const auto x = static_cast<double>(origin.x);
  const auto y = static_cast<double>(origin.y);
  return pixels_within(
      static_cast<double>(command.ClipRect.x) - x, static_cast<double>(command.ClipRect.y) - y,
      static_cast<double>(command.ClipRect.z) - x, static_cast<double>(command.ClipRect.w) - y);
}

bool to_fixed(const ImDrawVert& vertex, Vec2 origin, int texture_width, int texture_height,
              FixedVertex& out) {
  if (!is_drawable(vertex.pos.x) || !is_drawable(vertex.pos.y) || !is_drawable(vertex.uv.x) ||
      !is_drawable(vertex.uv.y)) {
    return false;
  }
  out.x = static_cast<std::int32_t>(
      nearest((static_cast<double>(vertex.pos.x) - static_cast<double>(origin.x)) * kSubpixel));
  out.y = static_cast<std::int32_t>(
      nearest((static_cast<double>(vertex.pos.y) - static_cast<double>(origin.y)) * kSubpixel));
  constexpr std::int32_t kGreatest = static_cast<std::int32_t>(kGreatestPixel) * kSubpixel;
  if (std::max(std::abs(out.x), std::abs(out.y)) > kGreatest) return false;
  out.u = to_texels(vertex.uv.x, texture_width);
  out.v = to_texels(vertex.uv.y, texture_height);
  out.colour = vertex.col;
  return true;
}

}  // namespace kiosk::raster
