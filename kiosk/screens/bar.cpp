#include "kiosk/screens/bar.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/filter.h"
#include "kiosk/app/format.h"
#include "kiosk/draw/zellige.h"

namespace kiosk {
namespace {

Filter with_home(Filter filter, std::optional<CityId> home) {
  filter.home = std::move(home);
  return filter;
}

// A chip of a filter: how many it would leave, and out of reach where that is none.
Button filter_button(const Scene& scene, std::string id, std::string_view label, Language language,
                     const Filter& to, bool selected) {
  const std::size_t count = partners_matching(scene.pack, to);
  Button button;
  button.id = std::move(id);
  button.label = label;
  button.language = language;
  button.intent = ChangeFilter{to};
  button.selected = selected;
  button.enabled = count > 0;
  button.count = format_number(scene.words, scene.state.language, static_cast<std::int64_t>(count));
  return button;
}

std::vector<Button> home_buttons(const Scene& scene) {
  const Filter& now = scene.state.filter;
  std::vector<Button> buttons;
  buttons.push_back(filter_button(scene, "filter:all", scene.say("filter.all"),
                                  scene.state.language, {}, now == Filter{}));
  for (const CityId& id : scene.pack.values().homes) {
    const Wording name = scene.resolve(scene.pack.city(id)->name);
    Button button = filter_button(scene, "filter:home:" + id.value, name.text, name.language,
                                  with_home(now, id), now.home == id);
    const bool first = id == scene.pack.values().homes.front();
    button.star = first ? scene.theme.first_home : scene.theme.second_home;
    if (button.selected) button.intent = ChangeFilter{with_home(now, std::nullopt)};
    buttons.push_back(std::move(button));
  }
  return buttons;
}

// Themes that an agreement with a partner city states, in the pack's order.
std::vector<Button> theme_buttons(const Scene& scene) {
  std::vector<Button> buttons;
  for (const Theme& theme : scene.pack.values().themes) {
    if (partners_matching(scene.pack, {.theme = theme.id}) == 0) continue;
    Filter to = scene.state.filter;
    const bool selected = to.theme == theme.id;
    to.theme = theme.id;
    const Wording name = scene.resolve(theme.name);
    buttons.push_back(filter_button(scene, "filter:theme:" + theme.id.value, name.text,
                                    name.language, to, selected));
    to.theme.reset();
    if (selected) buttons.back().intent = ChangeFilter{to};
  }
  return buttons;
}

std::vector<Button> country_buttons(const Scene& scene) {
  std::vector<Button> buttons;
  std::vector<std::string> seen;
  for (const City& city : scene.pack.values().cities) {
    const auto name = scene.words.country(city.country, scene.state.language);
    const bool partner = scene.pack.agreement_of(city.id) != nullptr;
    if (!name || !partner || std::find(seen.begin(), seen.end(), city.country) != seen.end())
      continue;
    seen.push_back(city.country);
    Filter to = scene.state.filter;
    const bool selected = to.country == city.country;
    to.country = city.country;
    buttons.push_back(filter_button(scene, "filter:country:" + city.country, *name,
                                    scene.state.language, to, selected));
    to.country.clear();
    if (selected) buttons.back().intent = ChangeFilter{to};
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

float row_width(const Scene& scene, std::vector<Button>& buttons, float height) {
  float width = 0;
  for (Button& button : buttons) {
    button.rect.h = height;
    button.rect.w = button_width(scene.kit, button);
    width += button.rect.w;
  }
  return width + scene.layout.px(kBarGap) *
                     static_cast<float>(std::max<std::size_t>(buttons.size(), 1) - 1);
}

// Less air at the chips' ends; and no counts where that is not enough. The new width comes back.
float squeeze(const Scene& scene, std::vector<Button>& buttons, float width, float room) {
  const auto narrow = [&] {
    for (Button& button : buttons) {
      if (!button.show_label) continue;
      button.rect.w -= scene.layout.px(18);
      width -= scene.layout.px(18);
    }
  };
  narrow();
  if (width <= room) return width;
  for (Button& button : buttons) button.count.clear();
  width = row_width(scene, buttons, scene.layout.target);
  if (width > room) narrow();
  return width;
}

// Chips row by row, as many in each as find room.
std::vector<std::vector<Button>> rows_of(const Scene& scene, std::vector<Button> buttons,
                                         float room) {
  std::vector<std::vector<Button>> rows(1);
  for (Button& button : buttons) {
    rows.back().push_back(button);
    if (rows.back().size() > 1 && row_width(scene, rows.back(), scene.layout.target) > room) {
      rows.back().pop_back();
      rows.push_back({std::move(button)});
    }
  }
  return rows;
}

std::vector<std::vector<Button>> shelf_rows(const Scene& scene, Shelf shelf) {
  const float room = uncovered(scene).w - 2 * scene.layout.margin;
  return rows_of(scene, shelf == Shelf::kThemes ? theme_buttons(scene) : country_buttons(scene),
                 room);
}

// Opens a shelf, or closes it again. What is chosen there stays to be seen.
Button shelf_button(const Scene& scene, const char* id, const char* key, Icon icon, Shelf shelf,
                    bool chosen) {
  Button button;
  button.id = id;
  button.label = scene.say(key);
  button.language = scene.state.language;
  button.icon = icon;
  const bool open = scene.state.shelf == shelf;
  button.selected = open || chosen;
  button.intent =
      open ? OpenShelf{} : OpenShelf{shelf, static_cast<int>(shelf_rows(scene, shelf).size())};
  return button;
}

std::vector<Button> filter_buttons(const Scene& scene, bool with_words) {
  std::vector<Button> buttons = home_buttons(scene);
  const Filter& now = scene.state.filter;
  buttons.push_back(shelf_button(scene, "open:themes", "themes", Icon::kTag, Shelf::kThemes,
                                 now.theme.has_value()));
  buttons.back().show_label = with_words;
  buttons.push_back(shelf_button(scene, "open:countries", "country.label", Icon::kGlobe,
                                 Shelf::kCountries, !now.country.empty()));
  buttons.back().show_label = with_words;
  return buttons;
}

// The list, search and reading comfort; while its sheet is open a tool closes it.
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
  const Features& features = scene.pack.values().features;
  std::vector<Button> tools{tool("open:list", "list", Icon::kList, Sheet::kList)};
  if (features.search)
    tools.push_back(tool("open:search", "search", Icon::kSearch, Sheet::kSearch));
  // Beside a city there is no room for what leads elsewhere.
  if (!panel_open(scene.state) && scene.pack.values().club) {
    tools.push_back(tool("open:club", "club", Icon::kClub, Sheet::kClub));
  }
  // Else it stands above the zoom buttons.
  if (features.quiz && !panel_open(scene.state) && scene.layout.two_rows) {
    tools.push_back(tool("open:quiz", "quiz", Icon::kQuiz, Sheet::kQuiz));
  }
  tools.push_back(tool("open:access", "access", Icon::kAccess, Sheet::kAccess));
  return tools;
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
  if (!scene.theme.plain) {
    const float shade = layout.px(46);
    frame.fade_down({bar.x, bar.y - shade, bar.w, shade}, scene.theme.chrome.faded(0),
                    scene.theme.chrome.faded(0.5));
  }
  frame.fill(bar, scene.theme.chrome);
  scene.ground.draw_pattern(frame, bar, {0, bar.y}, scene.theme.sea_pattern.faded(0.8));
  frame.fill({bar.x, bar.y, bar.w, std::max(2.0F, layout.px(3))}, scene.theme.saffron);
  draw_frieze(frame, {bar.x, bar.y + layout.px(8), bar.w, layout.px(22)}, scene.theme.frieze);
  Zone surface;
  surface.id = "bar";
  surface.rect = bar;
  surface.role = ZoneRole::kSurface;
  frame.zone(surface);
}

// The languages by their whole names where there is room for them, and the tools.
std::vector<Button> tools_row(const Scene& scene, float room, float height, bool tools = true,
                              bool with_access = false) {
  for (const bool short_names : {false, true}) {
    std::vector<Button> row = language_buttons(scene, short_names);
    if (!tools && with_access) row.push_back(tool_buttons(scene).back());
    if (tools) {
      for (Button& tool : tool_buttons(scene)) row.push_back(std::move(tool));
    }
    if (short_names || row_width(scene, row, height) <= room) return row;
  }
  return {};
}

void draw_shelf(const Scene& scene, const Rect& box) {
  if (shelf_rows_now(scene) == 0) return;
  const Layout& layout = scene.layout;
  float y = layout.bar.y + layout.px(44);
  for (std::vector<Button>& row : shelf_rows(scene, scene.state.shelf)) {
    const float width = row_width(scene, row, layout.target);
    draw_row(scene, row, box, layout.landscape ? layout.margin : (box.w - width) / 2, y);
    y += layout.shelf_row();
  }
}

}  // namespace

Rect uncovered(const Scene& scene) {
  Rect box = scene.layout.screen;
  if (panel_open(scene.state) && scene.layout.landscape) box = scene.layout.map_view;
  return box;
}

void draw_tools(const Scene& scene, const Rect& box) {
  std::vector<Button> row = tools_row(scene, box.w, box.h);
  const float width = row_width(scene, row, box.h);
  draw_row(scene, row, box, (box.w - width) / 2, 0);
}

void draw_languages(const Scene& scene, const Rect& box) {
  std::vector<Button> row = tools_row(scene, box.w, box.h, false, true);
  const float width = row_width(scene, row, box.h);
  draw_row(scene, row, box, (box.w - width) / 2, 0);
}

int shelf_rows_now(const Scene& scene) {
  if (scene.state.shelf == Shelf::kNone || scene.state.screen != Screen::kMap) return 0;
  return static_cast<int>(shelf_rows(scene, scene.state.shelf).size());
}

void draw_bar(const Scene& scene) {
  const Layout& layout = scene.layout;
  const Rect box = uncovered(scene);
  draw_ground(scene);
  draw_shelf(scene, box);
  const float height = layout.target;
  const float first_row = layout.controls;
  const float whole = box.w - 2 * layout.margin;
  const bool beside_panel = panel_open(scene.state);
  if (layout.two_rows && beside_panel) {
    std::vector<Button> languages = tools_row(scene, whole, height, false);
    std::vector<Button> tools = tool_buttons(scene);
    row_width(scene, languages, height);
    row_width(scene, tools, height);
    draw_row(scene, languages, box, layout.margin, first_row);
    draw_row(scene, tools, box, layout.margin, first_row + height + layout.px(20));
    return;
  }
  if (layout.two_rows) {
    std::vector<Button> filters = filter_buttons(scene, true);
    float width = row_width(scene, filters, height);
    if (width > box.w - 2 * layout.margin) {
      filters = filter_buttons(scene, false);
      width = row_width(scene, filters, height);
    }
    draw_row(scene, filters, box, (box.w - width) / 2, first_row);
    const float second_row = first_row + height + layout.px(20);
    draw_tools(scene, {layout.margin, second_row, box.w - 2 * layout.margin, height});
    return;
  }
  if (beside_panel) {
    std::vector<Button> tools = tools_row(scene, whole, height);
    row_width(scene, tools, height);
    draw_row(scene, tools, box, layout.margin, first_row);
    return;
  }
  std::vector<Button> short_tools = tools_row(scene, 0, height);
  const float room = whole - layout.px(24) - row_width(scene, short_tools, height);
  std::vector<Button> filters = filter_buttons(scene, true);
  float filters_width = row_width(scene, filters, height);
  if (filters_width > room - layout.px(24)) {
    filters = filter_buttons(scene, false);
    filters_width = row_width(scene, filters, height);
  }
  if (filters_width > room) filters_width = squeeze(scene, filters, filters_width, room);
  std::vector<Button> tools = tools_row(scene, whole - filters_width - layout.px(48), height);
  const float tools_width = row_width(scene, tools, height);
  draw_row(scene, filters, box, layout.margin, first_row);
  draw_row(scene, tools, box, box.w - layout.margin - tools_width, first_row);
}

}  // namespace kiosk
