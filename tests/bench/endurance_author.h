// Author: who makes the packs of a run: the bundled content under one number after another, and
// signed, as new content comes to a device.
//
// Works in a folder of its own, by files, and takes as long as kiosk-pack does: before the clock
// that moves by hand no time. `threads`: that prepare pictures. Thread: one at a time. Errors: what
// cannot be made ends the program with 2 and one sentence, for there is nothing to measure then.
#pragma once

#include <filesystem>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/signature.h"

namespace kiosk::test {

class Author {
 public:
  Author(const std::filesystem::path& folder, unsigned threads);
  [[nodiscard]] const PictureMaking& making() const { return m_making; }
  [[nodiscard]] PublicKey key() const { return m_key.public_key(); }

  // The pack of that number as a folder.
  [[nodiscard]] BuiltPack built(int serial, const std::filesystem::path& tree);
  // The same as one signed file.
  void write(int serial, const std::filesystem::path& file);

 private:
  std::filesystem::path m_folder;
  PictureMaking m_making;
  SecretKey m_key = make_secret_key();
};

}  // namespace kiosk::test
