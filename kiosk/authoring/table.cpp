#include "kiosk/authoring/table.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "kiosk/pack/utf8.h"

namespace kiosk {

namespace {

#include "kiosk/authoring/code_pages.inc"

void append_utf8(std::string& to, char32_t value) {
  if (value < 0x80) {
    to += static_cast<char>(value);
  } else if (value < 0x800) {
    to += static_cast<char>(0xC0 | (value >> 6U));
    to += static_cast<char>(0x80 | (value & 0x3FU));
  } else if (value < 0x10000) {
    to += static_cast<char>(0xE0 | (value >> 12U));
    to += static_cast<char>(0x80 | ((value >> 6U) & 0x3FU));
    to += static_cast<char>(0x80 | (value & 0x3FU));
  } else {
    to += static_cast<char>(0xF0 | (value >> 18U));
    to += static_cast<char>(0x80 | ((value >> 12U) & 0x3FU));
    to += static_cast<char>(0x80 | ((value >> 6U) & 0x3FU));
    to += static_cast<char>(0x80 | (value & 0x3FU));
  }
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const CodePoint next = decode_utf8(bytes);
    if (next.bytes == 0) return false;
    bytes.remove_prefix(next.bytes);
  }
  return true;
}

std::string from_utf16(std::string_view bytes, bool little) {
  std::string text;
  const auto unit = [&](std::size_t i) -> char32_t {
    const auto low = static_cast<std::uint8_t>(bytes[little ? i : i + 1]);
    const auto high = static_cast<std::uint8_t>(bytes[little ? i + 1 : i]);
    return static_cast<char32_t>(high * 256U + low);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t value = unit(i);
    const bool pair = value >= 0xD800 && value < 0xDC00 && i + 3 < bytes.size();
    if (pair && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
      value = 0x10000 + ((value - 0xD800) << 10U) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (value >= 0xD800 && value < 0xE000) {
      value = 0xFFFD;
    }
    append_utf8(text, value);
  }
  return text;
}

std::string from_code_page(std::string_view bytes, const std::array<char16_t, 128>& page) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    append_utf8(text, byte < 128 ? byte : page[byte - 128U]);
  }
  return text;
}

// Arabic words are runs of bytes above 127; in French and Spanish such bytes stand alone,
// between plain letters.
bool reads_as_arabic(std::string_view bytes) {
  std::size_t in_runs = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = [&](std::size_t at) {
      return at < bytes.size() && static_cast<std::uint8_t>(bytes[at]) >= 0xC0;
    };
    if (!high(i)) continue;
    ++all;
    if (high(i + 1) || (i > 0 && high(i - 1))) ++in_runs;
  }
  return in_runs * 2 > all;
}

std::size_t zeros_at(std::string_view bytes, std::size_t first) {
  std::size_t count = 0;
  for (std::size_t i = first; i < bytes.size(); i += 2) count += bytes[i] == '\0' ? 1U : 0U;
  return count;
}

char separator_of(std::string_view text) {
  constexpr std::string_view kCandidates = ";,\t";
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) break;
    const std::size_t which = kCandidates.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  const auto most = std::ranges::max_element(counts);
  return kCandidates[static_cast<std::size_t>(most - counts.begin())];
}

std::string trimmed(std::string_view cell) {
  // ="0012" is how Excel is told to keep a number as it was typed.
  if (cell.starts_with("=\"") && cell.ends_with('"') && cell.size() >= 3) {
    cell = cell.substr(2, cell.size() - 3);
  }
  constexpr std::string_view kFirm = "\xC2\xA0";
  const auto blank = [&](bool front) {
    if (cell.empty()) return std::size_t{0};
    const char c = front ? cell.front() : cell.back();
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') return std::size_t{1};
    const bool firm = front ? cell.starts_with(kFirm) : cell.ends_with(kFirm);
    return firm ? kFirm.size() : std::size_t{0};
  };
  while (const std::size_t size = blank(true)) cell.remove_prefix(size);
  while (const std::size_t size = blank(false)) cell.remove_suffix(size);
  // Line breaks within a cell: texts stand on one line.
  std::string line;
  for (const char c : cell) {
    const bool space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!space) {
      line += c;
    } else if (!line.ends_with(' ')) {
      line += ' ';
    }
  }
  return line;
}

}  // namespace

Result<DecodedTable> decoded_table(std::string_view bytes) {
  if (bytes.size() > kMaxTableBytes) return fail("it is larger than 16 MiB. Keep only the table");
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return fail("this is a workbook. Open it and save it as CSV (UTF-8)");
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) {
    return DecodedTable{from_utf16(bytes.substr(2), true), TableEncoding::kUtf16LittleEndian};
  }
  if (bytes.starts_with("\xFE\xFF")) {
    return DecodedTable{from_utf16(bytes.substr(2), false), TableEncoding::kUtf16BigEndian};
  }
  const std::size_t even = zeros_at(bytes, 0);
  const std::size_t odd = zeros_at(bytes, 1);
  if (std::max(even, odd) * 5 > bytes.size()) {
    const bool little = odd > even;
    return DecodedTable{from_utf16(bytes, little), little ? TableEncoding::kUtf16LittleEndian
                                                          : TableEncoding::kUtf16BigEndian};
  }
  if (even + odd > 0) return fail("this is no table. Save the spreadsheet as CSV (UTF-8)");
  if (is_utf8(bytes)) return DecodedTable{std::string(bytes), TableEncoding::kUtf8};
  if (reads_as_arabic(bytes)) {
    return DecodedTable{from_code_page(bytes, kArabic), TableEncoding::kWindows1256};
  }
  return DecodedTable{from_code_page(bytes, kWesternEuropean), TableEncoding::kWindows1252};
}

std::vector<TableRow> rows_of(std::string_view text) {
  std::size_t line = 1;
  char separator = 0;
  if (text.starts_with("sep=") && text.size() > 4) {
    separator = text[4];
    const std::size_t end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line;
  }
  if (separator == 0) separator = separator_of(text);
  std::vector<TableRow> rows;
  TableRow row{line, {}};
  std::string cell;
  bool quoted = false;
  const auto end_cell = [&] {
    row.cells.push_back(trimmed(cell));
    cell.clear();
  };
  const auto end_row = [&] {
    end_cell();
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
    if (!row.cells.empty()) rows.push_back(std::move(row));
    row = {line, {}};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // A carriage return alone ends a line too: Excel for Mac once wrote so.
    const bool line_ends =
        c == '\n' || (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'));
    if (line_ends) ++line;
    if (quoted) {
      const bool doubled = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
      if (doubled) ++i;
      if (c == '"' && !doubled) {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"' && (cell.empty() || cell == "=")) {
      if (cell == "=") cell.clear();
      quoted = true;
    } else if (c == separator) {
      end_cell();
    } else if (line_ends) {
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  end_row();
  return rows;
}

}  // namespace kiosk
