#include "kiosk/decoding/other_user.h"

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>

namespace kiosk::decoding {

namespace {

constexpr int kMostCapabilities = 64;

struct Capabilities {
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
};

bool has(int capability) {
  Capabilities now;
  if (::syscall(SYS_capget, &now.head, now.sets.data()) != 0) return false;
  const auto number = static_cast<unsigned>(capability);
  return (now.sets.at(number / 32).effective >> (number % 32) & 1U) != 0;
}

bool has_none() {
  Capabilities now;
  if (::syscall(SYS_capget, &now.head, now.sets.data()) != 0) return false;
  return std::ranges::all_of(now.sets, [](const __user_cap_data_struct& set) {
    return set.effective == 0 && set.permitted == 0 && set.inheritable == 0;
  });
}

// What a container's root is told of users that it does not have, or of groups it may not leave.
bool has_no_such_user() { return errno == EINVAL || errno == EPERM; }

}  // namespace

UserNumbers worker_user(const char* file) {
  UserNumbers nobody;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> users(std::fopen(file, "re"), &std::fclose);
  while (users) {
    const passwd* user = ::fgetpwent(users.get());
    if (user == nullptr) break;
    const std::string_view name = user->pw_name;
    if (user->pw_uid == 0 || user->pw_gid == 0) continue;
    if (name == kWorkerUser) return {user->pw_uid, user->pw_gid};
    if (name == "nobody") nobody = {user->pw_uid, user->pw_gid};
  }
  return nobody;
}

UserChange leave_user(const UserNumbers& other) {
  if (!has(CAP_SETUID) || !has(CAP_SETGID) || !has(CAP_KILL)) return UserChange::kMayNot;
  if (::setgroups(0, nullptr) != 0) {
    return has_no_such_user() ? UserChange::kNoOther : UserChange::kNotComplete;
  }
  if (::setresgid(other.group, other.group, other.group) != 0) {
    return has_no_such_user() ? UserChange::kNoOther : UserChange::kNotComplete;
  }
  if (::setresuid(other.user, other.user, other.user) != 0) {
    return has_no_such_user() ? UserChange::kNoOther : UserChange::kNotComplete;
  }
  return UserChange::kChanged;
}

bool forget_capabilities() {
  if (!has(CAP_SETPCAP)) return true;
  for (int capability = 0; capability < kMostCapabilities; ++capability) {
    const int held = ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
    if (held < 0) break;  // the kernel knows no more
    if (held == 1 && ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return false;
  }
  return true;
}

// A service's own filter may refuse the call; then what counts is that there is nothing to drop.
bool drop_capabilities() {
  static_cast<void>(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  Capabilities none;
  return ::syscall(SYS_capset, &none.head, none.sets.data()) == 0 || has_none();
}

}  // namespace kiosk::decoding
