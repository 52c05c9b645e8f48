#include "kiosk/report.h"

#include <cmath>

#include "kiosk/map/equal_earth.h"

namespace kiosk {
namespace {

using nlohmann::json;

double rounded(double value, double places) {
  const double unit = std::pow(10.0, places);
  return std::round(value * unit) / unit;
}

json zone_report(std::span<const Zone> zones, const Zone& zone) {
  const auto px = [](float value) { return rounded(value, 2); };
  json report{{"id", zone.id},
              {"role", name(zone.role)},
              {"label", zone.label},
              {"rect", {px(zone.rect.x), px(zone.rect.y), px(zone.rect.w), px(zone.rect.h)}},
              {"enabled", zone.enabled},
              {"selected", zone.selected}};
  if (!zone.path.empty()) {
    const Vec2 at = touch_point(zones, zone);
    report["touch"] = {px(at.x), px(at.y)};
  }
  return report;
}

}  // namespace

std::string screen_name(const Kiosk& kiosk) {
  if (kiosk.shows_card()) return "card";
  if (const auto& staff = kiosk.state().staff) {
    if (staff->first) return "first_" + std::string(name(staff->first->step));
    return "staff_" + std::string(name(staff->page));
  }
  if (dark(kiosk.state())) return "dark";
  if (kiosk.state().attract) return "attract";
  if (kiosk.state().seconds_left) return "idle_warning";
  switch (kiosk.state().sheet) {
    case Sheet::kClub:
      return "club";
    case Sheet::kGallery:
      return "gallery";
    case Sheet::kTakeAway:
      return "take_away";
    case Sheet::kQuiz:
      return "quiz";
    case Sheet::kSearch:
      return "search";
    case Sheet::kList:
      return "list";
    case Sheet::kAccess:
      return "access";
    case Sheet::kNone:
      break;
  }
  switch (kiosk.state().screen) {
    case Screen::kCity:
      return "city";
    case Screen::kAgreement:
      return "agreement";
    case Screen::kMap:
      break;
  }
  return "map";
}

json report_of(const Kiosk& kiosk) {
  const State& state = kiosk.state();
  const bool city_open = panel_open(state) && !kiosk.shows_card();
  const LonLat centre = equal_earth_inverse(state.camera.centre);
  json report{{"screen", screen_name(kiosk)},
              {"city", city_open ? json(state.city.value) : json()},
              {"lang", code(state.language)},
              {"direction", direction(state.language) == Direction::kRightToLeft ? "rtl" : "ltr"},
              {"text_scale", state.access.text_scale},
              {"contrast", state.access.contrast},
              {"reduced_motion", state.access.reduced_motion},
              {"reach", state.access.reach},
              {"filter", json::object()},
              {"query", state.query},
              {"clock_ms", std::llround(state.now.count())},
              {"pack", json()},
              {"camera",
               {{"lon", rounded(centre.lon, 4)},
                {"lat", rounded(centre.lat, 4)},
                {"zoom", rounded(state.camera.zoom, 4)}}},
              {"scroll", rounded(state.scroll.offset, 1)},
              {"focus", state.focus},
              {"zones", json::array()}};
  if (state.filter.home) report["filter"]["home"] = state.filter.home->value;
  if (state.filter.theme) report["filter"]["theme"] = state.filter.theme->value;
  if (!state.filter.country.empty()) report["filter"]["country"] = state.filter.country;
  if (const Pack* pack = kiosk.pack()) {
    const PackValues& values = pack->values();
    report["pack"] = {{"id", values.id}, {"serial", values.serial}, {"hash", values.hash}};
  }
  for (const Zone& zone : kiosk.zones()) {
    report["zones"].push_back(zone_report(kiosk.zones(), zone));
  }
  return report;
}

json report_of(std::span<const Hit> hits) {
  json report = json::array();
  for (const Hit& hit : hits) {
    json cities = json::array();
    for (const CityId& city : hit.cities) cities.push_back(city.value);
    report.push_back({{"id", hit.id},
                      {"kind", name(hit.kind)},
                      {"name", hit.name},
                      {"score", rounded(hit.score, 3)},
                      {"cities", cities}});
  }
  return report;
}

json report_of(const AuditReport& audited) {
  json findings = json::array();
  for (const AuditFinding& finding : audited.findings) {
    findings.push_back({{"problem", name(finding.problem)},
                        {"file", finding.file},
                        {"field", finding.field},
                        {"text", finding.text},
                        {"where", finding.where},
                        {"sentence", finding.sentence()}});
  }
  return {{"screens", audited.screens},
          {"texts", audited.texts},
          {"targets", audited.targets},
          {"dense", audited.dense},
          {"findings", findings}};
}

}  // namespace kiosk
