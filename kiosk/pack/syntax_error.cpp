#include "kiosk/pack/syntax_error.h"

#include <algorithm>
#include <cstdint>

#include "kiosk/pack/utf8.h"

namespace kiosk {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string line_and_column(std::string_view bytes, std::size_t offset) {
  const std::string_view before = bytes.substr(0, std::min(offset, bytes.size()));
  const auto line = 1 + std::ranges::count(before, '\n');
  const std::size_t line_start = before.rfind('\n');
  const std::string_view on_line =
      line_start == std::string_view::npos ? before : before.substr(line_start + 1);
  const auto column = 1 + std::ranges::count_if(on_line, [](char c) {
                        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
                      });
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

struct Advice {
  std::string what;
  std::string remedy;
};

Advice about_text(std::string_view complaint) {
  if (contains(complaint, "surrogate")) {
    return {"half a character (a lone \\u surrogate)", "Write the character itself."};
  }
  if (contains(complaint, "control character")) {
    return {"a text is not closed on its line", "Close it with \", or write the text in one line."};
  }
  return {"a backslash that means nothing in JSON", "Write \\\\ for a backslash."};
}

// The token around a byte: a bracket, comma or colon alone, else all up to the next.
std::string_view token_at(std::string_view bytes, std::size_t at) {
  constexpr std::string_view kBetween = " \t\r\n,:[]{}\"";
  if (kBetween.find(bytes[at]) != std::string_view::npos) return bytes.substr(at, 1);
  const std::size_t before = bytes.find_last_of(kBetween, at);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  return bytes.substr(start, bytes.find_first_of(kBetween, at) - start);
}

Advice about_token(std::string_view token, std::string_view complaint, char before) {
  const bool closing = token == "}" || token == "]";
  if (closing && before == ',') {
    return {"a comma stands before the closing " + in_quotes(token), "Remove the comma."};
  }
  if (token.starts_with('/')) {
    return {"a comment, which JSON does not know", "Remove it."};
  }
  if (token.starts_with('\'')) {
    return {"a text in single quotes", "Use double quotes."};
  }
  if (contains(complaint, "expected end of input")) {
    return {"something follows after the end of the document", "Remove it."};
  }
  const bool closing_expected =
      contains(complaint, "expected '}'") || contains(complaint, "expected ']'");
  if (closing_expected && !closing && token != ":") {
    return {"a comma is missing before " + in_quotes(token), "Put one between two entries."};
  }
  return {"unexpected " + in_quotes(token), "Check the commas, quotes and brackets around it."};
}

}  // namespace

Problem too_large(const std::string& file, std::uintmax_t bytes, std::size_t limit) {
  return {file, "",
          "it is " + std::to_string(bytes) + " bytes large, more than " + std::to_string(limit),
          "Make it smaller."};
}

std::optional<Problem> find_broken_bytes(std::string_view bytes, const std::string& file) {
  if (bytes.find_first_not_of(kWhiteSpace) == std::string_view::npos) {
    return Problem{file, "", "the file is empty", "Write its content, or remove it."};
  }
  if (bytes.starts_with(kByteOrderMark)) {
    return Problem{file, "", "it begins with a byte order mark", "Save it as UTF-8 without BOM."};
  }
  std::size_t at = 0;
  while (true) {
    at += plain_prefix(bytes.substr(at));
    if (at == bytes.size()) return std::nullopt;
    const CodePoint next = decode_utf8(bytes.substr(at));
    if (next.bytes == 0) {
      return Problem{file, line_and_column(bytes, at), "a byte that is not UTF-8",
                     "Save the file as UTF-8."};
    }
    const bool layout = kWhiteSpace.find(bytes[at]) != std::string_view::npos;
    const bool ascii_control = next.value < 0x20 && !layout;
    if (ascii_control) {
      return Problem{file, line_and_column(bytes, at), *forbidden_character(next.value),
                     "Remove it."};
    }
    at += next.bytes;
  }
}

Problem explain_syntax_error(std::string_view bytes, const std::string& file, std::size_t position,
                             const std::string& last_token, std::string_view complaint) {
  const std::size_t last = bytes.find_last_not_of(kWhiteSpace);
  if (position == 0 || position > bytes.size() || contains(complaint, "end of input; ")) {
    return {file, line_and_column(bytes, last + 1), "the file ends too early",
            "Close every \", [ and {; perhaps the copy is not complete."};
  }
  const std::size_t at = position - 1;  // of the byte that the parser read last
  if (contains(complaint, "invalid string")) {
    const Advice advice = about_text(complaint);
    return {file, line_and_column(bytes, at), advice.what, advice.remedy};
  }
  // A whole token was read if it is a text or a number in the wrong place, else its first byte.
  const bool whole = contains(complaint, "unexpected string literal") ||
                     contains(complaint, "unexpected number literal") ||
                     contains(complaint, "out of range") || contains(complaint, "overflow");
  const std::size_t length = std::min(position, last_token.size());
  const std::string_view token =
      whole ? bytes.substr(position - length, length) : token_at(bytes, at);
  const auto start = static_cast<std::size_t>(token.data() - bytes.data());
  if (contains(complaint, "overflow")) {
    return {file, line_and_column(bytes, start),
            "the number " + in_quotes(token) + " is out of range",
            "Give a number that fits 64 bits."};
  }
  const std::size_t previous =
      start == 0 ? std::string_view::npos : bytes.find_last_not_of(kWhiteSpace, start - 1);
  const char before = previous == std::string_view::npos ? '\0' : bytes[previous];
  const Advice advice = about_token(token, complaint, before);
  return {file, line_and_column(bytes, start), advice.what, advice.remedy};
}

}  // namespace kiosk
