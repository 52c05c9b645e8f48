#include "kiosk/app/state.h"

#include <algorithm>

#include "kiosk/base/easing.h"

namespace kiosk {
namespace {

constexpr Millis kFirstStep{1000.0 / 60};  // one picture of a panel's

}  // namespace

double Slide::at(Millis now) const {
  if (!moving(now)) return to;
  const double share = (now - start) / duration;
  return lerp(from, to, prompt ? ease_out_quint(share) : ease_out_cubic(share));
}

Slide prompt_slide(double from, double to, Millis now, Millis duration) {
  return {from, to, now - kFirstStep, duration, true};
}

float Scroll::shown(float range_now) const {
  const float at = range > 0 ? offset * range_now / range : offset;
  return std::clamp(at, 0.0F, range_now);
}

bool dark(const State& state) { return state.closed && !state.attended && !state.staff; }

bool panel_open(const State& state) { return state.screen != Screen::kMap; }

bool moving(const State& state) {
  return state.panel_slide.moving(state.now) || state.sheet_slide.moving(state.now) ||
         state.waking.moving(state.now) || state.gallery.settling.moving(state.now) ||
         state.gallery.zooming.moving(state.now) || state.flight.has_value() ||
         state.inertia.active ||
         (state.drag != DragTarget::kPanel &&
          (state.scroll.velocity != 0 || state.sheet_scroll.velocity != 0));
}

bool same_picture(const State& a, const State& b) {
  const auto slides = {&a.panel_slide, &a.sheet_slide, &a.waking, &a.gallery.settling,
                       &a.gallery.zooming};
  if (std::ranges::any_of(slides, [&](const Slide* slide) { return slide->moving(a.now); })) {
    return false;
  }
  if (dark(a) != dark(b)) return false;
  State later = a;
  later.now = b.now;
  later.last_touch = b.last_touch;
  later.attended = b.attended;
  return later == b;
}

}  // namespace kiosk
