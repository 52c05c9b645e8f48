// Pictures that the program itself ships or that its own encoder wrote: the map's relief,
// flags, later the pack's photographs. Never a stranger's file: those go through the
// sandboxed import worker first, because this decoder has known holes.
//
// Any thread. Errors: one sentence that names the file.
#pragma once

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

// `channels`: 1 or 4, converted if the file has others.
[[nodiscard]] Result<Bitmap> load_picture(const std::filesystem::path& file, int channels);

}  // namespace kiosk
