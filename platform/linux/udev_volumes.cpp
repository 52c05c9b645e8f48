#include "platform/linux/udev_volumes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include "platform/linux/block_devices.h"
#include "platform/linux/mount_table.h"
#include "platform/linux/volume_keeper.h"

namespace kiosk::platform {
namespace {

void ring(int descriptor) {
  const std::uint64_t one = 1;
  // Full only if it rings already.
  static_cast<void>(!::write(descriptor, &one, sizeof one));
}

void silence(int descriptor) {
  std::uint64_t count = 0;
  static_cast<void>(!::read(descriptor, &count, sizeof count));
}

// Signals are the main thread's.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Result<std::unique_ptr<UdevVolumes>> UdevVolumes::open(Options options) {
  std::unique_ptr<UdevVolumes> volumes(new UdevVolumes);
  auto devices = BlockDevices::open(options.also);
  if (!devices) return tl::unexpected(devices.error());
  volumes->m_devices = std::move(*devices);
  volumes->m_news = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  volumes->m_asked = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  volumes->m_mountinfo = ::open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
  if (volumes->m_news < 0 || volumes->m_asked < 0 || volumes->m_mountinfo < 0) {
    return fail(std::string("sticks: cannot be watched: ") + std::strerror(errno) +
                ". Allow the kiosk more open files, and /proc.");
  }
  volumes->m_worker = std::thread(&UdevVolumes::work, volumes.get(), std::move(options));
  return volumes;
}

UdevVolumes::~UdevVolumes() {
  if (m_worker.joinable()) {
    {
      const std::lock_guard lock(m_mutex);
      m_ends = true;
    }
    ring(m_asked);
    m_worker.join();
  }
  for (const int descriptor : {m_news, m_asked, m_mountinfo}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

bool UdevVolumes::poll() {
  const std::lock_guard lock(m_mutex);
  if (!m_changed) return false;
  silence(m_news);
  m_changed = false;
  // What came and went between two polls is no news.
  if (m_found == m_volumes) return false;
  m_volumes = m_found;
  return true;
}

void UdevVolumes::want(const std::string& id, VolumeAccess access) {
  {
    const std::lock_guard lock(m_mutex);
    m_wishes.push_back({id, access});
  }
  ring(m_asked);
}

void UdevVolumes::show(const std::vector<Volume>& volumes, const std::function<void()>& wake) {
  {
    const std::lock_guard lock(m_mutex);
    m_found = volumes;
    m_changed = true;
    ring(m_news);
  }
  if (wake) wake();
}

bool UdevVolumes::answer_wishes(VolumeKeeper& keeper) {
  while (true) {
    Wish wish;
    {
      const std::lock_guard lock(m_mutex);
      if (m_ends) return false;
      if (m_wishes.empty()) return true;
      wish = std::move(m_wishes.front());
      m_wishes.erase(m_wishes.begin());
    }
    keeper.grant(wish.id, wish.access);
  }
}

void UdevVolumes::work(Options options) {
  block_signals();
  VolumeKeeper keeper(
      options.folder,
      {[&](const std::vector<Volume>& volumes) { show(volumes, options.wake); }, options.say},
      options.owner);
  std::array<pollfd, 3> heard{
      {{m_devices->descriptor(), POLLIN, 0}, {m_asked, POLLIN, 0}, {m_mountinfo, POLLPRI, 0}}};
  std::vector<BlockDevice> devices = m_devices->list();
  keeper.look(devices, read_mount_table());
  while (true) {
    if (::poll(heard.data(), heard.size(), -1) < 0 && errno != EINTR) return;
    silence(m_asked);
    // A pull first: a wish for a stick that is gone would wait for it in vain.
    if (heard[0].revents != 0) {
      m_devices->drain();
      devices = m_devices->list();
    }
    if (heard[0].revents != 0 || heard[2].revents != 0) keeper.look(devices, read_mount_table());
    if (!answer_wishes(keeper)) return;
  }
}

}  // namespace kiosk::platform
