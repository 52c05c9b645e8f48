#include "kiosk/audit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <utility>

#include "kiosk/app/attract.h"
#include "kiosk/app/layout.h"
#include "kiosk/app/update.h"
#include "kiosk/audit_origins.h"
#include "kiosk/audit_staff_room.h"
#include "kiosk/draw/stage.h"
#include "kiosk/draw/text_log.h"
#include "kiosk/screens/screens.h"
#include "kiosk/text/text.h"

namespace kiosk {
namespace {

constexpr float kTargetMillimetres = 20;
constexpr float kDenseMillimetres = 10;  // where many stand in a list
constexpr float kListEdge = 40;          // px: what reaches there may be cut
constexpr float kSlack = 1.5F;           // px that antialiasing may reach out
constexpr float kTouching = 0.12F;       // of a text's height: accents and tails may meet
constexpr float kMostTouching = 6;       // px
constexpr Millis kSettled{5000};

class Auditor {
 public:
  Auditor(const Pack& pack, const Strings& words, const Panel& panel, TextEngine& fonts,
          Screens& screens, Stage& stage, platform::Display& display, TextOrigins origins,
          AuditReport& report)
      : m_pack(pack),
        m_words(words),
        m_panel(panel),
        m_fonts(fonts),
        m_screens(screens),
        m_stage(stage),
        m_display(display),
        m_origins(std::move(origins)),
        m_report(report) {}

  void run(AuditScope scope) {
    m_stage.set_text_log(&m_log);
    for (const PackLanguage& offered : m_pack.values().languages) {
      for (const float scale : kTextScales) {
        const bool between = scale != kTextScales.front() && scale != kTextScales.back();
        if (scope == AuditScope::kContent && between) continue;
        m_language = offered.language;
        m_access = {.text_scale = scale};
        if (scope == AuditScope::kContent) {
          look(after({}), "map");
          visit_cities();
          continue;
        }
        visit_everything();
        if (between) continue;
        // Other faces, other widths.
        m_access.contrast = true;
        if (scale == kTextScales.back()) visit_everything();
        m_access.contrast = false;
        m_access.reach = true;
        visit_lowered();
      }
    }
    m_stage.set_text_log(nullptr);
  }

  void run_contrast(const Eyes& eyes) {
    m_eyes = &eyes;
    m_stage.set_text_log(&m_log);
    m_stage.hide_texts(true);
    std::vector<Language> languages{m_pack.values().default_language};
    for (const PackLanguage& offered : m_pack.values().languages) {
      if (direction(offered.language) == direction(languages.front())) continue;
      languages.push_back(offered.language);
      break;
    }
    for (const Language language : languages) {
      for (const bool contrast : {false, true}) {
        m_language = language;
        m_access = {.text_scale = contrast ? 1.5F : 1.0F, .contrast = contrast};
        visit_everything();
      }
    }
    m_stage.hide_texts(false);
    m_stage.set_text_log(nullptr);
  }

 private:
  void visit_everything() {
    visit_map();
    visit_cities();
    visit_search();
    visit_pages();
    visit_absence();
    visit_staff_room();
  }

  // A state that a visitor comes to by these intents, at rest.
  [[nodiscard]] State after(const std::vector<Intent>& intents) const {
    State state = start_state(m_pack, m_panel, m_language, Millis{0});
    const auto apply = [&](const Intent& intent) {
      state = update(std::move(state), intent, m_pack, m_language);
    };
    apply(ChangeAccess{m_access});
    for (const Intent& intent : intents) apply(intent);
    apply(Advance{kSettled});
    apply(Advance{2 * kSettled});
    return state;
  }

  void visit_map() {
    look(after({}), "map");
    for (const CityId& home : m_pack.values().homes) {
      look(after({ChangeFilter{{.home = home}}}), "map");
    }
    look(after({OpenShelf{Shelf::kThemes, 2}}), "themes");
    look(after({OpenShelf{Shelf::kCountries, 2}}), "countries");
    look(after({OpenSheet{Sheet::kAccess}}), "access");
  }

  void visit_cities() {
    for (const City& city : m_pack.values().cities) {
      read_through(after({OpenCity{city.id}}), "city " + city.id.value);
      if (m_pack.agreement_of(city.id) == nullptr) continue;
      read_through(after({OpenAgreement{city.id}}), "agreement " + city.id.value);
    }
    look(after({OpenCity{m_pack.values().cities.front().id}, OpenSheet{Sheet::kAccess}}), "access");
  }

  // The pages that lie over the map: the club, the pictures, a code, the quiz.
  void visit_pages() {
    read_sheet(after({OpenSheet{Sheet::kClub}}), "club");
    const CityId& first = m_pack.values().cities.front().id;
    for (const City& city : m_pack.values().cities) {
      look(after({OpenCity{city.id}, OpenSheet{Sheet::kGallery}}), "gallery " + city.id.value);
      look(after({OpenCity{city.id}, OpenSheet{Sheet::kTakeAway}}), "take_away " + city.id.value);
    }
    look(after({OpenCity{first}, OpenSheet{Sheet::kGallery}, ZoomPicture{Vec2{300, 300}}}),
         "gallery");
    std::vector<Intent> played{OpenSheet{Sheet::kQuiz}};
    for (int i = 0; i < 5; ++i) {
      look(after(played), "quiz");
      played.emplace_back(AnswerQuiz{0, i % 2 == 0});
      look(after(played), "quiz");
      played.emplace_back(NextQuestion{});
    }
    look(after(played), "quiz");
  }

  // What is shown to nobody, each scene in its middle, and the question whether one is there.
  void visit_absence() {
    State state = after({Touched{}});
    state.last_touch = state.now;
    const Millis warning = state.now + m_pack.values().idle.warn_after + Millis{1};
    look(update(state, Advance{warning}, m_pack, m_language), "idle_warning");
    if (m_access.text_scale != 1 || m_access.contrast) return;
    State alone = start_state(m_pack, m_panel, m_language, Millis{0});
    const Millis begun = m_pack.values().idle.warn_after;
    alone = update(std::move(alone), Advance{begun}, m_pack, m_language);
    int turn = -1;
    for (Millis time{100}; time < Millis{180'000}; time += Millis{3500}) {
      const AttractMoment moment = attract_moment(m_pack, time);
      const bool middle = moment.share > 0.4 && moment.share < 0.9;
      if (moment.turn == turn || !middle) continue;
      turn = moment.turn;
      look(update(alone, Advance{begun + time}, m_pack, m_language), "attract");
    }
  }

  // It knows one text size.
  void visit_staff_room() {
    if (m_access.text_scale != 1 || staff_language(m_language) != m_language) return;
    show_staff_room({m_pack, m_language, m_panel.size, after({EnterStaffRoom{}}),
                     [this](const State& state, const StaffNews& news, const std::string& screen) {
                       m_screens.set_staff_news(news);
                       look(state, screen);
                     }});
  }

  // Controls where a seated visitor wants them.
  void visit_lowered() {
    visit_map();
    const City& city = m_pack.values().cities.back();
    read_through(after({OpenCity{city.id}}), "city " + city.id.value);
    look(after({OpenSheet{Sheet::kSearch}}), "search");
    look(after({OpenSheet{Sheet::kList}}), "list");
    visit_pages();
    visit_absence();
  }

  void read_sheet(State state, const std::string& screen) {
    const float range = look(state, screen);
    const float window = std::max(m_window * 0.8F, 1.0F);
    for (float offset = window; offset < range + window; offset += window) {
      state.sheet_scroll = {std::min(offset, range), 0, range};
      look(state, screen);
    }
  }

  // As far as the text goes, with a little of the last sight still in view.
  void read_through(State state, const std::string& screen) {
    const float range = look(state, screen);
    const float window = std::max(m_window * 0.8F, 1.0F);
    for (float offset = window; offset < range + window; offset += window) {
      state.scroll = {std::min(offset, range), 0, range};
      look(state, screen);
    }
  }

  void visit_search() {
    look(after({OpenSheet{Sheet::kSearch}}), "search");
    look(after({OpenSheet{Sheet::kList}}), "list");
    look(after({OpenSheet{Sheet::kList}, OrderList{ListOrder::kDistance}}), "list");
    look(after({OpenSheet{Sheet::kSearch}, TypeText{"qqqq"}}), "search");
    for (const Keyboard keyboard : {Keyboard::kArabic, Keyboard::kTifinagh, Keyboard::kLatin}) {
      look(after({OpenSheet{Sheet::kSearch}, ChooseKeyboard{keyboard}}), "search");
    }
    for (const Agreement& agreement : m_pack.values().agreements) {
      for (const Voice& voice : agreement.voices) {
        const std::string who(m_pack.resolve(voice.speaker, m_language).text);
        look(after({OpenSheet{Sheet::kSearch}, TypeText{who}}), "search");
      }
      if (const auto* unnamed = std::get_if<UnnamedPartner>(&agreement.partner)) {
        const auto name = m_words.country(unnamed->country, m_language);
        const std::string country(name.value_or(""));
        look(after({OpenSheet{Sheet::kSearch}, TypeText{country}}), "search");
      }
    }
  }

  // Draws one state and judges it; the range of its list comes back.
  float look(const State& state, const std::string& screen) {
    m_screen = screen;
    m_log.clear();
    // Labels glide to their places: a second picture shows them there.
    std::vector<Zone> zones;
    for (const Millis time : {state.now, state.now + kSettled}) {
      m_log.clear();
      State later = state;
      later.now = time;
      Frame frame = m_stage.begin(m_panel.size, kSettled);
      m_screens.draw(later, m_stage, frame);
      const ImDrawData& picture = m_stage.finish();
      if (m_eyes != nullptr && time != state.now) m_display.present(picture);
      zones.assign(frame.zones().begin(), frame.zones().end());
    }
    ++m_report.screens;
    m_state = &state;
    if (m_eyes != nullptr) {
      judge_contrast(zones);
    } else {
      judge(zones);
    }
    m_fonts.forget_unused();
    const auto list = std::find_if(zones.rbegin(), zones.rend(),
                                   [](const Zone& z) { return z.role == ZoneRole::kScroll; });
    if (list == zones.rend()) return 0;
    m_window = list->rect.h;
    return list->scroll_range;
  }

  void judge(const std::vector<Zone>& zones) {
    std::vector<const DrawnText*> texts;
    for (const DrawnText& text : m_log.texts()) {
      if (text.ink.w <= 0 || seen(text, zones) == Seen::kNothing) continue;
      texts.push_back(&text);
      ++m_report.texts;
      judge_text(text, zones);
    }
    judge_collisions(texts);
    judge_overlaps(zones);
    judge_by_rules(zones);
    for (std::size_t i = 0; i < zones.size(); ++i) judge_target(zones, i);
  }

  // Where nobody can read or is meant to: covered, or a button that cannot be used now.
  [[nodiscard]] std::vector<DrawnText> read_texts(const std::vector<Zone>& zones) const {
    std::vector<DrawnText> texts;
    for (const DrawnText& text : m_log.texts()) {
      if (text.ink.w <= 0 || seen(text, zones) == Seen::kNothing) continue;
      const Zone* button = button_of(text, zones);
      if (button == nullptr || button->enabled) texts.push_back(text);
    }
    return texts;
  }

  // Without the letters that show how large each size is.
  [[nodiscard]] std::vector<DrawnText> running_texts(const std::vector<Zone>& zones) const {
    std::vector<DrawnText> texts = read_texts(zones);
    std::erase_if(texts, [&](const DrawnText& text) {
      return std::ranges::any_of(zones, [&](const Zone& zone) {
        return zone.id.starts_with("access:text:") && zone.rect.contains(text.ink.centre());
      });
    });
    return texts;
  }

  void judge_contrast(const std::vector<Zone>& zones) {
    const std::vector<DrawnText> texts = read_texts(zones);
    m_report.texts += texts.size();
    for (const RuleFinding& finding : too_faint(texts, (*m_eyes)(), m_access.contrast)) {
      tell_rule(AuditProblem::kContrast, finding, "Put it on a calmer ground");
    }
  }

  void judge_by_rules(const std::vector<Zone>& zones) {
    const auto tell_all = [&](AuditProblem problem, const std::vector<RuleFinding>& findings,
                              const char* remedy) {
      for (const RuleFinding& finding : findings) tell_rule(problem, finding, remedy);
    };
    tell_all(AuditProblem::kLabel, without_label(zones), "Give it a label");
    tell_all(AuditProblem::kSpacing, too_close(zones, m_panel.px_per_mm), "Move them apart");
    tell_all(AuditProblem::kReach, out_of_reach(zones, *m_state), "Put it lower");
    tell_all(AuditProblem::kFocus, out_of_focus(zones, *m_state), "Let the keyboard come to it");
    tell_all(AuditProblem::kSmallText, too_small(running_texts(zones), *m_state), "Set it larger");
  }

  void tell_rule(AuditProblem problem, const RuleFinding& finding, const char* remedy) {
    const TextOrigins::Origin origin = m_origins.find(finding.subject);
    add({problem, origin.file, origin.field, finding.subject, where(), finding.what, remedy});
  }

  // What a surface that was drawn later leaves of a text.
  enum class Seen { kWhole, kPartly, kNothing };
  [[nodiscard]] static Seen seen(const DrawnText& text, const std::vector<Zone>& zones) {
    const Rect& ink = text.ink;
    for (std::size_t i = text.zones_before; i < zones.size(); ++i) {
      const Rect& cover = zones[i].rect;
      // What lies dimmed behind a card is not for reading.
      if (zones[i].id == "scrim" && cover.intersects(ink)) return Seen::kNothing;
      if (zones[i].role != ZoneRole::kSurface || !cover.intersects(ink)) continue;
      const bool whole = cover.x <= ink.x && cover.right() >= ink.right() && cover.y <= ink.y &&
                         cover.bottom() >= ink.bottom();
      return whole ? Seen::kNothing : Seen::kPartly;
    }
    return Seen::kWhole;
  }

  void judge_text(const DrawnText& text, const std::vector<Zone>& zones) {
    if (text.missing_glyphs > 0) {
      tell(AuditProblem::kMissingGlyph, text, "has a character that no font of the program has",
           "Write it with other characters, or ask for a font that has it");
    }
    if (text.torn) {
      tell(AuditProblem::kTornWord, text, "has a word too long for its column",
           "Shorten the word, or put a soft hyphen (U+00AD) where it may be divided");
    }
    const Zone* button = button_of(text, zones);
    const bool told_in_full =
        button != nullptr && button->intent && std::holds_alternative<OpenCity>(*button->intent);
    if (text.truncated && !told_in_full) {
      tell(AuditProblem::kTruncated, text, "is cut off with an ellipsis", "Shorten it");
    }
    const Rect& clip = text.clip;
    const bool beside = text.ink.x < clip.x - kSlack || text.ink.right() > clip.right() + kSlack;
    const Rect all{0, 0, m_panel.size.x, m_panel.size.y};
    const bool in_list = clip.h < all.h;
    const bool above = !in_list && (text.ink.y < -kSlack || text.ink.bottom() > all.h + kSlack);
    const bool out_of_button =
        button != nullptr &&
        (text.ink.x < button->rect.x - kSlack || text.ink.right() > button->rect.right() + kSlack);
    const bool covered = seen(text, zones) == Seen::kPartly;
    if (beside || above || out_of_button || covered) {
      tell(AuditProblem::kOverflow, text, "does not fit in its place", "Shorten it");
    }
  }

  // The button that it was drawn for: the next zone, if it stands in it.
  [[nodiscard]] static const Zone* button_of(const DrawnText& text,
                                             const std::vector<Zone>& zones) {
    if (text.zones_before >= zones.size()) return nullptr;
    const Zone& next = zones[text.zones_before];
    const bool inside = next.role == ZoneRole::kButton && next.path.empty() &&
                        next.rect.contains(text.ink.centre());
    return inside ? &next : nullptr;
  }

  void judge_collisions(const std::vector<const DrawnText*>& seen) {
    for (std::size_t i = 0; i < seen.size(); ++i) {
      for (std::size_t j = i + 1; j < seen.size(); ++j) {
        const Rect a = body_of(*seen[i]);
        const Rect b = body_of(*seen[j]);
        if (a.h <= 0 || b.h <= 0 || a.w <= 0 || b.w <= 0 || !a.intersects(b)) continue;
        tell(AuditProblem::kCollision, *seen[i], "stands on \"" + seen[j]->text + "\"",
             "Shorten one of them");
      }
    }
  }

  // What is seen of it, without the accents and tails that may reach into another line.
  [[nodiscard]] static Rect body_of(const DrawnText& text) {
    const float left = std::max(text.ink.x, text.clip.x);
    const float right = std::min(text.ink.right(), text.clip.right());
    const float margin = std::min(kMostTouching, kTouching * text.ink.h);
    const float top = std::max(text.ink.y + margin, text.clip.y);
    const float bottom = std::min(text.ink.bottom() - margin, text.clip.bottom());
    return {left, top, std::max(right - left, 0.0F), std::max(bottom - top, 0.0F)};
  }

  // Two buttons at one place: a tap would mean only one of them.
  void judge_overlaps(const std::vector<Zone>& zones) {
    std::vector<const Zone*> buttons;
    for (const Zone& zone : zones) {
      const bool counts = zone.role == ZoneRole::kButton && zone.focusable;
      if (counts && !behind_surface(zones, zone)) buttons.push_back(&zone);
    }
    for (std::size_t i = 0; i < buttons.size(); ++i) {
      for (std::size_t j = i + 1; j < buttons.size(); ++j) {
        if (!buttons[i]->rect.grown(-kSlack).intersects(buttons[j]->rect)) continue;
        // A button within a card or a field is meant.
        if (buttons[i]->rect.intersection(buttons[j]->rect) == buttons[j]->rect) continue;
        add({AuditProblem::kCollision, "", "", buttons[i]->id, where(),
             "lies under \"" + buttons[j]->id + "\"", "Shorten the words of one of them"});
      }
    }
  }

  // A surface, or a card's scrim, that was drawn later lies over it.
  [[nodiscard]] static bool behind_surface(const std::vector<Zone>& zones, const Zone& zone) {
    const auto own = static_cast<std::size_t>(&zone - zones.data());
    for (std::size_t i = own + 1; i < zones.size(); ++i) {
      const bool covers = zones[i].role == ZoneRole::kSurface || zones[i].id == "scrim";
      if (covers && zones[i].rect.intersects(zone.rect)) return true;
    }
    return zone.id == "scrim";
  }

  void judge_target(const std::vector<Zone>& zones, std::size_t i) {
    const Zone& zone = zones[i];
    if (zone.role != ZoneRole::kButton || !zone.enabled || !zone.focusable) return;
    if (zone_at(zones, zone.rect.centre()) != &zone || cut_by_list(zones, zone)) return;
    ++m_report.targets;
    const float least = kTargetMillimetres * m_panel.px_per_mm - kSlack;
    const float dense = kDenseMillimetres * m_panel.px_per_mm - kSlack;
    const float side = std::min(zone.rect.w, zone.rect.h);
    if (side >= least) return;
    if (zone.in_list && side >= dense) {
      m_report.dense.insert(zone.id);
      return;
    }
    char size[64];
    std::snprintf(size, sizeof size, "is %.1f x %.1f mm, less than %.0f",
                  static_cast<double>(zone.rect.w / m_panel.px_per_mm),
                  static_cast<double>(zone.rect.h / m_panel.px_per_mm),
                  static_cast<double>(zone.in_list ? kDenseMillimetres : kTargetMillimetres));
    add({AuditProblem::kSmallTarget, "", "", zone.id, where(), size, "Show it on a larger panel"});
  }

  // A part of it is seen at its list's edge: it comes whole when the list is scrolled.
  [[nodiscard]] static bool cut_by_list(const std::vector<Zone>& zones, const Zone& zone) {
    if (!zone.in_list) return false;
    return std::ranges::any_of(zones, [&](const Zone& list) {
      return list.role == ZoneRole::kScroll && list.rect.contains(zone.rect.centre()) &&
             (zone.rect.y < list.rect.y + kListEdge ||
              zone.rect.bottom() > list.rect.bottom() - kListEdge);
    });
  }

  [[nodiscard]] std::string where() const {
    char place[128];
    std::snprintf(place, sizeof place, "%s, %s, text size %g%s%s, %.0fx%.0f", m_screen.c_str(),
                  std::string(code(m_language)).c_str(), static_cast<double>(m_access.text_scale),
                  m_access.contrast ? ", high contrast" : "",
                  m_access.reach ? ", controls lowered" : "", m_panel.size.x, m_panel.size.y);
    return place;
  }

  void tell(AuditProblem problem, const DrawnText& text, const std::string& what,
            const std::string& remedy) {
    const TextOrigins::Origin origin = m_origins.find(text.text);
    add({problem, origin.file, origin.field, text.text, where(), what, remedy});
  }

  void add(AuditFinding finding) {
    const auto told = [&](const AuditFinding& other) {
      return other.problem == finding.problem && other.text == finding.text &&
             other.what == finding.what;
    };
    auto& findings = m_report.findings;
    if (std::none_of(findings.begin(), findings.end(), told))
      findings.push_back(std::move(finding));
  }

  const Pack& m_pack;
  const Strings& m_words;
  Panel m_panel;
  TextEngine& m_fonts;
  Screens& m_screens;
  Stage& m_stage;
  platform::Display& m_display;
  TextOrigins m_origins;
  AuditReport& m_report;
  TextLog m_log;
  Language m_language = Language::kFrench;
  AccessSettings m_access;
  const Eyes* m_eyes = nullptr;    // looks at pictures instead of places
  const State* m_state = nullptr;  // that is judged
  float m_window = 0;
  std::string m_screen;
};

}  // namespace

std::string_view name(AuditProblem problem) {
  switch (problem) {
    case AuditProblem::kMissingGlyph:
      return "missing_glyph";
    case AuditProblem::kTornWord:
      return "torn_word";
    case AuditProblem::kTruncated:
      return "truncated";
    case AuditProblem::kOverflow:
      return "overflow";
    case AuditProblem::kCollision:
      return "collision";
    case AuditProblem::kSmallTarget:
      return "small_target";
    case AuditProblem::kSpacing:
      return "spacing";
    case AuditProblem::kReach:
      return "reach";
    case AuditProblem::kFocus:
      return "focus";
    case AuditProblem::kLabel:
      return "label";
    case AuditProblem::kSmallText:
      return "small_text";
    case AuditProblem::kContrast:
      return "contrast";
  }
  return "overflow";
}

std::string AuditFinding::sentence() const {
  std::string said;
  if (!file.empty()) said += file + ": ";
  if (!field.empty()) said += field + ": ";
  return said + "\"" + text + "\" " + what + " (" + where + "). " + remedy + ".";
}

namespace {

Result<void> look_at_all(const Pack& pack, const Strings& words,
                         const std::filesystem::path& assets, platform::Display& display,
                         const Panel& panel, AuditReport& report, PictureLoading loading,
                         const std::function<void(Auditor&)>& run) {
  auto fonts = TextEngine::open(assets / "fonts", assets / "hyphenation");
  if (!fonts) return tl::unexpected(fonts.error());
  Stage stage(**fonts, display);
  auto screens = Screens::open(assets, pack, words, stage, loading);
  if (!screens) return tl::unexpected(screens.error());
  Auditor auditor(pack, words, panel, **fonts, **screens, stage, display,
                  TextOrigins(pack.values().folder, assets), report);
  run(auditor);
  return {};
}

}  // namespace

Result<void> audit(const Pack& pack, const Strings& words, const std::filesystem::path& assets,
                   platform::Display& display, const Panel& panel, AuditReport& report,
                   AuditScope scope) {
  return look_at_all(pack, words, assets, display, panel, report, PictureLoading::kNever,
                     [&](Auditor& auditor) { auditor.run(scope); });
}

Result<void> audit_contrast(const Pack& pack, const Strings& words,
                            const std::filesystem::path& assets, platform::Display& display,
                            const Panel& panel, const Eyes& eyes, AuditReport& report) {
  return look_at_all(pack, words, assets, display, panel, report, PictureLoading::kAtOnce,
                     [&](Auditor& auditor) { auditor.run_contrast(eyes); });
}

}  // namespace kiosk
