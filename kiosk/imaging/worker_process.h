// The worker as a process: started with a picture at hand, and gone when its owner is.
// Any thread; each object one thread. Linux.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace kiosk {

// Closed when it is gone.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : m_number(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_number, other.m_number);
    return *this;
  }
  [[nodiscard]] int get() const { return m_number; }
  void close();

 private:
  int m_number;
};

class WorkerProcess {
 public:
  // Its standard input holds the bytes, in memory that nobody else sees. If it cannot be
  // started, error() says why, as errno does.
  WorkerProcess(const std::filesystem::path& program, int drawing_side, unsigned seconds,
                std::string_view bytes);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  [[nodiscard]] bool started() const { return m_pid > 0; }
  [[nodiscard]] int error() const { return m_error; }
  [[nodiscard]] int output() const { return m_output.get(); }
  // Its wait status (wait(2)) if it ends in time. Once.
  [[nodiscard]] std::optional<int> status_until(std::chrono::steady_clock::time_point deadline);

 private:
  pid_t m_pid = -1;
  int m_error = 0;
  Descriptor m_output;
};

}  // namespace kiosk
