#include "kiosk/map/declutter_obstacles.h"

#include <algorithm>
#include <cmath>

namespace kiosk::declutter_parts {
namespace {

// Beyond this nothing is on any panel; also keeps the cell numbers in range.
constexpr float kFarthest = 100'000;

std::int64_t cell_key(int column, int row) {
  return static_cast<std::int64_t>(column) * (std::int64_t{1} << 32) + row;
}

// Length of the segment's part inside the box (W. Liang, B. Barsky 1984).
float clipped_length(Vec2 from, Vec2 to, const Rect& box) {
  if (std::max(from.x, to.x) < box.x || std::min(from.x, to.x) > box.right() ||
      std::max(from.y, to.y) < box.y || std::min(from.y, to.y) > box.bottom()) {
    return 0;
  }
  const Vec2 d = to - from;
  float enter = 0;
  float leave = 1;
  const auto cut = [&](float speed, float start, float low, float high) {
    if (speed == 0) return start >= low && start <= high;
    float first = (low - start) / speed;
    float last = (high - start) / speed;
    if (first > last) std::swap(first, last);
    enter = std::max(enter, first);
    leave = std::min(leave, last);
    return enter < leave;
  };
  if (!cut(d.x, from.x, box.x, box.right()) || !cut(d.y, from.y, box.y, box.bottom())) return 0;
  return length(d) * (leave - enter);
}

bool sane(Vec2 p) { return std::abs(p.x) < kFarthest && std::abs(p.y) < kFarthest; }

}  // namespace

int LineField::column(float x) const { return static_cast<int>(std::floor(x / m_cell)); }

// Pieces no longer than a cell, each filed under its middle: a query looks one cell around.
void LineField::add(Vec2 from, Vec2 to) {
  if (!sane(from) || !sane(to)) return;
  const int count = 1 + static_cast<int>(length(to - from) / m_cell);
  for (int i = 0; i < count; ++i) {
    const auto at = [&](int k) {
      return from + (to - from) * (static_cast<float>(k) / static_cast<float>(count));
    };
    const Piece piece{at(i), at(i + 1)};
    const Vec2 middle = (piece.from + piece.to) * 0.5F;
    m_cells[cell_key(column(middle.x), column(middle.y))].push_back(piece);
  }
}

float LineField::length_in(const Rect& box, float enough) const {
  if (!sane({box.x, box.y}) || !sane({box.right(), box.bottom()})) return 0;
  const Rect wide = box.grown(m_cell / 2);
  float sum = 0;
  for (int x = column(wide.x); x <= column(wide.right()); ++x) {
    for (int y = column(wide.y); y <= column(wide.bottom()); ++y) {
      const auto found = m_cells.find(cell_key(x, y));
      if (found == m_cells.end()) continue;
      for (const Piece& piece : found->second) sum += clipped_length(piece.from, piece.to, box);
      if (sum >= enough) return enough;
    }
  }
  return sum;
}

}  // namespace kiosk::declutter_parts
