#include "platform/headless/health_script.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/headless/fixed_health.h"

namespace kiosk::platform {
namespace {

using nlohmann::json;

template <typename Value>
using Names = std::array<std::pair<std::string_view, Value>, 3>;

constexpr Names<ClockFooting> kFootings{{{"network", ClockFooting::kNetwork},
                                         {"battery", ClockFooting::kBattery},
                                         {"none", ClockFooting::kNone}}};
constexpr Names<Reserve> kReserves{
    {{"normal", Reserve::kNormal}, {"warning", Reserve::kWarning}, {"urgent", Reserve::kUrgent}}};

template <typename Value>
Result<void> take(const json& value, const Names<Value>& names, Value& to) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  for (const auto& [name, known] : names) {
    if (name != text) continue;
    to = known;
    return {};
  }
  return fail("is none of its words. Use " + std::string(names[0].first) + ", " +
              std::string(names[1].first) + " or " + std::string(names[2].first) + ".");
}

Result<void> take(const json& value, std::optional<bool>& to) {
  if (!value.is_boolean()) return fail("is neither true nor false. Write one, or null.");
  to = value.get<bool>();
  return {};
}

Result<void> take(const json& value, std::optional<double>& to) {
  if (!value.is_number()) return fail("is no number. Write one, or null.");
  to = value.get<double>();
  return {};
}

Result<void> take(const json& value, std::optional<std::uint64_t>& to) {
  if (!value.is_number_unsigned()) return fail("is no whole number of bytes. Write one, or null.");
  to = value.get<std::uint64_t>();
  return {};
}

Result<void> take(const json& value, std::optional<Millis>& to) {
  if (!value.is_number()) return fail("is no number of ms. Write one, or null.");
  to = Millis{value.get<double>()};
  return {};
}

Result<void> take(const json& value, std::string& to) {
  if (!value.is_string()) return fail("is no text. Write one, or null.");
  to = value.get<std::string>();
  return {};
}

Result<void> take(const json& value, std::vector<StorageWear>& to) {
  to.clear();
  if (!value.is_array()) return fail("is no list. Write [{\"device\", …}], or null.");
  for (const json& each : value) {
    if (!each.is_object()) return fail("holds what is no object. Write {\"device\", …}.");
    StorageWear wear;
    for (const auto& [key, part] : each.items()) {
      Result<void> done;
      if (key == "device") {
        done = take(part, wear.device);
      } else if (key == "used_percent" && part.is_number_integer()) {
        wear.used_percent = part.get<int>();
      } else if (key == "reserve") {
        done = take(part, kReserves, wear.reserve.emplace());
      } else {
        return fail("\"" + key + "\" is not right. Use device, used_percent (whole), reserve.");
      }
      if (!done) return tl::unexpected(done.error().within(key));
    }
    to.push_back(std::move(wear));
  }
  return {};
}

template <typename Value>
void leave_unsaid(Value& to) {
  to = Value();
}

// Calls `on(member)` with the one that has the name; false if none has.
template <typename On>
bool with_member(HealthSnapshot& health, std::string_view name, const On& on) {
  const auto is = [&](std::string_view key, auto& member) {
    if (key == name) on(member);
    return key == name;
  };
  return is("temperature", health.temperature) ||
         is("under_voltage_now", health.under_voltage_now) ||
         is("throttled_now", health.throttled_now) ||
         is("under_voltage_before", health.under_voltage_before) ||
         is("throttled_before", health.throttled_before) || is("free_bytes", health.free_bytes) ||
         is("size_bytes", health.size_bytes) || is("wear", health.wear) ||
         is("memory_bytes", health.memory_bytes) ||
         is("memory_available_bytes", health.memory_available_bytes) ||
         is("own_memory_bytes", health.own_memory_bytes) || is("load", health.load) ||
         is("up_time", health.up_time) || is("kernel", health.kernel) ||
         is("machine", health.machine);
}

}  // namespace

Result<HealthSnapshot> health_from(const json& value) {
  if (!value.is_object()) return fail("health is no object. Write {\"temperature\": 83} or so.");
  HealthSnapshot health = healthy_board();
  for (const auto& [key, part] : value.items()) {
    Result<void> done;
    bool known = true;
    if (key == "clock") {
      done = take(part, kFootings, health.clock);
    } else if (part.is_null()) {
      known = with_member(health, key, [](auto& member) { leave_unsaid(member); });
    } else {
      known = with_member(health, key, [&](auto& member) { done = take(part, member); });
    }
    if (!known) return fail("health." + key + " is nothing that a machine tells. Take it out.");
    if (!done) return fail("health." + key + " " + done.error().message);
  }
  return health;
}

}  // namespace kiosk::platform
