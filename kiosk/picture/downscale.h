// Scaling down in linear light, row by row as the pixels come in: light is averaged, not the
// numbers that stand for it, so fine bright detail does not darken.
//
// Lanczos with three lobes (C. Duchon 1979, doi 10.1175/1520-0450). 8-bit sRGB in and out
// (IEC 61966-2-1). Holds the picture made and a few rows of floats, never the picture read.
// One object a picture, one thread at a time; the same rows give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/picture/picture.h"

namespace kiosk {

// Packed RGB, rows from the top.
struct RgbPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

// The largest size of that shape that fits a square of `side`, and is no larger than it was.
[[nodiscard]] PixelSize fitted(PixelSize size, int side);

class Downscaler {
 public:
  // `to` is no larger than `from` in either direction. `channels` of what is made: 3, or 4 with an
  // alpha of 255. What comes in has 3.
  Downscaler(PixelSize from, PixelSize to, int channels = 3);
  void add(std::span<const std::uint8_t> row);
  // After the last row, by the channels.
  [[nodiscard]] RgbPicture take();
  [[nodiscard]] Bitmap take_rgba();

 private:
  // Of each pixel made along one direction: where its sources begin, how many they are, and what
  // each weighs; `most` weights for every one, the rest of them nothing.
  struct Taps {
    std::vector<int> first;
    std::vector<int> count;
    std::vector<float> weights;
    int most = 0;
    [[nodiscard]] float* of(std::size_t made) {
      return weights.data() + made * static_cast<std::size_t>(most);
    }
    [[nodiscard]] const float* of(std::size_t made) const {
      return weights.data() + made * static_cast<std::size_t>(most);
    }
  };
  static Taps taps_of(int from, int to);
  void narrow(std::vector<float>& row) const;
  void make_row();

  PixelSize m_from;
  Bitmap m_made;
  Taps m_across;
  Taps m_down;
  std::vector<float> m_light;              // the row that came, 4 floats a pixel
  std::vector<std::vector<float>> m_rows;  // the last that came, at their new width, in a ring
  int m_row = 0;                           // how many came
  int m_next = 0;                          // the first row made that is not finished
};

[[nodiscard]] RgbPicture downscaled(const RgbPicture& picture, PixelSize to);

}  // namespace kiosk
