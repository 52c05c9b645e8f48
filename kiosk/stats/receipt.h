// Receipt: what a kiosk without a network leaves on a stick, so that `kiosk-pack fleet` can tell
// on a laptop who shows what: kiosk-receipts/<device>.<id>.json. It brings no orders, and nothing
// is decided by it on any kiosk. Its form: content/schema/receipt.schema.json.
//
// Visits are in it as in the other exports, small numbers kept back (suppression.h).
//
// Reading is a stranger's file's: bounded in size, depth and length, held against the schema, and
// what is wrong with it is one sentence. Values; what touches a disk blocks, on any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/refresh/history.h"
#include "kiosk/stats/suppression.h"

namespace kiosk {

inline constexpr const char* kReceiptsFolder = "kiosk-receipts";
inline constexpr std::size_t kLongestReceipt = 256 * 1024;  // bytes
inline constexpr std::size_t kLongestNameInReceipt = 100;      // bytes
inline constexpr std::size_t kMostReceiptHistory = 20;
inline constexpr std::size_t kMostHealthNumbers = 64;
inline constexpr std::size_t kMostReceiptCrashes = 10;
inline constexpr std::size_t kMostReceiptCities = 500;  // the most opened

// What a kiosk shows, or keeps to go back to.
struct ReceiptPack {
  std::string id;
  std::int64_t serial = 0;
  std::string hash;    // of its manifest
  std::string signer;  // fingerprint; empty: made from a folder
  Moment since;        // as far as the history goes back; else empty

  friend bool operator==(const ReceiptPack&, const ReceiptPack&) = default;
};

struct Receipt {
  std::string device;  // its name, as its staff call it
  std::string device_id;
  std::int64_t number = 0;           // of the device's receipts: the highest is the newest
  Moment when;                       // `wall` is empty while the clock is not known to be right
  std::string program;               // its version
  std::optional<ReceiptPack> shown;  // nothing: the bundled pack
  std::optional<ReceiptPack> previous;
  std::vector<HistoryEntry> history;     // the last, oldest first
  std::map<std::string, double> health;  // named numbers, as "free_bytes"; [a-z0-9_]
  std::vector<std::string> crashes;      // the last ones, a sentence each
  ShownCounters visits;

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// What the caller knows; the rest comes from the state folder.
struct ReceiptRequest {
  std::filesystem::path state;
  std::filesystem::path stick;  // its root, mounted for writing
  std::string device;
  std::string program;
  std::map<std::string, double> health = {};
  std::vector<std::string> crashes = {};
  Tally visits = {};  // Counters::written()
};
// The receipt of this moment, with the next number.
[[nodiscard]] PackResult<Receipt> make_receipt(const ReceiptRequest& request);
// Makes it, and puts it on the stick in the place of this device's older one; the file's path from
// the stick's root comes back. Whatever else is on the stick stays.
[[nodiscard]] PackResult<std::string> leave_receipt(const ReceiptRequest& request);

[[nodiscard]] std::string text_of(const Receipt& receipt);
// `file` names it in the error.
[[nodiscard]] Result<Receipt> receipt_from(std::string_view text, const std::string& file);

}  // namespace kiosk
