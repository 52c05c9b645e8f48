// TemporaryFolder: a folder of a test's own, gone when the test ends.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace kiosk::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "kiosk_pack_XXXXXX").string();
    m_path = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

inline std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_bytes(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary).write(bytes.data(), std::ssize(bytes));
}

inline std::filesystem::path test_packs() {
  return std::filesystem::path(KIOSK_SOURCE_DIR) / "tests" / "packs";
}

// Links are copied as links: some packs are broken by where theirs lead.
inline void copy_over(const std::filesystem::path& from, const std::filesystem::path& to) {
  namespace fs = std::filesystem;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const fs::path target =
        to / fs::relative(entry.path().parent_path(), from) / entry.path().filename();
    if (entry.is_directory() && !entry.is_symlink()) {
      fs::create_directories(target);
      continue;
    }
    fs::create_directories(target.parent_path());
    fs::remove(target);
    if (entry.is_symlink()) {
      fs::copy_symlink(entry.path(), target);
    } else {
      write_bytes(target, read_bytes(entry.path()));
    }
  }
}

}  // namespace kiosk::test
