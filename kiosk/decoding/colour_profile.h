// Rows of a picture's own colours to sRGB, by the profile it brings (Little CMS), or by plain
// formulas where it brings none or a broken one. Inside the worker; one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace kiosk::decoding {

enum class Samples { kGrey, kRgb, kCmyk, kInvertedCmyk };  // 8 bits each; Adobe stores inverted

class ColourProfile {
 public:
  // `icc`: the profile's bytes; may be empty. Without one, `gamma` (of PNG's gAMA, 0: none)
  // says how a grey or RGB picture stores light.
  ColourProfile(Samples samples, std::string_view icc, double gamma = 0);
  ~ColourProfile();
  ColourProfile(const ColourProfile&) = delete;
  ColourProfile& operator=(const ColourProfile&) = delete;

  // `pixels` samples in, 3 bytes a pixel out; the result is valid until the next call.
  [[nodiscard]] std::span<const std::uint8_t> to_srgb(const std::uint8_t* samples,
                                                      std::size_t pixels);

 private:
  Samples m_samples;
  void* m_transform = nullptr;  // cmsHTRANSFORM
  std::vector<std::uint8_t> m_row;
};

}  // namespace kiosk::decoding
