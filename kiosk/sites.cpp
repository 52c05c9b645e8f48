#include "kiosk/sites.h"

#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/settings/settings_file.h"
#include "platform/linux/crash_notes.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

fs::path bundled_pack_of(const fs::path& root) {
  std::error_code error;
  if (fs::exists(KIOSK_BUNDLED_PACK, error)) return KIOSK_BUNDLED_PACK;
  return root / "bundled";
}

// The command line's, else the settings'; from wherever the program was started.
fs::path site_folder(const std::string& option, const SiteFolder& setting) {
  std::error_code error;
  return option.empty() ? fs::path(setting.value_or("")) : fs::absolute(option, error);
}

}  // namespace

fs::path find_root(const CommandLine& options) {
  if (!options.root.empty()) return options.root;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "kiosk";
  return fs::exists(installed / "assets", error) ? installed : fs::path(KIOSK_SOURCE_DIR);
}

fs::path settings_file(const CommandLine& options) {
  if (!options.config.empty() || options.state.empty()) return options.config;
  return settings_file_of(options.state);
}

PackWish pack_wish(const CommandLine& options, std::function<void(const std::string&)> say) {
  PackWish wish{options.pack,  options.state,        {},
                KIOSK_VERSION, options.only_looks(), std::move(say)};
  const fs::path root = find_root(options);
  std::error_code error;
  if (options.root.empty() && fs::exists(KIOSK_BUNDLED_PACK, error)) {
    wish.bundled.emplace_back(KIOSK_BUNDLED_PACK);
  }
  if (fs::exists(root / "bundled", error)) wish.bundled.push_back(root / "bundled");
  wish.bundled.push_back(root / "content");
  return wish;
}

StaffSite staff_site(const CommandLine& options, const Settings& settings) {
  const fs::path root = find_root(options);
  StaffSite site;
  site.inbox = site_folder(options.inbox, settings.inbox);
  site.metrics = site_folder(options.metrics, settings.metrics);
  site.state = options.state;
  site.settings = settings_file(options);
  site.bundled = bundled_pack_of(root);
  site.program_content = root / "content";
  site.making = picture_making();
  // Beside what is installed, and gone with it: the usual folder of a service is memory, and would
  // keep a copy of every picture that ever came.
  site.making.cache.clear();
  return site;
}

DeviceSite device_site(const CommandLine& options, platform::Health& health) {
  DeviceSite site;
  site.state = options.state;
  site.version = KIOSK_VERSION;
  site.health = &health;
  site.licences = find_root(options) / "assets" / "licences.json";
  site.crashes = [state = site.state] {
    std::vector<CrashNews> crashes;
    for (const platform::Crash& crash : platform::last_crashes(state)) {
      crashes.push_back({"", platform::reason(crash)});
    }
    return crashes;
  };
  return site;
}

ShowSite show_site(const CommandLine& options, const Settings& settings) {
  const bool installed = options.pack.empty();
  return {installed ? fs::path(options.state) : fs::path(),
          bundled_pack_of(find_root(options)),
          KIOSK_VERSION,
          settings,
          options.headless,
          options.first_start};
}

}  // namespace kiosk
