#include "kiosk/decoding/colour_profile.h"

#include <lcms2.h>

#include <cmath>

namespace kiosk::decoding {

namespace {

constexpr std::uint32_t kFlags = cmsFLAGS_NOCACHE;

cmsColorSpaceSignature space_of(Samples samples) {
  switch (samples) {
    case Samples::kGrey:
      return cmsSigGrayData;
    case Samples::kRgb:
      return cmsSigRgbData;
    default:
      return cmsSigCmykData;
  }
}

cmsUInt32Number format_of(Samples samples) {
  switch (samples) {
    case Samples::kGrey:
      return TYPE_GRAY_8;
    case Samples::kRgb:
      return TYPE_RGB_8;
    case Samples::kCmyk:
      return TYPE_CMYK_8;
    case Samples::kInvertedCmyk:
      return TYPE_CMYK_8_REV;
  }
  return TYPE_RGB_8;
}

// sRGB's primaries with a plain power law.
cmsHPROFILE power_profile(Samples samples, double gamma) {
  cmsCIExyY white{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  if (curve == nullptr) return nullptr;
  cmsToneCurve* curves[3] = {curve, curve, curve};
  const cmsHPROFILE profile = samples == Samples::kGrey
                                  ? cmsCreateGrayProfile(&white, curve)
                                  : cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(curve);
  return profile;
}

}  // namespace

ColourProfile::ColourProfile(Samples samples, std::string_view icc, double gamma)
    : m_samples(samples) {
  cmsHPROFILE profile = nullptr;
  if (!icc.empty()) {
    profile = cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size()));
    if (profile != nullptr && cmsGetColorSpace(profile) != space_of(samples)) {
      cmsCloseProfile(profile);
      profile = nullptr;
    }
  }
  const bool is_light = samples == Samples::kGrey || samples == Samples::kRgb;
  // gAMA 1/2.2 is what sRGB says of itself.
  if (profile == nullptr && is_light && gamma > 0.1 && gamma < 10 && std::abs(gamma - 2.2) > 0.05) {
    profile = power_profile(samples, gamma);
  }
  if (profile == nullptr) return;
  const cmsHPROFILE srgb = cmsCreate_sRGBProfile();
  m_transform =
      cmsCreateTransform(profile, format_of(samples), srgb, TYPE_RGB_8, INTENT_PERCEPTUAL, kFlags);
  cmsCloseProfile(srgb);
  cmsCloseProfile(profile);
}

ColourProfile::~ColourProfile() {
  if (m_transform != nullptr) cmsDeleteTransform(m_transform);
}

std::span<const std::uint8_t> ColourProfile::to_srgb(const std::uint8_t* samples,
                                                     std::size_t pixels) {
  if (m_transform == nullptr && m_samples == Samples::kRgb) return {samples, pixels * 3};
  m_row.resize(pixels * 3);
  if (m_transform != nullptr) {
    cmsDoTransform(m_transform, samples, m_row.data(), static_cast<cmsUInt32Number>(pixels));
    return m_row;
  }
  std::uint8_t* out = m_row.data();
  for (std::size_t i = 0; i < pixels; ++i) {
    if (m_samples == Samples::kGrey) {
      for (int c = 0; c < 3; ++c) *out++ = samples[i];
      continue;
    }
    const bool inverted = m_samples == Samples::kInvertedCmyk;
    const auto left = [&](std::size_t c) -> unsigned {
      const std::uint8_t ink = samples[i * 4 + c];
      return inverted ? ink : 255U - ink;
    };
    for (std::size_t c = 0; c < 3; ++c) {
      *out++ = static_cast<std::uint8_t>((left(c) * left(3) + 127) / 255);
    }
  }
  return m_row;
}

}  // namespace kiosk::decoding
