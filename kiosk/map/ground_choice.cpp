#include "kiosk/map/ground_choice.h"

#include <algorithm>

namespace kiosk {
namespace {

void add_once(std::vector<std::string>& codes, const std::string& code) {
  if (!code.empty() && std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
}

}  // namespace

BorderStyle border_style(const MapSettings& settings, std::string_view first,
                         std::string_view second) {
  for (const BorderRule& rule : settings.border_rules) {
    const bool same = (rule.first == first && rule.second == second) ||
                      (rule.first == second && rule.second == first);
    if (same) return rule.style;
  }
  return settings.draw_borders ? BorderStyle::kSolid : BorderStyle::kHidden;
}

std::vector<std::string> partner_countries(const PackValues& values) {
  std::vector<std::string> codes;
  for (const City& city : values.cities) {
    const bool home = std::ranges::find(values.homes, city.id) != values.homes.end();
    if (!home) add_once(codes, city.country);
  }
  for (const Agreement& agreement : values.agreements) {
    const auto* unnamed = std::get_if<UnnamedPartner>(&agreement.partner);
    if (unnamed != nullptr) add_once(codes, unnamed->country);
  }
  return codes;
}

std::vector<std::string> tinted_territories(const PackValues& values) {
  std::vector<std::string> codes;
  if (!values.map.tint_partner_countries) return codes;
  for (const std::string& country : partner_countries(values)) {
    const auto rule = std::ranges::find(values.map.tint_rules, country, &TintRule::country);
    if (rule == values.map.tint_rules.end()) {
      add_once(codes, country);
      continue;
    }
    for (const std::string& territory : rule->territories) add_once(codes, territory);
  }
  return codes;
}

}  // namespace kiosk
