// Line field: arcs and leaders, cut into pieces and sorted into cells, so that asking how
// much of them a label would cover costs little even with hundreds of arcs.
// For the declutter's labels only. Units: px. Thread: one writer, then any reader.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <unordered_map>
#include <vector>

#include "kiosk/base/geometry.h"

namespace kiosk::declutter_parts {

class LineField {
 public:
  LineField(float cell, std::pmr::memory_resource* memory) : m_cell(cell), m_cells(memory) {}

  void add(Vec2 from, Vec2 to);
  // The summed length of all lines inside the box; counts no further than `enough`.
  [[nodiscard]] float length_in(const Rect& box, float enough) const;

 private:
  struct Piece {
    Vec2 from;
    Vec2 to;
  };
  [[nodiscard]] int column(float x) const;

  float m_cell;
  std::pmr::unordered_map<std::int64_t, std::pmr::vector<Piece>> m_cells;
};

}  // namespace kiosk::declutter_parts
