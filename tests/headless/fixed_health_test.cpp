#include "platform/headless/fixed_health.h"

#include <doctest/doctest.h>

using namespace kiosk::platform;

TEST_CASE("the twin is as healthy as it was told to be") {
  FixedHealth health;
  CHECK(health.look("/anywhere") == healthy_board());
  HealthSnapshot hot;
  hot.temperature = 84;
  health.set(hot);
  CHECK(health.look("/") == hot);
  CHECK(health.looks() == 2);
}
