// kiosk-pack install, rollback, list, clean and history: what a device shows.
#include <filesystem>
#include <optional>
#include <utility>

#include "kiosk/pack/load_strings.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/installing.h"
#include "kiosk/tool/author_key.h"
#include "kiosk/tool/commands.h"
#include "kiosk/tool/screen_check.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBootDigits = 8;  // enough to tell one start of a machine from another

nlohmann::ordered_json as_json(const std::optional<InstalledPack>& pack) {
  if (!pack) return nullptr;
  return {{"id", pack->id},
          {"serial", pack->serial},
          {"hash", pack->hash},
          {"origin", pack->origin == PackOrigin::kArchive ? "archive" : "folder"},
          {"signer", pack->signer},
          {"folder", pack->folder}};
}

nlohmann::ordered_json as_json(const std::vector<CityPictures>& cities) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const CityPictures& city : cities) {
    nlohmann::ordered_json added = nlohmann::ordered_json::array();
    for (const AddedPicture& picture : city.added) {
      added.push_back({{"file", picture.file},
                       {"placed", picture.placed},
                       {"caption", picture.caption},
                       {"credit", picture.credit}});
    }
    nlohmann::ordered_json left_out = nlohmann::ordered_json::array();
    for (const LeftOutPicture& picture : city.left_out) {
      left_out.push_back({{"file", picture.file},
                          {"mentioned", picture.mentioned},
                          {"reason", picture.sentence()}});
    }
    list.push_back({{"city", city.city}, {"added", added}, {"left_out", left_out}});
  }
  return list;
}

void tell_pictures(const std::vector<CityPictures>& cities, Terminal& terminal) {
  for (const CityPictures& city : cities) {
    for (const AddedPicture& picture : city.added) {
      terminal.say("added " + picture.file + ": \"" + picture.caption + "\", " + picture.credit);
    }
    for (const LeftOutPicture& picture : city.left_out) {
      terminal.say("left out " + picture.sentence());
    }
  }
}

std::string in_words(const std::optional<InstalledPack>& pack) {
  if (!pack) return "the bundled content";
  return pack->id + ", number " + std::to_string(pack->serial) +
         (pack->origin == PackOrigin::kArchive ? ", signed by " + pack->signer
                                               : std::string(", from a folder"));
}

void tell_state(const DeviceState& state, Terminal& terminal) {
  if (terminal.json()) {
    nlohmann::ordered_json given_up = nlohmann::ordered_json::array();
    for (const GivenUp& pack : state.given_up) {
      given_up.push_back({{"folder", pack.folder}, {"why", pack.why}});
    }
    nlohmann::ordered_json trial;
    if (state.trial) trial = {{"folder", state.trial->folder}, {"starts", state.trial->starts}};
    terminal.object({{"current", as_json(state.current)},
                     {"previous", as_json(state.previous)},
                     {"trial", std::move(trial)},
                     {"given_up", std::move(given_up)}});
    return;
  }
  const bool unproven =
      state.current && state.trial && state.trial->folder == state.current->folder;
  terminal.say("shown:  " + in_words(state.current) +
               (unproven ? ", on trial until it has run for a minute" : ""));
  if (state.current) terminal.say("before: " + in_words(state.previous));
  for (const GivenUp& pack : state.given_up) {
    terminal.say("given up: " + pack.folder + ". " + pack.why);
  }
}

// When, as well as this device knows.
std::string in_words(const Moment& when) {
  if (!when.wall.empty()) return when.wall;
  const auto minutes = static_cast<std::int64_t>(when.since_boot_s / 60);
  return std::to_string(minutes) + " min after start " + when.boot.substr(0, kBootDigits);
}

std::string in_words(const HistoryEntry& entry) {
  std::string line = in_words(entry.when) + "  " + std::string(name(entry.what));
  if (!entry.id.empty()) line += "  " + entry.id + ", number " + std::to_string(entry.serial);
  if (!entry.key.empty()) line += "  " + entry.key;
  if (!entry.sentence.empty()) line += "  " + entry.sentence;
  return line;
}

}  // namespace

int install(const PackOptions& options, Terminal& terminal) {
  InstallRequest request;
  request.source = options.source;
  request.state = options.state;
  request.allow_older = options.allow_older;
  request.strict = options.strict;
  if (const auto words = load_strings(find_root() / "assets" / "strings")) {
    request.unknown_author = unknown_author_in(*words);
  }
  request.making = picture_making(options, terminal);
  if (!options.trust.empty()) {
    const auto trusted = read_public_key(options.trust);
    if (!trusted) return terminal.fail(trusted.error());
    request.trust.push_back(*trusted);
  }
  const auto report = install_pack(request);
  if (!report) return terminal.fail(report.error());
  if (!options.strict || report->problems.empty()) tell_pictures(report->pictures, terminal);
  if (!report->problems.empty()) {
    for (const Problem& problem : report->problems) terminal.problem(problem);
    if (terminal.json()) {
      terminal.object(
          {{"problems", to_json(report->problems)}, {"pictures", as_json(report->pictures)}});
    }
    return terminal.fail(FailureKind::kContent,
                         options.source + ": " +
                             plural(report->problems.size(), "problem", "problems") +
                             ". Nothing was changed. Correct what is listed above.");
  }
  if (terminal.json()) {
    terminal.object({{"installed", as_json(report->installed)},
                     {"was_current", report->was_current},
                     {"pictures", as_json(report->pictures)}});
  } else {
    terminal.say((report->was_current ? "Already shown: " : "Shown from now on: ") +
                 in_words(report->installed));
  }
  return 0;
}

int rollback(const PackOptions& options, Terminal& terminal) {
  const auto state = roll_back(options.state);
  if (!state) return terminal.fail(state.error());
  tell_state(*state, terminal);
  return 0;
}

int list(const PackOptions& options, Terminal& terminal) {
  const auto state = read_device_state(options.state);
  if (!state) return terminal.fail(state.error());
  tell_state(*state, terminal);
  return 0;
}

int history(const PackOptions& options, Terminal& terminal) {
  const auto entries = read_history(options.state);
  if (!entries) return terminal.fail(entries.error());
  if (terminal.json()) {
    nlohmann::ordered_json lines = nlohmann::ordered_json::array();
    for (const HistoryEntry& entry : *entries) {
      lines.push_back(nlohmann::ordered_json::parse(line_of(entry), nullptr, false));
    }
    terminal.object({{"history", std::move(lines)}});
    return 0;
  }
  for (const HistoryEntry& entry : *entries) terminal.say(in_words(entry));
  return 0;
}

int clean(const PackOptions& options, Terminal& terminal) {
  const auto removed = clean_up(options.state);
  if (!removed) return terminal.fail(removed.error());
  if (terminal.json()) {
    terminal.object({{"removed", *removed}});
    return 0;
  }
  for (const std::string& name : *removed) terminal.say("removed " + name);
  terminal.say(plural(removed->size(), "folder", "folders") + " removed");
  return 0;
}

}  // namespace kiosk::tool
