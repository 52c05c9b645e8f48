// Damaged copies of the good pack: whatever the damage, there is a pack or there is a
// problem. What matters is what does not happen, so this test is worth most when built
// with KIOSK_SANITIZE.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "kiosk/pack/load_pack.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;

namespace {

constexpr std::uint32_t kSeed = 20251031;

bool pack_or_problem(const fs::path& folder) {
  const auto pack = load_pack(folder);
  if (pack) return true;
  bool told = !pack.error().empty();
  for (const Problem& problem : pack.error()) told = told && problem.sentence().size() > 10;
  return told;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

// Runs damage(bytes, round) for each file of the pack and loads the pack after it.
template <typename Damage>
void for_damaged_packs(int rounds, Damage damage) {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  const std::vector<fs::path> files = files_in(folder.path());
  REQUIRE(files.size() >= 7);
  for (const fs::path& file : files) {
    const std::string whole = test::read_bytes(file);
    for (int round = 0; round < rounds; ++round) {
      CAPTURE(file.string());
      CAPTURE(round);
      test::write_bytes(file, damage(whole, round));
      CHECK(pack_or_problem(folder.path()));
    }
    test::write_bytes(file, whole);
  }
  CHECK(load_pack(folder.path()).has_value());
}

}  // namespace

TEST_CASE("a file cut off anywhere gives a pack or a problem") {
  constexpr int kCuts = 60;
  for_damaged_packs(kCuts, [](const std::string& whole, int round) {
    return whole.substr(0, whole.size() * static_cast<std::size_t>(round) / kCuts);
  });
}

TEST_CASE("a flipped bit anywhere gives a pack or a problem") {
  std::mt19937 random(kSeed);
  for_damaged_packs(120, [&](std::string bytes, int /*round*/) {
    bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
    return bytes;
  });
}

TEST_CASE("a piece of the file put elsewhere in it gives a pack or a problem") {
  std::mt19937 random(kSeed);
  for_damaged_packs(60, [&](std::string bytes, int /*round*/) {
    const std::string piece = bytes.substr(random() % bytes.size(), 1 + random() % 40);
    return bytes.insert(random() % bytes.size(), piece);
  });
}

TEST_CASE("values of the wrong kind anywhere give a pack or a problem") {
  const std::vector<std::string> strange{"null",        "[]",        "{}",   "\"\"",
                                         "-1",          "1e300",     "true", "[[[]]]",
                                         "{\"fr\":{}}", "\"../..\"", "0.5"};
  std::mt19937 random(kSeed);
  for_damaged_packs(80, [&](std::string bytes, int /*round*/) {
    const std::size_t colon = bytes.find(": ", random() % bytes.size());
    if (colon == std::string::npos) return bytes;
    const std::size_t end = bytes.find_first_of(",\n", colon);
    return bytes.replace(colon + 2, end - colon - 2, strange[random() % strange.size()]);
  });
}

TEST_CASE("a text as long as allowed does not overrun the matching of its pattern") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  const fs::path file = folder.path() / "cities/delta.json";
  std::string bytes = test::read_bytes(file);
  for (const std::string& field : {std::string("\"GM\""), std::string("\"delta\"")}) {
    std::string longer = bytes;
    longer.replace(longer.find(field), field.size(), "\"" + std::string(8192, 'a') + "\"");
    test::write_bytes(file, longer);
    CHECK(pack_or_problem(folder.path()));
  }
}

// Lists of the largest size, all wrong in the same way, in as many files as it takes.
TEST_CASE("a pack made to be complained about without end is refused within bounds") {
  const test::TemporaryFolder folder;
  test::copy_over(test::test_packs() / "good", folder.path());
  std::string themes = "[{\"themes\": [1";
  for (int i = 0; i < 4000; ++i) themes += ",1";
  test::write_bytes(folder.path() / "agreements.json", themes + "]}]");
  std::string facts = "{\"facts\": [{}";
  for (int i = 0; i < 4000; ++i) facts += ",{}";
  for (const char* name : {"a", "b", "c"}) {
    test::write_bytes(folder.path() / "cities" / (std::string(name) + ".json"), facts + "]}");
  }
  const auto pack = load_pack(folder.path());
  REQUIRE_FALSE(pack.has_value());
  CHECK(pack.error().size() == kMaxProblems + 1);
  CHECK(pack.error().back().sentence() ==
        "and so on: there are more problems than these. Correct these first.");
}
