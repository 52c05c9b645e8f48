#include "platform/headless/replay_script.h"

#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "platform/headless/health_script.h"

namespace kiosk::platform {
namespace {

using nlohmann::json;

constexpr double kLongestWait = 7 * 24 * 3600 * 1000.0;  // ms
constexpr int kLargestSide = 8192;

Result<double> number(const json& value, double least, double most, const std::string& what) {
  if (!value.is_number()) return fail(what + " is no number. Write one.");
  const double found = value.get<double>();
  if (!(found >= least && found <= most)) {
    return fail(what + " is out of range. Use " + std::to_string(std::llround(least)) + " to " +
                std::to_string(std::llround(most)) + ".");
  }
  return found;
}

Result<Vec2> point(const json& value, const std::string& what) {
  if (!value.is_array() || value.size() != 2) {
    return fail(what + " is no point. Write [x, y] in panel pixels.");
  }
  const Result<double> x = number(value[0], -kLargestSide, kLargestSide, what + "[0]");
  if (!x) return tl::unexpected(x.error());
  const Result<double> y = number(value[1], -kLargestSide, kLargestSide, what + "[1]");
  if (!y) return tl::unexpected(y.error());
  return Vec2{static_cast<float>(*x), static_cast<float>(*y)};
}

Result<double> member(const json& object, const char* key, double fallback, double least,
                      double most) {
  if (!object.contains(key)) return fallback;
  return number(object[key], least, most, key);
}

Result<ReplayStep> read_wait(const json& value) {
  return number(value, 0, kLongestWait, "wait").map([](double ms) {
    return ReplayStep{WaitStep{Millis{ms}}};
  });
}

Result<ReplayStep> read_tap(const json& value) {
  if (value.is_string()) return ReplayStep{TapStep{value.get<std::string>()}};
  return point(value, "tap").map([](Vec2 at) { return ReplayStep{TapStep{at}}; });
}

Result<ReplayStep> read_drag(const json& value) {
  if (!value.is_object()) return fail("drag is no object. Write {\"from\", \"to\", \"ms\"}.");
  const Result<Vec2> from = point(value.value("from", json{}), "drag.from");
  if (!from) return tl::unexpected(from.error());
  const Result<Vec2> to = point(value.value("to", json{}), "drag.to");
  if (!to) return tl::unexpected(to.error());
  return member(value, "ms", 300, 1, kLongestWait).map([&](double ms) {
    return ReplayStep{DragStep{*from, *to, Millis{ms}}};
  });
}

Result<ReplayStep> read_pinch(const json& value) {
  if (!value.is_object()) return fail("pinch is no object. Write {\"at\", \"scale\", \"ms\"}.");
  const Result<Vec2> at = point(value.value("at", json{}), "pinch.at");
  if (!at) return tl::unexpected(at.error());
  const Result<double> scale = member(value, "scale", 1, 0.05, 20);
  if (!scale) return tl::unexpected(scale.error());
  return member(value, "ms", 400, 1, kLongestWait).map([&](double ms) {
    return ReplayStep{PinchStep{*at, *scale, Millis{ms}}};
  });
}

Result<Contact> read_contact(const json& value) {
  const bool shaped =
      value.is_array() && value.size() == 5 && value[1].is_number_integer() && value[2].is_string();
  if (!shaped) return fail("fingers holds no [t, id, \"down|move|up\", x, y]. Write such lists.");
  Contact contact;
  contact.id = value[1].get<std::int64_t>();
  const auto phase = value[2].get<std::string>();
  if (phase != "down" && phase != "move" && phase != "up") {
    return fail("fingers: \"" + phase + "\" is no phase. Use down, move or up.");
  }
  contact.phase = phase == "down"   ? ContactPhase::kDown
                  : phase == "move" ? ContactPhase::kMove
                                    : ContactPhase::kUp;
  const Result<double> at = number(value[0], 0, kLongestWait, "fingers: t");
  if (!at) return tl::unexpected(at.error());
  contact.at = Millis{*at};
  const Result<Vec2> position = point(json::array({value[3], value[4]}), "fingers: [x, y]");
  if (!position) return tl::unexpected(position.error());
  contact.position = *position;
  return contact;
}

Result<ReplayStep> read_fingers(const json& value) {
  if (!value.is_array()) return fail("fingers is no list. Write [[t, id, phase, x, y], …].");
  FingersStep step;
  for (const json& entry : value) {
    Result<Contact> contact = read_contact(entry);
    if (!contact) return tl::unexpected(contact.error());
    step.contacts.push_back(*contact);
  }
  return ReplayStep{std::move(step)};
}

Result<ReplayStep> read_bent(const json& value) {
  if (!value.is_array() || value.size() != 6) {
    return fail("bent is no matrix. Write six numbers, such as [1, 0, 0, 0, 1, 0].");
  }
  BentStep step;
  for (std::size_t i = 0; i < step.numbers.size(); ++i) {
    const Result<double> one = number(value[i], -10, 10, "bent[" + std::to_string(i) + "]");
    if (!one) return tl::unexpected(one.error());
    step.numbers[i] = *one;
  }
  return ReplayStep{step};
}

Result<ReplayStep> read_key(const json& value) {
  constexpr std::array<std::pair<std::string_view, Key>, 12> kKeys{{{"Tab", Key::kTab},
                                                                    {"Shift+Tab", Key::kBackTab},
                                                                    {"Enter", Key::kEnter},
                                                                    {"Escape", Key::kEscape},
                                                                    {"Left", Key::kLeft},
                                                                    {"Right", Key::kRight},
                                                                    {"Up", Key::kUp},
                                                                    {"Down", Key::kDown},
                                                                    {"ArrowLeft", Key::kLeft},
                                                                    {"ArrowRight", Key::kRight},
                                                                    {"ArrowUp", Key::kUp},
                                                                    {"ArrowDown", Key::kDown}}};
  const std::string name = value.is_string() ? value.get<std::string>() : std::string{};
  for (const auto& [text, key] : kKeys) {
    if (text == name) return ReplayStep{KeyStep{key}};
  }
  return fail(
      "key is none that the kiosk knows. Use Tab, Shift+Tab, Enter, Escape, Left, Right, "
      "Up or Down.");
}

Result<ReplayStep> read_resize(const json& value) {
  if (!value.is_array() || value.size() != 2) return fail("resize is no size. Write [1080, 1920].");
  const Result<double> width = number(value[0], 320, kLargestSide, "resize[0]");
  if (!width) return tl::unexpected(width.error());
  return number(value[1], 320, kLargestSide, "resize[1]").map([&](double height) {
    return ReplayStep{ResizeStep{static_cast<int>(*width), static_cast<int>(height)}};
  });
}

Result<ReplayStep> read_plug(const json& value) {
  PlugStep step;
  const json named = value.is_object() ? value.value("folder", json()) : value;
  if (value.is_object()) {
    step.full = value.value("full", json()) == json(true);
    step.read_only = value.value("read_only", json()) == json(true);
  }
  const std::string folder = named.is_string() ? named.get<std::string>() : std::string{};
  if (folder.empty() || folder.find('\0') != std::string::npos) {
    return fail("plug is no folder. Write one in quotes, such as \"stick\".");
  }
  step.folder = folder;
  return ReplayStep{std::move(step)};
}

Result<ReplayStep> read_unplug(const json& value) {
  if (value != json(true)) return fail("unplug is not true. Write {\"unplug\": true}.");
  return ReplayStep{UnplugStep{}};
}

Result<ReplayStep> read_inbox(const json& value) {
  InboxStep step;
  if (value.is_string()) {
    step.file = value.get<std::string>();
  } else if (value.is_object() && value.value("file", json()).is_string() &&
             value.value("name", json("")).is_string() &&
             value.value("bytes", json(0U)).is_number_unsigned()) {
    step.file = value["file"].get<std::string>();
    step.name = value.value("name", "");
    if (value.contains("bytes")) step.bytes = value["bytes"].get<std::uint64_t>();
  }
  if (step.file.empty()) {
    return fail(
        "inbox is no file. Write one in quotes, or {\"file\": F, \"name\": N, \"bytes\": B}.");
  }
  return ReplayStep{std::move(step)};
}

Result<ReplayStep> read_health(const json& value) {
  return health_from(value).map(
      [](HealthSnapshot health) { return ReplayStep{HealthStep{std::move(health)}}; });
}

// "2026-11-28T09:30", local.
Result<ReplayStep> read_clock(const json& value) {
  const std::string text = value.is_string() ? value.get<std::string>() : std::string{};
  std::tm parts{};
  std::istringstream stream(text);
  stream >> std::get_time(&parts, "%Y-%m-%dT%H:%M");
  const std::chrono::year_month_day date{
      std::chrono::year(parts.tm_year + 1900),
      std::chrono::month(static_cast<unsigned>(parts.tm_mon) + 1),
      std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  if (stream.fail() || !date.ok()) {
    return fail("clock is no local time. Write one such as \"2026-11-28T09:30\".");
  }
  return ReplayStep{ClockStep{std::chrono::local_days(date) + std::chrono::hours(parts.tm_hour) +
                              std::chrono::minutes(parts.tm_min)}};
}

Result<ReplayStep> read_shot(const json& value) {
  const std::string name = value.is_string() ? value.get<std::string>() : std::string{};
  const bool plain = !name.empty() && name.find('/') == std::string::npos && name.front() != '.';
  if (!plain) return fail("shot is no file name. Write one without folders, such as \"map\".");
  return ReplayStep{ShotStep{name}};
}

Result<ReplayStep> read_expect(const json& value) {
  if (!value.is_object()) return fail("expect is no object. Write {\"screen\": \"map\"} or so.");
  return ReplayStep{ExpectStep{value}};
}

Result<ReplayStep> read_step(const std::string& text) {
  const json line = json::parse(text, nullptr, false);
  if (line.is_discarded() || !line.is_object() || line.size() != 1) {
    return fail("no JSON object with one step. Write one such as {\"wait\": 500}.");
  }
  using Reader = Result<ReplayStep> (*)(const json&);
  constexpr std::array<std::pair<std::string_view, Reader>, 15> kReaders{
      {{"wait", &read_wait},
       {"tap", &read_tap},
       {"drag", &read_drag},
       {"pinch", &read_pinch},
       {"fingers", &read_fingers},
       {"bent", &read_bent},
       {"key", &read_key},
       {"resize", &read_resize},
       {"plug", &read_plug},
       {"unplug", &read_unplug},
       {"inbox", &read_inbox},
       {"health", &read_health},
       {"clock", &read_clock},
       {"shot", &read_shot},
       {"expect", &read_expect}}};
  const std::string step = line.begin().key();
  for (const auto& [name, reader] : kReaders) {
    if (name == step) return reader(line.begin().value());
  }
  return fail("\"" + step +
              "\" is no step. Use wait, tap, drag, pinch, fingers, bent, key, resize, plug, "
              "unplug, inbox, health, clock, shot or expect.");
}

}  // namespace

Result<ReplayScript> read_replay_script(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return fail(file.string() + ": cannot be opened. Check the path.");
  ReplayScript script{file, {}};
  std::string text;
  for (int number = 1; std::getline(stream, text); ++number) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<ReplayStep> step = read_step(text);
    if (!step) {
      return tl::unexpected(step.error().within(file.string() + ":" + std::to_string(number)));
    }
    script.lines.push_back({number, std::move(*step)});
  }
  if (stream.bad() || script.lines.empty()) {
    return fail(file.string() + ": holds no step. Write one JSON object a line.");
  }
  return script;
}

}  // namespace kiosk::platform
