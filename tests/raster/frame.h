// A frame of draw data for tests: ImGui's own context and background draw list, then the
// rasteriser. One at a time, because ImGui has one current context.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>
#include <utility>

#include "platform/raster/rasteriser.h"

namespace kiosk::raster {

inline constexpr std::uint32_t kWhite = 0xffffffffU;
inline constexpr std::uintptr_t kFont = 1;

class Frame {
 public:
  Frame(int width, int height) : m_width(width), m_height(height) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
    unsigned char* pixels = nullptr;
    int font_width = 0;
    int font_height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &font_width, &font_height);
    io.Fonts->SetTexID((ImTextureID)kFont);
    m_textures[kFont] = {platform::PixelFormat::kRgba8,
                         font_width,
                         font_height,
                         {pixels, pixels + font_width * font_height * 4}};
    ImGui::NewFrame();
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  ~Frame() { ImGui::DestroyContext(); }

  [[nodiscard]] ImDrawList& list() { return *ImGui::GetBackgroundDrawList(); }
  ImTextureID add(std::uintptr_t number, Texture texture) {
    m_textures[number] = std::move(texture);
    return (ImTextureID)number;
  }
  [[nodiscard]] const std::map<std::uintptr_t, Texture>& textures() const { return m_textures; }

  // Ends the frame; nothing may be added after it.
  [[nodiscard]] ImDrawData& data() {
    if (!m_ended) ImGui::Render();
    m_ended = true;
    return *ImGui::GetDrawData();
  }
  [[nodiscard]] Picture blank() const {
    return {m_width, m_height,
            std::vector<std::uint32_t>(static_cast<std::size_t>(m_width * m_height), kBlack)};
  }
  void draw(Picture& picture, const Rect& clip) {
    rasterise(
        data(),
        [this](std::uintptr_t number) {
          const auto found = m_textures.find(number);
          return found == m_textures.end() ? nullptr : &found->second;
        },
        picture, clip);
  }
  [[nodiscard]] Picture draw() {
    Picture picture = blank();
    draw(picture, {0, 0, static_cast<float>(m_width), static_cast<float>(m_height)});
    return picture;
  }

  void triangle(ImVec2 a, ImVec2 b, ImVec2 c, ImU32 colour) {
    triangle({a, {}, colour}, {b, {}, colour}, {c, {}, colour}, ImGui::GetFontTexUvWhitePixel());
  }
  // Corners as they are, with their own texture positions.
  void corners(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c) {
    ImDrawList& l = list();
    l.PrimReserve(3, 3);
    const unsigned first = l._VtxCurrentIdx;
    for (const ImDrawVert& v : {a, b, c}) l.PrimWriteVtx(v.pos, v.uv, v.col);
    for (unsigned i = 0; i < 3; ++i) l.PrimWriteIdx(static_cast<ImDrawIdx>(first + i));
  }

 private:
  void triangle(ImDrawVert a, ImDrawVert b, ImDrawVert c, ImVec2 white) {
    a.uv = b.uv = c.uv = white;
    corners(a, b, c);
  }

  int m_width;
  int m_height;
  bool m_ended = false;
  std::map<std::uintptr_t, Texture> m_textures;
};

[[nodiscard]] inline std::uint32_t at(const Picture& picture, int x, int y) {
  return picture.rgba.at(static_cast<std::size_t>(y * picture.width + x));
}
[[nodiscard]] inline int red(const Picture& picture, int x, int y) {
  return static_cast<int>(at(picture, x, y) & 0xff);
}

// Marsaglia's xorshift: the same numbers everywhere.
class Numbers {
 public:
  std::uint32_t next() {
    m_state ^= m_state << 13;
    m_state ^= m_state >> 17;
    m_state ^= m_state << 5;
    return m_state;
  }
  // A multiple of 1/64 from `least` up to `greatest`.
  float between(int least, int greatest) {
    const auto steps = static_cast<std::uint32_t>((greatest - least) * 64 + 1);
    return static_cast<float>(least) + static_cast<float>(next() % steps) / 64.0F;
  }

 private:
  std::uint32_t m_state = 2463534242U;
};

}  // namespace kiosk::raster
