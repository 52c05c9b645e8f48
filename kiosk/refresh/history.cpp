#include "kiosk/refresh/history.h"

#include <sys/timex.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/refresh/state_lock.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kLongestHistory = kMostHistory * 4 * kLongestSentence;
constexpr std::time_t kProgramWritten = 1'761'868'800;  // 2025-10-31: no earlier clock is right

constexpr std::array<std::pair<HistoryKind, std::string_view>, 7> kNames{{
    {HistoryKind::kInstalled, "installed"},
    {HistoryKind::kRefused, "refused"},
    {HistoryKind::kRolledBack, "rolled_back"},
    {HistoryKind::kGivenUp, "given_up"},
    {HistoryKind::kRotFound, "rot_found"},
    {HistoryKind::kKeyEnrolled, "key_enrolled"},
    {HistoryKind::kKeyRevoked, "key_revoked"},
}};

std::optional<HistoryKind> kind_from(std::string_view text) {
  for (const auto& [kind, known] : kNames) {
    if (known == text) return kind;
  }
  return std::nullopt;
}

bool clock_is_known() {
  if (std::time(nullptr) < kProgramWritten) return false;
  timex kernel{};
  const int state = ::adjtimex(&kernel);
  if (state != -1 && state != TIME_ERROR) return true;
  std::error_code error;
  return fs::exists("/sys/class/rtc/rtc0", error);
}

std::string wall_time() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  if (::gmtime_r(&now, &parts) == nullptr) return "";
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

// Without cutting a character in two.
std::string shortened(const std::string& text) {
  if (text.size() <= kLongestSentence) return text;
  std::size_t end = kLongestSentence;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::optional<HistoryEntry> entry_from(std::string_view line) {
  const json value = json::parse(line, nullptr, false);
  if (!value.is_object()) return std::nullopt;
  try {
    const auto kind = kind_from(value.value("what", ""));
    if (!kind) return std::nullopt;
    HistoryEntry entry{.what = *kind,
                       .id = value.value("id", ""),
                       .serial = value.value("serial", std::int64_t{0}),
                       .folder = value.value("folder", ""),
                       .key = value.value("key", ""),
                       .sentence = value.value("sentence", ""),
                       .way = value.value("way", ""),
                       .when = {value.value("boot", ""), value.value("since_boot_s", 0.0),
                                value.value("wall", "")}};
    return entry;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::string_view name(HistoryKind kind) {
  for (const auto& [known, text] : kNames) {
    if (known == kind) return text;
  }
  return "";
}

Moment moment_now() {
  Moment moment;
  if (const auto boot = read_whole("/proc/sys/kernel/random/boot_id", 64); boot && *boot) {
    moment.boot = (*boot)->substr(0, (*boot)->find('\n'));
  }
  timespec since{};
  ::clock_gettime(CLOCK_BOOTTIME, &since);
  moment.since_boot_s =
      static_cast<double>(since.tv_sec) + static_cast<double>(since.tv_nsec / 1'000'000) / 1000.0;
  if (clock_is_known()) moment.wall = wall_time();
  return moment;
}

fs::path history_file_of(const fs::path& state) { return state / "history.jsonl"; }

std::string line_of(const HistoryEntry& entry) {
  ordered_json value{{"what", name(entry.what)},
                     {"boot", entry.when.boot},
                     {"since_boot_s", entry.when.since_boot_s}};
  if (!entry.when.wall.empty()) value["wall"] = entry.when.wall;
  if (!entry.id.empty()) {
    value["id"] = entry.id;
    value["serial"] = entry.serial;
  }
  if (!entry.folder.empty()) value["folder"] = entry.folder;
  if (!entry.key.empty()) value["key"] = entry.key;
  if (!entry.sentence.empty()) value["sentence"] = shortened(entry.sentence);
  if (!entry.way.empty()) value["way"] = entry.way;
  // Names on a stick need not be UTF-8, and a history must not end a program.
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

PackResult<std::vector<HistoryEntry>> read_history(const fs::path& state) {
  const auto bytes = read_whole(history_file_of(state), kLongestHistory);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<HistoryEntry> entries;
  std::string_view rest = *bytes ? std::string_view(**bytes) : std::string_view();
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (auto entry = entry_from(rest.substr(0, end))) entries.push_back(std::move(*entry));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return entries;
}

PackResult<void> add_to_history(const fs::path& state, const HistoryEntry& entry) {
  // One that cannot be read is begun anew: it is told of no less for that.
  auto entries = read_history(state).value_or(std::vector<HistoryEntry>());
  entries.push_back(entry);
  std::string text;
  const std::size_t from = entries.size() - std::min(entries.size(), kMostHistory);
  for (std::size_t i = from; i < entries.size(); ++i) text += line_of(entries[i]) + "\n";
  return write_durably(history_file_of(state), text);
}

PackResult<void> note_refusal(const fs::path& state, const std::string& sentence,
                              const std::string& way) {
  const auto lock = StateLock::take(state);
  if (!lock) return tl::unexpected(lock.error());
  HistoryEntry entry;
  entry.what = HistoryKind::kRefused;
  entry.sentence = sentence;
  entry.way = way;
  return add_to_history(state, entry);
}

}  // namespace kiosk
