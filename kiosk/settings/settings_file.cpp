#include "kiosk/settings/settings_file.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/durable/durable_files.h"
#include "kiosk/settings/settings_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSettingsFile = "settings.json";
constexpr std::string_view kBrokenMark = ".broken-";
constexpr std::size_t kLongestNumber = 9;  // digits
constexpr int kMostLinks = 8;              // followed, one to the next

// Where the bytes lie, or would: nothing must be put in the place of a link.
fs::path target_of(fs::path file) {
  std::error_code error;
  for (int links = 0; links < kMostLinks && fs::is_symlink(file, error); ++links) {
    const fs::path target = fs::read_symlink(file, error);
    if (error) break;
    file = target.is_absolute() ? target : file.parent_path() / target;
  }
  return file;
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

struct BrokenFile {
  std::uint32_t number = 0;
  fs::path path;
};

// Oldest first.
std::vector<BrokenFile> broken_files_of(const fs::path& file) {
  std::vector<BrokenFile> found;
  const std::string begins = file.filename().string() + std::string(kBrokenMark);
  std::error_code error;
  fs::directory_iterator entry(folder_of(file), error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(begins)) continue;
    const std::string_view digits = std::string_view(name).substr(begins.size());
    BrokenFile broken{0, entry->path()};
    const char* end = digits.data() + digits.size();
    const auto [rest, failed] = std::from_chars(digits.data(), end, broken.number);
    const bool whole = failed == std::errc() && rest == end && digits.size() <= kLongestNumber;
    if (whole) found.push_back(std::move(broken));
  }
  std::ranges::sort(found, {}, &BrokenFile::number);
  return found;
}

// Its bytes; nothing: there is none. What is no file at all is never opened: a pipe would wait.
PackResult<std::optional<std::string>> bytes_of(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return std::optional<std::string>();
  if (error) return tl::unexpected(failure_of(error.value(), file, "cannot be read"));
  if (!fs::is_regular_file(status)) {
    return fail(FailureKind::kFailed, file.string() + ": this is no file. Put one in its place.");
  }
  return read_whole(file, kLongestSettings);
}

// A failure's sentence begins with its file already.
Problem problem_from(const PackFailure& failure, const fs::path& file) {
  std::string_view sentence = failure.message;
  const std::string begins = file.string() + ": ";
  if (sentence.starts_with(begins)) sentence.remove_prefix(begins.size());
  const std::size_t stop = std::min(sentence.find(". "), sentence.size());
  const std::string_view remedy = sentence.substr(std::min(stop + 2, sentence.size()));
  return {file.string(), "", std::string(sentence.substr(0, stop)), std::string(remedy)};
}

SettingsReading reading_of(SettingsDocument&& document) {
  SettingsReading reading;
  reading.settings = std::move(document.settings);
  reading.problems = std::move(document.problems);
  reading.notes = std::move(document.notes);
  reading.condition = document.broken            ? SettingsCondition::kBroken
                      : reading.problems.empty() ? SettingsCondition::kFine
                                                 : SettingsCondition::kPartly;
  return reading;
}

SettingsReading reading_of_missing(const fs::path& file) {
  SettingsReading reading;
  const std::vector<BrokenFile> broken = broken_files_of(file);
  if (broken.empty()) return reading;
  reading.condition = SettingsCondition::kSetAside;
  reading.set_aside = broken.back().path;
  reading.problems.push_back(
      {file.string(), "", "it could not be understood and was set aside, so the defaults apply",
       "Correct " + reading.set_aside.string() + " and rename it back, or set everything anew."});
  return reading;
}

// Its new name. The oldest of those that are too many go only when it is safe.
PackResult<fs::path> set_aside(const fs::path& file) {
  std::vector<BrokenFile> kept = broken_files_of(file);
  const std::uint32_t number = kept.empty() ? 1 : kept.back().number + 1;
  fs::path aside = file;
  aside += std::string(kBrokenMark) + std::to_string(number);
  std::error_code error;
  fs::rename(file, aside, error);
  if (error) return tl::unexpected(failure_of(error.value(), file, "cannot be set aside"));
  if (auto synced = sync_folder(folder_of(file)); !synced) return tl::unexpected(synced.error());
  const std::size_t most = kMostBrokenKept - 1;
  for (std::size_t i = 0; i + most < kept.size(); ++i) fs::remove(kept[i].path, error);
  return aside;
}

}  // namespace

fs::path settings_file_of(const fs::path& state) { return state / kSettingsFile; }

SettingsReading read_settings(const fs::path& file) {
  const auto bytes = bytes_of(file);
  if (!bytes) {
    SettingsReading reading;
    reading.condition = SettingsCondition::kUnreadable;
    reading.problems.push_back(problem_from(bytes.error(), file));
    return reading;
  }
  if (!*bytes) return reading_of_missing(target_of(file));
  return reading_of(understand_settings(**bytes, file.string()));
}

SettingsReading start_with_settings(const fs::path& file) {
  SettingsReading reading = read_settings(file);
  if (reading.condition != SettingsCondition::kBroken) return reading;
  const auto aside = set_aside(target_of(file));
  if (!aside) {
    reading.problems.push_back(problem_from(aside.error(), file));
    return reading;
  }
  reading.condition = SettingsCondition::kSetAside;
  reading.set_aside = *aside;
  for (Problem& problem : reading.problems) {
    problem.remedy += (problem.remedy.empty() ? "It was set aside as " : " It was set aside as ") +
                      aside->string() + "; the defaults apply.";
  }
  return reading;
}

PackResult<void> write_settings(const fs::path& file, const Settings& before,
                                const Settings& after) {
  const fs::path target = target_of(file);
  const auto bytes = bytes_of(target);
  if (!bytes) return tl::unexpected(bytes.error());
  SettingsDocument found;
  if (*bytes) found = understand_settings(**bytes, target.string());
  const std::string text =
      text_of_document(changed_document(std::move(found.document), before, after));
  // What the next start would read is what counts.
  auto trouble = trouble_with(after);
  if (!trouble) trouble = lost_change(text, before, after);
  if (trouble) {
    trouble->file = target.string();
    return fail(FailureKind::kContent, trouble->sentence());
  }
  if (found.broken) {
    if (const auto aside = set_aside(target); !aside) return tl::unexpected(aside.error());
  }
  if (auto made = make_durable_folder(folder_of(target)); !made) return made;
  return write_durably(target, text);
}

}  // namespace kiosk
