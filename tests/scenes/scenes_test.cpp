// Scenes: every folder here is one: scene.json (its options), script.jsonl (what a visitor
// does), expected/ (the pictures and zones of its shots). The program itself is run, twice:
// both runs must give the same bytes, and the pictures must be those expected.
//
// On a difference the actual picture, the expected one and the difference stand in
// scenes-failed/ of the build folder. KIOSK_UPDATE_SCENES=1 writes expected/ anew: look at
// the pictures before you commit them.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "platform/raster/difference.h"
#include "platform/raster/png_file.h"

namespace {

namespace fs = std::filesystem;
using kiosk::raster::Picture;
using nlohmann::json;

// Text and lines are the same on Debian 12 and 13; a step or two in a channel is not seen.
constexpr int kTolerance = 6;
constexpr double kMostPercent = 0.02;
constexpr double kZonePixels = 0.51;

const fs::path kRoot = KIOSK_SOURCE_DIR;
const fs::path kScenes = kRoot / "tests" / "scenes";

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

json read_json(const fs::path& file) { return json::parse(contents(file)); }

struct Run {
  int exit = -1;
  std::string says;
  fs::path out;
};

std::string quoted(const std::string& text) { return "'" + text + "'"; }

Run play(const fs::path& scene, const json& about, const fs::path& out) {
  fs::remove_all(out);
  fs::create_directories(out);
  std::string command = "cd " + quoted(kRoot.string()) + " && " + quoted(KIOSK_PROGRAM) +
                        " --headless --replay " + quoted((scene / "script.jsonl").string()) +
                        " --out " + quoted(out.string());
  const json size = about.value("size", json{1280, 720});
  command +=
      " --size " + std::to_string(size[0].get<int>()) + "x" + std::to_string(size[1].get<int>());
  for (const json& option : about.value("options", json::array())) {
    command += " " + quoted(option.get<std::string>());
  }
  if (about.value("root_without_content", false)) {
    const fs::path root = out.string() + "-root";
    fs::remove_all(root);
    fs::create_directories(root);
    fs::create_directory_symlink(kRoot / "assets", root / "assets");
    command += " --root " + quoted(root.string());
  }
  if (about.value("state", false)) {
    const fs::path state = out.string() + "-state";
    fs::remove_all(state);
    command += " --state " + quoted(state.string());
  }
  const fs::path log = out / "stderr.txt";
  command += " 2> " + quoted(log.string());
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(log), out};
}

std::vector<std::string> shots_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".png") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// What of a shot's text is expected again: not the clock, nor the content's hash, nor the gate of
// the machine, which program/usb_gate_test.py looks after.
json lasting(json report) {
  report.erase("clock_ms");
  report.erase("pack");
  report.erase("usb_open");
  return report;
}

bool alike(const json& expected, const json& actual) {
  if (expected.is_number() && actual.is_number()) {
    return std::abs(expected.get<double>() - actual.get<double>()) <= kZonePixels;
  }
  if (expected.type() != actual.type() || expected.size() != actual.size()) return false;
  if (expected.is_array()) {
    return std::equal(expected.begin(), expected.end(), actual.begin(), alike);
  }
  if (expected.is_object()) {
    return std::all_of(expected.items().begin(), expected.items().end(), [&](const auto& item) {
      return actual.contains(item.key()) && alike(item.value(), actual[item.key()]);
    });
  }
  return expected == actual;
}

// Empty when the picture is as expected; else what is wrong, with the evidence written.
std::string picture_complaint(const fs::path& expected_file, const fs::path& actual_file,
                              const std::string& name) {
  const auto expected = kiosk::raster::read_png(expected_file);
  const auto actual = kiosk::raster::read_png(actual_file);
  if (!expected) return expected.error().message;
  if (!actual) return actual.error().message;
  const auto difference = kiosk::raster::compare(*expected, *actual, kTolerance);
  if (difference.same_size && difference.percentage <= kMostPercent) return {};
  const fs::path evidence = fs::path(KIOSK_BUILD_DIR) / "scenes-failed";
  fs::create_directories(evidence);
  fs::copy_file(expected_file, evidence / (name + ".expected.png"),
                fs::copy_options::overwrite_existing);
  fs::copy_file(actual_file, evidence / (name + ".actual.png"),
                fs::copy_options::overwrite_existing);
  if (difference.same_size) {
    static_cast<void>(
        kiosk::raster::write_png(evidence / (name + ".difference.png"), difference.picture));
  }
  return name + ": " + std::to_string(difference.percentage) + " % of the picture differs; see " +
         evidence.string();
}

void keep_as_expected(const fs::path& scene, const fs::path& out) {
  fs::remove_all(scene / "expected");
  fs::create_directories(scene / "expected");
  for (const std::string& shot : shots_in(out)) {
    fs::copy_file(out / (shot + ".png"), scene / "expected" / (shot + ".png"));
    std::ofstream(scene / "expected" / (shot + ".json"))
        << lasting(read_json(out / (shot + ".json"))).dump(1) << '\n';
  }
}

void check_scene(const fs::path& scene) {
  const std::string name = scene.filename().string();
  const json about = read_json(scene / "scene.json");
  const fs::path work = fs::path(KIOSK_BUILD_DIR) / "scenes";
  const Run first = play(scene, about, work / name);
  CAPTURE(first.says);
  CHECK(first.exit == about.value("exit", 0));
  CHECK(first.says.find(about.value("says", std::string{})) != std::string::npos);
  const Run second = play(scene, about, work / (name + "-again"));
  const std::vector<std::string> shots = shots_in(first.out);
  CHECK_FALSE(shots.empty());
  for (const std::string& shot : shots) {
    CAPTURE(shot);
    const bool same =
        contents(first.out / (shot + ".png")) == contents(second.out / (shot + ".png"));
    CHECK_MESSAGE(same, "the same replay gave other bytes the second time");
  }
  if (std::getenv("KIOSK_UPDATE_SCENES") != nullptr) {
    keep_as_expected(scene, first.out);
    MESSAGE("expected/ of " << name << " was written anew");
    return;
  }
  REQUIRE(fs::exists(scene / "expected"));
  CHECK(shots == shots_in(scene / "expected"));
  for (const std::string& shot : shots_in(scene / "expected")) {
    CAPTURE(shot);
    const fs::path expected = scene / "expected" / shot;
    CHECK_MESSAGE(alike(read_json(expected.string() + ".json"),
                        lasting(read_json(first.out / (shot + ".json")))),
                  "zones or state are not those of " << expected.string() << ".json");
    const std::string complaint = picture_complaint(expected.string() + ".png",
                                                    first.out / (shot + ".png"), name + "." + shot);
    CHECK_MESSAGE(complaint.empty(), complaint);
  }
}

TEST_CASE("every scene is drawn as expected, and twice the same") {
  int count = 0;
  std::vector<fs::path> scenes;
  for (const auto& entry : fs::directory_iterator(kScenes)) {
    if (entry.is_directory()) scenes.push_back(entry.path());
  }
  std::sort(scenes.begin(), scenes.end());
  for (const fs::path& scene : scenes) {
    CAPTURE(scene.filename().string());
    check_scene(scene);
    ++count;
  }
  CHECK(count >= 8);
}

// The comparison's broken twin: a label that moved by three pixels must not pass.
TEST_CASE("a picture with one label moved is refused") {
  const fs::path expected = kScenes / "map-fr" / "expected";
  REQUIRE(fs::exists(expected / "map.png"));
  auto picture = kiosk::raster::read_png(expected / "map.png");
  REQUIRE(picture);
  const json report = read_json(expected / "map.json");
  const auto zone = std::find_if(report["zones"].begin(), report["zones"].end(),
                                 [](const json& z) { return z["id"] == "label:ndjamena"; });
  REQUIRE(zone != report["zones"].end());
  const int x = (*zone)["rect"][0].get<int>();
  const int y = (*zone)["rect"][1].get<int>();
  const int w = (*zone)["rect"][2].get<int>();
  const int h = (*zone)["rect"][3].get<int>();
  const Picture before = *picture;
  for (int row = y; row < y + h; ++row) {
    for (int column = x; column < x + w; ++column) {
      const auto at = [&](int c) {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(before.width) +
               static_cast<std::size_t>(c);
      };
      picture->rgba.at(at(column)) = before.rgba.at(at(column - 3));
    }
  }
  const auto difference = kiosk::raster::compare(before, *picture, kTolerance);
  CHECK(difference.percentage > kMostPercent);
}

TEST_CASE("a zone that moved by a pixel is refused") {
  const json report = read_json(kScenes / "map-fr" / "expected" / "map.json");
  json moved = report;
  moved["zones"][3]["rect"][0] = moved["zones"][3]["rect"][0].get<double>() + 1;
  CHECK(alike(report, report));
  CHECK_FALSE(alike(report, moved));
}

}  // namespace
