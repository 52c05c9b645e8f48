#include "tests/bench/endurance_window.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

namespace kiosk::test {

Window window_for(const Plan& plan) {
  if (!plan.real_clock) return {};
  platform::WindowOptions options;
  options.windowed = true;
  options.width = plan.size.width;
  options.height = plan.size.height;
  const auto give_up = [](const std::string& sentence) {
    std::fprintf(stderr, "bench_endurance: %s\n", sentence.c_str());
    std::exit(2);
  };
  auto session = platform::SdlSession::open(options);
  if (!session) give_up(session.error().message);
  auto painter = platform::SurfacePainter::open(**session);
  if (!painter) give_up(painter.error().message);
  return {std::move(*session), std::move(*painter)};
}

}  // namespace kiosk::test
