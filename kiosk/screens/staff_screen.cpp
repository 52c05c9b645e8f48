#include "kiosk/screens/staff_screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

constexpr float kGap = 20;  // px at 1080 lines

class PinPad {
 public:
  PinPad(const Scene& scene, const StaffNews& news)
      : m_scene(scene), m_layout(scene.layout), m_staff(*scene.state.staff), m_news(news) {}

  void draw() {
    const float key = std::max(m_layout.target, m_layout.px(112));
    const float gap = m_layout.px(kGap);
    const float pad = 3 * key + 2 * gap;
    const Rect& all = m_layout.screen;
    const float height = 4 * key + 3 * gap;
    const float y = all.bottom() - m_layout.px(m_layout.landscape ? 70 : 300) - height;
    StaffLines lines(m_scene, {all.w / 2 - m_layout.px(480), y - m_layout.px(310), m_layout.px(960),
                               m_layout.px(310)});
    if (!m_layout.landscape) {
      lines = StaffLines(m_scene, {m_layout.margin, y - m_layout.px(330),
                                   all.w - 2 * m_layout.margin, m_layout.px(330)});
    }
    lines.centred(m_scene.say("staff.title"), TypeRole::kTitle, m_scene.theme.on_chrome);
    lines.centred(question(), TypeRole::kHeading, m_scene.theme.saffron);
    draw_dots({all.centre().x, y - m_layout.px(52)});
    // Digits keep their places in every language, as on a telephone.
    const std::string digits = shuffled_digits(m_staff.shuffle);
    const float x = all.centre().x - pad / 2;
    for (int i = 0; i < 12; ++i) {
      const Rect place{x + static_cast<float>(i % 3) * (key + gap),
                       y + static_cast<float>(i / 3) * (key + gap), key, key};
      if (i == 9) {
        control("pin:erase", "staff.pin.erase", Icon::kErase, {StaffDeed::kErase}, place,
                ButtonTone::kDark);
      } else if (i == 11) {
        control("pin:ok", "staff.pin.ok", Icon::kCheck, {StaffDeed::kSubmit}, place,
                ButtonTone::kStrong);
      } else {
        digit(std::string(1, digits[static_cast<std::size_t>(i == 10 ? 9 : i)]), place);
      }
    }
    const Rect leave =
        m_layout.from_start({m_layout.margin, all.bottom() - m_layout.px(70) - m_layout.target,
                             m_layout.target, m_layout.target});
    control("close", "staff.leave", Icon::kClose, {StaffDeed::kLeave}, leave, ButtonTone::kChrome);
  }

 private:
  [[nodiscard]] std::string question() const {
    const auto say = [&](const char* key) { return std::string(m_scene.say(key)); };
    switch (m_news.pin) {
      case PinNews::kChecking:
        return say("staff.pin.checking");
      case PinNews::kWaiting:
        return m_scene.words.format("staff.pin.wait", m_scene.state.language,
                                    {{"seconds", std::to_string(m_news.pin_wait_s)}});
      case PinNews::kFailed:
        return say("staff.pin.failed");
      case PinNews::kWrong:
        return say(m_staff.digits.empty() ? "staff.pin.wrong" : "staff.pin.enter");
      case PinNews::kNoneChosen:
        if (m_staff.differed && m_staff.digits.empty()) return say("staff.pin.differed");
        return say(m_staff.chosen.empty() ? "staff.pin.choose" : "staff.pin.repeat");
      default:
        return say("staff.pin.enter");
    }
  }

  void draw_dots(Vec2 middle) const {
    const auto typed = static_cast<int>(m_staff.digits.size());
    const int shown = std::max(4, typed);
    const float step = m_layout.px(52);
    for (int i = 0; i < shown; ++i) {
      const Vec2 at{middle.x + (static_cast<float>(i) - static_cast<float>(shown - 1) / 2) * step,
                    middle.y};
      if (i < typed) {
        m_scene.frame.disc(at, m_layout.px(14), m_scene.theme.saffron);
      } else {
        m_scene.frame.ring(at, m_layout.px(13), m_scene.theme.chrome_line, m_layout.px(3));
      }
    }
  }

  void digit(std::string value, const Rect& place) const {
    Button button;
    button.id = "pin:" + value;
    button.label = value;
    button.language = m_scene.state.language;
    button.role = TypeRole::kHeading;
    button.rect = place;
    button.radius = m_layout.px(28);
    button.intent = StaffAct{StaffDeed::kDigit, std::move(value)};
    draw_button(m_scene.kit, button);
  }

  void control(const char* id, const char* key, Icon icon, StaffAct act, const Rect& place,
               ButtonTone tone) const {
    Button button;
    button.id = id;
    button.label = m_scene.say(key);
    button.language = m_scene.state.language;
    button.show_label = false;
    button.icon = icon;
    button.tone = tone;
    button.rect = place;
    if (tone != ButtonTone::kChrome) button.radius = m_layout.px(28);
    button.intent = std::move(act);
    draw_button(m_scene.kit, button);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const StaffState& m_staff;
  const StaffNews& m_news;
};

class ContentPage {
 public:
  ContentPage(const Scene& scene, const StaffNews& news)
      : m_scene(scene), m_layout(scene.layout), m_news(news) {}

  void draw() {
    const Rect& all = m_layout.screen;
    const float margin = m_layout.margin;
    const float head = margin + m_layout.target;
    StaffLines title(m_scene, m_layout.from_start({margin, margin, all.w - 2 * margin, head}));
    title.paragraph(m_scene.say("staff.title"), TypeRole::kTitle, m_scene.theme.on_chrome);
    const float top = head + m_layout.px(44);
    const float gap = m_layout.px(40);
    if (m_layout.landscape) {
      const float width = std::round((all.w - 2 * margin - gap) * 0.38F);
      draw_shown(m_layout.from_start({margin, top, width, all.h - top - margin}));
      draw_stick(m_layout.from_start(
          {margin + width + gap, top, all.w - 2 * margin - gap - width, all.h - top - margin}));
    } else {
      // The way out stands within reach of somebody who sits.
      const float low = std::round((all.h - top - margin - gap) * 0.32F);
      const float high = all.h - top - margin - gap - low;
      draw_stick({margin, top, all.w - 2 * margin, high});
      draw_shown({margin, top + high + gap, all.w - 2 * margin, low});
    }
  }

 private:
  StaffLines card(const Rect& box, const char* heading) {
    Frame& frame = m_scene.frame;
    const float radius = m_layout.px(28);
    frame.fill(box, m_scene.theme.chrome_button, radius);
    frame.outline(box, m_scene.theme.chrome_line, m_layout.px(2), radius);
    StaffLines lines(m_scene, box.grown(-m_layout.px(36)));
    lines.paragraph(m_scene.say(heading), TypeRole::kHeading, m_scene.theme.saffron);
    lines.space(14);
    return lines;
  }

  void describe(StaffLines& lines, const PackNews& pack) {
    const Language language = m_scene.state.language;
    lines.paragraph(
        pack.bundled ? m_scene.say("staff.shown.bundled") : std::string_view(pack.title),
        TypeRole::kControl, m_scene.theme.on_chrome);
    if (pack.bundled) return;
    lines.soft(m_scene.words.format("staff.shown.number", language,
                                    {{"serial", std::to_string(pack.serial)}}));
    if (pack.local) lines.soft(m_scene.say("staff.shown.local"));
    if (!pack.signer.empty()) {
      lines.soft(m_scene.words.format("staff.shown.signer", language, {{"words", pack.signer}}));
    }
  }

  void draw_shown(const Rect& box) {
    StaffLines lines = card(box, "staff.shown");
    std::vector<StaffButton> foot{{"close", "staff.leave", {StaffDeed::kLeave}, false}};
    if (m_news.before) {
      foot.push_back({"staff:rollback", "staff.rollback", {StaffDeed::kRollBack}, false});
    }
    lines.at_foot(foot);
    describe(lines, m_news.shown);
    if (!m_news.before) return;
    lines.space(18);
    const std::string name =
        m_news.before->bundled
            ? std::string(m_scene.say("staff.shown.bundled"))
            : m_news.before->title + " · " + std::to_string(m_news.before->serial);
    lines.soft(m_scene.words.format("staff.before", m_scene.state.language, {{"name", name}}));
  }

  void draw_stick(const Rect& box) {
    StaffLines lines = card(box, "staff.stick");
    if (m_news.job.stage != JobStage::kNone) return draw_job(lines);
    if (!m_news.stick) {
      lines.paragraph(m_scene.say("staff.stick.none"), TypeRole::kBody, m_scene.theme.on_chrome);
      return;
    }
    const StickNews& stick = *m_news.stick;
    if (!stick.name.empty()) lines.soft(stick.name);
    if (!stick.trouble.empty()) {
      lines.edged(stick.trouble);
      return;
    }
    if (!stick.readable) {
      lines.paragraph(m_scene.say(stick.busy ? "staff.stick.looking" : "staff.stick.may_leave"),
                      TypeRole::kBody, m_scene.theme.on_chrome);
      return;
    }
    lines.at_foot({{"staff:export", "staff.export", {StaffDeed::kExport}, false},
                   {"staff:eject", "staff.eject", {StaffDeed::kEject}, false}});
    if (stick.items.empty()) {
      lines.paragraph(m_scene.say("staff.stick.empty"), TypeRole::kBody, m_scene.theme.on_chrome);
      lines.soft(m_scene.say("staff.stick.empty.hint"));
      for (const std::string& name : stick.nearly) {
        lines.edged(
            m_scene.words.format("staff.stick.nearly", m_scene.state.language, {{"name", name}}));
      }
    } else {
      lines.paragraph(m_scene.say("staff.stick.choose"), TypeRole::kBody, m_scene.theme.on_chrome);
      lines.space(8);
      for (const StickItemNews& item : stick.items) {
        // A folder is one of the kiosk's own making: its name says little.
        const std::string label =
            item.folder ? std::string(m_scene.say("staff.stick.folder")) : item.name;
        if (!lines.row("staff:import" + (item.key == "0" ? std::string() : ":" + item.key), label,
                       {StaffDeed::kTake, item.key})) {
          break;
        }
      }
    }
  }

  void draw_job(StaffLines& lines) {
    const JobNews& job = m_news.job;
    lines.soft(job.name);
    switch (job.stage) {
      case JobStage::kCopying:
        return draw_progress(lines, "staff.job.copying", "staff.stick.stay");
      case JobStage::kChecking:
        return draw_progress(lines, "staff.job.checking", "staff.stick.may_leave");
      case JobStage::kExporting:
        return draw_progress(lines, "staff.job.exporting", "staff.stick.stay");
      case JobStage::kUnknownKey:
        lines.at_foot({{"staff:enrol", "staff.job.enrol", {StaffDeed::kEnrol}, true},
                       {"staff:discard", "staff.discard", {StaffDeed::kDiscard}, false}});
        say(lines, "staff.job.unknown_key");
        lines.space(10);
        return lines.words(job.fingerprint);
      case JobStage::kReady:
        lines.at_foot({{"staff:apply", "staff.apply_now", {StaffDeed::kApplyNow}, true},
                       {"staff:preview", "staff.preview", {StaffDeed::kPreview}, false},
                       {"staff:apply-later", "staff.apply_later", {StaffDeed::kApplyLater}, false},
                       {"staff:discard", "staff.discard", {StaffDeed::kDiscard}, false}});
        return draw_report(lines);
      case JobStage::kApplying:
        return say(lines, "staff.job.applying");
      case JobStage::kWaiting:
        say(lines, "staff.job.waiting");
        return draw_report(lines);
      case JobStage::kDone:
        draw_understood(lines);
        say(lines, "staff.job.done");
        lines.soft(m_scene.say("staff.stick.may_leave"));
        if (job.pack) draw_report(lines);
        return;
      case JobStage::kExported:
        draw_understood(lines);
        return say(lines, "staff.job.exported");
      case JobStage::kFailed:
        draw_understood(lines);
        return draw_trouble(lines);
      case JobStage::kNone:
        return;
    }
  }

  void say(StaffLines& lines, const char* key) {
    lines.paragraph(m_scene.say(key), TypeRole::kBody, m_scene.theme.on_chrome);
  }

  void draw_understood(StaffLines& lines) {
    lines.at_foot({{"staff:understood", "staff.understood", {StaffDeed::kDiscard}, true},
                   {"staff:eject", "staff.eject", {StaffDeed::kEject}, false}});
  }

  void draw_progress(StaffLines& lines, const char* what, const char* stick) {
    const JobNews& job = m_news.job;
    const Language language = m_scene.state.language;
    lines.at_foot({{"staff:discard", "staff.discard", {StaffDeed::kDiscard}, false}});
    say(lines, what);
    const double share =
        job.whole == 0 ? 0 : static_cast<double>(job.done) / static_cast<double>(job.whole);
    lines.bar(std::clamp(share, 0.0, 1.0));
    if (job.whole > 0 && job.counts_pictures) {
      lines.soft(m_scene.words.format(
          "staff.job.share", language,
          {{"done", std::to_string(job.done)}, {"whole", std::to_string(job.whole)}}));
    }
    if (job.seconds_left) {
      lines.soft(m_scene.words.format("staff.job.left", language,
                                      {{"seconds", std::to_string(*job.seconds_left)}}));
    }
    lines.space(16);
    lines.edged(m_scene.say(stick));
  }

  void draw_report(StaffLines& lines) {
    const JobNews& job = m_news.job;
    const Language language = m_scene.state.language;
    if (job.stage == JobStage::kReady) say(lines, "staff.job.ready");
    if (job.pack) describe(lines, *job.pack);
    lines.space(10);
    constexpr std::array kKinds{std::pair{CityNews::Kind::kAdded, "staff.change.added"},
                                std::pair{CityNews::Kind::kChanged, "staff.change.changed"},
                                std::pair{CityNews::Kind::kRemoved, "staff.change.removed"}};
    for (const auto& [kind, key] : kKinds) {
      std::string names;
      for (const CityNews& change : job.changes) {
        if (change.kind == kind) names += (names.empty() ? "" : ", ") + change.city;
      }
      if (!names.empty()) lines.plain(m_scene.words.format(key, language, {{"cities", names}}));
    }
    if (job.agreements_changed > 0) {
      lines.plain(m_scene.words.format("staff.change.agreements", language,
                                       {{"count", std::to_string(job.agreements_changed)}}));
    }
    if (job.pictures_added + job.pictures_removed > 0) {
      lines.plain(m_scene.words.format("staff.change.pictures", language,
                                       {{"added", std::to_string(job.pictures_added)},
                                        {"removed", std::to_string(job.pictures_removed)}}));
    }
    languages(lines, "staff.change.languages_added", job.languages_added);
    languages(lines, "staff.change.languages_removed", job.languages_removed);
    if (job.unchanged) lines.plain(m_scene.say("staff.change.none"));
    if (job.refused.empty()) return;
    lines.space(6);
    lines.plain(m_scene.say("staff.refused"));
    for (const std::string& sentence : job.refused) lines.edged(sentence);
  }

  void languages(StaffLines& lines, const char* key, const std::vector<std::string>& codes) {
    std::string names;
    for (const std::string& one : codes) {
      const std::string_view name = m_scene.say("language." + one);
      names.append(names.empty() ? "" : ", ").append(name);
    }
    if (names.empty()) return;
    lines.plain(m_scene.words.format(key, m_scene.state.language, {{"languages", names}}));
  }

  void draw_trouble(StaffLines& lines) {
    constexpr std::array kWords{"staff.job.failed",          "staff.trouble.content",
                                "staff.trouble.not_trusted", "staff.trouble.corrupt",
                                "staff.trouble.no_space",    "staff.trouble.read_or_write",
                                "staff.trouble.older"};
    const JobNews& job = m_news.job;
    say(lines, kWords.at(static_cast<std::size_t>(job.trouble)));
    if (job.trouble != JobTrouble::kNone) lines.soft(m_scene.say("staff.job.failed"));
    lines.space(10);
    for (const std::string& sentence : job.sentences) lines.edged(sentence);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const StaffNews& m_news;
};

}  // namespace

void draw_preview_bar(const Scene& scene) {
  const Layout& layout = scene.layout;
  Button back;
  back.id = "staff:back";
  back.label = scene.words.text("staff.preview.back", staff_language(scene.state.language));
  back.language = staff_language(scene.state.language);
  back.icon = Icon::kBack;
  back.tone = ButtonTone::kStrong;
  back.intent = StaffAct{StaffDeed::kPreview};
  back.rect.h = layout.target;
  back.rect.w = button_width(scene.kit, back);
  back.rect.x = layout.screen.centre().x - back.rect.w / 2;
  back.rect.y = layout.px(24);
  scene.frame.fill(back.rect.grown(layout.px(8)), scene.theme.saffron,
                   back.rect.h / 2 + layout.px(8));
  draw_button(scene.kit, back);
}

void draw_staff_screen(const Scene& scene, const StaffNews& news) {
  scene.frame.fill(scene.layout.screen, scene.theme.chrome);
  Zone& surface = scene.frame.add_zone();
  surface.id = "sheet";
  surface.rect = scene.layout.screen;
  surface.role = ZoneRole::kSurface;
  if (scene.state.staff->page == StaffPage::kPin) {
    PinPad(scene, news).draw();
  } else {
    ContentPage(scene, news).draw();
  }
}

}  // namespace kiosk
