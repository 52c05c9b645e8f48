#include "kiosk/decoding/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace kiosk::decoding {

namespace {

constexpr unsigned kAskVersion = 1;

constexpr std::uint64_t lowest(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }

int create(const LandlockRights* rights, std::size_t size, unsigned flags) {
  return static_cast<int>(::syscall(SYS_landlock_create_ruleset, rights, size, flags));
}

}  // namespace

LandlockRights landlock_rights(int version) {
  LandlockRights rights;
  if (version < 1) return rights;
  rights.paths = lowest(13);                     // run, write, read, list, remove and make
  if (version >= 2) rights.paths = lowest(14);   // link and rename elsewhere
  if (version >= 3) rights.paths = lowest(15);   // truncate
  if (version >= 4) rights.network = lowest(2);  // bind and connect TCP
  if (version >= 5) rights.paths = lowest(16);   // ioctl of devices
  if (version >= 6) rights.scopes = lowest(2);   // abstract sockets, signals
  return rights;
}

int landlock_version() { return std::max(0, create(nullptr, 0, kAskVersion)); }

bool forbid_paths(int version) {
  const LandlockRights rights = landlock_rights(version);
  // Older kernels know less of the structure, and take the rest where it is zero.
  const int ruleset = create(&rights, sizeof rights, 0);
  if (ruleset < 0) return false;
  // Without a single rule, everything that the ruleset knows is refused.
  const bool done = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  ::close(ruleset);
  return done;
}

}  // namespace kiosk::decoding
