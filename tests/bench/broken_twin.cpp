#include "tests/bench/broken_twin.h"

#include <unistd.h>

#include <chrono>

#include "tests/bench/endurance_sample.h"

namespace kiosk::test {

BrokenTwin::~BrokenTwin() {
  m_end = true;
  for (std::thread& thread : m_idle) thread.join();
}

void BrokenTwin::err(const Plan& plan, WatchedKiosk& kiosk) {
  switch (plan.twin) {
    case Twin::kTexture:
      for (std::size_t i = 0; i <= kShelfVaries; ++i) {
        static_cast<void>(kiosk.display().create_target({4, 4}));
      }
      break;
    case Twin::kMemory:
      m_lost.emplace_back(kLost, 'x');
      break;
    case Twin::kDescriptor:
      static_cast<void>(::dup(STDERR_FILENO));
      break;
    case Twin::kThread:
      m_idle.emplace_back([this] {
        while (!m_end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      });
      break;
    case Twin::kTwice: {
      const auto texture = kiosk.display().create_target({4, 4});
      kiosk.display().destroy_texture(texture);
      kiosk.display().destroy_texture(texture);
      break;
    }
    case Twin::kTap:
      if (kiosk.where().visit == plan.from_visit + 3) {
        VisitorModel somebody(plan.seed + 1, kiosk.where().visit);
        kiosk.perform(somebody.tap(kiosk.panel() * 0.5F, "taps once more"));
      }
      break;
    case Twin::kNone:
      break;
  }
}

}  // namespace kiosk::test
