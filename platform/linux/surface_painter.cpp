#include "platform/linux/surface_painter.h"

#include <SDL.h>

#include <vector>

#include "platform/raster/blend.h"

namespace kiosk::platform {
namespace {

bool begins_with_blue(const SDL_Surface& surface) {
  const Uint32 format = surface.format->format;
  return format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888;
}

void copy_box(SDL_Surface& surface, const raster::Picture& picture, raster::PixelOrder order,
              const raster::PixelBox& box) {
  auto* pixels = static_cast<std::uint8_t*>(surface.pixels);
  const Uint32 from_format =
      order == raster::PixelOrder::kBgra ? SDL_PIXELFORMAT_ARGB8888 : SDL_PIXELFORMAT_RGBA32;
  for (int y = box.top; y < box.bottom; ++y) {
    const std::uint32_t* from =
        picture.rgba.data() + static_cast<std::ptrdiff_t>(y) * picture.width + box.left;
    std::uint8_t* to = pixels + static_cast<std::ptrdiff_t>(y) * surface.pitch +
                       box.left * surface.format->BytesPerPixel;
    SDL_ConvertPixels(box.right - box.left, 1, from_format, from, picture.width * 4,
                      surface.format->format, to, surface.pitch);
  }
}

}  // namespace

Result<std::unique_ptr<SurfacePainter>> SurfacePainter::open(SdlSession& session) {
  const SDL_Surface* surface = SDL_GetWindowSurface(session.window());
  if (surface == nullptr) {
    return fail(std::string("the window has no surface to draw on: ") + SDL_GetError());
  }
  const auto order =
      begins_with_blue(*surface) ? raster::PixelOrder::kBgra : raster::PixelOrder::kRgba;
  return std::unique_ptr<SurfacePainter>(new SurfacePainter(session, order));
}

std::span<const raster::PixelBox> SurfacePainter::draw(SDL_Surface& surface,
                                                       const ImDrawData& frame) {
  const raster::TextureLookup textures = [this](std::uintptr_t number) {
    return m_textures.find(number);
  };
  const bool straight = m_order == raster::PixelOrder::kBgra && begins_with_blue(surface) &&
                        surface.pitch == surface.w * 4 && !SDL_MUSTLOCK(&surface);
  if (straight) {
    m_own = {};
    return m_picture.draw({surface.w, surface.h, static_cast<std::uint32_t*>(surface.pixels)},
                          m_order, frame, textures);
  }
  if (m_own.width != surface.w || m_own.height != surface.h) {
    m_own = {surface.w, surface.h,
             std::vector<std::uint32_t>(static_cast<std::size_t>(surface.w) *
                                        static_cast<std::size_t>(surface.h))};
    m_picture.forget();
  }
  // Converted while the processor that drew a box still holds it.
  return m_picture.draw(
      {m_own.width, m_own.height, m_own.rgba.data()}, m_order, frame, textures,
      [&](const raster::PixelBox& box) { copy_box(surface, m_own, m_order, box); });
}

Result<raster::Picture> SurfacePainter::picture(const ImDrawData& /*last*/) {
  if (m_own.width > 0 && m_order == raster::PixelOrder::kRgba) return m_own;
  raster::Picture seen = m_own;
  if (seen.width == 0) {
    const SDL_Surface* surface = SDL_GetWindowSurface(m_session.window());
    if (surface == nullptr || surface != m_surface) return fail("nothing was drawn yet");
    const auto* pixels = static_cast<const std::uint32_t*>(surface->pixels);
    const auto count = static_cast<std::size_t>(surface->w) * static_cast<std::size_t>(surface->h);
    seen = {surface->w, surface->h, {pixels, pixels + count}};
  }
  raster::exchange_red_and_blue(seen.rgba.data(), seen.rgba.data(), seen.rgba.size());
  return seen;
}

void SurfacePainter::present(const ImDrawData& frame) {
  m_pixels_shown = 0;
  SDL_Surface* surface = SDL_GetWindowSurface(m_session.window());
  if (surface == nullptr) return;  // between two sizes of the window; the next frame comes
  if (m_session.take_exposed() || surface != m_surface) m_picture.forget();
  m_surface = surface;
  const auto changed = draw(*surface, frame);
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
