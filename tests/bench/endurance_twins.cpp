#include "tests/bench/endurance_twins.h"

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "kiosk/app/update.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/load_pack.h"
#include "tests/bench/broken_twin.h"
#include "tests/bench/endurance_clocks.h"
#include "tests/bench/endurance_promises.h"
#include "tests/bench/endurance_run.h"
#include "tests/bench/endurance_sample.h"
#include "tests/bench/watchful_display.h"

namespace kiosk::test {
namespace {

// What was told of the twins so far.
class Told {
 public:
  // Caught is what begins with what is wanted.
  void tell(const char* name, const std::string& fault, const char* wanted) {
    const bool caught = fault.starts_with(wanted);
    if (!caught) ++m_missed;
    std::cout << (caught ? "caught: " : "MISSED: ") << name << ": " << fault << '\n';
  }
  // A run that should have been good was not.
  void tell_spoilt(const std::string& fault) {
    std::cout << fault << '\n';
    ++m_missed;
  }
  [[nodiscard]] int missed() const { return m_missed; }

 private:
  int m_missed = 0;
};

struct Loss {
  const char* name;
  Twin twin;
  std::size_t Sample::*field;
  std::size_t least;
  const char* wanted;
};

std::vector<Loss> losses() {
  return {{"a texture lost", Twin::kTexture, &Sample::textures, kShelfVaries + 1,
           "textures have grown"},
          {"a descriptor lost", Twin::kDescriptor, &Sample::descriptors, 1,
           "descriptors are not constant"},
          {"a thread left", Twin::kThread, &Sample::threads, 1, "threads are not constant"},
          {"memory kept", Twin::kMemory, &Sample::in_use, kLost, "memory has grown"}};
}

// What is counted at the end of a run with this fault.
Sample after(Plan plan, Twin twin, Told& told) {
  plan.twin = twin;
  Endurance one(plan);
  if (!one.run()) told.tell_spoilt(one.fault());
  return one.last_sample();
}

// Where textures are in memory: they may come and go, what is beside them may not stay.
void try_losses_painted(const Sample& usual, Told& told) {
  Sample with_pictures = usual;
  with_pictures.texture_bytes += std::size_t{20} << 20;
  with_pictures.rss += std::size_t{20} << 20;
  with_pictures.in_use += std::size_t{20} << 20;
  told.tell("pictures that come",
            "fine" + verdict_of({usual, usual, with_pictures, with_pictures}, Painted::kYes),
            "fine");
  if (kSanitized) return;
  with_pictures.rss += kLost;
  told.tell("memory kept beside pictures",
            verdict_of({usual, usual, with_pictures, with_pictures}, Painted::kYes),
            "memory has grown");
}

void try_losses(const Plan& plan, Told& told) {
  // What is judged.
  const Sample usual{1, 100, 90 << 20, 40 << 20, 9, 5, 60, 30 << 20, 1000};
  told.tell("nothing lost", "fine" + verdict_of({usual, usual, usual}, Painted::kNo), "fine");
  try_losses_painted(usual, told);
  // What is counted: the same few visits, with and without.
  const Sample good = after(plan, Twin::kNone, told);
  for (const Loss& loss : losses()) {
    if (kSanitized && loss.twin == Twin::kMemory) continue;
    Sample later = usual;
    later.*loss.field += loss.least;
    later.rss += loss.twin == Twin::kMemory ? loss.least : 0;
    told.tell(loss.name, verdict_of({usual, usual, later}, Painted::kNo), loss.wanted);
    const Sample bad = after(plan, loss.twin, told);
    // Two runs of one program do not hold quite the same memory: one visit's worth may be missing.
    const std::size_t sure = plan.visits - (loss.twin == Twin::kMemory ? 1 : 0);
    const bool counted = bad.*loss.field >= good.*loss.field + sure * loss.least;
    told.tell(loss.name,
              (counted ? "counted, " : "not counted, ") + std::to_string(good.*loss.field) +
                  " and " + std::to_string(bad.*loss.field),
              "counted");
  }
}

// What a display is told, and what it shows.
void try_drawing(Plan plan, Told& told) {
  plan.twin = Twin::kTwice;
  Endurance twice(plan);
  static_cast<void>(twice.run());
  told.tell("a texture destroyed twice", twice.fault(),
            "a texture was destroyed that does not exist");
  plan.twin = Twin::kNone;
  plan.visits = 8;
  told.tell("a touch that the other run had not", compare_clocks(plan, Twin::kTap),
            "it was drawn otherwise");
  // A frame that cannot be.
  WatchfulDisplay display({64, 64});
  static_cast<void>(display.create_texture(platform::PixelFormat::kAlpha8, {2, 2}, {}));
  told.tell("a texture without pixels", display.complaint(), "a texture came with too few");
}

// States that cannot be, or may not stay.
void try_states(const Pack& pack, Told& told) {
  State state =
      start_state(pack, panel_of({1920, 1080}, 21.5F), pack.values().default_language, {});
  told.tell("a good state", "fine" + impossible(state, pack, 0) + left_behind(state, pack), "fine");
  state.access.contrast = true;
  told.tell("settings that stay", left_behind(state, pack), "reading comfort");
  state.camera.zoom = std::nan("");
  told.tell("a camera that is nowhere", impossible(state, pack, 0), "the camera");
}

void try_zones(Told& told) {
  std::vector<Zone> zones(2);
  zones[0].id = zones[1].id = "twice";
  zones[0].rect = zones[1].rect = {0, 0, 10, 10};
  told.tell("two zones of one name", wrong_zone(zones, {64, 64}, false), "two zones");
  zones.pop_back();
  zones[0].rect.x = 64;
  told.tell("a zone on its way", "fine" + wrong_zone(zones, {64, 64}, true), "fine");
  told.tell("a zone that stays beyond the panel", wrong_zone(zones, {64, 64}, false),
            "the zone twice");
}

}  // namespace

int self_test(Plan plan) {
  Told told;
  plan.hours = 0;
  plan.visits = 4;
  plan.changes = 0;
  plan.staff = false;
  plan.at_once = true;
  try_losses(plan, told);
  try_drawing(plan, told);
  auto pack = load_pack(std::filesystem::path(KIOSK_SOURCE_DIR) / "content");
  if (!pack) return 2;
  try_states(*pack, told);
  try_zones(told);
  return told.missed() == 0 ? 0 : 1;
}

}  // namespace kiosk::test
