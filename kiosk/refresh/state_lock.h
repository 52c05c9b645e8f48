// StateLock: the only one that changes a device's state folder, as long as it lives. A killed
// process cannot keep it. Never waits: who comes second is told so.
//
// Needs the folder with its packs/ and staging/, and makes them, each name synced.
// Any thread; movable, so that it can come back in a Result.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/pack_failure.h"

namespace kiosk {

inline constexpr const char* kPacksFolder = "packs";
inline constexpr const char* kStagingFolder = "staging";

class StateLock {
 public:
  [[nodiscard]] static PackResult<StateLock> take(const std::filesystem::path& folder);

 private:
  explicit StateLock(std::unique_ptr<OpenFile> file) : m_file(std::move(file)) {}
  std::unique_ptr<OpenFile> m_file;
};

}  // namespace kiosk
