// The production painters against our rasteriser, without a screen: GL on SDL's offscreen
// driver (Mesa's llvmpipe), and the window surface on SDL's dummy driver.
#include <SDL.h>
#include <doctest/doctest.h>
#include <imgui.h>

#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/linux/renderer_painter.h"
#include "platform/linux/sdl_display.h"
#include "platform/linux/surface_painter.h"
#include "platform/raster/difference.h"
#include "platform/raster/texture_store.h"

namespace kiosk::platform {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 400;

// A session on a video driver that needs no screen.
std::unique_ptr<SdlSession> open_session(const char* driver) {
  SDL_setenv("SDL_VIDEODRIVER", driver, 1);
  auto session = SdlSession::open({true, kWidth, kHeight});
  REQUIRE_MESSAGE(session.has_value(), session.error().message);
  return std::move(*session);
}

// GL must be there: a test that skips itself where GL is missing proves nothing anywhere.
std::unique_ptr<RendererPainter> open_gl(SdlSession& session, const std::string& driver) {
  auto painter = RendererPainter::open(session, driver);
  if (!painter) {
    FAIL("GL without a screen is needed here (Debian: libegl1 libgl1-mesa-dri, and libgles2 for "
         "opengles2): "
         << painter.error().message);
  }
  return std::move(*painter);
}

struct Textures {
  TextureId font;
  TextureId picture;
  TextureId coverage;
};

std::vector<std::uint8_t> waves(int width, int height, int channels) {
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
Textures make_textures(Maker make) {
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  Textures made;
  const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  made.font = make(PixelFormat::kRgba8, TextureSize{width, height}, std::span(pixels, size));
  const std::vector<std::uint8_t> rgba = waves(96, 64, 4);
  made.picture = make(PixelFormat::kRgba8, TextureSize{96, 64}, std::span(rgba));
  const std::vector<std::uint8_t> alpha = waves(64, 64, 1);
  made.coverage = make(PixelFormat::kAlpha8, TextureSize{64, 64}, std::span(alpha));
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

  const ImDrawData& frame(const Textures& textures, const std::function<void(ImDrawList&)>& draw) {
    ImGui::GetIO().Fonts->SetTexID((ImTextureID)textures.font.value);
    ImGui::NewFrame();
    draw(*ImGui::GetBackgroundDrawList());
    ImGui::Render();
    return *ImGui::GetDrawData();
  }
};

// Everything the screens draw with, kShift to the right.
void draw_rich(ImDrawList& list, const Textures& textures, float shift) {
  const ImTextureID picture = (ImTextureID)textures.picture.value;
  const ImTextureID coverage = (ImTextureID)textures.coverage.value;
  list.AddRectFilledMultiColor({shift, 0}, {kWidth + shift, kHeight}, IM_COL32(20, 40, 90, 255),
                               IM_COL32(90, 40, 20, 255), IM_COL32(200, 180, 140, 255),
                               IM_COL32(20, 120, 90, 255));
  list.AddRectFilled({30 + shift, 30}, {250 + shift, 180}, IM_COL32(250, 245, 235, 230), 22);
  list.AddRect({30 + shift, 30}, {250 + shift, 180}, IM_COL32(30, 30, 30, 160), 22, 0, 2);
  for (int i = 0; i < 9; ++i) {
    const float x = 60 + static_cast<float>(i) * 61.3F + shift;
    list.AddCircleFilled({x, 230.4F}, 6.0F + static_cast<float>(i) * 2.3F,
                         IM_COL32(20 * i, 200 - 20 * i, 120, 60 + 20 * i), 40);
    list.AddCircle({x, 230.4F}, 8.0F + static_cast<float>(i) * 2.3F, IM_COL32_WHITE, 40, 1.5F);
    list.AddBezierCubic({x, 380}, {x - 90, 250}, {x + 140, 320}, {x + 40, 190},
                        IM_COL32(255, 220, 120, 255), 1.0F + static_cast<float>(i) * 0.6F, 32);
  }
  // Not through pixels' centres: there GL, whose rows run upwards, takes the other edge.
  list.AddImage(picture, {280.25F + shift, 20.4F}, {376.25F + shift, 84.4F});
  list.AddImage(picture, {390 + shift, 20}, {620 + shift, 170}, {0.1F, 0.2F}, {0.9F, 0.7F},
                IM_COL32(255, 255, 255, 200));
  list.AddImageQuad(picture, {300 + shift, 100}, {380 + shift, 120}, {360 + shift, 190},
                    {270 + shift, 160});
  list.AddImage(coverage, {60 + shift, 60}, {124 + shift, 124}, {0, 0}, {1, 1},
                IM_COL32(150, 30, 40, 255));
  list.PushClipRect({140 + shift, 70}, {220 + shift, 150});
  list.AddImage(coverage, {130 + shift, 60}, {260 + shift, 190}, {0, 0}, {1, 1},
                IM_COL32(10, 90, 40, 200));
  list.PopClipRect();
  list.AddText({50 + shift, 45}, IM_COL32(20, 20, 20, 255), "Agadir 1972 - 2024");
}

raster::Picture rasterised(Gui& gui, float shift) {
  raster::TextureStore store;
  const Textures textures =
      make_textures([&](auto... of) { return store.create(of...); });
  raster::Picture picture{kWidth, kHeight,
                          std::vector<std::uint32_t>(kWidth * kHeight, 0xff000000U)};
  rasterise(
      gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures, shift); }),
      [&](std::uintptr_t number) { return store.find(number); }, picture,
      {0, 0, kWidth, kHeight});
  return picture;
}

// The draw list is the same and so are blending, filtering and the fill rule; what is left
// are roundings. GL keeps 8-bit fractions of a position as we do, but works colours out in
// floating point: a step or two of 255, up to kTolerance where several layers add up. Where an
// edge goes through a pixel's centre almost exactly, rounding decides the pixel: some dozens
// of them among a quarter of a million.
constexpr int kTolerance = 4;
constexpr double kMostPercent = 0.05;

TEST_CASE("GL paints what our rasteriser paints") {
  for (const char* driver : {"opengl", "opengles2"}) {
    CAPTURE(driver);
    const auto session = open_session("offscreen");
    const auto painter = open_gl(*session, driver);
    CHECK(painter->name() == driver);
    Gui gui;
    const Textures textures =
        make_textures([&](auto... of) { return painter->create_texture(of...); });
    painter->draw(gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures, 0); }));
    const Result<raster::Picture> painted = painter->read_back();
    REQUIRE(painted);
    const raster::Picture expected = rasterised(gui, 0);
    const raster::Difference difference = raster::compare(expected, *painted, kTolerance);
    MESSAGE(driver << ": " << difference.differing << " pixels differ by more than " << kTolerance
                   << ", the largest difference is " << difference.largest);
    CHECK(difference.percentage < kMostPercent);

    // The comparison must be able to fail.
    const raster::Picture shifted = rasterised(gui, 1);
    CHECK(raster::compare(shifted, *painted, kTolerance).percentage > 10 * kMostPercent);
  }
}

TEST_CASE("the comparison notices a painter that does not blend") {
  const auto session = open_session("offscreen");
  const auto painter = open_gl(*session, "opengl");
  Gui gui;
  const Textures textures =
      make_textures([&](auto... of) { return painter->create_texture(of...); });
  const ImDrawData& frame =
      gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures, 0); });
  // Every vertex opaque: what the frame looks like when the painter forgets to blend.
  for (int i = 0; i < frame.CmdListsCount; ++i) {
    for (ImDrawVert& vertex : frame.CmdLists[i]->VtxBuffer) vertex.col |= IM_COL32_A_MASK;
  }
  painter->draw(frame);
  const Result<raster::Picture> painted = painter->read_back();
  REQUIRE(painted);
  CHECK(raster::compare(rasterised(gui, 0), *painted, kTolerance).percentage > 10 * kMostPercent);
}

TEST_CASE("a part of a GL texture can be replaced") {
  const auto session = open_session("offscreen");
  const auto painter = open_gl(*session, "opengl");
  Gui gui;
  const Textures textures =
      make_textures([&](auto... of) { return painter->create_texture(of...); });
  const std::vector<std::uint8_t> clear(64 * 64, 0);
  const std::vector<std::uint8_t> full(8 * 4, 255);
  painter->update_texture(textures.coverage, 0, 0, {64, 64}, clear);
  painter->update_texture(textures.coverage, 10, 20, {8, 4}, full);
  painter->draw(gui.frame(textures, [&](ImDrawList& list) {
    list.AddImage((ImTextureID)textures.coverage.value, {0, 0}, {64, 64});
  }));
  const Result<raster::Picture> painted = painter->read_back();
  REQUIRE(painted);
  int white = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool inside = x >= 10 && x < 18 && y >= 20 && y < 24;
      const std::uint32_t pixel = painted->rgba[static_cast<std::size_t>(y * kWidth + x)];
      CHECK((pixel & 0xffffff) == (inside ? 0xffffffU : 0U));
      white += inside ? 1 : 0;
    }
  }
  CHECK(white == 32);
}

// What the window system would show.
raster::Picture surface_of(SdlSession& session) {
  SDL_Surface* surface = SDL_GetWindowSurface(session.window());
  REQUIRE(surface != nullptr);
  raster::Picture picture{surface->w, surface->h, {}};
  picture.rgba.resize(static_cast<std::size_t>(surface->w) * static_cast<std::size_t>(surface->h));
  REQUIRE(SDL_ConvertPixels(surface->w, surface->h, surface->format->format, surface->pixels,
                            surface->pitch, SDL_PIXELFORMAT_RGBA32, picture.rgba.data(),
                            surface->w * 4) == 0);
  return picture;
}

TEST_CASE("the window surface shows the rasterised frame, and only what changed is shown anew") {
  const auto session = open_session("dummy");
  auto opened = SurfacePainter::open(*session);
  REQUIRE_MESSAGE(opened.has_value(), opened.error().message);
  SurfacePainter& painter = **opened;
  Gui gui;
  const Textures textures =
      make_textures([&](auto... of) { return painter.create_texture(of...); });
  const auto show = [&](const std::function<void(ImDrawList&)>& more) {
    painter.present(gui.frame(textures, [&](ImDrawList& list) {
      draw_rich(list, textures, 0);
      more(list);
    }));
  };
  constexpr std::int64_t kAll = std::int64_t{kWidth} * kHeight;
  constexpr std::int64_t kTile = 64 * 64;

  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == kAll);
  CHECK(raster::compare(rasterised(gui, 0), surface_of(*session), 0).differing == 0);

  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == 0);

  const auto spot = [](ImDrawList& list) {
    list.AddRectFilled({70, 70}, {75, 75}, IM_COL32(255, 0, 255, 255));
    list.AddRectFilled({500, 70}, {505, 75}, IM_COL32(255, 0, 255, 255));
  };
  show(spot);
  CHECK(painter.pixels_shown() == 2 * kTile);
  CHECK(raster::compare(rasterised(gui, 0), surface_of(*session), 0).differing == 50);

  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == 2 * kTile);
  CHECK(raster::compare(rasterised(gui, 0), surface_of(*session), 0).differing == 0);

  session->note_exposed();
  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == kAll);
}

TEST_CASE("the window surface follows the window's size") {
  const auto session = open_session("dummy");
  auto opened = SurfacePainter::open(*session);
  REQUIRE_MESSAGE(opened.has_value(), opened.error().message);
  Gui gui;
  const Textures textures =
      make_textures([&](auto... of) { return (*opened)->create_texture(of...); });
  const auto show = [&] {
    (*opened)->present(gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures, 0); }));
  };
  show();
  SDL_SetWindowSize(session->window(), 300, 200);
  show();
  CHECK((*opened)->pixels_shown() == 300 * 200);
  CHECK(surface_of(*session).width == 300);
}

TEST_CASE("a display says which painter it took and why not another") {
  SUBCASE("GL on the CPU is not taken by itself") {
    const auto session = open_session("offscreen");
    const auto display = SdlDisplay::open(*session, "auto");
    REQUIRE(display);
    CHECK((*display)->name() == "raster");
    CHECK((*display)->refused().size() == 2);
  }
  SUBCASE("GL is taken when it is asked for") {
    const auto session = open_session("offscreen");
    const auto display = SdlDisplay::open(*session, "opengl");
    REQUIRE_MESSAGE(display.has_value(), display.error().message);
    CHECK((*display)->name() == "opengl");
    CHECK((*display)->size().width == kWidth);
  }
  SUBCASE("without GL there is the rasteriser") {
    const auto session = open_session("dummy");
    CHECK_FALSE(SdlDisplay::open(*session, "opengl"));
    const auto display = SdlDisplay::open(*session, "auto");
    REQUIRE(display);
    CHECK((*display)->name() == "raster");
  }
  SUBCASE("SDL's software renderer cannot be asked for") {
    const auto session = open_session("dummy");
    const auto display = SdlDisplay::open(*session, "software");
    REQUIRE_FALSE(display);
    CHECK(display.error().message.find("unknown renderer 'software'") == 0);
  }
}

TEST_CASE("without a display the session says so in one sentence") {
  SDL_setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
  const auto session = SdlSession::open({});
  REQUIRE_FALSE(session);
  CHECK(session.error().message.find("no display found: ") == 0);
}

}  // namespace
}  // namespace kiosk::platform
