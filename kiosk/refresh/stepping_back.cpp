#include "kiosk/refresh/stepping_back.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace kiosk {

namespace {

constexpr int kLeastUrgent = 19;
// ioprio_set(2), which the C library does not declare: this thread; best effort, last of eight.
constexpr int kOfThread = 1;
constexpr int kLastOfBestEffort = (2 << 13) | 7;

}  // namespace

void step_back() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kLeastUrgent);
  // Never in the way of one that wakes up, which a mere nice value does not promise.
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_IDLE, &none);
  ::syscall(SYS_ioprio_set, kOfThread, 0, kLastOfBestEffort);
}

}  // namespace kiosk
