// Staff lines: what stands below each other on a card of the staff room: sentences, notes with
// a saffron edge, a bar of progress, buttons. Goes down as it is drawn, and stops at the card's
// foot: what no longer fits is left out and said to be more.
//
// Panel px; the frame's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/staff.h"
#include "kiosk/screens/scene.h"

namespace kiosk {

struct StaffButton {
  const char* id;
  const char* label;  // key of its word
  StaffAct act;
  bool leads;  // what most will want
};

class StaffLines {
 public:
  StaffLines(const Scene& scene, const Rect& place)
      : m_scene(&scene), m_place(place), m_y(place.y), m_foot(place.bottom()) {}

  void space(float at_1080) { m_y += m_scene->layout.px(at_1080); }
  void paragraph(std::string_view text, TypeRole role, Colour colour);
  void centred(std::string_view text, TypeRole role, Colour colour);
  void plain(std::string_view text);  // a line of a report
  void soft(std::string_view text);   // of less weight
  void edged(std::string_view text);  // a problem or a warning
  // A sentence of the program's own reports, which are in English.
  void reported(std::string_view sentence);
  void words(std::string_view fingerprint);
  void bar(double share);
  // One wide button; false: there is no room for it.
  bool row(const std::string& id, const std::string& label, const StaffAct& act);
  // A row of that height for what the caller draws; nothing: there is no room for it.
  [[nodiscard]] std::optional<Rect> take(float height);
  [[nodiscard]] float width() const { return m_place.w; }
  [[nodiscard]] float left() const { return m_foot - m_y; }  // px of height
  // Before what stands above them, which then ends higher.
  void at_foot(const std::vector<StaffButton>& buttons);

 private:
  [[nodiscard]] bool fits(float height);
  void edged_in(std::string_view text, Language language);
  void write(std::string_view text, TextStyle style, Colour colour, float indent,
             Language language);
  float lay_buttons(const std::vector<StaffButton>& buttons, float y, bool draw);

  const Scene* m_scene;
  Rect m_place;
  float m_y;
  float m_foot;
  bool m_full = false;
};

// px at 1080 lines, between two cards.
inline constexpr float kStaffGap = 40;

// A card of the room with its heading; what stands on it.
[[nodiscard]] StaffLines staff_card(const Scene& scene, const Rect& box, const char* heading);
// The same with words that are the news' own.
[[nodiscard]] StaffLines staff_card_with(const Scene& scene, const Rect& box,
                                         std::string_view heading);

}  // namespace kiosk
