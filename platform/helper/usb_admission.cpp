#include "platform/helper/usb_admission.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "platform/helper/local_socket.h"
#include "platform/linux/system_files.h"

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDescriptors = 64 * 1024;  // bytes; the kernel gives no more
constexpr std::size_t kMostKinds = 8;                // in a sentence
constexpr std::size_t kLongestName = 60;             // of a device, in a sentence

// "1-4.2": a device, and neither a root hub ("usb1") nor an interface ("1-4.2:1.0").
bool is_device(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789-.") == std::string::npos &&
         name.find('-') != std::string::npos;
}

OpenFile open_in(int folder, const std::string& name, int flags) {
  return OpenFile(::openat(folder, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW));
}

std::optional<std::string> read_in(int folder, const std::string& name) {
  const OpenFile file = open_in(folder, name, O_RDONLY);
  if (!file) return std::nullopt;
  std::string bytes;
  std::array<char, 4096> part{};
  while (bytes.size() < kMostDescriptors) {
    const ssize_t got = ::read(file.number(), part.data(), part.size());
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    bytes.append(part.data(), static_cast<std::size_t>(got));
  }
  return bytes;
}

std::optional<std::int64_t> number_in(int folder, const std::string& name, int base = 10) {
  auto text = read_in(folder, name);
  if (!text) return std::nullopt;
  std::erase_if(*text, [](char letter) { return letter == ' ' || letter == '\n'; });
  return whole_number(*text, base);
}

// In one write, as the kernel wants it. 0, or an errno.
int write_in(int folder, const std::string& name, const char* value) {
  const OpenFile file = open_in(folder, name, O_WRONLY);
  if (!file) return errno;
  return ::write(file.number(), value, std::strlen(value)) < 0 ? errno : 0;
}

std::vector<std::string> names_in(int folder) {
  std::vector<std::string> names;
  const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(again < 0 ? nullptr : ::fdopendir(again),
                                                    &::closedir);
  if (!entries) return names;
  while (const dirent* entry = ::readdir(entries.get())) names.emplace_back(entry->d_name);
  return names;
}

// What the kernel has set up of it, against what it said that it is: empty, or what differs.
// A driver may be switching between two settings just now, so that number and kind are
// looked at each by itself.
std::string difference(int folder, const std::string& device, const std::string& descriptors,
                       const UsbDescription& described) {
  if (read_in(folder, "descriptors") != descriptors) return "it describes itself otherwise now";
  const auto configuration = number_in(folder, "bConfigurationValue");
  if (!configuration) return "the kernel could not set it up";
  std::set<std::int64_t> wanted;
  for (const UsbSetting& setting : described.settings) {
    if (setting.configuration == *configuration) wanted.insert(setting.interface);
  }
  std::set<std::int64_t> found;
  for (const std::string& name : names_in(folder)) {
    if (!name.starts_with(device + ":")) continue;
    const auto number = number_in(folder, name + "/bInterfaceNumber", 16);
    const auto alternate = number_in(folder, name + "/bAlternateSetting");
    const auto one = number_in(folder, name + "/bInterfaceClass", 16);
    const auto two = number_in(folder, name + "/bInterfaceSubClass", 16);
    const auto three = number_in(folder, name + "/bInterfaceProtocol", 16);
    if (!number || !alternate || !one || !two || !three) return "an interface cannot be read";
    const auto same_interface = [&](const UsbSetting& setting) {
      return setting.configuration == *configuration && setting.interface == *number;
    };
    const bool known_kind = std::any_of(
        described.settings.begin(), described.settings.end(), [&](const UsbSetting& setting) {
          return same_interface(setting) && setting.kind.device_class == *one &&
                 setting.kind.subclass == *two && setting.kind.protocol == *three;
        });
    const bool known_setting = std::any_of(
        described.settings.begin(), described.settings.end(), [&](const UsbSetting& setting) {
          return same_interface(setting) && setting.alternate == *alternate;
        });
    if (!known_kind || !known_setting) return "the kernel sees another interface than it described";
    found.insert(*number);
  }
  return found == wanted ? "" : "the kernel sees other interfaces than it described";
}

std::string kinds_of(const UsbDescription& described) {
  std::vector<std::string> kinds;
  for (const UsbSetting& setting : described.settings) {
    const std::string kind = usb_name(setting.kind);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  std::string text;
  for (std::size_t index = 0; index < std::min(kinds.size(), kMostKinds); ++index) {
    text += " " + kinds[index];
  }
  return kinds.size() > kMostKinds ? text + " ..." : text;
}

}  // namespace

UsbAdmission::UsbAdmission(Options options) : m_options(std::move(options)) { read_memory(); }

void UsbAdmission::read_memory() {
  std::error_code error;
  if (!fs::exists(m_options.memory, error)) return;
  std::ifstream stream(m_options.memory);
  const auto kept = nlohmann::json::parse(stream, nullptr, false);
  if (kept.is_object() && kept.contains("port") && kept["port"].is_string() &&
      kept.contains("name") && kept["name"].is_string()) {
    m_panel = {kept["port"], kept["name"]};
    return;
  }
  m_options.say(m_options.memory.string() +
                ": cannot be understood, so the touch panel is looked for anew.");
}

void UsbAdmission::learn(const Panel& panel) {
  m_panel = panel;
  const std::string text = nlohmann::json{{"port", panel.port}, {"name", panel.name}}.dump() + "\n";
  const fs::path part = m_options.memory.string() + ".part";
  bool kept = false;
  {
    const OpenFile file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    kept = file &&
           ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    kept = kept && ::fsync(file.number()) == 0;
  }
  if (kept && ::rename(part.c_str(), m_options.memory.c_str()) == 0) return;
  m_options.say(m_options.memory.string() + ": cannot be written: " + std::strerror(errno) +
                ". Which the touch panel is will be looked for anew at the next start.");
}

void UsbAdmission::staff_are_in(bool inside) {
  if (std::exchange(m_inside, inside) == inside) return;
  m_options.say(inside ? "usb: staff are in their room: sticks are let in."
                       : "usb: staff have gone: nothing new is let in.");
  look();
}

std::optional<Millis> UsbAdmission::rest() const {
  std::optional<Millis> soonest;
  for (const auto& [device, entry] : m_entries) {
    if (!entry.tried_until) continue;
    const Millis left = std::max(*entry.tried_until - m_options.now(), Millis{0});
    soonest = std::min(soonest.value_or(left), left);
  }
  return soonest;
}

void UsbAdmission::look() {
  const std::vector<WatchedInput> inputs = m_options.inputs();
  std::vector<std::string> devices;
  std::error_code error;
  for (fs::directory_iterator entry(m_options.devices, error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_device(entry->path().filename())) devices.push_back(entry->path().filename());
  }
  // What hangs at another comes after it.
  std::sort(devices.begin(), devices.end(), [](const std::string& a, const std::string& b) {
    return std::pair(a.size(), a) < std::pair(b.size(), b);
  });
  std::erase_if(m_entries, [&](const auto& entry) {
    return std::find(devices.begin(), devices.end(), entry.first) == devices.end();
  });
  for (const std::string& device : devices) look_at(device, inputs);
  const bool elsewhere = std::any_of(inputs.begin(), inputs.end(), [](const WatchedInput& input) {
    return input.touchscreen && input.usb_device.empty();
  });
  if (elsewhere && !m_panel) {
    m_options.say("usb: the touch panel is at no USB port, so no input is let in there.");
    learn({});
  }
  m_first = false;
}

void UsbAdmission::look_at(const std::string& device, const std::vector<WatchedInput>& inputs) {
  // Followed: sysfs names devices by links to where they are.
  const OpenFile folder(
      ::open((m_options.devices / device).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat found {};
  if (!folder || ::fstat(folder.number(), &found) != 0) return;
  Entry& entry = m_entries[device];
  const std::int64_t number = number_in(folder.number(), "devnum").value_or(0);
  if (entry.folder != found.st_ino || entry.number != number) {
    entry = {};
    entry.folder = found.st_ino;
    entry.number = number;
  }
  if (!entry.done || (entry.waits && m_inside)) judge_new(device, entry, folder.number());
  if (entry.in && entry.role == UsbRole::kPanel) {
    look_at_inputs(device, entry, folder.number(), inputs);
  }
}

// Named by where it is on the board, which stays the same when buses are numbered otherwise.
void UsbAdmission::describe(const std::string& device, Entry& entry,
                            const Result<UsbDescription>& described) {
  const std::size_t dash = device.find('-');
  const fs::path hub = m_options.devices / ("usb" + device.substr(0, dash));
  std::error_code error;
  const fs::path real = fs::canonical(hub, error);
  entry.port = real.parent_path().filename().string() + "/" +
               read_system_line(hub / "speed").value_or("") + "/" + device.substr(dash + 1);
  const fs::path folder = m_options.devices / device;
  const std::string called = (read_system_line(folder / "manufacturer").value_or("") + " " +
                              read_system_line(folder / "product").value_or(""))
                                 .substr(0, kLongestName);
  entry.name = described ? usb_name(described->vendor, described->product) : "";
  entry.what = "usb " + device + " (" + entry.name + (called == " " ? "" : " \"" + called + "\"") +
               (described ? "," + kinds_of(*described) : "") + ")";
}

UsbPort UsbAdmission::port_of(const Entry& entry) const {
  if (!m_panel) return UsbPort::kUnknown;
  const bool same =
      !m_panel->port.empty() && m_panel->port == entry.port && m_panel->name == entry.name;
  return same ? UsbPort::kOfPanel : UsbPort::kAny;
}

bool UsbAdmission::kept_out_by_default(const std::string& device) const {
  const fs::path hub = m_options.devices / ("usb" + device.substr(0, device.find('-')));
  return read_system_number(hub / "authorized_default") == 0;
}

void UsbAdmission::judge_new(const std::string& device, Entry& entry, int folder) {
  const bool waited = entry.waits;
  const auto descriptors = read_in(folder, "descriptors");
  const auto authorized = number_in(folder, "authorized");
  if (!descriptors || !authorized) return;  // it has just gone
  const auto described = read_usb_description(*descriptors);
  describe(device, entry, described);
  UsbVerdict verdict{UsbRole::kNone, described ? "" : described.error().message};
  if (described) verdict = judge(*described, port_of(entry));
  entry.done = true;
  entry.waits = verdict.role == UsbRole::kStick && !m_inside;
  entry.role = verdict.role;
  if (*authorized != 0) return judge_one_inside(device, entry, folder, verdict);
  if (verdict.role == UsbRole::kNone) {
    return m_options.say(entry.what + ": stays out: " + verdict.reason + ".");
  }
  if (!entry.waits) return let_in(device, entry, folder, verdict);
  if (!waited) m_options.say(entry.what + ": stays out until staff are in their room: a stick.");
}

// Somebody else has let it in: the kernel before it knew better, or an administrator.
void UsbAdmission::judge_one_inside(const std::string& device, Entry& entry, int folder,
                                    const UsbVerdict& verdict) {
  entry.in = true;
  entry.found = m_first || !kept_out_by_default(device);
  entry.waits = false;
  if (entry.found) {
    if (verdict.role != UsbRole::kNone) return;
    return m_options.say(entry.what + ": was in already and stays in: " + verdict.reason + ".");
  }
  const bool fine = verdict.role == UsbRole::kHub || (verdict.role == UsbRole::kStick && m_inside);
  if (!fine) put_out(entry, folder, "nobody here has let it in");
}

void UsbAdmission::let_in(const std::string& device, Entry& entry, int folder,
                          const UsbVerdict& verdict) {
  const auto descriptors = read_in(folder, "descriptors");
  const auto described = read_usb_description(descriptors.value_or(""));
  if (!described) return;
  const UsbVerdict again = judge(*described, port_of(entry));
  if (again.role != verdict.role)
    return put_out(entry, folder, "it describes itself otherwise now");
  if (const int error = write_in(folder, "authorized", "1"); error != 0) {
    if (error == ENOENT || error == ENODEV) return;  // pulled
    return m_options.say(entry.what + ": cannot be let in: " + std::strerror(error) + ".");
  }
  const std::string differs = difference(folder, device, *descriptors, *described);
  if (!differs.empty()) return put_out(entry, folder, differs);
  entry.in = true;
  if (verdict.role == UsbRole::kPanel && !m_panel) {
    entry.tried_until = m_options.now() + m_options.trial;
  }
  m_options.say(entry.what + ": is let in: " + verdict.reason + ".");
}

void UsbAdmission::put_out(Entry& entry, int folder, const std::string& why) {
  entry.in = false;
  entry.role = UsbRole::kNone;
  entry.tried_until.reset();
  const int error = write_in(folder, "authorized", "0");
  if (error == ENOENT || error == ENODEV) return;  // pulled
  m_options.say(entry.what + ": is put out: " + why +
                (error == 0 ? "." : ". This failed: " + std::string(std::strerror(error)) + "."));
}

void UsbAdmission::look_at_inputs(const std::string& device, Entry& entry, int folder,
                                  const std::vector<WatchedInput>& inputs) {
  std::error_code error;
  const fs::path here = fs::canonical(m_options.devices / device, error);
  bool touchscreen = false;
  bool keyboard = false;
  for (const WatchedInput& input : inputs) {
    if (error || input.usb_device != here) continue;
    touchscreen = touchscreen || input.touchscreen;
    keyboard = keyboard || input.keyboard;
  }
  if (keyboard && !entry.found) return put_out(entry, folder, "it has the keys of a keyboard");
  if (touchscreen && !m_panel) {
    m_options.say(entry.what + ": is this kiosk's touch panel, and no other is from now on.");
    learn({entry.port, entry.name});
  }
  if (!entry.tried_until) return;
  if (port_of(entry) == UsbPort::kOfPanel) return entry.tried_until.reset();
  if (m_options.now() >= *entry.tried_until) put_out(entry, folder, "it is no touch panel");
}

}  // namespace kiosk::platform
