#include "platform/linux/device_watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

namespace kiosk::platform {
namespace {

// False when the device is gone.
bool drain(int descriptor) {
  std::array<char, 4096> bytes{};
  for (;;) {
    const ssize_t size = ::read(descriptor, bytes.data(), bytes.size());
    if (size <= 0) return size < 0 && (errno == EAGAIN || errno == EINTR);
  }
}

}  // namespace

DeviceWatch::DeviceWatch(std::string folder) : m_folder(std::move(folder)) {
  m_woken = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  m_changes = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (m_changes >= 0) {
    // IN_ATTRIB: udev grants access a moment after the device has appeared.
    ::inotify_add_watch(m_changes, m_folder.c_str(), IN_CREATE | IN_DELETE | IN_ATTRIB);
  }
  open_devices();
}

DeviceWatch::~DeviceWatch() {
  close_devices();
  if (m_changes >= 0) ::close(m_changes);
  if (m_woken >= 0) ::close(m_woken);
}

void DeviceWatch::open_devices() {
  std::error_code error;
  std::filesystem::directory_iterator entries(m_folder, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    if (!entries->path().filename().string().starts_with("event")) continue;
    const int descriptor = ::open(entries->path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor >= 0) m_devices.push_back(descriptor);
  }
}

void DeviceWatch::close_devices() {
  for (const int descriptor : m_devices) ::close(descriptor);
  m_devices.clear();
}

void DeviceWatch::wake() const {
  const std::uint64_t once = 1;
  // Full means that it is awake already.
  if (m_woken >= 0) (void)!::write(m_woken, &once, sizeof once);
}

void DeviceWatch::sleep(std::optional<Millis> timeout) {
  std::vector<pollfd> waiting;
  for (const int descriptor : m_devices) waiting.push_back({descriptor, POLLIN, 0});
  if (m_changes >= 0) waiting.push_back({m_changes, POLLIN, 0});
  if (m_woken >= 0) waiting.push_back({m_woken, POLLIN, 0});
  constexpr double kMost = 1e9;
  const int limit =
      timeout ? static_cast<int>(std::ceil(std::clamp(timeout->count(), 0.0, kMost))) : -1;
  if (::poll(waiting.data(), waiting.size(), limit) <= 0) return;
  bool changed = false;
  for (const pollfd& entry : waiting) {
    if (entry.revents == 0) continue;
    const bool alive = drain(entry.fd);
    changed = changed || !alive || entry.fd == m_changes;
  }
  if (changed) {
    close_devices();
    open_devices();
  }
}

}  // namespace kiosk::platform
