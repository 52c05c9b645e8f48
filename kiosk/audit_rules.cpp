#include "kiosk/audit_rules.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "kiosk/app/touch_intents.h"

namespace kiosk {
namespace {

constexpr float kApart = 2;           // mm
constexpr float kSeatedShare = 0.6F;  // of the panel's height, from below
constexpr float kLoweredShare = 0.4F;
constexpr float kLetterAtLargest = 6;  // mm, of a capital
constexpr float kLetterAtSmallest = 4;
// Of a face's size, measured with hb-shape: Noto's capital H, and the alef of Noto Kufi.
constexpr float kCapital = 0.714F;
constexpr float kAlef = 0.76F;
constexpr double kReadable = 4.5;
constexpr double kReadableInContrast = 7;
constexpr double kWorstShare = 0.05;  // of the places behind a text: antialiased edges
constexpr int kSamples = 20;          // a side of the grid laid behind a text

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

Colour over(Colour above, Colour below) {
  const auto mixed = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>((a * above.a + b * (255 - above.a) + 127) / 255);
  };
  return {mixed(above.r, below.r), mixed(above.g, below.g), mixed(above.b, below.b), 255};
}

bool is_button(const Zone& zone) {
  return zone.role == ZoneRole::kButton && zone.enabled && zone.focusable;
}

bool is_seen(std::span<const Zone> zones, const Zone& zone) {
  return zone_at(zones, zone.rect.centre()) == &zone;
}

bool starts(const std::string& id, std::string_view with) { return id.rfind(with, 0) == 0; }

// What belongs to what is shown, not to how it is operated.
bool is_content(const Zone& zone) {
  return zone.in_list || !zone.path.empty() || starts(zone.id, "city:") ||
         starts(zone.id, "home:") || starts(zone.id, "cluster:") || starts(zone.id, "label:") ||
         starts(zone.id, "staff:import") || starts(zone.id, "chip:") || zone.id == "picture" ||
         zone.id == "attract";
}

std::string measured(const char* format, double value, double least) {
  char words[96];
  std::snprintf(words, sizeof words, format, value, least);
  return words;
}

}  // namespace

double contrast_of(Colour a, Colour b) {
  const double one = luminance(a) + 0.05;
  const double two = luminance(b) + 0.05;
  return std::max(one, two) / std::min(one, two);
}

std::vector<RuleFinding> without_label(std::span<const Zone> zones) {
  std::vector<RuleFinding> findings;
  for (const Zone& zone : zones) {
    if (zone.role != ZoneRole::kSurface && zone.label.empty()) {
      findings.push_back({zone.id, "has no words that could be spoken"});
    }
  }
  return findings;
}

std::vector<RuleFinding> too_close(std::span<const Zone> zones, float px_per_mm) {
  std::vector<const Zone*> buttons;
  for (const Zone& zone : zones) {
    if (is_button(zone) && !is_content(zone) && is_seen(zones, zone)) buttons.push_back(&zone);
  }
  std::vector<RuleFinding> findings;
  const float least = kApart * px_per_mm - 0.5F;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    for (std::size_t j = i + 1; j < buttons.size(); ++j) {
      const Rect& a = buttons[i]->rect;
      const Rect& b = buttons[j]->rect;
      const float across = std::max(a.x - b.right(), b.x - a.right());
      const float down = std::max(a.y - b.bottom(), b.y - a.bottom());
      const float gap = std::max(across, down);
      // One within another is meant; the audit tells overlaps apart from this.
      if (gap < 0 || gap >= least) continue;
      findings.push_back(
          {buttons[i]->id, "stands " +
                               measured("%.1f mm from, less than %.0f: ", gap / px_per_mm, kApart) +
                               buttons[j]->id});
    }
  }
  return findings;
}

std::vector<RuleFinding> out_of_reach(std::span<const Zone> zones, const State& state) {
  const bool card = state.sheet == Sheet::kAccess || state.sheet == Sheet::kSearch ||
                    state.sheet == Sheet::kTakeAway || state.sheet == Sheet::kQuiz ||
                    state.shelf != Shelf::kNone;
  const float share = state.access.reach && !card ? kLoweredShare : kSeatedShare;
  const float highest = state.panel.size.y * (1 - share);
  // Without the wish for it, sheets that are read or chosen from may use all of the panel.
  // The staff's settings and figures are many, and stand close.
  const bool close = state.staff && state.staff->page != StaffPage::kPin &&
                     state.staff->page != StaffPage::kContent;
  if (close || (!state.access.reach && state.sheet != Sheet::kNone)) return {};
  // Larger texts need all of the panel for the sheet that makes them smaller again.
  if (state.sheet == Sheet::kAccess && state.access.text_scale > 1) return {};
  std::vector<RuleFinding> findings;
  for (const Zone& zone : zones) {
    const bool control = is_button(zone) && !is_content(zone) && zone.intent && !zone.again_in_text;
    if (!control || zone.rect.centre().y >= highest || !is_seen(zones, zone)) continue;
    const bool again = std::ranges::any_of(zones, [&](const Zone& other) {
      return is_button(other) && other.intent == zone.intent && other.rect.centre().y >= highest &&
             is_seen(zones, other);
    });
    if (again) continue;
    findings.push_back(
        {zone.id, measured("stands at %.0f %% of the panel's height, above %.0f %%",
                           100 * (1 - zone.rect.centre().y / state.panel.size.y), 100 * share)});
  }
  return findings;
}

std::vector<RuleFinding> out_of_focus(std::span<const Zone> zones, const State& state) {
  // Any key wakes the panel, or says that somebody is there.
  if (state.attract || state.seconds_left) return {};
  std::set<std::string> wanted;
  for (const Zone& zone : zones) {
    if (is_button(zone) && is_seen(zones, zone)) wanted.insert(zone.id);
  }
  std::vector<RuleFinding> findings;
  State walking = state;
  std::set<std::string> visited;
  for (std::size_t i = 0; i < wanted.size() + 1; ++i) {
    std::vector<Intent> meant;
    key_intents(KeyStroke::kNext, zones, walking, meant);
    const auto focus = std::ranges::find_if(
        meant, [](const Intent& intent) { return std::holds_alternative<FocusZone>(intent); });
    if (focus == meant.end()) break;
    walking.focus = std::get<FocusZone>(*focus).zone;
    if (!visited.insert(walking.focus).second) break;
  }
  for (const std::string& id : wanted) {
    if (!visited.contains(id)) findings.push_back({id, "is never reached by the keyboard"});
  }
  return findings;
}

std::vector<RuleFinding> too_small(std::span<const DrawnText> texts, const State& state) {
  const bool largest = state.access.text_scale >= kTextScales.back();
  const bool smallest = state.access.text_scale <= kTextScales.front();
  if (!largest && !smallest) return {};
  const float least = largest ? kLetterAtLargest : kLetterAtSmallest;
  std::vector<RuleFinding> findings;
  for (const DrawnText& text : texts) {
    const float share = text.language == Language::kArabic ? kAlef : kCapital;
    const float capital = text.px * share / state.panel.px_per_mm;
    // Whole pixels round a size by half of one.
    if (text.px <= 0 || capital >= least - 0.5F / state.panel.px_per_mm) continue;
    findings.push_back(
        {text.text, measured("has capitals of %.1f mm, less than %.0f", capital, least)});
  }
  return findings;
}

std::vector<RuleFinding> too_faint(std::span<const DrawnText> texts, const PanelPicture& behind,
                                   bool high_contrast) {
  const double least = high_contrast ? kReadableInContrast : kReadable;
  const Rect all{0, 0, static_cast<float>(behind.width), static_cast<float>(behind.height)};
  std::vector<RuleFinding> findings;
  for (const DrawnText& text : texts) {
    // Where a list goes on its texts fade: what is read stands in the middle of it.
    Rect read = text.clip;
    if (read.h < all.h - 1) read = {read.x, read.y + 0.07F * all.h, read.w, read.h - 0.14F * all.h};
    const Rect box = text.ink.intersection(read).intersection(all);
    if (box.w < 2 || box.h < 2) continue;
    std::vector<double> found;
    for (int i = 0; i < kSamples; ++i) {
      for (int j = 0; j < kSamples; ++j) {
        const auto x = static_cast<int>(box.x + box.w * (static_cast<float>(i) + 0.5F) / kSamples);
        const auto y = static_cast<int>(box.y + box.h * (static_cast<float>(j) + 0.5F) / kSamples);
        const std::uint32_t pixel =
            behind.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(behind.width) +
                          static_cast<std::size_t>(x)];
        const Colour ground{static_cast<std::uint8_t>(pixel),
                            static_cast<std::uint8_t>(pixel >> 8U),
                            static_cast<std::uint8_t>(pixel >> 16U), 255};
        // An outline is what the letters stand on.
        const Colour under = over(text.outline, ground);
        found.push_back(contrast_of(over(text.ink_colour, under), under));
      }
    }
    const auto worst = found.begin() +
                       static_cast<std::ptrdiff_t>(kWorstShare * static_cast<double>(found.size()));
    std::nth_element(found.begin(), worst, found.end());
    if (*worst >= least) continue;
    findings.push_back(
        {text.text, measured("has a contrast of %.1f, less than %.1f", *worst, least)});
  }
  return findings;
}

}  // namespace kiosk
