#include "kiosk/picture/picture.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

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
