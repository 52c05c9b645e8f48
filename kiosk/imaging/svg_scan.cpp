#include "kiosk/imaging/svg_scan.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kiosk {

namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::size_t kMostReferencesOfOne = 16;  // fill, stroke, mask and so on are eight

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 8> kShapes{"path",    "rect", "circle",   "ellipse",
                                                  "polygon", "line", "polyline", "use"};
// Drawn only where something refers to them.
constexpr std::array<std::string_view, 8> kUnseen{
    "defs", "symbol", "pattern", "mask", "clipPath", "marker", "linearGradient", "radialGradient"};

std::string_view trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Whether a value of opacity needs a layer: editors write 1 everywhere.
bool is_translucent(std::string_view value) {
  double opacity = 1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), opacity);
  const bool percent = error == std::errc() && end != value.data() + value.size() && *end == '%';
  return opacity < (percent ? 100 : 1);
}

std::uint64_t corners_in(std::string_view path) {
  std::uint64_t numbers = 0;
  bool inside = false;
  for (const char c : path) {
    const bool digit = (c >= '0' && c <= '9') || c == '.';
    if (digit && !inside) ++numbers;
    inside = digit;
  }
  return std::max<std::uint64_t>(1, numbers / 2);
}

// One tag's attributes, as they come.
class Tag {
 public:
  explicit Tag(SvgElement& element) : m_element(element) {}

  void attribute(std::string_view name, std::string_view value) {
    if (name == "id") m_element.id = value;
    if (name == "d" || name == "points") m_corners = corners_in(value);
    if (without_prefix(name) == "href" && value.starts_with('#')) refer(value.substr(1), 1);
    if (name == "style") {
      style(value);
    } else {
      property(name, trimmed(value));
    }
  }
  void done() {
    for (const std::string_view id : m_markers) refer(id, m_corners);
  }

 private:
  void style(std::string_view rest) {
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      const std::size_t colon = one.find(':');
      if (colon == std::string_view::npos) continue;
      property(trimmed(one.substr(0, colon)), trimmed(one.substr(colon + 1)));
    }
  }
  void property(std::string_view name, std::string_view value) {
    if (name == "opacity" && is_translucent(value)) ++m_element.opacities;
    if (name == "mix-blend-mode" && value != "normal") ++m_element.blendings;
    if (name == "mask" && value != "none") ++m_element.blendings;
    const std::size_t start = value.find("url(");
    if (start == std::string_view::npos) return;
    const std::size_t mark = value.find('#', start);
    if (mark == std::string_view::npos) return;
    const std::string_view id =
        value.substr(mark + 1, value.find_first_of(")'\"", mark) - mark - 1);
    if (!name.starts_with("marker")) return refer(id, 1);
    if (m_markers.size() < kMostReferencesOfOne) m_markers.push_back(id);
  }
  void refer(std::string_view id, std::uint64_t times) {
    if (m_element.references.size() < kMostReferencesOfOne) {
      m_element.references.push_back({id, times});
    }
  }

  SvgElement& m_element;
  std::uint64_t m_corners = 1;
  std::vector<std::string_view> m_markers;
};

class Scanner {
 public:
  Scanner(std::string_view svg, std::size_t most, int deepest)
      : m_rest(svg), m_most(most), m_deepest(deepest) {}

  std::vector<SvgElement> run() {
    while (m_elements.size() <= m_most) {
      const std::size_t start = m_rest.find('<');
      if (start == std::string_view::npos) break;
      m_rest.remove_prefix(start + 1);
      if (skipped("!--", "-->") || skipped("![CDATA[", "]]>") || skipped("?", "?>")) continue;
      if (skipped("!", ">")) continue;
      if (m_rest.starts_with('/')) {
        if (!m_open.empty()) m_open.pop_back();
      } else if (!open()) {
        break;
      }
    }
    return std::move(m_elements);
  }

 private:
  bool skipped(std::string_view begin, std::string_view end) {
    if (!m_rest.starts_with(begin)) return false;
    m_rest.remove_prefix(begin.size());
    const std::size_t at = m_rest.find(end);
    m_rest.remove_prefix(at == std::string_view::npos ? m_rest.size() : at + end.size());
    return true;
  }

  // False: too deep to go on.
  bool open() {
    const std::string_view name = m_rest.substr(0, m_rest.find_first_of(" \t\r\n/>"));
    m_rest.remove_prefix(name.size());
    SvgElement& element = m_elements.emplace_back();
    element.name = without_prefix(name);
    element.nesting = static_cast<int>(m_open.size()) + 1;
    element.parent = m_open.empty() ? 0 : m_open.back();
    element.shape = is_one_of(element.name, kShapes);
    element.rendered = !is_one_of(element.name, kUnseen);
    const bool closed = attributes(element);
    if (!closed) m_open.push_back(m_elements.size() - 1);
    return element.nesting <= m_deepest;
  }

  // Up to the tag's end; whether it closes itself.
  bool attributes(SvgElement& element) {
    Tag tag(element);
    bool closed = false;
    while (true) {
      m_rest.remove_prefix(std::min(m_rest.size(), m_rest.find_first_not_of(kSpace)));
      if (m_rest.empty() || m_rest.front() == '<') break;
      const char first = m_rest.front();
      if (first != '>' && first != '/') {
        one_attribute(tag);
        closed = false;
        continue;
      }
      m_rest.remove_prefix(1);
      if (first == '>') break;
      closed = true;
    }
    tag.done();
    return closed;
  }

  void one_attribute(Tag& tag) {
    const std::string_view name = m_rest.substr(0, m_rest.find_first_of(" \t\r\n=/><"));
    m_rest.remove_prefix(std::max<std::size_t>(1, name.size()));
    m_rest.remove_prefix(std::min(m_rest.size(), m_rest.find_first_not_of(" \t\r\n=")));
    if (m_rest.empty() || (m_rest.front() != '"' && m_rest.front() != '\'')) return;
    const std::size_t end = m_rest.find(m_rest.front(), 1);
    const std::string_view value = m_rest.substr(1, end == std::string_view::npos ? end : end - 1);
    m_rest.remove_prefix(std::min(m_rest.size(), value.size() + 2));
    tag.attribute(name, value);
  }

  std::string_view m_rest;
  std::size_t m_most;
  int m_deepest;
  std::vector<SvgElement> m_elements;
  std::vector<std::size_t> m_open;
};

}  // namespace

std::vector<SvgElement> elements_of(std::string_view svg, std::size_t most, int deepest) {
  return Scanner(svg, most, deepest).run();
}

}  // namespace kiosk
