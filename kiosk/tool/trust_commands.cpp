// kiosk-pack keygen, key, show and verify: who made a pack, and whether it is whole.
#include <filesystem>
#include <system_error>
#include <utility>

#include "kiosk/pack/archive.h"
#include "kiosk/tool/author_key.h"
#include "kiosk/tool/commands.h"

namespace kiosk::tool {

namespace fs = std::filesystem;

namespace {

void tell_key(const AuthorKey& author, Terminal& terminal) {
  const PublicKey open = author.key.public_key();
  if (terminal.json()) {
    terminal.object({{"public_key", to_text(open)},
                     {"fingerprint", fingerprint_of(open)},
                     {"file", author.file.string()},
                     {"fresh", author.fresh}});
    return;
  }
  terminal.say("public key:  " + to_text(open));
  terminal.say("fingerprint: " + fingerprint_of(open));
}

fs::path key_file(const PackOptions& options) {
  return options.key.empty() ? usual_key_file() : fs::path(options.key);
}

}  // namespace

int keygen(const PackOptions& options, Terminal& terminal) {
  const fs::path file = key_file(options);
  std::error_code error;
  if (fs::exists(file, error)) {
    return terminal.fail(FailureKind::kFailed,
                         file.string() +
                             ": there is a key already, and it stays. Name another "
                             "file with --key to make a second one.");
  }
  const auto author = author_key(file);
  if (!author) return terminal.fail(author.error());
  terminal.say("The key was made: " + file.string() + ". Keep a copy in a safe place.");
  tell_key(*author, terminal);
  return 0;
}

int key(const PackOptions& options, Terminal& terminal) {
  const auto author = read_key(key_file(options));
  if (!author) return terminal.fail(author.error());
  tell_key(*author, terminal);
  return 0;
}

int show(const PackOptions& options, Terminal& terminal) {
  auto reader = ArchiveReader::open(options.source);
  if (!reader) return terminal.fail(reader.error());
  const auto claimed = reader->signature().claimed_key();
  const bool own = claimed && reader->verified_by({*claimed}).has_value();
  const auto manifest = reader->manifest();
  if (!manifest) return terminal.fail(manifest.error());
  std::uint64_t bytes = 0;
  std::size_t pictures = 0;
  for (const ManifestFile& file : manifest->files) {
    bytes += file.size;
    if (file.type == "jpeg") ++pictures;
  }
  const std::string signer = own ? fingerprint_of(*claimed) : std::string();
  if (terminal.json()) {
    nlohmann::ordered_json object{{"signer", signer},
                                  {"public_key", own ? to_text(*claimed) : std::string()},
                                  {"bytes", bytes},
                                  {"pictures", pictures}};
    object["manifest"] = nlohmann::ordered_json::parse(reader->manifest_bytes(), nullptr, false);
    terminal.object(object);
    return 0;
  }
  terminal.say("pack:     " + manifest->pack_id + ", number " + std::to_string(manifest->serial));
  if (!manifest->created.empty()) terminal.say("created:  " + manifest->created);
  terminal.say("needs:    kiosk " + manifest->min_app + " or newer");
  terminal.say("signer:   " +
               (own ? signer + " (says the pack; verify it with that key)"
                    : std::string("a key that the pack does not name; verify it with --key")));
  terminal.say("contents: " + plural(manifest->files.size(), "file", "files") + ", " +
               std::to_string(pictures) + " of them pictures and thumbnails, " +
               std::to_string((bytes + 524288) >> 20U) + " MiB");
  for (const ManifestFile& file : manifest->files) {
    terminal.say("  " + file.path + "  " + std::to_string(file.size));
  }
  return 0;
}

int verify(const PackOptions& options, Terminal& terminal) {
  const auto open = read_public_key(options.key);
  if (!open) return terminal.fail(open.error());
  auto reader = ArchiveReader::open(options.source);
  if (!reader) return terminal.fail(reader.error());
  if (const auto signer = reader->verified_by({*open}); !signer) {
    return terminal.fail(signer.error());
  }
  const auto manifest = reader->manifest();
  if (!manifest) return terminal.fail(manifest.error());
  if (auto whole = reader->extract(*manifest, std::nullopt); !whole) {
    return terminal.fail(whole.error());
  }
  if (terminal.json()) {
    terminal.object({{"trusted", true},
                     {"signer", fingerprint_of(*open)},
                     {"pack_id", manifest->pack_id},
                     {"serial", manifest->serial},
                     {"files", manifest->files.size()}});
  } else {
    terminal.say(options.source + ": whole, and signed by " + fingerprint_of(*open));
  }
  return 0;
}

}  // namespace kiosk::tool
