#include "platform/linux/inotify_folder.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace kiosk::platform {
namespace {

// A file that is whole, or was linked here whole; and the end of the folder itself.
constexpr std::uint32_t kWanted =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr int kLookForItEvery = 60'000;  // ms

}  // namespace

InotifyFolder::InotifyFolder(std::filesystem::path folder, const std::string& inner,
                             std::function<void()> wake)
    : m_folder(std::move(folder)),
      m_inner(inner.empty() ? std::filesystem::path() : m_folder / inner),
      m_wake(std::move(wake)),
      m_events(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      m_end(::eventfd(0, EFD_CLOEXEC)) {
  if (m_events < 0 || m_end < 0) return;
  // Here, not on the thread: what comes after this is noticed.
  m_watch = ::inotify_add_watch(m_events, m_folder.c_str(), kWanted);
  watch_inner();
  m_thread = std::thread([this] { work(); });
}

InotifyFolder::~InotifyFolder() {
  if (m_thread.joinable()) {
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_end, &one, sizeof one));
    m_thread.join();
  }
  for (const int descriptor : {m_events, m_end}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

void InotifyFolder::work() {
  for (;;) {
    std::array<pollfd, 2> waiting{{{m_end, POLLIN, 0}, {m_events, POLLIN, 0}}};
    ::poll(waiting.data(), waiting.size(), m_watch < 0 ? kLookForItEvery : -1);
    if (waiting[0].revents != 0) return;
    if (waiting[1].revents != 0) hear();
    if (m_watch < 0) begin_watch();
  }
}

void InotifyFolder::begin_watch() {
  m_watch = ::inotify_add_watch(m_events, m_folder.c_str(), kWanted);
  if (m_watch < 0) return;
  watch_inner();
  tell();
}

// Its coming and going shows in the outer folder, so nobody needs to look for it by the clock. The
// kernel knows one that is watched already.
void InotifyFolder::watch_inner() const {
  if (m_inner.empty() || m_watch < 0) return;
  static_cast<void>(::inotify_add_watch(m_events, m_inner.c_str(), kWanted));
}

void InotifyFolder::hear() {
  alignas(inotify_event) std::array<char, 4096> bytes{};
  for (;;) {
    const ssize_t size = ::read(m_events, bytes.data(), bytes.size());
    if (size <= 0) break;
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, bytes.data() + at, sizeof event);
      at += sizeof event + event.len;
      // Of the inner folder, of a watch that was given up, or an overflow: told below.
      if (event.wd != m_watch) continue;
      if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) == 0) continue;
      ::inotify_rm_watch(m_events, m_watch);  // a folder that was only moved is watched still
      m_watch = -1;
    }
  }
  watch_inner();
  tell();
}

void InotifyFolder::tell() {
  m_changed = true;
  if (m_wake) m_wake();
}

}  // namespace kiosk::platform
