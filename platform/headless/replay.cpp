#include "platform/headless/replay.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <system_error>
#include <utility>

#include "platform/raster/png_file.h"

namespace kiosk::platform {
namespace {

using nlohmann::json;

constexpr double kTickMillis = 50.0 / 3;
constexpr Millis kTapTime{66};
constexpr Millis kMoveEvery{8};         // a touch panel reports about 120 times a second
constexpr float kPinchHalfSpread = 90;  // px, where two fingers start to spread
constexpr float kPinchWidest = 300;     // px; further apart they would be two hands'
constexpr double kNear = 1e-3;          // numbers in `expect` are equal within this share

bool equal(const json& wanted, const json& found) {
  if (wanted.is_number() && found.is_number()) {
    const double a = wanted.get<double>();
    const double b = found.get<double>();
    return std::abs(a - b) <= kNear * std::max(1.0, std::abs(a));
  }
  if (wanted.is_object() && found.is_object()) {
    return std::all_of(wanted.items().begin(), wanted.items().end(), [&](const auto& item) {
      return found.contains(item.key()) && equal(item.value(), found[item.key()]);
    });
  }
  return wanted == found;
}

bool holds_zone(const json& report, const std::string& id) {
  return std::any_of(report["zones"].begin(), report["zones"].end(),
                     [&](const json& zone) { return zone["id"] == id; });
}

Result<Vec2> place_of(const json& report, const std::string& id) {
  const json& zones = report["zones"];
  const auto found = std::find_if(zones.rbegin(), zones.rend(),
                                  [&](const json& zone) { return zone["id"] == id; });
  if (found == zones.rend()) {
    return fail("there is no zone \"" + id + "\" on this screen. See the zones in a shot's .json.");
  }
  if (!(*found)["enabled"].get<bool>()) return fail("the zone \"" + id + "\" is disabled.");
  // A line tells itself where it answers.
  if (found->contains("touch")) {
    const auto at = (*found)["touch"].get<std::vector<float>>();
    return Vec2{at.at(0), at.at(1)};
  }
  const auto box = (*found)["rect"].get<std::vector<float>>();
  const Vec2 middle = Rect{box.at(0), box.at(1), box.at(2), box.at(3)}.centre();
  const auto front = std::find_if(zones.rbegin(), zones.rend(), [&](const json& zone) {
    const auto r = zone["rect"].get<std::vector<float>>();
    return !zone.contains("touch") && Rect{r.at(0), r.at(1), r.at(2), r.at(3)}.contains(middle);
  });
  if (front != zones.rend() && (*front)["id"] != id) {
    return fail("the zone \"" + id + "\" is covered by \"" + (*front)["id"].get<std::string>() +
                "\" in its middle.");
  }
  return middle;
}

}  // namespace

Replay::Replay(ManualClock& clock, QueuedInput& input, PictureDisplay& display,
               ReplayedProgram program)
    : m_clock(clock), m_input(input), m_display(display), m_program(std::move(program)) {}

std::vector<Error> Replay::run(const ReplayScript& script, const std::filesystem::path& out) {
  m_out = out;
  m_beside = script.file.parent_path();
  std::vector<Error> errors;
  tick();
  for (const ReplayLine& line : script.lines) {
    const Result<void> done =
        std::visit([this](const auto& step) { return perform(step); }, line.step);
    if (done) continue;
    errors.push_back(done.error().within(script.file.string() + ":" + std::to_string(line.number)));
  }
  return errors;
}

void Replay::tick() {
  m_clock.set(Millis{static_cast<double>(m_ticks) * kTickMillis});
  ++m_ticks;
  m_program.tick();
}

void Replay::tick_until(Millis time) {
  m_scripted = std::max(m_scripted, time);
  while (static_cast<double>(m_ticks) * kTickMillis <= m_scripted.count() + 1e-6) tick();
}

void Replay::put(Millis at, std::int64_t id, ContactPhase phase, Vec2 position) {
  const TextureSize panel = m_display.size();
  const Vec2 place = m_program.on_panel ? m_program.on_panel(position) : position;
  const double x = static_cast<double>(place.x) / panel.width;
  const double y = static_cast<double>(place.y) / panel.height;
  const std::array<double, 6>& m = m_bent.numbers;
  const Vec2 reported{static_cast<float>((m[0] * x + m[1] * y + m[2]) * panel.width),
                      static_cast<float>((m[3] * x + m[4] * y + m[5]) * panel.height)};
  m_input.put(at, Contact{id, phase, reported, at});
}

Result<void> Replay::perform(const WaitStep& step) {
  tick_until(m_scripted + step.time);
  return {};
}

Result<void> Replay::perform(const TapStep& step) {
  Vec2 at;
  if (const auto* id = std::get_if<std::string>(&step.target)) {
    const Result<Vec2> place = place_of(m_program.report(), *id);
    if (!place) return tl::unexpected(place.error());
    at = *place;
  } else {
    at = std::get<Vec2>(step.target);
  }
  put(m_scripted, 1, ContactPhase::kDown, at);
  put(m_scripted + kTapTime, 1, ContactPhase::kUp, at);
  tick_until(m_scripted + kTapTime + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const DragStep& step) {
  const Millis start = m_scripted;
  put(start, 1, ContactPhase::kDown, step.from);
  for (Millis t = kMoveEvery; t < step.time; t += kMoveEvery) {
    const auto share = static_cast<float>(t / step.time);
    put(start + t, 1, ContactPhase::kMove, step.from + (step.to - step.from) * share);
  }
  put(start + step.time, 1, ContactPhase::kMove, step.to);
  put(start + step.time, 1, ContactPhase::kUp, step.to);
  tick_until(start + step.time + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const PinchStep& step) {
  const Millis start = m_scripted;
  const auto scale = static_cast<float>(step.scale);
  const float from =
      scale >= 1 ? kPinchHalfSpread : std::min(kPinchHalfSpread / scale, kPinchWidest);
  const auto spread = [&](float share) {
    return Vec2{from * std::exp(std::log(scale) * share), 0};
  };
  put(start, 1, ContactPhase::kDown, step.at - spread(0));
  put(start, 2, ContactPhase::kDown, step.at + spread(0));
  for (Millis t = kMoveEvery; t < step.time; t += kMoveEvery) {
    const auto share = static_cast<float>(t / step.time);
    put(start + t, 1, ContactPhase::kMove, step.at - spread(share));
    put(start + t, 2, ContactPhase::kMove, step.at + spread(share));
  }
  for (const ContactPhase phase : {ContactPhase::kMove, ContactPhase::kUp}) {
    put(start + step.time, 1, phase, step.at - spread(1));
    put(start + step.time, 2, phase, step.at + spread(1));
  }
  tick_until(start + step.time + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const FingersStep& step) {
  const Millis start = m_scripted;
  Millis last{0};
  for (const Contact& contact : step.contacts) {
    put(start + contact.at, contact.id, contact.phase, contact.position);
    last = std::max(last, contact.at);
  }
  tick_until(start + last + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const BentStep& step) {
  m_bent = step;
  return {};
}

Result<void> Replay::perform(const KeyStep& step) {
  m_input.put(m_scripted, KeyPress{step.key});
  tick_until(m_scripted + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const ResizeStep& step) {
  m_display.resize({step.width, step.height});
  m_input.put(m_scripted, Resized{step.width, step.height});
  tick_until(m_scripted + Millis{kTickMillis});
  return {};
}

// Both pass one tick, so that the next line finds a program that has looked.
Result<void> Replay::perform(const PlugStep& step) {
  if (!m_program.plug) return fail("plug: this program takes no sticks. Take the line out.");
  std::error_code error;
  const std::filesystem::path beside = m_beside / step.folder;
  const bool is_beside = std::filesystem::is_directory(beside, error);
  if (Result<void> done = m_program.plug(is_beside ? beside : step.folder, step); !done) {
    return tl::unexpected(done.error().within("plug"));
  }
  tick_until(m_scripted + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const UnplugStep&) {
  if (!m_program.unplug) return fail("unplug: this program takes no sticks. Take the line out.");
  if (Result<void> done = m_program.unplug(); !done) {
    return tl::unexpected(done.error().within("unplug"));
  }
  tick_until(m_scripted + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const InboxStep& step) {
  if (!m_program.inbox) return fail("inbox: this program has none. Take the line out.");
  std::error_code error;
  InboxStep found = step;
  if (std::filesystem::exists(m_beside / step.file, error)) found.file = m_beside / step.file;
  if (Result<void> done = m_program.inbox(found); !done) {
    return tl::unexpected(done.error().within("inbox"));
  }
  tick_until(m_scripted + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const HealthStep& step) {
  if (!m_program.health) return fail("health: this program asks for none. Take the line out.");
  m_program.health(step.health);
  tick_until(m_scripted + Millis{kTickMillis});
  return {};
}

Result<void> Replay::perform(const ClockStep& step) {
  if (!m_program.set_clock) return fail("clock: this program has none. Take the line out.");
  Result<void> done = m_program.set_clock(step.local);
  tick();
  return done;
}

Result<void> Replay::perform(const ShotStep& step) {
  // Asked first: the program may have left its last picture undrawn.
  const json report = m_program.report();
  const std::filesystem::path picture = m_out / (step.name + ".png");
  if (Result<void> written = raster::write_png(picture, m_display.picture()); !written) {
    return written;
  }
  const std::filesystem::path text = m_out / (step.name + ".json");
  std::ofstream stream(text);
  stream << report.dump(1) << '\n';
  if (!stream.flush()) return fail(text.string() + ": cannot be written. Check the folder.");
  return {};
}

Result<void> Replay::perform(const ExpectStep& step) {
  const json report = m_program.report();
  for (const auto& [key, wanted] : step.wanted.items()) {
    if (key == "zones_include" || key == "zones_exclude") {
      const bool include = key == "zones_include";
      for (const json& id : wanted) {
        if (holds_zone(report, id.get<std::string>()) == include) continue;
        return fail("zone " + id.dump() + (include ? " is not there." : " is there."));
      }
      continue;
    }
    if (!report.contains(key)) return fail("\"" + key + "\" is nothing that can be expected.");
    if (!equal(wanted, report[key])) {
      return fail(key + " is " + report[key].dump() + ". Expected " + wanted.dump() + ".");
    }
  }
  return {};
}

}  // namespace kiosk::platform
