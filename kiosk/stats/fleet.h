// Fleet: the receipts of several kiosks, merged into who shows what and who is behind. Of two
// receipts of a device the one with the higher number counts, wherever it lies: no clock is
// trusted.
//
// A kiosk is behind if it shows a lower number of a pack than another kiosk does. It shows another
// pack if most kiosks show a pack with another id (of those shown equally often the first by id,
// and the one that came with the program last).
//
// read_receipts reads a stick, which is a stranger's: so many files, of such a length, plain ones
// only. Blocking; the rest is pure. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/stats/receipt.h"

namespace kiosk {

inline constexpr std::size_t kMostReceipts = 2000;  // read of one folder

struct FoundReceipt {
  Receipt receipt;
  std::string file;
};
struct FoundReceipts {
  std::vector<FoundReceipt> receipts;
  std::vector<std::string> problems;  // one sentence for each that could not be understood
};
// Of kiosk-receipts/ in a stick, or of the folder itself.
[[nodiscard]] PackResult<FoundReceipts> read_receipts(const std::filesystem::path& stick);

enum class Standing { kNewest, kBehind, kOtherPack };

struct FleetKiosk {
  Receipt receipt;
  std::string file;  // the receipt's
  Standing standing = Standing::kNewest;
  std::int64_t newest = 0;  // the highest number that any kiosk shows of its pack
};

// What all kiosks together tell of their visits: sums over numbers that are told, so at least
// that many.
struct FleetVisits {
  std::int64_t total = 0;
  std::size_t kiosks = 0;  // that tell their total
  std::map<std::string, std::int64_t> languages;
  std::map<std::string, std::int64_t> cities;
};

struct Fleet {
  std::vector<FleetKiosk> kiosks;  // by name, then by id
  std::string pack;                // that most show; empty: the one that came with the program
  FleetVisits visits;
  std::vector<std::string> problems;  // receipts that cannot be told from another kiosk's
  std::vector<std::string> notes;
};
[[nodiscard]] Fleet merged(const std::vector<FoundReceipt>& receipts);

}  // namespace kiosk
