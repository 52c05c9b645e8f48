#include "kiosk/staff/site_desk.h"

#include <utility>

namespace kiosk {

SiteDesk::SiteDesk(std::filesystem::path file, const SettingsReading& reading,
                   platform::WallClock& clock, bool at_once)
    : m_file(std::move(file)), m_clock(clock), m_at_once(at_once), m_settings(reading.settings) {
  for (const Problem& problem : reading.problems) m_notes.push_back(problem.sentence());
}

SiteDesk::~SiteDesk() {
  if (m_task.joinable()) m_task.join();
}

void SiteDesk::save(const Settings& settings) {
  {
    const std::scoped_lock held(m_lock);
    if (m_running || settings == m_settings) return;
    m_running = true;
    m_asked = settings;
  }
  if (m_task.joinable()) m_task.join();
  m_task = std::thread([this, before = m_settings, after = settings] {
    auto written = write_settings(m_file, before, after);
    const std::scoped_lock held(m_lock);
    m_written = std::move(written);
    m_running = false;
  });
  if (m_at_once) m_task.join();
}

bool SiteDesk::begin_trial(bool tries) {
  if (!tries && !m_trying) return false;
  m_trying = tries;
  m_followed = m_settings;
  return tries;
}

void SiteDesk::try_touch(const std::optional<TouchMatrix>& calibration) {
  const bool tries = begin_trial(calibration.has_value());
  if (tries && is_sound(*calibration)) m_followed->calibration = *calibration;
}

void SiteDesk::try_turn(const std::optional<Rotation>& rotation) {
  if (begin_trial(rotation.has_value())) m_followed->screen.rotation = *rotation;
}

void SiteDesk::set_clock(std::int64_t local_minutes) {
  const auto set = m_clock.set(std::chrono::local_seconds(std::chrono::minutes(local_minutes)));
  m_failed = !set.has_value();
  m_notes.clear();
  if (m_failed) m_notes.push_back(set.error().message);
}

void SiteDesk::poll(SettingsNews& news) {
  std::optional<PackResult<void>> written;
  {
    const std::scoped_lock held(m_lock);
    written = std::exchange(m_written, std::nullopt);
  }
  if (written) {
    m_failed = !written->has_value();
    m_notes.clear();
    if (m_failed) {
      m_notes.push_back(written->error().message);
      try_touch(std::nullopt);
    } else {
      m_trying = false;
      m_settings = m_asked;
      m_changed = m_settings;
    }
  }
  const platform::WallTime time = m_clock.now();
  news.sure_of_time = time.sure;
  news.local_minutes =
      std::chrono::floor<std::chrono::minutes>(time.local.time_since_epoch()).count();
  news.settings = m_settings;
  news.notes = m_notes;
  news.failed = m_failed;
}

bool SiteDesk::busy() const {
  const std::scoped_lock held(m_lock);
  return m_running || m_written.has_value();
}

Millis SiteDesk::next_minute() const {
  using std::chrono::floor;
  using std::chrono::minutes;
  const auto now = m_clock.now().local;
  return floor<minutes>(now) + minutes(1) - now;
}

std::optional<Settings> SiteDesk::take_changed() { return std::exchange(m_changed, std::nullopt); }
std::optional<Settings> SiteDesk::take_followed() {
  return std::exchange(m_followed, std::nullopt);
}

}  // namespace kiosk
