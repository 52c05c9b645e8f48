#include "kiosk/stats/stats_page.h"

#include "kiosk/stats/chart_svg.h"

namespace kiosk {

namespace {

// Bars are dark enough on white for 7 to 1; a forced palette and paper have their own.
constexpr std::string_view kStyle = R"(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.5rem;max-width:56rem;background:#fff;color:#1b1b1b;
 font:1.0625rem/1.5 "Noto Sans","Noto Naskh Arabic",system-ui,"Segoe UI","Geeza Pro",sans-serif}
h1{font-size:1.75rem;line-height:1.25;margin:0}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}
.state{margin:.25rem 0 0;color:#444}
.visits{margin:1rem 0 0;font-size:2.25rem;font-weight:700;line-height:1.2}
section{margin-top:2.5rem;padding-top:1.25rem;border-top:1px solid #8a8a8a}
figure{margin:0}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-size:15px;fill:#1b1b1b}
svg .number{font-weight:600}
svg .bar{fill:#0f4f4a}
svg .base{fill:#1b1b1b}
table{border-collapse:collapse;margin-top:1rem;min-width:60%}
th,td{padding:.25rem .75rem;border-bottom:1px solid #c8c8c8;text-align:start;font-weight:400}
thead th{font-weight:600;border-bottom:2px solid #1b1b1b}
td{text-align:end;font-variant-numeric:tabular-nums}
thead th.n{text-align:end}
.note{margin:.75rem 0 0;color:#444;font-size:.9375rem}
@media (prefers-contrast:more){body,svg text{color:#000;fill:#000}.state,.note{color:#000}
 svg .bar{fill:#000}th,td{border-color:#000}}
@media (forced-colors:active){svg text{fill:CanvasText}svg .bar,svg .base{fill:CanvasText;
 forced-color-adjust:auto}}
@media print{body{max-width:none;padding:0;font-size:11pt}section{margin-top:1.25rem;
 break-inside:avoid}svg{max-width:14cm}svg .bar{fill:#000;print-color-adjust:exact}}
)";

std::string element(std::string_view name, std::string_view attributes, std::string_view text) {
  std::string opening = "<" + std::string(name);
  if (!attributes.empty()) opening += " " + std::string(attributes);
  return opening + ">" + escaped(text) + "</" + std::string(name) + ">";
}

class Page {
 public:
  explicit Page(const ChartWords& words)
      : m_words(words), m_language(staff_language(words.language)) {}

  [[nodiscard]] std::string write(const ShownCounters& counters, const PageHead& head) const {
    std::string text = "<!DOCTYPE html>\n<html lang=\"" + std::string(code(m_language)) +
                       "\" dir=\"" +
                       (direction(m_language) == Direction::kRightToLeft ? "rtl" : "ltr") +
                       "\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width\"/>\n";
    text += element("title", "", std::string(said("stats.title")) + " · " + head.device);
    text += "\n<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n<header>\n";
    text += element("h1", "", said("stats.title")) + "\n";
    text += element("p", "class=\"state\"", state(head)) + "\n";
    text += element("p", "class=\"visits\"", visits_in_words(counters, m_words)) + "\n</header>\n";
    text += "<main>\n";
    for (const Chart& chart : charts_of(counters, m_words)) text += section(chart);
    text += element("p", "class=\"note\"",
                    m_words.strings.format("stats.note.details", m_language,
                                           {{"fewest", std::to_string(kFewestShown)}}));
    text += "\n</main>\n" + statement() + "</body>\n</html>\n";
    return text;
  }

 private:
  [[nodiscard]] std::string_view said(std::string_view key) const {
    return m_words.strings.text(key, m_language);
  }
  [[nodiscard]] std::string state(const PageHead& head) const {
    const auto date = date_in_words(head.date, m_words);
    return m_words.strings.format(date ? "stats.state" : "stats.state.undated", m_language,
                                  {{"device", head.device}, {"date", date.value_or("")}});
  }
  [[nodiscard]] std::string section(const Chart& chart) const {
    std::string text = "<section>\n" + element("h2", "", chart.title) + "\n";
    if (chart.bars.empty()) return text + element("p", "", said("stats.none")) + "\n</section>\n";
    const std::string drawn = svg_of(chart, direction(m_language));
    if (!drawn.empty()) text += "<figure>" + drawn + "</figure>\n";
    text += table(chart);
    if (!chart.note.empty()) text += element("p", "class=\"note\"", chart.note) + "\n";
    return text + "</section>\n";
  }
  [[nodiscard]] std::string table(const Chart& chart) const {
    std::string text = "<table aria-label=\"" + escaped(chart.title) + "\">\n<thead><tr>" +
                       element("th", "scope=\"col\"", chart.column) +
                       element("th", "scope=\"col\" class=\"n\"", said("stats.column.visits"));
    if (chart.has_shares) {
      text += element("th", "scope=\"col\" class=\"n\"", said("stats.column.share"));
    }
    text += "</tr></thead>\n<tbody>\n";
    for (const Bar& bar : chart.bars) {
      // A name from another language keeps its direction, and its cell keeps the page's.
      text += "<tr><th scope=\"row\">" + element("bdi", "", bar.label) + "</th>" +
              element("td", "", number_in_words(bar, m_words));
      if (chart.has_shares) {
        text += element("td", "", bar.visits ? share_in_words(bar, m_words) : std::string());
      }
      text += "</tr>\n";
    }
    return text + "</tbody>\n</table>\n";
  }
  [[nodiscard]] std::string statement() const {
    const std::vector<std::string> paragraphs = privacy_statement(m_words);
    std::string text = "<section>\n" + element("h2", "", paragraphs.front()) + "\n";
    for (std::size_t i = 1; i < paragraphs.size(); ++i) {
      text += element("p", "", paragraphs[i]) + "\n";
    }
    return text + "</section>\n";
  }

  const ChartWords& m_words;
  Language m_language;
};

}  // namespace

std::string page_of(const ShownCounters& counters, const PageHead& head, const ChartWords& words) {
  return Page(words).write(counters, head);
}

}  // namespace kiosk
