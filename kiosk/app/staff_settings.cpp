#include "kiosk/app/staff_settings.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>

namespace kiosk {
namespace {

constexpr int kQuarterHour = 15;  // min: on and off stay on such

// The part before the first colon; the rest stays.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(':'), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

// "+15", "-5", "90".
std::optional<double> number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

template <typename Number>
Number moved(Number value, double by, const Bounds<Number>& bounds) {
  return std::clamp(static_cast<Number>(value + by), bounds.least, bounds.most);
}

void offer(SiteLanguages& languages, Language language) {
  if (!languages.offered.contains(language)) {
    languages.offered.insert(language);
  } else if (languages.offered.size() > 1) {
    languages.offered.erase(language);
    if (languages.first == language) languages.first.reset();
  }
}

// The other end of the day stays where it is; they never meet.
void move_span(DaySpan& span, bool end, int by) {
  DaySpan moved = span;
  int& moment = end ? moved.off : moved.on;
  const int most = end ? kDayMinutes : kDayMinutes - kQuarterHour;
  moment = std::clamp(moment + by, 0, most);
  if (is_sound(moved)) span = moved;
}

void close_on(OpeningHours& hours, std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (std::sscanf(std::string(text).c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok() || year < kEarliestYear || year > kLatestYear) return;
  if (hours.closed.erase(date) > 0) return;
  if (hours.closed.size() < kMostClosedDates) hours.closed.insert(date);
}

bool change_hours(OpeningHours& hours, std::string_view what, std::string_view rest) {
  if (what == "hours") {
    hours.used = !hours.used;
    return true;
  }
  if (what == "closed") {
    close_on(hours, rest);
    return true;
  }
  if (what != "day" && what != "on" && what != "off") return false;
  const auto number = number_in(take_word(rest));
  if (!number || *number < 0 || *number > 6) return true;
  auto& day = hours.days.at(static_cast<std::size_t>(*number));
  if (what == "day") {
    day = day ? std::optional<DaySpan>() : DaySpan{9 * 60, 18 * 60};
    return true;
  }
  const auto by = number_in(rest);
  if (day && by) move_span(*day, what == "off", static_cast<int>(*by));
  return true;
}

bool change_switch(Settings& settings, std::string_view what) {
  SiteFeatures& features = settings.features;
  bool* const one = what == "quiz"       ? &features.quiz
                    : what == "qr"       ? &features.qr
                    : what == "speech"   ? &features.speech
                    : what == "search"   ? &features.search
                    : what == "counters" ? &settings.counters
                                         : nullptr;
  if (one == nullptr) return false;
  *one = !*one;
  return true;
}

bool change_language(SiteLanguages& languages, std::string_view what, std::string_view rest) {
  if (what != "language" && what != "first") return false;
  const auto language = language_from(rest);
  if (what == "language" && language) offer(languages, *language);
  if (what == "first") {
    languages.first.reset();
    if (language && languages.offered.contains(*language)) languages.first = language;
  }
  return true;
}

void change_number(Settings& settings, std::string_view what, double by) {
  SiteIdle& idle = settings.idle;
  SiteScreen& screen = settings.screen;
  if (what == "warn") {
    idle.warn_after_s = moved(idle.warn_after_s.value_or(kUsualWarnAfter), by, kWarnAfterBounds);
  } else if (what == "countdown") {
    idle.countdown_s = moved(idle.countdown_s.value_or(kUsualCountdown), by, kCountdownBounds);
  } else if (what == "attract") {
    const int usual = idle.warn_after_s.value_or(kUsualWarnAfter);
    idle.attract_after_s = moved(idle.attract_after_s.value_or(usual), by, kAttractAfterBounds);
  } else if (what == "brightness") {
    screen.brightness_percent = moved(screen.brightness_percent, by, kPercentBounds);
  } else if (what == "volume") {
    settings.volume_percent = moved(settings.volume_percent, by, kPercentBounds);
  } else if (what == "inches") {
    screen.panel_inches = moved(screen.panel_inches, by, kPanelInchesBounds);
  } else if (what == "diagonal") {
    screen.panel_inches = moved(0.0, by, kPanelInchesBounds);
  } else if (what == "rotation") {
    for (const Rotation rotation : kRotations) {
      if (degrees(rotation) == static_cast<int>(by)) screen.rotation = rotation;
    }
  }
}

}  // namespace

void change_setting(Settings& settings, std::string_view change) {
  const std::string_view what = take_word(change);
  if (change_switch(settings, what)) return;
  if (change_language(settings.languages, what, change)) return;
  if (what == "trust") {
    settings.trust = change == "signed" ? TrustRule::kSigned : TrustRule::kPin;
    return;
  }
  if (change_hours(settings.hours, what, change)) return;
  if (const auto number = number_in(change)) change_number(settings, what, *number);
}

}  // namespace kiosk
