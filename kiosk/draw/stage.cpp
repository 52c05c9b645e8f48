#include "kiosk/draw/stage.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/base/check.h"
#include "kiosk/base/stopwatch.h"

namespace kiosk {
namespace {

constexpr int kGradientSteps = 256;

// ImGui 1.86 has draw data point at lists, 1.90 has it own an array of them.
template <typename Data>
void hold(Data& data, ImDrawList*& list) {
  if constexpr (requires { data.AddDrawList(list); }) {
    data.AddDrawList(list);
  } else {
    data.CmdLists = &list;
    data.CmdListsCount = 1;
    data.TotalVtxCount = list->VtxBuffer.Size;
    data.TotalIdxCount = list->IdxBuffer.Size;
  }
}

}  // namespace

void Stage::ContextDeleter::operator()(ImGuiContext* context) const {
  ImGui::DestroyContext(context);
}

Stage::Stage(TextEngine& fonts, platform::Display& display)
    : m_fonts(fonts), m_display(display), m_context(ImGui::CreateContext()) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  ImGuiStyle& style = ImGui::GetStyle();
  // Lines as geometry: a line from a texture would look different in each painter.
  style.AntiAliasedLinesUseTex = false;
  style.CircleTessellationMaxError = 0.15F;
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  const platform::TextureId texture =
      m_display.create_texture(platform::PixelFormat::kAlpha8, {width, height},
                               std::vector<std::uint8_t>(pixels, pixels + size));
  io.Fonts->SetTexID((ImTextureID)texture.value);
  m_textures.push_back(texture);
}

Stage::~Stage() {
  for (const platform::TextureId texture : m_glyph_pages) m_display.destroy_texture(texture);
  for (const platform::TextureId texture : m_textures) m_display.destroy_texture(texture);
}

Frame Stage::begin(Vec2 size, Millis elapsed) {
  m_times = {};
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {size.x, size.y};
  io.DeltaTime = std::max(static_cast<float>(elapsed.count() / 1000), 1e-4F);
  ImGui::NewFrame();
  m_zones.clear();
  return {*this, *ImGui::GetBackgroundDrawList(), size, m_zones};
}

const ImDrawData& Stage::finish() {
  ImGui::Render();
  for (const TextEngine::Dirty& dirty : m_fonts.take_dirty()) {
    const AtlasPage& page = m_fonts.pages()[dirty.page];
    std::vector<std::uint8_t> box(static_cast<std::size_t>(dirty.w) *
                                  static_cast<std::size_t>(dirty.h));
    for (int row = 0; row < dirty.h; ++row) {
      const auto from = static_cast<std::ptrdiff_t>(dirty.y + row) * page.width + dirty.x;
      std::copy_n(page.alpha.begin() + from, dirty.w,
                  box.begin() + static_cast<std::ptrdiff_t>(row) * dirty.w);
    }
    static_cast<void>(glyph_page(dirty.page));
    m_display.update_texture(m_glyph_pages.at(dirty.page), dirty.x, dirty.y, {dirty.w, dirty.h},
                             box);
  }
  m_fonts.forget_unused();
  const ImDrawData* data = ImGui::GetDrawData();
  KIOSK_CHECK(data != nullptr);
  return *data;
}

platform::TextureId Stage::texture(Bitmap bitmap) {
  const auto format =
      bitmap.channels == 1 ? platform::PixelFormat::kAlpha8 : platform::PixelFormat::kRgba8;
  const platform::TextureId texture =
      m_display.create_texture(format, {bitmap.width, bitmap.height}, std::move(bitmap.pixels));
  m_textures.push_back(texture);
  return texture;
}

platform::TextureId Stage::gradient(std::span<const Colour> colours) {
  KIOSK_CHECK(colours.size() >= 2);
  Bitmap strip{1, kGradientSteps, 4, {}};
  for (int i = 0; i < kGradientSteps; ++i) {
    const double along =
        static_cast<double>(i) / (kGradientSteps - 1) * static_cast<double>(colours.size() - 1);
    const auto step = std::min(static_cast<std::size_t>(along), colours.size() - 2);
    const Colour colour = mix(colours[step], colours[step + 1], along - static_cast<double>(step));
    strip.pixels.insert(strip.pixels.end(), {colour.r, colour.g, colour.b, colour.a});
  }
  return texture(std::move(strip));
}

platform::TextureId Stage::target(platform::TextureSize size) {
  m_textures.push_back(m_display.create_target(size));
  return m_textures.back();
}

void Stage::release(platform::TextureId texture) {
  KIOSK_CHECK(std::erase(m_textures, texture) == 1);
  m_display.destroy_texture(texture);
}

Frame Stage::begin_layer(Layer& layer, Vec2 size) {
  if (!layer.m_list) {
    layer.m_list.reset(new ImDrawList(ImGui::GetDrawListSharedData()));
  }
  ImDrawList& list = *layer.m_list;
  list._ResetForNewFrame();
  list.PushTextureID(ImGui::GetIO().Fonts->TexID);
  list.PushClipRect({0, 0}, {size.x, size.y});
  layer.m_zones.clear();
  return {*this, list, size, layer.m_zones};
}

void Stage::draw_into(platform::TextureId target, Vec2 size,
                      const std::function<void(Frame&)>& draw) {
  Frame frame = begin_layer(m_target, size);
  draw(frame);
  ImDrawData data;
  ImDrawList* only = m_target.m_list.get();
  hold(data, only);
  data.Valid = true;
  data.DisplaySize = {size.x, size.y};
  data.FramebufferScale = {1, 1};
  const Stopwatch painting(m_times.paint);
  m_display.draw_into(target, data);
}

const Stage::Stamp* Stage::stamp(const StampKey& key) const {
  const auto found = m_stamps.find(key);
  return found == m_stamps.end() ? nullptr : &found->second;
}

const Stage::Stamp& Stage::keep_stamp(const StampKey& key, Bitmap made) {
  const PixelSize size{made.width, made.height};
  return m_stamps[key] = {texture(std::move(made)), size};
}

Stage::GlyphPage Stage::glyph_page(std::uint16_t page) {
  const std::span<const AtlasPage> pages = m_fonts.pages();
  while (m_glyph_pages.size() < pages.size()) {
    const AtlasPage& fresh = pages[m_glyph_pages.size()];
    m_glyph_pages.push_back(m_display.create_texture(platform::PixelFormat::kAlpha8,
                                                     {fresh.width, fresh.height}, fresh.alpha));
  }
  const AtlasPage& found = pages[page];
  return {m_glyph_pages.at(page),
          {1 / static_cast<float>(found.width), 1 / static_cast<float>(found.height)}};
}

}  // namespace kiosk
