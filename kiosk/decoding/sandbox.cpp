#include "kiosk/decoding/sandbox.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <initializer_list>

namespace kiosk::decoding {

namespace {

// A progressive JPEG of 24 megapixels with colour at full resolution takes 144 MiB.
constexpr rlim_t kMemory = 172UL * 1024 * 1024;
constexpr rlim_t kSeconds = 30;

bool limit(int resource, rlim_t most) {
  const rlimit both{most, most};
  return ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) == 0;
}

bool limit_resources() {
#if !defined(__SANITIZE_ADDRESS__)
  if (!limit(RLIMIT_DATA, kMemory)) return false;
#endif
  return limit(RLIMIT_CPU, kSeconds) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
         limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, 3);
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

}  // namespace

bool enter_sandbox() {
  if (!limit_resources()) return false;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return false;
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

}  // namespace kiosk::decoding
