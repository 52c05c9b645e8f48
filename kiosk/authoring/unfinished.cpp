#include "kiosk/authoring/unfinished.h"

namespace kiosk {

namespace {

constexpr std::string_view kNarrow = "\xE2\x80\xAF";  // U+202F
constexpr std::string_view kFirm = "\xC2\xA0";        // U+00A0
constexpr std::string_view kOpening = "\xC2\xAB";     // «
constexpr std::string_view kClosing = "\xC2\xBB";     // »

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Three digits from `at`, and no fourth: a group of thousands.
bool is_group(std::string_view text, std::size_t at) {
  for (std::size_t i = at; i < at + 3; ++i) {
    if (i >= text.size() || !is_digit(text[i])) return false;
  }
  return at + 3 >= text.size() || !is_digit(text[at + 3]);
}

// One to three digits end before `at`: what may stand before a group of thousands.
bool ends_in_group(std::string_view text, std::size_t at) {
  std::size_t digits = 0;
  while (digits < at && is_digit(text[at - digits - 1])) ++digits;
  return digits >= 1 && digits <= 3;
}

// What should stand in place of the plain space at `at`; empty: the space is right.
std::string_view firm_space_at(std::string_view text, std::size_t at, Language language) {
  const std::string_view after = text.substr(at + 1);
  if (ends_in_group(text, at) && is_group(text, at + 1)) return kNarrow;
  if (language != Language::kFrench) return {};
  if (after.starts_with(kClosing) || text.substr(0, at).ends_with(kOpening)) return kFirm;
  const bool sign = !after.empty() && std::string_view(";:!?").find(after[0]) != std::string::npos;
  return sign ? kNarrow : std::string_view();
}

}  // namespace

bool is_unfinished(std::string_view text) { return text.starts_with("TODO"); }

std::optional<Spacing> loose_spacing(std::string_view text, Language language) {
  for (std::size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    const std::string_view firm = firm_space_at(text, at, language);
    if (firm.empty()) continue;
    if (ends_in_group(text, at) && is_group(text, at + 1)) {
      return Spacing{"a number is written with a plain space, at which a line may break",
                     "Put a narrow no-break space (U+202F) there."};
    }
    return Spacing{
        "a plain space stands beside a French sign of punctuation, and a line may break at it",
        "Put a narrow no-break space (U+202F) before ; : ! ? and a no-break space (U+00A0) "
        "inside « »."};
  }
  return std::nullopt;
}

std::string with_firm_spacing(std::string_view text, Language language) {
  std::string firm;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view better =
        text[at] == ' ' ? firm_space_at(text, at, language) : std::string_view();
    if (better.empty()) {
      firm += text[at];
    } else {
      firm += better;
    }
  }
  return firm;
}

}  // namespace kiosk
