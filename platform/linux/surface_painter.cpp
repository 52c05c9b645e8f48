#include "platform/linux/surface_painter.h"

#include <SDL.h>

#include <cstring>
#include <vector>

namespace kiosk::platform {
namespace {

template <typename Pixels>
inline Pixels red_and_blue_exchanged(Pixels p) {
  return (p & 0xff00ff00U) | (p & 0xffU) << 16U | (p >> 16U & 0xffU);
}

void exchange_red_and_blue(std::uint32_t* to, const std::uint32_t* from, int count) {
  using Four = std::uint32_t __attribute__((vector_size(16)));
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    Four four;
    std::memcpy(&four, from + i, sizeof four);
    four = red_and_blue_exchanged(four);
    std::memcpy(to + i, &four, sizeof four);
  }
  for (; i < count; ++i) to[i] = red_and_blue_exchanged(from[i]);
}

void copy_box(SDL_Surface& surface, const raster::Picture& picture, const raster::PixelBox& box) {
  auto* pixels = static_cast<std::uint8_t*>(surface.pixels);
  const Uint32 format = surface.format->format;
  const int width = box.right - box.left;
  for (int y = box.top; y < box.bottom; ++y) {
    const std::uint32_t* from =
        picture.rgba.data() + static_cast<std::ptrdiff_t>(y) * picture.width + box.left;
    std::uint8_t* to = pixels + static_cast<std::ptrdiff_t>(y) * surface.pitch +
                       box.left * surface.format->BytesPerPixel;
    if (format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888) {
      exchange_red_and_blue(reinterpret_cast<std::uint32_t*>(to), from, width);
    } else {
      SDL_ConvertPixels(width, 1, SDL_PIXELFORMAT_RGBA32, from, picture.width * 4, format, to,
                        surface.pitch);
    }
  }
}

}  // namespace

Result<std::unique_ptr<SurfacePainter>> SurfacePainter::open(SdlSession& session) {
  if (SDL_GetWindowSurface(session.window()) == nullptr) {
    return fail(std::string("the window has no surface to draw on: ") + SDL_GetError());
  }
  return std::unique_ptr<SurfacePainter>(new SurfacePainter(session));
}

void SurfacePainter::present(const ImDrawData& frame) {
  m_pixels_shown = 0;
  SDL_Surface* surface = SDL_GetWindowSurface(m_session.window());
  if (surface == nullptr) return;  // between two sizes of the window; the next frame comes
  if (m_session.take_exposed() || surface != m_surface) m_picture.forget();
  m_surface = surface;
  // Converted while the processor that drew a box still holds it.
  const auto changed = m_picture.draw(
      frame, [this](std::uintptr_t number) { return m_textures.find(number); },
      {surface->w, surface->h},
      [&](const raster::PixelBox& box) { copy_box(*surface, m_picture.picture(), box); });
  std::vector<SDL_Rect> boxes;
  for (const raster::PixelBox& box : changed) {
    boxes.push_back({box.left, box.top, box.right - box.left, box.bottom - box.top});
    m_pixels_shown += std::int64_t{boxes.back().w} * boxes.back().h;
  }
  if (boxes.empty()) return;
  if (SDL_UpdateWindowSurfaceRects(m_session.window(), boxes.data(),
                                   static_cast<int>(boxes.size())) != 0) {
    m_surface = nullptr;  // nothing of it reached the panel: show all of it next time
  }
}

}  // namespace kiosk::platform
