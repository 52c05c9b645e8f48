// The ground is laid only where nothing opaque comes over it: the picture is the same as if all of
// it were.
#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <vector>

#include "tests/raster/frame.h"

using namespace kiosk::raster;

namespace {

constexpr int kWidth = 150;
constexpr int kHeight = 140;  // more than two bands

Texture plain(std::uint32_t colour, bool opaque) {
  Texture texture{kiosk::platform::PixelFormat::kRgba8, 4, 4, {}, opaque, 0};
  for (int i = 0; i < 16; ++i) {
    for (int shift = 0; shift < 32; shift += 8) {
      texture.pixels.push_back(static_cast<std::uint8_t>(colour >> shift));
    }
  }
  return texture;
}

// Tiles, whole and translucent, tinted and not, over one another and beyond the edges.
void add_tiles(Frame& frame, unsigned seed) {
  std::mt19937 chance(seed);
  const auto up_to = [&](int most) {
    return static_cast<int>(chance() % static_cast<unsigned>(most));
  };
  const ImTextureID opaque = frame.add(2, plain(0xff30a0c0U, true));
  const ImTextureID glass = frame.add(3, plain(0x80f01020U, false));
  const int count = 1 + up_to(90);
  for (int i = 0; i < count; ++i) {
    const ImVec2 from(
        static_cast<float>(up_to(kWidth + 40) - 20) + 0.25F * static_cast<float>(up_to(4)),
        static_cast<float>(up_to(kHeight + 40) - 20));
    const ImVec2 to(from.x + static_cast<float>(1 + up_to(120)),
                    from.y + static_cast<float>(1 + up_to(120)) + 0.5F);
    const ImU32 tint = up_to(4) == 0 ? 0x80ffffffU : 0xffffffffU;
    frame.list().AddImage(up_to(3) == 0 ? glass : opaque, from, to, {0, 0}, {1, 1}, tint);
  }
}

// On what was left there by somebody else.
std::vector<std::uint32_t> drawn_on_dirt(unsigned seed, std::uint32_t ground, std::uint32_t dirt) {
  Frame frame(kWidth, kHeight);
  add_tiles(frame, seed);
  Picture picture{kWidth, kHeight, std::vector<std::uint32_t>(std::size_t{kWidth} * kHeight, dirt)};
  rasterise_in_bands(
      frame.data(),
      [&](std::uintptr_t number) {
        const auto found = frame.textures().find(number);
        return found == frame.textures().end() ? nullptr : &found->second;
      },
      picture, ground);
  return picture.rgba;
}

}  // namespace

TEST_CASE("no pixel of what lay there before is left, whatever is drawn over it") {
  for (unsigned seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    std::vector<std::uint32_t> whole;
    {
      Frame frame(kWidth, kHeight);
      add_tiles(frame, seed);
      // All of it is black here before anything is drawn.
      whole = frame.draw().rgba;
    }
    REQUIRE(drawn_on_dirt(seed, kBlack, 0xff00ff00U) == whole);
  }
}
