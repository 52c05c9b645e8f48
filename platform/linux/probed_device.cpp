#include "platform/linux/probed_device.h"

#include <blkid.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <sstream>
#include <string_view>
#include <vector>

namespace kiosk::platform {
namespace {

constexpr std::array<std::string_view, 3> kMounted{"vfat", "exfat", "ext4"};
constexpr std::size_t kLookedAt = 256 * 1024;  // bytes; every file system we know shows in these
constexpr std::size_t kLongestLabel = 256;
constexpr int kAmbivalent = -2;  // of blkid_do_safeprobe

using Probe = std::unique_ptr<blkid_struct_probe, decltype(&blkid_free_probe)>;

std::string value_of(blkid_probe probe, const char* name) {
  const char* value = nullptr;
  std::size_t size = 0;
  if (blkid_probe_lookup_value(probe, name, &value, &size) != 0 || value == nullptr) return {};
  return std::string(value);
}

// blkid makes a label valid UTF-8, and blanks in it underscores: so it is asked by the word.
std::string label_of(blkid_probe probe) {
  std::istringstream words(value_of(probe, "LABEL"));
  std::string label;
  for (std::string word; words >> word;) {
    std::array<char, kLongestLabel> safe{};
    if (blkid_safe_string(word.c_str(), safe.data(), safe.size()) != 0) continue;
    label += (label.empty() ? "" : " ") + std::string(safe.data());
  }
  return label;
}

// errno of the first read, or 0.
int look_at(int descriptor, ProbedDevice& probed) {
  std::vector<unsigned char> bytes(kLookedAt);
  const ssize_t size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  if (size < 0) return errno;
  bytes.resize(static_cast<std::size_t>(size));
  const auto all = [&](unsigned char value) {
    return std::all_of(bytes.begin(), bytes.end(), [&](unsigned char b) { return b == value; });
  };
  probed.blank = all(0) || all(0xFF);
  return 0;
}

void ask_blkid(int descriptor, ProbedDevice& probed) {
  const Probe probe(blkid_new_probe(), &blkid_free_probe);
  if (!probe || blkid_probe_set_device(probe.get(), descriptor, 0, 0) != 0) {
    probed.error = errno != 0 ? errno : EIO;
    return;
  }
  blkid_probe_enable_superblocks(probe.get(), 1);
  blkid_probe_set_superblocks_flags(probe.get(),
                                    BLKID_SUBLKS_TYPE | BLKID_SUBLKS_LABEL | BLKID_SUBLKS_BADCSUM);
  blkid_probe_enable_partitions(probe.get(), 1);
  errno = 0;
  const int found = blkid_do_safeprobe(probe.get());
  probed.ambivalent = found == kAmbivalent;
  // A read that failed comes as its errno, not only as -1: such a stick is worn out, and must not
  // be taken for one that another PC formatted.
  if (found < 0 && !probed.ambivalent) probed.error = errno != 0 ? errno : EIO;
  probed.file_system = value_of(probe.get(), "TYPE");
  probed.damaged = !value_of(probe.get(), "SBBADCSUM").empty();
  probed.has_table = !value_of(probe.get(), "PTTYPE").empty();
  probed.label = label_of(probe.get());
}

VolumeTrouble unknown(const std::string& sentence) {
  return {VolumeTroubleKind::kUnknownFileSystem, sentence};
}

}  // namespace

ProbedDevice probe_device(const std::string& device) {
  ProbedDevice probed;
  const int descriptor = ::open(device.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    // Not the stick's switch: it is we who may not look.
    probed.error = errno == EACCES ? EPERM : errno;
    return probed;
  }
  probed.error = look_at(descriptor, probed);
  if (probed.error == 0) ask_blkid(descriptor, probed);
  ::close(descriptor);
  return probed;
}

std::optional<VolumeTrouble> why_unreadable(const ProbedDevice& probed, const std::string& name) {
  const std::string& type = probed.file_system;
  if (probed.error != 0) return volume_trouble(probed.error, name);
  if (probed.blank || (type.empty() && probed.has_table)) {
    return VolumeTrouble{VolumeTroubleKind::kEmpty,
                         name + ": is not formatted. Format it as exFAT or FAT32 on a PC."};
  }
  if (probed.ambivalent) {
    return unknown(name + ": looks like several file systems. Format it as exFAT on a PC.");
  }
  if (probed.damaged) return volume_trouble(EUCLEAN, name);
  if (type.empty()) {
    return unknown(name + ": has no file system that is known. Format it as exFAT on a PC.");
  }
  if (std::find(kMounted.begin(), kMounted.end(), type) != kMounted.end()) return std::nullopt;
  return unknown(name + ": is formatted as " + type +
                 ", which is not read here. Copy the files to a stick with exFAT or FAT32.");
}

}  // namespace kiosk::platform
