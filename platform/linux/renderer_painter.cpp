#include "platform/linux/renderer_painter.h"

#include <SDL.h>
#include <imgui.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "kiosk/base/check.h"
#include "platform/raster/fixed_point.h"

namespace kiosk::platform {
namespace {

constexpr int kMoreChecks = 4;
constexpr std::uint32_t kPauseMilliseconds = 25;

int driver_index(const std::string& driver) {
  for (int i = 0; i < SDL_GetNumRenderDrivers(); ++i) {
    SDL_RendererInfo info;
    if (SDL_GetRenderDriverInfo(i, &info) == 0 && driver == info.name) return i;
  }
  return -1;
}

float held(float position) { return std::clamp(position, 0.0F, 1.0F); }

SDL_Rect to_sdl(const raster::PixelBox& box) {
  return {box.left, box.top, box.right - box.left, box.bottom - box.top};
}

}  // namespace

Result<std::unique_ptr<RendererPainter>> RendererPainter::open(SdlSession& session,
                                                               const std::string& driver) {
  const int index = driver_index(driver);
  if (index < 0) return fail("this SDL has no renderer '" + driver + "'");
  SDL_Renderer* renderer = SDL_CreateRenderer(session.window(), index,
                                              SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC);
  if (renderer == nullptr) {
    renderer = SDL_CreateRenderer(session.window(), index, SDL_RENDERER_ACCELERATED);
  }
  if (renderer == nullptr) return fail(driver + " could not start: " + SDL_GetError());
  std::unique_ptr<RendererPainter> painter(new RendererPainter(session, renderer, driver.c_str()));
  Result<void> checked = painter->check_pixels();
  // A window manager may still be at work on a window that has just come.
  for (int again = 0; !checked && again < kMoreChecks; ++again) {
    painter->show();
    SDL_Delay(kPauseMilliseconds);
    SDL_PumpEvents();
    checked = painter->check_pixels();
  }
  if (!checked) return tl::unexpected(checked.error().within(driver));
  return painter;
}

RendererPainter::RendererPainter(SdlSession& session, SDL_Renderer* renderer, const char* driver)
    : m_session(session), m_renderer(renderer), m_name(driver) {
  // Untextured geometry blends by the renderer's own mode, which is off at first.
  SDL_SetRenderDrawBlendMode(m_renderer, SDL_BLENDMODE_BLEND);
}

RendererPainter::~RendererPainter() {
  for (const auto& [number, entry] : m_textures) SDL_DestroyTexture(entry.texture);
  SDL_DestroyRenderer(m_renderer);
}

bool RendererPainter::is_software() const {
  constexpr unsigned kGlRenderer = 0x1F01;  // GL_RENDERER, from the OpenGL registry
  using GetString = const unsigned char* (*)(unsigned);
  const auto get_string = reinterpret_cast<GetString>(SDL_GL_GetProcAddress("glGetString"));
  const auto* text = get_string == nullptr ? nullptr : get_string(kGlRenderer);
  if (text == nullptr) return false;
  const std::string_view name = reinterpret_cast<const char*>(text);
  return name.find("llvmpipe") != name.npos || name.find("softpipe") != name.npos ||
         name.find("SWR") != name.npos || name.find("Software Rasterizer") != name.npos;
}

bool RendererPainter::upload(const TextureOf& entry, const SDL_Rect& box,
                             std::span<const std::uint8_t> pixels) {
  const std::size_t count = static_cast<std::size_t>(box.w) * static_cast<std::size_t>(box.h);
  KIOSK_CHECK(pixels.size() == count * (entry.format == PixelFormat::kRgba8 ? 4 : 1));
  const void* rgba = pixels.data();
  if (entry.format == PixelFormat::kAlpha8) {
    m_rgba.resize(count);
    std::ranges::transform(pixels, m_rgba.begin(), [](std::uint8_t alpha) {
      return 0x00ffffffU | std::uint32_t{alpha} << 24;
    });
    rgba = m_rgba.data();
  }
  return SDL_UpdateTexture(entry.texture, &box, rgba, box.w * 4) == 0;
}

TextureId RendererPainter::try_create(PixelFormat format, TextureSize size,
                                      std::span<const std::uint8_t> pixels) {
  SDL_Texture* texture = SDL_CreateTexture(m_renderer, SDL_PIXELFORMAT_RGBA32,
                                           SDL_TEXTUREACCESS_STATIC, size.width, size.height);
  if (texture == nullptr) return {};
  const TextureOf entry{texture, format};
  m_textures.emplace(++m_last, entry);
  const bool ready = SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND) == 0 &&
                     SDL_SetTextureScaleMode(texture, SDL_ScaleModeLinear) == 0 &&
                     upload(entry, {0, 0, size.width, size.height}, pixels);
  return {ready ? m_last : 0};
}

TextureId RendererPainter::create_texture(PixelFormat format, TextureSize size,
                                          std::vector<std::uint8_t> pixels) {
  const TextureId id = try_create(format, size, pixels);
  KIOSK_CHECK(id.value != 0);
  return id;
}

void RendererPainter::update_texture(TextureId texture, int x, int y, TextureSize size,
                                     std::span<const std::uint8_t> pixels) {
  const TextureOf* entry = find(texture.value);
  KIOSK_CHECK(entry != nullptr);
  KIOSK_CHECK(upload(*entry, {x, y, size.width, size.height}, pixels));
}

void RendererPainter::destroy_texture(TextureId texture) {
  const TextureOf* entry = find(texture.value);
  KIOSK_CHECK(entry != nullptr);
  SDL_DestroyTexture(entry->texture);
  m_textures.erase(texture.value);
}

const RendererPainter::TextureOf* RendererPainter::find(std::uintptr_t number) const {
  const auto found = m_textures.find(number);
  return found == m_textures.end() ? nullptr : &found->second;
}

void RendererPainter::clear() {
  SDL_RenderSetClipRect(m_renderer, nullptr);
  SDL_SetRenderDrawColor(m_renderer, 0, 0, 0, 255);
  SDL_RenderClear(m_renderer);
}

void RendererPainter::clip_to(const SDL_Rect& box) { SDL_RenderSetClipRect(m_renderer, &box); }

void RendererPainter::present(const ImDrawData& frame) {
  static_cast<void>(m_session.take_exposed());  // the whole frame is drawn anyway
  draw(frame);
  show();
}

void RendererPainter::show() { SDL_RenderPresent(m_renderer); }

TextureId RendererPainter::create_target(TextureSize size) {
  SDL_Texture* texture = SDL_CreateTexture(m_renderer, SDL_PIXELFORMAT_RGBA32,
                                           SDL_TEXTUREACCESS_TARGET, size.width, size.height);
  KIOSK_CHECK(texture != nullptr);
  m_textures.emplace(++m_last, TextureOf{texture, PixelFormat::kRgba8});
  SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
  SDL_SetTextureScaleMode(texture, SDL_ScaleModeLinear);
  return {m_last};
}

void RendererPainter::draw_into(TextureId target, const ImDrawData& frame) {
  const TextureOf* entry = find(target.value);
  KIOSK_CHECK(entry != nullptr);
  TextureSize size;
  KIOSK_CHECK(SDL_QueryTexture(entry->texture, nullptr, nullptr, &size.width, &size.height) == 0);
  KIOSK_CHECK(SDL_SetRenderTarget(m_renderer, entry->texture) == 0);
  draw_lists(frame, size);
  SDL_RenderSetClipRect(m_renderer, nullptr);
  SDL_SetRenderTarget(m_renderer, nullptr);
}

void RendererPainter::draw(const ImDrawData& frame) { draw_lists(frame, m_session.size()); }

void RendererPainter::draw_lists(const ImDrawData& frame, TextureSize size) {
  KIOSK_CHECK(frame.DisplayPos.x == 0 && frame.DisplayPos.y == 0);
  clear();
  for (int i = 0; i < frame.CmdListsCount; ++i) {
    const ImDrawList& list = *frame.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      KIOSK_CHECK(command.UserCallback == nullptr);
      const raster::PixelBox box =
          raster::command_clip(command, {}).intersection({0, 0, size.width, size.height});
      if (box.empty() || command.ElemCount == 0) continue;
      clip_to(to_sdl(box));
      draw_command(list, command);
    }
  }
}

// Hands over only the vertices that the command uses: SDL looks at all it is given, for
// each command anew, and one unfit texture position among them loses the whole command.
void RendererPainter::draw_command(const ImDrawList& list, const ImDrawCmd& command) {
  KIOSK_CHECK(std::size_t{command.IdxOffset} + command.ElemCount <=
              static_cast<std::size_t>(list.IdxBuffer.Size));
  const std::span indices(list.IdxBuffer.Data + command.IdxOffset, command.ElemCount);
  const auto [least, greatest] = std::ranges::minmax(indices);
  const std::size_t first = std::size_t{command.VtxOffset} + least;
  const std::size_t count = std::size_t{greatest} - least + 1;
  KIOSK_CHECK(first + count <= static_cast<std::size_t>(list.VtxBuffer.Size));
  m_corners.clear();
  for (const ImDrawVert& v : std::span(list.VtxBuffer.Data + first, count)) {
    m_corners.push_back({{v.pos.x, v.pos.y}, {held(v.uv.x), held(v.uv.y)}, v.col});
  }
  m_indices.clear();
  for (const ImDrawIdx index : indices) m_indices.push_back(static_cast<int>(index) - least);
  draw_corners({(std::uintptr_t)command.GetTexID()});
}

void RendererPainter::draw_corners(TextureId texture) {
  const TextureOf* entry = find(texture.value);
  const Corner& first = m_corners.front();
  constexpr int kStride = sizeof(Corner);
  SDL_RenderGeometryRaw(m_renderer, entry == nullptr ? nullptr : entry->texture, &first.position.x,
                        kStride, reinterpret_cast<const SDL_Color*>(&first.colour), kStride,
                        &first.texture.x, kStride, static_cast<int>(m_corners.size()),
                        m_indices.data(), static_cast<int>(m_indices.size()), sizeof(int));
}

Result<raster::Picture> RendererPainter::read_back() {
  const TextureSize size = m_session.size();
  raster::Picture picture{size.width, size.height, {}};
  picture.rgba.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
  SDL_RenderSetClipRect(m_renderer, nullptr);
  if (SDL_RenderReadPixels(m_renderer, nullptr, SDL_PIXELFORMAT_RGBA32, picture.rgba.data(),
                           size.width * 4) != 0) {
    return fail(std::string("its pixels cannot be read back: ") + SDL_GetError());
  }
  return picture;
}

}  // namespace kiosk::platform
