#include "platform/headless/fixed_health.h"

namespace kiosk::platform {

HealthSnapshot healthy_board() {
  HealthSnapshot board;
  board.temperature = 51.5;
  board.under_voltage_now = false;
  board.throttled_now = false;
  board.under_voltage_before = false;
  board.throttled_before = false;
  board.free_bytes = 21'400'000'000;
  board.size_bytes = 31'900'000'000;
  board.wear = {{"mmcblk0", 10, Reserve::kNormal}};
  board.memory_bytes = 4'148'000'000;
  board.memory_available_bytes = 3'420'000'000;
  board.own_memory_bytes = 118'000'000;
  board.load = 0.4;
  board.up_time = Millis{(3 * 24 + 5) * 3'600'000.0};
  board.kernel = "6.12.0-arm64";
  board.machine = "Example Board 4";
  board.clock = ClockFooting::kBattery;
  return board;
}

}  // namespace kiosk::platform
