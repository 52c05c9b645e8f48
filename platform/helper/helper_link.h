// Helper link: the kiosk's end of the wire to its privileged helper. A thread of its own
// connects, listens, and connects again after the helper was restarted; the ports below are what
// the kiosk knows of it.
//
// Without the helper there are no volumes; after some seconds one volume stands for that, which
// says so in a sentence for staff. What was wished of volumes that are gone is forgotten; that
// staff are in their room is told anew to each new helper.
//
// Thread: any, but the ports are the frame's. Nothing blocks but power and clock, which wait for
// the answer, at most Options::longest_answer. `wake` and `say` are called on the link's thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/base/time.h"
#include "platform/helper/local_socket.h"
#include "platform/helper/wire.h"
#include "platform/power.h"
#include "platform/usb_gate.h"
#include "platform/volumes.h"

namespace kiosk::platform {

class HelperLink {
 public:
  struct Options {
    std::filesystem::path socket = "/run/kiosk/helper.socket";
    std::function<void()> wake;                             // news are there
    std::function<void(const std::string&)> say;            // a sentence for the log
    Millis retry{1000};                                     // between two attempts to connect
    Millis patience{3000};                                  // before staff are told
    Millis longest_answer = kLongestAnswer + Millis{1000};  // the helper's own, and its way
  };

  explicit HelperLink(Options options);
  HelperLink(const HelperLink&) = delete;
  HelperLink& operator=(const HelperLink&) = delete;
  ~HelperLink();

  void want(const std::string& id, VolumeAccess access);
  void staff_are_in(bool inside);
  [[nodiscard]] Result<void> switch_power(PowerDeed deed);
  [[nodiscard]] Result<void> set_clock(std::int64_t seconds_since_1970);

  // What is plugged in now, if that differs from what stands there.
  [[nodiscard]] bool take_volumes(std::vector<Volume>& volumes);
  [[nodiscard]] int descriptor() const { return m_news.number(); }

 private:
  void work();
  [[nodiscard]] bool connected();
  void try_to_connect();
  void serve();
  void hear(const News& news);
  void lose();
  void send_waiting();
  void show(std::vector<Volume> volumes);
  void tell_absence();
  template <typename Request>
  [[nodiscard]] Result<void> ask(Request request);
  void say(const std::string& sentence);

  Options m_options;
  Bell m_news;   // the list has changed
  Bell m_asked;  // something is to be sent, or the end

  // The link's thread's.
  OpenFile m_socket;
  LineReader m_lines{kLongestNews};
  std::string m_said;  // the last sentence about the link itself
  Millis m_absent_since{0};
  Millis m_next_try{0};
  bool m_absence_told = false;

  std::mutex m_mutex;  // over all of these
  std::condition_variable m_answered;
  bool m_connected = false;  // and greeted
  bool m_ends = false;
  bool m_inside = false;  // staff are in their room
  bool m_changed = false;
  std::vector<Volume> m_found;
  std::deque<std::string> m_to_send;
  std::map<std::int64_t, std::string> m_answers;  // the trouble, by request
  std::int64_t m_number = 0;
  std::thread m_worker;
};

class HelperVolumes final : public Volumes {
 public:
  explicit HelperVolumes(HelperLink& link) : m_link(link) {}
  [[nodiscard]] bool poll() override { return m_link.take_volumes(m_volumes); }
  [[nodiscard]] const std::vector<Volume>& volumes() const override { return m_volumes; }
  void want(const std::string& id, VolumeAccess access) override { m_link.want(id, access); }
  [[nodiscard]] int descriptor() const override { return m_link.descriptor(); }

 private:
  HelperLink& m_link;
  std::vector<Volume> m_volumes;
};

class HelperPower final : public Power {
 public:
  explicit HelperPower(HelperLink& link) : m_link(link) {}
  void restart_program() override { m_program_shall_end = true; }
  [[nodiscard]] bool program_shall_end() const override { return m_program_shall_end; }
  [[nodiscard]] Result<void> restart_machine() override {
    return m_link.switch_power(PowerDeed::kRestart);
  }
  [[nodiscard]] Result<void> power_off() override { return m_link.switch_power(PowerDeed::kOff); }

 private:
  HelperLink& m_link;
  bool m_program_shall_end = false;
};

class HelperUsbGate final : public UsbGate {
 public:
  explicit HelperUsbGate(HelperLink& link) : m_link(link) {}
  void staff_are_in(bool inside) override { m_link.staff_are_in(inside); }

 private:
  HelperLink& m_link;
};

}  // namespace kiosk::platform
