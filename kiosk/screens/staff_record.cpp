#include "kiosk/screens/staff_record.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

void draw_lines(const Scene& scene, const RecordNews& news, const Rect& place) {
  StaffLines lines = staff_card(scene, place, "staff.record");
  if (news.lines.empty()) lines.soft(scene.say("staff.record.none"));
  for (const RecordLineNews& line : news.lines) {
    const std::string when =
        line.when.empty() ? std::string(scene.say("staff.record.no_clock")) : line.when;
    lines.plain(std::string(scene.say(("staff.record." + line.what).c_str())) +
                (line.pack.empty() ? "" : " · " + line.pack));
    lines.soft(when);
    if (!line.sentence.empty()) lines.reported(line.sentence);
    lines.space(8);
  }
}

// The pack's picture at the start of the row; a tile where it has none.
void draw_thumbnail(const Scene& scene, const KeptPackNews& kept, const Rect& place) {
  const PictureShelf::Look look{.place = place,
                                .tile = scene.theme.chrome_line,
                                .tile_line = scene.theme.paper.faded(0.35),
                                .radius = scene.layout.px(12)};
  if (kept.thumbnail.empty()) return PictureShelf::draw_tile(scene.frame, look);
  Photo photo;
  photo.built.emplace();
  photo.built->thumbnail = kept.thumbnail;
  scene.pictures.draw_thumbnail(scene.stage, scene.frame, photo, look);
}

void draw_kept(const Scene& scene, StaffLines& lines, const KeptPackNews& kept) {
  const Layout& layout = scene.layout;
  const float wide = layout.px(132);
  const float gap = layout.px(24);
  const auto shape = [&](const std::string& text, TypeRole role) -> const ShapedText& {
    TextStyle style = scene.style(role);
    style.max_width = lines.width() - wide - gap;
    style.prose = false;
    return scene.frame.shape(text, scene.state.language, style);
  };
  const std::string name = kept.pack.title + " · " + std::to_string(kept.pack.serial);
  const std::string size = scene.words.format(
      kept.shown ? "staff.record.shown" : "staff.record.kept", scene.state.language,
      {{"size", std::to_string((kept.size + 999'999) / 1'000'000)}});
  const float above = shape(name, TypeRole::kBody).size.y;
  const float high = std::max(layout.px(88), above + shape(size, TypeRole::kSubtitle).size.y);
  const auto row = lines.take(high);
  if (!row) return;
  draw_thumbnail(scene, kept, layout.within(*row, {0, 0, wide, layout.px(88)}));
  const Rect column = layout.within(*row, {wide + gap, 0, row->w - wide - gap, row->h});
  scene.frame.text(shape(name, TypeRole::kBody), {column.x, row->y}, scene.theme.on_chrome);
  scene.frame.text(shape(size, TypeRole::kSubtitle), {column.x, row->y + above},
                   scene.theme.on_chrome_soft);
}

void draw_packs(const Scene& scene, const RecordNews& news, const Rect& place) {
  StaffLines lines = staff_card(scene, place, "staff.record.packs");
  if (news.packs.empty()) lines.soft(scene.say("staff.shown.bundled"));
  for (const KeptPackNews& kept : news.packs) {
    draw_kept(scene, lines, kept);
    lines.space(14);
  }
}

void draw_keys(const Scene& scene, const RecordNews& news, const Rect& place) {
  StaffLines lines = staff_card(scene, place, "staff.record.keys");
  if (news.keys.empty()) lines.soft(scene.say("staff.record.keys.none"));
  for (const KeyNews& key : news.keys) {
    lines.plain(key.words);
    if (key.revoked) lines.edged(scene.say("staff.record.key.revoked"));
    lines.space(6);
  }
  lines.soft(scene.say("staff.record.keys.hint"));
}

}  // namespace

void draw_staff_record(const Scene& scene, const RecordNews& news, const Rect& room) {
  const Layout& layout = scene.layout;
  const float gap = layout.px(kStaffGap);
  if (layout.landscape) {
    const float width = std::round((room.w - gap) * 0.52F);
    const float rest = room.w - width - gap;
    const float high = std::round((room.h - gap) * 0.42F);
    draw_lines(scene, news, layout.within(room, {0, 0, width, room.h}));
    draw_packs(scene, news, layout.within(room, {width + gap, 0, rest, high}));
    draw_keys(scene, news,
              layout.within(room, {width + gap, high + gap, rest, room.h - high - gap}));
    return;
  }
  const float high = std::round((room.h - 2 * gap) * 0.42F);
  const float low = std::round((room.h - 2 * gap - high) / 2);
  draw_lines(scene, news, {room.x, room.y, room.w, high});
  draw_packs(scene, news, {room.x, room.y + high + gap, room.w, low});
  draw_keys(scene, news, {room.x, room.bottom() - low, room.w, low});
}

}  // namespace kiosk
