#include "kiosk/settings/settings_document.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <string>

#include "any_settings.h"
#include "kiosk/settings/settings_fields.h"

using namespace kiosk;
using nlohmann::ordered_json;

namespace {

SettingsDocument understand(const std::string& text) {
  return understand_settings(text, "settings.json");
}

std::string sentences(const SettingsDocument& read) {
  std::string all;
  for (const Problem& problem : read.problems) all += problem.sentence() + "\n";
  return all;
}

// A few fields that no program knows, at any level, between those that it does.
ordered_json with_strangers(ordered_json object, AnySettings& any, int depth = 0) {
  ordered_json grown = ordered_json::object();
  int number = 0;
  const auto add = [&] {
    if (!any.maybe()) return;
    const std::string name = "strange_future_field_" + std::to_string(++number);
    if (any.maybe()) {
      grown[name] = {{"z", 1}, {"a", {1.5, nullptr, true, "ⵣ"}}};
    } else {
      grown[name] = any.between(-1'000'000, 1'000'000);
    }
  };
  for (auto& [name, value] : object.items()) {
    add();
    grown[name] = value.is_object() && depth < 3 ? with_strangers(value, any, depth + 1) : value;
  }
  add();
  return grown;
}

// What is strange in it, in its order, with the path to each.
void list_strangers(const ordered_json& object, const std::string& path, std::string& all) {
  for (const auto& [name, value] : object.items()) {
    const std::string inner = path + "/" + name;
    if (name.starts_with("strange_")) {
      all += inner + "=" + value.dump() + "\n";
    } else if (value.is_object()) {
      list_strangers(value, inner, all);
    }
  }
}

std::string order_of(const ordered_json& document) {
  std::string all;
  for (const auto& [name, value] : document.items()) {
    all += name;
    if (value.is_object()) all += "(" + order_of(value) + ")";
    all += " ";
  }
  return all;
}

}  // namespace

TEST_CASE("settings document: an empty object is the defaults") {
  const SettingsDocument read = understand("{}");
  CHECK(!read.broken);
  CHECK(read.problems.empty());
  CHECK(read.settings == Settings());
}

TEST_CASE("settings document: the defaults are written and read without a word") {
  const SettingsDocument read = understand(text_of_document(whole_document({})));
  CHECK(sentences(read) == "");
  CHECK(read.notes.empty());
  CHECK(read.settings == Settings());
}

TEST_CASE("settings document: any settings are read as they were written") {
  AnySettings any(2026);
  for (int round = 0; round < 300; ++round) {
    const Settings settings = any.next();
    const SettingsDocument whole = understand(text_of_document(whole_document(settings)));
    CHECK(sentences(whole) == "");
    CHECK(whole.settings == settings);
    const ordered_json few = changed_document(ordered_json::object(), Settings(), settings);
    CHECK(understand(text_of_document(few)).settings == settings);
    CHECK(!trouble_with(settings));
  }
}

TEST_CASE("settings document: a change leaves all else as it was, in its order") {
  AnySettings any(77);
  for (int round = 0; round < 200; ++round) {
    const Settings before = any.next();
    const Settings after = any.next();
    const ordered_json old = with_strangers(whole_document(before), any);
    const SettingsDocument read = understand(text_of_document(old));
    REQUIRE(sentences(read) == "");
    REQUIRE(read.settings == before);
    const ordered_json changed = changed_document(read.document, before, after);
    CHECK(order_of(changed) == order_of(old));
    std::string strange_before;
    std::string strange_after;
    list_strangers(old, "", strange_before);
    list_strangers(changed, "", strange_after);
    CHECK(strange_before == strange_after);
    CHECK(understand(text_of_document(changed)).settings == after);
    // Each of them is told of once, and none is a problem.
    const auto told = static_cast<std::ptrdiff_t>(read.notes.size());
    CHECK(told == std::count(strange_before.begin(), strange_before.end(), '\n'));
  }
}

TEST_CASE("settings document: nothing changed, nothing is written") {
  const ordered_json document = ordered_json::parse(R"({"counters": 7, "trust": "pin"})");
  CHECK(changed_document(document, Settings(), Settings()) == document);
}

TEST_CASE("settings document: what was not understood stays until its field is changed") {
  const SettingsDocument read =
      understand(R"({"screen": {"brightness_percent": "bright", "panel_inches": 32}})");
  CHECK(read.settings.screen.panel_inches == 32);
  CHECK(read.settings.screen.brightness_percent == 100);
  Settings after = read.settings;
  after.volume_percent = 30;
  ordered_json changed = changed_document(read.document, read.settings, after);
  CHECK(changed["screen"]["brightness_percent"] == "bright");
  after.screen.brightness_percent = 60;
  changed = changed_document(changed, read.settings, after);
  CHECK(changed["screen"].dump() == R"({"brightness_percent":60,"panel_inches":32})");
  CHECK(understand(text_of_document(changed)).settings == after);
}

TEST_CASE("settings document: a change makes room where something else stands in its way") {
  const SettingsDocument read = understand(R"({"screen": 5, "strange": 1})");
  CHECK(!read.broken);
  Settings after = read.settings;
  after.screen.brightness_percent = 60;
  const ordered_json changed = changed_document(read.document, read.settings, after);
  CHECK(changed.dump() == R"({"screen":{"brightness_percent":60},"strange":1})");
}

TEST_CASE("settings document: settings beyond their bounds are not taken") {
  const auto refused = [](auto change) {
    Settings settings;
    change(settings);
    const auto trouble = trouble_with(settings);
    return trouble ? trouble->path : "";
  };
  CHECK(refused([](Settings& s) { s.screen.brightness_percent = 101; }) ==
        "screen.brightness_percent");
  CHECK(refused([](Settings& s) { s.volume_percent = -1; }) == "sound.volume_percent");
  CHECK(refused([](Settings& s) { s.idle.countdown_s = 4; }) == "idle.countdown_s");
  CHECK(refused([](Settings& s) { s.screen.panel_inches = std::nan(""); }) ==
        "screen.panel_inches");
  CHECK(refused([](Settings& s) { s.device_name = std::string(41, 'x'); }) == "device.name");
  CHECK(refused([](Settings& s) { s.languages.offered.clear(); }) == "languages.offered");
  CHECK(refused([](Settings& s) {
          s.languages.offered = {Language::kArabic};
          s.languages.first = Language::kFrench;
        }) == "languages.first");
  CHECK(refused([](Settings& s) { s.attract_texts[Language::kFrench] = " x"; }) ==
        "attract.text.fr");
  CHECK(refused([](Settings& s) { s.calibration.xx = 0; }) == "touch.calibration");
  CHECK(refused([](Settings& s) { s.hours.days[0] = DaySpan{60, 60}; }) == "hours.monday");
  CHECK(trouble_with([] {
    Settings settings;
    settings.device_name = "\xFF\xFE";  // no UTF-8
    return settings;
  }()));
  CHECK(trouble_with([] {
    Settings settings;
    settings.attract_texts[Language::kArabic] = "two\nlines";
    return settings;
  }()));
}

// The header's bounds and the schema's are the same numbers.
TEST_CASE("settings document: what the schema allows is what the fields take") {
  std::ifstream file(KIOSK_SOURCE_DIR "/assets/schema/settings.schema.json");
  const auto schema = nlohmann::json::parse(file);
  const auto at = [&](const char* group, const char* field) {
    return schema.at("properties").at(group).at("properties").at(field);
  };
  const auto bounds = [](const nlohmann::json& field, auto expected) {
    CHECK(field.at("minimum") == expected.least);
    CHECK(field.at("maximum") == expected.most);
  };
  bounds(at("idle", "warn_after_s"), kWarnAfterBounds);
  bounds(at("idle", "countdown_s"), kCountdownBounds);
  bounds(at("idle", "attract_after_s"), kAttractAfterBounds);
  bounds(at("screen", "brightness_percent"), kPercentBounds);
  bounds(at("sound", "volume_percent"), kPercentBounds);
  bounds(at("screen", "panel_inches"), kPanelInchesBounds);
  CHECK(at("device", "name").at("maxLength") == kLongestDeviceName);
  for (const Language language : kLanguages) {
    const nlohmann::json texts = at("attract", "text").at("properties");
    CHECK(texts.at(std::string(code(language))).at("maxLength") == kLongestAttractText);
  }
  for (const char* folder : {"inbox", "metrics"}) {
    CHECK(schema.at("properties").at(folder).at("maxLength") == kLongestFolder);
  }
  CHECK(at("hours", "closed_dates").at("maxItems") == kMostClosedDates);
  CHECK(at("touch", "calibration").at("items").at("maximum") == kLargestTouchNumber);

  // And every field of ours stands in it, with our default; no other does.
  const ordered_json defaults = whole_document({});
  std::size_t in_schema = 0;
  const std::function<void(const nlohmann::json&)> count = [&](const nlohmann::json& node) {
    for (const auto& [name, field] : node.at("properties").items()) {
      if (field.contains("properties")) {
        count(field);
      } else if (!name.starts_with('$')) {
        ++in_schema;
      }
    }
  };
  count(schema);
  CHECK(in_schema == settings_fields().size());
  for (const SettingsField& field : settings_fields()) {
    const nlohmann::json* node = &schema;
    for (const std::string& step : field.steps) node = &node->at("properties").at(step);
    if (node->contains("$ref")) node = &schema.at("$defs").at("day");
    CAPTURE(field.path());
    CHECK(nlohmann::json(field.write({})) == node->at("default"));
  }
}

// Bits turned over, bytes left out, ends cut off: whatever comes out, it is read without harm.
TEST_CASE("settings document: any bytes are read, and what applies is sound") {
  AnySettings any(4711);
  std::mt19937 random(4711);
  int broken = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string text = text_of_document(whole_document(any.next()));
    for (int harm = any.between(1, 6); harm > 0; --harm) {
      const std::size_t at = random() % text.size();
      switch (any.between(0, 3)) {
        case 0:
          text[at] = static_cast<char>(random() % 256);
          break;
        case 1:
          text.erase(at, 1 + random() % 9);
          break;
        case 2:
          text.insert(at, text.substr(random() % text.size(), random() % 20));
          break;
        default:
          if (any.between(0, 9) == 0) text.resize(at + 1);
      }
      if (text.empty()) text = "{";
    }
    const SettingsDocument read = understand(text);
    broken += read.broken ? 1 : 0;
    CHECK(!trouble_with(read.settings));
    if (read.broken) {
      CHECK(read.settings == Settings());
      CHECK(read.problems.size() == 1);
    }
  }
  CHECK(broken > 100);  // or the harm did none
  CHECK(broken < 1490);
}
