#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>

#include "kiosk/map/declutter_parts.h"

namespace kiosk::declutter_parts {
namespace {

using Crowd = std::pmr::vector<std::size_t>;  // indices of stands, north first
using Slots = std::pmr::vector<Vec2>;
using Members = std::pmr::vector<bool>;  // of all stands, which ones

float chebyshev(Vec2 a, Vec2 b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)); }

// Places the stands want: their own, a fan's, or one beside their host.
class Planner {
 public:
  Planner(const DeclutterInput& input, std::pmr::vector<Stand>& stands)
      : m_input(input), m_memory(input.memory), m_stands(stands), m_unit(unit_of(input.pins)) {}

  void plan() {
    for (Stand& stand : m_stands) stand.want = stand.input->place;
    for (const Crowd& crowd : crowds()) plan_fan(crowd);
    for (std::size_t i = 0; i < m_stands.size(); ++i) {
      if (m_stands[i].host && m_stands[i].fan == 0) dock(i);
    }
  }

 private:
  // Single linkage of places nearer than a share of a target; those that shared a fan hold
  // together for longer.
  [[nodiscard]] std::pmr::vector<Crowd> crowds() const {
    std::pmr::vector<std::size_t> root(m_stands.size(), m_memory);
    std::iota(root.begin(), root.end(), std::size_t{0});
    for (std::size_t i = 0; i < m_stands.size(); ++i) {
      for (std::size_t j = i + 1; j < m_stands.size(); ++j) {
        if (m_stands[i].host || m_stands[j].host || root[i] == root[j] || !linked(i, j)) continue;
        const std::size_t from = std::max(root[i], root[j]);
        const std::size_t to = std::min(root[i], root[j]);
        std::ranges::replace(root, from, to);
      }
    }
    std::pmr::vector<Crowd> groups(m_stands.size(), m_memory);
    for (std::size_t i = 0; i < m_stands.size(); ++i) groups[root[i]].push_back(i);
    std::erase_if(groups, [](const Crowd& crowd) { return crowd.size() < 2; });
    return groups;
  }

  [[nodiscard]] bool linked(std::size_t i, std::size_t j) const {
    const Stand& a = m_stands[i];
    const Stand& b = m_stands[j];
    const int fan_a = a.before ? a.before->fan : 0;
    const bool together = fan_a != 0 && b.before && b.before->fan == fan_a;
    const float reach = kLinkShare * (a.input->target + b.input->target) / 2;
    return chebyshev(a.input->place, b.input->place) < reach * (together ? kHysteresis : 1.0F);
  }

  void plan_fan(const Crowd& crowd) {
    int side = 0;
    for (std::size_t i : crowd) {
      if (side == 0 && m_stands[i].before) side = m_stands[i].before->fan;
    }
    const float ease = side != 0 ? kHysteresis : 1.0F;
    const float need = nudge_needed(crowd);
    if (need < kNudgeMax * m_unit / ease) return;
    const Crowd members = with_docked(crowd);
    if (side == 0) side = better_side(crowd, members);
    const Slots slots = fan_slots(crowd, members, side);
    const float limit =
        at_sea(slots) * 2 >= static_cast<float>(slots.size()) ? kNudgeMax : kNudgeMaxInland;
    if (need < limit * m_unit / ease) return;
    for (std::size_t k = 0; k < members.size(); ++k) {
      m_stands[members[k]].want = slots[k];
      m_stands[members[k]].fan = side;
    }
  }

  // How far someone would have to move if the crowd merely made room. For many only a lower
  // bound by area, as the exact figure would cost more than it tells.
  [[nodiscard]] float nudge_needed(const Crowd& crowd) const {
    std::pmr::vector<Body> bodies(m_memory);
    Vec2 low = m_stands[crowd.front()].input->place;
    Vec2 high = low;
    for (std::size_t i : crowd) {
      const Vec2 place = m_stands[i].input->place;
      bodies.push_back({place, m_stands[i].input->target, {}});
      low = {std::min(low.x, place.x), std::min(low.y, place.y)};
      high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
    const float side = kTarget * m_unit;
    const float count = static_cast<float>(crowd.size());
    if (crowd.size() > 8) {
      return (std::sqrt(count) * side - std::max(high.x - low.x, high.y - low.y) - side) / 2;
    }
    const float spread = count * side * 2;
    const Rect free{low.x - spread, low.y - spread, high.x - low.x + 2 * spread,
                    high.y - low.y + 2 * spread};
    const Separation apart = separate(bodies, free, m_memory);
    float need = 0;
    for (std::size_t k = 0; k < bodies.size(); ++k) {
      need = std::max(need, length(apart.centres[k] - bodies[k].want));
    }
    return need;
  }

  // A fan takes the pins that dock to its members along, each behind its host.
  [[nodiscard]] Crowd with_docked(const Crowd& crowd) const {
    Crowd members(m_memory);
    for (std::size_t i : crowd) {
      members.push_back(i);
      for (std::size_t j = 0; j < m_stands.size(); ++j) {
        if (m_stands[j].host == i) members.push_back(j);
      }
    }
    return members;
  }

  [[nodiscard]] Slots fan_slots(const Crowd& crowd, const Crowd& members, int side) const {
    const Rect room = m_input.screen.grown(-kTarget * m_unit / 2);
    float sum = 0;
    float edge = m_stands[crowd.front()].input->place.x;
    float label = 0;
    for (std::size_t i : crowd) {
      const Vec2 place = m_stands[i].input->place;
      sum += place.y;
      edge = side < 0 ? std::min(edge, place.x) : std::max(edge, place.x);
      label = std::max(label, m_stands[i].input->label_size.x);
    }
    const float step = kFanStep * m_unit;
    const int count = static_cast<int>(members.size());
    const int most_rows = std::max(1, static_cast<int>(room.h / step) + 1);
    const int columns = (count + most_rows - 1) / most_rows;
    const int rows = (count + columns - 1) / columns;
    // Beside one another there must be room for the labels too.
    const float pitch = std::max(step, label + kFanStep * 0.75F * m_unit);
    const float near = fan_distance(edge, side, label);
    const float middle = static_cast<float>(rows - 1) / 2;
    const float top = slid(sum / static_cast<float>(crowd.size()) - middle * step,
                           static_cast<float>(rows - 1) * step, room.y, room.bottom());
    Slots slots(m_memory);
    for (int k = 0; k < count; ++k) {
      const int row_index = k / columns;
      const auto row = static_cast<float>(row_index);
      const auto column = static_cast<float>(k % columns);
      const float t = middle > 0 ? (row - middle) / middle : 0;
      const float out = near + kFanBow * m_unit * (1 - t * t) + column * pitch;
      slots.push_back({edge + static_cast<float>(side) * out, top + row * step});
    }
    return slots;
  }

  // Shorter near the screen's edge, so that the labels still find room on the outer side.
  [[nodiscard]] float fan_distance(float edge, int side, float label) const {
    const float all = side < 0 ? edge - m_input.screen.x : m_input.screen.right() - edge;
    const float beyond = label + kTarget / 2 * m_unit + kFanBow * m_unit;
    return std::clamp(all - beyond, kFanDistance * 0.6F * m_unit, kFanDistance * m_unit);
  }

  // Start of a stretch moved as little as needed to lie between low and high.
  static float slid(float start, float extent, float low, float high) {
    return std::max(low, std::min(start, high - extent));
  }

  [[nodiscard]] float at_sea(const Slots& slots) const {
    if (!m_input.is_sea) return 0;
    return static_cast<float>(std::ranges::count_if(slots, std::cref(m_input.is_sea)));
  }

  // The sea outweighs the screen's edge: a coast that comes in from the edge opens its fan
  // there, squeezed for a moment, and must not be stuck inland ever after.
  [[nodiscard]] int better_side(const Crowd& crowd, const Crowd& members) const {
    Members own(m_stands.size(), false, m_memory);
    for (std::size_t i : members) own[i] = true;
    const auto score = [&](int side) {
      const Slots slots = fan_slots(crowd, members, side);
      float sum = 4 * at_sea(slots);
      for (Vec2 slot : slots) sum -= trouble_at(slot, own);
      return sum;
    };
    return score(-1) >= score(1) ? -1 : 1;
  }

  // 0 where a target could stand at ease; grows with what it would leave or cover.
  [[nodiscard]] float trouble_at(Vec2 at, const Members& except) const {
    const float side = kTarget * m_unit;
    const Rect target = Rect{at.x, at.y, 0, 0}.grown(side / 2);
    const Rect inside = target.intersection(m_input.screen);
    float sum = 3 * (1 - inside.w * inside.h / (side * side));
    for (const Rect& box : m_input.avoid) {
      const Rect covered = target.intersection(box);
      sum += 2 * covered.w * covered.h / (side * side);
    }
    for (std::size_t i = 0; i < m_stands.size(); ++i) {
      if (except[i]) continue;
      if (m_stands[i].host && m_stands[i].fan == 0) continue;  // not placed yet
      sum += 10 * std::max(0.0F, 1 - chebyshev(m_stands[i].want, at) / side);
      if (m_stands[i].fan == 0) continue;
      // The dots where a fan's leaders end should stay in sight.
      sum += std::max(0.0F, 1 - 2 * chebyshev(m_stands[i].input->place, at) / side);
    }
    return sum;
  }

  // Below its host, or on an emptier side; stays where it was until that is clearly worse.
  void dock(std::size_t i) {
    Stand& stand = m_stands[i];
    const Stand& host = m_stands[*stand.host];
    const float step = kFanStep * m_unit;
    const float wide = (stand.input->target + host.input->target) / 2 + 1;
    const float narrow = std::sqrt(std::max(0.0F, step * step - wide * wide));
    const float far = std::max(step, wide);
    const std::array<Vec2, 8> ways = {{{0, far},
                                       {wide, narrow},
                                       {-wide, narrow},
                                       {far, 0},
                                       {-far, 0},
                                       {wide, -narrow},
                                       {-wide, -narrow},
                                       {0, -far}}};
    Members except(m_stands.size(), false, m_memory);
    except[*stand.host] = except[i] = true;
    const Rect room = m_input.screen.grown(-host.input->target / 2);
    const Vec2 from{slid(host.want.x, 0, room.x, room.right()),
                    slid(host.want.y, 0, room.y, room.bottom())};
    float best = 0;
    for (std::size_t k = 0; k < ways.size(); ++k) {
      const Vec2 at = from + ways[k];
      float cost = trouble_at(at, except);
      if (k > 0) cost += 0.5F + 0.1F * static_cast<float>(k);
      if (stand.before && stand.before->docked) {
        const Vec2 stood = stand.before->pin - stand.before->place;
        if (length(stood - ways[k]) < step * 0.35F) cost -= 0.4F;
      }
      if (k == 0 || cost < best) {
        best = cost;
        stand.want = at;
      }
    }
  }

  const DeclutterInput& m_input;
  std::pmr::memory_resource* m_memory;
  std::pmr::vector<Stand>& m_stands;
  float m_unit;
};

}  // namespace

void plan_stands(const DeclutterInput& input, std::pmr::vector<Stand>& stands) {
  Planner(input, stands).plan();
}

}  // namespace kiosk::declutter_parts
