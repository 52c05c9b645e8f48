// What a panel shows, asked of the display that shows it, upright and turned, by each painter.
#include <doctest/doctest.h>
#include <imgui.h>

#include <string>

#include "platform/linux/sdl_display.h"
#include "platform/raster/difference.h"
#include "platform/turned/turned_display.h"
#include "platform/turned/upright_picture.h"
#include "tests/linux/rich_frame.h"
#include "tests/linux/session.h"

namespace kiosk::platform {
namespace {

struct Way {
  const char* driver;
  const char* renderer;
  int tolerance;        // GL works colours out in floating point
  double most_percent;  // painter_test.cpp tells why
};

constexpr Way kWays[] = {{"dummy", "raster", 0, 0},
                         {"offscreen", "opengl", 4, 0.01},
                         {"offscreen", "opengles2", 4, 0.01}};

TEST_CASE("a picture of the screen is what is on it, whichever way it hangs") {
  for (const Way& way : kWays) {
    for (const Turn turn : {Turn::kNone, Turn::kQuarter, Turn::kHalf, Turn::kThreeQuarters}) {
      CAPTURE(std::string(way.renderer));
      CAPTURE(static_cast<int>(turn));
      const TextureSize panel = turned({kWidth, kHeight}, turn);
      const auto session = open_session(way.driver, panel.width, panel.height);
      const auto behind = must(SdlDisplay::open(*session, way.renderer));
      CHECK_FALSE(behind->picture());  // nothing was shown yet
      TurnedDisplay display(*behind, turn);
      Gui gui;
      const RichTextures textures =
          make_textures([&](auto... of) { return display.create_texture(of...); });
      const auto show = [&](bool marked) {
        display.present(gui.frame(textures, [&](ImDrawList& list) {
          draw_rich(list, textures);
          if (marked) list.AddRectFilled({500, 50}, {510, 60}, IM_COL32(255, 0, 255, 255));
        }));
        return upright_picture(must(behind->picture()), turn);
      };
      static_cast<void>(show(true));
      const raster::Picture found = show(false);  // the newest, not one before it
      const raster::Picture wanted = rasterised(gui);
      const raster::Difference difference = raster::compare(wanted, found, way.tolerance);
      INFO(difference.differing << " pixels differ, by up to " << difference.largest);
      CHECK(difference.percentage <= way.most_percent);
      // The comparison notices a mark of 100 pixels.
      CHECK(raster::compare(wanted, show(true), way.tolerance).percentage > way.most_percent);
    }
  }
}

}  // namespace
}  // namespace kiosk::platform
