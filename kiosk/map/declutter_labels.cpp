#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "kiosk/map/declutter_parts.h"
#include "kiosk/map/declutter_spots.h"

namespace kiosk {
namespace {

using namespace declutter_parts;

constexpr int kRounds = 6;
constexpr std::size_t kFewEnoughForPairs = 24;
constexpr std::size_t kWidenMost = 80;         // more labels than this in want of room find none
constexpr std::size_t kComparisons = 500'000;  // bounds the time spent in hopeless crowds

class Labeller {
 public:
  Labeller(const DeclutterInput& input, std::span<const PinPlacement> previous,
           std::vector<PinPlacement>& placements)
      : m_memory(input.memory),
        m_unit(unit_of(input.pins)),
        m_spots(input),
        m_holders(m_spots.holders(previous, placements)) {}

  void run() {
    for (Holder& holder : m_holders) m_spots.add_ring(holder, m_holders, false);
    for (Holder& holder : m_holders) {
      if (holder.before && m_spots.stood_far_out(holder)) m_spots.add_ring(holder, m_holders, true);
    }
    find_neighbours();
    begin();
    improve();
    if (widen()) {
      find_neighbours();
      improve();
    }
    for (Holder& holder : m_holders) {
      holder.placement->label = holder.spots[holder.chosen].box;
      holder.placement->label_slot = holder.spots[holder.chosen].slot;
    }
  }

 private:
  void find_neighbours() {
    for (Holder& holder : m_holders) holder.near.clear();
    for (std::size_t i = 0; i < m_holders.size(); ++i) {
      for (std::size_t j = i + 1; j < m_holders.size(); ++j) {
        if (!m_holders[i].reach.grown(12 * m_unit).intersects(m_holders[j].reach)) continue;
        m_holders[i].near.push_back(j);
        m_holders[j].near.push_back(i);
      }
    }
  }

  [[nodiscard]] float between(const Spot& a, const Spot& b) const {
    const Rect around = a.box.grown(10 * m_unit);
    if (!around.intersects(b.box)) return 0;
    return covering(a.box.grown(4 * m_unit), b.box) + 6;
  }

  // What holder i's spot costs beside the labels chosen so far, but for one.
  [[nodiscard]] float cost_of(std::size_t i, std::size_t spot, std::size_t but) const {
    const Holder& holder = m_holders[i];
    float cost = holder.spots[spot].cost;
    for (std::size_t j : holder.near) {
      if (j == but || m_holders[j].chosen >= m_holders[j].spots.size()) continue;
      cost += between(holder.spots[spot], m_holders[j].spots[m_holders[j].chosen]);
    }
    return cost;
  }

  // Labels that stood somewhere begin there; then the ones with least choice choose first.
  void begin() {
    constexpr std::size_t kOpen = std::numeric_limits<std::size_t>::max();
    std::pmr::vector<std::size_t> open(m_memory);
    for (std::size_t i = 0; i < m_holders.size(); ++i) {
      Holder& holder = m_holders[i];
      holder.chosen = kOpen;
      if (!holder.before) {
        open.push_back(i);
        continue;
      }
      const bool outer = holder.spots.size() > kSlots && m_spots.stood_far_out(holder);
      holder.chosen = static_cast<std::size_t>(std::clamp(holder.before->label_slot, 0, 7)) +
                      (outer ? std::size_t{kSlots} : 0);
    }
    std::ranges::sort(open, {}, [&](std::size_t i) {
      const auto free = std::ranges::count_if(
          m_holders[i].spots, [](const Spot& spot) { return spot.cost < kForbidden; });
      return std::pair(free, i);
    });
    for (std::size_t i : open) m_holders[i].chosen = best_spot(i);
  }

  [[nodiscard]] std::size_t best_spot(std::size_t i) const {
    std::size_t best = 0;
    float least = std::numeric_limits<float>::max();
    for (std::size_t spot = 0; spot < m_holders[i].spots.size(); ++spot) {
      const float cost = cost_of(i, spot, i);
      if (cost < least - 1e-3F) {
        least = cost;
        best = spot;
      }
    }
    return best;
  }

  // One label at a time, then two neighbours together, until nothing gets better.
  void improve() {
    for (int round = 0; round < kRounds; ++round) {
      bool changed = false;
      for (std::size_t i = 0; i < m_holders.size(); ++i) {
        if (!afford(m_holders[i].spots.size() * m_holders[i].near.size())) return;
        const std::size_t best = best_spot(i);
        if (best == m_holders[i].chosen) continue;
        changed |= cost_of(i, best, i) < cost_of(i, m_holders[i].chosen, i) - 1e-3F;
        m_holders[i].chosen = best;
      }
      for (std::size_t i = 0; i < m_holders.size(); ++i) {
        const bool worth = m_holders.size() <= kFewEnoughForPairs || in_trouble(i);
        for (std::size_t k = 0; worth && k < m_holders[i].near.size(); ++k) {
          changed |= improve_pair(i, m_holders[i].near[k]);
        }
      }
      if (!changed) return;
    }
  }

  [[nodiscard]] bool in_trouble(std::size_t i) const {
    return cost_of(i, m_holders[i].chosen, i) >= kForbidden;
  }

  bool afford(std::size_t comparisons) {
    if (comparisons > m_comparisons_left) return false;
    m_comparisons_left -= comparisons;
    return true;
  }

  bool improve_pair(std::size_t i, std::size_t j) {
    Holder& a = m_holders[i];
    Holder& b = m_holders[j];
    if (!afford(a.spots.size() * (a.near.size() + b.spots.size()) +
                b.spots.size() * b.near.size())) {
      return false;
    }
    std::array<float, 2 * kSlots> cost_b{};
    for (std::size_t q = 0; q < b.spots.size(); ++q) cost_b[q] = cost_of(j, q, i);
    float least = cost_of(i, a.chosen, j) + cost_b[b.chosen] +
                  between(a.spots[a.chosen], b.spots[b.chosen]) - 1e-2F;
    bool changed = false;
    const std::size_t spots = a.spots.size();
    for (std::size_t p = 0; p < spots; ++p) {
      const float cost_a = cost_of(i, p, j);
      for (std::size_t q = 0; q < b.spots.size(); ++q) {
        if (cost_a + cost_b[q] >= least) continue;
        const float cost = cost_a + cost_b[q] + between(a.spots[p], b.spots[q]);
        if (cost >= least) continue;
        least = cost;
        a.chosen = p;
        b.chosen = q;
        changed = true;
      }
    }
    return changed;
  }

  // Gives those that still cover something, and their neighbours, the outer ring too.
  bool widen() {
    std::pmr::vector<bool> wanted(m_holders.size(), false, m_memory);
    for (std::size_t i = 0; i < m_holders.size(); ++i) {
      if (!in_trouble(i)) continue;
      wanted[i] = true;
      for (std::size_t j : m_holders[i].near) wanted[j] = true;
    }
    if (static_cast<std::size_t>(std::ranges::count(wanted, true)) > kWidenMost) return false;
    bool any = false;
    for (std::size_t i = 0; i < m_holders.size(); ++i) {
      if (!wanted[i] || m_holders[i].spots.size() > kSlots) continue;
      m_spots.add_ring(m_holders[i], m_holders, true);
      any = true;
    }
    return any;
  }

  std::pmr::memory_resource* m_memory;
  float m_unit;
  SpotMaker m_spots;
  std::pmr::vector<Holder> m_holders;
  std::size_t m_comparisons_left = kComparisons;
};

}  // namespace

void place_labels(const DeclutterInput& input, std::span<const PinPlacement> previous,
                  std::vector<PinPlacement>& placements) {
  Labeller(input, previous, placements).run();
}

}  // namespace kiosk
