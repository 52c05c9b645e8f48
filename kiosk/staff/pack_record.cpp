#include "kiosk/staff/pack_record.h"

#include <ctime>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ranges>
#include <sstream>
#include <system_error>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/draft.h"
#include "kiosk/pack/manifest.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/state_lock.h"
#include "kiosk/staff/pack_news.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestList = 4 * 1024 * 1024;

// "2026-11-28T14:05:09Z" as this place's clock shows it, to the minute.
std::string local_time(const std::string& utc) {
  std::tm moment{};
  std::istringstream in(utc);
  in >> std::get_time(&moment, "%Y-%m-%dT%H:%M:%S");
  if (in.fail()) return "";
  const std::time_t seconds = ::timegm(&moment);
  std::tm local{};
  if (::localtime_r(&seconds, &local) == nullptr) return "";
  std::ostringstream out;
  out << std::put_time(&local, "%Y-%m-%d %H:%M");
  return out.str();
}

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code unreadable;
    if (entry->is_regular_file(unreadable)) bytes += entry->file_size(unreadable);
  }
  return bytes;
}

// The first of its list, which installing made from a picture of the pack's.
std::string thumbnail_of(const fs::path& pack) {
  const auto text = read_whole(pack / kPicturesFile, kLongestList);
  if (!text || !*text) return "";
  const auto list = nlohmann::json::parse(**text, nullptr, false);
  if (!list.is_object() || !list.contains("pictures")) return "";
  for (const auto& picture : list["pictures"]) {
    const auto found = picture.is_object() ? picture.find("thumbnail") : picture.end();
    // A list may say anything: only what lies in the pack is opened.
    if (found != picture.end() && found->is_string() && is_pack_path(found->get<std::string>())) {
      std::error_code error;
      return fs::absolute(pack / found->get<std::string>(), error).string();
    }
  }
  return "";
}

RecordLineNews line_of_record(const HistoryEntry& entry) {
  RecordLineNews line;
  line.what = name(entry.what);
  if (entry.way == kByInbox) line.what += ".inbox";
  if (!entry.id.empty()) line.pack = entry.id + " · " + std::to_string(entry.serial);
  line.when = local_time(entry.when.wall);
  line.sentence = entry.sentence;
  return line;
}

}  // namespace

RecordNews record_of(const fs::path& state) {
  RecordNews news;
  const auto history = read_history(state);
  if (history) {
    for (const HistoryEntry& entry :
         *history | std::views::reverse | std::views::take(kMostRecordLines)) {
      news.lines.push_back(line_of_record(entry));
    }
  }
  if (const auto device = read_device_state(state)) {
    for (const auto& pack : {device->current, device->previous}) {
      if (!pack) continue;
      const fs::path folder = state / kPacksFolder / pack->folder;
      KeptPackNews kept{news_of(pack), bytes_in(folder), thumbnail_of(folder),
                        pack == device->current};
      news.packs.push_back(std::move(kept));
    }
  }
  const DeviceKeys keys = read_device_keys(state);
  for (const EnrolledKey& key : keys.enrolled) {
    if (!keys.is_revoked(key.key)) news.keys.push_back({key.label, fingerprint_of(key.key), false});
  }
  for (const PublicKey& key : keys.revoked) news.keys.push_back({"", fingerprint_of(key), true});
  return news;
}

}  // namespace kiosk
