// What the figures look like on a stick: the page, the table, the words.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <vector>

#include "kiosk/stats/chart_svg.h"
#include "kiosk/stats/stats_csv.h"
#include "kiosk/stats/stats_export.h"
#include "kiosk/stats/stats_page.h"
#include "tests/pack/temporary_folder.h"
#include "tests/stats/sample_visits.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::chart_words;
using test::read_bytes;
using test::sample_visits;

namespace {

const PageHead kHead{"Hall <1> & \"2\"", "2026-11-28"};

std::string page(Language language, const Tally& tally = sample_visits()) {
  return page_of(shown(tally), kHead, chart_words(language));
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// What is opened is closed, in the right order, and no text holds a bare sign.
std::string first_fault(const std::string& html) {
  std::vector<std::string> open;
  std::size_t at = html.find('<', 1);
  for (; at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    if (end == std::string::npos) return "a tag without its end";
    const std::string tag = html.substr(at + 1, end - at - 1);
    if (tag.ends_with("/")) continue;
    if (!tag.starts_with("/")) {
      open.push_back(tag.substr(0, tag.find_first_of(" \n")));
    } else {
      if (open.empty() || "/" + open.back() != tag) return "closed in the wrong order: " + tag;
      open.pop_back();
    }
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

// The words between tags, without the style.
std::string visible(const std::string& html) {
  std::string text;
  bool inside = false;
  for (std::size_t at = html.find("</style>") + 8; at < html.size(); ++at) {
    if (html[at] == '<') inside = true;
    if (!inside) text += html[at];
    if (html[at] == '>') {
      inside = false;
      text += '\n';
    }
  }
  return text;
}

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 3; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '"') {
      if (quoted && csv.substr(i, 2) == "\"\"") {
        rows.back().back() += '"';
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (csv.substr(i, 2) == "\r\n" && !quoted) {
      rows.emplace_back(1);
      ++i;
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

}  // namespace

TEST_CASE("the page stands alone, in four languages, its direction right") {
  for (const Language language : kStaffLanguages) {
    CAPTURE(std::string(code(language)));
    const std::string html = page(language);
    CHECK(first_fault(html) == "");
    CHECK(html.starts_with("<!DOCTYPE html>"));
    CHECK(holds(html, "lang=\"" + std::string(code(language)) + "\" dir=\"" +
                          (language == Language::kArabic ? "rtl" : "ltr") + "\""));
    CHECK(holds(html, "default-src 'none'"));
    for (const char* outside :
         {"<script", "<img", "<link", "<iframe", "url(", "@import", "href", "src=", "onload"}) {
      CAPTURE(outside);
      CHECK_FALSE(holds(html, outside));
    }
    // The name of SVG's own vocabulary is no reference.
    CHECK(times(html, "://") == times(html, "http://www.w3.org/2000/svg"));
    CHECK(times(html, "<svg") == 5);
    CHECK(times(html, "<table") == 5);
    CHECK(times(html, "scope=\"col\"") == 14);
    CHECK(holds(html, "Hall &lt;1&gt; &amp; &quot;2&quot;"));
    CHECK_FALSE(holds(html, "Hall <1>"));
    CHECK_FALSE(holds(html, "{"[0] + std::string("fewest}")));
    for (const std::string& paragraph : privacy_statement(chart_words(language))) {
      CHECK(holds(html, escaped(paragraph)));
      CHECK_FALSE(holds(paragraph, "{"));
    }
    CHECK(html.size() < 60'000);
  }
  CHECK(holds(page(Language::kTamazight), "lang=\"fr\""));
}

TEST_CASE("no word of the page or the table stands in code") {
  // Words that are all one mark, so that whatever else is seen was not in the strings.
  Strings marks;
  Strings::Table table;
  for (const char* key : {"stats.title",
                          "stats.state",
                          "stats.state.undated",
                          "stats.visits",
                          "stats.visits.few",
                          "stats.table.weeks",
                          "stats.table.languages",
                          "stats.table.cities",
                          "stats.table.dwell",
                          "stats.table.hours",
                          "stats.column.table",
                          "stats.column.weeks",
                          "stats.column.languages",
                          "stats.column.cities",
                          "stats.column.dwell",
                          "stats.column.hours",
                          "stats.column.entry",
                          "stats.column.visits",
                          "stats.column.share",
                          "stats.dwell.under_1",
                          "stats.dwell.1_to_2",
                          "stats.dwell.2_to_5",
                          "stats.dwell.5_to_10",
                          "stats.dwell.10_or_more",
                          "stats.hour",
                          "stats.hour.unknown",
                          "stats.week.undated",
                          "stats.week.earlier",
                          "stats.city.other",
                          "stats.all",
                          "stats.percent",
                          "stats.kept_back",
                          "stats.none",
                          "stats.note.kept_back",
                          "stats.note.cities",
                          "stats.note.weeks",
                          "stats.note.details",
                          "stats.privacy.title",
                          "stats.privacy.counted",
                          "stats.privacy.left_out",
                          "stats.privacy.apart",
                          "stats.privacy.together",
                          "stats.privacy.small",
                          "stats.privacy.clock",
                          "stats.privacy.leaving",
                          "date.day_month_year",
                          "date.first_day",
                          "language.ar",
                          "language.zgh",
                          "language.fr",
                          "language.es",
                          "language.en"}) {
    table[key] = {{PluralCategory::kOther, "¤"}, {PluralCategory::kOne, "¤"}};
  }
  for (int month = 1; month <= 12; ++month) {
    table["month." + std::to_string(month)] = {{PluralCategory::kOther, "¤"}};
  }
  marks.set_table(Language::kEnglish, table);
  const ChartWords words{marks, Language::kEnglish, [](auto) { return std::string("¤"); }};
  const auto is_letter = [](unsigned char c) { return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z'; };
  const std::string html = visible(page_of(shown(sample_visits()), {"¤", "2026-11-28"}, words));
  CHECK(std::ranges::none_of(html, is_letter));
  CHECK(times(html, "¤") > 60);
  for (const auto& row : rows_of(csv_of(shown(sample_visits()), words))) {
    REQUIRE(row.size() == 4);
    for (const std::size_t column : {0U, 2U, 3U}) {
      CAPTURE(row[column]);
      CHECK(std::ranges::none_of(row[column], is_letter));
    }
  }
}

TEST_CASE("small numbers are on neither, and the page says why") {
  Tally tally = sample_visits();
  tally.details.languages = {1200, 3, 190, 4, 3};
  tally.details.visits = 1400;
  tally.details.cities["secret-town"] = 4;
  const std::string html = page(Language::kEnglish, tally);
  const std::string csv = csv_of(shown(tally), chart_words(Language::kEnglish));
  for (const std::string* text : {&html, &csv}) {
    CHECK_FALSE(holds(*text, "secret-town"));
    CHECK(holds(*text, "not shown"));
  }
  CHECK(holds(html, "a number from which one as small could be worked out"));
  for (const auto& row : rows_of(csv)) {
    const std::string& visits = row.back();
    const bool number = visits.find_first_not_of("0123456789") == std::string::npos;
    if (number) CHECK(std::stoll(visits) >= kFewestShown);
  }
  const std::string none = page(Language::kFrench, Tally{});
  CHECK(first_fault(none) == "");
  CHECK(holds(none, "Moins de 5 visites"));
  CHECK(times(none, "Rien à montrer") == 5);
  CHECK(times(none, "<svg") == 0);
}

TEST_CASE("the table is RFC 4180's, for Excel, and holds no formula") {
  CHECK(csv_field("plain") == "plain");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(csv_field("two\r\nlines") == "\"two\r\nlines\"");
  for (const char* formula : {"=1+1", "+1", "-1", "@sum", "\tx", "\rx", "  =cmd|' /C calc'!A0"}) {
    CAPTURE(formula);
    const std::string field = csv_field(formula);
    CHECK((field.starts_with("'") || field.starts_with("\"'")));
  }
  for (const Language language : kStaffLanguages) {
    const std::string csv = csv_of(shown(sample_visits()), chart_words(language));
    CHECK(csv.starts_with("\xEF\xBB\xBF"));
    CHECK(times(csv, "\n") == times(csv, "\r\n"));
    const auto rows = rows_of(csv);
    CHECK(rows.size() > 40);
    for (const auto& row : rows) CHECK(row.size() == 4);
    CHECK(rows[1][1] == "visits");
    CHECK(rows[1][3] == "1400");
  }
}

TEST_CASE("bars have lengths of the longest and shares of what is shown") {
  const std::vector<Chart> charts =
      charts_of(shown(sample_visits()), chart_words(Language::kFrench));
  REQUIRE(charts.size() == 5);
  for (const Chart& chart : charts) {
    CAPTURE(chart.title);
    REQUIRE_FALSE(chart.bars.empty());
    double longest = 0;
    double whole = 0;
    for (const Bar& bar : chart.bars) {
      CHECK_FALSE(bar.label.empty());
      if (!bar.visits) CHECK(bar.length == 0);
      longest = std::max(longest, bar.length);
      whole += bar.share;
    }
    CHECK(longest == doctest::Approx(1));
    CHECK(whole == doctest::Approx(chart.has_shares ? 1 : 0));
  }
  CHECK(charts[0].bars.back().label == "date inconnue");
  CHECK(charts[0].bars.front().label == "28\u00a0septembre 2026");
  CHECK(charts[1].bars.front().label == "العربية");
  CHECK(charts[2].bars.back().label == "far-town");
  CHECK(charts[4].bars[9].label == "09\u00a0h");
  CHECK(visits_in_words(shown(sample_visits()), chart_words(Language::kFrench)) == "1400 visites");
}

TEST_CASE("both files go onto the stick, or neither") {
  const test::TemporaryFolder stick;
  StatsExport request{stick.path(), {"Salle 2", "2026-11-28"}, "0123456789abcdef", sample_visits()};
  const auto done = export_stats(request, chart_words(Language::kArabic));
  REQUIRE(done.has_value());
  CHECK(done->front() == "kiosk-visits/salle-2.0123456789abcdef-2026-11-28.html");
  for (const std::string& file : *done) CHECK(fs::exists(stick.path() / file));
  const std::string before = read_bytes(stick.path() / done->front());
  request.tally = sample_visits(900);
  REQUIRE(export_stats(request, chart_words(Language::kArabic)).has_value());
  CHECK((read_bytes(stick.path() / done->front()) != before));
  CHECK(std::distance(fs::directory_iterator(stick.path() / kVisitsFolder), {}) == 2);

  // A folder in the place of the second file: the first goes again.
  request.head.date = "2026-11-29";
  fs::create_directories(stick.path() / kVisitsFolder / "salle-2.0123456789abcdef-2026-11-29.csv" /
                         "x");
  const auto failed = export_stats(request, chart_words(Language::kArabic));
  REQUIRE_FALSE(failed.has_value());
  CHECK(holds(failed.error().message, stick.path().string() + ": the stick "));
  CHECK(std::distance(fs::directory_iterator(stick.path() / kVisitsFolder), {}) == 3);

  request.stick = stick.path() / "gone";
  const auto gone = export_stats(request, chart_words(Language::kArabic));
  REQUIRE_FALSE(gone.has_value());
  CHECK(holds(gone.error().message, "was taken out"));
  CHECK_FALSE(fs::exists(stick.path() / "gone"));
}

TEST_CASE("a device's name becomes a part of a file's name") {
  CHECK(file_name_part("Salle 2, rez-de-chaussée") == "salle-2-rez-de-chauss-e");
  CHECK(file_name_part("../../etc/passwd") == "etc-passwd");
  CHECK(file_name_part("السمارة") == "kiosk");
  CHECK(file_name_part("") == "kiosk");
  CHECK(file_name_part(std::string(500, 'A')).size() == 40);
}

// For eyes: KIOSK_STATS_PAGES=DIR test_stats -tc="*for eyes*"
TEST_CASE("pages for eyes") {
  const char* folder = std::getenv("KIOSK_STATS_PAGES");
  if (folder == nullptr) return;
  for (const Language language : kStaffLanguages) {
    std::ofstream(fs::path(folder) / (std::string(code(language)) + ".html"))
        << page_of(shown(sample_visits()), {"Hall 1", "2026-11-28"}, chart_words(language));
    std::ofstream(fs::path(folder) / (std::string(code(language)) + ".csv"))
        << csv_of(shown(sample_visits()), chart_words(language));
  }
}
