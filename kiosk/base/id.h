// Id: a short text key "[a-z0-9-]+" whose type says what it names, so that a
// city is never looked up by a theme's id.
#pragma once

#include <compare>
#include <functional>
#include <string>

namespace kiosk {

template <typename Tag>
struct Id {
  std::string value;

  [[nodiscard]] bool empty() const { return value.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using CityId = Id<struct CityTag>;
using AgreementId = Id<struct AgreementTag>;
using ThemeId = Id<struct ThemeTag>;
using SourceId = Id<struct SourceTag>;

}  // namespace kiosk

template <typename Tag>
struct std::hash<kiosk::Id<Tag>> {
  std::size_t operator()(const kiosk::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
