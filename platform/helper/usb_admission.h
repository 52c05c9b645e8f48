// USB admission: the kernel keeps every USB device out until this lets it in
// (authorized_default=0; the kernel's Documentation/usb/authorization.rst).
//
// Hubs are let in always. At the touch panel's port the panel is, by port and name as they were
// when this device first saw one; until it ever has, whatever consists of inputs is tried for
// some seconds, and stays if udev calls it a touch screen. Sticks are let in while staff are in
// their room, and stay until they are pulled. All else stays out, and a line says what it was
// (usb_rules.h has the rules). What types, by its descriptors or as udev sees its keys, is never
// a panel.
//
// A device may lie: what the kernel has set up of one that was let in is held against the
// descriptors that were judged, and it is put out at once where they differ. A device's folder is
// held open from the reading to the writing, so that another one that took its name meanwhile is
// not let in in its stead.
//
// What was in before this looked for the first time stays in: it may be the disk that the
// machine runs from. Thread: one. Errors: none; sentences.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/time.h"
#include "platform/helper/usb_rules.h"
#include "platform/linux/usb_watch.h"

namespace kiosk::platform {

class UsbAdmission {
 public:
  struct Options {
    std::filesystem::path devices = "/sys/bus/usb/devices";
    std::filesystem::path memory;  // the file that keeps which the panel is
    std::function<std::vector<WatchedInput>()> inputs;
    std::function<void(const std::string&)> say;
    std::function<Millis()> now;
    Millis trial{6000};  // how long udev may take to look at an input
  };

  explicit UsbAdmission(Options options);

  // At the start, whenever something came or went, and when `rest` is over.
  void look();
  void staff_are_in(bool inside);
  // How soon to look again; nothing: when there is news.
  [[nodiscard]] std::optional<Millis> rest() const;

 private:
  struct Panel {
    std::string port;  // empty: it is at no USB port
    std::string name;  // vendor and product
  };
  // A device that is plugged in.
  struct Entry {
    // Of sysfs, and the kernel's count of devices: others when it is plugged in anew.
    ino_t folder = 0;
    std::int64_t number = 0;
    bool in = false;     // let in
    bool found = false;  // in before this looked, and never put out
    bool done = false;   // nothing more is to be decided
    bool waits = false;  // a stick that waits for staff
    UsbRole role = UsbRole::kNone;
    std::string what;  // for sentences
    std::string port;
    std::string name;
    std::optional<Millis> tried_until;
  };

  void look_at(const std::string& device, const std::vector<WatchedInput>& inputs);
  void judge_new(const std::string& device, Entry& entry, int folder);
  void judge_one_inside(const std::string& device, Entry& entry, int folder,
                        const UsbVerdict& verdict);
  void let_in(const std::string& device, Entry& entry, int folder, const UsbVerdict& verdict);
  void put_out(Entry& entry, int folder, const std::string& why);
  void look_at_inputs(const std::string& device, Entry& entry, int folder,
                      const std::vector<WatchedInput>& inputs);
  [[nodiscard]] UsbPort port_of(const Entry& entry) const;
  [[nodiscard]] bool kept_out_by_default(const std::string& device) const;
  void describe(const std::string& device, Entry& entry, const Result<UsbDescription>& described);
  void read_memory();
  void learn(const Panel& panel);

  Options m_options;
  std::map<std::string, Entry> m_entries;  // by the kernel's name: "1-4.2"
  std::optional<Panel> m_panel;
  bool m_inside = false;
  bool m_first = true;  // nothing was looked at yet
};

}  // namespace kiosk::platform
