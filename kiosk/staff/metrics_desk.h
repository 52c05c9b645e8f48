// Metrics desk: the part of the staff's desk that writes readings for a monitoring
// (stats/metrics.h) into the folder that the site names: when the program has started, and then
// once a minute. No folder: nothing is written, and nothing wakes.
//
// The figures of the machine and of frames are asked for on the caller's thread, which takes well
// under a millisecond; what the state folder tells is read, and the file is written, on a thread
// of its own. Thread: the frame's. That the file cannot be written is one sentence, once a run.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "kiosk/base/time.h"
#include "kiosk/staff/device_desk.h"
#include "kiosk/stats/metrics.h"
#include "kiosk/stats/tally.h"

namespace kiosk {

class MetricsDesk {
 public:
  static constexpr Millis kEvery{60'000};

  // `folder` empty: there is none. `begun`: when the program began, by the clock of `poll`.
  MetricsDesk(std::filesystem::path folder, DeviceSite device, Millis begun, bool at_once);
  ~MetricsDesk();
  MetricsDesk(const MetricsDesk&) = delete;
  MetricsDesk& operator=(const MetricsDesk&) = delete;

  [[nodiscard]] bool due(Millis now) const;
  // Writes. Those visits may be told to others, and that of 100 frames 99 took less.
  void write(Millis now, Tally visits, std::optional<Millis> frame_p99);
  // How soon it is due; nothing: never.
  [[nodiscard]] std::optional<Millis> rest(Millis now) const;
  // Why nothing is written, once.
  [[nodiscard]] std::optional<std::string> take_trouble();

 private:
  void put(Readings readings, const Tally& visits);

  std::filesystem::path m_folder;
  DeviceSite m_device;
  Millis m_begun;
  bool m_at_once;
  std::optional<Millis> m_written_at;

  std::mutex m_lock;
  bool m_running = false;
  bool m_failed = false;
  std::optional<std::string> m_trouble;
  std::thread m_task;
};

}  // namespace kiosk
