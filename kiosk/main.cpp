// What the program was asked for is read, made ready, and handed to the part that does it: to the
// panel, to a script without one, or to a command that looks and tells.
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/audit.h"
#include "kiosk/command_line.h"
#include "kiosk/headless_program.h"
#include "kiosk/panel_program.h"
#include "kiosk/prepared.h"
#include "kiosk/report.h"
#include "kiosk/search/search_index.h"
#include "kiosk/settings/settings_command.h"
#include "platform/headless/blank_display.h"
#include "platform/headless/picture_display.h"
#include "platform/linux/heap.h"
#include "platform/linux/systemd_power.h"

namespace {

using kiosk::CommandLine;
using kiosk::kExpectationFailed;
using kiosk::kFine;
using kiosk::kNoPack;
using kiosk::kUsage;
using kiosk::Prepared;
using kiosk::Result;
using kiosk::say;
using kiosk::platform::TextureSize;

// What the visitor's search finds, a line a hit or one JSON array.
int query(const CommandLine& options, const Prepared& prepared) {
  if (!prepared.exhibit.pack) return kNoPack;
  const kiosk::Pack& pack = *prepared.exhibit.pack;
  const kiosk::Language language =
      prepared.options.language.value_or(pack.values().default_language);
  const kiosk::SearchIndex index(pack, prepared.exhibit.words);
  const std::vector<kiosk::Hit> hits = index.find(options.query, language);
  if (options.json) {
    std::cout << kiosk::report_of(hits).dump(1) << '\n';
    return kFine;
  }
  for (const kiosk::Hit& hit : hits) {
    std::cout << hit.id << '\t' << name(hit.kind) << '\t' << hit.name << '\n';
  }
  return kFine;
}

// Lying and upright, small and large: what the exhibition may be shown on.
Result<void> audit_screens(const CommandLine& options, const Prepared& prepared,
                           kiosk::AuditReport& report) {
  std::vector<TextureSize> sizes{{1920, 1080}, {1080, 1920}, {1280, 720}, {1600, 1200}};
  if (!options.size.empty()) sizes = {prepared.size};
  for (const TextureSize size : sizes) {
    kiosk::platform::BlankDisplay display(size);
    const auto done =
        kiosk::audit(*prepared.exhibit.pack, prepared.exhibit.words, prepared.exhibit.assets,
                     display, kiosk::panel_of(size, prepared.options.panel_inches), report);
    if (!done) return done;
  }
  return {};
}

// Contrast is looked at on pictures, which takes longer: lying and upright, at a smaller size.
Result<void> audit_pictures(const CommandLine& options, const Prepared& prepared,
                            kiosk::AuditReport& report) {
  std::vector<TextureSize> seen{{1280, 720}, {720, 1280}};
  if (!options.size.empty()) seen = {prepared.size};
  for (const TextureSize size : seen) {
    kiosk::platform::PictureDisplay display(size);
    const kiosk::Eyes eyes = [&] {
      kiosk::raster::Picture picture = display.picture();
      return kiosk::PanelPicture{picture.width, picture.height, std::move(picture.rgba)};
    };
    const auto done = kiosk::audit_contrast(
        *prepared.exhibit.pack, prepared.exhibit.words, prepared.exhibit.assets, display,
        kiosk::panel_of(size, prepared.options.panel_inches), eyes, report);
    if (!done) return done;
  }
  return {};
}

int audit(const CommandLine& options, const Prepared& prepared) {
  if (!prepared.exhibit.pack) return kNoPack;
  kiosk::AuditReport report;
  for (const auto look : {audit_screens, audit_pictures}) {
    if (const auto done = look(options, prepared, report); !done) {
      say(done.error().message);
      return kUsage;
    }
  }
  for (const kiosk::AuditFinding& finding : report.findings) say(finding.sentence());
  if (options.json) {
    std::cout << kiosk::report_of(report).dump(1) << '\n';
  } else {
    std::cout << report.screens << " screens, " << report.texts << " texts, " << report.targets
              << " targets: " << report.findings.size() << " problems\n";
    for (const std::string& zone : report.dense) {
      std::cout << "dense, of 10 mm or more: " << zone << '\n';
    }
  }
  return report.findings.empty() ? kFine : kExpectationFailed;
}

int config(const CommandLine& options, kiosk::ConfigDeed deed) {
  const auto file = kiosk::settings_file_for(options.config, options.state);
  if (!file) {
    say(file.error().message);
    return kUsage;
  }
  return kiosk::tell_settings(deed, *file, std::cout, std::cerr) ? kFine : kExpectationFailed;
}

}  // namespace

int main(int argc, char** argv) {
  kiosk::platform::keep_heap_small();
  CLI::App app{"An interactive map of twin cities for an exhibition's touch screen.", "kiosk"};
  CommandLine options;
  kiosk::declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    say(std::string(error.what()) + ". See kiosk --help.");
    return kUsage;
  }
  if (const auto* settings = app.get_subcommand("config"); settings->parsed()) {
    return config(options, settings->got_subcommand("show") ? kiosk::ConfigDeed::kShow
                                                            : kiosk::ConfigDeed::kCheck);
  }
  Result<Prepared> prepared = kiosk::prepare(options);
  if (!prepared) {
    say(prepared.error().message);
    return kUsage;
  }
  if (app.got_subcommand("query")) return query(options, *prepared);
  if (options.audit) return audit(options, *prepared);
  if (options.headless) return kiosk::run_headless(options, std::move(*prepared), options.replay);
  const int code = kiosk::run_on_panel(options, std::move(*prepared));
  if (code != kiosk::kStartAgain) return code;
  say(kiosk::platform::start_again(argv).message);
  return kFine;
}
