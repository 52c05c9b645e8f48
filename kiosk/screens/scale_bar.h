// Scale bar: how long a round number of kilometres is in the middle of the map. It holds
// there alone: the projection keeps areas, not lengths.
#pragma once

#include <optional>
#include <string>

#include "kiosk/screens/scene.h"

namespace kiosk {

class ScaleBar {
 public:
  // Where it stands: left of the zoom buttons, above the bar.
  [[nodiscard]] static Rect place(const Scene& scene, const Rect& box);
  void draw(const Scene& scene, const Rect& place);

 private:
  // What it said last, and in which language: most frames say the same.
  double m_km = 0;
  std::optional<Language> m_language;
  std::string m_words;
};

}  // namespace kiosk
