#include "kiosk/tool/screen_check.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/audit.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/tool/terminal.h"
#include "platform/headless/blank_display.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr float kPanelInches = 21.5F;
constexpr std::array kPanels{platform::TextureSize{1920, 1080}, platform::TextureSize{1080, 1920}};
constexpr std::size_t kLongestFindings = 16 * 1024 * 1024;
constexpr int kScreenChecking = 1;  // raise it when the same content would be judged otherwise

Result<ScreenFindings> look(const Pack& pack, const fs::path& root, platform::TextureSize size) {
  const auto words = load_strings(root / "assets" / "strings");
  if (!words) return tl::unexpected(words.error());
  platform::BlankDisplay display(size);
  AuditReport report;
  const auto done = audit(pack, *words, root / "assets", display, panel_of(size, kPanelInches),
                          report, AuditScope::kContent);
  if (!done) return tl::unexpected(done.error());
  ScreenFindings found;
  for (const AuditFinding& finding : report.findings) {
    // What the program itself draws wrongly is not the author's to mend.
    if (finding.file.empty() || finding.file.starts_with("strings/")) continue;
    Problems& list = finding.problem == AuditProblem::kCollision ? found.notes : found.problems;
    list.push_back({finding.file, finding.field,
                    "\"" + finding.text + "\" " + finding.what + " (" + finding.where + ")",
                    finding.remedy + "."});
  }
  return found;
}

std::string as_text(const ScreenFindings& found) {
  return json{{"problems", to_json(found.problems)}, {"notes", to_json(found.notes)}}.dump();
}

std::optional<ScreenFindings> findings_from(const std::string& text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  ScreenFindings found;
  for (const auto& [name, list] :
       {std::pair{"problems", &found.problems}, std::pair{"notes", &found.notes}}) {
    for (const json& entry : document.value(name, json::array())) {
      list->push_back({entry.value("file", ""), entry.value("path", ""), entry.value("what", ""),
                       entry.value("remedy", "")});
    }
  }
  return found;
}

// Each text and fault once, though two panels show it.
void keep_once(Problems& problems) {
  const auto fault = [](const Problem& problem) {
    return problem.what.substr(0, problem.what.rfind(" ("));
  };
  Problems once;
  for (Problem& problem : problems) {
    const auto same = [&](const Problem& other) {
      return other.file == problem.file && other.path == problem.path &&
             fault(other) == fault(problem);
    };
    if (std::none_of(once.begin(), once.end(), same)) once.push_back(std::move(problem));
  }
  sort_problems(once);
  problems = std::move(once);
}

std::string read_to_end(int descriptor) {
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// One panel in a process of its own: Dear ImGui knows one context a process.
struct Looker {
  pid_t pid = -1;
  int answer = -1;
};

Looker send_looker(const Pack& pack, const fs::path& root, platform::TextureSize size) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe(ends.data()) != 0) return {};
  const pid_t pid = ::fork();
  if (pid != 0) {
    ::close(ends[1]);
    return {pid, ends[0]};
  }
  ::close(ends[0]);
  const auto found = look(pack, root, size);
  const std::string text = found ? as_text(*found) : std::string();
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t more = ::write(ends[1], text.data() + written, text.size() - written);
    if (more <= 0) break;
    written += static_cast<std::size_t>(more);
  }
  ::_exit(0);
}

}  // namespace

Result<ScreenFindings> check_screens(const Pack& pack, const fs::path& root,
                                     const fs::path& cache) {
  const fs::path kept =
      cache.empty() ? fs::path()
                    : cache / ("screens-" + hash_of(std::to_string(kScreenChecking) + "\n" +
                                                    root.string() + "\n" + pack.values().hash));
  if (!kept.empty()) {
    // Kept for speed alone: what cannot be read is looked at anew.
    const auto text = read_plain_file(kept, kLongestFindings);
    if (text) {
      if (auto found = findings_from(*text)) return std::move(*found);
    }
  }
  std::vector<Looker> lookers;
  for (const platform::TextureSize size : kPanels) lookers.push_back(send_looker(pack, root, size));
  ScreenFindings all;
  bool complete = true;
  for (const Looker& looker : lookers) {
    const std::string text = looker.answer >= 0 ? read_to_end(looker.answer) : std::string();
    if (looker.answer >= 0) ::close(looker.answer);
    if (looker.pid > 0) ::waitpid(looker.pid, nullptr, 0);
    const auto found = findings_from(text);
    complete = complete && found.has_value();
    if (!found) continue;
    all.problems.insert(all.problems.end(), found->problems.begin(), found->problems.end());
    all.notes.insert(all.notes.end(), found->notes.begin(), found->notes.end());
  }
  if (!complete) return fail("the screens could not be drawn. Install the program again");
  keep_once(all.problems);
  keep_once(all.notes);
  if (!kept.empty()) {
    std::error_code error;
    fs::create_directories(cache, error);
    const fs::path beside = kept.string() + "." + std::to_string(::getpid());
    std::ofstream(beside, std::ios::binary) << as_text(all);
    fs::rename(beside, kept, error);
  }
  return all;
}

fs::path find_root() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "kiosk";
  return fs::exists(installed / "assets", error) ? installed : fs::path(KIOSK_SOURCE_DIR);
}

}  // namespace kiosk::tool
