// TextureStore: textures in memory, behind Display's three texture calls.
//
// For every display that draws with the rasteriser. Numbers are never used again, so that
// a destroyed texture cannot turn into another. Thread: one at a time.
// Errors: a wrong number, size or box is a broken invariant.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "platform/display.h"
#include "platform/raster/draw_shapes.h"
#include "platform/raster/processors.h"
#include "platform/raster/rasteriser.h"
#include "platform/raster/shapes.h"

namespace kiosk::raster {

class TextureStore {
 public:
  // `order`: of the pixels in memory, whatever the order in which they come.
  explicit TextureStore(PixelOrder order = PixelOrder::kRgba) : m_order(order) {}

  [[nodiscard]] platform::TextureId create(platform::PixelFormat format, platform::TextureSize size,
                                           std::vector<std::uint8_t> pixels);
  // Black and clear, to be drawn into.
  [[nodiscard]] platform::TextureId create_target(platform::TextureSize size);
  void update(platform::TextureId texture, int x, int y, platform::TextureSize size,
              std::span<const std::uint8_t> pixels);
  void destroy(platform::TextureId texture);
  // Draws on opaque black into a texture of RGBA; textures it shows must be others. A small one may
  // be drawn after the call, by another processor, until somebody asks for one of them.
  void draw_into(platform::TextureId target, const ImDrawData& frame);
  [[nodiscard]] const Texture* find(std::uintptr_t number) const;

 private:
  struct Drawing {
    Shapes shapes;
    Bands bands;
    std::atomic<bool> drawn = true;
  };

  [[nodiscard]] platform::TextureId add(platform::PixelFormat format, platform::TextureSize size,
                                        std::vector<std::uint8_t> pixels, bool opaque);
  void put_in_order(std::uint8_t* pixels, std::size_t bytes) const;
  [[nodiscard]] std::unique_ptr<Drawing> spare_drawing();
  [[nodiscard]] bool is_in_use(const Texture& texture) const;
  void finish() const;

  PixelOrder m_order;
  std::uintptr_t m_last = 0;
  std::uint64_t m_contents = 0;  // how often pixels were written, in any of them
  std::unordered_map<std::uintptr_t, Texture> m_textures;
  // What is drawn by other processors meanwhile. Mutable: who looks at a texture may have to wait.
  mutable std::vector<std::unique_ptr<Drawing>> m_drawings;
  mutable std::vector<const Texture*> m_painted;
  mutable std::vector<const Texture*> m_shown;  // by them
  mutable Errands m_errands;
};

}  // namespace kiosk::raster
