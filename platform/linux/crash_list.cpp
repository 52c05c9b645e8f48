#include "platform/linux/crash_list.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestField = 512;
constexpr std::size_t kLongestFile = 64 * 1024;
constexpr std::size_t kFields = 9;
constexpr std::array<std::pair<Ending, std::string_view>, 4> kEndings{
    {{Ending::kSignal, "signal"},
     {Ending::kBrokenInvariant, "invariant"},
     {Ending::kException, "exception"},
     {Ending::kWithoutAWord, "silence"}}};

// Held within one field of one line, whatever the power cut made of it.
std::string field(std::string_view text) {
  std::string held(text.substr(0, kLongestField));
  for (char& letter : held) {
    if (letter < ' ' || letter > '~') letter = '?';
  }
  return held;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(by); end != std::string_view::npos; end = text.find(by)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string line_of(const Crash& crash) {
  const auto* ending = std::find_if(kEndings.begin(), kEndings.end(),
                                    [&](const auto& e) { return e.first == crash.ending; });
  std::string line(ending->second);
  const std::string ran =
      crash.ran ? std::to_string(static_cast<std::int64_t>(crash.ran->count())) : "";
  for (const std::string& part :
       {field(crash.signal), field(crash.version), field(crash.context), ran,
        std::to_string(crash.started_seconds), std::string(crash.machine_restarted ? "1" : "0"),
        field(crash.run), field(crash.sentence)}) {
    line += '\t' + part;
  }
  return line + '\n';
}

std::optional<Crash> crash_of(std::string_view line) {
  const auto parts = split(line, '\t');
  if (parts.size() != kFields) return std::nullopt;
  const auto* ending = std::find_if(kEndings.begin(), kEndings.end(),
                                    [&](const auto& e) { return e.second == parts[0]; });
  const auto started = number(parts[5]);
  if (ending == kEndings.end() || !started) return std::nullopt;
  Crash crash;
  crash.ending = ending->first;
  crash.signal = field(parts[1]);
  crash.version = field(parts[2]);
  crash.context = field(parts[3]);
  if (const auto ran = number(parts[4])) crash.ran = Millis{static_cast<double>(*ran)};
  crash.started_seconds = *started;
  crash.machine_restarted = parts[6] == "1";
  crash.run = field(parts[7]);
  crash.sentence = field(parts[8]);
  return crash;
}

fs::path file_of(const fs::path& state) { return state / "crashes"; }

// Beside its place, synced, renamed, and the name synced: whole before and after a power cut.
int write_whole(const fs::path& file, std::string_view bytes) {
  const fs::path beside = file.string() + ".new";
  const int made = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (made < 0) return errno;
  const ssize_t written = ::write(made, bytes.data(), bytes.size());
  int error = written < 0                                         ? errno
              : static_cast<std::size_t>(written) != bytes.size() ? ENOSPC
              : ::fsync(made) != 0                                ? errno
                                                                  : 0;
  ::close(made);
  if (error == 0 && ::rename(beside.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(beside.c_str());
    return error;
  }
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  if (::fsync(folder) != 0) error = errno;
  ::close(folder);
  return error;
}

// "key value" in a line of its own; what is after a zero byte is the room left for more.
std::string value_of(const std::string& notes, std::string_view key) {
  for (std::string_view line : split(notes, '\n')) {
    line = line.substr(std::min(line.find_first_not_of('\0'), line.size()));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
      return field(line.substr(key.size() + 1));
    }
  }
  return "";
}

}  // namespace

std::string reason(const Crash& crash) {
  const std::string where = crash.context.empty() ? "" : ", at " + crash.context;
  switch (crash.ending) {
    case Ending::kSignal:
      return "ended by " + crash.signal + where;
    case Ending::kBrokenInvariant:
    case Ending::kException:
      return crash.sentence + where;
    case Ending::kWithoutAWord:
      break;
  }
  return crash.machine_restarted ? "ended without a word (power, or a reset of the machine)"
                                 : "ended without a word (SIGKILL, or memory ran out)";
}

std::vector<Crash> last_crashes(const fs::path& state) {
  std::ifstream stream(file_of(state), std::ios::binary);
  std::string text(kLongestFile, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  std::vector<Crash> found;
  for (const std::string_view line : split(text, '\n')) {
    if (found.size() == kMostCrashes) break;
    if (std::optional<Crash> crash = crash_of(line)) found.push_back(std::move(*crash));
  }
  return found;
}

Result<void> keep_crash(const fs::path& state, const Crash& crash) {
  std::vector<Crash> all = last_crashes(state);
  if (!all.empty() && !crash.run.empty() && all.front().run == crash.run) return {};
  all.insert(all.begin(), crash);
  if (all.size() > kMostCrashes) all.resize(kMostCrashes);
  std::string text;
  for (const Crash& each : all) text += line_of(each);
  if (const int error = write_whole(file_of(state), text); error != 0) {
    return fail(file_of(state).string() + ": cannot be written: " + std::strerror(error) +
                ". Check the state folder and the space on its disk.");
  }
  return {};
}

Crash crash_from_notes(const std::string& notes, const std::string& now_boot) {
  Crash crash;
  crash.version = value_of(notes, "version");
  crash.signal = value_of(notes, "signal");
  crash.sentence = value_of(notes, "sentence");
  crash.context = value_of(notes, "context");
  crash.started_seconds = number(value_of(notes, "wall")).value_or(0);
  const std::string boot = value_of(notes, "boot");
  const std::string started = value_of(notes, "started");
  if (!boot.empty()) crash.run = boot + "/" + started;
  crash.machine_restarted = !boot.empty() && boot != now_boot;
  const auto begun = number(started);
  const auto ended = number(value_of(notes, "ended"));
  if (begun && ended && *ended >= *begun) crash.ran = Millis{static_cast<double>(*ended - *begun)};
  if (crash.signal.empty()) return crash;
  const std::string cause = value_of(notes, "cause");
  crash.ending = cause == "invariant"   ? Ending::kBrokenInvariant
                 : cause == "exception" ? Ending::kException
                                        : Ending::kSignal;
  return crash;
}

}  // namespace kiosk::platform
