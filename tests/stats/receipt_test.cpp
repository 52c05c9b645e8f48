// A receipt goes onto a stick and comes back the same; whatever else is there is told in one
// sentence; the newest of a device counts; who is behind is named.
#include "kiosk/stats/receipt.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/refresh/device_state.h"
#include "kiosk/stats/device_identity.h"
#include "kiosk/stats/fleet.h"
#include "tests/pack/temporary_folder.h"
#include "tests/stats/sample_visits.h"

namespace fs = std::filesystem;
using namespace kiosk;
using nlohmann::json;
using test::read_bytes;
using test::write_bytes;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Receipt some_receipt(const std::string& device, char id, std::int64_t number,
                     std::int64_t serial = 3) {
  Receipt receipt;
  receipt.device = device;
  receipt.device_id = std::string(kDeviceIdDigits, id);
  receipt.number = number;
  receipt.when = {"b00", 12.5, "2026-11-28T10:00:00Z"};
  receipt.program = "0.1.0";
  receipt.shown = ReceiptPack{"smara", serial, std::string(64, 'a'), "one two", {}};
  receipt.visits = shown(test::sample_visits(200));
  return receipt;
}

FoundReceipt found(const Receipt& receipt) {
  return {receipt, receipt.device + std::to_string(receipt.number) + ".json"};
}

void install(const fs::path& state, const std::string& id, std::int64_t serial) {
  fs::create_directories(state);
  DeviceState shown;
  shown.current = InstalledPack{id + "." + std::to_string(serial),
                                id,
                                serial,
                                std::string(64, 'b'),
                                PackOrigin::kArchive,
                                "cat dog"};
  REQUIRE(write_device_state(state, shown).has_value());
  HistoryEntry entry;
  entry.what = HistoryKind::kInstalled;
  entry.id = id;
  entry.serial = serial;
  entry.when = {"boot", 60, "2026-11-01T08:00:00Z"};
  REQUIRE(add_to_history(state, entry).has_value());
}

}  // namespace

TEST_CASE("a receipt tells what a state folder holds, and is read back the same") {
  const test::TemporaryFolder folder;
  const fs::path state = folder.path() / "state";
  const fs::path stick = folder.path() / "stick";
  fs::create_directories(stick);
  install(state, "smara", 7);
  for (int i = 0; i < 40; ++i) REQUIRE(note_refusal(state, "no good \x01 \xFF").has_value());
  ReceiptRequest request{state, stick, "قاعة\u202E 1\n", "0.1.0", {}, {}, test::sample_visits()};
  request.health = {{"free_bytes", 12e9}, {"nonsense", 1.0 / 0.0}};
  request.crashes = {std::string(5000, 'x')};
  const auto left = leave_receipt(request);
  REQUIRE(left.has_value());
  const std::string id = device_identity(state)->id;
  CHECK(*left == "kiosk-receipts/1." + id + ".json");
  const auto read = read_receipts(stick);
  REQUIRE(read.has_value());
  for (const std::string& problem : read->problems) FAIL_CHECK(problem);
  REQUIRE(read->receipts.size() == 1);
  const Receipt& receipt = read->receipts.front().receipt;
  CHECK(receipt.device == "قاعة? 1?");
  CHECK(receipt.device_id == id);
  CHECK(receipt.number == 1);
  CHECK(receipt.shown->serial == 7);
  CHECK(receipt.shown->signer == "cat dog");
  CHECK(receipt.shown->since.wall == "2026-11-01T08:00:00Z");
  CHECK_FALSE(receipt.previous.has_value());
  CHECK(receipt.history.size() == kMostReceiptHistory);
  CHECK(receipt.health == std::map<std::string, double>{{"free_bytes", 12e9}});
  CHECK(receipt.crashes.front().size() == 500);
  CHECK(receipt.visits.cities == shown(test::sample_visits()).cities);
  CHECK(receipt_from(text_of(receipt), "x")->shown == receipt.shown);
  CHECK(text_of(*receipt_from(text_of(receipt), "x")) == text_of(receipt));

  // The next one takes its place and its number; an unknown clock is said to be one.
  REQUIRE(leave_receipt(request).has_value());
  CHECK(read_receipts(stick)->receipts.front().receipt.number == 2);
  CHECK(std::distance(fs::directory_iterator(stick / kReceiptsFolder), {}) == 1);
  Receipt unsure = receipt;
  unsure.when.wall.clear();
  CHECK(json::parse(text_of(unsure))["time"]["sure"] == false);
  CHECK(receipt_from(text_of(unsure), "x")->when.wall.empty());
}

TEST_CASE("the largest receipt that is written is read, cities and all") {
  const test::TemporaryFolder state;
  Tally tally;
  for (int i = 0; i < 1500; ++i) {
    tally.details.cities["a-city-with-a-long-name-in-the-pack-number-" + std::to_string(i)] = 9;
  }
  for (int week = 0; week < 106; ++week) tally.totals.weeks[{20'780 + 7 * week}] = 20;
  tally.totals.visits = 106 * 20;
  for (int i = 0; i < 30; ++i) {
    REQUIRE(note_refusal(state.path(), std::string(kLongestSentence, 'x')).has_value());
  }
  ReceiptRequest request{state.path(), {}, std::string(300, 'n'), "0.1.0", {}, {}, tally};
  for (int i = 0; i < 100; ++i) {
    request.health["number_" + std::to_string(i)] = i;
    request.crashes.emplace_back(1000, 'c');
  }
  const auto receipt = make_receipt(request);
  REQUIRE(receipt.has_value());
  const std::string text = text_of(*receipt);
  CHECK(text.size() < kLongestReceipt);
  const auto read = receipt_from(text, "x");
  REQUIRE_MESSAGE(read.has_value(), read.error().message);
  CHECK(read->visits.cities.size() == kMostReceiptCities);
}

TEST_CASE("a stick is a stranger: what is no receipt is one sentence each") {
  const json good = json::parse(text_of(some_receipt("Hall", '1', 4)));
  REQUIRE(receipt_from(good.dump(), "good.json").has_value());
  const std::vector<std::function<void(json&)>> spoils{
      [](json& r) { r.erase("device"); },
      [](json& r) { r["device"]["id"] = "../../etc"; },
      [](json& r) { r["device"]["name"] = std::string(101, 'x'); },
      [](json& r) { r["device"]["name"] = "a\nb"; },
      [](json& r) { r["device"]["name"] = "a\u202Eb"; },
      [](json& r) { r["number"] = 0; },
      [](json& r) { r["number"] = 1.5; },
      [](json& r) { r["number"] = -1; },
      [](json& r) { r["orders"] = "reboot"; },
      [](json& r) { r["format"] = 2; },
      [](json& r) { r["format"] = "1"; },
      [](json& r) { r["time"]["wall"] = "yesterday"; },
      [](json& r) { r["shown"]["id"] = "Not An Id"; },
      [](json& r) { r["shown"] = "smara"; },
      [](json& r) { r["history"] = std::vector<int>(21, 1); },
      [](json& r) { r["health"]["Free Bytes"] = 1; },
      [](json& r) { r["health"]["free"] = "much"; },
      [](json& r) { r["crashes"] = std::vector<std::string>(11, "x"); },
      [](json& r) { r["visits"]["total"] = 4; },
      [](json& r) { r["visits"]["total"] = -5; },
      [](json& r) { r["visits"]["cities"][0]["id"] = "<b>"; },
      [](json& r) { r["visits"].erase("weeks"); },
      [](json& r) { r = json::array(); },
      [](json& r) { r = nullptr; },
  };
  for (std::size_t i = 0; i < spoils.size(); ++i) {
    CAPTURE(i);
    json spoilt = good;
    spoils[i](spoilt);
    const auto read = receipt_from(spoilt.dump(), "bad.json");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().message.starts_with("bad.json"));
    CHECK(std::ranges::count(read.error().message, '\n') == 0);
    CHECK(read.error().message.ends_with("."));
    CHECK(read.error().message.size() < 400);
  }
  for (const std::string& bytes :
       {std::string(),
        std::string("\x7f"
                    "ELF"),
        good.dump().substr(0, 300), std::string(300'000, '['), std::string(300'000, ' ')}) {
    const auto read = receipt_from(bytes, "bad.json");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().message.starts_with("bad.json"));
  }
}

TEST_CASE("any value in any place is taken or refused, and nothing else") {
  const json good = json::parse(text_of(some_receipt("Hall", '1', 4)));
  const std::vector<json> values{nullptr,
                                 true,
                                 0,
                                 -1,
                                 1.5,
                                 1e300,
                                 std::int64_t{9'007'199'254'740'993},
                                 "",
                                 "x",
                                 json::array(),
                                 json::object(),
                                 json::array({nullptr})};
  // Each place, and those that it lies in; of a list its first entry stands for the others.
  std::set<std::string> places;
  const json leaves = good.flatten();
  for (const auto& [leaf, value] : leaves.items()) {
    for (json::json_pointer place(leaf); !place.empty(); place.pop_back()) {
      places.insert(place.to_string());
    }
  }
  std::erase_if(places, [](const std::string& place) {
    return place.find_first_of("123456789", place.find_last_of('/')) != std::string::npos;
  });
  std::size_t taken = 0;
  std::size_t refused = 0;
  for (const std::string& place : places) {
    for (const json& other : values) {
      json spoilt = good;
      spoilt[json::json_pointer(place)] = other;
      const auto read = receipt_from(spoilt.dump(), "x.json");
      ++(read ? taken : refused);
      if (read) CHECK(receipt_from(text_of(*read), "y.json").has_value());
      if (!read) CHECK(read.error().message.starts_with("x.json: "));
    }
  }
  CHECK(taken > 30);
  CHECK(refused > 300);
}

TEST_CASE("only plain files are read, only so many, and litter is passed over") {
  const test::TemporaryFolder stick;
  const fs::path folder = stick.path() / kReceiptsFolder;
  write_bytes(folder / "hall.json", text_of(some_receipt("Hall", '1', 1)));
  write_bytes(folder / "._hall.json", "litter");
  write_bytes(folder / "note.txt", "not ours");
  fs::create_directories(folder / "folder.json");
  fs::create_symlink("/etc/passwd", folder / "link.json");
  REQUIRE(::mkfifo((folder / "pipe.json").c_str(), 0600) == 0);
  write_bytes(folder / "long.json", std::string(kLongestReceipt + 1, ' '));
  const auto read = read_receipts(stick.path());
  REQUIRE(read.has_value());
  CHECK(read->receipts.size() == 1);
  for (const std::string& problem : read->problems) CAPTURE(problem);
  CHECK(std::ranges::any_of(read->problems,
                            [](const auto& text) { return holds(text, "long.json"); }));
  CHECK(
      std::ranges::none_of(read->problems, [](const auto& text) { return holds(text, "._hall"); }));
  CHECK(read->problems.size() <= 4);
  CHECK_FALSE(read_receipts(stick.path() / "nowhere").has_value());
  // A folder of receipts itself.
  CHECK(read_receipts(folder)->receipts.size() == 1);
}

TEST_CASE("of two receipts of a device the higher number counts, whatever the clocks say") {
  Receipt older = some_receipt("Hall", '1', 4, 2);
  older.when.wall = "2027-01-01T00:00:00Z";
  const Receipt newer = some_receipt("Hall", '1', 5, 3);
  for (const auto& order : {std::vector{found(older), found(newer)},
                            std::vector{found(newer), found(older), found(newer)}}) {
    const Fleet fleet = merged(order);
    REQUIRE(fleet.kiosks.size() == 1);
    CHECK(fleet.kiosks.front().receipt.number == 5);
    CHECK(fleet.problems.empty());
    CHECK(fleet.notes.empty());
  }
  const Fleet renamed = merged({found(older), found(some_receipt("Foyer", '1', 6))});
  CHECK(renamed.kiosks.size() == 1);
  CHECK(renamed.notes.size() == 1);
  const Fleet twins = merged({found(older), found(some_receipt("Foyer", '1', 4))});
  REQUIRE(twins.problems.size() == 1);
  CHECK(holds(twins.problems.front(), "copies of one card"));
}

TEST_CASE("who shows a lower number or another pack is behind, and visits are summed") {
  Receipt other = some_receipt("Other", '3', 1, 9);
  other.shown->id = "harbour";
  Receipt bundled = some_receipt("Bundled", '4', 1);
  bundled.shown.reset();
  Receipt quiet = some_receipt("Quiet", '5', 1, 8);
  quiet.visits = shown(test::sample_visits(3));
  const Fleet fleet =
      merged({found(some_receipt("New", '1', 1, 8)), found(some_receipt("Old", '2', 1, 7)),
              found(other), found(bundled), found(quiet)});
  CHECK(fleet.pack == "smara");
  std::map<std::string, Standing> standings;
  for (const FleetKiosk& kiosk : fleet.kiosks) standings[kiosk.receipt.device] = kiosk.standing;
  CHECK(standings == std::map<std::string, Standing>{{"New", Standing::kNewest},
                                                     {"Quiet", Standing::kNewest},
                                                     {"Old", Standing::kBehind},
                                                     {"Other", Standing::kOtherPack},
                                                     {"Bundled", Standing::kOtherPack}});
  CHECK(fleet.kiosks[2].newest == 8);
  CHECK(fleet.visits.total == 4 * 200);
  CHECK(fleet.visits.kiosks == 4);
  const auto banjul = std::ranges::find(quiet.visits.cities, "banjul", &ShownCell::key);
  CHECK(banjul == quiet.visits.cities.end());
  CHECK(fleet.visits.cities.at("banjul") % 4 == 0);
  CHECK(merged({}).kiosks.empty());
  CHECK(merged({found(bundled), found(quiet)}).pack == "smara");
  CHECK(merged({found(bundled), found(quiet), found(other)}).pack == "harbour");
}

TEST_CASE("a device has an id of its own, made once; a broken one is made anew") {
  const test::TemporaryFolder folder;
  const fs::path state = folder.path() / "state";
  const auto first = device_identity(state);
  REQUIRE(first.has_value());
  CHECK(is_device_id(first->id));
  CHECK(device_identity(state)->id == first->id);
  CHECK(take_receipt_number(state)->receipts == 1);
  CHECK(take_receipt_number(state)->receipts == 2);
  CHECK(device_identity(folder.path() / "another")->id != first->id);
  for (const char* broken : {"", "{}", "{\"id\": \"x\", \"receipts\": 1}", "[[[["}) {
    write_bytes(state / "device.json", broken);
    const auto anew = device_identity(state);
    REQUIRE(anew.has_value());
    CHECK(is_device_id(anew->id));
    CHECK(anew->id != first->id);
  }
}
