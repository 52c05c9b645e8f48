#include "kiosk/refresh/device_keys.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/content_hash.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/state_lock.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestFile = 4096;  // of a key or a revocation
constexpr std::size_t kFewestDigits = 8;
constexpr std::size_t kMostDigits = 64;
constexpr std::string_view kRevokes = "revokes:";
constexpr std::string_view kComment = "untrusted comment: ";

// The texts of all files with that ending, in the order of their names.
std::vector<std::pair<fs::path, std::string>> texts_in(const fs::path& folder,
                                                       std::string_view ending) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ending) files.push_back(entry->path());
  }
  std::ranges::sort(files);
  std::vector<std::pair<fs::path, std::string>> texts;
  for (const fs::path& file : files) {
    auto bytes = read_whole(file, kLongestFile);
    if (bytes && *bytes && (*bytes)->size() <= kLongestFile) {
      texts.emplace_back(file, std::move(**bytes));
    }
  }
  return texts;
}

std::string label_in(std::string_view text) {
  if (!text.starts_with(kComment)) return "";
  text.remove_prefix(kComment.size());
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

// One line of it, without what a terminal or a screen would take for a command.
std::string as_label(std::string_view text) {
  std::string label;
  for (const char c : text.substr(0, kLongestLabel)) {
    label += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
  }
  // A character cut in two goes.
  while (text.size() > kLongestLabel && !label.empty() &&
         (static_cast<unsigned char>(label.back()) & 0x80U) != 0) {
    label.pop_back();
  }
  return label;
}

std::vector<EnrolledKey> keys_in(const fs::path& folder) {
  std::vector<EnrolledKey> keys;
  for (const auto& [file, text] : texts_in(folder, ".pub")) {
    if (const auto key = parse_public_key(text)) keys.push_back({*key, label_in(text)});
  }
  return keys;
}

// The key that a revocation is about, whoever made it.
std::optional<PublicKey> named_by(const Signature& revocation) {
  const std::string& comment = revocation.trusted_comment;
  if (!comment.starts_with(kRevokes)) return std::nullopt;
  std::string_view text = std::string_view(comment).substr(kRevokes.size());
  const auto key = parse_public_key(text.substr(0, text.find(' ')));
  return key ? std::optional(*key) : std::nullopt;
}

PackResult<PublicKey> revoked_by(const std::string& text, const std::vector<PublicKey>& signers) {
  const auto revocation = parse_signature(text);
  const auto revoked = revocation ? named_by(*revocation) : std::nullopt;
  if (!revoked) {
    return fail(FailureKind::kCorrupt,
                "this is no revocation of a key. Make one by kiosk-pack revoke.");
  }
  const std::string message = revocation_message(*revoked);
  for (const PublicKey& signer : signers) {
    if (signer.key != revoked->key && verifies(signer, *revocation, message)) return *revoked;
  }
  return fail(FailureKind::kNotTrusted,
              "the revocation is not signed by another key that is enrolled here. Enrol the key "
              "that made it first.");
}

// Where a key's file stands: under the shortest name that no other key has.
template <typename IsOwn>
fs::path place_of(const fs::path& folder, const PublicKey& key, std::string_view ending,
                  IsOwn is_own) {
  const std::string digits = hash_of(to_text(key));
  fs::path place;
  for (std::size_t count = kFewestDigits; count <= kMostDigits; count *= 2) {
    place = folder / (digits.substr(0, count) + std::string(ending));
    const auto there = read_whole(place, kLongestFile);
    if (there && (!*there || is_own(**there))) break;
  }
  return place;
}

PackResult<void> write_key(const fs::path& folder, const PublicKey& key, std::string_view label) {
  if (auto made = make_durable_folder(folder); !made) return made;
  const fs::path place = place_of(folder, key, ".pub", [&](const std::string& text) {
    const auto held = parse_public_key(text);
    return held && *held == key;
  });
  return write_durably(place, std::string(kComment) + as_label(label) + "\n" + to_text(key) + "\n");
}

// Every file of that key among the trusted ones.
PackResult<void> remove_trusted(const fs::path& state, const PublicKey& key) {
  bool removed = false;
  for (const auto& [file, text] : texts_in(state / kTrustedKeys, ".pub")) {
    const auto held = parse_public_key(text);
    if (!held || held->key != key.key) continue;
    std::error_code error;
    fs::remove(file, error);
    if (error) return tl::unexpected(failure_of(error.value(), file, "cannot be removed"));
    removed = true;
  }
  if (!removed) return {};
  return sync_folder(state / kTrustedKeys);
}

void note(const fs::path& state, HistoryKind what, const PublicKey& key) {
  HistoryEntry entry;
  entry.what = what;
  entry.key = fingerprint_of(key);
  static_cast<void>(add_to_history(state, entry));
}

}  // namespace

std::vector<PublicKey> DeviceKeys::trusted() const {
  std::vector<PublicKey> keys;
  for (const EnrolledKey& known : enrolled) {
    if (!is_revoked(known.key)) keys.push_back(known.key);
  }
  return keys;
}

bool DeviceKeys::is_revoked(const PublicKey& key) const {
  // The key itself: its id is no part of what it signs, and could be changed to look like another.
  return std::ranges::any_of(revoked, [&](const PublicKey& gone) { return gone.key == key.key; });
}

DeviceKeys read_device_keys(const fs::path& state) {
  DeviceKeys keys;
  keys.enrolled = keys_in(state / kTrustedKeys);
  std::vector<PublicKey> signers;
  for (const char* folder : {kTrustedKeys, kRevokedKeys}) {
    for (const EnrolledKey& known : keys_in(state / folder)) signers.push_back(known.key);
  }
  for (const auto& [file, text] : texts_in(state / kRevokedKeys, ".revoke")) {
    if (const auto revoked = revoked_by(text, signers)) keys.revoked.push_back(*revoked);
  }
  return keys;
}

PackResult<void> enrol_key(const fs::path& state, const PublicKey& key, std::string_view label) {
  const auto lock = StateLock::take(state);
  if (!lock) return tl::unexpected(lock.error());
  if (read_device_keys(state).is_revoked(key)) {
    return fail(FailureKind::kNotTrusted,
                "the key " + fingerprint_of(key) +
                    " was revoked here. Ask its owner to make a new one by kiosk-pack keygen.");
  }
  if (auto written = write_key(state / kTrustedKeys, key, label); !written) return written;
  note(state, HistoryKind::kKeyEnrolled, key);
  return {};
}

std::string revocation_message(const PublicKey& revoked) {
  return "exhibition kiosk: revoked is the key " + to_text(revoked) + "\n";
}

PackResult<std::string> revocation_of(const PublicKey& revoked, const SecretKey& signer) {
  if (signer.public_key().key == revoked.key) {
    return fail(FailureKind::kNotTrusted,
                "a key cannot revoke itself. Name another enrolled key with --key.");
  }
  const std::string text =
      sign(signer, revocation_message(revoked), std::string(kRevokes) + to_text(revoked));
  // The first line is nobody's word, and names what is signed to who opens the file.
  return std::string(kComment) + "revocation of a key" + text.substr(text.find('\n'));
}

PackResult<PublicKey> take_revocation(const fs::path& state, const std::string& text) {
  const auto lock = StateLock::take(state);
  if (!lock) return tl::unexpected(lock.error());
  const DeviceKeys keys = read_device_keys(state);
  const auto revoked = revoked_by(text, keys.trusted());
  if (!revoked) return revoked;
  const fs::path folder = state / kRevokedKeys;
  // First the key's file, by which the revocations that it made go on being believed.
  for (const EnrolledKey& known : keys.enrolled) {
    if (known.key.key != revoked->key) continue;
    if (auto kept = write_key(folder, known.key, known.label); !kept) {
      return tl::unexpected(kept.error());
    }
  }
  if (auto made = make_durable_folder(folder); !made) return tl::unexpected(made.error());
  const fs::path place = place_of(folder, *revoked, ".revoke", [&](const std::string& there) {
    const auto held = parse_signature(there);
    return held && named_by(*held) == *revoked;
  });
  if (auto written = write_durably(place, text); !written) return tl::unexpected(written.error());
  // Only now: from here on the key is not trusted, whether or not its file is still there.
  if (auto gone = remove_trusted(state, *revoked); !gone) return tl::unexpected(gone.error());
  note(state, HistoryKind::kKeyRevoked, *revoked);
  return *revoked;
}

}  // namespace kiosk
