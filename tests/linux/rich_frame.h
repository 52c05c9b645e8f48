// A frame with everything the screens draw with, for any painter and for our rasteriser. One
// Gui at a time, because ImGui has one current context.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "platform/display.h"
#include "platform/raster/rasteriser.h"
#include "platform/raster/texture_store.h"

namespace kiosk::platform {

inline constexpr int kWidth = 640;
inline constexpr int kHeight = 400;

struct RichTextures {
  TextureId font;
  TextureId picture;
  TextureId coverage;
};

inline std::vector<std::uint8_t> waves(int width, int height, int channels) {
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        pixels.push_back(static_cast<std::uint8_t>((x * (c + 2) + y * (5 - c) + c * 60) & 0xff));
      }
    }
  }
  return pixels;
}

// Works on a painter and on a texture store alike.
template <typename Maker>
RichTextures make_textures(Maker make) {
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  RichTextures made;
  const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  made.font = make(PixelFormat::kRgba8, TextureSize{width, height},
                   std::vector<std::uint8_t>(pixels, pixels + size));
  made.picture = make(PixelFormat::kRgba8, TextureSize{96, 64}, waves(96, 64, 4));
  made.coverage = make(PixelFormat::kAlpha8, TextureSize{64, 64}, waves(64, 64, 1));
  return made;
}

class Gui {
 public:
  Gui() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = ImVec2(kWidth, kHeight);
    static_cast<void>(make_textures([](auto...) { return TextureId{1}; }));  // builds the font
  }
  Gui(const Gui&) = delete;
  Gui& operator=(const Gui&) = delete;
  ~Gui() { ImGui::DestroyContext(); }

  ImDrawData& frame(const RichTextures& textures, const std::function<void(ImDrawList&)>& draw) {
    ImGui::GetIO().Fonts->SetTexID((ImTextureID)textures.font.value);
    ImGui::NewFrame();
    draw(*ImGui::GetBackgroundDrawList());
    ImGui::Render();
    return *ImGui::GetDrawData();
  }
};

// Everything the screens draw with. No upright edge goes through the pixels' centres: GL leaves
// it to the driver which side gets those (and SDL draws upside down there).
inline void draw_rich(ImDrawList& list, const RichTextures& textures) {
  const ImTextureID picture = (ImTextureID)textures.picture.value;
  const ImTextureID coverage = (ImTextureID)textures.coverage.value;
  list.AddRectFilledMultiColor({0, 0}, {kWidth, kHeight}, IM_COL32(20, 40, 90, 255),
                               IM_COL32(90, 40, 20, 255), IM_COL32(200, 180, 140, 255),
                               IM_COL32(20, 120, 90, 255));
  list.AddRectFilled({30, 30}, {250, 180}, IM_COL32(250, 245, 235, 230), 22);
  list.AddRect({30, 30}, {250, 180}, IM_COL32(30, 30, 30, 160), 22, 0, 2);
  for (int i = 0; i < 9; ++i) {
    const float x = 60 + static_cast<float>(i) * 61.3F;
    list.AddCircleFilled({x, 230.4F}, 6.0F + static_cast<float>(i) * 2.3F,
                         IM_COL32(20 * i, 200 - 20 * i, 120, 60 + 20 * i), 40);
    list.AddCircle({x, 230.4F}, 8.0F + static_cast<float>(i) * 2.3F, IM_COL32_WHITE, 40, 1.5F);
    list.AddBezierCubic({x, 380}, {x - 90, 250}, {x + 140, 320}, {x + 40, 190},
                        IM_COL32(255, 220, 120, 255), 1.0F + static_cast<float>(i) * 0.6F, 32);
  }
  // Not through pixels' centres: there GL, whose rows run upwards, takes the other edge.
  list.AddImage(picture, {280.25F, 20.4F}, {376.25F, 84.4F});
  list.AddImage(picture, {390, 20}, {620, 170}, {0.1F, 0.2F}, {0.9F, 0.7F},
                IM_COL32(255, 255, 255, 200));
  list.AddImageQuad(picture, {300, 100}, {380, 120}, {360, 190}, {270, 160});
  list.AddImage(coverage, {60, 60}, {124, 124}, {0, 0}, {1, 1}, IM_COL32(150, 30, 40, 255));
  list.PushClipRect({140, 70}, {220, 150});
  list.AddImage(coverage, {130, 60}, {260, 190}, {0, 0}, {1, 1}, IM_COL32(10, 90, 40, 200));
  list.PopClipRect();
  list.AddText({50, 45}, IM_COL32(20, 20, 20, 255), "Agadir 1972 - 2024");
}

inline raster::Picture rasterised(Gui& gui) {
  raster::TextureStore store;
  const RichTextures textures = make_textures([&](auto... of) { return store.create(of...); });
  raster::Picture picture{kWidth, kHeight,
                          std::vector<std::uint32_t>(kWidth * kHeight, 0xff000000U)};
  rasterise(gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures); }),
            [&](std::uintptr_t number) { return store.find(number); }, picture,
            {0, 0, kWidth, kHeight});
  return picture;
}

}  // namespace kiosk::platform
