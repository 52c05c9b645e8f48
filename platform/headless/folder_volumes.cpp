#include "platform/headless/folder_volumes.h"

#include <algorithm>
#include <utility>

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSize = 8'000'000'000;
constexpr std::uint64_t kFree = 6'000'000'000;

std::string name_of(const fs::path& folder) {
  const fs::path plain = folder.has_filename() ? folder : folder.parent_path();
  return plain.filename().string();
}

}  // namespace

FolderVolumes::FolderVolumes(fs::path links) : m_links(std::move(links)) {}

FolderVolumes::~FolderVolumes() {
  pull_all();
  std::error_code ignored;
  fs::remove(m_links, ignored);
}

std::error_code FolderVolumes::show(Plugged& plugged) const {
  const fs::path link = m_links / plugged.volume.id;
  std::error_code error;
  fs::create_directories(m_links, error);
  // One that a run before this left behind, after a crash.
  if (fs::is_symlink(link, error)) fs::remove(link, error);
  fs::create_directory_symlink(plugged.target, link, error);
  plugged.volume.folder = link;
  return error;
}

void FolderVolumes::hide(Plugged& plugged) const {
  std::error_code ignored;
  fs::remove(m_links / plugged.volume.id, ignored);
  plugged.volume.folder.clear();
}

Result<void> FolderVolumes::plug(const fs::path& folder, FolderVolumeFaults faults) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(folder.string() + ": is no folder. Name one whose content a stick shall have.");
  }
  const std::lock_guard lock(m_mutex);
  Plugged plugged;
  plugged.faults = faults;
  plugged.target = fs::absolute(folder);
  plugged.volume.id = "volume-" + std::to_string(++m_count);
  plugged.volume.label = name_of(folder);
  plugged.volume.device = "folder";
  plugged.volume.file_system = "vfat";
  plugged.volume.size_bytes = kSize;
  plugged.volume.free_bytes = faults.full ? 0 : kFree;
  plugged.volume.access = VolumeAccess::kRead;
  if (error = show(plugged); error) {
    return fail(plugged.volume.folder.string() + ": cannot be made: " + error.message() +
                ". Choose another folder for the links.");
  }
  m_plugged.push_back(std::move(plugged));
  return {};
}

void FolderVolumes::pull_all() {
  const std::lock_guard lock(m_mutex);
  for (Plugged& plugged : m_plugged) hide(plugged);
  m_plugged.clear();
}

Result<void> FolderVolumes::unplug() {
  {
    const std::lock_guard lock(m_mutex);
    if (m_plugged.empty()) return fail("no volume is plugged in. Plug one in before.");
  }
  pull_all();
  return {};
}

void FolderVolumes::grant(Plugged& plugged, VolumeAccess access) const {
  Volume& volume = plugged.volume;
  volume.busy = false;
  volume.trouble.reset();
  if (access == VolumeAccess::kWrite && (plugged.faults.read_only || plugged.faults.full)) {
    volume.trouble = volume_trouble(plugged.faults.read_only ? EROFS : ENOSPC, volume.label);
    return;
  }
  volume.access = access;
  if (access == VolumeAccess::kNone) {
    hide(plugged);
  } else if (volume.folder.empty() && show(plugged)) {
    volume.access = VolumeAccess::kNone;
    volume.trouble = volume_trouble(ENODEV, volume.label);
  }
}

bool FolderVolumes::poll() {
  const std::lock_guard lock(m_mutex);
  std::vector<Volume> now;
  for (Plugged& plugged : m_plugged) {
    if (plugged.faults.leaves_after > 0 && --plugged.faults.leaves_after == 0) {
      hide(plugged);
      plugged.gone = true;
      continue;
    }
    const auto wish = m_wishes.find(plugged.volume.id);
    if (wish != m_wishes.end()) grant(plugged, wish->second);
    now.push_back(plugged.volume);
  }
  std::erase_if(m_plugged, [](const Plugged& plugged) { return plugged.gone; });
  m_wishes.clear();
  if (now == m_volumes) return false;
  m_volumes = std::move(now);
  return true;
}

void FolderVolumes::want(const std::string& id, VolumeAccess access) {
  const std::lock_guard lock(m_mutex);
  m_wishes[id] = access;
}

}  // namespace kiosk::platform
