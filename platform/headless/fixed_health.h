// FixedHealth: a machine whose health is given; the twin for replays and tests.
#pragma once

#include <utility>

#include "platform/health.h"

namespace kiosk::platform {

// A healthy board, always the same, so that pictures of it are.
[[nodiscard]] HealthSnapshot healthy_board();

class FixedHealth final : public Health {
 public:
  explicit FixedHealth(HealthSnapshot snapshot = healthy_board())
      : m_snapshot(std::move(snapshot)) {}

  void set(HealthSnapshot snapshot) { m_snapshot = std::move(snapshot); }
  [[nodiscard]] const HealthSnapshot& snapshot() const { return m_snapshot; }
  [[nodiscard]] int looks() const { return m_looks; }

  [[nodiscard]] HealthSnapshot look(const std::filesystem::path& /*folder*/) override {
    ++m_looks;
    return m_snapshot;
  }

 private:
  HealthSnapshot m_snapshot;
  int m_looks = 0;
};

}  // namespace kiosk::platform
