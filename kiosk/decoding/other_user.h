// Away from the user who started this process, for good: whoever takes over the picture's
// reader must not be root, nor able to touch the kiosk's own files or processes.
//
// Linux, see capabilities(7). One thread: the plain system calls change only the caller's.
#pragma once

#include <sys/types.h>

#include <string>

namespace kiosk::decoding {

// Made by the program's installation, for nothing else; where it is missing, nobody does.
inline constexpr const char* kWorkerUser = "kiosk-import";

enum class UserChange {
  kChanged,
  kMayNot,      // not root, and without CAP_SETUID, CAP_SETGID or CAP_KILL: stays who it is
  kNoOther,     // root of a container that knows no other user
  kNotComplete  // began and could not end: this process must not go on
};

struct UserNumbers {
  uid_t user = 65534;
  gid_t group = 65534;
};

// Out of a file like /etc/passwd, without asking the services that answer for other users.
// nobody's usual numbers where it has neither name, or one of them is root's.
[[nodiscard]] UserNumbers worker_user(const char* file = "/etc/passwd");

// CAP_KILL is asked for because a worker that its parent cannot end would be worse than one of
// the parent's own user.
[[nodiscard]] UserChange leave_user(const UserNumbers& other);

// Before leave_user(): no program that is started, nor a file's capabilities, can bring any back
// (the bounding set). Who lacks CAP_SETPCAP cannot, and no new privileges does the same.
[[nodiscard]] bool forget_capabilities();

// After it: none is left. Any user.
[[nodiscard]] bool drop_capabilities();

}  // namespace kiosk::decoding
