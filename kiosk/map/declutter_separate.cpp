#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "kiosk/map/declutter_parts.h"

namespace kiosk::declutter_parts {
namespace {

constexpr float kSlack = 0.5F;      // asked for beyond touching, so that rounding cannot overlap
constexpr float kResolved = 0.01F;  // px; a step smaller than this ends the relaxation
constexpr int kRounds = 12;
constexpr int kSweeps = 300;
constexpr float kGridShare = 0.5F;  // of the room covered: beyond, only a grid surely fits
constexpr long kBudget = 600'000;   // steps in all: bounds the time in hopeless crowds

float& along(Vec2& v, int axis) { return axis == 0 ? v.x : v.y; }
float along(const Vec2& v, int axis) { return axis == 0 ? v.x : v.y; }

bool overlap(Vec2 a, Vec2 b, float gap) {
  return std::abs(a.x - b.x) < gap && std::abs(a.y - b.y) < gap;
}

// "b stands at least `gap` after a on this axis", with its dual variable.
struct Order {
  std::size_t first;
  std::size_t second;
  float gap;
  float force = 0;
};

class Relaxation {
 public:
  Relaxation(std::span<const Body> bodies, const Rect& room, std::pmr::memory_resource* memory)
      : m_bodies(bodies),
        m_rooms(memory),
        m_centres(memory),
        m_linked(bodies.size() * bodies.size(), false, memory),
        m_orders{Orders(memory), Orders(memory)},
        m_low{Forces(memory), Forces(memory)},
        m_high{Forces(memory), Forces(memory)} {
    m_centres.reserve(bodies.size());
    m_rooms.reserve(bodies.size());
    for (const Body& body : bodies) m_centres.push_back(body.want);
    for (int axis : {0, 1}) {
      m_low[axis].resize(bodies.size());
      m_high[axis].resize(bodies.size());
    }
    for (const Body& body : bodies) {
      const Rect inner = room.grown(-body.side / 2);
      m_rooms.push_back({inner.w < 0 ? room.centre().x : inner.x,
                         inner.h < 0 ? room.centre().y : inner.y, std::max(0.0F, inner.w),
                         std::max(0.0F, inner.h)});
    }
  }

  // True when no two overlap any more.
  bool run() {
    for (int round = 0; round < kRounds && m_budget > 0; ++round) {
      relax(0);
      relax(1);
      if (!link_overlapping()) break;
    }
    return !any_overlap();
  }

  [[nodiscard]] std::pmr::vector<Vec2> centres() const {
    std::pmr::vector<Vec2> result(m_centres, m_centres.get_allocator());
    for (std::size_t i = 0; i < result.size(); ++i) {
      const Rect& r = m_rooms[i];
      result[i] = {std::clamp(result[i].x, r.x, r.right()),
                   std::clamp(result[i].y, r.y, r.bottom())};
    }
    return result;
  }

 private:
  void relax(int axis) {
    for (int sweep = 0; sweep < kSweeps && m_budget > 0; ++sweep) {
      float largest = 0;
      for (Order& order : m_orders[axis]) {
        float& a = along(m_centres[order.first], axis);
        float& b = along(m_centres[order.second], axis);
        const float step = std::max(-order.force, (order.gap - (b - a)) / 2);
        order.force += step;
        a -= step;
        b += step;
        largest = std::max(largest, std::abs(step));
      }
      for (std::size_t i = 0; i < m_centres.size(); ++i) {
        const Rect& room = m_rooms[i];
        const float low = axis == 0 ? room.x : room.y;
        const float high = axis == 0 ? room.right() : room.bottom();
        float& at = along(m_centres[i], axis);
        const float up = std::max(-m_low[axis][i], low - at);
        m_low[axis][i] += up;
        at += up;
        const float down = std::max(-m_high[axis][i], at - high);
        m_high[axis][i] += down;
        at -= down;
        largest = std::max({largest, std::abs(up), std::abs(down)});
      }
      m_budget -= static_cast<long>(m_orders[axis].size() + m_centres.size());
      if (largest < kResolved) return;
    }
  }

  bool link_overlapping() {
    bool added = false;
    for (std::size_t i = 0; i < m_bodies.size(); ++i) {
      for (std::size_t j = i + 1; j < m_bodies.size(); ++j) {
        const float touching = (m_bodies[i].side + m_bodies[j].side) / 2;
        if (!overlap(m_centres[i], m_centres[j], touching) || m_linked[i * m_bodies.size() + j]) {
          continue;
        }
        m_linked[i * m_bodies.size() + j] = true;
        const int axis = axis_for(m_bodies[i], m_bodies[j], touching);
        const float d = along(m_bodies[j].want, axis) - along(m_bodies[i].want, axis);
        const bool swapped = d < 0 && !same_want(i, j);
        m_orders[axis].push_back({swapped ? j : i, swapped ? i : j, touching + kSlack});
        added = true;
      }
    }
    return added;
  }

  [[nodiscard]] bool same_want(std::size_t i, std::size_t j) const {
    const Vec2 d = m_bodies[j].want - m_bodies[i].want;
    return std::max(std::abs(d.x), std::abs(d.y)) < 0.05F;
  }

  // The axis that differs more, but the one that kept them apart so far wins a near tie.
  static int axis_for(const Body& a, const Body& b, float touching) {
    const Vec2 d = b.want - a.want;
    const int wider = std::abs(d.x) > std::abs(d.y) ? 0 : 1;
    if (!a.before || !b.before) return wider;
    const Vec2 stood = *b.before - *a.before;
    const bool apart_x = std::abs(stood.x) >= touching;
    const bool apart_y = std::abs(stood.y) >= touching;
    if (apart_x == apart_y) return wider;
    const int kept = apart_x ? 0 : 1;
    const bool same_way = along(stood, kept) * along(d, kept) >= 0;
    const bool near_tie =
        std::abs(along(d, kept)) * 1.5F + touching * 0.1F >= std::abs(along(d, 1 - kept));
    return same_way && near_tie ? kept : wider;
  }

  [[nodiscard]] bool any_overlap() const {
    const std::pmr::vector<Vec2> at = centres();
    for (std::size_t i = 0; i < at.size(); ++i) {
      for (std::size_t j = i + 1; j < at.size(); ++j) {
        if (overlap(at[i], at[j], (m_bodies[i].side + m_bodies[j].side) / 2)) return true;
      }
    }
    return false;
  }

  std::span<const Body> m_bodies;
  using Orders = std::pmr::vector<Order>;
  using Forces = std::pmr::vector<float>;
  std::pmr::vector<Rect> m_rooms;  // where each centre may be; width or height may be 0
  std::pmr::vector<Vec2> m_centres;
  std::pmr::vector<bool> m_linked;
  std::array<Orders, 2> m_orders;
  std::array<Forces, 2> m_low;
  std::array<Forces, 2> m_high;
  long m_budget = kBudget;
};

// The nearest spot of a lattice through `from`, inside `room`, that is `clear`: ring by ring.
template <typename Clear>
std::optional<Vec2> nearest_clear(Vec2 from, float step, const Rect& room, const Clear& clear) {
  std::optional<Vec2> best;
  float nearest = 0;
  const int rings = static_cast<int>(std::max(room.w, room.h) / step) + 1;
  for (int ring = 0; ring <= rings; ++ring) {
    const float inner = static_cast<float>(ring) * step;
    if (best && inner * inner >= nearest) break;
    for (int row = -ring; row <= ring; ++row) {
      const int stride = std::abs(row) == ring || ring == 0 ? 1 : 2 * ring;
      for (int column = -ring; column <= ring; column += stride) {
        const Vec2 away{static_cast<float>(column) * step, static_cast<float>(row) * step};
        const Vec2 at = from + away;
        const float distance = away.x * away.x + away.y * away.y;
        const bool inside =
            at.x >= room.x && at.x <= room.right() && at.y >= room.y && at.y <= room.bottom();
        if (!inside || (best && distance >= nearest) || !clear(at)) continue;
        best = at;
        nearest = distance;
      }
    }
  }
  return best;
}

// Moves what still overlaps to the nearest free spot. False: none was free for some.
bool resettle(std::span<const Body> bodies, const Rect& room, std::pmr::vector<Vec2>& centres) {
  std::pmr::vector<bool> settled(bodies.size(), true, centres.get_allocator());
  const auto clear = [&](std::size_t i, Vec2 at) {
    for (std::size_t j = 0; j < centres.size(); ++j) {
      const float gap = (bodies[i].side + bodies[j].side) / 2;
      if (j != i && settled[j] && overlap(at, centres[j], gap)) return false;
    }
    return true;
  };
  std::pmr::vector<bool> fine(bodies.size(), false, centres.get_allocator());
  for (std::size_t i = 0; i < bodies.size(); ++i) fine[i] = clear(i, centres[i]);
  settled = fine;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (settled[i]) continue;
    const auto free = nearest_clear(centres[i], bodies[i].side / 4, room.grown(-bodies[i].side / 2),
                                    [&](Vec2 at) { return clear(i, at); });
    if (!free) return false;
    centres[i] = *free;
    settled[i] = true;
  }
  return true;
}

int cells(const Rect& room, float side) {
  return static_cast<int>(room.w / side) * static_cast<int>(room.h / side);
}

// Rows from north to south, each from west to east, all cells alike.
Separation grid(std::span<const Body> bodies, const Rect& room, float side,
                std::pmr::memory_resource* memory) {
  const int count = static_cast<int>(bodies.size());
  while (cells(room, side) < count && side > 1) side *= 0.98F;
  const int columns = std::max(1, static_cast<int>(room.w / side));
  const int rows = (count + columns - 1) / columns;
  std::pmr::vector<std::size_t> order(bodies.size(), memory);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(bodies[i].want.y, i); });
  Separation result{std::pmr::vector<Vec2>(bodies.size(), memory), side};
  std::size_t done = 0;
  for (int row = 0; row < rows; ++row) {
    const std::size_t end =
        order.size() * static_cast<std::size_t>(row + 1) / static_cast<std::size_t>(rows);
    const auto first = order.begin() + static_cast<std::ptrdiff_t>(done);
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(end);
    std::ranges::sort(first, last, {},
                      [&](std::size_t i) { return std::pair(bodies[i].want.x, i); });
    for (std::size_t k = done; k < end; ++k) {
      const float across = (static_cast<float>(k - done) + 0.5F) / static_cast<float>(end - done);
      const float down = (static_cast<float>(row) + 0.5F) / static_cast<float>(rows);
      result.centres[order[k]] = {room.x + room.w * across, room.y + room.h * down};
    }
    done = end;
  }
  return result;
}

}  // namespace

Separation separate(std::span<const Body> bodies, const Rect& room,
                    std::pmr::memory_resource* memory) {
  float side = 1;
  for (const Body& body : bodies) side = std::max(side, body.side);
  const float asked = static_cast<float>(bodies.size()) * side * side;
  const bool dense = bodies.size() > 8 && asked > kGridShare * room.w * room.h;
  if (dense || cells(room, side) < static_cast<int>(bodies.size())) {
    return grid(bodies, room, side, memory);
  }
  Relaxation relaxation(bodies, room, memory);
  const bool apart = relaxation.run();
  Separation result{relaxation.centres(), side};
  if (!apart && !resettle(bodies, room, result.centres)) return grid(bodies, room, side, memory);
  return result;
}

}  // namespace kiosk::declutter_parts
