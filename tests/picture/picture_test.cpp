#include "kiosk/picture/picture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace kiosk;

namespace {

const std::filesystem::path kAssets = std::filesystem::path(KIOSK_SOURCE_DIR) / "assets";

std::filesystem::path written(const char* name, const std::string& bytes) {
  const auto file = std::filesystem::temp_directory_path() / name;
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

}  // namespace

TEST_CASE("a flag comes as RGBA, the map's relief as one channel") {
  const auto flag = load_picture(kAssets / "flags" / "GM.png", 4);
  REQUIRE(flag.has_value());
  CHECK(flag->width == 320);
  CHECK(flag->height == 240);
  CHECK(flag->pixels.size() == std::size_t{320} * 240 * 4);
  CHECK(flag->pixels.at(0) > 200);  // the Gambia's flag begins red
  CHECK(flag->pixels.at(1) < 40);
  CHECK(flag->pixels.at(3) == 255);
  const auto relief = load_picture(kAssets / "basemap" / "relief.png", 1);
  REQUIRE(relief.has_value());
  CHECK(relief->pixels.size() ==
        static_cast<std::size_t>(relief->width) * static_cast<std::size_t>(relief->height));
}

TEST_CASE("what is no picture is told in one sentence that names the file") {
  const auto missing = load_picture(kAssets / "no-such.png", 4);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().message.find("no-such.png") != std::string::npos);
  const auto empty = load_picture(written("kiosk-empty.png", ""), 4);
  REQUIRE_FALSE(empty.has_value());
  CHECK(empty.error().message.find("is empty") != std::string::npos);
  const auto text = load_picture(written("kiosk-text.png", "not a picture at all"), 4);
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().message.find("kiosk-text.png") != std::string::npos);
}

TEST_CASE("what opens but cannot be read, as on a failing card, is told and not thrown") {
  // A folder is the one such thing that every machine has.
  const auto folder = load_picture(kAssets / "flags", 4);
  REQUIRE_FALSE(folder.has_value());
  CHECK(folder.error().message.find("flags") != std::string::npos);
}

namespace {

// Of one channel, over a box.
double mean_of(const Bitmap& picture, int channel, int left, int top, int width, int height) {
  double sum = 0;
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x) {
      sum += picture.pixels[static_cast<std::size_t>((y * picture.width + x) * picture.channels +
                                                     channel)];
    }
  }
  return sum / width / height;
}

}  // namespace

TEST_CASE("a photograph is made to the size in which it is shown, and shows the same") {
  const auto file = std::filesystem::path(KIOSK_SOURCE_DIR) / "tests/packs/market.jpg";
  const auto whole = load_picture(file, 4);
  REQUIRE(whole.has_value());
  REQUIRE(whole->width == 1400);
  REQUIRE(whole->height == 500);
  // By the whole, by half and by a quarter of what is in the file.
  for (const PixelSize size : {PixelSize{1120, 400}, {560, 200}, {280, 100}}) {
    CAPTURE(size.width);
    const auto made = load_picture_at(file, size);
    REQUIRE(made.has_value());
    REQUIRE(made->width == size.width);
    REQUIRE(made->height == size.height);
    REQUIRE(made->channels == 4);
    const int parts = 1400 / 20;
    const int side = size.width / 20;
    double worst = 0;
    for (int column = 2; column < 18; ++column) {
      for (int channel = 0; channel < 3; ++channel) {
        const double before = mean_of(*whole, channel, column * parts, 100, parts, 100);
        const double after =
            mean_of(*made, channel, column * side, size.height / 5, side, size.height / 5);
        worst = std::max(worst, std::abs(before - after));
      }
    }
    // Light is averaged, not the numbers that stand for it, so detail gets a little brighter.
    CHECK(worst < 8);
    CHECK(mean_of(*made, 3, 0, 0, size.width, size.height) == 255);
  }
}

TEST_CASE("what is to be larger than it is, or has no size, keeps its own") {
  const auto file = std::filesystem::path(KIOSK_SOURCE_DIR) / "tests/packs/market.jpg";
  for (const PixelSize size : {PixelSize{}, {2800, 1000}, {1400, 500}, {100, 900}}) {
    const auto made = load_picture_at(file, size);
    REQUIRE(made.has_value());
    CHECK(made->width == 1400);
    CHECK(made->height == 500);
  }
  const auto flag = load_picture_at(kAssets / "flags" / "GM.png", {32, 24});
  REQUIRE(flag.has_value());
  CHECK(flag->width == 320);
}

TEST_CASE("a JPEG that is cut off or torn is told, at whatever size") {
  const auto file = std::filesystem::path(KIOSK_SOURCE_DIR) / "tests/packs/market.jpg";
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  REQUIRE(bytes.size() > 20'000);
  std::string torn = bytes;
  torn.erase(torn.size() / 2, 4000);
  for (const std::string& damaged :
       {bytes.substr(0, bytes.size() / 2), bytes.substr(0, 200), torn, std::string("\xff\xd8")}) {
    for (const PixelSize size : {PixelSize{}, {560, 200}}) {
      const auto made = load_picture_at(written("kiosk-damaged.jpg", damaged), size);
      REQUIRE_FALSE(made.has_value());
      CHECK(made.error().message.find("kiosk-damaged.jpg") != std::string::npos);
    }
  }
}
