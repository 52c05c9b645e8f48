// A stick for tests: a file as a loop device, formatted by the real tools. Where this machine
// gives no loop devices (no root, a container), `why_not` says so, and the test must tell it
// loudly: it did not run.
#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

struct TestFolder {
  std::filesystem::path path;

  TestFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "kiosk-volumes-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
};

inline bool run(const std::string& command) {
  return std::system(("PATH=$PATH:/usr/sbin:/sbin; " + command + " > /dev/null 2>&1").c_str()) == 0;
}

// An image of this size that `format` (a command, the file's name comes behind) has formatted.
inline void make_image(const std::filesystem::path& file, std::uintmax_t size,
                       const std::string& format) {
  std::ofstream(file).flush();
  std::filesystem::resize_file(file, size);
  if (format.empty()) return;
  INFO("needed for this test: " << format);
  REQUIRE(run(format + " " + file.string()));
}

// A loop device of its own number, so that tests that run beside others meet nobody.
class LoopDevice {
 public:
  // There and empty, as a card reader without a card.
  explicit LoopDevice(bool with_partitions = false) : m_with_partitions(with_partitions) {
    m_control = ::open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    int number = -1;
    for (int trial = 0; trial < 100 && number < 0 && m_control >= 0; ++trial) {
      number = ::ioctl(m_control, LOOP_CTL_ADD, 1000 + (::getpid() * 100 + trial) % 100000);
    }
    if (number < 0) {
      m_why_not = std::string("/dev/loop-control: ") + std::strerror(errno);
      return;
    }
    m_number = number;
    m_node = "/dev/loop" + std::to_string(number);
    open_node();
  }
  explicit LoopDevice(const std::filesystem::path& image, bool with_partitions = false)
      : LoopDevice(with_partitions) {
    if (m_why_not.empty()) attach(image);
  }
  ~LoopDevice() {
    detach();
    if (m_device >= 0) ::close(m_device);
    if (m_number >= 0) ::ioctl(m_control, LOOP_CTL_REMOVE, m_number);
    if (m_control >= 0) ::close(m_control);
  }
  LoopDevice(const LoopDevice&) = delete;
  LoopDevice& operator=(const LoopDevice&) = delete;

  void attach(const std::filesystem::path& image) {
    if (m_device < 0) open_node();
    m_backing = ::open(image.c_str(), O_RDWR | O_CLOEXEC);
    loop_config config{};
    config.fd = static_cast<std::uint32_t>(m_backing);
    config.info.lo_flags = m_with_partitions ? LO_FLAGS_PARTSCAN : 0;
    if (m_device >= 0 && ::ioctl(m_device, LOOP_CONFIGURE, &config) == 0) return;
    m_why_not = m_node + ": " + std::strerror(errno);
  }

  // Empty: it is there.
  [[nodiscard]] const std::string& why_not() const { return m_why_not; }
  [[nodiscard]] const std::string& node() const { return m_node; }

  // As a pulled stick: no sector is left, whatever is mounted.
  void pull() {
    REQUIRE(::ftruncate(m_backing, 0) == 0);
    REQUIRE(::ioctl(m_device, LOOP_SET_CAPACITY, 0) == 0);
  }
  // What is read from now on comes from the image.
  void forget_what_was_read() const { REQUIRE(::ioctl(m_device, BLKFLSBUF, 0) == 0); }
  // As by the switch on a stick.
  void protect() const {
    const int on = 1;
    REQUIRE(::ioctl(m_device, BLKROSET, &on) == 0);
  }
  // By hand, since a kernel need not know any kind of partition table.
  void add_partition(int number, long long start, long long size) const {
    blkpg_partition part{};
    part.pno = number;
    part.start = start;
    part.length = size;
    blkpg_ioctl_arg argument{BLKPG_ADD_PARTITION, 0, sizeof part, &part};
    REQUIRE(::ioctl(m_device, BLKPG, &argument) == 0);
  }
  // The last one to close it makes it empty again.
  void detach() {
    if (m_backing < 0) return;
    ::ioctl(m_device, LOOP_CLR_FD, 0);
    ::close(m_device);
    ::close(m_backing);
    m_device = m_backing = -1;
  }

 private:
  void open_node() {
    m_device = ::open(m_node.c_str(), O_RDWR | O_CLOEXEC);
    if (m_device < 0) m_why_not = m_node + ": " + std::strerror(errno);
  }

  bool m_with_partitions = false;
  int m_control = -1;
  int m_number = -1;
  int m_backing = -1;
  int m_device = -1;
  std::string m_node;
  std::string m_why_not;
};

// Whether an ext4 image can be mounted by a loop device here.
inline std::string why_no_loop_mounts(const TestFolder& folder) {
  const auto image = folder.path / "trial.img";
  make_image(image, 4 << 20, "mkfs.ext4 -q");
  const LoopDevice device(image);
  if (!device.why_not().empty()) return device.why_not();
  const auto point = folder.path / "trial";
  std::filesystem::create_directory(point);
  if (::mount(device.node().c_str(), point.c_str(), "ext4", MS_RDONLY, nullptr) != 0) {
    return "mount: " + std::string(std::strerror(errno));
  }
  ::umount(point.c_str());
  return {};
}

// The rest of the test is left out, and everybody hears it.
#define NEEDS_LOOP_MOUNTS(folder)                                                                \
  if (const std::string why = why_no_loop_mounts(folder); !why.empty()) {                        \
    MESSAGE("DID NOT RUN: this machine mounts no loop device (" << why << "). Run it as root."); \
    return;                                                                                      \
  }
