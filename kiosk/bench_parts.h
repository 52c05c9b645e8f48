// Parts of the benches: a finger of their own on the panel, and the spread of what was measured.
//
// Used by the program's own bench (bench.h) and by those under tests/bench. The frame's thread.
// Units: milliseconds; contacts in panel px.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "platform/input.h"

namespace kiosk {

// The real input with a finger of our own in it.
class FingerInput final : public platform::Input {
 public:
  explicit FingerInput(platform::Input& real) : m_real(real) {}
  void put(const Contact& contact) { m_next.emplace_back(contact); }
  void poll(std::vector<platform::Event>& events) override {
    m_real.poll(events);
    events.insert(events.end(), m_next.begin(), m_next.end());
    m_next.clear();
  }
  void wait(std::optional<Millis> timeout) override { m_real.wait(timeout); }

 private:
  platform::Input& m_real;
  std::vector<platform::Event> m_next;
};

// How many, the median, the 95th and the 99th percentile, and the largest; null for none.
[[nodiscard]] nlohmann::json spread(std::vector<double> values);

}  // namespace kiosk
