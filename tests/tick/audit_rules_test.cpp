// Each rule of the audit on a small screen made by hand: silent when all is well, and with one
// thing made wrong it names just that.
#include "kiosk/audit_rules.h"

#include <doctest/doctest.h>

#include "kiosk/app/layout.h"

using namespace kiosk;

namespace {

constexpr float kMillimetre = 4;  // px

State state_of(AccessSettings access = {}) {
  State state;
  state.panel = {{1920, 1080}, kMillimetre};
  state.access = access;
  return state;
}

Zone button(const char* id, Rect rect, Intent intent = FrameAll{}) {
  Zone zone;
  zone.id = id;
  zone.rect = rect;
  zone.label = id;
  zone.intent = std::move(intent);
  return zone;
}

// A bar of three buttons, 20 mm each and 3 mm apart, low on the panel.
std::vector<Zone> good_zones() {
  return {button("a", {100, 950, 80, 80}, ZoomBy{1}), button("b", {192, 950, 80, 80}, ZoomBy{-1}),
          button("c", {284, 950, 80, 80}, FrameAll{})};
}

DrawnText text(float px, Colour ink, Language language = Language::kFrench) {
  DrawnText drawn;
  drawn.text = "Smara";
  drawn.language = language;
  drawn.ink = {100, 100, 200, 40};
  drawn.clip = {0, 0, 400, 300};
  drawn.px = px;
  drawn.ink_colour = ink;
  return drawn;
}

PanelPicture ground(std::uint32_t left, std::uint32_t right) {
  PanelPicture picture{400, 300, std::vector<std::uint32_t>(400 * 300, left)};
  for (std::size_t y = 0; y < 300; ++y) {
    for (std::size_t x = 200; x < 400; ++x) picture.pixels[y * 400 + x] = right;
  }
  return picture;
}

constexpr std::uint32_t kBlack = 0xFF000000;
constexpr std::uint32_t kWhite = 0xFFFFFFFF;
constexpr Colour kWhiteInk{255, 255, 255, 255};

}  // namespace

TEST_CASE("a bar of buttons as it should be gives nothing to say") {
  const auto zones = good_zones();
  const State state = state_of();
  CHECK(without_label(zones).empty());
  CHECK(too_close(zones, kMillimetre).empty());
  CHECK(out_of_reach(zones, state).empty());
  CHECK(out_of_focus(zones, state).empty());
}

TEST_CASE("a button without words is told") {
  auto zones = good_zones();
  zones[1].label.clear();
  const auto found = without_label(zones);
  REQUIRE(found.size() == 1);
  CHECK(found.front().subject == "b");
}

TEST_CASE("buttons closer than two millimetres are told, by name and distance") {
  auto zones = good_zones();
  zones[1].rect.x = 184;  // 1 mm from a
  const auto found = too_close(zones, kMillimetre);
  REQUIRE(found.size() == 1);
  CHECK(found.front().subject == "a");
  CHECK(found.front().what.find("1.0 mm from, less than 2: b") != std::string::npos);
}

TEST_CASE("a control that stands too high is told, unless the same is offered lower") {
  auto zones = good_zones();
  zones.push_back(button("high", {100, 300, 80, 80}, OpenSheet{Sheet::kClub}));
  auto found = out_of_reach(zones, state_of());
  REQUIRE(found.size() == 1);
  CHECK(found.front().subject == "high");
  zones.push_back(button("low", {376, 950, 80, 80}, OpenSheet{Sheet::kClub}));
  CHECK(out_of_reach(zones, state_of()).empty());
  // With controls lowered the line is lower.
  zones.back().rect.y = 560;
  CHECK(out_of_reach(zones, state_of()).empty());
  AccessSettings lowered;
  lowered.reach = true;
  CHECK(out_of_reach(zones, state_of(lowered)).size() == 2);
}

TEST_CASE("a button that no key comes to is told") {
  auto zones = good_zones();
  // Two of one name: the walk from one leads back to the other for ever.
  zones.push_back(button("a", {376, 950, 80, 80}));
  zones.push_back(button("d", {468, 950, 80, 80}));
  const auto found = out_of_focus(zones, state_of());
  REQUIRE_FALSE(found.empty());
  CHECK(found.back().subject == "d");
}

TEST_CASE("letters below 4 mm, or 6 mm at the largest size, are told") {
  AccessSettings large;
  large.text_scale = kTextScales.back();
  // A capital is 0.714 of its face's size: 24 px of 4 to a millimetre are 4.3 mm.
  const std::vector<DrawnText> fine{text(24, kWhiteInk)};
  CHECK(too_small(fine, state_of()).empty());
  CHECK(too_small(fine, state_of(large)).size() == 1);
  CHECK(too_small(std::vector{text(36, kWhiteInk)}, state_of(large)).empty());
  const std::vector<DrawnText> small{text(20, kWhiteInk)};
  CHECK(too_small(small, state_of()).size() == 1);
  // An alef is taller.
  CHECK(too_small(std::vector{text(21.5F, kWhiteInk, Language::kArabic)}, state_of()).empty());
}

TEST_CASE("contrast is that of black and white at its most, and of one colour at its least") {
  CHECK(contrast_of({0, 0, 0, 255}, {255, 255, 255, 255}) == doctest::Approx(21));
  CHECK(contrast_of({90, 90, 90, 255}, {90, 90, 90, 255}) == doctest::Approx(1));
  CHECK(contrast_of({0x76, 0x76, 0x76, 255}, {255, 255, 255, 255}) ==
        doctest::Approx(4.54).epsilon(0.01));
}

TEST_CASE("words over a bright half of a picture are told, and an outline helps them") {
  std::vector<DrawnText> words{text(30, kWhiteInk)};
  CHECK(too_faint(words, ground(kBlack, kBlack), true).empty());
  REQUIRE(too_faint(words, ground(kBlack, kWhite), false).size() == 1);
  words.front().outline = {0, 0, 0, 255};
  CHECK(too_faint(words, ground(kBlack, kWhite), true).empty());
  // Grey on black: enough for most, not for high contrast.
  const std::vector<DrawnText> grey{text(30, {0x80, 0x80, 0x80, 255})};
  CHECK(too_faint(grey, ground(kBlack, kBlack), false).empty());
  CHECK(too_faint(grey, ground(kBlack, kBlack), true).size() == 1);
}
