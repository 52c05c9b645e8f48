// Device: a state folder with packs in it that were never built, for tests that look at what is
// kept beside them.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/integrity.h"
#include "kiosk/refresh/trial.h"
#include "tests/pack/temporary_folder.h"

namespace kiosk::test {

class Device {
 public:
  // Everything under the state folder: name and bytes.
  using Picture = std::map<std::string, std::string>;

  [[nodiscard]] std::filesystem::path state() const { return m_folder.path() / "state"; }
  [[nodiscard]] std::filesystem::path pack(const std::string& folder) const {
    return state() / "packs" / folder;
  }

  // As installing does it, but for the pictures: in place, shown, on trial.
  void install(const std::string& id, std::int64_t serial) const {
    InstalledPack fresh;
    fresh.id = id;
    fresh.serial = serial;
    fresh.folder = id + "." + std::to_string(serial) + ".00000000";
    fresh.signer = "lusab-babad";
    write_bytes(pack(fresh.folder) / "pack.json", "pack " + fresh.folder);
    write_bytes(pack(fresh.folder) / "pictures/one.jpg", std::string(5000, 'p'));
    REQUIRE(write_installed_list(pack(fresh.folder)).has_value());
    DeviceState now = read();
    show_from_now_on(now, fresh);
    REQUIRE(write_device_state(state(), now).has_value());
  }
  [[nodiscard]] DeviceState read() const {
    auto now = read_device_state(state());
    REQUIRE(now.has_value());
    return std::move(*now);
  }
  [[nodiscard]] Picture picture() const {
    Picture seen;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(state())) {
      seen[entry.path().lexically_relative(state()).string()] =
          entry.is_regular_file() ? read_bytes(entry.path()) : std::string();
    }
    return seen;
  }

 private:
  TemporaryFolder m_folder;
};

}  // namespace kiosk::test
