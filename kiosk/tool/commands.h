// The commands of kiosk-pack, one function each; the exit code comes back. Called by
// kiosk_pack.cpp with what the command line said. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kiosk/tool/terminal.h"

namespace kiosk::tool {

struct PackOptions {
  std::string source;  // DIR, FILE.kpack or FILE.csv: what the command is given first
  std::string folder;  // of import-table
  std::string out;
  std::string key;
  std::string state;
  std::string trust;
  std::string credit;
  std::string label;                // of an enrolled key
  std::vector<std::string> sticks;  // of fleet
  std::string home;                 // the home that import-table's cities belong to
  bool allow_older = false;
  bool strict = false;  // one bad picture blocks the installation of a folder
  bool json = false;
  bool no_cache = false;
  bool force = false;
};

// content_commands.cpp
[[nodiscard]] int check(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int build(const PackOptions& options, Terminal& terminal);
// Into a plain folder, without an archive or a signature: how the program bundles its own.
[[nodiscard]] int build_folder(const PackOptions& options, Terminal& terminal);

// trust_commands.cpp
[[nodiscard]] int keygen(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int key(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int show(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int verify(const PackOptions& options, Terminal& terminal);

// device_commands.cpp
[[nodiscard]] int install(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int rollback(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int list(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int clean(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int history(const PackOptions& options, Terminal& terminal);

// key_commands.cpp
[[nodiscard]] int enrol(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int revoke(const PackOptions& options, Terminal& terminal);

// fleet_commands.cpp
[[nodiscard]] int fleet(const PackOptions& options, Terminal& terminal);

// starting_commands.cpp
[[nodiscard]] int create(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int adopt(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int import_table(const PackOptions& options, Terminal& terminal);
[[nodiscard]] int preview(const PackOptions& options, Terminal& terminal);

// What the commands share.
[[nodiscard]] PictureMaking picture_making(const PackOptions& options, Terminal& terminal);
[[nodiscard]] std::string plural(std::size_t count, const char* one, const char* many);

}  // namespace kiosk::tool
