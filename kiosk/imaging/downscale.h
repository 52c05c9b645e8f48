// Scaling down in linear light, row by row as the pixels come in: light is averaged, not the
// numbers that stand for it, so fine bright detail does not darken.
//
// Lanczos with three lobes (C. Duchon 1979, doi 10.1175/1520-0450). 8-bit sRGB in and out
// (IEC 61966-2-1). Holds the picture made and a few rows of floats, never the picture read.
// One object a picture, one thread at a time; the same rows give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace kiosk {

// Packed RGB, rows from the top.
struct RgbPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

struct PixelSize {
  int width = 0;
  int height = 0;
};

// The largest size of that shape that fits a square of `side`, and is no larger than it was.
[[nodiscard]] PixelSize fitted(PixelSize size, int side);

class Downscaler {
 public:
  // `to` is no larger than `from` in either direction.
  Downscaler(PixelSize from, PixelSize to);
  void add(std::span<const std::uint8_t> row);
  // After the last row.
  [[nodiscard]] RgbPicture take();

 private:
  // Of one pixel made: where its sources begin and what each weighs.
  struct Taps {
    int first = 0;
    std::vector<float> weights;
  };
  static std::vector<Taps> taps_of(int from, int to);
  void finish_row(int row);

  PixelSize m_from;
  RgbPicture m_made;
  std::vector<Taps> m_across;
  std::vector<Taps> m_down;
  std::vector<float> m_light;   // the row that came, 4 floats a pixel
  std::vector<float> m_narrow;  // the same at its new width
  std::map<int, std::vector<float>> m_sums;
  int m_row = 0;   // how many came
  int m_next = 0;  // the first row made that is not finished
};

[[nodiscard]] RgbPicture downscaled(const RgbPicture& picture, PixelSize to);

}  // namespace kiosk
