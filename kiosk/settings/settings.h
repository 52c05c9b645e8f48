// Settings: what one site decides about its kiosk, as one plain value. What is not decided stays
// as the pack or the program has it, so a Settings{} changes nothing.
//
//   read from        settings.json in the state folder, or the file that --config names
//                    (settings_file.h)
//   its form         assets/schema/settings.schema.json, whose bounds are the ones below; a test
//                    compares the two
//   hours, touches   opening_hours.h and touch_calibration.h say what follows from them
//
// A field never changes its meaning: a new meaning gets a new name. So a file of any other
// release can be read, and its unknown fields are kept for the release that knows them.
//
// Plain values, pure functions; any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/trust_rule.h"
#include "kiosk/settings/opening_hours.h"
#include "kiosk/settings/touch_calibration.h"

namespace kiosk {

inline constexpr std::size_t kLongestDeviceName = 40;    // characters
inline constexpr std::size_t kLongestAttractText = 120;  // characters
// Characters; of four bytes each they are as long as a text with a pattern may be
// (pack/schema_findings.h).
inline constexpr std::size_t kLongestFolder = 64;

template <typename Number>
struct Bounds {
  Number least;
  Number most;
  [[nodiscard]] constexpr bool hold(Number value) const { return value >= least && value <= most; }
};
inline constexpr Bounds<int> kWarnAfterBounds{10, 3600};     // s
inline constexpr Bounds<int> kCountdownBounds{5, 300};       // s
inline constexpr Bounds<int> kAttractAfterBounds{10, 3600};  // s
inline constexpr Bounds<int> kPercentBounds{0, 100};
inline constexpr Bounds<double> kPanelInchesBounds{3, 200};

struct SiteLanguages {
  // At least one. Of these, visitors are offered those that the pack has too.
  std::set<Language> offered{kLanguages.begin(), kLanguages.end()};
  std::optional<Language> first;  // one of them; nothing: the pack's
  friend bool operator==(const SiteLanguages&, const SiteLanguages&) = default;
};

// Seconds; nothing: as the pack says.
struct SiteIdle {
  std::optional<int> warn_after_s;     // without a touch, until the visitor is asked
  std::optional<int> countdown_s;      // from the question until the visit is over
  std::optional<int> attract_after_s;  // that a panel nobody has touched rests before it plays;
                                       // nothing: as long as a visitor is left alone
  friend bool operator==(const SiteIdle&, const SiteIdle&) = default;
};

// What is shown to an empty room under the title: one line, UTF-8; nothing in a language: nothing.
using AttractTexts = std::map<Language, std::string>;

struct SiteScreen {
  int brightness_percent = 100;  // of the backlight's most, which it has when it is switched on
  Rotation rotation = Rotation::kNone;
  double panel_inches = 21.5;  // its diagonal
  friend bool operator==(const SiteScreen&, const SiteScreen&) = default;
};

struct SiteFeatures {
  bool quiz = true;
  bool qr = true;      // the code to take away
  bool speech = true;  // reading aloud
  bool search = true;
  friend bool operator==(const SiteFeatures&, const SiteFeatures&) = default;
};

// Absolute paths of folders that others fill or read; nothing: there is none.
using SiteFolder = std::optional<std::string>;

struct Settings {
  std::string device_name;  // in receipts and counters, for people; empty: not given yet
  SiteLanguages languages;
  SiteIdle idle;
  AttractTexts attract_texts;
  SiteScreen screen;
  int volume_percent = 100;  // of what reading aloud would have
  TouchMatrix calibration;   // see touch_calibration.h
  OpeningHours hours;
  SiteFeatures features;
  TrustRule trust = TrustRule::kPin;
  bool counters = true;  // of visits; anonymous
  SiteFolder inbox;      // packs that come by a network: kiosk/staff/inbox_desk.h
  SiteFolder metrics;    // where readings go: kiosk/stats/metrics.h
  friend bool operator==(const Settings&, const Settings&) = default;
};

// Those of the pack that the site offers, in the pack's order; all of the pack's if there would be
// none, because visitors must be spoken to.
[[nodiscard]] std::vector<Language> languages_shown(const SiteLanguages& site,
                                                    std::span<const Language> of_pack);
// The one a visit begins in: the site's, else the pack's own, else the first that is shown.
[[nodiscard]] Language first_language(const SiteLanguages& site, std::span<const Language> shown,
                                      Language of_pack);

// Of a panel of that many pixels and that diagonal; square pixels. All must be above zero.
[[nodiscard]] double millimetres_a_pixel(double panel_inches, int width, int height);

}  // namespace kiosk
