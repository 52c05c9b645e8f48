#include "kiosk/touch/finger_track.h"

#include <cmath>

namespace kiosk {
namespace {

// The speed at the moment of letting go is that of the last five ticks: shorter shows the panel's
// noise, longer the movement before the wrist turned.
constexpr Millis kWindow{80};
// A finger that stopped for this long wants the map to stay: more than three ticks without
// movement do not happen within a fling, even on a panel that reports at 30 Hz.
constexpr Millis kRest{60};
// A resting fingertip rolls by less than this.
constexpr double kJitterMm = 0.5;
// Slower is letting go, not throwing.
constexpr double kSlowestMmPerS = 30;
// No arm is faster; a faster jump is the panel mixing up two fingers.
constexpr double kFastestMmPerS = 3000;
// Fingers that pinch lift one after the other; what the last one does then is no fling. Five per
// cent of spread within this time tells a pinch from two fingers panning.
constexpr Millis kPinchWindow{200};
constexpr double kPinchSpread = 0.05;
// Less time than this between the samples says nothing about speed.
constexpr Millis kShortestSpan{4};

}  // namespace

void FingerTrack::start(Millis at) { m_samples.assign(1, Sample{at, 0, 0, 0}); }

void FingerTrack::add(Millis at, Vec2 moved, double scale) {
  if (m_samples.empty()) start(at);
  const Sample& last = m_samples.back();
  m_samples.push_back({at, last.x + static_cast<double>(moved.x),
                       last.y + static_cast<double>(moved.y), last.spread + std::log(scale)});
  std::erase_if(m_samples, [&](const Sample& s) { return s.at < at - kPinchWindow; });
}

bool FingerTrack::rested(Millis at, double jitter) const {
  const Sample& last = m_samples.back();
  Millis since = last.at;
  for (auto s = m_samples.rbegin(); s != m_samples.rend(); ++s) {
    if (std::hypot(s->x - last.x, s->y - last.y) > jitter) break;
    since = s->at;
  }
  return at - since >= kRest;
}

Vec2 FingerTrack::velocity(Millis at, float px_per_mm) const {
  const auto mm = static_cast<double>(px_per_mm);
  if (m_samples.size() < 2 || rested(at, kJitterMm * mm)) return {};
  double n = 0;
  double t_mean = 0;
  double x_mean = 0;
  double y_mean = 0;
  for (const Sample& s : m_samples) {
    const double turned = std::abs(s.spread - m_samples.back().spread);
    if (s.at >= at - kPinchWindow && turned > kPinchSpread) return {};
    if (s.at < at - kWindow) continue;
    n += 1;
    t_mean += (s.at - at).count();
    x_mean += s.x;
    y_mean += s.y;
  }
  if (n < 2) return {};
  t_mean /= n;
  x_mean /= n;
  y_mean /= n;
  // The straight line of least squares through the window.
  double tt = 0;
  double tx = 0;
  double ty = 0;
  Millis first = at;
  for (const Sample& s : m_samples) {
    if (s.at < at - kWindow) continue;
    const double t = (s.at - at).count() - t_mean;
    tt += t * t;
    tx += t * (s.x - x_mean);
    ty += t * (s.y - y_mean);
    first = std::min(first, s.at);
  }
  if (m_samples.back().at - first < kShortestSpan) return {};
  const double x = 1000 * tx / tt;
  const double y = 1000 * ty / tt;
  const double speed = std::hypot(x, y);
  if (!(speed >= kSlowestMmPerS * mm)) return {};
  const double cut = std::min(1.0, kFastestMmPerS * mm / speed);
  return {static_cast<float>(x * cut), static_cast<float>(y * cut)};
}

}  // namespace kiosk
