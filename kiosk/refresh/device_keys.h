// Whose packs a device takes: keys that were enrolled, less those that were revoked.
//
//   trusted_keys/<8 hex>.pub      an enrolled key as minisign writes it; its comment is the label
//   revoked_keys/<8 hex>.revoke   a revocation: a minisign signature by a second enrolled key
//   revoked_keys/<8 hex>.pub      where the revoked key's own file goes
//
// The hex digits are of the key's BLAKE2b, not of its id, which its maker may choose. A
// revocation names the revoked key in its trusted comment and signs revocation_message() of it,
// so it can travel on a stick. It is taken from a key that is trusted then, and goes on counting
// when that key is revoked in its turn. A lost key: the PIN enrols the new one, which revokes it.
//
// Blocking; any thread; writers take the state's lock. Errors: one sentence.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/signature.h"

namespace kiosk {

inline constexpr const char* kTrustedKeys = "trusted_keys";
inline constexpr const char* kRevokedKeys = "revoked_keys";
inline constexpr std::size_t kLongestLabel = 100;  // bytes

struct EnrolledKey {
  PublicKey key;
  std::string label;  // what staff called it; may be empty
};

struct DeviceKeys {
  std::vector<EnrolledKey> enrolled;  // in the order of their files
  std::vector<PublicKey> revoked;

  // Enrolled and not revoked: a kill may leave a key in both.
  [[nodiscard]] std::vector<PublicKey> trusted() const;
  [[nodiscard]] bool is_revoked(const PublicKey& key) const;
};

// Those that can be read; a file that holds no key, or a revocation by nobody known, is passed
// over.
[[nodiscard]] DeviceKeys read_device_keys(const std::filesystem::path& state);

// The caller is who holds the PIN. Twice is no error, a key that was revoked here is.
[[nodiscard]] PackResult<void> enrol_key(const std::filesystem::path& state, const PublicKey& key,
                                         std::string_view label);

// What a revocation of that key signs.
[[nodiscard]] std::string revocation_message(const PublicKey& revoked);
// The text of a .revoke file, made by another key.
[[nodiscard]] PackResult<std::string> revocation_of(const PublicKey& revoked,
                                                    const SecretKey& signer);
// Puts one on a device, once its signer is found to be enrolled. The revoked key comes back.
[[nodiscard]] PackResult<PublicKey> take_revocation(const std::filesystem::path& state,
                                                    const std::string& text);

}  // namespace kiosk
