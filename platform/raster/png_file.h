// PNG files of pictures: what `shot` writes and what picture tests compare with.
//
// Written as 8-bit RGB with a fixed filter and compression level and no time chunk: the same
// picture gives the same bytes (for one zlib). The file appears whole or not at all:
// written beside its place, then renamed. Read: any PNG up to 64 megapixels, as RGBA.
// These are our own files; a stranger's pictures go through the import worker instead.
// Thread: any; blocks on the disk. Errors: a sentence that begins with the path.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"
#include "platform/raster/rasteriser.h"

namespace kiosk::raster {

[[nodiscard]] Result<void> write_png(const std::filesystem::path& path, const Picture& picture);
[[nodiscard]] Result<Picture> read_png(const std::filesystem::path& path);

}  // namespace kiosk::raster
