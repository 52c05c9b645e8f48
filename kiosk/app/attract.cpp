#include "kiosk/app/attract.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kiosk/app/framing.h"
#include "kiosk/base/easing.h"
#include "kiosk/map/equal_earth.h"
#include "kiosk/map/great_circle.h"

namespace kiosk {
namespace {

constexpr Millis kMapAlone{3000};
constexpr Millis kScene{7000};
constexpr double kNearer = 0.25;  // doublings, than the map of all
constexpr double kNearerUpright = -0.12;
constexpr double kTowardsEnd = 0.21;  // of the panel's width: where the words leave the map free
constexpr double kUnderWords = 0.15;  // the same of an upright panel's height
constexpr double kTowardsPartner = 0.3;
// So soon after a scene has begun the map has come to its place; where the words change sides, too.
constexpr Millis kGlide{1600};
constexpr Millis kTurning{2200};
constexpr double kTogether = 6000;  // km from the first home: the partners that the map is about
constexpr float kShift = 12;        // px at 1080 lines
// Two periods without a common measure: every place of the shift is as likely as the others.
constexpr double kShiftAcross = 613'000;
constexpr double kShiftDown = 457'000;

// A language whose title is another's has been told already.
std::vector<Language> title_languages(const Pack& pack) {
  std::vector<Language> languages;
  for (const PackLanguage& offered : pack.values().languages) {
    if (pack.resolve(pack.values().title, offered.language).language == offered.language) {
      languages.push_back(offered.language);
    }
  }
  if (languages.empty()) languages.push_back(pack.values().default_language);
  // The pack's own comes first.
  const auto own = std::ranges::find(languages, pack.values().default_language);
  if (own != languages.end()) std::ranges::rotate(languages, own);
  return languages;
}

std::vector<CityId> partners_of(const Pack& pack) {
  std::vector<CityId> partners;
  for (const Agreement& agreement : pack.values().agreements) {
    const CityId* partner = agreement.partner_city();
    if (partner != nullptr && pack.city(*partner) != nullptr) partners.push_back(*partner);
  }
  return partners;
}

// The middle of the homes and of the partners that are not far away.
MapPoint middle_of(const Pack& pack) {
  const City* home = pack.city(pack.values().homes.front());
  MapPoint sum;
  double count = 0;
  for (const City& city : pack.values().cities) {
    if (great_circle_km(home->position, city.position) > kTogether) continue;
    sum = sum + equal_earth(city.position);
    ++count;
  }
  return sum * (1 / std::max(count, 1.0));
}

// Where the camera comes to by the end of a scene. It may look beyond the pack's bounds: nobody
// moves about in it.
Camera camera_of(const Pack& pack, const Panel& panel, const AttractMoment& moment) {
  const Layout layout = layout_of(panel, moment.language, false);
  // One scale for every language, whose bars leave the map more or less room: what is drawn of the
  // ground serves for the whole round.
  Camera camera = frame_all(pack, layout_of(panel, pack.values().default_language, false));
  camera.zoom += layout.landscape ? kNearer : kNearerUpright;
  camera.centre = middle_of(pack);
  if (const City* city = pack.city(moment.partner)) {
    const MapPoint way = equal_earth(city->position) - camera.centre;
    const bool far = std::hypot(way.x, way.y) > 0.5 * panel.size.x / scale_of(camera);
    camera.centre = camera.centre + way * (far ? 0.8 : kTowardsPartner);
  } else {
    // Each title a little elsewhere: the map is never still.
    camera.centre.y += moment.turn % 2 == 0 ? 0.02 : -0.02;
  }
  if (layout.landscape) {
    const double aside = kTowardsEnd * panel.size.x / scale_of(camera);
    camera.centre.x += layout.right_to_left ? aside : -aside;
  } else {
    camera.centre.y += kUnderWords * panel.size.y / scale_of(camera);
  }
  return camera;
}

AttractMoment moment_at(const Pack& pack, Millis since) {
  const std::vector<Language> languages = title_languages(pack);
  const std::vector<CityId> partners = partners_of(pack);
  const auto scenes = static_cast<int>(languages.size() + partners.size());
  const Millis round = kMapAlone + kScene * scenes;
  const auto rounds = static_cast<int>(since / round);
  const Millis within = since - round * rounds;
  AttractMoment moment;
  moment.turn = rounds * (scenes + 1);
  // Each round begins one language further.
  const auto words = [&](int turn) {
    const auto count = static_cast<int>(languages.size());
    return languages[static_cast<std::size_t>((turn + rounds) % count)];
  };
  if (within < kMapAlone) {
    moment.language = words(0);
    moment.share = within / kMapAlone;
    moment.length = kMapAlone;
    return moment;
  }
  const auto index = std::min(static_cast<int>((within - kMapAlone) / kScene), scenes - 1);
  moment.turn += index + 1;
  moment.share = (within - kMapAlone - kScene * index) / kScene;
  moment.length = kScene;
  moment.language = words(index);
  const auto titles = static_cast<int>(languages.size());
  moment.scene = index < titles ? AttractScene::kTitle : AttractScene::kPartner;
  if (index >= titles) moment.partner = partners[static_cast<std::size_t>(index - titles)];
  return moment;
}

Millis begin_of(const AttractMoment& moment, Millis since) {
  return since - moment.length * moment.share;
}

// How much of its way the camera has gone. The map alone drifts for as long as it is alone.
double way_gone(const AttractMoment& moment) {
  if (moment.scene == AttractScene::kMapAlone) {
    return (moment.share + smoothstep(moment.share)) / 2;
  }
  return smoothstep(moment.length * moment.share / (moment.turned ? kTurning : kGlide));
}

}  // namespace

AttractMoment attract_moment(const Pack& pack, Millis since) {
  AttractMoment moment = moment_at(pack, since);
  const Millis begun = begin_of(moment, since);
  if (begun > Millis{1}) {
    const Language before = moment_at(pack, begun - Millis{1}).language;
    moment.turned = direction(before) != direction(moment.language);
  }
  return moment;
}

Camera attract_camera(const Pack& pack, const Panel& panel, const Camera& from, Millis since) {
  const AttractMoment now = attract_moment(pack, since);
  const Millis begun = begin_of(now, since);
  const Camera end = camera_of(pack, panel, now);
  const double gone = way_gone(now);
  if (gone >= 1) return end;
  const Camera start =
      begun <= Millis{1} ? from : camera_of(pack, panel, moment_at(pack, begun - Millis{1}));
  return {start.centre + (end.centre - start.centre) * gone, lerp(start.zoom, end.zoom, gone)};
}

bool attract_map_rests(const AttractMoment& moment) { return way_gone(moment) >= 1; }

Vec2 attract_shift(const Layout& layout, Millis since) {
  const double turn = 2 * std::numbers::pi * since.count();
  return {layout.px(kShift) * static_cast<float>(std::sin(turn / kShiftAcross)),
          layout.px(kShift) * static_cast<float>(std::sin(turn / kShiftDown))};
}

}  // namespace kiosk
