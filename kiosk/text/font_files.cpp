#include "kiosk/text/font_files.h"

#include <array>
#include <string>
#include <system_error>

namespace kiosk {

namespace {

constexpr std::array<std::string_view, 12> kFontFiles{
    "NotoKufiArabic-Bold.ttf",     "NotoKufiArabic-Regular.ttf",   "NotoKufiArabic-SemiBold.ttf",
    "NotoNaskhArabic-Regular.ttf", "NotoSans-Regular.ttf",         "NotoSans-SemiBold.ttf",
    "NotoSansMath-Regular.ttf",    "NotoSansNKo-Regular.ttf",      "NotoSansTelugu-Bold.ttf",
    "NotoSansTelugu-Regular.ttf",  "NotoSansTifinagh-Regular.ttf", "NotoSerifDisplay-Bold.ttf",
};

}  // namespace

void FontConfigDeleter::operator()(FcConfig* config) const {
  // The current one would outlive its owner by a reference; asking which it is could load
  // the machine's. Another engine makes its own current again at its next text.
  make_current(config);
  FcConfigSetCurrent(nullptr);
  FcConfigDestroy(config);
}

void make_current(FcConfig* config) { FcConfigSetCurrent(config); }

std::span<const std::string_view> font_files() { return kFontFiles; }

Result<FontConfig> open_font_files(const std::filesystem::path& folder) {
  FontConfig config(FcConfigCreate());
  if (!config) return fail("fontconfig cannot start");
  for (const std::string_view name : kFontFiles) {
    // Singly: adding the folder would make fontconfig complain about its cache folders.
    const std::string file = (folder / name).string();
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return fail(file + ": no such font file");
    const auto* bytes = reinterpret_cast<const FcChar8*>(file.c_str());
    if (FcConfigAppFontAddFile(config.get(), bytes) == FcFalse) {
      return fail(file + ": not a font, or damaged");
    }
  }
  make_current(config.get());
  return config;
}

}  // namespace kiosk
