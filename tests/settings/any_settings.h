// Settings by chance, all within their bounds, for tests of what must hold for any of them.
#pragma once

#include <chrono>
#include <random>
#include <string>

#include "kiosk/settings/settings.h"

namespace kiosk {

class AnySettings {
 public:
  explicit AnySettings(unsigned seed) : m_random(seed) {}

  [[nodiscard]] Settings next() {
    Settings settings;
    settings.device_name = maybe() ? text(kLongestDeviceName) : "";
    add_languages(settings.languages);
    settings.idle.warn_after_s = maybe_between(kWarnAfterBounds);
    settings.idle.countdown_s = maybe_between(kCountdownBounds);
    settings.idle.attract_after_s = maybe_between(kAttractAfterBounds);
    for (const Language language : kLanguages) {
      if (maybe()) settings.attract_texts[language] = text(kLongestAttractText);
    }
    settings.screen.brightness_percent = between(0, 100);
    settings.screen.rotation = kRotations.at(static_cast<std::size_t>(between(0, 3)));
    settings.screen.panel_inches = real(kPanelInchesBounds.least, kPanelInchesBounds.most);
    settings.volume_percent = between(0, 100);
    settings.calibration = calibration();
    add_hours(settings.hours);
    settings.features = {maybe(), maybe(), maybe(), maybe()};
    settings.trust = maybe() ? TrustRule::kPin : TrustRule::kSigned;
    settings.counters = maybe();
    if (maybe()) settings.inbox = "/" + text(kLongestFolder - 1);
    if (maybe()) settings.metrics = "/" + text(20);
    return settings;
  }

  [[nodiscard]] int between(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(m_random);
  }
  [[nodiscard]] bool maybe() { return between(0, 1) == 1; }

 private:
  [[nodiscard]] double real(double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(m_random);
  }

  [[nodiscard]] std::optional<int> maybe_between(Bounds<int> bounds) {
    if (maybe()) return std::nullopt;
    return between(bounds.least, bounds.most);
  }

  // At least one character, of several scripts and sizes; no blank at either end.
  [[nodiscard]] std::string text(std::size_t most) {
    constexpr const char* kLetters[] = {"a", "É", "س", "ⵣ", "🙂", "\"", "\\", "/", "·", " ", "{"};
    const int characters = between(1, static_cast<int>(most) - 2);
    std::string text = "x";
    for (int i = 0; i < characters; ++i) text += kLetters[between(0, 10)];
    return text + "y";
  }

  void add_languages(SiteLanguages& languages) {
    const Language kept = kLanguages.at(static_cast<std::size_t>(between(0, 4)));
    for (const Language language : kLanguages) {
      if (language != kept && maybe()) languages.offered.erase(language);
    }
    if (maybe()) languages.first = kept;
  }

  [[nodiscard]] TouchMatrix calibration() {
    for (;;) {
      const TouchMatrix matrix{real(-2, 2), real(-2, 2), real(-1, 1),
                               real(-2, 2), real(-2, 2), real(-1, 1)};
      if (is_sound(matrix)) return matrix;
    }
  }

  void add_hours(OpeningHours& hours) {
    hours.used = maybe();
    for (auto& day : hours.days) {
      day = DaySpan{between(0, kDayMinutes - 1), between(0, kDayMinutes)};
      if (!is_sound(*day) || maybe()) day.reset();
    }
    const std::chrono::sys_days first = std::chrono::year(kEarliestYear) / 1 / 1;
    for (int dates = between(0, 12); dates > 0; --dates) {
      hours.closed.insert(
          std::chrono::year_month_day(first + std::chrono::days(between(0, 73'000))));
    }
  }

  std::mt19937 m_random;
};

}  // namespace kiosk
