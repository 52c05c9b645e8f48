// From a table of cities to the files of a content folder: one row a city, with its agreement
// if the row says so. Headings in French, English, Spanish or Arabic, in any order; a text's
// language follows its heading: "Texte (fr)", "story_ar". What the table does not say stays
// unsaid: a story that is missing is marked TODO, which the check then asks for.
//
// All rows are read before anything is written; with a problem nothing is. Blocking.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/authoring/table.h"
#include "kiosk/pack/problem.h"

namespace kiosk {

struct TableImport {
  std::filesystem::path table;
  std::filesystem::path folder;  // holds pack.json
  std::string home;              // of rows that name none; empty: the pack's first
  bool force = false;            // also over cities that are there already
  // The two-letter code of a country named in words; empty: not known.
  std::function<std::string(const std::string& name)> country_code;
};

struct TableImportReport {
  Problems problems;
  std::vector<std::string> cities;  // ids of those written
  std::size_t agreements = 0;       // added
  TableEncoding encoding = TableEncoding::kUtf8;
};

[[nodiscard]] TableImportReport import_table(const TableImport& request);

// "N'Djamena" -> "n-djamena": letters without their accents, in small; empty if none is Latin.
[[nodiscard]] std::string id_from(const std::string& name);

}  // namespace kiosk
