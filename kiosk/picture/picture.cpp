#include "kiosk/picture/picture.h"

#include <cstddef>
#include <fstream>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 8192
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

#include "kiosk/picture/jpeg_picture.h"

namespace kiosk {
namespace {

constexpr const char* kCopyAgain = "Copy it there again.";

Result<std::string> bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(file.string() + ": cannot be opened. Check that the file is there.");
  // Not by an istreambuf_iterator: that throws where the card has a sector that cannot be read,
  // and one bad picture would end the program, at every start.
  std::ostringstream all;
  all << stream.rdbuf();
  std::string bytes = std::move(all).str();
  if (bytes.empty() || bytes.size() > std::numeric_limits<int>::max()) {
    return fail(file.string() + ": the picture is empty. " + kCopyAgain);
  }
  return bytes;
}

Result<Bitmap> decoded(const std::filesystem::path& file, int channels, PixelSize at) {
  const Result<std::string> bytes = bytes_of(file);
  if (!bytes) return tl::unexpected(bytes.error());
  if (is_jpeg(*bytes)) {
    if (auto picture = decode_jpeg_picture(*bytes, channels, at)) return std::move(*picture);
    return fail(file.string() + ": cannot be read as a picture (damaged JPEG). " + kCopyAgain);
  }
  int width = 0;
  int height = 0;
  int found = 0;
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes->data()),
                            static_cast<int>(bytes->size()), &width, &height, &found, channels),
      &stbi_image_free);
  if (!pixels) {
    return fail(file.string() + ": cannot be read as a picture (" + stbi_failure_reason() + "). " +
                kCopyAgain);
  }
  const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                    static_cast<std::size_t>(channels);
  return Bitmap{width, height, channels, {pixels.get(), pixels.get() + size}};
}

}  // namespace

Result<Bitmap> load_picture(const std::filesystem::path& file, int channels) {
  return decoded(file, channels, {});
}

Result<Bitmap> load_picture_at(const std::filesystem::path& file, PixelSize size) {
  return decoded(file, 4, size);
}

}  // namespace kiosk
