// The check after opening: draws what the kiosk relies on, and looks.
//
// A GL driver can start, report success and draw nothing, or with red and blue exchanged.
// Six pixels tell: plain triangle, blending, texture, alpha texture, clip, background.
#include <SDL.h>

#include <array>
#include <cstdlib>

#include "platform/linux/renderer_painter.h"

namespace kiosk::platform {
namespace {

constexpr std::uint32_t kRed = 0xff0000ffU;
constexpr std::uint32_t kHalfGreen = 0x8000ff00U;
constexpr std::uint32_t kBlue = 0xffff0000U;
constexpr std::uint32_t kWhite = 0xffffffffU;
constexpr float kCell = 16;

struct Probe {
  const char* what;
  int cell;  // counted from the left; its middle is looked at
  std::uint32_t expected;
};

bool near(std::uint32_t a, std::uint32_t b) {
  constexpr int kTolerance = 6;  // panels of 16 bits a pixel round by up to 4
  for (int shift = 0; shift < 24; shift += 8) {
    const int difference =
        static_cast<int>((a >> shift) & 0xff) - static_cast<int>((b >> shift) & 0xff);
    if (std::abs(difference) > kTolerance) return false;
  }
  return true;
}

}  // namespace

Result<void> RendererPainter::check_pixels() {
  const auto cell = [&](int number, std::uint32_t colour, TextureId texture) {
    const float x = static_cast<float>(number) * kCell;
    m_corners = {{{x, 0}, {0, 0}, colour},
                 {{x + kCell, 0}, {1, 0}, colour},
                 {{x + kCell, kCell}, {1, 1}, colour},
                 {{x, kCell}, {0, 1}, colour}};
    m_indices = {0, 1, 2, 0, 2, 3};
    draw_corners(texture);
  };
  constexpr std::array<std::uint8_t, 4> kOrange{255, 128, 0, 255};
  constexpr std::array<std::uint8_t, 1> kHalf{128};
  const TextureId picture = try_create(PixelFormat::kRgba8, {1, 1}, kOrange);
  const TextureId coverage = try_create(PixelFormat::kAlpha8, {1, 1}, kHalf);
  if (picture.value == 0 || coverage.value == 0) {
    return fail(std::string("it makes no textures: ") + SDL_GetError());
  }
  clear();
  cell(0, kRed, {});
  cell(1, kRed, {});
  cell(1, kHalfGreen, {});
  cell(2, kWhite, picture);
  cell(3, kBlue, coverage);
  clip_to({0, 0, static_cast<int>(kCell), static_cast<int>(kCell)});
  cell(4, kWhite, {});
  auto drawn = read_back();
  destroy_texture(picture);
  destroy_texture(coverage);
  m_textures.clear();
  clear();
  if (!drawn) return tl::unexpected(drawn.error());

  constexpr std::array kProbes{
      Probe{"a triangle", 0, kRed},       Probe{"blending", 1, 0xff00807fU},
      Probe{"a texture", 2, 0xff0080ffU}, Probe{"an alpha texture", 3, 0xff800000U},
      Probe{"the clip", 4, 0xff000000U},  Probe{"the background", 5, 0xff000000U}};
  for (const Probe& probe : kProbes) {
    const int x = probe.cell * static_cast<int>(kCell) + static_cast<int>(kCell) / 2;
    const int y = static_cast<int>(kCell) / 3;
    if (x >= drawn->width || y >= drawn->height) break;  // a window too small to tell
    if (!near(drawn->rgba[static_cast<std::size_t>(y) * static_cast<std::size_t>(drawn->width) +
                          static_cast<std::size_t>(x)],
              probe.expected)) {
      return fail(std::string("it starts, but draws ") + probe.what + " wrongly");
    }
  }
  return {};
}

}  // namespace kiosk::platform
