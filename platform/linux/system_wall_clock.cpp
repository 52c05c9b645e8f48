#include "platform/linux/system_wall_clock.h"

#include <fcntl.h>
#include <linux/rtc.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <system_error>

namespace kiosk::platform {

namespace {

// A network may find its time at any moment.
constexpr std::chrono::seconds kAskAgainAfter{60};

std::chrono::local_seconds as_local(std::time_t moment) {
  std::tm local{};
  if (::localtime_r(&moment, &local) == nullptr) local = {};
  using std::chrono::days;
  const std::chrono::local_days date{
      std::chrono::year_month_day{std::chrono::year(local.tm_year + 1900),
                                  std::chrono::month(static_cast<unsigned>(local.tm_mon) + 1),
                                  std::chrono::day(static_cast<unsigned>(local.tm_mday))}};
  return date + std::chrono::hours(local.tm_hour) + std::chrono::minutes(local.tm_min) +
         std::chrono::seconds(local.tm_sec);
}

std::time_t as_utc(std::chrono::local_seconds local) {
  const auto date = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day day(date);
  const std::chrono::hh_mm_ss time(local - date);
  std::tm parts{};
  parts.tm_year = static_cast<int>(day.year()) - 1900;
  parts.tm_mon = static_cast<int>(static_cast<unsigned>(day.month())) - 1;
  parts.tm_mday = static_cast<int>(static_cast<unsigned>(day.day()));
  parts.tm_hour = static_cast<int>(time.hours().count());
  parts.tm_min = static_cast<int>(time.minutes().count());
  parts.tm_sec = static_cast<int>(time.seconds().count());
  parts.tm_isdst = -1;
  return std::mktime(&parts);
}

// Without a network nobody else does: the kernel writes to the chip only a time that a network
// gave. It keeps UTC, as Debian leaves it. No chip, or one that cannot be set: nothing to do.
void set_clock_chip(std::time_t moment) {
  std::tm utc{};
  if (::gmtime_r(&moment, &utc) == nullptr) return;
  rtc_time time{};
  time.tm_sec = utc.tm_sec;
  time.tm_min = utc.tm_min;
  time.tm_hour = utc.tm_hour;
  time.tm_mday = utc.tm_mday;
  time.tm_mon = utc.tm_mon;
  time.tm_year = utc.tm_year;
  const int chip = ::open("/dev/rtc0", O_RDONLY | O_CLOEXEC);
  if (chip < 0) return;
  static_cast<void>(::ioctl(chip, RTC_SET_TIME, &time));
  ::close(chip);
}

}  // namespace

Result<void> set_system_clock(std::int64_t seconds_since_1970, const std::filesystem::path& note) {
  timeval moment{};
  moment.tv_sec = seconds_since_1970;
  if (::settimeofday(&moment, nullptr) != 0) {
    return fail(std::string("The clock cannot be set: ") + std::strerror(errno) +
                ". Run the kiosk as its service, which may set it.");
  }
  set_clock_chip(seconds_since_1970);
  std::error_code error;
  std::filesystem::create_directories(note.parent_path(), error);
  std::ofstream(note) << "set\n";
  return {};
}

SystemWallClock::SystemWallClock(std::function<ClockFooting()> footing, Setter setter,
                                 std::filesystem::path note)
    : m_footing(std::move(footing)), m_setter(std::move(setter)), m_note(std::move(note)) {}

WallTime SystemWallClock::now() const {
  const auto steady = std::chrono::steady_clock::now();
  if (m_asked == std::chrono::steady_clock::time_point() || steady - m_asked >= kAskAgainAfter) {
    std::error_code error;
    m_asked = steady;
    m_sure = m_footing() != ClockFooting::kNone || std::filesystem::exists(m_note, error);
  }
  return {as_local(std::time(nullptr)), m_sure};
}

Result<void> SystemWallClock::set(std::chrono::local_seconds local) {
  const std::time_t moment = as_utc(local);
  if (auto set = m_setter ? m_setter(moment) : set_system_clock(moment, m_note); !set) return set;
  m_sure = true;
  m_asked = std::chrono::steady_clock::now();
  return {};
}

}  // namespace kiosk::platform
