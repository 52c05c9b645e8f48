// The GL painter against our rasteriser, without a screen: SDL's offscreen driver on EGL, in
// continuous integration Mesa's llvmpipe.
#include <doctest/doctest.h>
#include <imgui.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/linux/renderer_painter.h"
#include "platform/raster/difference.h"
#include "tests/linux/rich_frame.h"
#include "tests/linux/session.h"

// In place of the system's: GL drivers stay loaded. They keep memory until the program ends, and
// to LeakSanitizer all that an unloaded driver had kept is lost.
extern "C" int dlclose(void*) { return 0; }

namespace kiosk::platform {
namespace {

// GL must be there: a test that skips itself where GL is missing proves nothing anywhere.
std::unique_ptr<RendererPainter> open_gl(SdlSession& session, const std::string& driver) {
  auto painter = RendererPainter::open(session, driver);
  if (!painter) {
    FAIL(
        "GL without a screen is needed here (Debian: libegl1 libgl1-mesa-dri, and libgles2 for "
        "opengles2): "
        << painter.error().message);
  }
  return std::move(*painter);
}

using Change = std::function<void(ImDrawData&)>;

raster::Picture painted_by_gl(RendererPainter& painter, Gui& gui, const Change& change) {
  const RichTextures textures =
      make_textures([&](auto... of) { return painter.create_texture(of...); });
  ImDrawData& frame = gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures); });
  change(frame);
  painter.draw(frame);
  raster::Picture painted = must(painter.read_back());
  for (const TextureId texture : {textures.font, textures.picture, textures.coverage}) {
    painter.destroy_texture(texture);
  }
  return painted;
}

void for_each_list(ImDrawData& frame, const std::function<void(ImDrawList&)>& change) {
  for (int i = 0; i < frame.CmdListsCount; ++i) change(*frame.CmdLists[i]);
}

// The draw list is the same and so are blending, filtering and the fill rule; what is left are
// roundings: GL works colours out in floating point, and each layer may round otherwise. Where
// a slanting edge meets a pixel's centre almost exactly, rounding decides the pixel: 1 in 10,000
// may. (Mesa 22.3's llvmpipe: none, and no channel further apart than 2.)
constexpr int kTolerance = 4;
constexpr double kMostPercent = 0.01;

TEST_CASE("GL paints what our rasteriser paints") {
  for (const std::string driver : {"opengl", "opengles2"}) {
    CAPTURE(driver);
    const auto session = open_session("offscreen", kWidth, kHeight);
    const auto painter = open_gl(*session, driver);
    CHECK(painter->name() == driver);
    Gui gui;
    const raster::Picture painted = painted_by_gl(*painter, gui, [](ImDrawData&) {});
    const raster::Difference difference = raster::compare(rasterised(gui), painted, kTolerance);
    INFO(difference.differing << " pixels differ by more than " << kTolerance
                              << ", the largest difference is " << difference.largest);
    CHECK(difference.percentage <= kMostPercent);
  }
}

// A comparison that cannot fail proves nothing: painters with one fault each, far beyond what is
// let pass.
TEST_CASE("the comparison notices a painter with a fault") {
  Change fault;
  SUBCASE("half a pixel to the right") {
    fault = [](ImDrawData& frame) {
      for_each_list(frame, [](ImDrawList& list) {
        for (ImDrawVert& vertex : list.VtxBuffer) vertex.pos.x += 0.5F;
      });
    };
  }
  SUBCASE("red and blue exchanged") {
    fault = [](ImDrawData& frame) {
      for_each_list(frame, [](ImDrawList& list) {
        for (ImDrawVert& vertex : list.VtxBuffer) {
          vertex.col =
              (vertex.col & 0xff00ff00U) | (vertex.col & 0xff) << 16 | (vertex.col >> 16 & 0xff);
        }
      });
    };
  }
  SUBCASE("no blending") {
    fault = [](ImDrawData& frame) {
      for_each_list(frame, [](ImDrawList& list) {
        for (ImDrawVert& vertex : list.VtxBuffer) vertex.col |= IM_COL32_A_MASK;
      });
    };
  }
  SUBCASE("no clip") {
    fault = [](ImDrawData& frame) {
      for_each_list(frame, [](ImDrawList& list) {
        for (ImDrawCmd& command : list.CmdBuffer) command.ClipRect = {0, 0, kWidth, kHeight};
      });
    };
  }
  SUBCASE("no textures") {
    fault = [](ImDrawData& frame) {
      for_each_list(frame, [](ImDrawList& list) {
        for (ImDrawCmd& command : list.CmdBuffer) command.TextureId = {};
      });
    };
  }
  const auto session = open_session("offscreen", kWidth, kHeight);
  const auto painter = open_gl(*session, "opengl");
  Gui gui;
  const raster::Picture painted = painted_by_gl(*painter, gui, fault);
  CHECK(raster::compare(rasterised(gui), painted, kTolerance).percentage > 100 * kMostPercent);
}

TEST_CASE("a frame drawn into a GL target and shown from there is the frame itself") {
  const auto session = open_session("offscreen", kWidth, kHeight);
  const auto painter = open_gl(*session, "opengl");
  Gui gui;
  const RichTextures textures =
      make_textures([&](auto... of) { return painter->create_texture(of...); });
  const TextureId target = painter->create_target({kWidth, kHeight});
  painter->draw_into(target,
                     gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures); }));
  painter->draw(gui.frame(textures, [&](ImDrawList& list) {
    list.AddImage((ImTextureID)target.value, {0, 0}, {kWidth, kHeight});
  }));
  const Result<raster::Picture> painted = painter->read_back();
  REQUIRE(painted);
  const raster::Difference difference = raster::compare(rasterised(gui), *painted, kTolerance);
  CHECK(difference.percentage < kMostPercent);
}

TEST_CASE("a part of a GL texture can be replaced") {
  const auto session = open_session("offscreen", kWidth, kHeight);
  const auto painter = open_gl(*session, "opengl");
  Gui gui;
  const RichTextures textures =
      make_textures([&](auto... of) { return painter->create_texture(of...); });
  const std::vector<std::uint8_t> clear(64 * 64, 0);
  const std::vector<std::uint8_t> full(8 * 4, 255);
  painter->update_texture(textures.coverage, 0, 0, {64, 64}, clear);
  painter->update_texture(textures.coverage, 10, 20, {8, 4}, full);
  painter->draw(gui.frame(textures, [&](ImDrawList& list) {
    list.AddImage((ImTextureID)textures.coverage.value, {0, 0}, {64, 64});
  }));
  const raster::Picture painted = must(painter->read_back());
  int white = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool inside = x >= 10 && x < 18 && y >= 20 && y < 24;
      const std::uint32_t pixel = painted.rgba[static_cast<std::size_t>(y * kWidth + x)];
      CHECK((pixel & 0xffffff) == (inside ? 0xffffffU : 0U));
      white += inside ? 1 : 0;
    }
  }
  CHECK(white == 32);
}

}  // namespace
}  // namespace kiosk::platform
