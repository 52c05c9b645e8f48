#include "kiosk/stats/stats_csv.h"

#include <initializer_list>

namespace kiosk {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string line(std::initializer_list<std::string_view> fields) {
  std::string text;
  for (const std::string_view field : fields) {
    if (!text.empty()) text += ',';
    text += csv_field(field);
  }
  return text + "\r\n";
}

}  // namespace

std::string csv_field(std::string_view text) {
  // What spreadsheets begin a formula with (owasp.org, CSV Injection), also behind spaces.
  constexpr std::string_view kBeginnings = "=+-@\t\r\n";
  const std::size_t first = text.find_first_not_of(' ');
  std::string field;
  if (first != std::string_view::npos && kBeginnings.find(text[first]) != std::string_view::npos) {
    field += '\'';
  }
  field += text;
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_of(const ShownCounters& counters, const ChartWords& words) {
  const Language language = staff_language(words.language);
  const auto said = [&](const char* key) { return words.strings.text(key, language); };
  std::string text(kByteOrderMark);
  text += line(
      {said("stats.column.table"), "id", said("stats.column.entry"), said("stats.column.visits")});
  const std::string_view kept_back = said("stats.kept_back");
  text += line({said("stats.all"), "visits", said("stats.all"),
                counters.visits ? std::to_string(*counters.visits) : std::string(kept_back)});
  for (const Chart& chart : charts_of(counters, words)) {
    for (const Bar& bar : chart.bars) {
      text += line({chart.title, bar.key, bar.label, number_in_words(bar, words)});
    }
  }
  return text;
}

}  // namespace kiosk
