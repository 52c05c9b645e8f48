// kiosk-pack fleet: the receipts of several kiosks as one table, and who is behind.
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "kiosk/stats/fleet.h"
#include "kiosk/tool/commands.h"

namespace kiosk::tool {

namespace {

using nlohmann::ordered_json;
using Row = std::vector<std::string>;

std::string day_of(const Moment& when) {
  return when.wall.empty() ? "date unknown" : when.wall.substr(0, 10);
}

std::string shown_by(const Receipt& receipt) {
  if (!receipt.shown) return "bundled content";
  return receipt.shown->id + ", number " + std::to_string(receipt.shown->serial);
}

std::string standing_of(const FleetKiosk& kiosk) {
  switch (kiosk.standing) {
    case Standing::kBehind:
      return "behind: the newest is " + std::to_string(kiosk.newest);
    case Standing::kOtherPack:
      return "shows another pack";
    case Standing::kNewest:
      break;
  }
  return "up to date";
}

std::string free_of(const Receipt& receipt) {
  const auto found = receipt.health.find("free_bytes");
  if (found == receipt.health.end()) return "?";
  return std::to_string(std::llround(found->second / (1024 * 1024))) + " MiB";
}

// Characters, as a terminal counts most of them.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void tell_table(const Fleet& fleet, Terminal& terminal) {
  std::vector<Row> rows{
      {"KIOSK", "SHOWS", "SINCE", "VISITS", "FREE", "CRASHES", "RECEIPT", "STANDING"}};
  for (const FleetKiosk& kiosk : fleet.kiosks) {
    const Receipt& receipt = kiosk.receipt;
    rows.push_back({receipt.device.empty() ? receipt.device_id : receipt.device, shown_by(receipt),
                    receipt.shown ? day_of(receipt.shown->since) : "-",
                    receipt.visits.visits ? std::to_string(*receipt.visits.visits) : "few",
                    free_of(receipt), std::to_string(receipt.crashes.size()),
                    std::to_string(receipt.number) + ", " + day_of(receipt.when),
                    standing_of(kiosk)});
  }
  Row::size_type columns = rows.front().size();
  std::vector<std::size_t> widths(columns);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      line += row[i];
      if (i + 1 < columns) line.append(widths[i] + 2 - width_of(row[i]), ' ');
    }
    terminal.say(line);
  }
}

void tell_sums(const Fleet& fleet, Terminal& terminal) {
  std::size_t behind = 0;
  for (const FleetKiosk& kiosk : fleet.kiosks) behind += kiosk.standing != Standing::kNewest;
  const std::size_t silent = fleet.kiosks.size() - fleet.visits.kiosks;
  terminal.say("");
  terminal.say(
      plural(fleet.kiosks.size(), "kiosk", "kiosks") + ", " + std::to_string(behind) +
      " behind or with another pack; " + std::to_string(fleet.visits.total) + " visits told" +
      (silent == 0 ? std::string(".")
                   : "; " + plural(silent, "kiosk tells", "kiosks tell") +
                         " none, having fewer than " + std::to_string(kFewestShown) + "."));
  for (const std::string& note : fleet.notes) terminal.say("note: " + note);
}

ordered_json as_json(const Moment& when) {
  return when.wall.empty() ? ordered_json(nullptr) : ordered_json(when.wall);
}

ordered_json as_json(const FleetKiosk& kiosk) {
  const Receipt& receipt = kiosk.receipt;
  ordered_json shown;
  if (receipt.shown) {
    shown = {{"id", receipt.shown->id},
             {"serial", receipt.shown->serial},
             {"hash", receipt.shown->hash},
             {"signer", receipt.shown->signer},
             {"since", as_json(receipt.shown->since)}};
  }
  constexpr std::array kStandings{"newest", "behind", "other_pack"};
  return {{"device", receipt.device},
          {"id", receipt.device_id},
          {"receipt", receipt.number},
          {"time", as_json(receipt.when)},
          {"program", receipt.program},
          {"shown", std::move(shown)},
          {"standing", kStandings.at(static_cast<std::size_t>(kiosk.standing))},
          {"newest", kiosk.newest},
          {"visits",
           receipt.visits.visits ? ordered_json(*receipt.visits.visits) : ordered_json(nullptr)},
          {"health", receipt.health},
          {"crashes", receipt.crashes},
          {"file", kiosk.file}};
}

ordered_json as_json(const Fleet& fleet, const std::vector<std::string>& problems) {
  ordered_json kiosks = ordered_json::array();
  ordered_json behind = ordered_json::array();
  for (const FleetKiosk& kiosk : fleet.kiosks) {
    kiosks.push_back(as_json(kiosk));
    if (kiosk.standing != Standing::kNewest) behind.push_back(kiosk.receipt.device_id);
  }
  return {{"kiosks", std::move(kiosks)},
          {"behind", std::move(behind)},
          {"visits",
           {{"total", fleet.visits.total},
            {"kiosks", fleet.visits.kiosks},
            {"languages", fleet.visits.languages},
            {"cities", fleet.visits.cities}}},
          {"problems", problems},
          {"notes", fleet.notes}};
}

}  // namespace

int fleet(const PackOptions& options, Terminal& terminal) {
  FoundReceipts all;
  for (const std::string& stick : options.sticks) {
    auto found = read_receipts(stick);
    if (!found) return terminal.fail(found.error());
    std::ranges::move(found->receipts, std::back_inserter(all.receipts));
    std::ranges::move(found->problems, std::back_inserter(all.problems));
  }
  const Fleet fleet = merged(all.receipts);
  std::ranges::copy(fleet.problems, std::back_inserter(all.problems));
  if (terminal.json()) {
    terminal.object(as_json(fleet, all.problems));
  } else if (!fleet.kiosks.empty()) {
    tell_table(fleet, terminal);
    tell_sums(fleet, terminal);
  }
  for (const std::string& problem : all.problems) terminal.say(problem);
  if (!all.problems.empty()) {
    return terminal.fail(FailureKind::kCorrupt,
                         plural(all.problems.size(), "receipt", "receipts") +
                             " could not be understood. What is wrong is listed above.");
  }
  if (fleet.kiosks.empty()) {
    return terminal.fail(FailureKind::kFailed,
                         options.sticks.front() +
                             ": there is no receipt. A kiosk leaves one on each stick that its "
                             "staff ask it to; look for the folder kiosk-receipts.");
  }
  return 0;
}

}  // namespace kiosk::tool
