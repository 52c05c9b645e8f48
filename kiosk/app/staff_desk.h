// Staff desk: what the staff room's buttons set going, seen from the tick: wishes go in, news
// comes out, and at times a pack that is to be shown from now on. kiosk/staff holds the real one.
//
// Nothing here blocks: what takes time runs on the desk's own thread. Thread: the frame's.
#pragma once

#include "kiosk/app/staff_news.h"
#include "kiosk/base/time.h"

namespace kiosk {

class StaffDesk {
 public:
  virtual ~StaffDesk() = default;

  virtual void ask(const StaffAct& wish) = 0;
  // What StaffDeed::kSave means, which comes here alone.
  virtual void save(const Settings& settings) = 0;
  // What StaffDeed::kTryTouch means: the panel follows it until another is tried or saved, or the
  // staff leave. Nothing: the saved one.
  virtual void try_touch(const std::optional<TouchMatrix>& calibration) = 0;
  // What StaffDeed::kTryTurn means: the same of the rotation.
  virtual void try_turn(const std::optional<Rotation>& rotation) = 0;
  // `vacant`: no visitor is there. True: the news has changed.
  [[nodiscard]] virtual bool poll(Millis now, bool vacant) = 0;
  [[nodiscard]] virtual const StaffNews& news() const = 0;
  // How soon it wants to be polled again; nothing: it has no news to come.
  [[nodiscard]] virtual std::optional<Millis> rest() const = 0;
};

}  // namespace kiosk
