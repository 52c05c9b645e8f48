// Every folder in tests/packs/broken/ is laid over tests/packs/good/ and must give
// exactly the sentences of its expected.txt, in that order. Its delete.txt, if there
// is one, names what to remove first.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "kiosk/pack/load_pack.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;

namespace {

std::vector<std::string> lines_of(const fs::path& file) {
  std::istringstream stream(test::read_bytes(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string one_a_line(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += sentence + "\n";
  return text;
}

std::string problems_of_overlay(const fs::path& overlay) {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  for (const std::string& name : lines_of(overlay / "delete.txt")) {
    fs::remove_all(folder.path() / name);
  }
  test::copy_over(overlay, folder.path());
  fs::remove(folder.path() / "delete.txt");
  fs::remove(folder.path() / "expected.txt");

  const auto pack = load_pack(folder.path());
  if (pack) return "";
  std::vector<std::string> sentences;
  for (const Problem& problem : pack.error()) sentences.push_back(problem.sentence());
  return one_a_line(sentences);
}

}  // namespace

TEST_CASE("every broken pack is told by exactly the sentences that were written down for it") {
  std::vector<fs::path> overlays;
  for (const auto& entry : fs::directory_iterator(test::test_packs() / "broken")) {
    overlays.push_back(entry.path());
  }
  std::ranges::sort(overlays);
  REQUIRE(overlays.size() >= 40);
  for (const fs::path& overlay : overlays) {
    CAPTURE(overlay.filename().string());
    const std::vector<std::string> expected = lines_of(overlay / "expected.txt");
    CHECK_FALSE(expected.empty());
    CHECK(problems_of_overlay(overlay) == one_a_line(expected));
  }
}
