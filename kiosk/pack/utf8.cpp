#include "kiosk/pack/utf8.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kiosk {

namespace {

std::string code_name(char32_t value) {
  std::array<char, 16> name{};
  std::snprintf(name.data(), name.size(), "U+%04X", static_cast<unsigned>(value));
  return name.data();
}

}  // namespace

CodePoint decode_utf8(std::string_view text) {
  if (text.empty()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};

  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool overlong = value < kSmallest.at(length);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, length};
}

std::size_t plain_prefix(std::string_view text) {
  const auto other = std::ranges::find_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x7F;
  });
  return static_cast<std::size_t>(other - text.begin());
}

std::optional<std::string> forbidden_character(char32_t value) {
  if (value < 0x20 || (value >= 0x7F && value <= 0x9F)) {
    return "the control character " + code_name(value);
  }
  const bool embedding_or_override = value >= 0x202A && value <= 0x202E;
  const bool isolate = value >= 0x2066 && value <= 0x2069;
  if (embedding_or_override || isolate) return "the direction override " + code_name(value);
  return std::nullopt;
}

}  // namespace kiosk
