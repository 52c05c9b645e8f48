#include "platform/linux/surface_painter.h"

#include <SDL.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace kiosk::platform {
namespace {

// As high as a band, whose thread looks after its tiles: 17 by 30 at 1080p, small enough to follow
// a button.
constexpr int kTile = raster::kBandRows;

std::size_t place(const raster::Picture& picture, int x, int y) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
         static_cast<std::size_t>(x);
}

bool equal(const raster::Picture& a, const raster::Picture& b, const SDL_Rect& box) {
  for (int y = box.y; y < box.y + box.h; ++y) {
    const std::size_t start = place(a, box.x, y);
    if (std::memcmp(&a.rgba[start], &b.rgba[start], static_cast<std::size_t>(box.w) * 4) != 0) {
      return false;
    }
  }
  return true;
}

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

void copy_box(SDL_Surface& surface, const raster::Picture& picture, const SDL_Rect& box) {
  auto* pixels = static_cast<std::uint8_t*>(surface.pixels);
  const Uint32 format = surface.format->format;
  const int width = std::min(box.w, surface.w - box.x);
  const int bottom = std::min(box.y + box.h, surface.h);
  if (width <= 0) return;
  for (int y = box.y; y < bottom; ++y) {
    const std::uint32_t* from = &picture.rgba[place(picture, box.x, y)];
    std::uint8_t* to = pixels + static_cast<std::ptrdiff_t>(y) * surface.pitch +
                       box.x * surface.format->BytesPerPixel;
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

std::vector<SDL_Rect> SurfacePainter::changed_boxes(int top, int bottom) const {
  std::vector<SDL_Rect> boxes;
  bool joined = false;
  for (int x = 0; x < m_next.width; x += kTile) {
    const SDL_Rect tile{x, top, std::min(kTile, m_next.width - x), bottom - top};
    if (equal(m_next, m_shown, tile)) {
      joined = false;
    } else if (joined) {
      boxes.back().w += tile.w;
    } else {
      boxes.push_back(tile);
      joined = true;
    }
  }
  return boxes;
}

void SurfacePainter::present(const ImDrawData& frame) {
  m_pixels_shown = 0;
  SDL_Surface* surface = SDL_GetWindowSurface(m_session.window());
  if (surface == nullptr) return;  // between two sizes of the window; the next frame comes
  const bool lost = m_session.take_exposed() || surface != m_surface ||
                    surface->w != m_shown.width || surface->h != m_shown.height;
  m_surface = surface;
  m_next.width = surface->w;
  m_next.height = surface->h;
  m_next.rgba.resize(place(m_next, 0, surface->h));
  // Compared and converted while the processor that drew a band still holds it.
  std::vector<std::vector<SDL_Rect>> bands(
      static_cast<std::size_t>((surface->h + kTile - 1) / kTile));
  const auto hand_over = [&](int top, int bottom) {
    std::vector<SDL_Rect>& boxes = bands[static_cast<std::size_t>(top / kTile)];
    if (lost) {
      boxes = {{0, top, surface->w, bottom - top}};
    } else {
      boxes = changed_boxes(top, bottom);
    }
    for (const SDL_Rect& box : boxes) copy_box(*surface, m_next, box);
  };
  rasterise_in_bands(
      frame, [this](std::uintptr_t number) { return m_textures.find(number); },
      raster::Canvas{m_next.width, m_next.height, m_next.rgba.data()}, raster::kBlack, hand_over);
  std::vector<SDL_Rect> changed;
  for (const std::vector<SDL_Rect>& boxes : bands) {
    changed.insert(changed.end(), boxes.begin(), boxes.end());
  }
  for (const SDL_Rect& box : changed) m_pixels_shown += std::int64_t{box.w} * box.h;
  std::swap(m_next, m_shown);
  if (changed.empty()) return;
  if (SDL_UpdateWindowSurfaceRects(m_session.window(), changed.data(),
                                   static_cast<int>(changed.size())) != 0) {
    m_surface = nullptr;  // nothing of it reached the panel: show all of it next time
  }
}

}  // namespace kiosk::platform
