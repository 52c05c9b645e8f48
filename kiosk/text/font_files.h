// The fonts of the exhibition, as a private fontconfig configuration that holds
// these files and nothing else: the machine's fonts and its fonts.conf are never read.
//
// Who calls it: text_engine.cpp, once. Thread: the frame's.
// Errors: a file that is missing or is no font, named by its path.
#pragma once

#include <fontconfig/fontconfig.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

struct FontConfigDeleter {
  void operator()(FcConfig* config) const;
};
using FontConfig = std::unique_ptr<FcConfig, FontConfigDeleter>;

// Sorted, so that fontconfig sees the same order on every machine.
[[nodiscard]] std::span<const std::string_view> font_files();

[[nodiscard]] Result<FontConfig> open_font_files(const std::filesystem::path& folder);

// Before text is laid out. Pango matches fonts in the configuration it was given, but prepares
// each match by the rules of fontconfig's current one, and would have it filled with the
// machine's fonts and rules: 45 ms, and other pictures on other machines. Nothing else in
// this program uses fontconfig.
void make_current(FcConfig* config);

}  // namespace kiosk
