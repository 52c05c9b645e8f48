// Helper service: the privileged end of the wire. It listens, lets in one kiosk at a time, and
// grants what wire.h lets it wish: volumes, power, the clock, and that staff are in their room.
//
// It trusts the kiosk with nothing else: the other end must be the kiosk's user or root by the
// kernel's word, greet first and soon, name only volumes that it was told of, and wish no faster
// than a hand could. Whoever does otherwise is told in one sentence to the log, and dropped. With
// the kiosk its volumes go (synced and unmounted), and staff count as gone.
//
// One thread, the caller's. Errors: none; sentences to the log.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "kiosk/base/time.h"
#include "platform/helper/local_socket.h"
#include "platform/helper/wire.h"
#include "platform/power.h"
#include "platform/volumes.h"

namespace kiosk::platform {

class HelperService {
 public:
  // What stands behind it. All of it outlives it.
  struct Parts {
    // The volumes, whose files shall belong to that owner. The sentences it says come on any
    // thread.
    using Say = std::function<void(const std::string&)>;
    std::function<Result<std::unique_ptr<Volumes>>(const Owner&, Say)> open_volumes;
    Power* power = nullptr;
    std::function<Result<void>(std::int64_t seconds_since_1970)> set_clock;
    std::function<void(bool inside)> staff;
    std::function<void(const std::string&)> log;
    // Something else that this thread looks after: its descriptor, what it does when that speaks
    // or time is over, and how long it can wait; nothing: for ever.
    int other = -1;
    std::function<void()> look_after;
    std::function<std::optional<Millis>()> rest;
  };

  // user: of the kiosk.
  HelperService(OpenFile listening, uid_t user, Parts parts);
  HelperService(const HelperService&) = delete;
  HelperService& operator=(const HelperService&) = delete;
  ~HelperService();

  // Returns when something can be read there.
  void serve_until(int ending);
  // A sentence for the log, and for the kiosk's.
  void say(const std::string& sentence);

 private:
  struct Client {
    OpenFile socket;
    Owner owner;
    LineReader lines{kLongestWish};
    Millis since{0};
    bool greeted = false;
    std::unique_ptr<Volumes> volumes;
    std::set<std::string> told;  // the ids of volumes, of this connection
    std::deque<Millis> wishes;   // when the last of them came
  };

  void let_in();
  void listen_to_client();
  void drop(const std::string& why);
  void tell_volumes();
  void tell_said();
  void tell(const News& news);
  [[nodiscard]] bool in_time();
  // Each returns why the client is to be dropped; empty: it is not.
  [[nodiscard]] std::string grant(const std::string& line);
  [[nodiscard]] std::string greet(const HelloWish& wish);
  [[nodiscard]] std::string grant_volume(const VolumeWish& wish);
  void answer(std::int64_t number, const Result<void>& done);

  OpenFile m_listening;
  uid_t m_user;
  Parts m_parts;
  std::unique_ptr<Client> m_client;
  Bell m_news;         // sentences of another thread are waiting
  std::mutex m_mutex;  // over these
  std::deque<std::string> m_said;
};

}  // namespace kiosk::platform
