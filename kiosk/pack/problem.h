// Problem: one thing that is wrong with content, as a sentence its author can act on:
//
//   cities/banjul.json: photos[2].file: no such file 'b3.jpg' (did you mean 'b3.jpeg'?).
//   Put the file there or correct the name.
//
// Content is checked as a whole, so problems come in lists; sort_problems() gives
// them the order a person would work in. Who calls it: the loader and whatever
// shows its findings (kiosk-pack check, the staff screens). Plain values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiosk {

struct Problem {
  std::string file;    // relative to the content folder
  std::string path;    // inside the file: "photos[2].file", or empty for the whole of it
  std::string what;    // no full stop at its end
  std::string remedy;  // a sentence; may be empty

  [[nodiscard]] std::string sentence() const;
  friend bool operator==(const Problem&, const Problem&) = default;
};

using Problems = std::vector<Problem>;

// By file (pack.json first), then by path with [10] after [9], then by wording;
// a problem that was found twice is kept once.
void sort_problems(Problems& problems);

// Words from a stranger's file made safe to print: in single quotes, shortened,
// invisible or broken bytes as '?'.
[[nodiscard]] std::string in_quotes(std::string_view text);

// " (did you mean 'b3.jpeg'?)" when one of the candidates is at most two slips of
// the keyboard away (Damerau-Levenshtein), else empty.
[[nodiscard]] std::string did_you_mean(std::string_view wrong,
                                       const std::vector<std::string>& candidates);

// Insertions, deletions, replacements and swaps of neighbours, in bytes.
[[nodiscard]] std::size_t slips_between(std::string_view a, std::string_view b);

// "photos" + 2 -> "photos[2]"; "photos[2]" + "file" -> "photos[2].file".
[[nodiscard]] std::string joined(std::string_view path, std::size_t index);
[[nodiscard]] std::string joined(std::string_view path, std::string_view field);

}  // namespace kiosk
