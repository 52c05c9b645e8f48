#include "kiosk/model/pack.h"

#include <algorithm>

namespace kiosk {

namespace {

template <typename Items, typename Key>
auto find_by_id(const Items& items, const Key& id) -> decltype(items.data()) {
  const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

Pack::Pack(PackValues values) : m_values(std::move(values)) {
  for (std::size_t i = 0; i < m_values.cities.size(); ++i) {
    m_cities.emplace(m_values.cities[i].id.value, i);
  }
  for (std::size_t i = 0; i < m_values.agreements.size(); ++i) {
    const Agreement& agreement = m_values.agreements[i];
    const CityId* partner = agreement.partner_city();
    if (partner != nullptr) m_agreements[partner->value].push_back(i);
    const bool itself = partner != nullptr && agreement.home == *partner;
    if (agreement.home && !itself) m_agreements[agreement.home->value].push_back(i);
  }
}

const City* Pack::city(const CityId& id) const {
  const auto found = m_cities.find(id.value);
  return found == m_cities.end() ? nullptr : &m_values.cities[found->second];
}
const Theme* Pack::theme(const ThemeId& id) const { return find_by_id(m_values.themes, id); }
const Source* Pack::source(const SourceId& id) const { return find_by_id(m_values.sources, id); }

const Agreement* Pack::agreement_of(const CityId& partner) const {
  for (const std::size_t i : agreements_with(partner)) {
    const Agreement& agreement = m_values.agreements[i];
    if (const CityId* id = agreement.partner_city(); id != nullptr && *id == partner) {
      return &agreement;
    }
  }
  return nullptr;
}

std::span<const std::size_t> Pack::agreements_with(const CityId& city) const {
  const auto found = m_agreements.find(city.value);
  if (found == m_agreements.end()) return {};
  return found->second;
}

bool Pack::is_home(const CityId& id) const {
  return std::ranges::find(m_values.homes, id) != m_values.homes.end();
}

bool Pack::offers(Language language) const {
  return std::ranges::any_of(m_values.languages,
                             [&](const PackLanguage& l) { return l.language == language; });
}

Wording Pack::resolve(const Localized& text, Language language) const {
  if (const auto& own = text.get(language)) return {*own, language};
  for (const PackLanguage& declared : m_values.languages) {
    if (declared.language != language || !declared.fallback) continue;
    if (const auto& other = text.get(*declared.fallback)) return {*other, *declared.fallback};
  }
  if (const auto& other = text.get(m_values.default_language)) {
    return {*other, m_values.default_language};
  }
  for (const Language any : kLanguages) {
    if (const auto& other = text.get(any)) return {*other, any};
  }
  return {"", language};
}

}  // namespace kiosk
