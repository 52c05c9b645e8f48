#include "kiosk/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <utility>

#include "kiosk/machine.h"

namespace kiosk {
namespace {

void declare_device(CLI::App& app, CommandLine& options) {
  auto* state = app.add_option("--state", options.state, "what this device keeps from run to run");
  app.add_option("--config", options.config, "the site's settings (else settings.json in --state)");
  app.add_option("--inbox", options.inbox,
                 "a folder whose packs by accepted keys are taken by themselves")
      ->needs(state);
  app.add_option("--metrics", options.metrics,
                 "a folder for readings, kiosk.prom, written once a minute")
      ->needs(state);
  app.add_option("--helper", options.helper,
                 "the socket of kiosk-helper, which has the rights (else " +
                     std::string(kUsualHelper) + ", where there is one)")
      ->needs(state);
  app.add_flag("--first-start", options.first_start,
               "let whoever stands there set the device up, until that was done once")
      ->needs(state);
}

void declare_panel(CLI::App& app, CommandLine& options) {
  app.add_option("--size", options.size, "WxH in pixels; makes a window of that size");
  app.add_flag("--windowed", options.windowed, "a window instead of the whole screen");
  app.add_option("--lang", options.language, "the first language: ar, zgh, fr, es or en");
  app.add_option("--panel-inches", options.panel_inches, "the panel's diagonal")
      ->check(CLI::Range(3.0F, 200.0F));
  app.add_option("--renderer", options.renderer, "auto, opengles2, opengl or raster")
      ->check(CLI::IsMember({"auto", "opengles2", "opengl", "raster"}));
}

void declare_trials(CLI::App& app, CommandLine& options) {
  auto* headless = app.add_flag("--headless", options.headless, "no display: pictures to files");
  auto* script = app.add_option("--replay", options.replay, "what visitors do, as JSON lines");
  app.add_option("--out", options.out, "the folder for the pictures of a replay");
  script->needs(headless);
  headless->needs(script);
  app.add_flag("--bench", options.bench, "measure, and write one JSON object")->excludes(headless);
  app.add_flag("--audit", options.audit,
               "draw every screen and tell what cannot be read or touched")
      ->excludes(headless);
  app.add_flag("--json", options.json, "the audit's report as one JSON object");
}

void declare_query(CLI::App& app, CommandLine& options) {
  auto* search = app.add_subcommand("query", "search as the visitor's search does");
  search->add_option("text", options.query, "what a visitor would type")->required();
  search->add_option("--lang", options.language, "the language of the answers");
  search->add_option("--pack", options.pack, "the content folder to search");
  search->add_option("--root", options.root, "where assets/ and content/ are");
  search->add_flag("--json", options.json, "one JSON array: id, kind, name, score, cities");
}

void declare_config(CLI::App& app, CommandLine& options) {
  auto* config = app.add_subcommand("config", "the site's settings");
  config->require_subcommand(1);
  for (const auto& [name, told] : {std::pair("check", "tell what is wrong in the file"),
                                   std::pair("show", "print the settings in force as JSON")}) {
    auto* deed = config->add_subcommand(name, told);
    deed->add_option("--state", options.state, "the folder that settings.json lies in");
    deed->add_option("--config", options.config, "the file of the settings instead of that one");
  }
}

}  // namespace

// In the order of --help.
void declare(CLI::App& app, CommandLine& options) {
  app.add_option("--pack", options.pack,
                 "the content folder or .kpack file to show (else the installed one)");
  declare_device(app, options);
  app.add_option("--root", options.root, "where assets/ and content/ are");
  declare_panel(app, options);
  declare_trials(app, options);
  declare_query(app, options);
  declare_config(app, options);
  app.set_version_flag("--version", std::string("kiosk ") + KIOSK_VERSION);
  app.footer(
      "Exit codes: 0 fine; 1 an expectation of the replay failed, or the audit found something;\n"
      "2 the command was not understood; 3 no content could be shown, the built-in card was.");
}

void say(const std::string& sentence) { std::cerr << "kiosk: " << sentence << '\n'; }

}  // namespace kiosk
