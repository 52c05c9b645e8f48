#include "platform/headless/noted_power.h"

#include <doctest/doctest.h>

#include "platform/headless/noted_backlight.h"

using namespace kiosk::platform;

TEST_CASE("wishes are noted in their order, and refused when they shall be") {
  NotedPower power;
  power.restart_program();
  CHECK(power.restart_machine());
  power.refuse("not today.");
  const auto refused = power.power_off();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "not today.");
  power.refuse("");
  CHECK(power.power_off());
  CHECK(power.wishes() ==
        std::vector<std::string>{"restart_program", "restart_machine", "power_off"});
}

TEST_CASE("a backlight that is a number, or none") {
  NotedBacklight light(40);
  CHECK(light.percent() == 40);
  CHECK(light.set(130));
  CHECK(light.percent() == 100);
  NotedBacklight none(std::nullopt);
  CHECK_FALSE(none.percent());
  CHECK_FALSE(none.set(10));
}
