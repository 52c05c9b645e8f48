#include "kiosk/screens/bar.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/draw/zellige.h"

namespace kiosk {
namespace {

std::vector<Button> filter_buttons(const Scene& scene) {
  std::vector<Button> buttons;
  const auto count_of = [&](const CityId* home) {
    const auto& agreements = scene.pack.values().agreements;
    const auto count = std::count_if(agreements.begin(), agreements.end(), [&](const Agreement& a) {
      return a.partner_city() != nullptr && (home == nullptr || (a.home && *a.home == *home));
    });
    return format_number(scene.words, scene.state.language, count);
  };
  Button all;
  all.id = "filter:all";
  all.label = scene.say("filter.all");
  all.language = scene.state.language;
  all.intent = FilterByHome{};
  all.selected = !scene.state.home_filter;
  all.count = count_of(nullptr);
  buttons.push_back(all);
  for (const CityId& id : scene.pack.values().homes) {
    const Wording name = scene.resolve(scene.pack.city(id)->name);
    Button button;
    button.id = "filter:home:" + id.value;
    button.label = name.text;
    button.language = name.language;
    button.intent = FilterByHome{id};
    button.selected = scene.state.home_filter == id;
    button.count = count_of(&id);
    const bool first = id == scene.pack.values().homes.front();
    button.star = first ? scene.theme.first_home : scene.theme.second_home;
    buttons.push_back(button);
  }
  return buttons;
}

std::vector<Button> language_buttons(const Scene& scene, bool short_names) {
  std::vector<Button> buttons;
  for (const Language language : kLanguages) {
    if (!scene.pack.offers(language)) continue;
    const std::string key(code(language));
    Button button;
    button.id = "lang:" + key;
    button.label =
        scene.words.text((short_names ? "language.short." : "language.") + key, language);
    button.language = language;
    button.intent = ChooseLanguage{language};
    button.selected = scene.state.language == language;
    buttons.push_back(button);
  }
  return buttons;
}

// Search and reading comfort; while its sheet is open a tool closes it.
std::vector<Button> tool_buttons(const Scene& scene) {
  const auto tool = [&](const char* id, const char* key, Icon icon, Sheet sheet) {
    Button button;
    button.id = id;
    button.label = scene.say(key);
    button.language = scene.state.language;
    button.show_label = false;
    button.icon = icon;
    button.selected = scene.state.sheet == sheet;
    button.intent = OpenSheet{button.selected ? Sheet::kNone : sheet};
    return button;
  };
  return {tool("open:search", "search", Icon::kSearch, Sheet::kSearch),
          tool("open:access", "access", Icon::kAccess, Sheet::kAccess)};
}

float row_width(const Scene& scene, std::vector<Button>& buttons, float height) {
  float width = 0;
  for (Button& button : buttons) {
    button.rect.h = height;
    button.rect.w = button_width(scene.kit, button);
    width += button.rect.w;
  }
  return width +
         scene.layout.px(kBarGap) * static_cast<float>(std::max<std::size_t>(buttons.size(), 1) - 1);
}

// From `x` on, counted from the box's start side.
void draw_row(const Scene& scene, std::vector<Button>& buttons, const Rect& box, float x, float y) {
  for (Button& button : buttons) {
    button.rect = scene.layout.within(box, {x, y, button.rect.w, button.rect.h});
    x += button.rect.w + scene.layout.px(kBarGap);
    draw_button(scene.kit, button);
  }
}

void draw_ground(const Scene& scene) {
  const Layout& layout = scene.layout;
  Rect bar = layout.bar;
  const Rect box = uncovered(scene);
  bar.x = box.x;
  bar.w = box.w;
  Frame& frame = scene.frame;
  const float shade = layout.px(46);
  frame.fade_down({bar.x, bar.y - shade, bar.w, shade}, scene.theme.chrome.faded(0),
                  scene.theme.chrome.faded(0.5));
  frame.fill(bar, scene.theme.chrome);
  scene.ground.draw_pattern(frame, bar, {0, bar.y}, scene.theme.sea_pattern.faded(0.8));
  frame.fill({bar.x, bar.y, bar.w, std::max(2.0F, layout.px(3))}, scene.theme.saffron);
  draw_frieze(frame, {bar.x, bar.y + layout.px(8), bar.w, layout.px(22)}, scene.theme.frieze);
  Zone surface;
  surface.id = "bar";
  surface.rect = bar;
  surface.role = ZoneRole::kSurface;
  frame.zone(std::move(surface));
}

// The languages by their whole names where there is room for them, and the tools.
std::vector<Button> tools_row(const Scene& scene, float room, float height, bool tools = true) {
  for (const bool short_names : {false, true}) {
    std::vector<Button> row = language_buttons(scene, short_names);
    if (tools) {
      for (Button& tool : tool_buttons(scene)) row.push_back(std::move(tool));
    }
    if (short_names || row_width(scene, row, height) <= room) return row;
  }
  return {};
}

}  // namespace

Rect uncovered(const Scene& scene) {
  Rect box = scene.layout.screen;
  if (scene.state.screen == Screen::kCity && scene.layout.landscape) box = scene.layout.map_view;
  return box;
}

void draw_tools(const Scene& scene, const Rect& box) {
  std::vector<Button> row = tools_row(scene, box.w, box.h);
  const float width = row_width(scene, row, box.h);
  draw_row(scene, row, box, (box.w - width) / 2, 0);
}

void draw_languages(const Scene& scene, const Rect& box) {
  std::vector<Button> row = tools_row(scene, box.w, box.h, false);
  const float width = row_width(scene, row, box.h);
  draw_row(scene, row, box, (box.w - width) / 2, 0);
}

void draw_bar(const Scene& scene) {
  const Layout& layout = scene.layout;
  const Rect box = uncovered(scene);
  draw_ground(scene);
  const float height = layout.target;
  const float first_row = layout.bar.y + layout.px(48);
  if (!layout.landscape) {
    std::vector<Button> filters = filter_buttons(scene);
    const float width = row_width(scene, filters, height);
    draw_row(scene, filters, box, (box.w - width) / 2, first_row);
    const float second_row = first_row + height + layout.px(20);
    draw_tools(scene, {layout.margin, second_row, box.w - 2 * layout.margin, height});
    return;
  }
  const float whole = box.w - 2 * layout.margin;
  const bool beside_panel = scene.state.screen == Screen::kCity;
  if (beside_panel) {
    std::vector<Button> tools = tools_row(scene, whole, height);
    row_width(scene, tools, height);
    draw_row(scene, tools, box, layout.margin, first_row);
    return;
  }
  std::vector<Button> filters = filter_buttons(scene);
  const float filters_width = row_width(scene, filters, height);
  std::vector<Button> tools = tools_row(scene, whole - filters_width - layout.px(48), height);
  const float tools_width = row_width(scene, tools, height);
  draw_row(scene, filters, box, layout.margin, first_row);
  draw_row(scene, tools, box, box.w - layout.margin - tools_width, first_row);
}

}  // namespace kiosk
