// kiosk-pack: the tool of those who make content: checks, builds, signs and installs packs.
// This file is its command line; commands.h lists what there is.
#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "kiosk/tool/commands.h"

namespace {

using kiosk::tool::PackOptions;
using kiosk::tool::Terminal;
using Command = std::function<int(const PackOptions&, Terminal&)>;

constexpr int kUsage = 2;

class CommandLine {
 public:
  CommandLine() {
    m_app.require_subcommand(1);
    m_app.set_version_flag("--version", std::string("kiosk-pack ") + KIOSK_VERSION);
    m_app.footer(
        "Exit codes: 0 fine; 1 the content has problems; 2 the command was not understood;\n"
        "3 not trusted; 4 corrupt; 5 no space; 6 reading or writing failed; 7 older than what is\n"
        "installed. A failed command leaves everything as it was.");
    declare_content();
    declare_trust();
    declare_device();
    declare_keys();
    declare_starting();
  }

  int run(int argc, char** argv) {
    try {
      m_app.parse(argc, argv);
    } catch (const CLI::Success& success) {
      return m_app.exit(success);
    } catch (const CLI::ParseError& error) {
      std::cerr << "kiosk-pack: " << error.what() << ". See kiosk-pack --help.\n";
      return kUsage;
    }
    Terminal terminal(m_options.json);
    return m_commands.at(m_app.get_subcommands().front()->get_name())(m_options, terminal);
  }

 private:
  CLI::App* command(const char* name, const char* what, Command run) {
    CLI::App* added = m_app.add_subcommand(name, what);
    added->add_flag("--json", m_options.json, "one JSON object on standard output");
    m_commands[name] = std::move(run);
    return added;
  }
  void folder(CLI::App* to) {
    to->add_option("DIR", m_options.source, "the content folder")->required();
  }
  void archive(CLI::App* to) {
    to->add_option("FILE", m_options.source, "the .kpack file")->required();
  }
  void state(CLI::App* to) {
    to->add_option("--state", m_options.state, "what the device keeps from run to run")->required();
  }
  void no_cache(CLI::App* to) {
    to->add_flag("--no-cache", m_options.no_cache, "make everything anew, keep nothing");
  }

  void declare_content() {
    CLI::App* check =
        command("check", "tell every problem of a content folder", kiosk::tool::check);
    folder(check);
    no_cache(check);
    CLI::App* build =
        command("build", "make a signed pack of a content folder", kiosk::tool::build);
    folder(build);
    build->add_option("-o,--out", m_options.out, "the .kpack file to write")->required();
    build->add_option("--key", m_options.key, "the key to sign with (else the author's own)");
    no_cache(build);
    CLI::App* plain = command("build-folder", "make a built folder, as the program bundles its own",
                              kiosk::tool::build_folder);
    folder(plain);
    plain->add_option("-o,--out", m_options.out, "the folder to write")->required();
    no_cache(plain);
  }

  void declare_trust() {
    CLI::App* keygen = command("keygen", "make the author's key", kiosk::tool::keygen);
    keygen->add_option("--key", m_options.key, "the file to write (else the usual one)");
    CLI::App* key = command("key", "show the public key and its fingerprint", kiosk::tool::key);
    key->add_option("--key", m_options.key, "the secret key's file (else the usual one)");
    CLI::App* show = command("show", "show what a pack holds", kiosk::tool::show);
    archive(show);
    CLI::App* verify =
        command("verify", "hold a pack against its author's key", kiosk::tool::verify);
    archive(verify);
    verify->add_option("--key", m_options.key, "the public key, or a file that holds it")
        ->required();
  }

  void declare_device() {
    CLI::App* install =
        command("install", "install a pack or a content folder on a device", kiosk::tool::install);
    install->add_option("SOURCE", m_options.source, "a .kpack file or a content folder")
        ->required();
    state(install);
    install->add_option("--trust", m_options.trust, "a public key to trust this once");
    install->add_flag("--allow-older", m_options.allow_older, "also an older one than was shown");
    install->add_flag("--strict", m_options.strict, "of a folder: one bad picture blocks it");
    no_cache(install);
    state(command("rollback", "show again what was shown before", kiosk::tool::rollback));
    state(command("list", "tell what is shown and what was before", kiosk::tool::list));
    state(command("clean", "remove packs that are not needed", kiosk::tool::clean));
    state(command("history", "tell what was installed, refused and given up, and when",
                  kiosk::tool::history));
    command("fleet", "merge what kiosks left on sticks, and name who is behind", kiosk::tool::fleet)
        ->add_option("STICK", m_options.sticks, "a stick, or a folder with receipts")
        ->required();
  }

  void declare_keys() {
    CLI::App* enrol =
        command("enrol", "take the packs of this key on a device from now on", kiosk::tool::enrol);
    enrol->add_option("KEY", m_options.source, "the public key, or a file that holds it")
        ->required();
    state(enrol);
    enrol->add_option("--label", m_options.label, "whose key it is, in a few words");
    CLI::App* revoke = command("revoke", "refuse what a key signed, by the word of a second key",
                               kiosk::tool::revoke);
    revoke
        ->add_option("KEY", m_options.source,
                     "the public key or its file; or a .revoke file that was made before")
        ->required();
    revoke->add_option("--key", m_options.key,
                       "the second key's secret file, to sign with (else the author's own)");
    revoke->add_option("-o,--out", m_options.out, "the .revoke file to write, for other devices");
    revoke->add_option("--state", m_options.state, "the device that is to refuse the key");
  }

  void declare_starting() {
    CLI::App* create = command("new", "make the folder of another exhibition", kiosk::tool::create);
    folder(create);
    CLI::App* adopt = command("adopt", "write photographs that no file mentions into their cities",
                              kiosk::tool::adopt);
    folder(adopt);
    adopt->add_option("--credit", m_options.credit, "who took them, and under what licence");
    CLI::App* table = command("import-table", "fill a content folder from a spreadsheet",
                              kiosk::tool::import_table);
    table->add_option("FILE", m_options.source, "the spreadsheet, saved as CSV")->required();
    table->add_option("DIR", m_options.folder, "the content folder; made if there is none")
        ->required();
    table->add_option("--home", m_options.home, "the home of partners whose row names none");
    table->add_flag("--force", m_options.force, "also over cities that were edited since");
    CLI::App* preview = command("preview", "show a content folder, and again as files are saved",
                                kiosk::tool::preview);
    folder(preview);
  }

  CLI::App m_app{"Makes, checks and installs the packs of an exhibition kiosk.", "kiosk-pack"};
  PackOptions m_options;
  std::map<std::string, Command> m_commands;
};

}  // namespace

int main(int argc, char** argv) { return CommandLine().run(argc, argv); }
