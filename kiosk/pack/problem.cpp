#include "kiosk/pack/problem.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <tuple>

#include "kiosk/pack/utf8.h"

namespace kiosk {

namespace {

constexpr std::size_t kMaxSlips = 2;
constexpr std::size_t kLongestGuess = 96;   // bytes; longer words are not guessed at
constexpr std::size_t kLongestQuoted = 72;  // bytes

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Orders runs of digits by their value, so that photos[10] follows photos[9].
int compare_naturally(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      unsigned long long left = 0;
      unsigned long long right = 0;
      const auto left_end = std::from_chars(a.data() + i, a.data() + a.size(), left).ptr;
      const auto right_end = std::from_chars(b.data() + j, b.data() + b.size(), right).ptr;
      if (left != right) return left < right ? -1 : 1;
      i = static_cast<std::size_t>(left_end - a.data());
      j = static_cast<std::size_t>(right_end - b.data());
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j] ? -1 : 1;
    ++i;
    ++j;
  }
  const std::size_t left_over = a.size() - i;
  const std::size_t right_over = b.size() - j;
  if (left_over != right_over) return left_over < right_over ? -1 : 1;
  return a.compare(b);
}

int file_rank(std::string_view file) {
  if (file == "pack.json") return 0;
  if (file == "agreements.json") return 2;
  if (file == "club.json") return 3;
  return 1;
}

bool comes_before(const Problem& a, const Problem& b) {
  if (const int x = file_rank(a.file), y = file_rank(b.file); x != y) return x < y;
  if (a.file != b.file) return a.file < b.file;
  if (const int order = compare_naturally(a.path, b.path); order != 0) return order < 0;
  return std::tie(a.what, a.remedy) < std::tie(b.what, b.remedy);
}

}  // namespace

std::string Problem::sentence() const {
  std::string text = file;
  if (!path.empty()) text += ": " + path;
  text += ": " + what + ".";
  if (!remedy.empty()) text += " " + remedy;
  return text;
}

void sort_problems(Problems& problems) {
  std::ranges::sort(problems, comes_before);
  problems.erase(std::unique(problems.begin(), problems.end()), problems.end());
}

std::string in_quotes(std::string_view text) {
  std::string shown = "'";
  std::size_t at = 0;
  while (at < text.size()) {
    if (at >= kLongestQuoted) return shown + "…'";
    const CodePoint next = decode_utf8(text.substr(at));
    if (next.bytes == 0 || forbidden_character(next.value)) {
      shown += '?';
      at += std::max<std::size_t>(next.bytes, 1);
      continue;
    }
    shown += text.substr(at, next.bytes);
    at += next.bytes;
  }
  return shown + "'";
}

std::size_t slips_between(std::string_view a, std::string_view b) {
  const std::size_t columns = b.size() + 1;
  std::vector<std::size_t> table((a.size() + 1) * columns);
  const auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return table[i * columns + j];
  };
  for (std::size_t i = 0; i <= a.size(); ++i) cell(i, 0) = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cell(0, j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = cell(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
      cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
    }
  }
  return cell(a.size(), b.size());
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates) {
  if (wrong.size() > kLongestGuess) return "";
  // A word of two letters is two slips from every other: such a guess is noise.
  std::size_t best = std::min(kMaxSlips, wrong.size() / 2) + 1;
  const std::string* guess = nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), wrong.size());
    const std::size_t shorter = std::min(candidate.size(), wrong.size());
    if (longer - shorter >= best || candidate == wrong) continue;
    const std::size_t slips = slips_between(wrong, candidate);
    if (slips >= best) continue;
    best = slips;
    guess = &candidate;
  }
  return guess == nullptr ? "" : " (did you mean " + in_quotes(*guess) + "?)";
}

std::string joined(std::string_view path, std::size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

std::string joined(std::string_view path, std::string_view field) {
  const std::string shown = in_quotes(field);
  const std::string name = shown.substr(1, shown.size() - 2);
  return path.empty() ? name : std::string(path) + "." + name;
}

}  // namespace kiosk
