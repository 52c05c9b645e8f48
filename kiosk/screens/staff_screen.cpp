#include "kiosk/screens/staff_screen.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "kiosk/screens/bar.h"
#include "kiosk/screens/first_start_screen.h"
#include "kiosk/screens/staff_content.h"
#include "kiosk/screens/staff_device.h"
#include "kiosk/screens/staff_exhibition.h"
#include "kiosk/screens/staff_lines.h"
#include "kiosk/screens/staff_pin.h"
#include "kiosk/screens/staff_record.h"
#include "kiosk/screens/staff_touch.h"
#include "kiosk/screens/staff_typing.h"
#include "kiosk/screens/staff_visitors.h"

namespace kiosk {
namespace {

struct Tab {
  StaffPage page;
  const char* label;  // key of its word
};
constexpr std::array kTabs{
    Tab{StaffPage::kContent, "staff.tab.content"}, Tab{StaffPage::kRecord, "staff.tab.record"},
    Tab{StaffPage::kExhibition, "staff.tab.exhibition"},
    Tab{StaffPage::kVisitors, "staff.tab.visitors"}, Tab{StaffPage::kDevice, "staff.tab.device"}};

Button tab_button(const Scene& scene, const Tab& tab) {
  Button button;
  button.id = "staff:page:" + std::string(name(tab.page));
  button.label = scene.say(tab.label);
  button.language = scene.state.language;
  button.selected = scene.state.staff->page == tab.page;
  button.tone = button.selected ? ButtonTone::kStrong : ButtonTone::kChrome;
  button.intent = StaffAct{StaffDeed::kTurnTo, std::string(name(tab.page))};
  button.rect.h = scene.layout.target;
  button.rect.w = button_width(scene.kit, button);
  return button;
}

// The pages' names, and the way out at the end; of `all`, from its top. Their height comes back.
float lay_tabs(const Scene& scene, const Rect& all, bool draw) {
  const Layout& layout = scene.layout;
  const float gap = layout.px(kBarGap);
  Button leave;
  leave.id = "close";
  leave.label = scene.say("staff.leave");
  leave.language = scene.state.language;
  leave.tone = ButtonTone::kChrome;
  leave.intent = StaffAct{StaffDeed::kLeave};
  leave.rect.h = layout.target;
  leave.rect.w = button_width(scene.kit, leave);
  leave.rect = layout.within(all, {all.w - leave.rect.w, 0, leave.rect.w, layout.target});
  if (draw) draw_button(scene.kit, leave);
  float x = 0;
  float y = 0;
  for (const Tab& tab : kTabs) {
    Button button = tab_button(scene, tab);
    const float end = y == 0 ? all.w - leave.rect.w - gap : all.w;
    if (x > 0 && x + button.rect.w > end) {
      x = 0;
      y += layout.target + gap;
    }
    const float width = button.rect.w;
    button.rect = layout.within(all, {x, y, width, layout.target});
    if (draw) draw_button(scene.kit, button);
    x += width + gap;
  }
  return y + layout.target;
}

// At the foot, within reach of somebody who sits, like the visitors' bar. What is left above them
// comes back.
Rect draw_tabs(const Scene& scene) {
  const Layout& layout = scene.layout;
  const Rect all = layout.screen.grown(-layout.margin);
  const float tabs = lay_tabs(scene, all, false);
  lay_tabs(scene, {all.x, all.bottom() - tabs, all.w, tabs}, true);
  return {all.x, all.y, all.w, all.h - tabs - layout.px(28)};
}

}  // namespace

void draw_preview_bar(const Scene& scene) {
  const Layout& layout = scene.layout;
  Button back;
  back.id = "staff:back";
  back.label = scene.words.text("staff.preview.back", staff_language(scene.state.language));
  back.language = staff_language(scene.state.language);
  back.icon = Icon::kBack;
  back.tone = ButtonTone::kStrong;
  back.intent = StaffAct{StaffDeed::kPreview};
  back.rect.h = layout.target;
  back.rect.w = button_width(scene.kit, back);
  back.rect.x = layout.screen.centre().x - back.rect.w / 2;
  // An upright panel's header reaches beyond the middle: below it there.
  back.rect.y = layout.px(24) + (layout.landscape ? 0 : layout.target + layout.px(56));
  scene.frame.fill(back.rect.grown(layout.px(8)), scene.theme.saffron,
                   back.rect.h / 2 + layout.px(8));
  draw_button(scene.kit, back);
}

void draw_staff_screen(const Scene& scene, const StaffNews& news) {
  scene.frame.fill(scene.layout.screen, scene.theme.chrome);
  Zone& surface = scene.frame.add_zone();
  surface.id = "sheet";
  surface.rect = scene.layout.screen;
  surface.role = ZoneRole::kSurface;
  const StaffPage page = scene.state.staff->page;
  if (scene.state.staff->first) return draw_first_start(scene, news);
  if (page == StaffPage::kPin) return draw_staff_pin(scene, news);
  if (page == StaffPage::kTouch) return draw_staff_touch(scene, news.site);
  if (page == StaffPage::kTyping) return draw_staff_typing(scene);
  const Rect room = draw_tabs(scene);
  if (page == StaffPage::kRecord) return draw_staff_record(scene, news.record, room);
  if (page == StaffPage::kExhibition) return draw_staff_exhibition(scene, news.site, room);
  if (page == StaffPage::kVisitors) return draw_staff_visitors(scene, news.visitors, room);
  if (page == StaffPage::kDevice) return draw_staff_device(scene, news.device, room);
  draw_staff_content(scene, news, room);
}

}  // namespace kiosk
