#include "kiosk/imaging/reader_failure.h"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace kiosk {

namespace {

constexpr int kLibrariesMissing = 127;  // the dynamic linker's, as the shell's
constexpr const char* kAsPng =
    "Save it as a PNG picture of 1920 pixels, or merge its shapes and draw without transparent "
    "groups, masks and patterns.";
constexpr const char* kInstallAgain = "Install the program again.";

}  // namespace

PictureRefusal reader_cannot_start(const std::filesystem::path& program, int error) {
  const bool short_of = error == ENOMEM || error == EAGAIN || error == EMFILE || error == ENFILE;
  return {
      "the picture reader cannot start (" + program.string() + ": " + std::strerror(error) + ")",
      short_of ? "Close other programs and try again." : kInstallAgain, true};
}

PictureRefusal reader_is_of_another_version(const std::filesystem::path& program) {
  return {"the picture reader (" + program.string() + ") is of another version than this program",
          kInstallAgain, true};
}

PictureRefusal took_too_long(bool drawing) {
  if (!drawing) {
    return {"the picture took too long to read", "Save it anew as a plain JPEG."};
  }
  return {"the drawing is too complicated: it takes too long to draw", kAsPng};
}

PictureRefusal reader_broke_off(const std::filesystem::path& program, std::optional<int> status,
                                bool drawing) {
  const bool by_signal = status && WIFSIGNALED(*status);
  if (by_signal && WTERMSIG(*status) == SIGXCPU) return took_too_long(drawing);
  const int code = status && WIFEXITED(*status) ? WEXITSTATUS(*status) : 0;
  if (code == kWorkerNotUnderstood) return reader_is_of_another_version(program);
  if (code == kWorkerHasNoSandbox) {
    return {"the picture reader (" + program.string() +
                ") cannot be shut in on this system, so it reads nothing",
            "Start a kernel with seccomp, as Debian's is.", true};
  }
  if (code == kLibrariesMissing) {
    return {"the picture reader cannot start (" + program.string() + ": its libraries are missing)",
            kInstallAgain, true};
  }
  return {"the picture cannot be read: the reader broke off",
          "Open it in a picture program and save it as JPEG or PNG."};
}

PictureRefusal refusal_of_status(const WireHeader& header, bool drawing) {
  switch (header.status) {
    case WireStatus::kTooLarge:
      return {"the picture has " + std::to_string(header.width) + " × " +
                  std::to_string(header.height) +
                  " pixels; at most 24 million are taken, and 8192 a side",
              "Save it smaller: 4000 pixels a side are plenty."};
    case WireStatus::kTooMuchMemory:
      if (drawing) {
        return {"the drawing is too complicated: it needs too much memory", kAsPng};
      }
      return {"the picture needs too much memory to be opened",
              "Save it anew as a plain JPEG (RGB, not progressive)."};
    case WireStatus::kNotAPicture:
      return {"this is not a JPEG, PNG or SVG picture",
              "Open it in a picture program and save it as JPEG or PNG."};
    default:
      if (drawing) return {"the drawing is no whole SVG", "Save it anew as SVG."};
      return {"the picture is damaged", "Copy it again from the camera."};
  }
}

}  // namespace kiosk
