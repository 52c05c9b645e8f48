#include "kiosk/pack_choice.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/integrity.h"
#include "kiosk/refresh/trial.h"
#include "kiosk/refresh/unpacking.h"

namespace kiosk {

namespace fs = std::filesystem;

ViewFolder::ViewFolder() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "kiosk-view_XXXXXX").string();
  if (!error && ::mkdtemp(name.data()) != nullptr) m_path = name;
}

ViewFolder::~ViewFolder() {
  std::error_code ignored;
  if (!m_path.empty()) fs::remove_all(m_path, ignored);
}

namespace {

bool names_pictures(const Pack& pack) {
  return std::ranges::any_of(pack.values().cities,
                             [](const City& city) { return !city.photos.empty(); });
}

// A pack of any kind, ready to be shown: an installed or bundled one as it is, an author's
// folder with its pictures made, an archive unpacked. What is wrong goes to stderr: staff read
// it, visitors never do.
std::optional<Pack> open_pack(const fs::path& path, const PackWish& wish, const ViewFolder& view,
                              PackStanding standing = PackStanding::kAtTheDoor) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    const auto unpacked = unpack(path, {{}, true}, view.path() / "pack", picture_making());
    if (!unpacked) {
      wish.say(unpacked.error().message);
      return std::nullopt;
    }
    return open_pack(view.path() / "pack", wish, view);
  }
  auto pack = load_pack(path, standing);
  if (!pack) {
    for (const Problem& problem : pack.error()) wish.say(problem.sentence());
    wish.say(path.string() + ": is not shown because of the above.");
    return std::nullopt;
  }
  const bool built = fs::exists(path / "pictures.json", error);
  if (built || !names_pictures(*pack)) return std::move(*pack);
  const fs::path tree = view.path() / "built";
  const auto made = build_pack(path, tree, picture_making());
  if (!made) {
    wish.say(made.error().message);
    return std::move(*pack);
  }
  for (const Problem& problem : made->check.problems) wish.say(problem.sentence());
  auto shown = load_pack(tree);
  // A picture that cannot be made ready costs the others nothing but themselves.
  return shown ? std::move(*shown) : std::move(*pack);
}

// What is installed, and the attempt to show it noted; merely looked at, nothing is noted.
Start start_with_installed(const PackWish& wish) {
  Start start;
  if (!wish.pack.empty() || wish.state.empty()) return start;
  if (wish.only_looks) {
    start.packs = shown_packs(wish.state);
    if (!start.packs.empty()) start.believed = start.packs.front();
    return start;
  }
  start = begin_start(wish.state, wish.version);
  if (!start.trouble.empty()) wish.say(start.trouble);
  return start;
}

// An installed pack that has still to prove itself is held against every byte that was installed
// before any of it is shown: a power cut may have come between its installing and this start.
bool is_fit(const fs::path& pack, const Start& start, const PackWish& wish) {
  if (pack == start.believed) return true;
  const auto rotten = first_rotten(pack);
  if (!rotten) return true;
  wish.say(pack.string() + ": " + *rotten + " is not what was installed; it is not shown.");
  if (wish.only_looks) return false;
  const auto given_up = give_up_rotten(wish.state, pack.filename().string(), *rotten);
  if (!given_up) wish.say(given_up.error().message);
  return false;
}

}  // namespace

PictureMaking picture_making() {
  PictureMaking making;
  making.worker.program = find_import_worker();
  making.cache = PictureCache::usual_folder();
  return making;
}

ChosenPack choose_pack(const PackWish& wish, const ViewFolder& view) {
  const Start start = start_with_installed(wish);
  std::vector<fs::path> places = start.packs;
  if (!wish.pack.empty()) places.emplace_back(wish.pack);
  const std::size_t installed = places.size();
  if (start.bundled) {
    places.insert(places.end(), wish.bundled.begin(), wish.bundled.end());
  }
  ChosenPack chosen;
  for (std::size_t i = 0; i < places.size() && !chosen.pack; ++i) {
    // A folder named by hand was looked through by nobody.
    const bool named = !wish.pack.empty() && i < installed;
    if (!named && i < installed && !is_fit(places[i], start, wish)) continue;
    chosen.pack = open_pack(places[i], wish, view,
                            named ? PackStanding::kAtTheDoor : PackStanding::kAccepted);
    const std::string name =
        i < installed ? places[i].filename().string() : bundled_name(wish.version);
    if (chosen.pack && start.on_trial == name) chosen.trial = {wish.state, name};
  }
  return chosen;
}

}  // namespace kiosk
