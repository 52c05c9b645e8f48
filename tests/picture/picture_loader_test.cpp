#include "kiosk/picture/picture_loader.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace kiosk;
namespace fs = std::filesystem;

namespace {

const fs::path kMarket = fs::path(KIOSK_SOURCE_DIR) / "tests/packs/market.jpg";

// Until it is there; a test that waits for ever has found something.
PictureLoader::Loaded fetched(PictureLoader& loader, const fs::path& file) {
  for (int i = 0; i < 2000; ++i) {
    if (auto loaded = loader.take(file)) return std::move(*loaded);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL("the picture never came");
  return {};
}

}  // namespace

TEST_CASE("a picture comes in the background, and then once") {
  PictureLoader loader(PictureLoading::kInBackground);
  CHECK_FALSE(loader.take(kMarket).has_value());
  CHECK(fetched(loader, kMarket).bitmap.width == 1400);
  // It was given away: the next wish fetches it anew.
  CHECK_FALSE(loader.take(kMarket).has_value());
  CHECK(fetched(loader, kMarket).bitmap.height == 500);
}

TEST_CASE("what cannot be read comes back empty, and others after it") {
  PictureLoader loader(PictureLoading::kInBackground);
  CHECK(fetched(loader, "/nowhere/at/all.jpg").bitmap.width == 0);
  CHECK(fetched(loader, fs::path(KIOSK_SOURCE_DIR) / "README.md").bitmap.width == 0);
  CHECK(fetched(loader, kMarket).bitmap.width == 1400);
}

TEST_CASE("wishes that nobody fetches do not pile up, and ending does not wait for them") {
  PictureLoader loader(PictureLoading::kInBackground);
  for (int i = 0; i < 50; ++i) static_cast<void>(loader.take("/nowhere/" + std::to_string(i)));
  static_cast<void>(loader.take(kMarket));
}

TEST_CASE("at once, or never") {
  PictureLoader now(PictureLoading::kAtOnce);
  REQUIRE(now.take(kMarket).has_value());
  PictureLoader never(PictureLoading::kNever);
  CHECK_FALSE(never.take(kMarket).has_value());
}

TEST_CASE("one picture in two sizes is two wishes") {
  PictureLoader loader(PictureLoading::kInBackground);
  const PixelSize small{560, 200};
  CHECK_FALSE(loader.take(kMarket).has_value());
  CHECK_FALSE(loader.take(kMarket, small).has_value());
  for (int i = 0; i < 2000; ++i) {
    if (const auto loaded = loader.take(kMarket, small)) {
      CHECK(loaded->bitmap.width == 560);
      CHECK(fetched(loader, kMarket).bitmap.width == 1400);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL("the picture never came");
}

TEST_CASE("what nobody fetches is bounded by its bytes, not by how many there are") {
  std::atomic<int> opened = 0;
  PictureLoader loader(PictureLoading::kInBackground, [&](const fs::path&) {
    ++opened;
    return true;
  });
  constexpr int kWishes = 14;  // of nearly three megabytes each
  const auto size = [](int number) { return PixelSize{1398 - number, 499}; };
  for (int i = 0; i < kWishes; ++i) static_cast<void>(loader.take(kMarket, size(i)));
  for (int i = 0; i < 4000 && opened < kWishes; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  REQUIRE(opened == kWishes);  // all but the last are there, or were
  std::size_t bytes = 0;
  for (int i = 0; i < kWishes; ++i) {
    if (const auto kept = loader.take(kMarket, size(i))) bytes += kept->bitmap.pixels.size();
  }
  CHECK(bytes > 0);
  // One more may have come meanwhile.
  CHECK(bytes <= std::size_t{27} * 1024 * 1024);
}
