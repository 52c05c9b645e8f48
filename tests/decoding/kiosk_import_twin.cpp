// The worker with walls left out: what its tests see fall, and what they see hold alone. Never
// installed.
//
//   kiosk-import-twin WALLS [the worker's arguments...]
// WALLS: those that stand, of "user,marks,paths,limits,calls", or "none". "no-landlock" among
// them: as on a kernel without it.
#include <seccomp.h>

#include <cerrno>
#include <string_view>

#include "kiosk/tool/kiosk_import_run.h"

namespace {

bool hide_landlock() {
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  const bool done = filter != nullptr &&
                    ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                                       SCMP_SYS(landlock_create_ruleset), 0) == 0 &&
                    ::seccomp_load(filter) == 0;
  if (filter != nullptr) ::seccomp_release(filter);
  return done;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string_view named = argv[1];
  const auto stands = [&](std::string_view wall) {
    return named.find(wall) != std::string_view::npos;
  };
  if (stands("no-landlock") && !hide_landlock()) return 2;
  argv[1] = argv[0];
  return kiosk::tool::run_import(argc - 1, argv + 1,
                                 {.user = stands("user"),
                                  .marks = stands("marks"),
                                  .paths = stands("paths"),
                                  .limits = stands("limits"),
                                  .calls = stands("calls")});
}
