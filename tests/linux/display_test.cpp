// The window surface on SDL's dummy driver, and which painter a display takes.
#include <SDL.h>
#include <doctest/doctest.h>
#include <imgui.h>

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <vector>

#include "platform/linux/sdl_display.h"
#include "platform/linux/surface_painter.h"
#include "platform/raster/difference.h"
#include "tests/linux/rich_frame.h"
#include "tests/linux/session.h"

namespace kiosk::platform {
namespace {

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
  const auto session = open_session("dummy", kWidth, kHeight);
  const auto opened = must(SurfacePainter::open(*session));
  SurfacePainter& painter = *opened;
  Gui gui;
  const RichTextures textures =
      make_textures([&](auto... of) { return painter.create_texture(of...); });
  const auto show = [&](const std::function<void(ImDrawList&)>& more) {
    painter.present(gui.frame(textures, [&](ImDrawList& list) {
      draw_rich(list, textures);
      more(list);
    }));
  };
  constexpr std::int64_t kAll = std::int64_t{kWidth} * kHeight;
  constexpr std::int64_t kTile = 64 * 64;

  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == kAll);
  CHECK(raster::compare(rasterised(gui), surface_of(*session), 0).differing == 0);

  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == 0);

  const auto spot = [](ImDrawList& list) {
    list.AddRectFilled({70, 70}, {75, 75}, IM_COL32(255, 0, 255, 255));
    list.AddRectFilled({500, 70}, {505, 75}, IM_COL32(255, 0, 255, 255));
  };
  show(spot);
  CHECK(painter.pixels_shown() == 2 * kTile);
  CHECK(raster::compare(rasterised(gui), surface_of(*session), 0).differing == 50);

  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == 2 * kTile);
  CHECK(raster::compare(rasterised(gui), surface_of(*session), 0).differing == 0);

  // What the window system has lost is there again.
  SDL_FillRect(SDL_GetWindowSurface(session->window()), nullptr, 0);
  session->note_exposed();
  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() == kAll);
  CHECK(raster::compare(rasterised(gui), surface_of(*session), 0).differing == 0);

  // Other pixels in a texture are seen where it is shown, and nothing else is drawn for them.
  painter.update_texture(textures.coverage, 0, 0, {64, 64}, std::vector<std::uint8_t>(64 * 64));
  show([](ImDrawList&) {});
  CHECK(painter.pixels_shown() > 0);
  CHECK(painter.pixels_shown() < kAll / 2);
  CHECK(raster::compare(rasterised(gui), surface_of(*session), 0).differing > 1000);
  painter.update_texture(textures.coverage, 0, 0, {64, 64}, waves(64, 64, 1));
  show([](ImDrawList&) {});
  CHECK(raster::compare(rasterised(gui), surface_of(*session), 0).differing == 0);
}

TEST_CASE("the window surface follows the window's size") {
  const auto session = open_session("dummy", kWidth, kHeight);
  const auto opened = must(SurfacePainter::open(*session));
  Gui gui;
  const RichTextures textures =
      make_textures([&](auto... of) { return opened->create_texture(of...); });
  const auto show = [&] {
    opened->present(gui.frame(textures, [&](ImDrawList& list) { draw_rich(list, textures); }));
  };
  show();
  SDL_SetWindowSize(session->window(), 300, 200);
  show();
  CHECK(opened->pixels_shown() == 300 * 200);
  CHECK(surface_of(*session).width == 300);
}

TEST_CASE("a display says which painter it took and why not another") {
  SUBCASE("GL on the CPU is not taken by itself") {
    const auto session = open_session("offscreen", kWidth, kHeight);
    const auto display = must(SdlDisplay::open(*session, "auto"));
    CHECK(display->name() == "raster");
    CHECK(display->refused().size() == 2);
  }
  SUBCASE("GL is taken when it is asked for") {
    const auto session = open_session("offscreen", kWidth, kHeight);
    const auto display = must(SdlDisplay::open(*session, "opengl"));
    CHECK(display->name() == "opengl");
    CHECK(display->size().width == kWidth);
  }
  SUBCASE("without GL there is the rasteriser") {
    const auto session = open_session("dummy", kWidth, kHeight);
    CHECK_FALSE(SdlDisplay::open(*session, "opengl"));
    const auto display = must(SdlDisplay::open(*session, "auto"));
    CHECK(display->name() == "raster");
  }
  SUBCASE("SDL's software renderer cannot be asked for") {
    const auto session = open_session("dummy", kWidth, kHeight);
    const auto display = SdlDisplay::open(*session, "software");
    REQUIRE_FALSE(display);
    CHECK(display.error().message.find("unknown renderer 'software'") == 0);
  }
}

TEST_CASE("a driver that shows nothing is not taken for a display") {
  // Whatever this machine has instead may be taken, but never what nobody sees.
  for (const char* name : {"SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"}) ::unsetenv(name);
  const auto session = SdlSession::open({true, kWidth, kHeight});
  if (session) {
    CHECK((*session)->video_driver() != "offscreen");
    CHECK((*session)->video_driver() != "dummy");
  } else {
    CHECK(session.error().message.find("no display found: ") == 0);
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
