// A spreadsheet as offices save it: text in whatever encoding, columns parted by whatever
// sign, cells with line breaks and doubled quotes, and what Excel adds of its own.
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

inline constexpr std::size_t kMaxTableBytes = 16 * 1024 * 1024;

enum class TableEncoding { kUtf8, kUtf16LittleEndian, kUtf16BigEndian, kWindows1252, kWindows1256 };

struct DecodedTable {
  std::string utf8;
  TableEncoding encoding = TableEncoding::kUtf8;
};

// By its byte order mark, else by what its bytes can be: UTF-8 if they are valid, UTF-16 if
// every other one is zero, else the code page in which they read as words.
[[nodiscard]] Result<DecodedTable> decoded_table(std::string_view bytes);

struct TableRow {
  std::size_t line = 0;  // of the file, from 1
  std::vector<std::string> cells;
};

// RFC 4180 and its neighbours: ; , or tab, whichever the first line has most of outside quotes;
// Excel's "sep=" line and ="..." cells; rows and cells without anything are left out at the end.
[[nodiscard]] std::vector<TableRow> rows_of(std::string_view utf8);

}  // namespace kiosk
