// Layer: a part of the picture that is drawn once and shown again as long as nothing in it
// changes: the chrome while the map moves under it, an open panel while a light travels.
// Who draws it says when it has changed.
//
// Made and shown through Frame::retained (frame.h). Holds draw lists and zones of the stage it
// was drawn on; lives no longer than that. Thread: the frame's.
#pragma once

#include <memory>
#include <vector>

#include "kiosk/app/zone.h"

struct ImDrawList;

namespace kiosk {

class Layer {
 public:
  // What it looks at is lost or has changed: it is drawn anew when it is shown next.
  void forget() { m_drawn = false; }
  [[nodiscard]] bool drawn() const { return m_drawn; }

 private:
  friend class Frame;
  friend class Stage;
  // The vertices that a draw command uses, ends included.
  struct Reach {
    unsigned first = 0;
    unsigned last = 0;
  };
  struct ListDeleter {
    void operator()(ImDrawList* list) const;
  };
  void measure();

  std::unique_ptr<ImDrawList, ListDeleter> m_list;
  std::vector<Reach> m_reaches;  // one a command
  ZoneList m_zones;
  bool m_drawn = false;
};

}  // namespace kiosk
