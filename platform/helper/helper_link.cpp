#include "platform/helper/helper_link.h"

#include <poll.h>

#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <utility>

namespace kiosk::platform {
namespace {

constexpr const char* kAbsent = "helper";  // the volume that stands for there being no helper
constexpr std::size_t kMostWaiting = 256;  // lines

Millis now() { return std::chrono::steady_clock::now().time_since_epoch(); }

Volume absent_helper() {
  Volume volume;
  volume.id = kAbsent;
  volume.trouble = {VolumeTroubleKind::kNotAllowed,
                    "USB: the kiosk's helper is not reachable, so no stick can be read. Wait a "
                    "minute; if it stays so, restart the machine."};
  return volume;
}

constexpr const char* kNotReachable =
    "The kiosk's helper is not reachable. Wait a minute, or use the machine's switch.";

}  // namespace

HelperLink::HelperLink(Options options) : m_options(std::move(options)) {
  m_absent_since = now();
  m_worker = std::thread(&HelperLink::work, this);
}

HelperLink::~HelperLink() {
  {
    const std::scoped_lock held(m_mutex);
    m_ends = true;
  }
  m_asked.ring();
  m_worker.join();
}

void HelperLink::want(const std::string& id, VolumeAccess access) {
  {
    const std::scoped_lock held(m_mutex);
    if (!m_connected || id == kAbsent || m_to_send.size() >= kMostWaiting) return;
    m_to_send.push_back(line_of(VolumeWish{id, access}));
  }
  m_asked.ring();
}

void HelperLink::staff_are_in(bool inside) {
  {
    const std::scoped_lock held(m_mutex);
    m_inside = inside;
    if (!m_connected) return;
    m_to_send.push_back(line_of(StaffWish{inside}));
  }
  m_asked.ring();
}

Result<void> HelperLink::switch_power(PowerDeed deed) { return ask(PowerWish{deed, 0}); }

Result<void> HelperLink::set_clock(std::int64_t seconds_since_1970) {
  if (seconds_since_1970 < kEarliestClock || seconds_since_1970 >= kLatestClock) {
    return fail("The clock cannot be set so: choose a day from 2024 to 2099.");
  }
  return ask(ClockWish{seconds_since_1970, 0});
}

template <typename Request>
Result<void> HelperLink::ask(Request request) {
  std::unique_lock held(m_mutex);
  if (!m_connected) return fail(kNotReachable);
  const std::int64_t number = ++m_number;
  request.number = number;
  m_to_send.push_back(line_of(request));
  m_asked.ring();
  m_answered.wait_for(held, m_options.longest_answer,
                      [&] { return m_answers.contains(number) || !m_connected; });
  const auto answer = m_answers.find(number);
  if (answer == m_answers.end()) return fail(kNotReachable);
  const std::string trouble = answer->second;
  m_answers.erase(answer);
  if (!trouble.empty()) return fail(trouble);
  return {};
}

bool HelperLink::take_volumes(std::vector<Volume>& volumes) {
  const std::scoped_lock held(m_mutex);
  if (!m_changed) return false;
  m_news.silence();
  m_changed = false;
  // What came and went meanwhile is no news.
  if (m_found == volumes) return false;
  volumes = m_found;
  return true;
}

void HelperLink::show(std::vector<Volume> volumes) {
  {
    const std::scoped_lock held(m_mutex);
    if (m_found == volumes) return;
    m_found = std::move(volumes);
    m_changed = true;
    m_news.ring();
  }
  if (m_options.wake) m_options.wake();
}

// About the link itself: each state once, however often it is tried.
void HelperLink::say(const std::string& sentence) {
  if (std::exchange(m_said, sentence) != sentence && m_options.say) m_options.say(sentence);
}

void HelperLink::work() {
  // Signals are the main thread's.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  while (true) {
    if (!m_socket && now() >= m_next_try) try_to_connect();
    tell_absence();
    std::array<pollfd, 2> heard{{{m_asked.number(), POLLIN, 0}, {m_socket.number(), POLLIN, 0}}};
    // A helper that is busy letting go of sticks greets late: until then there is none.
    const int rest = connected() ? -1 : static_cast<int>(std::ceil(m_options.retry.count()));
    static_cast<void>(::poll(heard.data(), heard.size(), rest));
    m_asked.silence();
    if (m_socket && heard[1].revents != 0) serve();
    const std::scoped_lock held(m_mutex);
    send_waiting();
    if (m_ends) return;
  }
}

bool HelperLink::connected() {
  const std::scoped_lock held(m_mutex);
  return m_connected;
}

void HelperLink::try_to_connect() {
  m_next_try = now() + m_options.retry;
  m_socket = connect_to(m_options.socket);
  m_lines = LineReader(kLongestNews);
  if (m_socket && !send_line(m_socket, line_of(HelloWish{kWireVersion}))) m_socket.close();
}

void HelperLink::tell_absence() {
  if (connected() || m_absence_told || now() - m_absent_since < m_options.patience) return;
  m_absence_told = true;
  say(m_options.socket.string() +
      ": the helper is not reachable. See whether kiosk-helper.service "
      "runs.");
  show({absent_helper()});
}

void HelperLink::serve() {
  bool fine = receive(m_socket, m_lines);
  while (auto line = m_lines.next()) {
    const auto news = news_from(*line);
    if (!news) say(news.error().message);
    if (news) hear(*news);
    fine = fine && news.has_value();
  }
  if (!fine || m_lines.too_long()) lose();
}

void HelperLink::hear(const News& news) {
  if (const auto* hello = std::get_if<HelloNews>(&news)) {
    if (hello->version != kWireVersion) return;  // it says so itself, and closes
    m_absence_told = false;
    m_said.clear();
    show({});
    const std::scoped_lock held(m_mutex);
    m_connected = true;
    if (m_inside) m_to_send.push_back(line_of(StaffWish{true}));
  } else if (const auto* list = std::get_if<VolumesNews>(&news)) {
    show(list->volumes);
  } else if (const auto* answer = std::get_if<AnswerNews>(&news)) {
    {
      const std::scoped_lock held(m_mutex);
      // Nobody waits for older ones any more.
      m_answers.erase(m_answers.begin(), m_answers.lower_bound(answer->number));
      m_answers[answer->number] = answer->trouble;
    }
    m_answered.notify_all();
  } else if (const auto* said = std::get_if<SaidNews>(&news)) {
    if (m_options.say) m_options.say(said->sentence);
  } else if (const auto* refused = std::get_if<RefusedNews>(&news)) {
    say("the helper refuses: " + refused->sentence);
  }
}

void HelperLink::lose() {
  m_socket.close();
  {
    const std::scoped_lock held(m_mutex);
    if (m_connected) m_absent_since = now();
    m_connected = false;
    m_to_send.clear();
    m_answers.clear();
  }
  m_answered.notify_all();
  if (!m_absence_told) show({});
}

// Under the lock.
void HelperLink::send_waiting() {
  while (m_connected && !m_to_send.empty()) {
    if (!send_line(m_socket, m_to_send.front())) {
      // Found closed at the next look, which then loses it.
      m_socket.hang_up();
      m_to_send.clear();
      return;
    }
    m_to_send.pop_front();
  }
}

}  // namespace kiosk::platform
