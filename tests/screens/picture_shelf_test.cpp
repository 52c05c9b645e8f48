// The picture at the head of a city's panel: cropped around its focus, there when it can be read,
// and a tile, never an error, when it cannot.
#include "kiosk/screens/picture_shelf.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "kiosk/kiosk.h"
#include "kiosk/pack/load_pack.h"
#include "platform/headless/manual_clock.h"
#include "platform/headless/picture_display.h"
#include "platform/headless/queued_input.h"
#include "tests/bundled.h"
#include "tests/pack/temporary_folder.h"

using namespace kiosk;
namespace fs = std::filesystem;

namespace {

// The good test pack, built by hand: its picture is the photograph itself.
void lay_built(const fs::path& folder, const std::string& picture) {
  test::copy_over(test::test_packs() / "good", folder);
  test::write_bytes(folder / "pictures/a.jpg", picture);
  test::write_bytes(folder / "pictures/a-small.jpg", picture);
  const std::string blur(32, '8');
  test::write_bytes(folder / "pictures.json",
                    R"({"format":1,"pictures":[{"file":"photos/delta/market.png",)"
                    R"("picture":"pictures/a.jpg","thumbnail":"pictures/a-small.jpg",)"
                    R"("width":1400,"height":500,"blur":")" +
                        blur + blur + R"("}]})");
}

// How many different colours the middle of the panel's head shows.
std::size_t colours_at_head(const fs::path& folder) {
  auto pack = load_pack(folder);
  REQUIRE(pack.has_value());
  platform::ManualClock clock;
  platform::QueuedInput input(clock);
  platform::PictureDisplay display({1920, 1080});
  Exhibit exhibit{fs::path(KIOSK_SOURCE_DIR) / "assets", own_words(), std::move(*pack)};
  auto shown = Kiosk::open(std::move(exhibit), {display, input, clock}, {});
  REQUIRE(shown.has_value());
  State before;
  before.screen = Screen::kCity;
  before.city = CityId{"delta"};
  (*shown)->go_back_to(before);
  for (int i = 0; i < 120; ++i) {
    clock.set(Millis{16.7 * i});
    (*shown)->tick();
  }
  const raster::Picture picture = display.picture();
  std::set<std::uint32_t> colours;
  for (int y = 30; y < 150; ++y) {
    for (int x = 1350; x < 1600; ++x) {
      colours.insert(
          picture.rgba[static_cast<std::size_t>(y) * 1920 + static_cast<std::size_t>(x)]);
    }
  }
  return colours.size();
}

}  // namespace

TEST_CASE("a crop keeps the focus, and stays within the picture") {
  const Rect wide = cover_part({1500, 1000}, {800, 300}, {0.5F, 0.5F});
  CHECK(wide.w == doctest::Approx(1));
  CHECK(wide.h == doctest::Approx(0.5625));
  CHECK(wide.y == doctest::Approx(0.21875));
  CHECK(cover_part({1500, 1000}, {800, 300}, {0.5F, 0.0F}).y == doctest::Approx(0));
  CHECK(cover_part({1500, 1000}, {800, 300}, {0.5F, 1.0F}).bottom() == doctest::Approx(1));
  const Rect tall = cover_part({1000, 1000}, {300, 600}, {0.9F, 0.5F});
  CHECK(tall.w == doctest::Approx(0.5));
  CHECK(tall.right() == doctest::Approx(1));
}

TEST_CASE("a picture is made as large as it must be to fill its place, and no larger") {
  CHECK(size_to_fill({1920, 1280}, {800, 300}) == PixelSize{800, 534});
  CHECK(size_to_fill({1920, 1280}, {300, 600}) == PixelSize{900, 600});
  CHECK(size_to_fill({1920, 1280}, {960, 640}) == PixelSize{960, 640});
  // Its own: it would have to be larger, or nobody knows how large.
  CHECK(size_to_fill({480, 320}, {800, 300}) == PixelSize{});
  CHECK(size_to_fill({1920, 1280}, {}) == PixelSize{});
  CHECK(size_to_fill({0, 0}, {800, 300}) == PixelSize{});
}

TEST_CASE("a photograph is shown, and one that cannot be read leaves a tile") {
  const test::TemporaryFolder folder;
  lay_built(folder.path() / "whole", test::read_bytes(test::test_packs() / "market.jpg"));
  lay_built(folder.path() / "broken", "\xFF\xD8\xFF this was a picture once");
  CHECK(colours_at_head(folder.path() / "whole") > 1000);
  const std::size_t tile = colours_at_head(folder.path() / "broken");
  CHECK(tile >= 2);
  CHECK(tile < 200);
}
