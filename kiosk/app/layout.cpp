#include "kiosk/app/layout.h"

#include <algorithm>

namespace kiosk {
namespace {

constexpr float kTargetMillimetres = 20;
// How much wider than high a panel must be for filters, languages and tools beside each other.
constexpr float kOneRowAspect = 1.7F;
constexpr float kOneRowAspectOfLargeText = 2.2F;
constexpr float kPanel = 800;           // px at 1080 lines
constexpr float kOneRowBesideIt = 900;  // as much must be left for languages and tools in a row

void stand_landscape(Layout& layout, bool city_open) {
  const Rect& all = layout.screen;
  layout.header = {0, 0, all.w, layout.px(150)};
  const float bar =
      (layout.two_rows ? 2 : 1) * layout.target + layout.px(layout.two_rows ? 112 : 82);
  const float panel = layout.px(kPanel);
  layout.city_panel = layout.from_start({all.w - panel, 0, panel, all.h});
  layout.bar = {0, all.h - bar, all.w, bar};
  layout.map_view = all;
  if (city_open) layout.map_view = layout.from_start({0, 0, all.w - panel, all.h});
}

void stand_portrait(Layout& layout, bool city_open) {
  const Rect& all = layout.screen;
  layout.header = {0, 0, all.w, layout.px(150)};
  const float bar = 2 * layout.target + layout.px(112);
  const float panel = std::min(layout.px(1130), all.h * 0.6F);
  layout.city_panel = {0, all.h - panel, all.w, panel};
  layout.bar = {0, all.h - bar, all.w, bar};
  layout.map_view = all;
  if (city_open) layout.map_view.h = all.h - panel;
}

}  // namespace

Layout layout_of(const Panel& panel, Language language, bool city_open, float text_scale,
                 int shelf_rows) {
  Layout layout;
  layout.text = text_scale;
  layout.screen = {0, 0, panel.size.x, panel.size.y};
  layout.scale = std::min(panel.size.x, panel.size.y) / 1080;
  layout.landscape = panel.size.x >= panel.size.y;
  const float one_row = text_scale > 1 ? kOneRowAspectOfLargeText : kOneRowAspect;
  layout.two_rows = panel.size.x < one_row * panel.size.y;
  if (city_open) {
    layout.two_rows =
        layout.landscape && panel.size.x - layout.px(kPanel) < layout.px(kOneRowBesideIt);
  }
  layout.right_to_left = direction(language) == Direction::kRightToLeft;
  // On a panel of fewer lines 20 mm may be more than the design's 88 px, but never so much
  // that the controls would not fit.
  layout.target =
      std::max(layout.px(88), std::min(kTargetMillimetres * panel.px_per_mm, layout.px(120)));
  layout.margin = layout.px(layout.landscape ? 48 : 40);
  if (layout.landscape) {
    stand_landscape(layout, city_open);
  } else {
    stand_portrait(layout, city_open);
  }
  layout.controls = layout.bar.y + layout.px(48);
  if (shelf_rows > 0 && !city_open) {
    const float shelf = static_cast<float>(shelf_rows) * layout.shelf_row();
    layout.bar.y -= shelf;
    layout.bar.h += shelf;
  }
  layout.labels = layout.map_view;
  layout.labels.x += layout.px(16);
  layout.labels.w -= layout.px(32);
  layout.labels.y += layout.header.h;
  const bool bar_shown = !city_open || layout.landscape;
  const float floor = bar_shown ? layout.bar.y : layout.map_view.bottom();
  // Outlines and tails reach out of a label by a little.
  layout.labels.h = std::max(floor - layout.labels.y - layout.px(8), layout.px(100));
  return layout;
}

Layout layout_of(const State& state) {
  Layout layout = layout_of(state.panel, state.language, panel_open(state), state.access.text_scale,
                            state.shelf == Shelf::kNone ? 0 : state.shelf_rows);
  layout.reach = state.access.reach;
  return layout;
}

int zoom_buttons(const Layout& layout) { return layout.two_rows ? 3 : 4; }

int zoom_columns(const Layout& layout) {
  const float step = layout.target + layout.px(12);
  const float highest = layout.screen.h * (layout.reach ? 0.6F : 0.4F);
  const int count = zoom_buttons(layout);
  for (const int columns : {1, 2}) {
    const auto rows = static_cast<float>((count + columns - 1) / columns);
    if (layout.bar.y - layout.px(28) - rows * step + layout.target / 2 > highest) return columns;
  }
  return count;
}

bool zoom_at_right(const Layout& layout) {
  return !layout.right_to_left || zoom_columns(layout) > 1;
}

}  // namespace kiosk
