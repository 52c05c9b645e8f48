// A folder with a made-up /sys and /proc, gone with its object.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace kiosk::platform {

class MadeUpRoot {
 public:
  MadeUpRoot() {
    std::string name = (std::filesystem::temp_directory_path() / "kiosk-root-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    m_path = name;
  }
  MadeUpRoot(const MadeUpRoot&) = delete;
  MadeUpRoot& operator=(const MadeUpRoot&) = delete;
  ~MadeUpRoot() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  MadeUpRoot& write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((m_path / file).parent_path());
    std::ofstream(m_path / file, std::ios::binary) << text;
    return *this;
  }
  [[nodiscard]] std::string read(const std::string& file) const {
    std::ifstream stream(m_path / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path m_path;
};

}  // namespace kiosk::platform
