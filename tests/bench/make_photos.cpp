// make_photos FOLDER COUNT [WIDTH HEIGHT]: photographs of invented places, as a phone saves
// them, for measuring and for the second exhibition. FOLDER/<n>.jpg.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/imaging/photo_maker.h"

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    std::cerr << "make_photos FOLDER COUNT [WIDTH HEIGHT]\n";
    return 2;
  }
  const int width = argc == 5 ? std::atoi(argv[3]) : 4032;
  const int height = argc == 5 ? std::atoi(argv[4]) : 3024;
  std::filesystem::create_directories(argv[1]);
  kiosk::test::JpegKind kind;
  kind.orientation = 1;
  kind.place = "13.45 N 16.57 W";
  for (int i = 0; i < std::atoi(argv[2]); ++i) {
    const std::filesystem::path file =
        std::filesystem::path(argv[1]) / (std::to_string(i) + ".jpg");
    const auto raw = kiosk::test::scene(width, height, static_cast<std::uint32_t>(i) + 1);
    std::ofstream(file, std::ios::binary) << kiosk::test::jpeg_of(raw, kind);
  }
  return 0;
}
