// Display: where frames go. One window or panel, textures, and a way to show a frame.
//
// Units: physical pixels. Thread: the frame's thread only, all of it.
// Implementations: platform/linux (SDL, GL or software), platform/headless (pictures).
// Errors: a display that cannot be opened says so when it is made; a lost
// texture after that is a broken invariant. What was drawn into targets may be lost when
// input reports Exposed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"

struct ImDrawData;

namespace kiosk::platform {

enum class PixelFormat {
  kAlpha8,  // coverage; drawn in the vertex colour
  kRgba8    // straight (not premultiplied) alpha, R first in memory
};

struct TextureId {
  std::uintptr_t value = 0;  // 0: none. Goes into ImDrawCmd::TextureId as a pointer-sized number.
  friend bool operator==(TextureId, TextureId) = default;
};

struct TextureSize {
  int width = 0;
  int height = 0;
};

// Pictures on the display's side of memory.
class Textures {
 public:
  virtual ~Textures() = default;

  // Pixels are rows from the top, without padding; sampled bilinear, clamped at the edge. They are
  // the display's from then on: of a large picture no copy is made.
  [[nodiscard]] virtual TextureId create_texture(PixelFormat format, TextureSize size,
                                                 std::vector<std::uint8_t> pixels) = 0;
  // Replaces a box (whole pixels); `pixels` holds just that box.
  virtual void update_texture(TextureId texture, int x, int y, TextureSize size,
                              std::span<const std::uint8_t> pixels) = 0;
  virtual void destroy_texture(TextureId texture) = 0;
  // An RGBA texture that frames can be drawn into; black at first. `update_texture` is not for it.
  [[nodiscard]] virtual TextureId create_target(TextureSize size) = 0;
  // Draws on black into a target, as `present` does on the panel; all of it becomes opaque.
  virtual void draw_into(TextureId target, const ImDrawData& frame) = 0;
};

class Display : public Textures {
 public:
  [[nodiscard]] virtual TextureSize size() const = 0;
  // Draws on black and shows it. ImDrawCmd::UserCallback is never set.
  virtual void present(const ImDrawData& frame) = 0;
};

}  // namespace kiosk::platform
