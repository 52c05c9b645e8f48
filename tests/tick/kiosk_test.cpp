// The tick, driven as the program drives it, on the bundled content without a display.
#include "kiosk/kiosk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "platform/headless/manual_clock.h"
#include "platform/headless/picture_display.h"
#include "platform/headless/queued_input.h"
#include "tests/bundled.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

constexpr double kTick = 50.0 / 3;

struct Visit {
  ManualClock clock;
  QueuedInput input{clock};
  PictureDisplay display;
  std::unique_ptr<Kiosk> kiosk;
  std::int64_t ticks = 0;

  explicit Visit(TextureSize size, Language language, bool with_pack = true) : display(size) {
    Exhibit exhibit{std::filesystem::path(KIOSK_SOURCE_DIR) / "assets", own_words(), std::nullopt};
    if (with_pack) exhibit.pack = bundled_pack();
    auto opened = Kiosk::open(std::move(exhibit), {display, input, clock}, {language, 21.5F});
    REQUIRE(opened.has_value());
    kiosk = std::move(*opened);
    pass(100);
  }

  void pass(double milliseconds) {
    const double end = clock.now().count() + milliseconds;
    while (clock.now().count() < end) {
      clock.set(Millis{static_cast<double>(++ticks) * kTick});
      kiosk->tick();
    }
  }
  void tap(const std::string& zone) {
    const Zone* found = zone_of(kiosk->zones(), zone);
    REQUIRE_MESSAGE(found != nullptr, zone);
    const Vec2 at = found->rect.centre();
    input.put(clock.now(), Contact{1, ContactPhase::kDown, at, clock.now()});
    input.put(clock.now() + Millis{50},
              Contact{1, ContactPhase::kUp, at, clock.now() + Millis{50}});
    pass(100);
  }
};

const std::vector<TextureSize> kSizes{{1920, 1080}, {1080, 1920}, {1280, 800}, {3840, 2160}};

}  // namespace

TEST_CASE("at rest nothing is presented, and the loop sleeps until the panel plays") {
  Visit visit({1920, 1080}, Language::kFrench);
  visit.pass(2000);
  const std::uint64_t presents = visit.kiosk->presents();
  CHECK(presents >= 1);
  visit.pass(50'000);
  CHECK(visit.kiosk->presents() == presents);
  REQUIRE(visit.kiosk->rest().has_value());
  CHECK((visit.clock.now() + *visit.kiosk->rest()).count() == doctest::Approx(60'000));
}

TEST_CASE("what plays to nobody sleeps between its pictures") {
  Visit visit({640, 360}, Language::kFrench);
  visit.pass(70'000);
  REQUIRE(visit.kiosk->state().attract.has_value());
  const std::uint64_t presents = visit.kiosk->presents();
  visit.pass(2000);
  CHECK(visit.kiosk->presents() - presents <= 62);
  CHECK(visit.kiosk->presents() - presents >= 55);
}

TEST_CASE(
    "a light that travels along an arc is drawn at its own beat, and the loop sleeps between") {
  Visit visit({640, 360}, Language::kFrench);
  visit.tap("city:banjul");
  visit.pass(3000);
  REQUIRE(visit.kiosk->rest().has_value());
  CHECK(visit.kiosk->rest()->count() > 0);
  const std::uint64_t presents = visit.kiosk->presents();
  visit.pass(3000);
  CHECK(visit.kiosk->presents() - presents <= 91);
  CHECK(visit.kiosk->presents() - presents >= 85);
  // A finger's picture does not wait for it.
  visit.input.put(visit.clock.now(),
                  Contact{1, ContactPhase::kDown, {200, 180}, visit.clock.now()});
  visit.kiosk->tick();
  const std::uint64_t held = visit.kiosk->presents();
  visit.input.put(visit.clock.now(),
                  Contact{1, ContactPhase::kMove, {240, 180}, visit.clock.now()});
  visit.kiosk->tick();
  CHECK(visit.kiosk->presents() == held + 1);
}

TEST_CASE("after a visit the loop sleeps until the visitor is asked for") {
  Visit visit({1920, 1080}, Language::kFrench);
  visit.tap("city:banjul");
  CHECK(visit.kiosk->rest() == Millis{0});
  // A light travels along the arc for a while, then that rests too.
  visit.pass(30'000);
  const std::uint64_t presents = visit.kiosk->presents();
  visit.pass(20'000);
  CHECK(visit.kiosk->presents() == presents);
  REQUIRE(visit.kiosk->rest().has_value());
  CHECK(visit.kiosk->rest()->count() > 5'000);
  CHECK(visit.kiosk->rest()->count() < 60'000);
}

TEST_CASE("a touch wakes the panel within two frames, and means nothing else") {
  Visit visit({1280, 720}, Language::kFrench);
  visit.pass(75'000);
  REQUIRE(visit.kiosk->state().attract.has_value());
  const Zone* arabic = zone_of(visit.kiosk->zones(), "lang:ar");
  REQUIRE(arabic != nullptr);
  const Vec2 at = arabic->rect.centre();
  visit.input.put(visit.clock.now(), Contact{1, ContactPhase::kDown, at, visit.clock.now()});
  visit.input.put(visit.clock.now(), Contact{1, ContactPhase::kUp, at, visit.clock.now()});
  visit.pass(2 * kTick);
  CHECK_FALSE(visit.kiosk->state().attract.has_value());
  CHECK(visit.kiosk->state().language == Language::kArabic);
  CHECK(zone_of(visit.kiosk->zones(), "map") != nullptr);
  visit.pass(3000);
  CHECK(visit.kiosk->state().screen == Screen::kMap);
}

TEST_CASE("a lost window is drawn once more, and only once") {
  Visit visit({1920, 1080}, Language::kFrench);
  visit.pass(2000);
  const std::uint64_t presents = visit.kiosk->presents();
  visit.input.put(visit.clock.now(), Exposed{});
  visit.pass(1000);
  CHECK(visit.kiosk->presents() == presents + 1);
}

TEST_CASE("a touch is answered in the tick that sees it") {
  Visit visit({1920, 1080}, Language::kFrench);
  visit.pass(2000);
  const Zone* zone = zone_of(visit.kiosk->zones(), "city:agadez");
  REQUIRE(zone != nullptr);
  const std::uint64_t presents = visit.kiosk->presents();
  visit.input.put(visit.clock.now(),
                  Contact{1, ContactPhase::kDown, zone->rect.centre(), visit.clock.now()});
  visit.kiosk->tick();
  CHECK(visit.kiosk->presents() == presents + 1);
  CHECK(visit.kiosk->state().pressed.size() == 1);
}

TEST_CASE("every zone that can be touched is 20 mm or more, on the panel, and named") {
  for (const TextureSize size : kSizes) {
    for (const Language language : kLanguages) {
      CAPTURE(size.width);
      CAPTURE(code(language));
      Visit visit(size, language);
      for (const char* city : {"", "city:niamey"}) {
        if (*city != '\0') {
          visit.tap(city);
          visit.pass(2500);
        }
        const float least = 20 * visit.kiosk->state().panel.px_per_mm * 0.999F;
        std::set<std::string> ids;
        for (const Zone& zone : visit.kiosk->zones()) {
          CAPTURE(zone.id);
          CHECK(ids.insert(zone.id).second);
          if (zone.role != ZoneRole::kButton) continue;
          CHECK_FALSE(zone.label.empty());
          CHECK(zone.rect.x >= -0.5F);
          CHECK(zone.rect.y >= -0.5F);
          CHECK(zone.rect.right() <= static_cast<float>(size.width) + 0.5F);
          CHECK(zone.rect.bottom() <= static_cast<float>(size.height) + 0.5F);
          if (!zone.focusable) continue;
          CHECK(zone.rect.w >= least);
          CHECK(zone.rect.h >= least);
        }
      }
    }
  }
}

TEST_CASE("no two buttons overlap, so that each tap means one thing") {
  for (const TextureSize size : kSizes) {
    for (const Language language : {Language::kFrench, Language::kArabic}) {
      Visit visit(size, language);
      std::vector<Zone> buttons;
      for (const Zone& zone : visit.kiosk->zones()) {
        if (zone.role == ZoneRole::kButton && zone.focusable) buttons.push_back(zone);
      }
      CHECK(buttons.size() > 15);
      for (std::size_t i = 0; i < buttons.size(); ++i) {
        for (std::size_t j = i + 1; j < buttons.size(); ++j) {
          CAPTURE(size.width);
          CAPTURE(buttons[i].id);
          CAPTURE(buttons[j].id);
          CHECK_FALSE(buttons[i].rect.grown(-0.5F).intersects(buttons[j].rect));
        }
      }
    }
  }
}

TEST_CASE("every city can be opened in every language from where the last one left") {
  Visit visit({1920, 1080}, Language::kFrench);
  visit.tap("city:ndjamena");
  for (const Language language : kLanguages) {
    visit.tap("lang:" + std::string(code(language)));
    CHECK(visit.kiosk->state().language == language);
    for (int i = 0; i < 10; ++i) {
      const CityId before = visit.kiosk->state().city;
      visit.tap("next");
      CAPTURE(code(language));
      CAPTURE(i);
      CHECK(visit.kiosk->state().city != before);
      CHECK(visit.kiosk->state().screen == Screen::kCity);
    }
  }
}

TEST_CASE("without content the card stands still and a touch changes nothing") {
  Visit visit({1920, 1080}, Language::kFrench, false);
  CHECK(visit.kiosk->shows_card());
  visit.pass(500);
  const std::uint64_t presents = visit.kiosk->presents();
  visit.input.put(visit.clock.now(),
                  Contact{1, ContactPhase::kDown, {500, 500}, visit.clock.now()});
  visit.pass(1000);
  CHECK(visit.kiosk->presents() == presents);
  CHECK(visit.kiosk->zones().empty());
}

TEST_CASE("the program ends when the system asks it to") {
  Visit visit({1920, 1080}, Language::kFrench);
  visit.input.put(visit.clock.now(), Quit{});
  CHECK_FALSE(visit.kiosk->tick());
}

namespace {

// Counts the bytes of the textures that the program holds.
class WeighedDisplay final : public Display {
 public:
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }

  [[nodiscard]] TextureId create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) override {
    const std::size_t bytes = pixels.size();
    return weighed(m_behind.create_texture(format, size, std::move(pixels)), bytes);
  }
  void update_texture(TextureId texture, int x, int y, TextureSize size,
                      std::span<const std::uint8_t> pixels) override {
    m_behind.update_texture(texture, x, y, size, pixels);
  }
  void destroy_texture(TextureId texture) override {
    m_bytes -= m_weights.at(texture.value);
    m_weights.erase(texture.value);
    m_behind.destroy_texture(texture);
  }
  [[nodiscard]] TextureId create_target(TextureSize size) override {
    const auto pixels =
        static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    return weighed(m_behind.create_target(size), 4 * pixels);
  }
  void draw_into(TextureId target, const ImDrawData& frame) override {
    m_behind.draw_into(target, frame);
  }
  [[nodiscard]] TextureSize size() const override { return m_behind.size(); }
  void present(const ImDrawData& frame) override { m_behind.present(frame); }

 private:
  TextureId weighed(TextureId texture, std::size_t bytes) {
    m_weights[texture.value] = bytes;
    m_bytes += bytes;
    return texture;
  }

  PictureDisplay m_behind{{1920, 1080}};
  std::map<std::uintptr_t, std::size_t> m_weights;
  std::size_t m_bytes = 0;
};

}  // namespace

TEST_CASE("where only the map is seen, what was looked at before takes no memory") {
  ManualClock clock;
  QueuedInput input{clock};
  WeighedDisplay display;
  auto pack = load_pack(KIOSK_BUNDLED_PACK);
  REQUIRE(pack.has_value());
  Exhibit exhibit{std::filesystem::path(KIOSK_SOURCE_DIR) / "assets", own_words(),
                  std::move(*pack)};
  auto kiosk = Kiosk::open(std::move(exhibit), {display, input, clock}, {Language::kFrench, 21.5F});
  REQUIRE(kiosk.has_value());
  const auto pass = [&](int ticks) {
    for (int i = 0; i < ticks; ++i) {
      clock.set(clock.now() + Millis{kTick});
      (*kiosk)->tick();
    }
  };
  const auto tap = [&](const char* id) {
    const Zone* zone = zone_of((*kiosk)->zones(), id);
    REQUIRE_MESSAGE(zone != nullptr, std::string(id));
    const Vec2 at = zone->rect.centre();
    input.put(clock.now(), Contact{1, ContactPhase::kDown, at, clock.now()});
    pass(2);
    input.put(clock.now(), Contact{1, ContactPhase::kUp, at, clock.now()});
    pass(120);
  };
  pass(30);
  const std::size_t at_home = display.bytes();
  std::size_t most = 0;
  for (const char* city : {"city:banjul", "city:agadez"}) {
    tap(city);
    tap("open:gallery");
    tap("next");
    most = std::max(most, display.bytes());
    tap("close");
    tap("close");
    tap("zoom:home");
    pass(60);
  }
  // The ground's coarse level stays, and texts of more cities.
  constexpr std::size_t kStays = 5 * 1024 * 1024;
  CHECK(most > at_home + 2 * kStays);
  CHECK(display.bytes() < at_home + kStays);
}
