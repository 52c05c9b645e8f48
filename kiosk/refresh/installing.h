// Installing a pack on a device: the engine behind the USB refresh and kiosk-pack install.
//
// In this order, and why (S: a sync, which a power cut makes necessary; a kill alone needs none):
//
//   1  S the names of packs/ and staging/, and of the state folder itself: a first pack would
//        else be lost with its folder
//   2    what killed installations left in staging/ is removed
//   3    the archive or folder is copied once into staging/ (stick_copy.h): what is verified
//        is our copy, the stick may change or leave. Never synced: worthless after a cut
//   4    signature, manifest, hashes, texts, and pictures anew through the sandbox, into
//        staging/.../tree; a folder by way of one of our own (office_folder.h) and the build.
//        A pack's pictures are read out of the copy, and only what is made of them is written.
//        Then the copy goes, before it costs the card a write
//   5  S installed.json is added (integrity.h), then each file of the tree and each folder in it:
//        a name whose bytes are missing must not reach packs/
//   6    the tree is renamed into packs/. What stands there by that name, left by one that was
//        killed or spoilt by the card, changes places with it and goes with the staging
//   7  S packs/: state.json must not name a pack whose name is lost
//   8  S state.json.part: a name with no bytes behind it would show nothing at all
//   9    state.json.part is renamed to state.json: the commit. Before it the device shows what
//        it showed, after it the new, at no time something else
//  10  S the state folder: only now does "done" survive a cut, so only now is it said
//  11  S the history: of what is done, and unable to undo it
//
// A failed sync ends it: 6 is taken back, the staging removed, nothing is tried again. Should
// the very last fail, the new pack is shown but not said to be done, and a cut may bring back
// the old one. Cleaning up writes state.json anew (8 to 10) before it removes a pack, so that
// what the disk names is never what goes. tests/faults proves all this.
//
// Blocking; one at a time a state folder (a lock that a killed process cannot keep). Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/authoring/content_pictures.h"
#include "kiosk/authoring/office_folder.h"
#include "kiosk/pack/pack_failure.h"
#include "kiosk/pack/problem.h"
#include "kiosk/pack/signature.h"
#include "kiosk/refresh/device_state.h"

namespace kiosk {

inline constexpr std::int64_t kLargestSerialJump = 1'000'000;

struct InstallRequest {
  std::filesystem::path source;  // a .kpack file, or a content folder
  std::filesystem::path state;
  std::vector<PublicKey> trust;  // beside those in trusted_keys/
  bool allow_older = false;
  // What becomes a folder after the caller looked is not taken for one: a folder has no signature.
  bool only_archives = false;
  std::string way = {};  // by which the source came, for the history; empty: by somebody's hand
  PictureMaking making;
  // The calling thread is given up to it and steps back behind all others (stepping_back.h).
  bool gently = false;
  // Of a folder (authoring/office_folder.h): one bad picture is a problem; what stands as credit
  // of a photograph that names nobody; built packs whose pictures need not be made anew, beside
  // those that this state folder shows.
  bool strict = false;
  Localized unknown_author = {};
  std::vector<std::filesystem::path> known_packs = {};
  // What became of a folder's pictures, before anyone is asked to approve. On the same thread.
  std::function<void(const std::vector<CityPictures>&)> pictures = {};
  // For staff before a screen, all called on the installing thread. `copying`: bytes so far, while
  // they come; then `copied` (the stick may leave); then making.progress, for packs and folders;
  // last `approve`, before anything is put in place, with what was made ready: false takes it
  // back. It may wait as long as it likes.
  std::function<void(std::uint64_t bytes)> copying = {};
  std::function<void()> copied = {};
  std::function<bool(const std::filesystem::path& tree, const InstalledPack& pack)> approve = {};
  // True: nobody wants it any more. Asked until `approve`, on any thread, on several at once; takes
  // effect within one read of the stick, one file or one picture, and nothing stays.
  std::function<bool()> given_up = {};
};

struct InstallReport {
  std::optional<InstalledPack> installed;
  bool was_current = false;            // this very pack was shown already
  bool declined = false;               // by `approve` or `given_up`; then nothing was installed
  Problems problems;                   // of a folder; then nothing was installed
  std::vector<CityPictures> pictures;  // of a folder: added and left out
};

[[nodiscard]] PackResult<InstallReport> install_pack(const InstallRequest& request);

// Shows what was shown before, and remembers what is shown now as previous. Every byte of what is
// to be shown is read first: it may have lain unread for a year.
[[nodiscard]] PackResult<DeviceState> roll_back(const std::filesystem::path& state);

// Removes packs that are neither shown nor previous, and what lies in staging. The names of
// what was removed come back. Killed at any moment and begun again it ends the same.
[[nodiscard]] PackResult<std::vector<std::string>> clean_up(const std::filesystem::path& state);

}  // namespace kiosk
