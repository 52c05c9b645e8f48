// PacedDisplay: a panel with vertical sync where there is none. It shows by a painter that takes
// pictures at any time (Xvfb's), and `present` returns at the beat at which a panel would have
// shown the picture: what comes after a beat waits for the next.
//
// A twin is a display with a fault that the bench must find. Thread: the frame's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/stopwatch.h"
#include "platform/linux/surface_painter.h"
#include "tests/bench/pacing.h"

namespace kiosk {

// A clock that can be waited for. A leap is time that passes at once, in whole beats, so that an
// hour without visitors need not be lived through.
class BenchClock : public platform::Clock {
 public:
  virtual void sleep_until(Millis time) = 0;
  virtual void leap(Millis time) = 0;
};

enum class PacingTwin {
  kNone,
  kLate,  // each tenth frame that goes on takes 25 ms longer
  kBlank  // nothing is drawn
};

class PacedDisplay final : public platform::Display {
 public:
  static constexpr Millis kDelay{25};
  static constexpr int kDelayedOf = 10;

  PacedDisplay(platform::SurfacePainter& painter, const platform::SdlSession& session,
               BenchClock& clock, Millis apart, PacingTwin twin)
      : m_painter(painter),
        m_session(session),
        m_clock(clock),
        m_twin(twin),
        m_pacing({clock.now(), apart}) {}

  // What the next `present` is to be counted as (the empty phase is not counted); its `finished`
  // and `changed` are found out here.
  void expect(std::string phase, const PacedFrame& frame) {
    m_phase = std::move(phase);
    m_next = frame;
    m_into = Millis{0};
  }
  struct Last {
    int late = 0;
    Millis into{0};      // drawing into targets
    Millis painting{0};  // the frame itself
    PacedFrame frame;
  };
  [[nodiscard]] const Last& last() const { return m_last; }
  [[nodiscard]] const Pacing& pacing() const { return m_pacing; }
  // How late this program was woken after each beat it waited for: what the machine owes.
  [[nodiscard]] const std::vector<double>& woken_late_ms() const { return m_woken_late_ms; }
  [[nodiscard]] std::size_t delayed() const { return m_delayed; }
  [[nodiscard]] std::size_t delayed_and_late() const { return m_delayed_and_late; }

  [[nodiscard]] platform::TextureSize size() const override { return m_session.size(); }
  [[nodiscard]] platform::TextureId create_texture(platform::PixelFormat format,
                                                   platform::TextureSize size,
                                                   std::vector<std::uint8_t> pixels) override {
    return m_painter.create_texture(format, size, std::move(pixels));
  }
  void update_texture(platform::TextureId texture, int x, int y, platform::TextureSize size,
                      std::span<const std::uint8_t> pixels) override {
    m_painter.update_texture(texture, x, y, size, pixels);
  }
  void destroy_texture(platform::TextureId texture) override { m_painter.destroy_texture(texture); }
  [[nodiscard]] platform::TextureId create_target(platform::TextureSize size) override {
    return m_painter.create_target(size);
  }
  void draw_into(platform::TextureId target, const ImDrawData& frame) override {
    const Stopwatch drawing(m_into);
    m_painter.draw_into(target, frame);
  }
  void present(const ImDrawData& frame) override {
    const Millis handed = m_clock.now();
    if (m_twin != PacingTwin::kBlank) m_painter.present(frame);
    m_next.changed = m_twin != PacingTwin::kBlank && m_painter.pixels_shown() > 0;
    const bool delays = m_twin == PacingTwin::kLate && !m_phase.empty() && m_next.goes_on &&
                        m_next.changed && ++m_going_on % kDelayedOf == 0;
    if (delays) m_clock.sleep_until(m_clock.now() + kDelay);
    m_next.finished = m_clock.now();
    const Pacing::Seen seen = m_pacing.add(m_phase, m_next);
    m_last = {seen.late, m_into, m_next.finished - handed, m_next};
    if (delays) ++m_delayed;
    if (delays && seen.late > 0) ++m_delayed_and_late;
    const Millis beat = m_pacing.beats().at(seen.beat);
    m_clock.sleep_until(beat);
    m_woken_late_ms.push_back((m_clock.now() - beat).count());
  }

 private:
  platform::SurfacePainter& m_painter;
  const platform::SdlSession& m_session;
  BenchClock& m_clock;
  PacingTwin m_twin;
  Pacing m_pacing;
  std::string m_phase;
  PacedFrame m_next;
  Millis m_into{0};
  Last m_last;
  std::vector<double> m_woken_late_ms;
  std::uint64_t m_going_on = 0;
  std::size_t m_delayed = 0;
  std::size_t m_delayed_and_late = 0;
};

}  // namespace kiosk
