// kiosk-pack check and build: from what an author wrote to what travels.
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/archive.h"
#include "kiosk/tool/author_key.h"
#include "kiosk/tool/commands.h"
#include "kiosk/tool/screen_check.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

// A folder of our own, gone when it ends.
class WorkFolder {
 public:
  WorkFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "kiosk-pack_XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) != nullptr) m_path = name;
  }
  ~WorkFolder() {
    std::error_code ignored;
    if (!m_path.empty()) fs::remove_all(m_path, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

fs::path screens_cache(const PackOptions& options) {
  return options.no_cache ? fs::path() : PictureCache::usual_folder().parent_path() / "screens";
}

// Adds what only shows when drawn. Nothing is drawn of a pack that cannot be loaded.
PackResult<void> add_screens(ContentCheck& found, const PackOptions& options) {
  if (!found.reading.pack) return {};
  auto drawn = check_screens(*found.reading.pack, find_root(), screens_cache(options));
  if (!drawn) return kiosk::fail(FailureKind::kFailed, drawn.error().message + ".");
  found.problems.insert(found.problems.end(), drawn->problems.begin(), drawn->problems.end());
  found.notes.insert(found.notes.end(), drawn->notes.begin(), drawn->notes.end());
  sort_problems(found.problems);
  sort_problems(found.notes);
  return {};
}

void tell(const ContentCheck& found, Terminal& terminal) {
  for (const Problem& problem : found.problems) terminal.problem(problem);
  for (const Problem& note : found.notes) terminal.note(note);
}

nlohmann::ordered_json as_json(const ContentCheck& found) {
  return {{"problems", to_json(found.problems)}, {"notes", to_json(found.notes)}};
}

std::string summary_of(const ContentCheck& found) {
  const std::string problems = plural(found.problems.size(), "problem", "problems");
  if (!found.reading.pack) return problems;
  const PackValues& values = found.reading.pack->values();
  return plural(values.cities.size(), "city", "cities") + ", " +
         plural(values.agreements.size(), "agreement", "agreements") + ", " +
         plural(found.pictures.size(), "picture", "pictures") + ": " + problems;
}

std::string refused(const PackOptions& options, const ContentCheck& found) {
  return options.source + ": " + plural(found.problems.size(), "problem", "problems") +
         ". Correct what is listed above, then build again.";
}

}  // namespace

std::string plural(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

PictureMaking picture_making(const PackOptions& options, Terminal& terminal) {
  PictureMaking making;
  making.worker.program = find_import_worker();
  if (!options.no_cache) making.cache = PictureCache::usual_folder();
  making.progress = terminal.progress("pictures");
  return making;
}

int check(const PackOptions& options, Terminal& terminal) {
  ContentCheck found = check_content(options.source, picture_making(options, terminal));
  if (const auto trouble = reader_trouble_in(found)) {
    return terminal.fail(FailureKind::kFailed, trouble->what + ". " + trouble->remedy);
  }
  if (auto done = add_screens(found, options); !done) return terminal.fail(done.error());
  tell(found, terminal);
  if (terminal.json()) {
    terminal.object(as_json(found));
  } else {
    terminal.say(summary_of(found));
  }
  return found.problems.empty() ? 0 : static_cast<int>(FailureKind::kContent);
}

int build(const PackOptions& options, Terminal& terminal) {
  const WorkFolder work;
  if (work.path().empty()) {
    return terminal.fail(FailureKind::kFailed,
                         "no folder for temporary files can be made. Set TMPDIR to one.");
  }
  const fs::path tree = work.path() / "tree";
  auto built = build_pack(options.source, tree, picture_making(options, terminal));
  if (!built) return terminal.fail(built.error());
  if (auto done = add_screens(built->check, options); !done) return terminal.fail(done.error());
  tell(built->check, terminal);
  if (!built->check.problems.empty()) {
    if (terminal.json()) terminal.object(as_json(built->check));
    return terminal.fail(FailureKind::kContent, refused(options, built->check));
  }
  const auto author = author_key(options.key.empty() ? usual_key_file() : fs::path(options.key));
  if (!author) return terminal.fail(author.error());
  const PublicKey open = author->key.public_key();
  if (author->fresh) {
    terminal.say("Your key was made: " + author->file.string() + ". Keep a copy in a safe place.");
    terminal.say("Its fingerprint, for those who are to trust your packs: " + fingerprint_of(open));
  }
  if (auto written = write_archive(options.out, tree, built->manifest, author->key); !written) {
    return terminal.fail(written.error());
  }
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(options.out, error);
  if (terminal.json()) {
    nlohmann::ordered_json object = as_json(built->check);
    object["file"] = options.out;
    object["bytes"] = bytes;
    object["pack_id"] = built->manifest.pack_id;
    object["serial"] = built->manifest.serial;
    object["files"] = built->manifest.files.size();
    object["signer"] = fingerprint_of(open);
    terminal.object(object);
  } else {
    terminal.say(options.out + ": " + summary_of(built->check) + ", " +
                 std::to_string((bytes + 524288) >> 20U) + " MiB");
  }
  return 0;
}

int build_folder(const PackOptions& options, Terminal& terminal) {
  const fs::path out = options.out;
  const fs::path fresh = out.string() + ".new";
  const fs::path old = out.string() + ".old";
  std::error_code error;
  fs::remove_all(fresh, error);
  auto built = build_pack(options.source, fresh, picture_making(options, terminal));
  if (built && built->check.problems.empty()) {
    fs::remove_all(old, error);
    fs::rename(out, old, error);
    fs::rename(fresh, out, error);
    fs::remove_all(old, error);
    terminal.say(options.out + ": " + summary_of(built->check));
    return 0;
  }
  fs::remove_all(fresh, error);
  if (!built) return terminal.fail(built.error());
  tell(built->check, terminal);
  return terminal.fail(FailureKind::kContent, refused(options, built->check));
}

}  // namespace kiosk::tool
