// TurnedInput: what happens on a panel that hangs turned, told in the picture's pixels.
//
// Fingers go through a matrix that mends what the touch controller reports and turns it; a mouse
// (a contact with an id below zero, see platform/linux/sdl_input.h) needs no mending and is only
// turned. Sizes are the picture's. Keys and all else pass as they are.
//
// The matrix is x' = m[0] x + m[1] y + m[2], y' = m[3] x + m[4] y + m[5], in shares: 0, 0 is the
// top left and 1, 1 the bottom right, of the panel as it was made before it and of the picture
// behind it (kiosk/settings/touch_calibration.h makes it, rotation included).
//
// Made by hung_panel.h after the input behind. Thread: the frame's. Errors: none.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "platform/display.h"
#include "platform/input.h"
#include "platform/turned/turn.h"

namespace kiosk::platform {

using TouchShares = std::array<double, 6>;

// Of a panel that reports rightly.
[[nodiscard]] TouchShares touch_shares(Turn turn);

class TurnedInput final : public Input {
 public:
  // `panel`: its size now, as made; later ones come as Resized.
  TurnedInput(Input& behind, TextureSize panel, Turn turn, const TouchShares& shares);

  // Counts for what happens from the next poll on, which begins with the picture's size if that
  // has changed. Fingers that are down at that moment are lifted where they were last.
  void set(Turn turn, const TouchShares& shares);

  void poll(std::vector<Event>& events) override;
  void wait(std::optional<Millis> timeout) override;

 private:
  [[nodiscard]] Vec2 placed(const Contact& contact) const;
  void turn_contact(Contact& contact, std::vector<Event>& events);

  Input& m_behind;
  TextureSize m_panel;
  Turn m_turn;
  TouchShares m_shares;
  std::vector<Contact> m_down;  // where they were last, in the picture
  std::vector<Event> m_owed;    // by the last `set`
  std::vector<Event> m_fresh;   // kept for its memory
};

}  // namespace kiosk::platform
