#include "kiosk/tool/author_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "kiosk/durable/durable_files.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestKeyFile = 64 * 1024;  // of two short lines

PackResult<std::string> read_all(const fs::path& file) {
  auto bytes = read_whole(file, kLongestKeyFile);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  return std::move(*bytes).value_or(std::string());
}

// Never overwrites: a key that is lost cannot be made again.
bool write_new(const fs::path& file, const std::string& text, unsigned mode) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return false;
  const bool fine =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  ::close(descriptor);
  return fine;
}

}  // namespace

fs::path usual_key_file() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config != '\0') return fs::path(config) / "kiosk-pack" / "author.key";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : ".") / ".config" / "kiosk-pack" / "author.key";
}

PackResult<AuthorKey> read_key(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    return kiosk::fail(FailureKind::kFailed,
                       file.string() + ": there is no key. Make one by kiosk-pack keygen.");
  }
  const auto text = read_all(file);
  if (!text) return tl::unexpected(text.error());
  const auto key = parse_secret_key(*text);
  if (!key) {
    return kiosk::fail(FailureKind::kFailed, file.string() + ": " + key.error().message + ".");
  }
  return AuthorKey{*key, file, false};
}

PackResult<AuthorKey> author_key(const fs::path& file) {
  std::error_code error;
  if (fs::exists(file, error)) return read_key(file);
  fs::create_directories(file.parent_path(), error);
  const SecretKey key = make_secret_key();
  errno = 0;
  if (!write_new(file, to_file_text(key), 0600)) {
    return kiosk::fail(FailureKind::kFailed,
                       file.string() + ": the key cannot be written: " + std::strerror(errno) +
                           ". Choose another place with --key.");
  }
  fs::path open = file;
  open.replace_extension(".pub");
  static_cast<void>(write_new(open, to_file_text(key.public_key()), 0644));
  return AuthorKey{key, file, true};
}

PackResult<PublicKey> read_public_key(const std::string& text_or_file) {
  std::error_code error;
  const bool file = fs::is_regular_file(text_or_file, error);
  const auto text = file ? read_all(text_or_file) : PackResult<std::string>(text_or_file);
  if (!text) return tl::unexpected(text.error());
  const auto key = parse_public_key(*text);
  if (!key) {
    return kiosk::fail(FailureKind::kFailed,
                       text_or_file + ": this is neither a public key nor a file that holds one. " +
                           "kiosk-pack key shows yours.");
  }
  return *key;
}

}  // namespace kiosk::tool
