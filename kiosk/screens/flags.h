// Flags: the countries' flags, by ISO code, as pictures from assets/flags. A country whose
// file is not there has none: the panel then shows its name alone.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/draw/stage.h"
#include "kiosk/model/pack.h"

namespace kiosk {

class Flags {
 public:
  // Reads those of the pack's countries. Errors: a file that is there but is no picture.
  [[nodiscard]] static Result<Flags> open(const std::filesystem::path& folder, const Pack& pack,
                                          Stage& stage);
  [[nodiscard]] std::optional<platform::TextureId> of(std::string_view country) const;

 private:
  std::map<std::string, platform::TextureId, std::less<>> m_flags;
};

}  // namespace kiosk
