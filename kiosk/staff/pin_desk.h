// PIN desk: guesses at the door of the staff room. Argon2id takes its time, so a guess is looked
// at on a thread of its own, or at once where the same touches must give the same pictures.
//
// Thread: the frame's. What comes of a guess is told by news(); one that is asked for while
// another is looked at is passed over.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "kiosk/app/staff.h"
#include "kiosk/staff/pin_lock.h"

namespace kiosk {

class PinDesk {
 public:
  struct News {
    PinNews pin = PinNews::kUnknown;
    int wait_s = 0;
  };

  PinDesk(const std::filesystem::path& state, Millis now, bool at_once);
  ~PinDesk();
  PinDesk(const PinDesk&) = delete;
  PinDesk& operator=(const PinDesk&) = delete;

  void guess(const std::string& digits, Millis now);
  // Where none was chosen.
  void choose(const std::string& digits);
  // Somebody came or went: an answer that is still to come is that of somebody else.
  void forget();
  [[nodiscard]] News news(Millis now);
  [[nodiscard]] bool busy() const;

 private:
  template <typename Look>
  void look(Look how);

  bool m_at_once;
  mutable std::mutex m_lock;
  PinLock m_pin;
  PinNews m_answer = PinNews::kUnknown;
  int m_entrance = 0;  // how often somebody came or went
  bool m_running = false;
  std::thread m_task;
};

}  // namespace kiosk
