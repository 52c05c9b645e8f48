// Pictures of every kind that phones and offices make, through the real sandboxed worker.
#include "kiosk/imaging/made_picture.h"

#include <doctest/doctest.h>
#include <lcms2.h>

#include <array>
#include <cmath>
#include <string>

#include "kiosk/imaging/retouch.h"
#include "tests/imaging/photo_maker.h"

using namespace kiosk;
using namespace kiosk::test;

namespace {

ImportWorker worker() { return {find_import_worker()}; }

// The rows as the worker tells them.
RgbPicture imported(const std::string& bytes, std::uint32_t* orientation = nullptr) {
  RgbPicture picture;
  PixelReceiver receiver;
  receiver.begin = [&](const WireHeader& header) {
    picture.width = static_cast<int>(header.width);
    picture.height = static_cast<int>(header.height);
    if (orientation != nullptr) *orientation = header.orientation;
    return true;
  };
  receiver.row = [&](std::span<const std::uint8_t> row) {
    picture.pixels.insert(picture.pixels.end(), row.begin(), row.end());
  };
  const auto header = import_picture(worker(), bytes, receiver);
  REQUIRE_MESSAGE(header.has_value(), (header ? "" : header.error().what));
  return picture;
}

std::string refusal(const std::string& bytes) {
  const auto made = make_picture(worker(), bytes);
  return made ? "" : made.error().what + ". " + made.error().remedy;
}

// Red, green, blue and white quarters.
Raw quarters(int width, int height) {
  Raw raw{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool right = x >= width / 2;
      const bool low = y >= height / 2;
      const std::array<std::uint8_t, 3> colour =
          low ? (right ? std::array<std::uint8_t, 3>{255, 255, 255}
                       : std::array<std::uint8_t, 3>{0, 0, 255})
              : (right ? std::array<std::uint8_t, 3>{0, 255, 0}
                       : std::array<std::uint8_t, 3>{255, 0, 0});
      raw.rgb.insert(raw.rgb.end(), colour.begin(), colour.end());
    }
  }
  return raw;
}

// 'r', 'g', 'b', 'w' of the four quarters: top left, top right, bottom left, bottom right.
std::string corners(const RgbPicture& picture) {
  std::string seen;
  for (const int y : {picture.height / 4, picture.height * 3 / 4}) {
    for (const int x : {picture.width / 4, picture.width * 3 / 4}) {
      const std::uint8_t* p = &picture.pixels[static_cast<std::size_t>(y * picture.width + x) * 3];
      const bool r = p[0] > 128;
      const bool g = p[1] > 128;
      const bool b = p[2] > 128;
      seen += r && g && b ? 'w' : r ? 'r' : g ? 'g' : b ? 'b' : '?';
    }
  }
  return seen;
}

int largest_difference(const RgbPicture& picture, const Raw& raw) {
  REQUIRE(picture.pixels.size() == raw.rgb.size());
  int largest = 0;
  for (std::size_t i = 0; i < raw.rgb.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<int>(picture.pixels[i]) - raw.rgb[i]));
  }
  return largest;
}

}  // namespace

TEST_CASE("all eight orientations are made upright, and illegal ones count as the first") {
  const Raw raw = quarters(64, 32);
  // How each stored picture must look when it stands upright.
  const std::array<const char*, 9> expected{"rgbw", "rgbw", "grwb", "wbgr", "bwrg",
                                            "rbgw", "brwg", "wgbr", "gwrb"};
  for (int orientation = 0; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    JpegKind kind;
    kind.orientation = orientation;
    kind.quality = 100;
    std::uint32_t told = 99;
    const RgbPicture stored = imported(jpeg_of(raw, kind), &told);
    CHECK(told == static_cast<std::uint32_t>(orientation == 0 ? 1 : orientation));
    const RgbPicture shown = upright(stored, told);
    CHECK(corners(shown) == expected.at(static_cast<std::size_t>(orientation)));
    CHECK((shown.width > shown.height) == (orientation < 5));
  }
  JpegKind beyond;
  beyond.orientation = 9;
  std::uint32_t told = 99;
  static_cast<void>(imported(jpeg_of(raw, beyond), &told));
  CHECK(told == 1);
}

TEST_CASE("JPEG: baseline, progressive, grey and inverted CMYK show the same scene") {
  const Raw raw = scene(320, 200, 7);
  JpegKind kind;
  kind.quality = 98;
  CHECK(largest_difference(imported(jpeg_of(raw, kind)), raw) < 60);
  kind.progressive = true;
  CHECK(largest_difference(imported(jpeg_of(raw, kind)), raw) < 60);
  kind.progressive = false;
  kind.cmyk = true;
  CHECK(largest_difference(imported(jpeg_of(raw, kind)), raw) < 60);
  kind.cmyk = false;
  kind.grey = true;
  const RgbPicture grey = imported(jpeg_of(raw, kind));
  CHECK(grey.pixels[0] == grey.pixels[1]);
  CHECK(std::abs(grey.pixels[1] - raw.rgb[1]) < 8);
}

TEST_CASE("PNG: 16 bits, grey, alpha on white, interlaced and gamma") {
  const Raw raw = scene(160, 100, 9);
  CHECK(largest_difference(imported(png_of(raw)), raw) == 0);
  CHECK(largest_difference(imported(png_of(raw, {.depth = 16})), raw) <= 1);
  CHECK(largest_difference(imported(png_of(raw, {.interlaced = true})), raw) == 0);
  const RgbPicture half = imported(png_of(raw, {.alpha = true}));
  CHECK(std::abs(half.pixels[0] - (raw.rgb[0] * 128 + 255 * 127) / 255) <= 1);
  const RgbPicture grey = imported(png_of(raw, {.grey = true}));
  CHECK(grey.pixels[0] == raw.rgb[1]);
  // Stored linearly: 90 of 255 is much lighter as sRGB.
  const RgbPicture linear = imported(png_of(raw, {.gamma = 1.0}));
  CHECK(linear.pixels[0] > raw.rgb[0] + 40);
  // What sRGB says of itself changes nothing.
  CHECK(largest_difference(imported(png_of(raw, {.gamma = 0.45455})), raw) == 0);
}

TEST_CASE("a profile is followed: red and blue swapped by it come out swapped") {
  cmsCIExyY white{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE swapped{{0.15, 0.06, 1}, {0.30, 0.60, 1}, {0.64, 0.33, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.2);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  const cmsHPROFILE profile = cmsCreateRGBProfile(&white, &swapped, curves);
  cmsUInt32Number size = 0;
  REQUIRE(cmsSaveProfileToMem(profile, nullptr, &size) != 0);
  JpegKind kind;
  kind.quality = 100;
  kind.icc.resize(size);
  REQUIRE(cmsSaveProfileToMem(profile, kind.icc.data(), &size) != 0);
  cmsCloseProfile(profile);
  cmsFreeToneCurve(curve);
  CHECK(corners(imported(jpeg_of(quarters(64, 32), kind))) == "bgrw");
  kind.icc = kind.icc.substr(0, 200);  // broken: as if there were none
  CHECK(corners(imported(jpeg_of(quarters(64, 32), kind))) == "rgbw");
}

TEST_CASE("what follows the first picture is not looked at") {
  const std::string photo = jpeg_of(scene(320, 200, 3));
  const RgbPicture plain = imported(photo);
  CHECK(imported(photo +
                 std::string("\0\0\0\x18"
                             "ftypmp42",
                             12) +
                 std::string(5000, 'v'))
            .pixels == plain.pixels);
  CHECK(imported(photo + jpeg_of(scene(64, 64, 4))).pixels == plain.pixels);
}

TEST_CASE(
    "nothing of where and by what it was taken stays, and the same input gives the same bytes") {
  JpegKind kind;
  kind.orientation = 6;
  kind.place = "taken at 13.4527 N, 16.5780 W by Example Phone";
  const std::string photo = jpeg_of(scene(400, 300, 5), kind);
  REQUIRE(photo.find("Example Phone") != std::string::npos);
  const auto made = make_picture(worker(), photo);
  const auto again = make_picture(worker(), photo);
  REQUIRE(made.has_value());
  REQUIRE(again.has_value());
  CHECK(made->picture.find("Example") == std::string::npos);
  CHECK(made->picture.find("Exif") == std::string::npos);
  CHECK(made->picture == again->picture);
  CHECK(made->thumbnail == again->thumbnail);
  CHECK(made->blur == again->blur);
  CHECK(made->width == 300);
  CHECK(made->height == 400);
}

TEST_CASE("a large picture is scaled to the panel, with a thumbnail; a small one is not enlarged") {
  const auto large = make_picture(worker(), jpeg_of(scene(2600, 1300, 6)));
  REQUIRE(large.has_value());
  CHECK(large->width == 1920);
  CHECK(large->height == 960);
  CHECK(large->source_width == 2600);
  CHECK(imported(large->thumbnail).width == 480);
  const auto small = make_picture(worker(), jpeg_of(scene(300, 200, 6)));
  REQUIRE(small.has_value());
  CHECK(small->width == 300);
}

TEST_CASE("light is averaged, not its numbers") {
  RgbPicture checks{64, 64, {}};
  for (int i = 0; i < 64 * 64; ++i) {
    const std::uint8_t value = (i % 64 + i / 64) % 2 == 0 ? 255 : 0;
    checks.pixels.insert(checks.pixels.end(), 3, value);
  }
  const RgbPicture half = downscaled(checks, {16, 16});
  CHECK(std::abs(half.pixels[(8 * 16 + 8) * 3] - 188) <= 2);  // not 128
}

TEST_CASE("sharp, blurred, calm and light pictures are told apart") {
  const Raw raw = scene(1600, 1000, 8);
  const RgbPicture sharp{raw.width, raw.height, raw.rgb};
  CHECK(sharpness_of(sharp) > kLeastSharpness * 2);
  // Enlarged eight times: what a copy out of a message looks like.
  const RgbPicture tiny = downscaled(sharp, {200, 125});
  RgbPicture blurred{1600, 1000, {}};
  for (int y = 0; y < 1000; ++y) {
    for (int x = 0; x < 1600; ++x) {
      for (int c = 0; c < 3; ++c) {
        const double u = std::min(x / 8.0, 198.0);
        const double v = std::min(y / 8.0, 123.0);
        const auto at = [&](int dx, int dy) {
          return static_cast<double>(tiny.pixels[static_cast<std::size_t>(
              ((static_cast<int>(v) + dy) * 200 + static_cast<int>(u) + dx) * 3 + c)]);
        };
        const double s = u - std::floor(u);
        const double t = v - std::floor(v);
        blurred.pixels.push_back(
            static_cast<std::uint8_t>((at(0, 0) * (1 - s) + at(1, 0) * s) * (1 - t) +
                                      (at(0, 1) * (1 - s) + at(1, 1) * s) * t));
      }
    }
  }
  CHECK(sharpness_of(blurred) < kLeastSharpness);
  const RgbPicture white{100, 100, std::vector<std::uint8_t>(30000, 255)};
  const RgbPicture dark{100, 100, std::vector<std::uint8_t>(30000, 60)};
  CHECK(caption_contrast_of(white) < kLeastCaptionContrast);
  CHECK(caption_contrast_of(dark) > kLeastCaptionContrast);
}

TEST_CASE("a blur preview keeps what is light, dark and coloured where") {
  const Raw raw = quarters(64, 32);
  const BlurPreview preview = blur_preview_of(raw.rgb, raw.width, raw.height);
  CHECK(blur_preview_from(to_hex(preview)) == preview);
  CHECK_FALSE(blur_preview_from("zz").has_value());
  const Bitmap drawn = picture_of(preview);
  RgbPicture rgb{drawn.width, drawn.height, {}};
  for (std::size_t i = 0; i < drawn.pixels.size(); ++i) {
    if (i % 4 != 3) rgb.pixels.push_back(drawn.pixels[i]);
  }
  CHECK(corners(rgb) == "rgbw");
}

TEST_CASE("what is no picture for us is refused with what to do instead") {
  CHECK(refusal("") == "the picture is empty (0 bytes). Copy it again.");
  CHECK(refusal(std::string("\0\0\0\x18"
                            "ftypheic",
                            12))
            .find("HEIC") != std::string::npos);
  CHECK(refusal(std::string("\0\0\0\x18"
                            "ftypheic",
                            12))
            .find("Most Compatible") != std::string::npos);
  CHECK(refusal("RIFF1234WEBPVP8 ").find("WebP") != std::string::npos);
  CHECK(refusal(std::string("II*\0\x10\0\0\0CR\2", 11)).find("CR2") != std::string::npos);
  CHECK(refusal("%PDF-1.7").find("PDF") != std::string::npos);
  CHECK(refusal("hello there").find("not a JPEG") != std::string::npos);
  CHECK(refusal("<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>").find("paths") !=
        std::string::npos);
  const std::string photo = jpeg_of(scene(400, 300, 2));
  CHECK(refusal(photo.substr(0, photo.size() / 2)).find("cut short") != std::string::npos);
  const std::string png = png_of(scene(100, 100, 2));
  CHECK(refusal(png.substr(0, png.size() / 2)).find("cut short") != std::string::npos);
  CHECK(refusal("\xFF\xD8\xFF\xE0 and then nothing that fits").find("damaged") !=
        std::string::npos);
}

TEST_CASE("a text in a PNG that claims to be longer than the file is damage, and takes no memory") {
  std::string png = png_of(scene(100, 100, 2));
  png.insert(33, std::string("\x29\0\0\0zTXtA\0\1\xFF", 12));
  const std::string sentence = refusal(png);
  CHECK(sentence.find("damaged") != std::string::npos);
  CHECK(sentence.find("memory") == std::string::npos);
}

TEST_CASE("the limits of a picture, each at N and N+1") {
  // A PNG's size stands in its head: nothing needs to follow for it to be refused.
  const auto head = [](std::uint32_t width, std::uint32_t height) {
    std::string png = png_of(Raw{1, 1, {0, 0, 0}});
    for (int i = 0; i < 4; ++i) {
      png[16 + static_cast<std::size_t>(i)] = static_cast<char>(width >> (24 - 8 * i));
      png[20 + static_cast<std::size_t>(i)] = static_cast<char>(height >> (24 - 8 * i));
    }
    uLong sum = crc32(0, reinterpret_cast<const Bytef*>(png.data() + 12), 17);
    for (int i = 0; i < 4; ++i)
      png[29 + static_cast<std::size_t>(i)] = static_cast<char>(sum >> (24 - 8 * i));
    return png;
  };
  CHECK(imported(png_of(Raw{8192, 1, std::vector<std::uint8_t>(8192 * 3)})).width == 8192);
  CHECK(refusal(head(8193, 1)).find("8192 a side") != std::string::npos);
  CHECK(refusal(head(1, 8193)).find("8192 a side") != std::string::npos);
  CHECK(imported(png_of(Raw{6000, 4000, std::vector<std::uint8_t>(72'000'000)})).height == 4000);
  CHECK(refusal(head(6000, 4001)).find("24 million") != std::string::npos);
  const std::string photo = jpeg_of(scene(64, 64, 2));
  CHECK(refusal(photo + std::string(kMaxImageBytes - photo.size(), '\0')).empty());
  CHECK(refusal(photo + std::string(kMaxImageBytes + 1 - photo.size(), '\0')).find("bytes large") !=
        std::string::npos);
}

TEST_CASE("a worker that is not there, dies or says nonsense costs one picture and no more") {
  const std::string photo = jpeg_of(scene(64, 64, 2));
  const auto with = [&](const char* program, double patience) {
    const auto made = make_picture({program, Millis{patience}}, photo);
    return made ? std::string() : made.error().what;
  };
  CHECK(with("/nonexistent/kiosk-import", 1000).find("cannot start") != std::string::npos);
  CHECK(with("/bin/false", 1000).find("broke off") != std::string::npos);
  CHECK(with("/bin/echo", 1000).find("broke off") != std::string::npos);
  // Reads "1920" as a number of seconds to sleep.
  CHECK(with("/bin/sleep", 200).find("too long") != std::string::npos);
}
