#include "kiosk/screens/staff_content.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/base/isolate.h"
#include "kiosk/screens/staff_lines.h"

namespace kiosk {
namespace {

class ContentPage {
 public:
  ContentPage(const Scene& scene, const StaffNews& news)
      : m_scene(scene), m_layout(scene.layout), m_news(news) {}

  void draw(const Rect& room) {
    const float gap = m_layout.px(kStaffGap);
    if (m_layout.landscape) {
      const float width = std::round((room.w - gap) * 0.38F);
      draw_shown(m_layout.within(room, {0, 0, width, room.h}));
      draw_stick(m_layout.within(room, {width + gap, 0, room.w - width - gap, room.h}));
    } else {
      // The way out stands within reach of somebody who sits.
      const float low = std::round((room.h - gap) * 0.32F);
      draw_stick({room.x, room.y, room.w, room.h - gap - low});
      draw_shown({room.x, room.bottom() - low, room.w, low});
    }
  }

 private:
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
    StaffLines lines = staff_card(m_scene, box, "staff.shown");
    if (m_news.before) {
      lines.at_foot({{"staff:rollback", "staff.rollback", {StaffDeed::kRollBack}, false}});
    }
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
    StaffLines lines = staff_card(m_scene, box, "staff.stick");
    if (m_news.job.stage != JobStage::kNone) return draw_job(lines);
    if (!m_news.stick) {
      lines.paragraph(m_scene.say("staff.stick.none"), TypeRole::kBody, m_scene.theme.on_chrome);
      return;
    }
    const StickNews& stick = *m_news.stick;
    if (!stick.name.empty()) lines.soft(stick.name);
    if (!stick.trouble.empty()) {
      lines.reported(stick.trouble);
      return;
    }
    if (!stick.readable) {
      lines.paragraph(m_scene.say(stick.busy ? "staff.stick.looking" : "staff.stick.may_leave"),
                      TypeRole::kBody, m_scene.theme.on_chrome);
      return;
    }
    lines.at_foot({{"staff:export", "staff.export", {StaffDeed::kExport, "content"}, false},
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
        if (!lines.row("staff:import" + (item.key == "0" ? std::string() : ":" + item.key),
                       label_of(item), {StaffDeed::kTake, item.key})) {
          break;
        }
      }
    }
  }

  [[nodiscard]] std::string label_of(const StickItemNews& item) const {
    switch (item.kind) {
      case StickItemKind::kFolder:  // of the kiosk's own making: its name says little
        return std::string(m_scene.say("staff.stick.folder"));
      case StickItemKind::kRevocation:
        return m_scene.words.format("staff.stick.revocation", m_scene.state.language,
                                    {{"name", item.name}});
      case StickItemKind::kPack:
        break;
    }
    return item.name;
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
        say(lines, job.pack ? "staff.job.done" : "staff.job.back");
        lines.soft(m_scene.say("staff.stick.may_leave"));
        if (job.pack) draw_report(lines);
        return;
      case JobStage::kExported:
        draw_understood(lines);
        say(lines, ("staff.job.exported." + job.exported).c_str());
        return lines.soft(m_scene.say("staff.stick.may_leave"));
      case JobStage::kRevoked:
        draw_understood(lines);
        say(lines, "staff.job.revoked");
        lines.space(10);
        return lines.words(job.fingerprint);
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
    std::vector<StaffButton> buttons{
        {"staff:understood", "staff.understood", {StaffDeed::kDiscard}, true}};
    if (m_news.stick) buttons.push_back({"staff:eject", "staff.eject", {StaffDeed::kEject}, false});
    lines.at_foot(buttons);
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
      std::vector<std::string> names;
      for (const CityNews& change : job.changes) {
        if (change.kind == kind) names.push_back(change.city);
      }
      if (names.empty()) continue;
      lines.plain(m_scene.words.format(key, language, {{"cities", format_list(names, language)}}));
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
    draw_left_out(lines);
  }

  void draw_left_out(StaffLines& lines) {
    if (m_news.job.left_out.empty()) return;
    const Language language = m_scene.state.language;
    lines.space(6);
    lines.plain(m_scene.say("staff.refused"));
    for (const LeftOutNews& picture : m_news.job.left_out) {
      const City* city = m_scene.pack.city(CityId(picture.city));
      const std::string place = city == nullptr
                                    ? picture.city
                                    : std::string(m_scene.pack.resolve(city->name, language).text);
      lines.edged((place.empty() ? "" : place + " · ") + picture.file + " · " +
                  std::string(m_scene.say(("staff.fault." + picture.reason).c_str())));
    }
  }

  void languages(StaffLines& lines, const char* key, const std::vector<std::string>& codes) {
    if (codes.empty()) return;
    std::vector<std::string> names;
    const Language language = m_scene.state.language;
    for (const std::string& one : codes) {
      names.push_back(isolated(m_scene.say("language." + one), language));
    }
    lines.plain(m_scene.words.format(key, language, {{"languages", format_list(names, language)}}));
  }

  void draw_trouble(StaffLines& lines) {
    constexpr std::array kWords{"staff.job.failed",          "staff.trouble.content",
                                "staff.trouble.not_trusted", "staff.trouble.corrupt",
                                "staff.trouble.no_space",    "staff.trouble.read_or_write",
                                "staff.trouble.older",       "staff.trouble.no_stick",
                                "staff.trouble.full_stick",  "staff.trouble.read_only_stick",
                                "staff.trouble.signed_only"};
    const JobNews& job = m_news.job;
    say(lines, kWords.at(static_cast<std::size_t>(job.trouble)));
    if (job.trouble != JobTrouble::kNone) lines.soft(m_scene.say("staff.job.failed"));
    lines.space(10);
    for (const std::string& sentence : job.sentences) lines.reported(sentence);
  }

  const Scene& m_scene;
  const Layout& m_layout;
  const StaffNews& m_news;
};

}  // namespace

void draw_staff_content(const Scene& scene, const StaffNews& news, const Rect& room) {
  ContentPage(scene, news).draw(room);
}

}  // namespace kiosk
