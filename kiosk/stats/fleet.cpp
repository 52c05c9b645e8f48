#include "kiosk/stats/fleet.h"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

#include "kiosk/pack/content_file.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

std::string pack_of(const Receipt& receipt) { return receipt.shown ? receipt.shown->id : ""; }

// The newest of each device; what else there is of it is looked at for signs of a twin.
std::map<std::string, const FoundReceipt*> newest_of(const std::vector<FoundReceipt>& receipts,
                                                     Fleet& fleet) {
  std::map<std::string, const FoundReceipt*> newest;
  for (const FoundReceipt& found : receipts) {
    const FoundReceipt*& kept = newest[found.receipt.device_id];
    if (kept == nullptr) {
      kept = &found;
      continue;
    }
    const bool same_number = found.receipt.number == kept->receipt.number;
    if (same_number && found.receipt != kept->receipt) {
      fleet.problems.push_back(
          found.file + ": the same id and number as in " + kept->file +
          ", but not the same receipt: two kiosks run from copies of one card. Remove device.json "
          "from one's state folder, and collect the receipts again.");
    } else if (found.receipt.device != kept->receipt.device) {
      fleet.notes.push_back(found.file + ": the same id as in " + kept->file +
                            ", but another name: the kiosk was renamed, or its card was copied.");
    }
    if (found.receipt.number > kept->receipt.number) kept = &found;
  }
  return newest;
}

std::string most_shown(const std::vector<FleetKiosk>& kiosks) {
  std::map<std::string, std::size_t> counts;
  for (const FleetKiosk& kiosk : kiosks) ++counts[pack_of(kiosk.receipt)];
  const auto most = std::ranges::max_element(counts, [](const auto& a, const auto& b) {
    return std::pair(a.second, !a.first.empty()) < std::pair(b.second, !b.first.empty());
  });
  return most == counts.end() ? "" : most->first;
}

void judge(Fleet& fleet) {
  std::map<std::string, std::int64_t> highest;
  for (const FleetKiosk& kiosk : fleet.kiosks) {
    if (!kiosk.receipt.shown) continue;
    std::int64_t& serial = highest[kiosk.receipt.shown->id];
    serial = std::max(serial, kiosk.receipt.shown->serial);
  }
  for (FleetKiosk& kiosk : fleet.kiosks) {
    const auto& shown = kiosk.receipt.shown;
    kiosk.newest = shown ? highest.at(shown->id) : 0;
    if (pack_of(kiosk.receipt) != fleet.pack) {
      kiosk.standing = Standing::kOtherPack;
    } else if (shown && shown->serial < kiosk.newest) {
      kiosk.standing = Standing::kBehind;
    }
  }
}

void add_told(std::map<std::string, std::int64_t>& to, const ShownTable& table) {
  for (const ShownCell& cell : table) {
    if (cell.visits) to[cell.key] += *cell.visits;
  }
}

FleetVisits visits_of(const std::vector<FleetKiosk>& kiosks) {
  FleetVisits visits;
  for (const FleetKiosk& kiosk : kiosks) {
    const ShownCounters& told = kiosk.receipt.visits;
    if (told.visits) {
      visits.total += *told.visits;
      ++visits.kiosks;
    }
    add_told(visits.languages, told.languages);
    add_told(visits.cities, told.cities);
  }
  return visits;
}

}  // namespace

PackResult<FoundReceipts> read_receipts(const fs::path& stick) {
  std::error_code error;
  if (!fs::is_directory(stick, error)) {
    return fail(FailureKind::kFailed, stick.string() +
                                          ": there is no such folder. Name a stick that came back "
                                          "from kiosks, or a folder with their receipts.");
  }
  const fs::path inside = stick / kReceiptsFolder;
  const fs::path folder = fs::is_directory(inside, error) ? inside : stick;
  FoundReceipts found;
  std::size_t looked_at = 0;
  for (const std::string& name : list_content_files(folder, "")) {
    if (!name.ends_with(".json")) continue;
    const std::string file = (folder / name).string();
    if (++looked_at > kMostReceipts) {
      found.problems.push_back(folder.string() + ": there are more than " +
                               std::to_string(kMostReceipts) +
                               " receipts; the others were not read. Remove old ones.");
      break;
    }
    const auto bytes = read_content_file(folder, name, kLongestReceipt);
    if (!bytes) {
      found.problems.push_back(file + ": " + bytes.error().what + ". " + bytes.error().remedy);
      continue;
    }
    if (auto receipt = receipt_from(*bytes, file)) {
      found.receipts.push_back({std::move(*receipt), file});
    } else {
      found.problems.push_back(receipt.error().message);
    }
  }
  return found;
}

Fleet merged(const std::vector<FoundReceipt>& receipts) {
  Fleet fleet;
  for (const auto& [id, found] : newest_of(receipts, fleet)) {
    fleet.kiosks.push_back({found->receipt, found->file});
  }
  std::ranges::stable_sort(fleet.kiosks, [](const FleetKiosk& a, const FleetKiosk& b) {
    return std::tie(a.receipt.device, a.receipt.device_id) <
           std::tie(b.receipt.device, b.receipt.device_id);
  });
  fleet.pack = most_shown(fleet.kiosks);
  judge(fleet);
  fleet.visits = visits_of(fleet.kiosks);
  return fleet;
}

}  // namespace kiosk
