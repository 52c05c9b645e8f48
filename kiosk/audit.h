// Audit: draws every screen of an exhibition in every language, at every text size, on
// upright and lying panels, and tells what a visitor could not read or touch: characters
// that no font has, words and lines that do not fit, texts over one another, targets that
// are too small, and what audit_rules.h measures. Half a minute for the bundled pack.
//
// Called by main.cpp (`kiosk --audit`) and by tests. Thread: the frame's.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/app/state.h"
#include "kiosk/audit_rules.h"
#include "kiosk/base/result.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "platform/display.h"

namespace kiosk {

enum class AuditProblem {
  kMissingGlyph,
  kTornWord,
  kTruncated,
  kOverflow,  // beyond the panel, its column or its button
  kCollision,
  kSmallTarget,
  kSpacing,
  kReach,
  kFocus,
  kLabel,
  kSmallText,
  kContrast
};

[[nodiscard]] std::string_view name(AuditProblem problem);

struct AuditFinding {
  AuditProblem problem = AuditProblem::kOverflow;
  std::string file;   // where the text comes from, relative to the pack or to assets/
  std::string field;  // as in "name.fr"; empty if the text is put together from several
  std::string text;   // or the zone's id
  std::string where;  // screen, language, text size, panel
  std::string what;   // a clause without a full stop
  std::string remedy;

  [[nodiscard]] std::string sentence() const;
};

struct AuditReport {
  std::size_t screens = 0;
  std::size_t texts = 0;
  std::size_t targets = 0;
  std::set<std::string> dense;  // in lists: of 10 mm at least, but not of 20; their zones
  std::vector<AuditFinding> findings;  // each text and problem once, with the first place
};

enum class AuditScope {
  kEverything,  // all screens, all text sizes
  kContent      // the map, the cities and the agreements, at the smallest and the largest size
};

// What the display was last given to present.
using Eyes = std::function<PanelPicture()>;

// Adds what it finds on that panel to the report. `display` is drawn on and never asked to
// present. Errors: the exhibition's own files cannot be read.
[[nodiscard]] Result<void> audit(const Pack& pack, const Strings& words,
                                 const std::filesystem::path& assets, platform::Display& display,
                                 const Panel& panel, AuditReport& report,
                                 AuditScope scope = AuditScope::kEverything);
// The same for contrast alone: every screen is presented without its texts, in both palettes,
// and looked at; in the pack's own language and in one that reads the other way.
[[nodiscard]] Result<void> audit_contrast(const Pack& pack, const Strings& words,
                                          const std::filesystem::path& assets,
                                          platform::Display& display, const Panel& panel,
                                          const Eyes& eyes, AuditReport& report);

}  // namespace kiosk
