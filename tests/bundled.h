// The bundled pack and the program's own words, as tests of the upper rooms need them.
#pragma once

#include <doctest/doctest.h>

#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"

namespace kiosk {

inline const Pack& bundled_pack() {
  static const Pack pack = [] {
    auto loaded = load_pack(std::filesystem::path(KIOSK_SOURCE_DIR) / "content");
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
  }();
  return pack;
}

inline Strings own_words() {
  auto words = load_strings(std::filesystem::path(KIOSK_SOURCE_DIR) / "assets" / "strings");
  REQUIRE(words.has_value());
  return std::move(*words);
}

}  // namespace kiosk
