// Volumes: the USB sticks that are plugged in, to be read from, and written to when asked.
//
// The frame's loop calls `poll` each tick and reads `volumes`; what staff ask for goes in by
// `want` and shows in the list some ticks later: a stick may take seconds to mount or to sync,
// and nothing here waits for it. Reading and writing the files themselves is the caller's, on a
// thread of its own; a stick may be pulled at any moment, so every read may fail.
//
// Units: bytes. Thread: the frame's. Errors: none are returned; a volume tells its trouble, as
// a kind (for words in the staff's language) and as one English sentence (for logs and tools).
// Implementations: platform/linux (udev and mount), platform/headless (a folder).
#pragma once

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/time.h"

namespace kiosk::platform {

enum class VolumeAccess {
  kNone,  // not mounted. When nothing is under way: it may be taken out
  kRead,
  kWrite
};

enum class VolumeTroubleKind {
  kUnknownFileSystem,  // none that is read here; `file_system` names it where it is known
  kDamaged,
  kEmpty,       // not formatted at all
  kNotAllowed,  // this process may not mount
  kFull,
  kReadOnly,  // a switch on the stick, or another program's mount
  kPulled,
  kBusy,    // a file on it is still open, so it cannot be let go
  kFailing  // the stick answers with errors
};

struct VolumeTrouble {
  VolumeTroubleKind kind = VolumeTroubleKind::kFailing;
  std::string sentence;  // names the volume and the remedy

  friend bool operator==(const VolumeTrouble&, const VolumeTrouble&) = default;
};

struct Volume {
  std::string id;           // of this plugging-in: a stick that comes back has another
  std::string label;        // UTF-8; its maker's or owner's, often empty
  std::string device;       // "/dev/sda1"
  std::string file_system;  // "vfat", "exfat", "ext4", or what cannot be read; may be empty
  std::uint64_t size_bytes = 0;
  std::uint64_t free_bytes = 0;
  std::filesystem::path folder;  // where its files are; empty without access
  VolumeAccess access = VolumeAccess::kNone;
  bool busy = false;  // something is under way: leave it in
  // Why it cannot be read, or why the last wish was not granted.
  std::optional<VolumeTrouble> trouble;

  friend bool operator==(const Volume&, const Volume&) = default;
};

// Where the loop can sleep on no descriptor, this often is soon enough.
inline constexpr Millis kVolumeLookEvery{500};

class Volumes {
 public:
  virtual ~Volumes() = default;

  // Takes up what happened; true if the list differs from the last time. Never blocks.
  [[nodiscard]] virtual bool poll() = 0;
  // In the order of their plugging-in; unchanged between two polls.
  [[nodiscard]] virtual const std::vector<Volume>& volumes() const = 0;
  // What this volume shall be. kWrite: writable (still nosuid,nodev,noexec) until kRead, which
  // syncs; only when it reads kRead again, without trouble, is what was written safe. kNone:
  // synced and unmounted; it may then be taken out. An id that is gone is passed over.
  virtual void want(const std::string& id, VolumeAccess access) = 0;
  // Readable when the next poll has news; -1: there is none, look every kVolumeLookEvery.
  [[nodiscard]] virtual int descriptor() const = 0;
};

// What an errno of reading or writing on a volume means to staff. `name`: what they call it.
[[nodiscard]] inline VolumeTrouble volume_trouble(int error, const std::string& name) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {VolumeTroubleKind::kFull,
              name + ": is full. Delete something on it, or take a larger stick."};
    case EROFS:
    case EACCES:
      return {VolumeTroubleKind::kReadOnly,
              name + ": cannot be written. Move the switch on the stick, or take another."};
    case EPERM:
      return {VolumeTroubleKind::kNotAllowed,
              name + ": the kiosk may not mount it. Run the kiosk by its service, or as root."};
    case ENODEV:
    case ENXIO:
    case ENOENT:
    case ENOTCONN:
    case ENOMEDIUM:
    case ESTALE:
      return {VolumeTroubleKind::kPulled,
              name + ": was taken out too early. Plug it in and begin again."};
    case EBUSY:
      return {VolumeTroubleKind::kBusy,
              name + ": is still being read or written. Wait until that is done."};
    case EUCLEAN:
    case EINVAL:
    case EBADMSG:
    case EILSEQ:
    case EOVERFLOW:
      return {VolumeTroubleKind::kDamaged,
              name + ": is damaged. Repair it on a PC, or format it anew as exFAT."};
    default:
      return {VolumeTroubleKind::kFailing,
              name + ": gave an error. It was taken out, or is worn out: try another stick."};
  }
}

}  // namespace kiosk::platform
