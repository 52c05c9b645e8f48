#include "kiosk/settings/settings_fields.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "kiosk/pack/problem.h"
#include "kiosk/settings/field_texts.h"

namespace kiosk {

namespace {

using nlohmann::ordered_json;
using Steps = std::vector<std::string>;
using Troubles = std::vector<FieldTrouble>;

std::string joined_steps(const Steps& steps) {
  std::string path;
  for (const std::string& step : steps) path = joined(path, step);
  return path;
}

// The accessors below are generic lambdas: the same one reads from a const Settings and writes
// into another.

template <typename Place>
SettingsField flag(Steps steps, Place place) {
  return {std::move(steps), false,
          [place](const ordered_json& value, Settings& settings, Troubles&) {
            if (!value.is_boolean()) return false;
            place(settings) = value.get<bool>();
            return true;
          },
          [place](const Settings& settings) -> ordered_json { return place(settings); }};
}

std::optional<int> whole_number(const ordered_json& value, Bounds<int> bounds) {
  if (!value.is_number_integer()) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  if (number < bounds.least || number > bounds.most) return std::nullopt;
  return static_cast<int>(number);
}

template <typename Place>
SettingsField number(Steps steps, Bounds<int> bounds, Place place) {
  return {std::move(steps), false,
          [place, bounds](const ordered_json& value, Settings& settings, Troubles&) {
            const auto given = whole_number(value, bounds);
            if (given) place(settings) = *given;
            return given.has_value();
          },
          [place](const Settings& settings) -> ordered_json { return place(settings); }};
}

// null: as the pack or the program has it.
template <typename Place>
SettingsField optional_number(Steps steps, Bounds<int> bounds, Place place) {
  return {std::move(steps), false,
          [place, bounds](const ordered_json& value, Settings& settings, Troubles&) {
            const auto given = whole_number(value, bounds);
            if (!given && !value.is_null()) return false;
            place(settings) = given;
            return true;
          },
          [place](const Settings& settings) -> ordered_json {
            const std::optional<int>& given = place(settings);
            return given ? ordered_json(*given) : ordered_json();
          }};
}

// One of a few values, each written in one way; the first pair that fits wins.
template <typename Value, typename Written, typename Place>
SettingsField choice(Steps steps, std::vector<std::pair<Value, Written>> choices, Place place) {
  return {std::move(steps), false,
          [place, choices](const ordered_json& value, Settings& settings, Troubles&) {
            for (const auto& [meant, written] : choices) {
              if (value != ordered_json(written)) continue;
              place(settings) = meant;
              return true;
            }
            return false;
          },
          [place, choices](const Settings& settings) -> ordered_json {
            for (const auto& [meant, written] : choices) {
              if (meant == place(settings)) return written;
            }
            return nullptr;
          }};
}

std::optional<std::string> text_of(const ordered_json& value) {
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<Language> language_of(const ordered_json& value) {
  const auto text = text_of(value);
  return text ? language_from(*text) : std::nullopt;
}

SettingsField device_name() {
  const Steps steps{"device", "name"};
  return {steps, false,
          [steps](const ordered_json& value, Settings& settings, Troubles& troubles) {
            const auto text = text_of(value);
            if (!text || characters_in(*text) > kLongestDeviceName) return false;
            if (auto why = not_tidy(*text); why && !text->empty()) {
              troubles.push_back({joined_steps(steps), why->what, why->remedy});
              return false;
            }
            settings.device_name = *text;
            return true;
          },
          [](const Settings& settings) -> ordered_json { return settings.device_name; }};
}

SettingsField attract_text(Language language) {
  const Steps steps{"attract", "text", std::string(code(language))};
  return {steps, false,
          [steps, language](const ordered_json& value, Settings& settings, Troubles& troubles) {
            if (value.is_null()) {
              settings.attract_texts.erase(language);
              return true;
            }
            const auto text = text_of(value);
            if (!text || characters_in(*text) > kLongestAttractText) return false;
            if (auto why = not_tidy(*text)) {
              troubles.push_back({joined_steps(steps), why->what, why->remedy});
              return false;
            }
            settings.attract_texts[language] = *text;
            return true;
          },
          [language](const Settings& settings) -> ordered_json {
            const auto found = settings.attract_texts.find(language);
            return found == settings.attract_texts.end() ? ordered_json()
                                                         : ordered_json(found->second);
          }};
}

// What it means must not depend on where the program was started.
template <typename Place>
SettingsField folder(Steps steps, Place place) {
  return {steps, false,
          [steps, place](const ordered_json& value, Settings& settings, Troubles& troubles) {
            if (value.is_null()) {
              place(settings).reset();
              return true;
            }
            const auto text = text_of(value);
            if (!text || characters_in(*text) > kLongestFolder) return false;
            if (text->size() < 2 || !text->starts_with('/')) return false;
            if (auto why = not_tidy(*text)) {
              troubles.push_back({joined_steps(steps), why->what, why->remedy});
              return false;
            }
            place(settings) = *text;
            return true;
          },
          [place](const Settings& settings) -> ordered_json {
            const SiteFolder& named = place(settings);
            return named ? ordered_json(*named) : ordered_json();
          }};
}

SettingsField languages_offered() {
  return {{"languages", "offered"},
          false,
          [](const ordered_json& value, Settings& settings, Troubles&) {
            if (!value.is_array() || value.empty()) return false;
            std::set<Language> offered;
            for (const ordered_json& entry : value) {
              const auto language = language_of(entry);
              if (!language || !offered.insert(*language).second) return false;
            }
            settings.languages.offered = std::move(offered);
            return true;
          },
          [](const Settings& settings) -> ordered_json {
            ordered_json codes = ordered_json::array();
            for (const Language language : settings.languages.offered) {
              codes.push_back(code(language));
            }
            return codes;
          }};
}

// After the languages offered, of which it must be one.
SettingsField language_first() {
  return {
      {"languages", "first"},
      false,
      [](const ordered_json& value, Settings& settings, Troubles& troubles) {
        const auto language = language_of(value);
        if (!language && !value.is_null()) return false;
        if (language && !settings.languages.offered.contains(*language)) {
          troubles.push_back({"languages.first",
                              in_quotes(code(*language)) + " is not among the languages offered",
                              "Offer it, or begin with another."});
          return false;
        }
        settings.languages.first = language;
        return true;
      },
      [](const Settings& settings) -> ordered_json {
        const auto& first = settings.languages.first;
        return first ? ordered_json(code(*first)) : ordered_json();
      }};
}

SettingsField panel_inches() {
  return {{"screen", "panel_inches"},
          false,
          [](const ordered_json& value, Settings& settings, Troubles&) {
            if (!value.is_number() || !kPanelInchesBounds.hold(value.get<double>())) return false;
            settings.screen.panel_inches = value.get<double>();
            return true;
          },
          [](const Settings& settings) -> ordered_json { return settings.screen.panel_inches; }};
}

SettingsField calibration() {
  return {{"touch", "calibration"},
          false,
          [](const ordered_json& value, Settings& settings, Troubles& troubles) {
            std::array<double, 6> numbers{};
            if (!value.is_array() || value.size() != numbers.size()) return false;
            for (std::size_t i = 0; i < numbers.size(); ++i) {
              if (!value[i].is_number()) return false;
              numbers.at(i) = value[i].get<double>();
            }
            const TouchMatrix matrix{numbers[0], numbers[1], numbers[2],
                                     numbers[3], numbers[4], numbers[5]};
            if (!is_sound(matrix)) {
              troubles.push_back({"touch.calibration",
                                  "these numbers would lead touches to where no finger was",
                                  "Calibrate anew, or write [1, 0, 0, 0, 1, 0]."});
              return false;
            }
            settings.calibration = matrix;
            return true;
          },
          [](const Settings& settings) -> ordered_json { return settings.calibration.numbers(); }};
}

SettingsField day_hours(std::size_t day, std::string_view name) {
  const Steps steps{"hours", std::string(name)};
  return {steps, false,
          [steps, day](const ordered_json& value, Settings& settings, Troubles& troubles) {
            const auto text = text_of(value);
            const auto hours = text ? hours_from(*text) : std::nullopt;
            if (!hours) return false;
            if (*hours && !is_sound(**hours)) {
              troubles.push_back({joined_steps(steps), in_quotes(*text) + " ends when it begins",
                                  "Write 00:00-24:00 for the whole day, or closed."});
              return false;
            }
            settings.hours.days.at(day) = *hours;
            return true;
          },
          [day](const Settings& settings) -> ordered_json {
            return text_of_hours(settings.hours.days.at(day));
          }};
}

SettingsField closed_dates() {
  return {{"hours", "closed_dates"},
          true,
          [](const ordered_json& value, Settings& settings, Troubles& troubles) {
            if (!value.is_array() || value.size() > kMostClosedDates) return false;
            std::set<std::chrono::year_month_day> closed;
            for (std::size_t i = 0; i < value.size(); ++i) {
              const auto text = text_of(value[i]);
              const auto date = text ? date_from(*text) : std::nullopt;
              if (!date) continue;  // the schema has complained
              if (is_closed_date(*date)) {
                closed.insert(*date);
              } else {
                troubles.push_back({joined("hours.closed_dates", i),
                                    "there is no day " + in_quotes(*text) + " from 2000 to 2199",
                                    "Correct the date."});
              }
            }
            settings.hours.closed = std::move(closed);
            return true;
          },
          [](const Settings& settings) -> ordered_json {
            ordered_json dates = ordered_json::array();
            for (const auto& date : settings.hours.closed) dates.push_back(text_of_date(date));
            return dates;
          }};
}

void add_hours(std::vector<SettingsField>& fields) {
  fields.push_back(flag(
      {"hours", "used"}, [](auto& s) -> auto& { return s.hours.used; }));
  constexpr std::array<std::string_view, 7> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    fields.push_back(day_hours(day, kDays.at(day)));
  }
  fields.push_back(closed_dates());
}

void add_screen(std::vector<SettingsField>& fields) {
  fields.push_back(number(
      {"screen", "brightness_percent"}, kPercentBounds,
      [](auto& s) -> auto& { return s.screen.brightness_percent; }));
  std::vector<std::pair<Rotation, int>> rotations;
  for (const Rotation rotation : kRotations) rotations.emplace_back(rotation, degrees(rotation));
  fields.push_back(choice(
      {"screen", "rotation_degrees"}, rotations,
      [](auto& s) -> auto& { return s.screen.rotation; }));
  fields.push_back(panel_inches());
  fields.push_back(calibration());
  fields.push_back(number(
      {"sound", "volume_percent"}, kPercentBounds,
      [](auto& s) -> auto& { return s.volume_percent; }));
}

void add_features(std::vector<SettingsField>& fields) {
  const auto add = [&](const char* name, auto place) {
    fields.push_back(flag({"features", name}, place));
  };
  add(
      "quiz", [](auto& s) -> auto& { return s.features.quiz; });
  add(
      "qr", [](auto& s) -> auto& { return s.features.qr; });
  add(
      "speech", [](auto& s) -> auto& { return s.features.speech; });
  add(
      "search", [](auto& s) -> auto& { return s.features.search; });
}

}  // namespace

std::string SettingsField::path() const { return joined_steps(steps); }

std::vector<SettingsField> settings_fields() {
  std::vector<SettingsField> fields{device_name(), languages_offered(), language_first()};
  fields.push_back(optional_number(
      {"idle", "warn_after_s"}, kWarnAfterBounds,
      [](auto& s) -> auto& { return s.idle.warn_after_s; }));
  fields.push_back(optional_number(
      {"idle", "countdown_s"}, kCountdownBounds,
      [](auto& s) -> auto& { return s.idle.countdown_s; }));
  fields.push_back(optional_number(
      {"idle", "attract_after_s"}, kAttractAfterBounds,
      [](auto& s) -> auto& { return s.idle.attract_after_s; }));
  for (const Language language : kLanguages) fields.push_back(attract_text(language));
  add_screen(fields);
  add_hours(fields);
  add_features(fields);
  const std::vector<std::pair<TrustRule, std::string>> rules{{TrustRule::kPin, "pin"},
                                                             {TrustRule::kSigned, "signed"}};
  fields.push_back(choice(
      {"trust"}, rules, [](auto& s) -> auto& { return s.trust; }));
  fields.push_back(flag(
      {"counters"}, [](auto& s) -> auto& { return s.counters; }));
  fields.push_back(folder(
      {"inbox"}, [](auto& s) -> auto& { return s.inbox; }));
  fields.push_back(folder(
      {"metrics"}, [](auto& s) -> auto& { return s.metrics; }));
  return fields;
}

}  // namespace kiosk
