#include "platform/helper/local_socket.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "platform/linux/system_files.h"

namespace kiosk::platform {
namespace {

constexpr int kFirstInherited = 3;  // SD_LISTEN_FDS_START
constexpr int kWaiting = 8;         // connections that are not accepted yet

OpenFile new_socket() {
  return OpenFile(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

bool fill(sockaddr_un& address, const std::filesystem::path& file) {
  const std::string name = file.string();
  if (name.empty() || name.size() >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  return true;
}

tl::unexpected<Error> trouble_with(const std::filesystem::path& file, const char* deed) {
  return fail(file.string() + ": " + deed + ": " + std::strerror(errno) + ".");
}

int option_of(int socket, int option) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(socket, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

}  // namespace

OpenFile::~OpenFile() {
  if (m_number >= 0) ::close(m_number);
}

void OpenFile::hang_up() const { ::shutdown(m_number, SHUT_RDWR); }

Result<OpenFile> listen_at(const std::filesystem::path& file, gid_t group) {
  sockaddr_un address{};
  if (!fill(address, file)) return fail(file.string() + ": is no path for a socket: too long.");
  OpenFile socket = new_socket();
  ::unlink(file.c_str());
  // Nobody connects before it has its owner and mode.
  const mode_t before = ::umask(0777);
  const int bound =
      ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = errno;
  ::umask(before);
  errno = error;
  if (bound != 0) return trouble_with(file, "cannot be made");
  if (::chown(file.c_str(), ::geteuid(), group) != 0) return trouble_with(file, "has no owner");
  if (::chmod(file.c_str(), 0660) != 0) return trouble_with(file, "has no mode");
  if (::listen(socket.number(), kWaiting) != 0) return trouble_with(file, "cannot be heard");
  return socket;
}

Result<OpenFile> inherited_listening_socket() {
  const char* process = std::getenv("LISTEN_PID");
  const char* count = std::getenv("LISTEN_FDS");
  if (process == nullptr || whole_number(process) != ::getpid()) {
    return fail("no socket was handed over. Start this by its service, or name one by --socket.");
  }
  if (count == nullptr || whole_number(count) != 1) {
    return fail("not one socket was handed over, but another number. Mend kiosk-helper.socket.");
  }
  ::unsetenv("LISTEN_PID");
  ::unsetenv("LISTEN_FDS");
  OpenFile socket(kFirstInherited);
  if (option_of(kFirstInherited, SO_DOMAIN) != AF_UNIX ||
      option_of(kFirstInherited, SO_TYPE) != SOCK_STREAM ||
      option_of(kFirstInherited, SO_ACCEPTCONN) != 1) {
    return fail("what was handed over is no listening local socket. Mend kiosk-helper.socket.");
  }
  ::fcntl(kFirstInherited, F_SETFD, FD_CLOEXEC);
  ::fcntl(kFirstInherited, F_SETFL, ::fcntl(kFirstInherited, F_GETFL) | O_NONBLOCK);
  return socket;
}

OpenFile accept_from(const OpenFile& listening) {
  return OpenFile(::accept4(listening.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

OpenFile connect_to(const std::filesystem::path& file) {
  sockaddr_un address{};
  if (!fill(address, file)) return {};
  OpenFile socket = new_socket();
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    return {};
  }
  return socket;
}

Result<Owner> owner_of_other_end(const OpenFile& socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    return fail(std::string("the other end is not known: ") + std::strerror(errno));
  }
  return Owner{credentials.uid, credentials.gid};
}

bool send_line(const OpenFile& socket, std::string_view line) {
  const ssize_t sent =
      ::send(socket.number(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent == static_cast<ssize_t>(line.size());
}

bool receive(const OpenFile& socket, LineReader& lines) {
  std::array<char, 4096> bytes{};
  const ssize_t got = ::recv(socket.number(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  lines.add({bytes.data(), static_cast<std::size_t>(got)});
  return got > 0;
}

Bell::Bell() : m_file(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Bell::ring() const {
  const std::uint64_t one = 1;
  // Full only if it rings already.
  static_cast<void>(!::write(m_file.number(), &one, sizeof one));
}

void Bell::silence() const {
  std::uint64_t count = 0;
  static_cast<void>(!::read(m_file.number(), &count, sizeof count));
}

}  // namespace kiosk::platform
