#include "kiosk/prepared.h"

#include <cstdio>
#include <filesystem>
#include <future>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/pack/load_strings.h"
#include "kiosk/settings/settings_command.h"
#include "kiosk/sites.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

constexpr int kDefaultWidth = 1920;
constexpr int kDefaultHeight = 1080;
constexpr int kSmallestSide = 320;
constexpr int kLargestSide = 8192;

Result<platform::TextureSize> read_size(const std::string& text) {
  if (text.empty()) return platform::TextureSize{kDefaultWidth, kDefaultHeight};
  int width = 0;
  int height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2 || width < kSmallestSide ||
      height < kSmallestSide || width > kLargestSide || height > kLargestSide) {
    return fail("--size: \"" + text + "\" is no size. Write one such as 1920x1080, from " +
                "320 to 8192 a side.");
  }
  return platform::TextureSize{width, height};
}

// What the pack's path cannot be taken for, before it is read.
Result<void> check_pack_path(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    return fail("--pack: " + path + ": no such folder or file. Check the path.");
  }
  if (!fs::is_directory(path, error) && !path.ends_with(".kpack")) {
    return fail("--pack: " + path + ": is neither a content folder nor a .kpack file.");
  }
  return {};
}

// What can be told of the options before anything is made or read.
Result<void> read_options(const CommandLine& options, Prepared& prepared) {
  const auto size = read_size(options.size);
  if (!size) return tl::unexpected(size.error());
  prepared.size = *size;
  if (!options.language.empty()) {
    prepared.options.language = language_from(options.language);
    if (!prepared.options.language) {
      return fail("--lang: \"" + options.language +
                  "\" is no language of the kiosk. Use ar, zgh, fr, es or en.");
    }
  }
  if (options.pack.empty()) return {};
  return check_pack_path(options.pack);
}

// What is wrong with them goes to stderr and to the staff; the exhibition goes on.
SettingsReading settings_of(const CommandLine& options) {
  if (const auto named = settings_file_for(options.config, ""); !named) {
    say(named.error().message);
  }
  const fs::path file = settings_file(options);
  if (file.empty()) return {};
  SettingsReading reading = options.only_looks() ? read_settings(file) : start_with_settings(file);
  for (const Problem& problem : reading.problems) say(problem.sentence());
  return reading;
}

Result<void> read_exhibit(const CommandLine& options, Prepared& prepared) {
  prepared.exhibit.assets = find_root(options) / "assets";
  // The words and the pack take about as long: each has a processor.
  auto reading = std::async(std::launch::async,
                            [&] { return load_strings(prepared.exhibit.assets / "strings"); });
  std::vector<std::string> told;  // of the pack: without words nothing else matters
  const PackWish wish =
      pack_wish(options, [&told](const std::string& sentence) { told.push_back(sentence); });
  ChosenPack chosen = choose_pack(wish, prepared.view);
  auto words = reading.get();
  if (!words) return tl::unexpected(words.error());
  for (const std::string& sentence : told) say(sentence);
  prepared.exhibit.words = std::move(*words);
  prepared.exhibit.pack = std::move(chosen.pack);
  prepared.trial = std::move(chosen.trial);
  return {};
}

}  // namespace

Result<Prepared> prepare(const CommandLine& options) {
  Prepared prepared;
  if (auto fine = read_options(options, prepared); !fine) return tl::unexpected(fine.error());
  if (!options.state.empty()) {
    std::error_code error;
    fs::create_directories(options.state, error);
    if (error) say("--state: " + options.state + ": cannot be made: " + error.message() + ".");
  }
  prepared.settings = settings_of(options);
  prepared.options.panel_inches = options.panel_inches.value_or(
      static_cast<float>(prepared.settings.settings.screen.panel_inches));
  if (auto fine = read_exhibit(options, prepared); !fine) return tl::unexpected(fine.error());
  if (prepared.options.language && prepared.exhibit.pack &&
      !prepared.exhibit.pack->offers(*prepared.options.language)) {
    return fail("--lang: this pack does not offer \"" + options.language +
                "\". Choose a language that its pack.json lists.");
  }
  return prepared;
}

}  // namespace kiosk
