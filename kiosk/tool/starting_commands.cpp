// kiosk-pack new, adopt and import-table: from nothing to a folder worth editing.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <system_error>

#include "kiosk/authoring/adopt.h"
#include "kiosk/authoring/table_import.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/tool/commands.h"
#include "kiosk/tool/screen_check.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

std::string encoding_name(TableEncoding encoding) {
  switch (encoding) {
    case TableEncoding::kUtf8:
      return "UTF-8";
    case TableEncoding::kUtf16LittleEndian:
    case TableEncoding::kUtf16BigEndian:
      return "UTF-16";
    case TableEncoding::kWindows1252:
      return "Windows-1252";
    case TableEncoding::kWindows1256:
      return "Windows-1256";
  }
  return "UTF-8";
}

// GM, or the country's name in one of the program's languages.
std::string country_code(const Strings& words, const std::string& name) {
  if (name.size() == 2 && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return name;
  }
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string code{first, second};
      for (const Language language : kLanguages) {
        const auto known = words.country(code, language);
        if (known && *known == name) return code;
      }
    }
  }
  return {};
}

// The exhibition that "new" makes, copied from the program's own files.
Result<void> copy_skeleton(const fs::path& to) {
  std::error_code error;
  const fs::path root = find_root();
  fs::create_directories(to, error);
  const auto options = fs::copy_options::recursive;
  fs::copy(root / "assets" / "skeleton", to, options, error);
  if (!error) fs::copy(root / "content" / "schema", to / "schema", options, error);
  if (!error) fs::create_directories(to / "photos" / "partner-city", error);
  if (error) return kiosk::fail(to.string() + ": cannot be written: " + error.message());
  return {};
}

bool is_empty_or_absent(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(folder, error) || fs::is_empty(folder, error);
}

}  // namespace

int create(const PackOptions& options, Terminal& terminal) {
  if (!is_empty_or_absent(options.source)) {
    return terminal.fail(FailureKind::kFailed, options.source +
                                                   ": there is something in it already. Name a "
                                                   "folder that is empty or not there yet.");
  }
  if (const auto made = copy_skeleton(options.source); !made) {
    return terminal.fail(FailureKind::kFailed, made.error().message + ".");
  }
  if (terminal.json()) terminal.object({{"folder", options.source}});
  terminal.say(options.source + ": made. README.md there says what to write first; look at it by");
  terminal.say("  kiosk-pack preview " + options.source);
  return 0;
}

int adopt(const PackOptions& options, Terminal& terminal) {
  std::error_code error;
  if (!fs::is_directory(options.source, error)) {
    return terminal.fail(
        FailureKind::kFailed,
        options.source + ": no such folder. Give the folder that holds pack.json.");
  }
  const AdoptReport report =
      adopt_pictures(options.source, options.credit, picture_making(options, terminal));
  for (const Problem& problem : report.problems) terminal.problem(problem);
  for (const std::string& file : report.adopted) terminal.say("adopted " + file);
  if (terminal.json()) {
    terminal.object({{"adopted", report.adopted}, {"problems", to_json(report.problems)}});
  } else {
    terminal.say(plural(report.adopted.size(), "picture", "pictures") + " adopted" +
                 (options.credit.empty() && !report.adopted.empty()
                      ? "; write who took them in place of TODO, or give --credit"
                      : ""));
  }
  return report.problems.empty() ? 0 : static_cast<int>(FailureKind::kContent);
}

int import_table(const PackOptions& options, Terminal& terminal) {
  const auto words = load_strings(find_root() / "assets" / "strings");
  if (!words) return terminal.fail(FailureKind::kFailed, words.error().message);
  std::error_code error;
  if (!fs::is_regular_file(options.source, error)) {
    return terminal.fail(FailureKind::kFailed, options.source + ": no such file. Check the path.");
  }
  if (is_empty_or_absent(options.folder)) {
    if (const auto made = copy_skeleton(options.folder); !made) {
      return terminal.fail(FailureKind::kFailed, made.error().message + ".");
    }
  }
  TableImport request;
  request.table = options.source;
  request.folder = options.folder;
  request.home = options.home;
  request.force = options.force;
  request.country_code = [&](const std::string& name) { return country_code(*words, name); };
  const TableImportReport report = kiosk::import_table(request);
  for (const Problem& problem : report.problems) terminal.problem(problem);
  if (terminal.json()) {
    terminal.object({{"cities", report.cities},
                     {"agreements", report.agreements},
                     {"encoding", encoding_name(report.encoding)},
                     {"problems", to_json(report.problems)}});
  }
  if (!report.problems.empty()) {
    return terminal.fail(FailureKind::kContent,
                         options.source + ": " +
                             plural(report.problems.size(), "problem", "problems") +
                             ". Nothing was written. Correct the table and import it again.");
  }
  terminal.say(plural(report.cities.size(), "city", "cities") + " and " +
               plural(report.agreements, "agreement", "agreements") + " written (read as " +
               encoding_name(report.encoding) + "). Next: kiosk-pack check " + options.folder);
  return 0;
}

}  // namespace kiosk::tool
