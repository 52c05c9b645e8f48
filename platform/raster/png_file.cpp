#include "platform/raster/png_file.h"

#include <png.h>

#include <algorithm>
#include <cerrno>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace kiosk::raster {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr int kCompression = 4;  // half the time of 6 for a few per cent of size
constexpr std::uint32_t kGreatestSide = 32767;
constexpr std::size_t kMostPixels = std::size_t{64} << 20;
constexpr std::size_t kMostChunkBytes = std::size_t{8} << 20;

struct FileCloser {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

std::string system_reason() { return std::error_code(errno, std::generic_category()).message(); }

// libpng's own state, with where it reads or writes and why it gave up.
struct Codec {
  png_structp png = nullptr;
  png_infop info = nullptr;
  bool reading = false;
  Bytes bytes;
  std::size_t position = 0;
  std::string reason;

  explicit Codec(bool read);
  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;
  ~Codec() {
    if (reading) {
      png_destroy_read_struct(&png, &info, nullptr);
    } else {
      png_destroy_write_struct(&png, &info);
    }
  }
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  static_cast<Codec*>(png_get_error_ptr(png))->reason = message;
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

Codec::Codec(bool read) : reading(read) {
  png = read ? png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning)
             : png_create_write_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
  if (png != nullptr) info = png_create_info_struct(png);
}

void append(png_structp png, png_bytep data, std::size_t size) {
  Bytes& bytes = static_cast<Codec*>(png_get_io_ptr(png))->bytes;
  bytes.insert(bytes.end(), data, data + size);
}

void take(png_structp png, png_bytep data, std::size_t size) {
  auto* codec = static_cast<Codec*>(png_get_io_ptr(png));
  if (codec->bytes.size() - codec->position < size) png_error(png, "the file ends too early");
  std::memcpy(data, codec->bytes.data() + codec->position, size);
  codec->position += size;
}

// libpng leaves by longjmp, which skips destructors: `steps` must own nothing.
template <typename Steps>
bool run(Codec& codec, Steps steps) {
  if (codec.png == nullptr || codec.info == nullptr) {
    codec.reason = "libpng could not start";
    return false;
  }
  if (setjmp(png_jmpbuf(codec.png)) != 0) return false;  // NOLINT
  steps(codec.png, codec.info);
  return true;
}

Result<Bytes> encode(const Picture& picture) {
  Codec codec(false);
  Bytes row(static_cast<std::size_t>(std::max(0, picture.width)) * 3);
  const bool done = run(codec, [&](png_structp png, png_infop info) {
    png_set_write_fn(png, &codec, append, nullptr);
    png_set_compression_level(png, kCompression);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
                 static_cast<png_uint_32>(picture.height), 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    const std::uint32_t* pixel = picture.rgba.data();
    for (int y = 0; y < picture.height; ++y) {
      for (std::size_t x = 0; x < row.size(); x += 3, ++pixel) {
        row[x] = static_cast<std::uint8_t>(*pixel);
        row[x + 1] = static_cast<std::uint8_t>(*pixel >> 8);
        row[x + 2] = static_cast<std::uint8_t>(*pixel >> 16);
      }
      png_write_row(png, row.data());
    }
    png_write_end(png, nullptr);
  });
  if (!done) return fail(codec.reason);
  return std::move(codec.bytes);
}

void expand_to_rgba(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_gray_to_rgb(png);
  png_set_filler(png, 0xff, PNG_FILLER_AFTER);
  static_cast<void>(png_set_interlace_handling(png));
  png_read_update_info(png, info);
}

Result<Picture> decode(Bytes bytes) {
  Codec codec(true);
  codec.bytes = std::move(bytes);
  Picture picture;
  std::vector<png_bytep> rows;
  const bool done = run(codec, [&](png_structp png, png_infop info) {
    png_set_read_fn(png, &codec, take);
    png_set_user_limits(png, kGreatestSide, kGreatestSide);
    png_set_chunk_malloc_max(png, kMostChunkBytes);
    png_read_info(png, info);
    const std::size_t width = png_get_image_width(png, info);
    const std::size_t height = png_get_image_height(png, info);
    if (width * height > kMostPixels) png_error(png, "more than 64 megapixels");
    expand_to_rgba(png, info);
    if (png_get_rowbytes(png, info) != width * 4) png_error(png, "an unknown kind of pixel");
    picture.width = static_cast<int>(width);
    picture.height = static_cast<int>(height);
    picture.rgba.resize(width * height);
    rows.resize(height);
    for (std::size_t y = 0; y < height; ++y) {
      rows[y] = reinterpret_cast<png_bytep>(picture.rgba.data() + y * width);
    }
    png_read_image(png, rows.data());
    png_read_end(png, nullptr);
  });
  if (!done) return fail(codec.reason);
  return picture;
}

// Nothing, or why not.
std::optional<std::string> store(const std::filesystem::path& path, const Bytes& bytes) {
  File file(std::fopen(path.c_str(), "wb"));
  if (!file) return system_reason();
  if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) {
    return system_reason();
  }
  if (std::fclose(file.release()) != 0) return system_reason();
  return std::nullopt;
}

Result<Bytes> load(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "rb"));
  if (!file) return fail(system_reason());
  Bytes bytes;
  std::uint8_t part[65536];
  while (const std::size_t size = std::fread(part, 1, sizeof part, file.get())) {
    bytes.insert(bytes.end(), part, part + size);
  }
  if (std::ferror(file.get()) != 0) return fail(system_reason());
  return bytes;
}

}  // namespace

Result<void> write_png(const std::filesystem::path& path, const Picture& picture) {
  const auto subject = [&](const Error& e) { return e.within(path.string()); };
  const Result<Bytes> bytes = encode(picture);
  if (!bytes) return tl::unexpected(subject(bytes.error()));
  const std::filesystem::path part = path.string() + ".part";
  std::error_code error;
  std::optional<std::string> reason = store(part, *bytes);
  if (!reason) {
    std::filesystem::rename(part, path, error);
    if (!error) return {};
    reason = error.message();
  }
  std::filesystem::remove(part, error);
  return tl::unexpected(subject(Error{"cannot be written: " + *reason}));
}

Result<Picture> read_png(const std::filesystem::path& path) {
  return load(path)
      .and_then([](Bytes bytes) { return decode(std::move(bytes)); })
      .map_error([&](const Error& e) { return e.within(path.string()); });
}

}  // namespace kiosk::raster
