// kiosk-pack enrol and revoke: whose packs a device takes.
#include <filesystem>
#include <optional>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/tool/author_key.h"
#include "kiosk/tool/commands.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestRevocation = 4096;

// Said of the file that was given.
PackFailure about(const std::string& source, PackFailure failure) {
  failure.message = source + ": " + failure.message;
  return failure;
}

// The text of the revocation: read, if one was given, else made with --key.
PackResult<std::string> revocation_for(const PackOptions& options) {
  if (options.source.ends_with(".revoke")) {
    auto text = read_whole(options.source, kLongestRevocation);
    if (!text) return tl::unexpected(text.error());
    if (*text) return std::move(**text);
    return kiosk::fail(FailureKind::kFailed,
                       options.source + ": there is no such file. Check the name.");
  }
  const auto revoked = read_public_key(options.source);
  if (!revoked) return tl::unexpected(revoked.error());
  const auto signer = read_key(options.key.empty() ? usual_key_file() : fs::path(options.key));
  if (!signer) return tl::unexpected(signer.error());
  auto made = revocation_of(*revoked, signer->key);
  if (!made) return tl::unexpected(about(options.source, std::move(made.error())));
  return made;
}

}  // namespace

int enrol(const PackOptions& options, Terminal& terminal) {
  const auto open = read_public_key(options.source);
  if (!open) return terminal.fail(open.error());
  if (auto enrolled = enrol_key(options.state, *open, options.label); !enrolled) {
    return terminal.fail(enrolled.error());
  }
  if (terminal.json()) {
    terminal.object({{"enrolled", fingerprint_of(*open)}});
  } else {
    terminal.say("Enrolled: " + fingerprint_of(*open) + ". Its packs are taken from now on.");
  }
  return 0;
}

int revoke(const PackOptions& options, Terminal& terminal) {
  if (options.out.empty() && options.state.empty()) {
    return terminal.fail(FailureKind::kFailed,
                         "where to? Name a file for the revocation with --out, or a device's "
                         "folder with --state.");
  }
  const auto text = revocation_for(options);
  if (!text) return terminal.fail(text.error());
  if (!options.out.empty()) {
    if (auto written = write_durably(options.out, *text); !written) {
      return terminal.fail(written.error());
    }
    if (!terminal.json()) terminal.say("The revocation was written: " + options.out);
  }
  std::string gone;
  if (!options.state.empty()) {
    const auto revoked = take_revocation(options.state, *text);
    if (!revoked) return terminal.fail(about(options.source, revoked.error()));
    gone = fingerprint_of(*revoked);
    if (!terminal.json()) terminal.say("Revoked: " + gone + ". Its packs are refused from now on.");
  }
  if (terminal.json()) terminal.object({{"revoked", gone}, {"file", options.out}});
  return 0;
}

}  // namespace kiosk::tool
