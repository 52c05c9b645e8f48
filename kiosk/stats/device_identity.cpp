#include "kiosk/stats/device_identity.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongest = 4096;
constexpr std::int64_t kMostReceipts = 1'000'000'000;

fs::path file_of(const fs::path& state) { return state / "device.json"; }

std::optional<DeviceIdentity> identity_from(std::string_view text) {
  const auto parsed = parse_document(text, "device.json");
  if (!parsed || !parsed->is_object()) return std::nullopt;
  const auto id = parsed->find("id");
  const auto receipts = parsed->find("receipts");
  if (id == parsed->end() || !id->is_string() || !is_device_id(id->get<std::string>()) ||
      receipts == parsed->end() || !receipts->is_number_integer() || *receipts < std::int64_t{0} ||
      *receipts > kMostReceipts) {
    return std::nullopt;
  }
  return DeviceIdentity{id->get<std::string>(), receipts->get<std::int64_t>()};
}

std::string new_id() {
  std::array<unsigned char, kDeviceIdDigits / 2> bytes{};
  ::randombytes_buf(bytes.data(), bytes.size());
  std::array<char, kDeviceIdDigits + 1> text{};
  ::sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

PackResult<void> put(const fs::path& state, const DeviceIdentity& identity) {
  if (auto made = make_durable_folder(state); !made) return made;
  const nlohmann::ordered_json value{{"id", identity.id}, {"receipts", identity.receipts}};
  return write_durably(file_of(state), value.dump(1) + "\n");
}

}  // namespace

bool is_device_id(std::string_view text) {
  return text.size() == kDeviceIdDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

PackResult<DeviceIdentity> device_identity(const fs::path& state) {
  const auto bytes = read_whole(file_of(state), kLongest);
  if (!bytes) return tl::unexpected(bytes.error());
  if (*bytes) {
    if (auto identity = identity_from(**bytes)) return std::move(*identity);
  }
  DeviceIdentity identity{new_id(), 0};
  if (auto done = put(state, identity); !done) return tl::unexpected(std::move(done.error()));
  return identity;
}

PackResult<DeviceIdentity> take_receipt_number(const fs::path& state) {
  auto identity = device_identity(state);
  if (!identity) return identity;
  identity->receipts = std::min(identity->receipts + 1, kMostReceipts);
  if (auto done = put(state, *identity); !done) return tl::unexpected(std::move(done.error()));
  return identity;
}

}  // namespace kiosk
