#include "kiosk/show.h"

#include <cstdlib>
#include <utility>

#include "kiosk/pack/load_pack.h"
#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/state_lock.h"
#include "kiosk/refresh/trial.h"
#include "kiosk/site_pack.h"

namespace kiosk {

namespace {

constexpr Millis kHoursAskedEvery{60'000};

}  // namespace

Show::Show(Exhibit exhibit, const KioskParts& parts, const KioskOptions& options, FrontDesk* desk,
           const platform::WallClock& wall_clock, ShowSite site,
           std::function<void(const std::string&)> say)
    : m_exhibit(std::move(exhibit)),
      m_parts(parts),
      m_options(options),
      m_desk(desk),
      m_wall_clock(wall_clock),
      m_site(std::move(site)),
      m_say(std::move(say)),
      m_guard(m_site.state, m_site.at_once) {
  m_parts.staff = desk;
  if (desk != nullptr) {
    desk->set_frame_times([this] { return m_frames.slowest(m_parts.clock.now()); });
    desk->set_frame_p99([this] { return m_frames.p99(m_parts.clock.now()); });
  }
  m_parts.may_open = [this](const std::filesystem::path& file) { return m_guard.may_open(file); };
}

Result<void> Show::open(TrialRun trial) {
  if (m_exhibit.pack) m_guard.guard(m_exhibit.pack->values().folder, std::move(trial));
  if (m_site.follow) m_site.follow(m_site.settings);
  if (auto opened = open_kiosk(); !opened) return opened;
  // The built-in card has nobody to ask: its device waits for content.
  if (!m_site.first_start || m_desk == nullptr || m_kiosk->shows_card()) return {};
  if (const auto first = m_desk->begin_first_start()) m_kiosk->begin_first_start(*first);
  return {};
}

Result<void> Show::open_kiosk() {
  Exhibit shown = m_exhibit;
  KioskOptions options = m_options;
  if (shown.pack) {
    shown.pack = site_pack(*shown.pack, m_site.settings);
    // The language it starts in may be one that this pack or site lacks.
    if (options.language && !shown.pack->offers(*options.language)) options.language.reset();
  }
  auto opened = Kiosk::open(std::move(shown), m_parts, options);
  if (!opened) return tl::unexpected(opened.error());
  m_kiosk = std::move(*opened);
  if (m_desk != nullptr && m_exhibit.pack) m_desk->name_cities(*m_exhibit.pack);
  return {};
}

bool Show::tick() {
  keep_hours();
  const std::uint64_t presents = m_kiosk->presents();
  const bool goes_on = m_kiosk->tick();
  if (!m_site.at_once && m_kiosk->presents() != presents) {
    const TickTimes& times = m_kiosk->times();
    m_frames.add(m_parts.clock.now(), times.building() + times.present);
  }
  if (m_dark != m_kiosk->shows_nothing()) {
    m_dark = !m_dark;
    if (m_site.darken) m_site.darken(m_dark);
  }
  const bool vacant = m_kiosk->vacant();
  if (vacant && !m_vacant && m_site.tidy) m_site.tidy();
  m_vacant = vacant;
  const std::string trouble = m_guard.ticked(m_parts.clock.now(), m_kiosk->presents(), vacant);
  if (!trouble.empty()) m_say(trouble);
  if (const auto folder = m_guard.take_shown()) {
    change_to(folder->empty() ? m_site.bundled : *folder);
  }
  if (m_desk == nullptr) return goes_on;
  count_visits();
  if (const auto settings = m_desk->take_followed(); settings && m_site.follow) {
    m_site.follow(*settings);
  }
  if (const auto settings = m_desk->take_settings()) change_settings(*settings);
  if (const auto folder = m_desk->take_shown()) change_to(*folder);
  return goes_on;
}

std::optional<Millis> Show::rest() const {
  const auto rest = m_guard.shortened(m_kiosk->rest());
  if (!m_site.settings.hours.used) return rest;
  return std::min(rest.value_or(kHoursAskedEvery), kHoursAskedEvery);
}

// Of the time of day it needs to know no more than the hour.
void Show::count_visits() {
  const platform::WallTime wall = m_wall_clock.now();
  std::optional<VisitTime> when;
  if (wall.sure) {
    const auto day = std::chrono::floor<std::chrono::days>(wall.local);
    const std::chrono::year_month_day date(day);
    std::tm local{};
    local.tm_year = static_cast<int>(date.year()) - 1900;
    local.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    local.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    local.tm_hour = static_cast<int>((wall.local - day) / std::chrono::hours(1));
    when = visit_time(local);
  }
  if (const auto visit = m_visits.ticked(m_kiosk->state(), when)) m_desk->count(*visit);
}

// Asked each minute: clocks are set, and seasons change them.
void Show::keep_hours() {
  const Millis now = m_parts.clock.now();
  if (m_hours_asked && now - *m_hours_asked < kHoursAskedEvery) return;
  m_hours_asked = now;
  if (!m_site.settings.hours.used) return m_kiosk->set_closed(false);
  const platform::WallTime wall = m_wall_clock.now();
  std::optional<LocalTime> local;
  if (wall.sure) {
    const auto day = std::chrono::floor<std::chrono::days>(wall.local);
    local = LocalTime{std::chrono::year_month_day(day),
                      static_cast<int>((wall.local - day) / std::chrono::minutes(1))};
  }
  m_kiosk->set_closed(!opening_at(m_site.settings.hours, local).open);
}

// Installed, or the bundled one.
bool Show::is_of_the_device(const std::filesystem::path& folder) const {
  if (m_site.state.empty()) return false;
  return folder.parent_path() == m_site.state / kPacksFolder || folder == m_site.bundled;
}

// A preview out of the staging is no start: what it may break is broken for staff alone.
TrialRun Show::noted_start(const std::filesystem::path& folder) {
  const bool installed = folder.parent_path() == m_site.state / kPacksFolder;
  if (!is_of_the_device(folder)) return {};
  const Start start = begin_start(m_site.state, m_site.version);
  if (!start.trouble.empty()) m_say(start.trouble);
  const std::string name = installed ? folder.filename().string() : bundled_name(m_site.version);
  return start.on_trial == name ? TrialRun(m_site.state, name) : TrialRun();
}

void Show::change_to(const std::filesystem::path& folder) {
  auto pack = load_pack(
      folder, is_of_the_device(folder) ? PackStanding::kAccepted : PackStanding::kAtTheDoor);
  if (!pack) {
    for (const Problem& problem : pack.error()) m_say(problem.sentence());
    return;
  }
  std::optional<Pack> old = std::exchange(m_exhibit.pack, std::move(*pack));
  const State before = m_kiosk->state();
  m_kiosk.reset();  // one at a time holds the display
  m_guard.guard({}, {});
  m_guard.guard(folder, noted_start(folder));
  if (auto opened = open_kiosk(); !opened) {
    m_say(opened.error().message);
    m_exhibit.pack = std::move(old);
    m_guard.guard(m_exhibit.pack->values().folder, {});
    // It was shown a moment ago; if even that fails, a new start is the remedy.
    if (!open_kiosk()) std::abort();
  }
  m_kiosk->keep_company(before);
  if (m_site.tidy) m_site.tidy();
}

void Show::change_settings(const Settings& settings) {
  const bool panel = settings.screen.panel_inches != m_site.settings.screen.panel_inches;
  if (panel) m_options.panel_inches = static_cast<float>(settings.screen.panel_inches);
  m_site.settings = settings;
  m_hours_asked.reset();
  if (m_site.follow) m_site.follow(settings);
  const State before = m_kiosk->state();
  m_kiosk.reset();
  if (!open_kiosk()) std::abort();  // with the same pack as a moment ago
  m_kiosk->keep_company(before);
}

}  // namespace kiosk
