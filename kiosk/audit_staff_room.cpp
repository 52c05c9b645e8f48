#include "kiosk/audit_staff_room.h"

#include <string>
#include <utility>

namespace kiosk {
namespace {

constexpr const char* kFingerprint = "fibaz-nijuv-jivab-zupaj-sizur-kiboz-pabih-varuv";

class StaffRoomTour {
 public:
  explicit StaffRoomTour(StaffRoomSight sight) : m_sight(std::move(sight)) {}

  void show() {
    State room = m_sight.room;
    StaffNews news;
    for (const PinNews pin : {PinNews::kReady, PinNews::kNoneChosen, PinNews::kWrong,
                              PinNews::kWaiting, PinNews::kFailed}) {
      news.pin = pin;
      news.pin_wait_s = 3599;
      m_news = news;
      look(room, "staff_pin");
    }
    room.staff->page = StaffPage::kContent;
    news.shown = {"smara-amgala", 123456, false, true, ""};
    news.before = PackNews{"smara-amgala", 123455, false, false, kFingerprint};
    m_news = news;
    look(room, "staff_content");
    news.stick = StickNews{"EXPOSITION", false, true, "", {}, {"exposition.kpack.zip"}};
    m_news = news;
    look(room, "staff_content");
    for (int i = 0; i < 9; ++i) {
      news.stick->items.push_back({std::to_string(i), "exposition-2025.kpack",
                                   static_cast<StickItemKind>(i % 3), 4'000'000});
    }
    m_news = news;
    look(room, "staff_content");
    news.job.name = "exposition-2025.kpack";
    news.job.exported = "support";
    news.job.done = 120;
    news.job.whole = 200;
    news.job.counts_pictures = true;
    news.job.seconds_left = 45;
    news.job.fingerprint = kFingerprint;
    news.job.pack = PackNews{"smara-amgala", 123457, false, false, kFingerprint};
    for (const City& city : m_sight.pack.values().cities) {
      const std::string name(m_sight.pack.resolve(city.name, m_sight.language).text);
      news.job.changes.push_back({name, CityNews::Kind::kChanged});
      news.job.left_out.push_back({city.id.value, "Marché du matin.jpg", "too_small"});
      news.job.sentences.push_back("photos/" + city.id.value + "/a.jpg: is too small.");
    }
    news.job.pictures_added = 24;
    news.job.agreements_changed = 10;
    news.job.languages_added = {"es", "en"};
    news.job.trouble = JobTrouble::kContent;
    for (const JobStage stage :
         {JobStage::kCopying, JobStage::kChecking, JobStage::kUnknownKey, JobStage::kReady,
          JobStage::kApplying, JobStage::kWaiting, JobStage::kDone, JobStage::kFailed,
          JobStage::kExporting, JobStage::kExported, JobStage::kRevoked}) {
      news.job.stage = stage;
      m_news = news;
      look(room, "staff_content");
    }
    news.job.stage = JobStage::kFailed;
    for (const JobTrouble trouble :
         {JobTrouble::kNotTrusted, JobTrouble::kCorrupt, JobTrouble::kNoSpace,
          JobTrouble::kReadOrWrite, JobTrouble::kOlder, JobTrouble::kNoStick,
          JobTrouble::kFullStick, JobTrouble::kReadOnlyStick, JobTrouble::kSignedOnly}) {
      news.job.trouble = trouble;
      m_news = news;
      look(room, "staff_content");
    }
    show_record(room, news);
    show_exhibition(room, news);
    show_touch(room, news);
    show_typing(room);
    show_visitors(room, news);
    show_device(room, news);
    show_first_start(m_sight.room);
  }

 private:
  void look(const State& state, const std::string& screen) const {
    m_sight.look(state, m_news, screen);
  }

  void show_record(State room, StaffNews news) {
    room.staff->page = StaffPage::kRecord;
    m_news = news;
    look(room, "staff_record");
    for (const char* what : {"installed", "refused", "rolled_back", "given_up", "rot_found",
                             "key_enrolled", "key_revoked", "installed.inbox", "refused.inbox"}) {
      news.record.lines.push_back({what, "smara-amgala · 123456", "2026-11-28 14:05", ""});
    }
    news.record.lines[1].sentence = "exposition.kpack: it is number 7, older than number 8.";
    news.record.lines[2].when.clear();
    news.record.packs = {{news.shown, 123'000'000, "", true},
                         {*news.before, 98'000'000, "", false}};
    news.record.keys = {{"", kFingerprint, false}, {"", kFingerprint, true}};
    m_news = news;
    look(room, "staff_record");
  }

  void show_exhibition(State room, StaffNews news) {
    room.staff->page = StaffPage::kExhibition;
    room.staff->draft = Settings{};
    room.staff->draft->hours.used = true;
    room.staff->clock = 29'497'920;
    for (const Language language : kLanguages) {
      std::string& line = room.staff->draft->attract_texts[language];
      for (std::size_t i = 0; i < kLongestAttractText; ++i) line += i % 12 == 11 ? ' ' : 'n';
    }
    for (const bool sure : {false, true}) {
      news.site.sure_of_time = sure;
      news.site.local_minutes = 29'497'920;
      m_news = news;
      for (const char* group :
           {"languages", "visit", "hours", "closed", "panel", "clock", "content", "names"}) {
        room.staff->group = group;
        look(room, "staff_exhibition");
      }
    }
    room.staff->draft = news.site.settings;
    for (const char* group : {"panel", "names"}) {
      room.staff->group = group;
      look(room, "staff_exhibition");
    }
  }

  // Fingers and cells, each mark, the check, and what comes of it.
  void show_touch(State room, StaffNews news) {
    room.staff->page = StaffPage::kTouch;
    room.staff->touch = TouchBench{};
    TouchBench& bench = *room.staff->touch;
    news.site.failed = true;
    news.site.notes = {"settings.json: cannot be written: No space left on device."};
    m_news = news;
    for (const TouchOutcome outcome :
         {TouchOutcome::kNone, TouchOutcome::kKept, TouchOutcome::kTooFew, TouchOutcome::kTooClose,
          TouchOutcome::kInexact, TouchOutcome::kUnlikely, TouchOutcome::kMissed,
          TouchOutcome::kTimeOver, TouchOutcome::kGivenUp}) {
      bench.outcome = outcome;
      look(room, "staff_touch");
    }
    m_news = {};
    bench.calibration.x0 = 0.1;
    bench.outcome = TouchOutcome::kKept;
    for (int finger = 0; finger < 10; ++finger) {
      // Beside the card: a ring may lie on its words for as long as a finger does.
      const Vec2 at{m_sight.panel.x * (0.05F + 0.09F * static_cast<float>(finger)),
                    m_sight.panel.y * (finger % 2 == 0 ? 0.06F : 0.94F)};
      for (const ContactPhase phase : {ContactPhase::kDown, ContactPhase::kMove}) {
        static_cast<void>(feel(bench, {finger, phase, at, room.now}, m_sight.panel, room.now));
      }
    }
    look(room, "staff_touch");
    bench.fingers.clear();
    bench.stage = TouchStage::kMarks;
    for (const TouchPoint mark : kTouchMarks) {
      look(room, "staff_touch");
      bench.touches.push_back({mark, mark});
    }
    bench.stage = TouchStage::kCheck;
    bench.seconds_left = 15;
    look(room, "staff_touch");
  }

  // Each line on each keyboard: empty, full, and with a key that was refused.
  void show_typing(State room) {
    room.staff->page = StaffPage::kTyping;
    Settings settings;
    settings.device_name = "Hall d’entrée, 1er étage – مدخل المتحف";
    for (const char* subject : {"name", "attract:ar", "attract:zgh", "attract:fr"}) {
      for (const Keyboard keyboard :
           {Keyboard::kArabic, Keyboard::kTifinagh, Keyboard::kLatin, Keyboard::kSigns}) {
        room.staff->typing = begin_line(settings, subject);
        room.staff->typing->keyboard = keyboard;
        look(room, "staff_typing");
        for (std::size_t i = 0; i < kLongestAttractText; ++i) {
          const bool blank = i % 9 == 8;
          type(*room.staff->typing, blank                             ? " "
                                    : keyboard == Keyboard::kArabic   ? "م"
                                    : keyboard == Keyboard::kTifinagh ? "ⵎ"
                                                                      : "m");
        }
        look(room, "staff_typing");
        type(*room.staff->typing, "m");
        look(room, "staff_typing");
      }
    }
  }

  void show_visitors(State room, StaffNews news) {
    room.staff->page = StaffPage::kVisitors;
    news.visitors.visits = "1204";
    for (int chart = 0; chart < 5; ++chart) {
      ChartNews bars{"Langues", {}};
      for (int i = 0; i < (chart < 3 ? 5 : 24); ++i) {
        bars.bars.push_back({std::to_string(i), std::to_string(100 + i), i / 24.0});
      }
      news.visitors.charts.push_back(std::move(bars));
    }
    news.visitors.privacy = {"Ce que cette borne compte, et ce qu’elle ne compte pas"};
    m_news = news;
    for (const char* group : {"0", "3", "privacy"}) {
      room.staff->group = group;
      look(room, "staff_stats");
    }
  }

  void show_device(State room, StaffNews news) {
    room.staff->page = StaffPage::kDevice;
    for (const char* figure : {"version", "temperature", "under_voltage", "throttled", "free",
                               "wear", "memory", "own_memory", "load", "up_time"}) {
      news.device.figures.push_back({figure, "3420 / 4148 MB", true});
    }
    news.device.frame_ms.assign(60, 12.0);
    news.device.crashes = {{"2026-11-28 14:05", "It ended by SIGSEGV."}};
    news.device.licences.assign(22, "HarfBuzz, FreeType · MIT");
    m_news = news;
    for (const char* group : {"", "licences", "power", "power:program", "power:off"}) {
      room.staff->group = group;
      look(room, "staff_system");
    }
  }

  // Each step as it is come to, the pad with all it may ask, a rotation on trial and one that was
  // not kept, and a disk that takes nothing.
  void show_first_start(State room) {
    room.staff->page = StaffPage::kFirst;
    room.staff->first = FirstStart{};
    room.staff->draft = Settings{};
    room.staff->touch = TouchBench{};
    room.staff->clock = 29'497'920;
    FirstStart& first = *room.staff->first;
    StaffNews news;
    news.pin = PinNews::kNoneChosen;
    news.site.sure_of_time = false;
    for (const bool failed : {false, true}) {
      news.site.failed = failed;
      if (failed) news.site.notes = {"settings.json: cannot be written: No space left on device."};
      m_news = news;
      for (const FirstStep step : kFirstSteps) {
        first.step = first.reached = step;
        look(room, "first_" + std::string(name(step)));
      }
    }
    first.step = FirstStep::kPin;
    for (const PinNews pin : {PinNews::kChecking, PinNews::kFailed}) {
      m_news.pin = pin;
      look(room, "first_pin");
    }
    m_news.pin = PinNews::kNoneChosen;
    room.staff->chosen = "2580";
    look(room, "first_pin");
    room.staff->chosen.clear();
    room.staff->differed = true;
    look(room, "first_pin");
    first.step = FirstStep::kRotation;
    first.turned_back = true;
    look(room, "first_rotation");
    first.turned_back = false;
    first.turn = TurnTrial{Rotation::kNone, std::nullopt, 15};
    look(room, "first_rotation");
    first.turn.reset();
    m_news.site.sure_of_time = true;
    m_news.site.local_minutes = 29'497'920;
    first.step = FirstStep::kDone;
    look(room, "first_done");
  }

  StaffRoomSight m_sight;
  StaffNews m_news;
};

}  // namespace

void show_staff_room(const StaffRoomSight& sight) { StaffRoomTour(sight).show(); }

}  // namespace kiosk
