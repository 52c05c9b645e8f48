// Runs a harness over every file of the folders it is given, without libFuzzer: so each build
// and each run of the tests goes through all inputs that ever mattered.
//
// replay [--places N] FOLDER...   Ends by abort() at a finding; exit code 1 when too much memory
// was taken or fewer than N places were reached(), 2 when there was nothing to run.
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr long kMostMemory = 512L * 1024;  // KiB

std::vector<fs::path> files_in(const fs::path& place) {
  std::vector<fs::path> files;
  std::error_code error;
  if (fs::is_regular_file(place, error)) return {place};
  for (const auto& entry : fs::directory_iterator(place, error)) {
    if (entry.is_regular_file(error)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  std::size_t wanted = 0;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--places" && i + 1 < argc) {
      wanted = std::strtoul(argv[++i], nullptr, 10);
      continue;
    }
    const std::vector<fs::path> files = files_in(argv[i]);
    if (files.empty()) {
      std::fprintf(stderr, "replay: %s: nothing to run. Name a folder of inputs.\n", argv[i]);
      return 2;
    }
    for (const fs::path& file : files) {
      std::ifstream stream(file, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
      std::printf("%s\r", file.c_str());  // the last line before a finding names its input
      std::fflush(stdout);
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++count;
    }
  }
  if (count == 0) {
    std::fprintf(stderr, "replay: nothing to run. Name a folder of inputs.\n");
    return 2;
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const std::size_t places = kiosk::fuzz::places_reached();
  std::printf("%zu inputs, %zu places, %ld MiB\n", count, places, usage.ru_maxrss / 1024);
  if (places < wanted) {
    std::fprintf(stderr,
                 "replay: %zu places were reached, and %zu must be: the inputs no longer get as "
                 "far as they did. Make them whole again.\n",
                 places, wanted);
    return 1;
  }
  return usage.ru_maxrss > kMostMemory ? 1 : 0;
}
