// Harness "text": what people and strangers write outside of JSON's grammar: UTF-8, names,
// paths, dates, keys and signatures in minisign's files, spreadsheets, blur previews, drawings'
// forbidden words.
//
// The first byte of an input chooses what the rest is given to.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "kiosk/authoring/table.h"
#include "kiosk/base/isolate.h"
#include "kiosk/imaging/picture_format.h"
#include "kiosk/pack/calendar_date.h"
#include "kiosk/pack/manifest.h"
#include "kiosk/pack/problem.h"
#include "kiosk/pack/signature.h"
#include "kiosk/pack/utf8.h"
#include "kiosk/picture/blur_preview.h"
#include "kiosk/search/fold.h"
#include "tests/fuzz/fuzz_target.h"

namespace kiosk::fuzz {

namespace {

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    if (next.bytes == 0) return false;
    demand(next.bytes <= 4 && next.value <= 0x10FFFF, "a code point of Unicode");
    text.remove_prefix(next.bytes);
  }
  return true;
}

void try_quotes(std::string_view text) {
  demand_sentence(in_quotes(text));
  demand_sentence(joined("photos", text));
  Problems problems;
  for (std::string_view rest = text; !rest.empty() && problems.size() < 64;) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    problems.push_back({"pack.json", std::string(rest.substr(0, end)), "x", ""});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  sort_problems(problems);
  demand(std::ranges::adjacent_find(problems) == problems.end(), "each problem is told once");
}

void try_guess(std::string_view text) {
  const std::size_t half = std::min(text.find('\n'), text.size());
  const std::string wrong(text.substr(0, half));
  const std::string known(text.substr(std::min(half + 1, text.size())).substr(0, 200));
  const std::string guess = did_you_mean(wrong, {known, "photos", "banjul"});
  if (!guess.empty()) demand_sentence(guess);
  if (wrong.size() > 200) return;
  const std::size_t slips = slips_between(wrong, known);
  demand(slips <= std::max(wrong.size(), known.size()), "no more slips than letters");
  demand((slips == 0) == (wrong == known), "equal words are no slip apart");
}

void try_names(std::string_view text) {
  static_cast<void>(is_calendar_date(text));
  static_cast<void>(language_from(text));
  if (is_pack_path(text)) {
    demand(text.find("..") == std::string_view::npos && text.front() != '/', "a path within");
  }
}

void try_keys(std::string_view text) {
  if (const auto key = parse_public_key(text)) {
    const auto again = parse_public_key(to_file_text(*key));
    demand(again && *again == *key, "a public key is read as it was written");
    demand(fingerprint_of(*key).size() == 47, "eight words of five letters");
  }
  if (const auto key = parse_secret_key(text)) {
    const auto again = parse_secret_key(to_file_text(*key));
    demand(again && again->key == key->key, "a secret key is read as it was written");
  }
  if (const auto signature = parse_signature(text)) {
    if (const auto key = signature->claimed_key()) {
      static_cast<void>(verifies(*key, *signature, "message"));
    }
  }
}

void try_directions(std::string_view text) {
  for (const Language language : {Language::kArabic, Language::kFrench}) {
    const std::string in = isolated(text, language);
    demand(in.find(text) != std::string::npos, "an isolate keeps its text");
    if (!is_utf8(text)) continue;
    demand(is_utf8(in), "an isolate keeps UTF-8");
  }
}

void try_fold(std::string_view text) {
  const Folded folded = fold(text);
  for (const std::u32string& word : folded.words) {
    static_cast<void>(without_article(word));
    static_cast<void>(sound_of(word));
  }
  static_cast<void>(index_key(text));
  demand(is_utf8(index_letter(text)), "an index letter is UTF-8");
}

void try_table(std::string_view text) {
  const auto table = decoded_table(text);
  if (!table) return demand_sentence(table.error().message);
  demand(is_utf8(table->utf8), "a table is decoded to UTF-8");
  std::size_t line = 0;
  for (const TableRow& row : rows_of(table->utf8)) {
    demand(row.line > line && !row.cells.empty(), "rows come in their order");
    line = row.line;
  }
}

void try_blur(std::string_view text) {
  const auto blur = blur_preview_from(text);
  if (!blur) return;
  demand(to_hex(*blur) == text, "a blur preview is read as it was written");
  demand(!picture_of(*blur).pixels.empty(), "a blur preview has pixels");
}

void try_format(std::string_view text) {
  for (const auto& refusal : {refusal_of_format(text), refusal_of_drawing(text)}) {
    if (!refusal) continue;
    demand_sentence(refusal->what);
    demand_sentence(refusal->remedy);
  }
}

constexpr std::array kTries{try_quotes, try_guess, try_names, try_keys,  try_directions,
                            try_fold,   try_table, try_blur,  try_format};

}  // namespace

void run_one(std::string_view input) {
  if (input.empty()) return;
  const std::size_t which = static_cast<unsigned char>(input.front()) % kTries.size();
  kTries.at(which)(input.substr(1));
}

}  // namespace kiosk::fuzz
