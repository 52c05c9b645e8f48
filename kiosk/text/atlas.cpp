#include "kiosk/text/atlas.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace kiosk {

namespace {

// A page is wide, so that many glyphs share a shelf, and low, so that memory grows by little: each
// page lies here and once more as a texture.
constexpr int kPageWidth = 1024;
constexpr int kPageHeight = 256;
constexpr int kShelfStep = 4;  // shelf heights are multiples, so that more glyphs share one
constexpr int kWhiteSize = 4;
constexpr int kWhiteMargin = 3;

}  // namespace

Atlas::Atlas() {
  add_page(kPageWidth, kPageHeight);
  constexpr int kReserved = kWhiteMargin + kWhiteSize + 1;
  m_shelves.push_back({0, 0, kReserved, kReserved});
  m_filled[0] = kReserved;
  for (int y = kWhiteMargin; y < kWhiteMargin + kWhiteSize; ++y) {
    std::fill_n(m_pages[0].alpha.begin() + y * kPageWidth + kWhiteMargin, kWhiteSize, 255);
  }
  m_dirty.push_back({0, kWhiteMargin, kWhiteMargin, kWhiteSize, kWhiteSize});
}

void Atlas::add_page(int width, int height) {
  AtlasPage page{width, height, {}};
  page.alpha.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  m_pages.push_back(std::move(page));
  m_filled.push_back(0);
}

Atlas::Shelf& Atlas::shelf_for(int width, int height) {
  const int wanted = (height + kShelfStep - 1) / kShelfStep * kShelfStep;
  Shelf* best = nullptr;
  for (Shelf& shelf : m_shelves) {
    const bool fits = shelf.height >= wanted && shelf.height <= wanted + wanted / 4 &&
                      shelf.used + width <= m_pages[shelf.page].width;
    if (fits && (best == nullptr || shelf.height < best->height)) best = &shelf;
  }
  if (best != nullptr) return *best;
  for (std::size_t page = 0; page < m_pages.size(); ++page) {
    if (m_filled[page] + wanted <= m_pages[page].height && width <= m_pages[page].width) {
      m_shelves.push_back({static_cast<std::uint16_t>(page), m_filled[page], wanted, 0});
      m_filled[page] += wanted;
      return m_shelves.back();
    }
  }
  add_page(std::max(kPageWidth, width), std::max(kPageHeight, wanted));
  m_shelves.push_back({static_cast<std::uint16_t>(m_pages.size() - 1), 0, wanted, 0});
  m_filled.back() = wanted;
  return m_shelves.back();
}

AtlasCell Atlas::add(int width, int height, std::span<const std::uint8_t> alpha) {
  Shelf& shelf = shelf_for(width + 2, height + 2);
  const AtlasCell cell{shelf.page, static_cast<std::uint16_t>(shelf.used),
                       static_cast<std::uint16_t>(shelf.top), static_cast<std::uint16_t>(width + 2),
                       static_cast<std::uint16_t>(height + 2)};
  shelf.used += width + 2;
  AtlasPage& page = m_pages[cell.page];
  const auto columns = static_cast<std::size_t>(width);
  for (int row = 0; row < height; ++row) {
    const auto to =
        static_cast<std::size_t>(cell.y + 1 + row) * static_cast<std::size_t>(page.width) + cell.x +
        1;
    std::memcpy(page.alpha.data() + to, alpha.data() + static_cast<std::size_t>(row) * columns,
                columns);
  }
  touch(cell);
  return cell;
}

// One box a page: uploads are few, and new glyphs stand close together on their shelves.
void Atlas::touch(const AtlasCell& cell) {
  for (TextEngine::Dirty& dirty : m_dirty) {
    if (dirty.page != cell.page) continue;
    const int right = std::max(dirty.x + dirty.w, cell.x + cell.w);
    const int bottom = std::max(dirty.y + dirty.h, cell.y + cell.h);
    dirty.x = std::min<int>(dirty.x, cell.x);
    dirty.y = std::min<int>(dirty.y, cell.y);
    dirty.w = right - dirty.x;
    dirty.h = bottom - dirty.y;
    return;
  }
  m_dirty.push_back({cell.page, cell.x, cell.y, cell.w, cell.h});
}

std::vector<TextEngine::Dirty> Atlas::take_dirty() { return std::exchange(m_dirty, {}); }

}  // namespace kiosk
