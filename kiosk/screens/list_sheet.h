// List sheet: all cities to be read instead of looked for on the map, by name or by distance
// from their home, with an index; the agreements being finalised at its end, in words.
//
// Keeps the cards of a language and an order. Thread: the frame's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/city_cards.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

class ListSheet {
 public:
  // `strength` 1: there; less: fading in or out.
  void draw(const Scene& scene, double strength);

 private:
  struct IndexEntry {
    std::string shown;
    Language language = Language::kFrench;
    std::size_t first = 0;  // the first card of it
  };

  void prepare(const Scene& scene);
  void add_finalising(const Scene& scene);
  // Heading, orders and index from there on; where they end comes back.
  float draw_controls(const Scene& scene, float top, const CityCards* cards) const;
  [[nodiscard]] float draw_head(const Scene& scene, float top) const;
  [[nodiscard]] float draw_orders(const Scene& scene, float y) const;

  std::vector<CityCard> m_cards;
  std::vector<IndexEntry> m_index;
  std::optional<Language> m_language;
  ListOrder m_order = ListOrder::kName;
};

}  // namespace kiosk
