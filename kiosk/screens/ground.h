// Ground: the still part of the map, from the sea up to the rivers: everything that no
// visitor's choice changes. Drawn for the map screen and, smaller, as a city's locator map.
//
// Owns the map's textures on the stage. Panel px; thread: the frame's.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/draw/stage.h"
#include "kiosk/draw/theme.h"
#include "kiosk/map/basemap.h"
#include "kiosk/map/camera.h"
#include "kiosk/model/pack.h"
#include "kiosk/screens/ground_pictures.h"

namespace kiosk {

struct GroundView {
  Camera camera;
  Rect view;  // what the camera frames
  Rect box;   // what is drawn: everything inside, nothing outside
  float scale = 1;
};

class Ground {
 public:
  // `ahead`: its pictures, if somebody has begun to read them. Errors: a file of ours is damaged.
  [[nodiscard]] static Result<Ground> open(const std::filesystem::path& assets, const Pack& pack,
                                           Stage& stage, const Palette& theme,
                                           GroundPicturesAhead* ahead = nullptr);

  // In another palette from now on; what was drawn before is to be drawn anew.
  void dress(Stage& stage, const Palette& theme);
  void draw(Frame& frame, const GroundView& look, const MapSettings& settings) const;
  // By the coast's light: cheap, and accurate to its texels (about 4 km).
  [[nodiscard]] bool is_sea(MapPoint point) const;
  [[nodiscard]] const Basemap& basemap() const { return m_basemap; }
  // A country's place on the map; nullptr: it is neither a partner's nor tinted.
  [[nodiscard]] const CountryFill* fill_of(std::string_view country) const;
  // The pattern of chrome and sea, laid from the box's corner on.
  void draw_pattern(Frame& frame, const Rect& box, Vec2 origin, Colour colour) const;

 private:
  Ground() = default;
  [[nodiscard]] Result<void> find_fills(const std::filesystem::path& assets,
                                        const PackValues& values);
  void draw_sea(Frame& frame, const GroundView& look) const;
  void draw_land(Frame& frame, const GroundView& look, const MapSettings& settings) const;
  void draw_rivers(Frame& frame, const GroundView& look) const;
  void draw_borders(Frame& frame, const GroundView& look, const MapSettings& settings) const;
  void draw_texture(Frame& frame, const GroundView& look, platform::TextureId texture,
                    const MapRect& bounds, Colour tint) const;

  const Palette* m_theme = nullptr;
  Basemap m_basemap;
  std::vector<CountryFill> m_territories;  // that the basemap itself does not fill
  std::vector<std::string> m_tinted;       // their codes
  // Of each level's rivers: does one of the pack's cities live by it?
  std::vector<bool> m_ours_wide;
  std::vector<bool> m_ours_near;
  Bitmap m_glow_coverage;
  platform::TextureId m_sea;
  platform::TextureId m_glow;
  platform::TextureId m_relief;
  platform::TextureId m_land;
  platform::TextureId m_pattern;
};

}  // namespace kiosk
