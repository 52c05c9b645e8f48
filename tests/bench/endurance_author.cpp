#include "tests/bench/endurance_author.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "kiosk/pack/archive.h"
#include "tests/authoring/picture_making.h"
#include "tests/pack/temporary_folder.h"

namespace kiosk::test {
namespace fs = std::filesystem;
using nlohmann::json;

Author::Author(const fs::path& folder, unsigned threads)
    : m_folder(folder), m_making(test::making()) {
  const fs::path content = fs::path(KIOSK_SOURCE_DIR) / "content";
  static const TemporaryFolder cache;  // the same pictures for every run of this program
  m_making.cache = cache.path();
  m_making.threads = threads;
  fs::create_directories(m_folder / "content");
  for (const char* part : {"cities", "illustrations", "photos", "schema"}) {
    if (!fs::exists(content / part)) continue;
    fs::copy(content / part, m_folder / "content" / part, fs::copy_options::recursive);
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(content)) {
    if (entry.is_regular_file())
      fs::copy(entry.path(), m_folder / "content" / entry.path().filename());
  }
}

BuiltPack Author::built(int serial, const fs::path& tree) {
  std::ifstream stream(m_folder / "content" / "pack.json");
  json pack = json::parse(stream);
  stream.close();
  pack["serial"] = serial;
  write_bytes(m_folder / "content" / "pack.json", pack.dump());
  auto made = build_pack(m_folder / "content", tree, m_making);
  if (!made || !made->check.problems.empty()) {
    std::fputs("bench_endurance: the pack cannot be built\n", stderr);
    std::exit(2);
  }
  return std::move(*made);
}

void Author::write(int serial, const fs::path& file) {
  const fs::path tree = m_folder / "tree";
  fs::remove_all(tree);
  const BuiltPack made = built(serial, tree);
  if (!write_archive(file, tree, made.manifest, m_key)) {
    std::fputs("bench_endurance: the pack cannot be written\n", stderr);
    std::exit(2);
  }
  fs::remove_all(tree);
}

}  // namespace kiosk::test
