#include "kiosk/refresh/content_export.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/authoring/folder_listing.h"
#include "kiosk/durable/durable_files.h"
#include "kiosk/imaging/wire.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/load_pack.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr const char* kUnfinished = ".kiosk-content.part";
constexpr int kMostMoved = 99;
constexpr std::size_t kMaxGuideBytes = 64 * 1024;
constexpr std::size_t kCompareAtOnce = kMaxImageBytes;  // no file of a content folder is larger

// One file to write: from where, or what.
struct PlannedFile {
  fs::path from;  // empty: `bytes` are it
  std::string bytes;
  std::uint64_t size = 0;
};
struct Plan {
  std::map<std::string, PlannedFile> files;  // by name within the folder
  std::vector<std::string> folders;          // also where there is nothing to put into them yet
};

tl::unexpected<PackFailure> own_fault(const fs::path& file, const std::string& what) {
  return fail(FailureKind::kFailed,
              file.string() + ": " + what + ". Nothing was written to the stick.");
}

// Of writing to the stick; by what its system says.
PackFailure stick_fault(int error, const fs::path& stick) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return {FailureKind::kNoSpace,
              stick.string() + ": the stick is full. Make room on it, or use a larger one."};
    case EROFS:
    case EPERM:
    case EACCES:
      return {FailureKind::kFailed, stick.string() +
                                        ": the stick cannot be written to. Move its "
                                        "write-protect switch, or use another one."};
    case EIO:
    case ENODEV:
    case ENXIO:
    case ENOENT:
    case ENOTDIR:
      return {FailureKind::kFailed, stick.string() +
                                        ": the stick was taken out, or is failing. Plug it in "
                                        "again, or use another one."};
    default:
      return {FailureKind::kFailed, stick.string() + ": writing to the stick failed: " +
                                        std::strerror(error) + ". Use another one."};
  }
}

PackResult<std::string> bytes_of(const PlannedFile& file) {
  if (file.from.empty()) return file.bytes;
  auto bytes = read_whole(file.from, kCompareAtOnce);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  if (!*bytes) return own_fault(file.from, "it is not there any more");
  return std::move(**bytes);
}

bool has_ending(const std::string& key, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](auto ending) { return key.ends_with(ending); });
}

// The name under which a picture lies: a program on the office's PC opens it by its ending.
std::string honest_name(const std::string& file) {
  return has_ending(name_key(file), {".jpg", ".jpeg"}) ? file : file + ".jpg";
}

PackResult<void> plan_file(Plan& plan, const std::string& name, const fs::path& from) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(from, error);
  if (error) return own_fault(from, "cannot be read: " + error.message());
  plan.files[name] = {from, "", size};
  return {};
}

// The pictures that texts mention.
PackResult<void> plan_pictures(Plan& plan, const ContentExport& request, const Pack& pack) {
  for (const City& city : pack.values().cities) {
    for (const Photo& photo : city.photos) {
      std::optional<fs::path> original;
      if (!request.originals.empty()) {
        if (auto own = find_content_file(request.originals, photo.file)) original = own->path;
      }
      auto planned =
          original ? plan_file(plan, photo.file, *original)
                   : plan_file(plan, honest_name(photo.file), request.built / photo.built->picture);
      if (!planned) return planned;
    }
  }
  return {};
}

PackResult<void> plan_schemas(Plan& plan, const ContentExport& request) {
  const fs::path folder = request.program_content / "schema";
  for (const char* name : {"agreements", "city", "club", "pack"}) {
    const std::string file = std::string(name) + ".schema.json";
    if (auto planned = plan_file(plan, "schema/" + file, folder / file); !planned) return planned;
  }
  return {};
}

PackResult<void> plan_guide(Plan& plan, const ContentExport& request) {
  const Language spoken =
      request.language == Language::kTamazight ? Language::kArabic : request.language;
  const fs::path file = request.program_content / "office" / (std::string(code(spoken)) + ".txt");
  const auto text = read_whole(file, kMaxGuideBytes);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return own_fault(file, "it is not there");
  std::string bytes = for_notepad(**text);
  const std::uint64_t size = bytes.size();
  plan.files[guide_name(request.language)] = {{}, std::move(bytes), size};
  return {};
}

PackResult<Plan> plan_of(const ContentExport& request) {
  const ContentReading reading = read_content(request.built);
  if (!reading.pack) {
    return own_fault(request.built,
                     "its content cannot be read: " + reading.problems.front().sentence());
  }
  Plan plan;
  for (const std::string& file : reading.files) {
    if (file == "pictures.json") continue;
    if (auto planned = plan_file(plan, file, request.built / file); !planned) {
      return tl::unexpected(std::move(planned.error()));
    }
  }
  for (const City& city : reading.pack->values().cities) {
    plan.folders.push_back("photos/" + city.id.value);
    for (const Photo& photo : city.photos) {
      if (!photo.built) return own_fault(request.built, "it was never built");
    }
  }
  for (const auto& step : {plan_pictures(plan, request, *reading.pack), plan_schemas(plan, request),
                           plan_guide(plan, request)}) {
    if (!step) return tl::unexpected(step.error());
  }
  return plan;
}

// The same files with the same bytes, and no other but litter.
bool holds_the_same(const fs::path& folder, const Plan& plan) {
  const auto files = list_folder(folder);
  if (!files) return false;
  std::size_t found = 0;
  for (const ListedFile& file : *files) {
    if (file.kind == ListedKind::kOther) continue;  // a folder: its files tell
    const auto planned = plan.files.find(file.name);
    const bool fits = file.kind == ListedKind::kFile && planned != plan.files.end() &&
                      planned->second.size == file.bytes;
    if (!fits) return false;
    const auto there = read_whole(folder / file.name, kCompareAtOnce);
    const auto wanted = bytes_of(planned->second);
    if (!there || !wanted || !*there || **there != *wanted) return false;
    ++found;
  }
  return found == plan.files.size();
}

class StickWriter {
 public:
  StickWriter(const ContentExport& request, const Plan& plan) : m_request(request), m_plan(plan) {}

  [[nodiscard]] PackResult<void> write(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0755) != 0) return failed();
    for (const auto& [name, file] : m_plan.files) m_bytes += file.size;
    for (const std::string& name : m_plan.folders) {
      std::error_code error;
      fs::create_directories(folder / name, error);
      if (error) return tl::unexpected(stick_fault(error.value(), m_request.stick));
    }
    for (const auto& [name, file] : m_plan.files) {
      if (auto written = write_one(folder / name, file); !written) return written;
    }
    return sync_folders(folder);
  }
  // What the stick said, as the one sentence for it.
  [[nodiscard]] tl::unexpected<PackFailure> failed() const {
    return tl::unexpected(stick_fault(errno, m_request.stick));
  }
  [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

  [[nodiscard]] PackResult<void> sync_one(const fs::path& folder) const {
    const OpenFile open(folder, O_RDONLY | O_CLOEXEC);
    if (!open.opened() || !open.sync()) return failed();
    return {};
  }
  [[nodiscard]] PackResult<void> sync_folders(const fs::path& folder) const {
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (!entry->is_directory(error)) continue;
      if (auto synced = sync_one(entry->path()); !synced) return synced;
    }
    if (error) return tl::unexpected(stick_fault(error.value(), m_request.stick));
    return sync_one(folder);
  }

 private:
  [[nodiscard]] PackResult<void> write_one(const fs::path& to, const PlannedFile& file) {
    auto bytes = bytes_of(file);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (error) return tl::unexpected(stick_fault(error.value(), m_request.stick));
    const OpenFile out(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
    if (!out.opened() || !out.write(*bytes) || !out.sync()) return failed();
    m_written += bytes->size();
    if (m_request.progress) m_request.progress(m_written, m_bytes);
    return {};
  }

  const ContentExport& m_request;
  const Plan& m_plan;
  std::uint64_t m_bytes = 0;
  std::uint64_t m_written = 0;
};

// Gone when this is, unless it was renamed: nothing half-written stays.
class Unfinished {
 public:
  explicit Unfinished(fs::path folder) : m_folder(std::move(folder)) { remove(); }
  ~Unfinished() { remove(); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  [[nodiscard]] const fs::path& folder() const { return m_folder; }

 private:
  void remove() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
  }
  fs::path m_folder;
};

// What bears our folder's name on the stick, in whatever case.
PackResult<std::optional<fs::path>> older_on(const fs::path& stick) {
  std::optional<fs::path> found;
  std::error_code error;
  fs::directory_iterator entry(stick, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name_key(name) != kOfficeFolder) continue;
    if (!found || name == kOfficeFolder) found = entry->path();
  }
  if (error) return tl::unexpected(stick_fault(error.value(), stick));
  return found;
}

PackResult<std::string> move_aside(const fs::path& older, const fs::path& stick) {
  for (int count = 1; count <= kMostMoved; ++count) {
    const std::string name = std::string(kOfficeFolder) + " (" + std::to_string(count) + ")";
    struct stat facts {};
    if (::lstat((stick / name).c_str(), &facts) == 0) continue;
    if (errno != ENOENT || std::rename(older.c_str(), (stick / name).c_str()) != 0) {
      return tl::unexpected(stick_fault(errno, stick));
    }
    return name;
  }
  return fail(FailureKind::kFailed, stick.string() + ": there are " + std::to_string(kMostMoved) +
                                        " older copies of the content. Remove some of them.");
}

}  // namespace

std::string guide_name(Language language) {
  switch (language) {
    case Language::kFrench:
      return "LISEZ-MOI.txt";
    case Language::kSpanish:
      return "LEAME.txt";
    case Language::kEnglish:
      return "README.txt";
    case Language::kArabic:
    case Language::kTamazight:
      break;
  }
  return "اقرأني.txt";
}

std::string for_notepad(std::string_view text) {
  std::string bytes = "\xEF\xBB\xBF";
  for (const char c : text) {
    if (c == '\n') bytes += '\r';
    bytes += c;
  }
  return bytes;
}

PackResult<ExportReport> export_content(const ContentExport& request) {
  const auto plan = plan_of(request);
  if (!plan) return tl::unexpected(plan.error());
  ExportReport report;
  report.folder = request.stick / kOfficeFolder;
  report.files = plan->files.size();
  StickWriter writer(request, *plan);
  const auto older = older_on(request.stick);
  if (!older) return tl::unexpected(older.error());
  if (*older && holds_the_same(**older, *plan)) {
    // Whoever wrote it may not have seen it through.
    if (auto synced = sync_tree(**older); !synced) {
      return tl::unexpected(stick_fault(EIO, request.stick));
    }
    report.folder = **older;
    report.was_there = true;
    return report;
  }
  const Unfinished unfinished(request.stick / kUnfinished);
  if (auto written = writer.write(unfinished.folder()); !written) {
    return tl::unexpected(std::move(written.error()));
  }
  report.bytes = writer.bytes();
  if (*older) {
    auto moved = move_aside(**older, request.stick);
    if (!moved) return tl::unexpected(std::move(moved.error()));
    report.moved_to = std::move(*moved);
  }
  if (std::rename(unfinished.folder().c_str(), report.folder.c_str()) != 0) {
    const auto failure = writer.failed();
    if (*older) std::rename((request.stick / report.moved_to).c_str(), (*older)->c_str());
    return failure;
  }
  if (auto synced = writer.sync_one(request.stick); !synced) {
    return tl::unexpected(std::move(synced.error()));
  }
  return report;
}

}  // namespace kiosk
