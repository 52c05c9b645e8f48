// kiosk-helper: the one part of an exhibition device that has rights. The kiosk, which has none,
// asks it for sticks, power and the clock; it keeps strangers' USB devices out of the machine.
//
// Its socket comes from systemd, or from --socket. Exit codes: 0 told to end; 1 it cannot work
// here; 2 the command was not understood.
#include <pwd.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "platform/helper/helper_service.h"
#include "platform/helper/usb_admission.h"
#include "platform/linux/system_wall_clock.h"
#include "platform/linux/systemd_power.h"
#include "platform/linux/udev_volumes.h"
#include "platform/linux/usb_watch.h"

namespace {

namespace fs = std::filesystem;
using namespace kiosk;
using namespace kiosk::platform;

enum ExitCode { kFine = 0, kCannot = 1, kUsage = 2 };

struct Options {
  std::string socket;
  std::string user = "kiosk";
  std::string media = "/run/kiosk/media";
  std::string state = "/var/lib/kiosk-helper";
  std::string usb = "/sys/bus/usb/devices";
  std::string systemctl = "/usr/bin/systemctl";
  std::vector<std::string> also;
};

// One write a line, so that those of two threads do not mingle.
void say(const std::string& sentence) {
  const std::string line = "kiosk-helper: " + sentence + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--socket", options.socket, "where to listen, instead of systemd's socket");
  app.add_option("--user", options.user, "whom to serve, besides root (kiosk)");
  app.add_option("--media", options.media, "the folder for mount points of sticks");
  app.add_option("--state", options.state, "what is kept: which USB port the touch panel is at");
  app.add_option("--usb", options.usb, "the kernel's folder of USB devices");
  app.add_option("--systemctl", options.systemctl, "what restarts the machine and powers it off");
  app.add_option("--also", options.also, "a block device that counts as a stick, for tests");
  app.set_version_flag("--version", std::string("kiosk-helper ") + KIOSK_VERSION);
  app.footer(
      "Exit codes: 0 it was told to end; 1 it cannot work here; 2 the command was not understood.");
}

// Signals that end it, as something that can be read.
OpenFile ending_signals() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return OpenFile(::signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK));
}

int serve(const Options& options, OpenFile listening, uid_t user) {
  const OpenFile ending = ending_signals();
  auto watch = UsbWatch::open();
  if (!watch) {
    say(watch.error().message);
    return kCannot;
  }
  HelperService* service = nullptr;
  UsbAdmission::Options usb;
  usb.devices = options.usb;
  usb.memory = fs::path(options.state) / "panel.json";
  usb.inputs = [&] { return (*watch)->inputs(); };
  usb.say = [&](const std::string& sentence) { service->say(sentence); };
  usb.now = [] { return Millis(std::chrono::steady_clock::now().time_since_epoch()); };
  SystemdPower power(options.systemctl);

  HelperService::Parts parts;
  std::optional<UsbAdmission> admission;
  parts.open_volumes = [&](const Owner& owner,
                           HelperService::Parts::Say hear) -> Result<std::unique_ptr<Volumes>> {
    UdevVolumes::Options sticks;
    sticks.folder = options.media;
    sticks.also = options.also;
    sticks.owner = {owner.user, owner.group};
    sticks.say = std::move(hear);
    auto opened = UdevVolumes::open(std::move(sticks));
    if (!opened) return tl::unexpected(opened.error());
    return std::unique_ptr<Volumes>(std::move(*opened));
  };
  parts.power = &power;
  parts.set_clock = [](std::int64_t seconds) { return set_system_clock(seconds); };
  parts.staff = [&](bool inside) { admission->staff_are_in(inside); };
  parts.log = say;
  parts.other = (*watch)->descriptor();
  parts.look_after = [&] {
    (*watch)->drain();
    admission->look();
  };
  parts.rest = [&] { return admission->rest(); };
  HelperService helper(std::move(listening), user, std::move(parts));
  service = &helper;
  admission.emplace(std::move(usb));
  admission->look();
  helper.serve_until(ending.number());
  return kFine;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"The part of the exhibition kiosk that has rights: sticks, USB ports, power, clock.",
               "kiosk-helper"};
  Options options;
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    say(std::string(error.what()) + ". See kiosk-helper --help.");
    return kUsage;
  }
  // The kiosk walks through the folder of mount points.
  ::umask(022);
  const passwd* user = ::getpwnam(options.user.c_str());
  if (user == nullptr) {
    say("--user: there is no user \"" + options.user + "\" on this machine.");
    return kCannot;
  }
  const uid_t served = user->pw_uid;
  std::error_code error;
  fs::create_directories(options.state, error);
  if (error) say("--state: " + options.state + ": cannot be made: " + error.message() + ".");
  auto listening = options.socket.empty() ? inherited_listening_socket()
                                          : listen_at(options.socket, user->pw_gid);
  if (!listening) {
    say(listening.error().message);
    return kCannot;
  }
  return serve(options, std::move(*listening), served);
}
