// A .kpack taken apart loosely, to be changed and put together again as something nearly
// right. For the archive harness alone; pure functions; one thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/pack/signature.h"

namespace kiosk::fuzz {

inline constexpr std::size_t kTarBlock = 512;

struct ArchivePart {
  std::array<char, kTarBlock> header{};
  std::string content;

  [[nodiscard]] std::string name() const;
  void set_name(std::string_view name);
  void set_size(std::uint64_t size);
  void mend_sum();
};

struct ArchiveParts {
  std::vector<ArchivePart> parts;
  std::string tail;  // what follows the last part
};

[[nodiscard]] ArchivePart plain_part(std::string_view name, std::string content);
[[nodiscard]] ArchiveParts taken_apart(std::string_view bytes);
[[nodiscard]] std::string put_together(const ArchiveParts& archive);

// Gives it a readable signature and a manifest that lists its other parts, and a right end: so
// that what is changed next is all that is wrong with it.
void make_whole(ArchiveParts& archive);
// Sizes and hashes in the manifest as the parts have them, where it names them.
void mend_manifest(ArchiveParts& archive);
// The first part signs the second one's content.
void mend_signature(ArchiveParts& archive);

// Always the same key, which no device trusts.
[[nodiscard]] const SecretKey& signing_key();

}  // namespace kiosk::fuzz
