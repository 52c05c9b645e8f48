// The sandbox that a stranger's picture is read in: after enter_sandbox() this process can
// read, write, compute and end, and nothing else. Any other system call kills it (SIGSYS).
//
// Linux: resource limits (setrlimit(2)), no new privileges, and a seccomp filter by
// libseccomp that names what is allowed rather than what is not. Called once, by the worker,
// before it looks at the picture; it never comes back out.
#pragma once

namespace kiosk::decoding {

// False: the kernel offers no such filter. The worker must then not go on.
[[nodiscard]] bool enter_sandbox();

}  // namespace kiosk::decoding
