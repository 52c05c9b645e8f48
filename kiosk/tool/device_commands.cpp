// kiosk-pack install, rollback, list and clean: what a device shows.
#include <filesystem>
#include <optional>
#include <utility>

#include "kiosk/refresh/installing.h"
#include "kiosk/tool/author_key.h"
#include "kiosk/tool/commands.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

nlohmann::ordered_json as_json(const std::optional<InstalledPack>& pack) {
  if (!pack) return nullptr;
  return {{"id", pack->id},
          {"serial", pack->serial},
          {"hash", pack->hash},
          {"origin", pack->origin == PackOrigin::kArchive ? "archive" : "folder"},
          {"signer", pack->signer},
          {"folder", pack->folder}};
}

std::string in_words(const std::optional<InstalledPack>& pack) {
  if (!pack) return "the bundled content";
  return pack->id + ", number " + std::to_string(pack->serial) +
         (pack->origin == PackOrigin::kArchive ? ", signed by " + pack->signer
                                               : std::string(", from a folder"));
}

void tell_state(const DeviceState& state, Terminal& terminal) {
  if (terminal.json()) {
    terminal.object({{"current", as_json(state.current)}, {"previous", as_json(state.previous)}});
    return;
  }
  terminal.say("shown:  " + in_words(state.current));
  if (state.current) terminal.say("before: " + in_words(state.previous));
}

}  // namespace

int install(const PackOptions& options, Terminal& terminal) {
  InstallRequest request;
  request.source = options.source;
  request.state = options.state;
  request.allow_older = options.allow_older;
  request.making = picture_making(options, terminal);
  if (!options.trust.empty()) {
    const auto trusted = read_public_key(options.trust);
    if (!trusted) return terminal.fail(trusted.error());
    request.trust.push_back(*trusted);
  }
  const auto report = install_pack(request);
  if (!report) return terminal.fail(report.error());
  if (!report->problems.empty()) {
    for (const Problem& problem : report->problems) terminal.problem(problem);
    if (terminal.json()) terminal.object({{"problems", to_json(report->problems)}});
    return terminal.fail(FailureKind::kContent,
                         options.source + ": " +
                             plural(report->problems.size(), "problem", "problems") +
                             ". Nothing was changed. Correct what is listed above.");
  }
  if (terminal.json()) {
    terminal.object(
        {{"installed", as_json(report->installed)}, {"was_current", report->was_current}});
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
