#include "kiosk/decoding/sandbox.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <initializer_list>

#include "kiosk/decoding/landlock.h"

namespace kiosk::decoding {

namespace {

bool limit(int resource, rlim_t most, rlim_t at_the_very_most) {
  const rlimit both{most, at_the_very_most};
  return ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) == 0;
}

bool limit(int resource, rlim_t most) { return limit(resource, most, most); }

bool limit_resources(unsigned seconds) {
#if !defined(__SANITIZE_ADDRESS__)
  if (!limit(RLIMIT_DATA, kMostMemory)) return false;
#endif
  // SIGXCPU first, which tells the parent why, then SIGKILL.
  return limit(RLIMIT_CPU, seconds, seconds + 1) && limit(RLIMIT_CORE, 0) &&
         limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, 3);
}

class Filter {
 public:
  Filter() : m_filter(::seccomp_init(SCMP_ACT_KILL_PROCESS)) {}
  ~Filter() {
    if (m_filter != nullptr) ::seccomp_release(m_filter);
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  void allow(int call) { m_fine = m_fine && add(SCMP_ACT_ALLOW, call); }
  // Answered with an error: libraries ask these out of habit and go on without.
  void deny(int call) { m_fine = m_fine && add(SCMP_ACT_ERRNO(EPERM), call); }
  void allow_on(int call, int descriptor) {
    m_fine = m_fine &&
             ::seccomp_rule_add(m_filter, SCMP_ACT_ALLOW, call, 1,
                                SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(descriptor))) == 0;
  }
  // Memory, but never memory that could be run.
  void allow_plain_memory(int call, unsigned protection_argument) {
    const scmp_arg_cmp plain{protection_argument, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    m_fine = m_fine && ::seccomp_rule_add_array(m_filter, SCMP_ACT_ALLOW, call, 1, &plain) == 0;
  }
  [[nodiscard]] bool load() const {
    return m_filter != nullptr && m_fine && ::seccomp_load(m_filter) == 0;
  }

 private:
  bool add(std::uint32_t action, int call) {
    return m_filter != nullptr && ::seccomp_rule_add(m_filter, action, call, 0) == 0;
  }
  scmp_filter_ctx m_filter;
  bool m_fine = true;
};

// The walls stand around one thread; a second would be outside.
bool is_alone() { return ::unshare(CLONE_THREAD) == 0 || errno != EINVAL; }

// What a careless parent left open. A kernel without the call has the filter's word for it.
void close_what_is_not_ours() {
  static_cast<void>(::syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0));
}

bool forbid_calls() {
  Filter filter;
  filter.allow_on(SCMP_SYS(read), STDIN_FILENO);
  filter.allow_on(SCMP_SYS(write), STDOUT_FILENO);
  filter.allow_plain_memory(SCMP_SYS(mmap), 2);
  filter.allow_plain_memory(SCMP_SYS(mprotect), 2);
  for (const int call :
       {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(exit),
        SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(sched_yield), SCMP_SYS(getpid),
        SCMP_SYS(gettid), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack)}) {
    filter.allow(call);
  }
  // Asking about a descriptor tells nothing that the worker was not given.
  filter.deny(SCMP_SYS(newfstatat));
  filter.deny(SCMP_SYS(fstat));
  filter.deny(SCMP_SYS(lseek));
  return filter.load();
}

}  // namespace

// In this order: to change the user takes capabilities, to build the later walls without them
// takes the marks, and the limits leave no descriptor for Landlock's rules.
std::optional<Sandbox> enter_sandbox(const Walls& walls) {
  Sandbox sandbox;
  if (!is_alone()) return std::nullopt;
  close_what_is_not_ours();
  if (walls.user) {
    const UserNumbers other = worker_user();
    if (!forget_capabilities()) return std::nullopt;
    sandbox.user = leave_user(other);
    if (sandbox.user == UserChange::kNotComplete || !drop_capabilities()) return std::nullopt;
  }
  if (walls.marks && (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
                      ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)) {
    return std::nullopt;
  }
  if (walls.paths) {
    const int version = landlock_version();
    if (version > 0 && forbid_paths(version)) sandbox.landlock = version;
  }
  if (walls.limits && !limit_resources(walls.seconds)) return std::nullopt;
  if (walls.calls && !forbid_calls()) return std::nullopt;
  return sandbox;
}

}  // namespace kiosk::decoding
