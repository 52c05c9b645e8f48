#include "kiosk/staff/device_desk.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

namespace kiosk {

namespace {

constexpr double kHot = 80;           // degrees: boards slow down from about here
constexpr double kLeastFree = 500e6;  // bytes: less than two large packs
constexpr int kWornPercent = 80;
constexpr std::size_t kMostFigureBytes = 64;
constexpr const char* kYes = "staff.device.yes";
constexpr const char* kNo = "staff.device.no";

std::string number(double value, int digits) {
  char text[kMostFigureBytes];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

class Figures {
 public:
  Figures(std::vector<FigureNews>& out, const DeviceSite& site, Language language)
      : m_out(out), m_site(site), m_language(language) {}

  // "21.4 GB", "3 d": the unit as this language has it.
  [[nodiscard]] std::string with_unit(const std::string& value, const char* unit) const {
    if (m_site.words == nullptr) return value + " " + unit;
    return m_site.words->format(("staff.unit." + std::string(unit)).c_str(), m_language,
                                {{"value", value}});
  }
  // "21,4": the sign as this language has it.
  [[nodiscard]] std::string decimal(double value, int digits) const {
    std::string text = number(value, digits);
    const std::size_t point = text.find('.');
    if (m_site.words == nullptr || point == std::string::npos) return text;
    return text.replace(point, 1, m_site.words->text("number.decimal", m_language));
  }
  void add(const char* what, std::string value, bool bad = false) {
    m_out.push_back({what, std::move(value), bad});
  }
  // A yes that is bad news, and a no that is good.
  void alarm(const char* what, const std::optional<bool>& now) {
    if (now) add(what, *now ? kYes : kNo, *now);
  }

 private:
  std::vector<FigureNews>& m_out;
  const DeviceSite& m_site;
  Language m_language;
};

void add_storage(const platform::HealthSnapshot& health, Figures& figures) {
  if (health.free_bytes) {
    const auto free = static_cast<double>(*health.free_bytes);
    figures.add("free", figures.with_unit(figures.decimal(free / 1e9, 1), "gb"), free < kLeastFree);
  }
  for (const platform::StorageWear& wear : health.wear) {
    if (!wear.used_percent) continue;
    figures.add("wear", wear.device + " " + std::to_string(*wear.used_percent) + " %",
                *wear.used_percent >= kWornPercent);
  }
}

void add_machine(const platform::HealthSnapshot& health, Figures& figures) {
  if (health.temperature) {
    figures.add("temperature", number(*health.temperature, 0) + " °C", *health.temperature >= kHot);
  }
  figures.alarm("under_voltage", health.under_voltage_now);
  figures.alarm("throttled", health.throttled_now);
  figures.alarm("under_voltage_before", health.under_voltage_before);
  add_storage(health, figures);
  if (health.memory_available_bytes && health.memory_bytes) {
    const auto available = static_cast<double>(*health.memory_available_bytes);
    const auto all = static_cast<double>(*health.memory_bytes);
    figures.add("memory",
                figures.with_unit(number(available / 1e6, 0) + " / " + number(all / 1e6, 0), "mb"),
                available < all / 20);
  }
  if (health.own_memory_bytes) {
    const auto own = static_cast<double>(*health.own_memory_bytes);
    figures.add("own_memory", figures.with_unit(number(own / 1e6, 0), "mb"));
  }
  if (health.load) figures.add("load", figures.decimal(*health.load, 2));
  if (health.up_time) {
    const auto minutes = static_cast<long>(health.up_time->count() / 60'000);
    char clock[kMostFigureBytes];
    std::snprintf(clock, sizeof clock, "%02ld:%02ld", minutes / 60 % 24, minutes % 60);
    figures.add("up_time", figures.with_unit(std::to_string(minutes / 1440), "days") + " " + clock);
  }
  if (!health.machine.empty()) figures.add("machine", health.machine);
  if (!health.kernel.empty()) figures.add("kernel", health.kernel);
}

// A file of ours: what cannot be read of it is left out.
std::vector<std::string> licences_in(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  const auto list = nlohmann::json::parse(stream, nullptr, false);
  if (!list.is_object() || !list.contains("parts")) return lines;
  for (const auto& part : list["parts"]) {
    if (!part.is_object()) continue;
    lines.push_back(part.value("name", "") + " · " + part.value("licence", ""));
  }
  return lines;
}

}  // namespace

DeviceNews device_news(const DeviceSite& site, Language language) {
  DeviceNews news;
  Figures figures(news.figures, site, language);
  figures.add("version", "kiosk " + site.version);
  if (site.health != nullptr) add_machine(site.health->look(site.state), figures);
  if (site.crashes) news.crashes = site.crashes();
  news.licences = licences_in(site.licences);
  return news;
}

std::map<std::string, double> health_numbers(const DeviceSite& site) {
  std::map<std::string, double> numbers;
  if (site.health == nullptr) return numbers;
  const platform::HealthSnapshot health = site.health->look(site.state);
  const auto add = [&](const char* name, const auto& value) {
    if (value) numbers[name] = static_cast<double>(*value);
  };
  add("temperature_c", health.temperature);
  add("under_voltage", health.under_voltage_now);
  add("throttled", health.throttled_now);
  add("free_bytes", health.free_bytes);
  add("size_bytes", health.size_bytes);
  add("memory_bytes", health.memory_bytes);
  add("memory_available_bytes", health.memory_available_bytes);
  add("own_memory_bytes", health.own_memory_bytes);
  add("load", health.load);
  if (health.up_time) numbers["up_s"] = health.up_time->count() / 1000;
  return numbers;
}

std::string support_text(const DeviceNews& device, const RecordNews& record,
                         const std::vector<std::string>& said) {
  std::string text = "[device]\n";
  for (const FigureNews& figure : device.figures) {
    const std::string value = figure.value == kYes  ? "yes"
                              : figure.value == kNo ? "no"
                                                    : figure.value;
    text += figure.what + ": " + value + "\n";
  }
  text += "\n[slowest frame of each of the last 60 minutes, ms]\n";
  for (const double ms : device.frame_ms) text += number(ms, 1) + "\n";
  text += "\n[ends out of order, the newest first]\n";
  for (const CrashNews& crash : device.crashes) text += crash.when + "  " + crash.reason + "\n";
  text += "\n[content, the newest first]\n";
  for (const RecordLineNews& line : record.lines) {
    text += line.when + "  " + line.what + "  " + line.pack + "  " + line.sentence + "\n";
  }
  text += "\n[keys]\n";
  for (const KeyNews& key : record.keys)
    text += key.words + (key.revoked ? "  revoked" : "") + "\n";
  text += "\n[said since the program started]\n";
  for (const std::string& sentence : said) text += sentence + "\n";
  return text;
}

}  // namespace kiosk
