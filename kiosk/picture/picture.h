// Pictures that the program itself ships or that its own encoder wrote: the map's relief and flags
// (PNG, by stb_image), the pack's photographs (JPEG, by libjpeg-turbo). Never a stranger's file:
// those go through the sandboxed import worker first, because decoders have known holes.
//
// Any thread. Errors: one sentence that names the file.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

struct Bitmap {
  int width = 0;
  int height = 0;
  int channels = 4;                  // 1: coverage or grey; 4: straight-alpha RGBA
  std::vector<std::uint8_t> pixels;  // rows from the top, without padding
};

inline constexpr int kMaxPictureSide = 8192;

struct PixelSize {
  int width = 0;
  int height = 0;
  friend auto operator<=>(const PixelSize&, const PixelSize&) = default;
};

// `channels`: 1 or 4, converted if the file has others.
[[nodiscard]] Result<Bitmap> load_picture(const std::filesystem::path& file, int channels);
// RGBA, made as small as that if it is a photograph: the size in which it is shown, so that no
// frame has to scale it. Sizes beyond its own, and nothing by nothing, are its own.
[[nodiscard]] Result<Bitmap> load_picture_at(const std::filesystem::path& file, PixelSize size);

}  // namespace kiosk
