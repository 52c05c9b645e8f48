#include "platform/linux/end_signals.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "kiosk/base/check.h"

namespace kiosk::platform {
namespace {

constexpr std::uint64_t kOne = 1;
constexpr std::uint64_t kEnd = 1ULL << 32U;  // more than signals ever come

// All that a handler can know.
std::atomic<int> g_came{-1};
static_assert(std::atomic<int>::is_always_lock_free);

void add(int descriptor, std::uint64_t count) {
  const int before = errno;
  if (::write(descriptor, &count, sizeof count) < 0) errno = before;
}

void note(int /*signal*/) { add(g_came, kOne); }

}  // namespace

EndSignals::EndSignals(std::function<void()> told) : m_told(std::move(told)) {
  KIOSK_CHECK(g_came == -1);
  m_came = ::eventfd(0, EFD_CLOEXEC);
  if (m_came < 0) return;
  g_came = m_came;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &action, &m_before[i]);
  }
  m_thread = std::thread([this] { work(); });
}

EndSignals::~EndSignals() {
  if (m_came < 0) return;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &m_before[i], nullptr);
  }
  add(m_came, kEnd);
  m_thread.join();
  g_came = -1;
  ::close(m_came);
}

void EndSignals::work() {
  for (;;) {
    std::uint64_t count = 0;
    if (::read(m_came, &count, sizeof count) < 0) continue;
    if (count % kEnd > 0) m_told();
    if (count >= kEnd) return;
  }
}

}  // namespace kiosk::platform
