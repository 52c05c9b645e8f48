// Local sockets between the kiosk and its helper: listening, connecting, who is at the other end,
// and lines that never wait.
//
// Any thread, one at a time for each socket. Errors: a sentence where something cannot be made;
// a line that cannot be sent whole is false: whoever does not read is not waited for.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "kiosk/base/result.h"
#include "platform/helper/wire.h"

namespace kiosk::platform {

// An open file of ours; closed with this.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int number) : m_number(number) {}
  OpenFile(OpenFile&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(m_number, other.m_number);
    return *this;
  }
  ~OpenFile();

  [[nodiscard]] int number() const { return m_number; }
  [[nodiscard]] explicit operator bool() const { return m_number >= 0; }
  void close() { *this = OpenFile(); }
  // Of a socket: whoever reads from it finds its end.
  void hang_up() const;

 private:
  int m_number = -1;
};

struct Owner {
  uid_t user = 0;
  gid_t group = 0;
  friend bool operator==(const Owner&, const Owner&) = default;
};

// Makes the socket's file anew, for root and that group.
[[nodiscard]] Result<OpenFile> listen_at(const std::filesystem::path& file, gid_t group);
// The one listening socket that systemd has handed to this process (sd_listen_fds(3)).
[[nodiscard]] Result<OpenFile> inherited_listening_socket();
// Both give a socket that never waits; nothing: nobody is there.
[[nodiscard]] OpenFile accept_from(const OpenFile& listening);
[[nodiscard]] OpenFile connect_to(const std::filesystem::path& file);
// Who opened the other end, by the kernel's own word.
[[nodiscard]] Result<Owner> owner_of_other_end(const OpenFile& socket);

[[nodiscard]] bool send_line(const OpenFile& socket, std::string_view line);
// What has come by now; false: the other end is closed.
[[nodiscard]] bool receive(const OpenFile& socket, LineReader& lines);

// Something that can be rung from any thread, and heard by poll(2).
class Bell {
 public:
  Bell();
  void ring() const;
  void silence() const;
  [[nodiscard]] int number() const { return m_file.number(); }

 private:
  OpenFile m_file;
};

}  // namespace kiosk::platform
