// Screens: all of them, and which one is drawn when.
//
// Made once by the tick (kiosk.h) when there is a pack to show; drawn each tick that
// changes something. Thread: the frame's.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/app/staff_news.h"
#include "kiosk/app/state.h"
#include "kiosk/base/result.h"
#include "kiosk/draw/stage.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "kiosk/screens/attract_screen.h"
#include "kiosk/screens/flags.h"
#include "kiosk/screens/ground.h"
#include "kiosk/screens/ground_tiles.h"
#include "kiosk/screens/list_sheet.h"
#include "kiosk/screens/map_screen.h"
#include "kiosk/screens/picture_shelf.h"
#include "kiosk/screens/scene.h"
#include "kiosk/search/search_index.h"

namespace kiosk {

class Screens {
 public:
  // `pack` and `words` outlive it. Errors: a picture or map file of ours that is damaged.
  [[nodiscard]] static Result<std::unique_ptr<Screens>> open(const std::filesystem::path& assets,
                                                             const Pack& pack, const Strings& words,
                                                             Stage& stage, PictureLoading loading,
                                                             MayOpen may_open = {},
                                                             GroundPicturesAhead* ahead = nullptr);
  void draw(const State& state, Stage& stage, Frame& frame);
  // The languages that can be read aloud.
  void set_voices(std::set<Language> voices) { m_voices = std::move(voices); }
  void set_staff_news(StaffNews news) { m_staff_news = std::move(news); }
  // No picture that was drawn last is still a preview.
  [[nodiscard]] bool pictures_complete() const {
    return m_pictures.complete() && m_flags.complete();
  }
  // After that frame was shown: where only a map that stands still is seen, gives back the memory
  // of what a visitor looked at before.
  void put_away(const State& state, Stage& stage);
  // The display has lost what was drawn before.
  void forget_pictures();

 private:
  Screens(const Pack& pack, const Strings& words, Ground ground, Flags flags,
          PictureLoading loading, MayOpen may_open)
      : m_pack(pack),
        m_words(words),
        m_index(pack, words),
        m_ground(std::move(ground)),
        m_flags(std::move(flags)),
        m_pictures(pack.values().folder, loading, std::move(may_open)) {}

  void draw_panel(const Scene& scene);
  void prepare_pressed(const Scene& scene);
  void draw_visit(Scene& scene);
  void draw_sheets(const Scene& scene);
  void draw_sheet(const Scene& scene, Sheet sheet, double strength);

  const Pack& m_pack;
  const Strings& m_words;
  SearchIndex m_index;
  ListSheet m_list;
  const Palette* m_theme = &day_palette();  // what the ground is dressed in
  Ground m_ground;
  Flags m_flags;
  PictureShelf m_pictures;
  std::set<Language> m_voices;
  StaffNews m_staff_news;
  MapScreen m_map;
  AttractScreen m_attract;
  Layer m_panel;
  std::optional<State> m_panel_drawn_for;
  std::uint64_t m_panel_drawn_after = 0;  // so many pictures given up
  std::vector<std::string> m_pressed;
  GroundTiles m_map_ground{320};
  GroundTiles m_locator_ground{160};
};

}  // namespace kiosk
