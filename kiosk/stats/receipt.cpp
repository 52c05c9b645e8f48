#include "kiosk/stats/receipt.h"

#include <algorithm>
#include <utility>

#include "kiosk/pack/utf8.h"
#include "kiosk/refresh/device_state.h"
#include "kiosk/stats/device_identity.h"
#include "kiosk/stats/stick_files.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestVersion = 40;
constexpr std::size_t kLongestCrash = 500;

// Since when: the last time that it was installed or gone back to, as far as is remembered.
Moment since_of(const InstalledPack& pack, const std::vector<HistoryEntry>& history) {
  for (std::size_t i = history.size(); i > 0; --i) {
    const HistoryEntry& entry = history[i - 1];
    const bool began =
        entry.what == HistoryKind::kInstalled || entry.what == HistoryKind::kRolledBack;
    if (began && entry.id == pack.id && entry.serial == pack.serial) return entry.when;
  }
  return {};
}

std::optional<ReceiptPack> told(const std::optional<InstalledPack>& pack,
                                const std::vector<HistoryEntry>& history) {
  if (!pack) return std::nullopt;
  return ReceiptPack{pack->id, pack->serial, pack->hash, pack->signer, since_of(*pack, history)};
}

template <typename Value>
void keep_last(std::vector<Value>& values, std::size_t most) {
  if (values.size() > most) values.erase(values.begin(), values.end() - static_cast<long>(most));
}

// As a receipt may hold it: no invisible or broken characters, no more bytes than that, and no
// character cut in two.
std::string fit(std::string_view text, std::size_t longest) {
  std::string result;
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    const bool fine = point.bytes > 0 && !forbidden_character(point.value);
    const std::size_t bytes = std::max<std::size_t>(point.bytes, 1);
    if (result.size() + bytes > longest) break;
    result += fine ? text.substr(0, bytes) : std::string_view("?");
    text.remove_prefix(bytes);
  }
  return result;
}

}  // namespace

PackResult<Receipt> make_receipt(const ReceiptRequest& request) {
  const auto state = read_device_state(request.state);
  if (!state) return tl::unexpected(state.error());
  auto history = read_history(request.state);
  if (!history) return tl::unexpected(history.error());
  const auto identity = take_receipt_number(request.state);
  if (!identity) return tl::unexpected(identity.error());
  Receipt receipt;
  receipt.device = fit(request.device, kLongestNameInReceipt);
  receipt.device_id = identity->id;
  receipt.number = identity->receipts;
  receipt.when = moment_now();
  receipt.program = fit(request.program, kLongestVersion);
  receipt.shown = told(state->current, *history);
  receipt.previous = told(state->previous, *history);
  receipt.history = std::move(*history);
  keep_last(receipt.history, kMostReceiptHistory);
  for (HistoryEntry& entry : receipt.history) {
    entry.sentence = fit(entry.sentence, kLongestSentence);
  }
  for (const auto& [name, number] : request.health) {
    if (receipt.health.size() < kMostHealthNumbers) receipt.health[name] = number;
  }
  for (const std::string& crash : request.crashes) {
    receipt.crashes.push_back(fit(crash, kLongestCrash));
  }
  keep_last(receipt.crashes, kMostReceiptCrashes);
  receipt.visits = shown(request.visits);
  if (receipt.visits.cities.size() > kMostReceiptCities) {
    receipt.visits.cities.resize(kMostReceiptCities);
  }
  return receipt;
}

PackResult<std::string> leave_receipt(const ReceiptRequest& request) {
  const auto receipt = make_receipt(request);
  if (!receipt) return tl::unexpected(receipt.error());
  const std::string name = file_name_part(receipt->device) + "." + receipt->device_id + ".json";
  if (auto put = put_on_stick(request.stick, kReceiptsFolder, {{name, text_of(*receipt)}}); !put) {
    return tl::unexpected(std::move(put.error()));
  }
  return std::string(kReceiptsFolder) + "/" + name;
}

}  // namespace kiosk
