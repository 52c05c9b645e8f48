// Device desk: the part of the staff's desk that has to do with the machine: its health in words
// and figures, how bad ends of the program are told, and one text of it all for support.
//
// Thread: the frame's; the texts it gives are values. Blocking for less than a millisecond.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kiosk/app/staff_news.h"
#include "kiosk/model/strings.h"
#include "platform/health.h"

namespace kiosk {

struct DeviceSite {
  std::filesystem::path state;
  std::string version;                              // of the program
  platform::Health* health = nullptr;               // nothing: no figures
  std::function<std::vector<CrashNews>()> crashes;  // the newest first; none: no list is kept
  std::filesystem::path licences;                   // assets/licences.json
  const Strings* words = nullptr;                   // of the units; outlive it
};

[[nodiscard]] DeviceNews device_news(const DeviceSite& site, Language language);
// Named numbers for receipts and metrics.
[[nodiscard]] std::map<std::string, double> health_numbers(const DeviceSite& site);
// Everything that somebody far away would ask for, as lines of text; nothing of visitors.
[[nodiscard]] std::string support_text(const DeviceNews& device, const RecordNews& record,
                                       const std::vector<std::string>& said);

}  // namespace kiosk
