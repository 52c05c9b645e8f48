// Files that are not, or not wholly, a basemap: each is an error in words, none a crash.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "kiosk/map/basemap.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(KIOSK_SOURCE_DIR) / "assets/basemap";

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A folder with a basemap.bin of our making, removed at the end.
class Copy {
 public:
  explicit Copy(const std::string& bytes) {
    fs::create_directories(m_folder);
    std::ofstream(m_folder / "basemap.bin", std::ios::binary) << bytes;
  }
  ~Copy() { fs::remove_all(m_folder); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  [[nodiscard]] Result<Basemap> open() const { return open_basemap(m_folder); }

 private:
  fs::path m_folder =
      fs::temp_directory_path() / ("kiosk_basemap_test_" + std::to_string(::getpid()));
};

// The smallest true file: two boxes and nothing else.
std::string empty_map() {
  std::string body;
  const auto put = [&](auto value) {
    body.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  for (int i = 0; i < 2; ++i) {
    for (const double v : {-1.0, -1.0, 1.0, 1.0}) put(v);
  }
  for (int level = 0; level < 2; ++level) {
    put(0.0);
    put(0.0);
    for (int list = 0; list < 4; ++list) put(std::uint32_t{0});
  }
  put(std::uint32_t{0});
  put(std::uint32_t{0});
  std::string head = "KMAP";
  const std::uint32_t version = 1;
  const auto size = static_cast<std::uint32_t>(body.size() + 16);
  head.append(reinterpret_cast<const char*>(&version), 4);
  head.append(reinterpret_cast<const char*>(&size), 4);
  return head + body + "PAMK";
}

void set_size(std::string& bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(bytes.data() + 8, &size, sizeof size);
}

TEST_CASE("a missing file is an error that names it") {
  const Result<Basemap> map = open_basemap("/no/such/folder");
  REQUIRE_FALSE(map);
  CHECK(map.error().message.find("/no/such/folder/basemap.bin") != std::string::npos);
}

TEST_CASE("a file that is something else is an error that says so") {
  const Result<Basemap> map = Copy("<html>not a map</html>").open();
  REQUIRE_FALSE(map);
  CHECK(map.error().message.find("not a basemap") != std::string::npos);
}

TEST_CASE("a file of another version names both versions and the remedy") {
  std::string bytes = empty_map();
  bytes[4] = 7;
  const Result<Basemap> map = Copy(bytes).open();
  REQUIRE_FALSE(map);
  CHECK(map.error().message.find("version 7") != std::string::npos);
  CHECK(map.error().message.find("build.sh") != std::string::npos);
}

TEST_CASE("an empty map opens, and cut at any length it is an error") {
  const std::string whole = empty_map();
  REQUIRE(Copy(whole).open());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(Copy(whole.substr(0, size)).open());
  }
}

TEST_CASE("the real file cut at many lengths is an error, even where its size is made to agree") {
  const std::string whole = bytes_of(kFolder / "basemap.bin");
  REQUIRE(whole.size() > 1000000);
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 37) {
    CAPTURE(size);
    std::string cut = whole.substr(0, size);
    CHECK_FALSE(Copy(cut).open());
    if (size < 12) continue;
    cut += "PAMK";
    set_size(cut);
    CHECK_FALSE(Copy(cut).open());
  }
}

TEST_CASE("counts that promise more than the file holds are refused") {
  const std::string whole = empty_map();
  // Every word of the body in turn: lists, areas and boxes.
  for (std::size_t at = 12; at + 8 <= whole.size(); at += 4) {
    std::string bytes = whole;
    std::memset(bytes.data() + at, 0xFF, 4);
    if (at >= 12 + 64) CAPTURE(at);
    const Result<Basemap> map = Copy(bytes).open();
    // An area's low half may be anything; all else must be refused.
    if (map) CHECK(std::abs(map->wide.land_area) < 1e-300);
  }
}

TEST_CASE("a triangle that names a vertex that is not there is refused") {
  std::string bytes = empty_map();
  // The first list, wide land, gets one chunk of three vertices.
  std::string chunk(8 + 24 + 6, '\0');
  chunk[0] = 3;
  chunk[4] = 3;
  const std::size_t list = 12 + 64 + 16;
  bytes[list] = 1;
  bytes.insert(list + 4, chunk);
  set_size(bytes);
  REQUIRE(Copy(bytes).open());
  bytes[list + 4 + 8 + 24] = 3;
  CHECK_FALSE(Copy(bytes).open());
}

TEST_CASE("a vertex that is no number is refused") {
  std::string bytes = empty_map();
  std::string chunk(8 + 24 + 6, '\0');
  chunk[0] = 3;
  chunk[4] = 3;
  std::memset(chunk.data() + 8, 0xFF, 4);
  const std::size_t list = 12 + 64 + 16;
  bytes[list] = 1;
  bytes.insert(list + 4, chunk);
  set_size(bytes);
  CHECK_FALSE(Copy(bytes).open());
}

}  // namespace
}  // namespace kiosk
