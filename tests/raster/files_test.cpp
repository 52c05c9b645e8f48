// PNG files and the difference of pictures.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "platform/raster/difference.h"
#include "platform/raster/png_file.h"
#include "tests/raster/frame.h"

namespace kiosk::raster {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : m_path(fs::temp_directory_path() / ("kiosk-raster-" + std::to_string(::getpid()))) {
    fs::create_directories(m_path);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
  }
  [[nodiscard]] fs::path operator/(const char* name) const { return m_path / name; }
  [[nodiscard]] const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

Picture noise(int width, int height) {
  Numbers numbers;
  Picture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i) picture.rgba.push_back(numbers.next() | 0xff000000U);
  return picture;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("a picture written as PNG is read back the same, and written twice has equal bytes") {
  const Folder folder;
  const Picture picture = noise(123, 45);
  REQUIRE(write_png(folder / "a.png", picture));
  REQUIRE(write_png(folder / "b.png", picture));
  const Result<Picture> back = read_png(folder / "a.png");
  REQUIRE(back);
  CHECK(back->width == 123);
  CHECK(back->height == 45);
  CHECK(back->rgba == picture.rgba);
  CHECK(bytes_of(folder / "a.png") == bytes_of(folder / "b.png"));
  CHECK(bytes_of(folder / "a.png").find("tIME") == std::string::npos);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);  // no half-written file
}

TEST_CASE("what cannot be read or written is told with its path") {
  const Folder folder;
  const Result<Picture> missing = read_png(folder / "none.png");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message == (folder / "none.png").string() + ": No such file or directory");
  const Result<void> unwritable = write_png(folder / "no" / "a.png", noise(2, 2));
  REQUIRE_FALSE(unwritable);
  CHECK(unwritable.error().message.find("cannot be written") != std::string::npos);
  CHECK_FALSE(write_png(folder / "empty.png", Picture{}));
  CHECK_FALSE(fs::exists(folder / "empty.png"));
}

TEST_CASE("a PNG cut short or damaged is an error, not a picture") {
  const Folder folder;
  REQUIRE(write_png(folder / "a.png", noise(40, 40)));
  const std::string whole = bytes_of(folder / "a.png");
  for (std::size_t length = 0; length < whole.size(); length += 97) {
    std::ofstream(folder / "cut.png", std::ios::binary) << whole.substr(0, length);
    CHECK_FALSE(read_png(folder / "cut.png"));
  }
  std::string damaged = whole;
  damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 0x55);
  std::ofstream(folder / "damaged.png", std::ios::binary) << damaged;
  CHECK_FALSE(read_png(folder / "damaged.png"));
}

TEST_CASE("the difference counts pixels beyond the tolerance and marks them red") {
  Picture expected{4, 1, {0xff000000U, 0xff101010U, 0xffffffffU, 0xff808080U}};
  Picture actual{4, 1, {0xff000000U, 0xff121010U, 0xffff00ffU, 0x00808080U}};
  const Difference exact = compare(expected, actual, 0);
  CHECK(exact.differing == 2);
  CHECK(exact.largest == 255);
  CHECK(exact.percentage == doctest::Approx(50));
  CHECK(exact.picture.rgba ==
        std::vector<std::uint32_t>{0xff7f7f7fU, 0xff0000ffU, 0xff0000ffU, 0xffbfbfbfU});
  const Difference tolerant = compare(expected, actual, 2);
  CHECK(tolerant.differing == 1);
  CHECK(tolerant.percentage == doctest::Approx(25));
}

TEST_CASE("pictures of different sizes differ entirely") {
  const Difference difference = compare(noise(3, 3), noise(3, 4), 255);
  CHECK_FALSE(difference.same_size);
  CHECK(difference.percentage == doctest::Approx(100));
  CHECK(difference.picture.rgba.empty());
}

}  // namespace
}  // namespace kiosk::raster
