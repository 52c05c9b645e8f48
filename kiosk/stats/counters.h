// Counters: the visits of a device, counted anonymously, in stats/counters.json of its state
// folder.
//
// A visit is added once it is over. Of what it was like nothing is written until kFewestAtOnce
// visits wait, and then all of them at once: no version of the file, and no difference between two
// versions, tells of fewer. Writing comes at most once in kMostOften, for the card's sake. At the
// end of a day, or when the program stops, what waits is written; if it is of fewer visits, only
// that they were and in which week, and what they were like waits on in memory. So a power cut
// loses what waits, and a stop may lose what at most four visits were like: the price of never
// having written one of them down.
//
// A file that cannot be understood is set aside as counters.broken.json, and counting begins anew.
//
// Any thread: `add` and the look-ups never wait for the disk; writing blocks, one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kiosk/base/time.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/stats/tally.h"

namespace kiosk {

inline constexpr std::int64_t kFewestAtOnce = 5;
inline constexpr Millis kMostOften = std::chrono::minutes(10);

[[nodiscard]] std::filesystem::path counters_file_of(const std::filesystem::path& state);

class Counters {
 public:
  // Reads what was counted before. Never fails: notice() tells what was wrong.
  explicit Counters(std::filesystem::path state);

  // One sentence for staff, if an older file had to be set aside.
  [[nodiscard]] const std::optional<std::string>& notice() const { return m_notice; }

  void add(const VisitSummary& visit);

  // Would write_if_due write? Cheap; for the frame's thread, to set a task going.
  [[nodiscard]] bool due(Millis now) const;
  // True: written. After a failure all waits on, and the next try comes in kMostOften.
  [[nodiscard]] PackResult<bool> write_if_due(Millis now);
  // At the end of a day, and before the program ends.
  [[nodiscard]] PackResult<bool> write_rest();

  // What the file holds: for exports, receipts and metrics, which thereby never tell of fewer
  // than kFewestAtOnce new visits what they were like.
  [[nodiscard]] Tally written() const;
  // With what waits: for the staff's own screen.
  [[nodiscard]] Tally all() const;

 private:
  [[nodiscard]] PackResult<bool> write(bool few_too);
  [[nodiscard]] PackResult<void> put(const Tally& tally) const;

  std::filesystem::path m_state;
  std::optional<std::string> m_notice;
  mutable std::mutex m_mutex;  // of what follows; not held while the disk is waited for
  std::mutex m_writing;        // one writer
  Tally m_written;
  Tally m_going;  // on its way to the disk
  Tally m_waiting;
  std::optional<Millis> m_tried;
};

}  // namespace kiosk
