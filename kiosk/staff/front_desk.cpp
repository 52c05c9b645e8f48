#include "kiosk/staff/front_desk.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "kiosk/authoring/office_folder.h"
#include "kiosk/staff/first_start_note.h"
#include "kiosk/staff/pack_record.h"
#include "kiosk/stats/device_identity.h"
#include "kiosk/stats/receipt.h"
#include "kiosk/stats/stats_export.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr Millis kWhileGuessing{50};
constexpr std::size_t kMostSaid = 500;  // sentences
constexpr const char* kSupportFolder = "kiosk-support";

StaffSite with_words(StaffSite site, const Strings& words) {
  site.unknown_author = unknown_author_in(words);
  return site;
}

PackResult<void> nothing_but_trouble(PackResult<std::string> done) {
  if (!done) return tl::unexpected(std::move(done.error()));
  return {};
}

}  // namespace

FrontDesk::FrontDesk(StaffSite site, DeviceSite device, const SettingsReading& settings,
                     const DeskParts& parts, Millis now)
    : m_state(site.state),
      m_device(std::move(device)),
      m_parts(parts),
      m_pin(site.state, now, site.at_once),
      m_usb(with_words(site, parts.words), parts.volumes),
      m_site(site.settings, settings, parts.clock, site.at_once),
      m_visitors(site.state, parts.words, site.at_once),
      m_inbox({site.inbox, site.state, site.bundled, site.making, site.at_once}, parts.inbox),
      m_metrics(site.metrics, m_device, now, site.at_once),
      m_at_once(site.at_once),
      m_now(now) {
  m_device.words = &m_parts.words;
}

void FrontDesk::ask(const StaffAct& wish) {
  m_changed = true;
  switch (wish.deed) {
    case StaffDeed::kEntered:
    case StaffDeed::kLeft:
      return come_or_go(wish);
    case StaffDeed::kTryPin:
      return m_pin.guess(wish.subject, m_now);
    case StaffDeed::kChoosePin:
      return m_pin.choose(wish.subject);
    case StaffDeed::kTurnTo:
      return turn_to(staff_page_from(wish.subject).value_or(StaffPage::kContent));
    case StaffDeed::kNoteFirst:
      m_to_note = wish.subject;
      return;
    case StaffDeed::kSetClock:
      return m_site.set_clock(std::strtoll(wish.subject.c_str(), nullptr, 10));
    case StaffDeed::kExport:
      return write(wish.subject);
    case StaffDeed::kPower:
      return switch_power(wish.subject);
    default:
      return m_usb.ask(wish);
  }
}

void FrontDesk::save(const Settings& settings) {
  m_changed = true;
  m_site.save(settings);
}

void FrontDesk::try_touch(const std::optional<TouchMatrix>& calibration) {
  m_changed = true;
  m_site.try_touch(calibration);
}

void FrontDesk::try_turn(const std::optional<Rotation>& rotation) {
  m_changed = true;
  m_site.try_turn(rotation);
}

std::optional<FirstStart> FrontDesk::begin_first_start() {
  const bool pin_chosen = m_pin.news(m_now).pin != PinNews::kNoneChosen;
  auto first = first_start_of(m_state, pin_chosen);
  if (first) m_open = m_changed = m_sets_up = true;
  return first;
}

// After what was chosen is saved, for what is noted as done must be. On a thread of its own: the
// disk may take its time.
void FrontDesk::note_first() {
  if (!m_to_note || m_site.busy()) return;
  const std::string subject = *std::exchange(m_to_note, std::nullopt);
  if (m_noted.valid()) m_noted.wait();
  m_noted = std::async(std::launch::async,
                       [state = m_state, subject] { return note_first_start(state, subject); });
  if (m_at_once) m_noted.wait();
}

void FrontDesk::count(const VisitSummary& visit) {
  if (m_site.settings().counters) m_visitors.count(visit);
}

void FrontDesk::hear(const std::string& sentence) {
  const std::scoped_lock held(m_saying);
  if (m_said.size() == kMostSaid) m_said.pop_front();
  m_said.push_back(sentence);
}

void FrontDesk::come_or_go(const StaffAct& wish) {
  m_open = wish.deed == StaffDeed::kEntered;
  m_sets_up = false;
  m_pin.forget();
  m_visitors_view.reset();
  if (!m_open) {
    turn_gate(false);
    m_site.try_touch(std::nullopt);
    return m_usb.left();
  }
  if (m_parts.picture) {
    if (auto taken = m_parts.picture()) m_visitors_view = std::move(*taken);
  }
  m_language = language_from(wish.subject).value_or(Language::kFrench);
  m_usb.entered(m_language);
}

// Sticks are let into the machine for those who know the PIN alone.
void FrontDesk::turn_gate(bool inside) {
  if (std::exchange(m_inside, inside) == inside || m_parts.gate == nullptr) return;
  m_parts.gate->staff_are_in(inside);
}

// What a page shows is looked up when it is turned to.
void FrontDesk::turn_to(StaffPage page) {
  if (page == StaffPage::kRecord) m_news.record = record_of(m_state);
  if (page == StaffPage::kVisitors) {
    m_visitors.tell(m_language, m_site.settings().counters, m_news.visitors);
  }
  if (page != StaffPage::kDevice) return;
  m_news.device = device_news(m_device, m_language);
  if (m_times) m_news.device.frame_ms = m_times();
}

std::string FrontDesk::today() const {
  const platform::WallTime time = m_parts.clock.now();
  if (!time.sure) return "";
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time.local));
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

void FrontDesk::write(const std::string& what) {
  if (what == "visitors") return m_usb.write_to_stick(what, visitors_writing());
  if (what == "receipt") return m_usb.write_to_stick(what, receipt_writing());
  if (what == "support") return m_usb.write_to_stick(what, support_writing());
  if (what == "picture" && m_parts.picture) {
    return m_usb.write_to_stick(what, picture_writing());
  }
  m_usb.ask({StaffDeed::kExport, what});
}

StickWriting FrontDesk::visitors_writing() const {
  return [state = m_state, device = m_site.settings().device_name, date = today(),
          tally = m_visitors.written(),
          words = m_visitors.chart_words(m_language)](const fs::path& stick) -> PackResult<void> {
    const auto identity = device_identity(state);
    if (!identity) return tl::unexpected(identity.error());
    const auto done = export_stats({stick, {device, date}, identity->id, tally}, words);
    if (!done) return tl::unexpected(done.error());
    return {};
  };
}

StickWriting FrontDesk::receipt_writing() const {
  ReceiptRequest request;
  request.state = m_state;
  request.device = m_site.settings().device_name;
  request.program = m_device.version;
  request.health = health_numbers(m_device);
  if (m_device.crashes) {
    for (const CrashNews& crash : m_device.crashes()) request.crashes.push_back(crash.reason);
  }
  request.visits = m_visitors.written();
  return [request](const fs::path& stick) {
    ReceiptRequest asked = request;
    asked.stick = stick;
    return nothing_but_trouble(leave_receipt(asked));
  };
}

StickWriting FrontDesk::support_writing() const {
  DeviceNews device = device_news(m_device, Language::kEnglish);
  if (m_times) device.frame_ms = m_times();
  std::vector<std::string> said;
  {
    const std::scoped_lock held(m_saying);
    said.assign(m_said.begin(), m_said.end());
  }
  const std::string text = support_text(device, record_of(m_state), said);
  const std::string name = file_name_part(m_site.settings().device_name) + ".txt";
  return [text, name](const fs::path& stick) {
    return put_on_stick(stick, kSupportFolder, {{name, text}});
  };
}

// The panel's picture is taken now, while what staff want to show is on it; what visitors saw was
// taken when staff came. Both are written when the stick is ready.
StickWriting FrontDesk::picture_writing() const {
  const auto now = m_parts.picture();
  const std::string name = file_name_part(m_site.settings().device_name);
  std::vector<std::pair<std::string, TakenPicture>> pictures;
  if (now) pictures.emplace_back(name + ".png", *now);
  if (m_visitors_view) pictures.emplace_back(name + "-visitor.png", *m_visitors_view);
  return [file = m_state / "picture.png", pictures = std::move(pictures),
          trouble = now ? std::string()
                        : now.error().message](const fs::path& stick) -> PackResult<void> {
    if (!trouble.empty()) return fail(FailureKind::kFailed, trouble);
    std::vector<StickFile> files;
    for (const auto& [called, write] : pictures) {
      if (const auto written = write(file); !written) {
        return fail(FailureKind::kFailed, written.error().message);
      }
      std::ifstream stream(file, std::ios::binary);
      files.push_back({called, {std::istreambuf_iterator<char>(stream), {}}});
    }
    std::error_code ignored;
    fs::remove(file, ignored);
    return put_on_stick(stick, kSupportFolder, files);
  };
}

void FrontDesk::switch_power(const std::string& what) {
  if (m_parts.power == nullptr) return;
  Result<void> done;
  if (what == "program") m_parts.power->restart_program();
  if (what == "machine") done = m_parts.power->restart_machine();
  if (what == "off") done = m_parts.power->power_off();
  if (!done) m_usb.tell_failure(done.error().message);
}

// What wants nobody: packs out of the inbox, and readings.
void FrontDesk::work_alone(bool vacant) {
  m_inbox.poll(m_now, vacant, !m_open && m_usb.idle());
  if (m_metrics.due(m_now)) {
    m_metrics.write(m_now, m_visitors.written(), m_p99 ? m_p99() : std::nullopt);
  }
  std::vector<std::string> said = m_inbox.take_said();
  if (m_noted.valid() && m_noted.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    if (const auto noted = m_noted.get(); !noted) said.push_back(noted.error().message);
  }
  if (const auto trouble = m_metrics.take_trouble()) said.push_back("metrics: " + *trouble);
  for (const std::string& sentence : said) {
    if (m_parts.say) m_parts.say(sentence);
  }
}

std::optional<fs::path> FrontDesk::take_shown() {
  if (auto shown = m_usb.take_shown()) return shown;
  return m_inbox.take_shown();
}

// Nobody is in the room and nothing is under way: most ticks are so, and cost nothing.
bool FrontDesk::poll(Millis now, bool vacant) {
  m_now = now;
  m_visitors.poll(now);
  work_alone(vacant);
  if (!m_open && !m_changed && m_usb.idle() && !m_pin.busy() && !m_site.busy()) return false;
  const StaffNews before = m_news;
  m_usb.poll(now, vacant, m_news);
  m_site.poll(m_news.site);
  note_first();
  m_usb.follow(m_site.settings().trust);
  const PinDesk::News pin = m_pin.news(now);
  // Who sets the device up needs no stick, and may go away in the middle of it.
  turn_gate(m_open && !m_sets_up && pin.pin == PinNews::kRight);
  m_news.pin = pin.pin;
  m_news.pin_wait_s = pin.wait_s;
  return std::exchange(m_changed, false) || !(before == m_news);
}

std::optional<Millis> FrontDesk::rest() const {
  if (m_pin.busy() || m_site.busy()) return kWhileGuessing;
  std::optional<Millis> soonest;
  if (m_open) soonest = m_site.next_minute();
  for (const auto& rest : {m_usb.rest(), m_inbox.rest(m_now), m_metrics.rest(m_now)}) {
    soonest = sooner(soonest, rest);
  }
  return soonest;
}

}  // namespace kiosk
