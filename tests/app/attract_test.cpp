// What the panel plays to an empty room, as values: who comes when, and where the map stands.
#include "kiosk/app/attract.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kiosk/app/update.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

constexpr Millis kHour{3'600'000};

Camera camera_at(Millis since, const Panel& panel = {}) {
  static const State start = start_state(bundled_pack(), Panel{}, Language::kFrench, Millis{0});
  return attract_camera(bundled_pack(), panel, start.camera, since);
}

// How far a point in the middle of both views moves on the panel, px.
double moved(const Camera& a, const Camera& b, const Panel& panel = {}) {
  const Rect view{0, 0, panel.size.x, panel.size.y};
  const Vec2 before = to_screen(a, view, b.centre);
  const Vec2 after = to_screen(b, view, b.centre);
  return std::hypot(after.x - before.x, after.y - before.y) +
         std::abs(scale_of(a) / scale_of(b) - 1) * view.w / 2;
}

}  // namespace

TEST_CASE("a round tells the title in every language that has one, and every partner once") {
  std::set<Language> titles;
  std::map<std::string, int> partners;
  double round = 0;
  const int first_round = attract_moment(bundled_pack(), Millis{0}).turn;
  int turn = -1;
  for (double time = 0; time < 200'000; time += 100) {
    const AttractMoment moment = attract_moment(bundled_pack(), Millis{time});
    if (time > 4000 && moment.scene == AttractScene::kMapAlone) {
      round = time;
      break;
    }
    if (moment.turn == turn) continue;
    turn = moment.turn;
    if (moment.scene == AttractScene::kTitle) titles.insert(moment.language);
    if (moment.scene == AttractScene::kPartner) ++partners[moment.partner.value];
  }
  CHECK(first_round == 0);
  CHECK(titles ==
        std::set{Language::kArabic, Language::kFrench, Language::kEnglish, Language::kSpanish});
  CHECK(partners.size() == 10);
  CHECK(std::ranges::all_of(partners, [](const auto& partner) { return partner.second == 1; }));
  // 3 s of the map alone, then 7 s for each of 4 titles and 10 partners.
  CHECK(round == doctest::Approx(3000 + 7000 * 14).epsilon(0.002));
}

TEST_CASE("each round begins one language further, so that none is told more than another") {
  std::map<Language, int> firsts;
  for (int round = 0; round < 8; ++round) {
    const Millis time{101'000.0 * round + 5000};
    ++firsts[attract_moment(bundled_pack(), time).language];
  }
  CHECK(firsts.size() == 4);
  for (const auto& [language, count] : firsts) CHECK(count == 2);
}

TEST_CASE("the map glides to each scene's place, rests there, and never jumps") {
  for (const Panel& panel : {Panel{}, Panel{{1080, 1920}}}) {
    double fastest = 0;
    int resting = 0;
    int pictures = 0;
    std::set<int> scenes_with_rest;
    Camera before = camera_at(Millis{0}, panel);
    for (Millis time = kAttractFrame; time < Millis{250'000}; time += kAttractFrame) {
      const Camera now = camera_at(time, panel);
      fastest = std::max(fastest, moved(before, now, panel));
      const AttractMoment moment = attract_moment(bundled_pack(), time);
      ++pictures;
      if (attract_map_rests(moment)) {
        ++resting;
        // To the last bit once it has arrived: tiles of another scale would be drawn for less.
        if (scenes_with_rest.contains(moment.turn)) CHECK(now == before);
        scenes_with_rest.insert(moment.turn);
      }
      before = now;
    }
    // Vijayawada is far: there the camera is quickest.
    CHECK(fastest < 60);
    // A panel that draws with its processor rests with it.
    CHECK(resting > 0.65 * pictures);
    CHECK(scenes_with_rest.size() > 30);
  }
}

TEST_CASE("no two scenes after each other show the map at the same place, and all at one scale") {
  std::set<double> scales;
  for (int scene = 0; scene < 60; ++scene) {
    const Millis round{101'000};
    const Millis end = round * (scene / 14) + Millis{3000 + 7000.0 * (scene % 14) + 6900};
    const Camera now = camera_at(end);
    scales.insert(now.zoom);
    if (scene > 0) {
      const Camera before = camera_at(end - Millis{scene % 14 == 0 ? 10'000.0 : 7000.0});
      CHECK(moved(before, now) > 3);
    }
  }
  // So its tiles serve for all of them.
  CHECK(scales.size() == 1);
}

TEST_CASE("what is no map shifts by up to 12 px, and is elsewhere half a minute later") {
  const Layout layout = layout_of(Panel{}, Language::kFrench, false);
  float least = 1000;
  Vec2 most;
  for (Millis time{0}; time < kHour; time += Millis{7000}) {
    const Vec2 shift = attract_shift(layout, time);
    const Vec2 later = attract_shift(layout, time + Millis{30'000});
    least = std::min(least, length(later - shift));
    most = {std::max(most.x, std::abs(shift.x)), std::max(most.y, std::abs(shift.y))};
  }
  CHECK(most.x == doctest::Approx(12).epsilon(0.01));
  CHECK(most.y == doctest::Approx(12).epsilon(0.01));
  CHECK(least > 0.5F);
}
