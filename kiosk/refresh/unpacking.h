// From a stranger's .kpack to a folder that the kiosk may show: signature, manifest, hashes,
// the texts through the loader, and every picture decoded in the sandbox and encoded anew,
// so that the kiosk's own decoder never opens a file of anyone else's making. Pictures go to the
// sandbox straight out of the archive, whose hashes are compared a second time then: what is not
// to be shown is never written.
//
// Who calls it: installing, and the kiosk when it is given an archive. Blocking; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/manifest.h"
#include "kiosk/pack/pack_failure.h"

namespace kiosk {

struct UnpackedPack {
  Manifest manifest;
  std::string manifest_hash;
  PublicKey signer;
};

struct Trust {
  std::vector<PublicKey> keys;
  // The archive's own word is enough: for looking at it, never for installing.
  bool anyone = false;
  std::vector<PublicKey> revoked = {};  // refused, whoever else trusts them
};

// Into `out`, which must be empty or absent; the caller removes it after a failure, and after
// making.given_up.
[[nodiscard]] PackResult<UnpackedPack> unpack(const std::filesystem::path& archive,
                                              const Trust& trust, const std::filesystem::path& out,
                                              const PictureMaking& making);

}  // namespace kiosk
