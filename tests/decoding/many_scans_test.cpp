// A JPEG of a few kilobytes can ask for so many scans that it keeps the worker busy for minutes.
// Those are refused; as many as programs write are not.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>
// libjpeg's header needs <cstdio> before it.
#include <jpeglib.h>

#include "kiosk/imaging/import_worker.h"

namespace {

using namespace kiosk;

// One scan for the grey values, then `scans` - 1 that carry one coefficient of one colour each.
std::string jpeg_of(int scans) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = 64;
  encoder.image_height = 64;
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  std::vector<jpeg_scan_info> script{{3, {0, 1, 2, 0}, 0, 0, 0, 0}};
  for (int i = 0; i + 1 < scans; ++i) {
    const int coefficient = 1 + i / 3;
    script.push_back({1, {i % 3, 0, 0, 0}, coefficient, coefficient, 0, 0});
  }
  encoder.scan_info = script.data();
  encoder.num_scans = static_cast<int>(script.size());
  jpeg_start_compress(&encoder, TRUE);
  std::vector<JSAMPLE> row(std::size_t{64} * 3, 90);
  while (encoder.next_scanline < encoder.image_height) {
    JSAMPROW rows = row.data();
    jpeg_write_scanlines(&encoder, &rows, 1);
  }
  jpeg_finish_compress(&encoder);
  std::string jpeg(reinterpret_cast<const char*>(bytes), size);
  jpeg_destroy_compress(&encoder);
  std::free(bytes);
  return jpeg;
}

bool is_taken(const std::string& jpeg) {
  ImportWorker worker;
  worker.program = find_import_worker();
  PixelReceiver receiver;
  receiver.begin = [](const WireHeader&) { return true; };
  receiver.row = [](std::span<const std::uint8_t>) {};
  return import_picture(worker, jpeg, receiver).has_value();
}

}  // namespace

TEST_CASE("a JPEG of 64 scans is taken, one of 65 or 190 is not") {
  CHECK(is_taken(jpeg_of(10)));
  CHECK(is_taken(jpeg_of(64)));
  CHECK_FALSE(is_taken(jpeg_of(65)));
  CHECK_FALSE(is_taken(jpeg_of(190)));
}
