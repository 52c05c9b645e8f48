// Ground names: the partner countries' names, those of the rivers that its cities live by
// where one is near, and the rosette that names the projection. They yield to everything else.
//
// Keeps the written names for a language, and where a river's name stood, so that it stays
// there while it can. Thread: the frame's.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/screens/scene.h"

namespace kiosk {

class GroundNames {
 public:
  // `taken` and `lines`: boxes and arcs that no name may touch.
  void draw(const Scene& scene, std::span<const Rect> taken,
            std::span<const std::span<const Vec2>> lines);

 private:
  struct CountryName {
    const CountryFill* country = nullptr;
    std::string written;
    std::size_t stood = 0;  // which of the offsets in the last frame
    bool shown = false;
  };
  struct RiverName {
    std::string written;
    std::vector<MapPoint> places;      // where it may stand, along the river
    std::optional<std::size_t> stood;  // the place of the last frame
  };

  void prepare(const Scene& scene);
  [[nodiscard]] bool is_free(const Scene& scene, const Rect& box) const;
  void draw_countries(const Scene& scene);
  [[nodiscard]] bool fits(const Scene& scene, const CountryFill& country, const Rect& box) const;
  void draw_rivers(const Scene& scene);
  void draw_river(const Scene& scene, RiverName& river);
  void draw_rosette(const Scene& scene);

  std::optional<Language> m_language;
  std::vector<CountryName> m_countries;
  std::vector<RiverName> m_rivers;
  std::vector<Rect> m_taken;  // also by names drawn before
  std::span<const std::span<const Vec2>> m_lines;
};

}  // namespace kiosk
