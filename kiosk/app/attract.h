// Attract: what the panel shows while nobody is there: a round of the map alone, the title in
// each language, then each partner with its arc, its name and its picture. A pure function of
// the time since it began.
//
// At the beginning of each scene the camera glides to that scene's place, and everything else
// moves by a few pixels, so that no bright thing rests in one place. For the rest of the scene the
// map stands still: a panel that draws with its processor then draws little but the light on the
// arcs. Panel px and the map's plane; any thread. Source: visual.md.
#pragma once

#include "kiosk/app/layout.h"
#include "kiosk/base/time.h"
#include "kiosk/map/camera.h"
#include "kiosk/model/pack.h"

namespace kiosk {

enum class AttractScene { kMapAlone, kTitle, kPartner };

struct AttractMoment {
  AttractScene scene = AttractScene::kMapAlone;
  Language language = Language::kFrench;  // of the words on the panel
  CityId partner;                         // of kPartner
  double share = 0;                       // of the scene that is over, 0 to 1
  Millis length{0};                       // of the whole scene
  bool turned = false;                    // it reads the other way than the scene before
  int turn = 0;                           // how many scenes came before, over all rounds
};

// Between two pictures: nothing is so quick that it needs more of them.
inline constexpr Millis kAttractFrame{100.0 / 3};

[[nodiscard]] AttractMoment attract_moment(const Pack& pack, Millis since);
// `from`: where the camera was when it began.
[[nodiscard]] Camera attract_camera(const Pack& pack, const Panel& panel, const Camera& from,
                                    Millis since);
// The camera stays where it is until the next scene.
[[nodiscard]] bool attract_map_rests(const AttractMoment& moment);
// How far what is not map stands from its place.
[[nodiscard]] Vec2 attract_shift(const Layout& layout, Millis since);

}  // namespace kiosk
