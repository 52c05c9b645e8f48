// Atlas: small alpha bitmaps packed on shelves into pages. What is placed never moves.
//
// Who calls it: text_engine.cpp. Thread: the frame's. Units: pixels of a page.
// A cell is its bitmap with one transparent pixel all around, so that a texture
// sampled between pixels fades at the glyph's edge and never shows its neighbour.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/text/text.h"

namespace kiosk {

struct AtlasCell {
  std::uint16_t page = 0;
  std::uint16_t x = 0, y = 0, w = 0, h = 0;
};

class Atlas {
 public:
  Atlas();

  [[nodiscard]] AtlasCell add(int width, int height, std::span<const std::uint8_t> alpha);
  [[nodiscard]] std::span<const AtlasPage> pages() const { return m_pages; }
  [[nodiscard]] std::vector<TextEngine::Dirty> take_dirty();

 private:
  struct Shelf {
    std::uint16_t page;
    int top;
    int height;
    int used;  // columns
  };
  [[nodiscard]] Shelf& shelf_for(int width, int height);
  void add_page(int width, int height);
  void touch(const AtlasCell& cell);

  std::vector<AtlasPage> m_pages;
  std::vector<Shelf> m_shelves;
  std::vector<int> m_filled;  // rows a page
  std::vector<TextEngine::Dirty> m_dirty;
};

}  // namespace kiosk
