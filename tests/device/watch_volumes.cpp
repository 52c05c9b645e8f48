// The real sticks' port on a real machine, told in JSON lines, for sticks.py and ports.py:
//
//   watch_volumes MEDIA STATE            MEDIA: the folder for mount points; STATE: the device's
//   watch_volumes --helper SOCKET STATE  by the privileged helper, as an unprivileged kiosk does
//
// Each line that it writes has one of these:
//   {"volumes": [...]}            what is plugged in, whenever that differs: as platform/volumes.h
//                                 has it, with "mountinfo" (the kernel's own line for its folder)
//                                 and "contents" (what find_stick_contents finds)
//   {"said": "..."}               for the log
//   {"copying": bytes}            how far an installation's copying is, each 64 KiB at most
//   {"installed": {...}} | {"failed": "...", "kind": n}     how it ended
// Each line that it reads is one of these:
//   {"want": id, "access": "none" | "read" | "write"}
//   {"staff": true | false}       staff are in their room: by the helper only
//   {"power": "restart" | "off"}  the same; the answer is {"power": "" or the trouble}
//   {"install": path}             by the one engine (kiosk/refresh/installing.h), on a thread
//   {"end": true}                 as the end of the input
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>

#include "kiosk/imaging/import_worker.h"
#include "kiosk/refresh/installing.h"
#include "kiosk/refresh/stick_contents.h"
#include "platform/helper/helper_link.h"
#include "platform/linux/udev_volumes.h"

using namespace kiosk;
using namespace kiosk::platform;
using nlohmann::json;

namespace {

constexpr std::uint64_t kToldEvery = 64 * 1024;

std::mutex one_line;

void tell(const json& line) {
  const std::scoped_lock held(one_line);
  std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
}

const char* name(VolumeAccess access) {
  if (access == VolumeAccess::kNone) return "none";
  return access == VolumeAccess::kRead ? "read" : "write";
}

// The kernel's own words, of whichever file system lies there last.
std::string mountinfo_of(const std::string& folder) {
  std::ifstream table("/proc/self/mountinfo");
  std::string found;
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string id, parent, device, root, point;
    words >> id >> parent >> device >> root >> point;
    if (point == folder) found = line;
  }
  return found;
}

json names_of(const std::vector<StickItem>& items) {
  json names = json::array();
  for (const StickItem& item : items) names.push_back({{"name", item.name}, {"path", item.path}});
  return names;
}

json contents_of(const std::filesystem::path& folder) {
  const auto found = find_stick_contents(folder);
  if (!found) return {{"trouble", found.error().message}};
  return {{"packs", names_of(found->packs)},
          {"folders", names_of(found->folders)},
          {"nearly", found->nearly}};
}

json told(const Volume& volume) {
  json line{{"id", volume.id},           {"label", volume.label},
            {"device", volume.device},   {"file_system", volume.file_system},
            {"size", volume.size_bytes}, {"free", volume.free_bytes},
            {"folder", volume.folder},   {"access", name(volume.access)},
            {"busy", volume.busy}};
  if (volume.trouble) line["trouble"] = volume.trouble->sentence;
  if (volume.access == VolumeAccess::kNone) return line;
  line["mountinfo"] = mountinfo_of(volume.folder);
  if (!volume.busy) line["contents"] = contents_of(volume.folder);
  return line;
}

class Watch {
 public:
  // link: of the volumes; nothing: they come without a helper.
  Watch(Volumes& volumes, HelperLink* link, std::filesystem::path state)
      : m_volumes(volumes), m_link(link), m_state(std::move(state)) {}
  ~Watch() {
    m_given_up = true;
    if (m_task.joinable()) m_task.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void look() {
    if (!m_volumes.poll()) return;
    json list = json::array();
    for (const Volume& volume : m_volumes.volumes()) list.push_back(told(volume));
    tell({{"volumes", list}});
  }

  // False: it is to end.
  [[nodiscard]] bool follow(const std::string& line) {
    const json command = json::parse(line, nullptr, false);
    if (command.contains("end")) return false;
    if (command.contains("want")) {
      const std::string access = command.at("access");
      m_volumes.want(command.at("want"), access == "none"   ? VolumeAccess::kNone
                                         : access == "read" ? VolumeAccess::kRead
                                                            : VolumeAccess::kWrite);
    }
    if (m_link != nullptr && command.contains("staff")) m_link->staff_are_in(command.at("staff"));
    if (m_link != nullptr && command.contains("power")) {
      const auto done = m_link->switch_power(command.at("power") == "off" ? PowerDeed::kOff
                                                                          : PowerDeed::kRestart);
      tell({{"power", done ? "" : done.error().message}});
    }
    if (command.contains("install")) install(command.at("install"));
    return true;
  }

 private:
  void install(const std::string& source) {
    if (m_task.joinable()) m_task.join();
    m_task = std::thread([this, source] {
      InstallRequest request;
      request.source = source;
      request.state = m_state;
      request.making.worker.program = find_import_worker();
      request.gently = true;
      std::uint64_t last = 0;
      request.copying = [&](std::uint64_t bytes) {
        if (bytes < last + kToldEvery) return;
        last = bytes;
        tell({{"copying", bytes}});
      };
      request.given_up = [this] { return m_given_up.load(); };
      const auto report = install_pack(request);
      if (!report) {
        return tell(
            {{"failed", report.error().message}, {"kind", static_cast<int>(report.error().kind)}});
      }
      json installed{{"problems", report->problems.size()}, {"was_current", report->was_current}};
      if (report->installed) installed["folder"] = report->installed->folder;
      tell({{"installed", installed}});
    });
  }

  Volumes& m_volumes;
  HelperLink* m_link;
  std::filesystem::path m_state;
  std::atomic<bool> m_given_up = false;
  std::thread m_task;
};

// Whole lines of standard input; false at its end.
bool read_lines(std::string& rest, std::vector<std::string>& lines) {
  std::string buffer(4096, '\0');
  const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (got <= 0) return false;
  rest.append(buffer, 0, static_cast<std::size_t>(got));
  for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
    lines.push_back(rest.substr(0, end));
    rest.erase(0, end + 1);
  }
  return true;
}

int watch(Volumes& volumes, HelperLink* link, const std::string& state) {
  Watch watch(volumes, link, state);
  std::string rest;
  while (true) {
    pollfd heard[]{{STDIN_FILENO, POLLIN, 0}, {volumes.descriptor(), POLLIN, 0}};
    ::poll(heard, 2, -1);
    watch.look();
    std::vector<std::string> lines;
    if (heard[0].revents != 0 && !read_lines(rest, lines)) return 0;
    for (const std::string& line : lines) {
      if (!watch.follow(line)) return 0;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto say = [](const std::string& sentence) { tell({{"said", sentence}}); };
  if (argc == 4 && std::string(argv[1]) == "--helper") {
    HelperLink::Options link_options;
    link_options.socket = argv[2];
    link_options.say = say;
    HelperLink link(link_options);
    HelperVolumes volumes(link);
    return watch(volumes, &link, argv[3]);
  }
  if (argc != 3) {
    std::cerr << "watch_volumes MEDIA STATE | --helper SOCKET STATE\n";
    return 2;
  }
  UdevVolumes::Options options;
  options.folder = argv[1];
  options.say = say;
  const auto volumes = UdevVolumes::open(options);
  if (!volumes) {
    std::cerr << volumes.error().message << '\n';
    return 1;
  }
  return watch(**volumes, nullptr, argv[2]);
}
