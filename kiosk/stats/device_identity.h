// Which device this is, and how many receipts it has given: device.json in its state folder. The
// id is random, made once, and says nothing of the machine or the place. Receipts are numbered
// because no clock is trusted: of two, the one with the higher number is the newer.
//
// A card that is copied after the first start gives two devices one id; `kiosk-pack fleet` names
// such twins. A file that cannot be understood is replaced: the device is then a new one.
//
// Blocking; any thread, one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr std::size_t kDeviceIdDigits = 16;  // small hexadecimal ones

struct DeviceIdentity {
  std::string id;
  std::int64_t receipts = 0;  // given so far
};

[[nodiscard]] bool is_device_id(std::string_view text);

// Made, durably, if there is none.
[[nodiscard]] PackResult<DeviceIdentity> device_identity(const std::filesystem::path& state);
// The next receipt's number, durably taken before anything bears it.
[[nodiscard]] PackResult<DeviceIdentity> take_receipt_number(const std::filesystem::path& state);

}  // namespace kiosk
