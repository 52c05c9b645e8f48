// QR code: a text as squares that a phone's camera reads, by libqrencode.
//
// UTF-8, and said so in the code, so that Arabic is not guessed at. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kiosk {

// What still reads from a screen at arm's length: about 110 squares a side.
inline constexpr std::size_t kMostQrBytes = 900;

struct QrCode {
  int side = 0;                    // squares a side, without the quiet zone around
  std::vector<std::uint8_t> dark;  // 0 or 1, rows from the top
};

// Nothing: no text, or more than kMostQrBytes.
[[nodiscard]] std::optional<QrCode> qr_code(std::string_view utf8);

}  // namespace kiosk
