#include "platform/helper/helper_service.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <utility>

namespace kiosk::platform {
namespace {

constexpr Millis kGreetsWithin{5000};
// No hand wishes as fast as that, and no list of its wishes grows.
constexpr std::size_t kMostWishes = 200;
constexpr Millis kInThatTime{10000};
constexpr std::size_t kMostSaid = 200;   // sentences that wait to be told
constexpr std::size_t kMostTold = 5000;  // volumes: whoever plugs more begins anew

Millis now() { return std::chrono::steady_clock::now().time_since_epoch(); }

}  // namespace

HelperService::HelperService(OpenFile listening, uid_t user, Parts parts)
    : m_listening(std::move(listening)), m_user(user), m_parts(std::move(parts)) {}

HelperService::~HelperService() {
  if (m_client) drop("");
}

void HelperService::say(const std::string& sentence) {
  m_parts.log(sentence);
  const std::scoped_lock held(m_mutex);
  if (m_said.size() < kMostSaid) m_said.push_back(sentence);
  m_news.ring();
}

void HelperService::serve_until(int ending) {
  while (true) {
    const bool greeted = m_client && m_client->greeted;
    std::array<pollfd, 6> heard{{{ending, POLLIN, 0},
                                 {m_listening.number(), POLLIN, 0},
                                 {m_parts.other, POLLIN, 0},
                                 {m_news.number(), POLLIN, 0},
                                 {m_client ? m_client->socket.number() : -1, POLLIN, 0},
                                 {greeted ? m_client->volumes->descriptor() : -1, POLLIN, 0}}};
    std::optional<Millis> rest = m_parts.rest ? m_parts.rest() : std::nullopt;
    if (m_client && !greeted) rest = std::min(rest.value_or(kGreetsWithin), kGreetsWithin);
    if (greeted && m_client->volumes->descriptor() < 0) {
      rest = std::min(rest.value_or(kVolumeLookEvery), kVolumeLookEvery);
    }
    const int limit = rest ? static_cast<int>(std::ceil(std::max(rest->count(), 0.0))) : -1;
    static_cast<void>(::poll(heard.data(), heard.size(), limit));
    if (heard[0].revents != 0) return;
    // The ports first: what is plugged in there is looked at before anything else is.
    if (m_parts.look_after && (heard[2].revents != 0 || m_parts.rest)) m_parts.look_after();
    if (heard[4].revents != 0) listen_to_client();
    if (m_client && m_client->greeted) tell_volumes();
    tell_said();
    if (m_client && !m_client->greeted && now() - m_client->since > kGreetsWithin) {
      drop("a kiosk that does not greet is dropped.");
    }
    if (heard[1].revents != 0) let_in();
  }
}

void HelperService::let_in() {
  OpenFile socket = accept_from(m_listening);
  if (!socket) return;
  const auto owner = owner_of_other_end(socket);
  if (!owner || (owner->user != m_user && owner->user != 0)) {
    m_parts.log("a stranger is not let in: " +
                (owner ? "user " + std::to_string(owner->user) : owner.error().message) + ".");
    return;
  }
  if (m_client) {
    m_parts.log("a second kiosk is not let in, there is one already.");
    static_cast<void>(send_line(
        socket,
        line_of(RefusedNews{"another kiosk is running on this machine. End one of them."})));
    return;
  }
  m_client = std::make_unique<Client>();
  m_client->socket = std::move(socket);
  m_client->owner = *owner;
  m_client->since = now();
}

void HelperService::drop(const std::string& why) {
  if (!why.empty()) m_parts.log(why);
  const bool greeted = m_client->greeted;
  // Its socket last: when it is closed, the kiosk's sticks are synced and gone.
  m_client->volumes.reset();
  m_client.reset();
  if (greeted && m_parts.staff) m_parts.staff(false);
}

void HelperService::listen_to_client() {
  const bool open = receive(m_client->socket, m_client->lines);
  while (auto line = m_client->lines.next()) {
    const std::string why = grant(*line);
    if (!why.empty()) return drop("the kiosk is dropped: " + why + ".");
  }
  if (m_client->lines.too_long()) return drop("the kiosk is dropped: a line is too long.");
  if (!open) drop("the kiosk has gone.");
}

bool HelperService::in_time() {
  std::deque<Millis>& wishes = m_client->wishes;
  const Millis time = now();
  wishes.push_back(time);
  if (wishes.size() <= kMostWishes) return true;
  const Millis first = wishes.front();
  wishes.pop_front();
  return time - first > kInThatTime;
}

std::string HelperService::grant(const std::string& line) {
  if (!in_time()) return "it wishes faster than a hand could";
  const auto wish = wish_from(line);
  if (!wish) return wish.error().message;
  if (const auto* hello = std::get_if<HelloWish>(&*wish)) return greet(*hello);
  if (!m_client->greeted) return "it wishes before it greets";
  if (const auto* volume = std::get_if<VolumeWish>(&*wish)) return grant_volume(*volume);
  if (const auto* staff = std::get_if<StaffWish>(&*wish)) {
    if (m_parts.staff) m_parts.staff(staff->inside);
  } else if (const auto* power = std::get_if<PowerWish>(&*wish)) {
    const bool restart = power->deed == PowerDeed::kRestart;
    m_parts.log(restart ? "the kiosk asks for a restart." : "the kiosk asks for power off.");
    answer(power->number, restart ? m_parts.power->restart_machine() : m_parts.power->power_off());
  } else if (const auto* clock = std::get_if<ClockWish>(&*wish)) {
    m_parts.log("the kiosk sets the clock to " + std::to_string(clock->seconds) + " s since 1970.");
    answer(clock->number, m_parts.set_clock(clock->seconds));
  }
  return {};
}

std::string HelperService::greet(const HelloWish& wish) {
  if (m_client->greeted) return "it greets twice";
  if (wish.version != kWireVersion) {
    tell(RefusedNews{"it speaks version " + std::to_string(kWireVersion) + ", this kiosk version " +
                     std::to_string(wish.version) + ". Install both from one package."});
    return "it speaks version " + std::to_string(wish.version) + ", not " +
           std::to_string(kWireVersion);
  }
  auto volumes =
      m_parts.open_volumes(m_client->owner, [this](const std::string& sentence) { say(sentence); });
  if (!volumes) {
    tell(RefusedNews{volumes.error().message});
    return volumes.error().message;
  }
  m_client->volumes = std::move(*volumes);
  m_client->greeted = true;
  m_parts.log("a kiosk is let in.");
  tell(HelloNews{kWireVersion});
  return {};
}

std::string HelperService::grant_volume(const VolumeWish& wish) {
  if (!m_client->told.contains(wish.id)) return "it names a volume that it was not told of";
  m_client->volumes->want(wish.id, wish.access);
  return {};
}

void HelperService::answer(std::int64_t number, const Result<void>& done) {
  if (!done) m_parts.log(done.error().message);
  tell(AnswerNews{number, done ? "" : done.error().message});
}

void HelperService::tell_volumes() {
  if (!m_client->volumes->poll()) return;
  const std::vector<Volume>& volumes = m_client->volumes->volumes();
  for (const Volume& volume : volumes) m_client->told.insert(volume.id);
  if (m_client->told.size() > kMostTold) return drop("the kiosk has seen enough sticks.");
  tell(VolumesNews{volumes});
}

void HelperService::tell_said() {
  m_news.silence();
  std::deque<std::string> said;
  {
    const std::scoped_lock held(m_mutex);
    said.swap(m_said);
  }
  if (!m_client || !m_client->greeted) return;
  for (const std::string& sentence : said) tell(SaidNews{sentence});
}

// A kiosk that reads nothing is not waited for; that its end is closed is found at the next look.
void HelperService::tell(const News& news) {
  if (send_line(m_client->socket, line_of(news))) return;
  m_parts.log("the kiosk does not listen any more.");
  m_client->socket.hang_up();
}

}  // namespace kiosk::platform
