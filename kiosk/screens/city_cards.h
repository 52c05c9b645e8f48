// City cards: cities as cards in columns that scroll, for the search's findings and the list.
//
// Panel px; the frame's thread.
#pragma once

#include <span>
#include <string>

#include "kiosk/screens/scene.h"

namespace kiosk {

// A city, and what is told under its name; or a country whose city is not named yet.
struct CityCard {
  const City* city = nullptr;
  std::string name;
  Language language = Language::kFrench;  // of the name
  std::string under;
  std::string letter;   // of the index; may be empty
  bool marked = false;  // the index leads to it
};

// "Chad", and `why` before it where it says why the card is there.
[[nodiscard]] CityCard card_of(const Scene& scene, const City& city, const std::string& why);

class CityCards {
 public:
  // `window`: where they are seen. `roomy`: wider, and as high as lets them fill it.
  CityCards(const Scene& scene, const Rect& window, std::size_t count, bool roomy);

  void draw(std::span<const CityCard> cards) const;
  // How far the card is from the top of all of them, and how far they can be scrolled.
  [[nodiscard]] float top_of(std::size_t card) const;
  [[nodiscard]] float range() const { return m_range; }

 private:
  void draw_card(const CityCard& card, const Rect& place) const;
  void draw_mark(const CityCard& card, Vec2 centre, float radius) const;
  [[nodiscard]] float draw_flag(const std::string& country, const Rect& card, float pad) const;
  void draw_words(const CityCard& card, const Rect& place, float x, float room) const;
  void draw_more(float offset) const;

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  Rect m_window;
  float m_gap = 0;
  int m_columns = 1;
  float m_width = 0;
  float m_height = 0;
  float m_range = 0;
};

// The dark ground that sheets over the whole panel have.
void draw_sheet_ground(const Scene& scene);
// The button that closes the sheet, in a square at the row's end side.
void draw_sheet_close(const Scene& scene, const Rect& row);

}  // namespace kiosk
