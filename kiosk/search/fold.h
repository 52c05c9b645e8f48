// Fold: what a visitor typed and what a name says, brought to the letters that both have
// in common: without accents, case, harakat, hamza, kashida and apostrophes.
//
// Who calls it: search_index.cpp. Pure; any thread. UTF-8 in, UTF-32 out.
// The letters that are folded together stand in fold.cpp's tables, each with its reason.
// Decomposition and case folding are Unicode's (Standard Annex 15, CaseFolding.txt).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiosk {

struct Folded {
  std::vector<std::u32string> words;
  std::u32string joined;  // the words without what parted them: "portonovo"

  [[nodiscard]] bool empty() const { return joined.empty(); }
  friend bool operator==(const Folded&, const Folded&) = default;
};

[[nodiscard]] Folded fold(std::string_view utf8);

// An Arabic word without its article; the word itself where it has none.
[[nodiscard]] std::u32string_view without_article(std::u32string_view word);

// What an index sorts a name by: folded, without the Arabic article; and the letter that it
// lists it under, a capital where the script has them.
[[nodiscard]] std::u32string index_key(std::string_view name);
[[nodiscard]] std::string index_letter(std::string_view name);

// How a folded name sounds, roughly, in Latin letters: Tifinagh by its usual romanisation,
// vowels by three classes, "ou" as "u", "dj" as "j". Empty for other scripts.
[[nodiscard]] std::u32string sound_of(std::u32string_view folded);

}  // namespace kiosk
