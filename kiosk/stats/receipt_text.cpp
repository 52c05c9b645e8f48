// A Receipt as JSON, and back.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "kiosk/pack/json_document.h"
#include "kiosk/pack/schemas.h"
#include "kiosk/stats/receipt.h"

namespace kiosk {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int kFormat = 1;

ordered_json as_json(const Moment& moment) {
  ordered_json value{{"sure", !moment.wall.empty()}};
  if (!moment.wall.empty()) value["wall"] = moment.wall;
  if (!moment.boot.empty()) {
    value["boot"] = moment.boot;
    value["since_boot_s"] = moment.since_boot_s;
  }
  return value;
}

ordered_json as_json(const std::optional<ReceiptPack>& pack) {
  if (!pack) return nullptr;
  return {{"id", pack->id},
          {"serial", pack->serial},
          {"hash", pack->hash},
          {"signer", pack->signer},
          {"since", as_json(pack->since)}};
}

ordered_json as_json(const HistoryEntry& entry) {
  ordered_json value{{"what", name(entry.what)}, {"time", as_json(entry.when)}};
  if (!entry.id.empty()) {
    value["id"] = entry.id;
    value["serial"] = entry.serial;
  }
  if (!entry.key.empty()) value["key"] = entry.key;
  if (!entry.sentence.empty()) value["sentence"] = entry.sentence;
  return value;
}

ordered_json as_json(const std::optional<std::int64_t>& visits) {
  return visits ? ordered_json(*visits) : ordered_json(nullptr);
}

ordered_json as_json(const ShownTable& table) {
  ordered_json list = ordered_json::array();
  for (const ShownCell& cell : table) {
    list.push_back({{"id", cell.key}, {"visits", as_json(cell.visits)}});
  }
  return list;
}

ordered_json as_json(const ShownCounters& counters) {
  return {{"total", as_json(counters.visits)},        {"weeks", as_json(counters.weeks)},
          {"languages", as_json(counters.languages)}, {"dwell", as_json(counters.dwell)},
          {"hours", as_json(counters.hours)},         {"cities", as_json(counters.cities)}};
}

std::string text_in(const json& object, const char* field) {
  const auto found = object.find(field);
  return found == object.end() ? std::string() : found->get<std::string>();
}

Moment moment_from(const json& value) {
  Moment moment;
  if (value.at("sure").get<bool>()) moment.wall = text_in(value, "wall");
  moment.boot = text_in(value, "boot");
  if (const auto since = value.find("since_boot_s"); since != value.end()) {
    moment.since_boot_s = since->get<double>();
  }
  return moment;
}

std::optional<ReceiptPack> pack_from(const json& value) {
  if (value.is_null()) return std::nullopt;
  return ReceiptPack{text_in(value, "id"), value.at("serial").get<std::int64_t>(),
                     text_in(value, "hash"), text_in(value, "signer"),
                     moment_from(value.at("since"))};
}

// Of an event that a newer program knows, all but its kind is kept; nothing is decided by it.
std::optional<HistoryEntry> entry_from(const json& value) {
  HistoryEntry entry;
  entry.when = moment_from(value.at("time"));
  const std::string what = text_in(value, "what");
  bool known = false;
  for (int kind = 0; kind <= static_cast<int>(HistoryKind::kKeyRevoked) && !known; ++kind) {
    entry.what = static_cast<HistoryKind>(kind);
    known = name(entry.what) == what;
  }
  if (!known) return std::nullopt;
  entry.id = text_in(value, "id");
  if (const auto serial = value.find("serial"); serial != value.end()) {
    entry.serial = serial->get<std::int64_t>();
  }
  entry.key = text_in(value, "key");
  entry.sentence = text_in(value, "sentence");
  return entry;
}

std::optional<std::int64_t> visits_from(const json& value) {
  if (value.is_null()) return std::nullopt;
  return value.get<std::int64_t>();
}

ShownTable table_from(const json& list, bool& kept_back) {
  ShownTable table;
  for (const json& cell : list) {
    table.push_back({text_in(cell, "id"), visits_from(cell.at("visits"))});
    kept_back = kept_back || !table.back().visits;
  }
  return table;
}

ShownCounters counters_from(const json& value) {
  ShownCounters counters;
  counters.visits = visits_from(value.at("total"));
  counters.kept_back = !counters.visits;
  counters.weeks = table_from(value.at("weeks"), counters.kept_back);
  counters.languages = table_from(value.at("languages"), counters.kept_back);
  counters.dwell = table_from(value.at("dwell"), counters.kept_back);
  counters.hours = table_from(value.at("hours"), counters.kept_back);
  counters.cities = table_from(value.at("cities"), counters.kept_back);
  return counters;
}

Receipt receipt_in(const json& value) {
  Receipt receipt;
  receipt.device = text_in(value.at("device"), "name");
  receipt.device_id = text_in(value.at("device"), "id");
  receipt.number = value.at("number").get<std::int64_t>();
  receipt.when = moment_from(value.at("time"));
  receipt.program = text_in(value, "program");
  receipt.shown = pack_from(value.at("shown"));
  receipt.previous = pack_from(value.at("previous"));
  for (const json& entry : value.at("history")) {
    if (auto known = entry_from(entry)) receipt.history.push_back(std::move(*known));
  }
  for (const auto& [name, number] : value.at("health").items()) {
    receipt.health[name] = number.get<double>();
  }
  for (const json& crash : value.at("crashes")) receipt.crashes.push_back(crash.get<std::string>());
  receipt.visits = counters_from(value.at("visits"));
  return receipt;
}

}  // namespace

std::string text_of(const Receipt& receipt) {
  ordered_json history = ordered_json::array();
  for (const HistoryEntry& entry : receipt.history) history.push_back(as_json(entry));
  ordered_json health = ordered_json::object();
  for (const auto& [name, number] : receipt.health) {
    if (std::isfinite(number)) health[name] = number;  // JSON has no other
  }
  const ordered_json value{{"format", kFormat},
                           {"device", {{"name", receipt.device}, {"id", receipt.device_id}}},
                           {"number", receipt.number},
                           {"time", as_json(receipt.when)},
                           {"program", receipt.program},
                           {"shown", as_json(receipt.shown)},
                           {"previous", as_json(receipt.previous)},
                           {"history", std::move(history)},
                           {"health", std::move(health)},
                           {"crashes", receipt.crashes},
                           {"visits", as_json(receipt.visits)}};
  // Sentences name files of sticks, which need not be UTF-8.
  return value.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<Receipt> receipt_from(std::string_view text, const std::string& file) {
  if (text.size() > kLongestReceipt) {
    return fail(file + ": this is longer than any receipt. Remove it from the stick.");
  }
  const auto parsed = parse_document(text, file);
  if (!parsed) return fail(parsed.error().sentence());
  if (parsed->is_object() && parsed->contains("format") && (*parsed)["format"] != kFormat) {
    return fail(file + ": a newer program wrote this receipt. Use that program's kiosk-pack.");
  }
  const SchemaFindings findings = Schema("receipt").check(*parsed, file);
  if (!findings.problems.empty()) return fail(findings.problems.front().sentence());
  return receipt_in(*parsed);
}

}  // namespace kiosk
