#include "kiosk/authoring/photo_words.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "kiosk/authoring/table_import.h"
#include "kiosk/authoring/unfinished.h"

namespace kiosk {

namespace {

using Text = std::unique_ptr<char, decltype(&g_free)>;

constexpr std::size_t kLongestStem = 48;  // a pack's paths are short
constexpr std::string_view kApostrophe = "\xE2\x80\x99";

std::string composed(std::string_view bytes) {
  const Text valid(g_utf8_make_valid(bytes.data(), static_cast<gssize>(bytes.size())), &g_free);
  const Text form(g_utf8_normalize(valid.get(), -1, G_NORMALIZE_NFC), &g_free);
  return form == nullptr ? std::string() : std::string(form.get());
}

std::string stem_of(std::string_view file) {
  return composed(std::filesystem::path(file).stem().string());
}

std::string lower(const std::string& word) {
  const Text small(g_utf8_strdown(word.c_str(), -1), &g_free);
  return small.get();
}

// Of the scripts that the exhibition's fonts have.
bool is_known_letter(gunichar letter) {
  if (g_unichar_ismark(letter)) return true;
  if (!g_unichar_isalpha(letter)) return false;
  const GUnicodeScript script = g_unichar_get_script(letter);
  return script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_ARABIC ||
         script == G_UNICODE_SCRIPT_TIFINAGH;
}

// Parted by whatever is neither letter nor digit; an apostrophe parts nothing.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);
    if (letter == '\'' || letter == 0x2019) {
      if (!words.back().empty()) words.back() += kApostrophe;
    } else if (is_known_letter(letter) || g_unichar_isdigit(letter)) {
      words.back().append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  for (std::string& word : words) {
    while (word.ends_with(kApostrophe)) word.resize(word.size() - kApostrophe.size());
  }
  return words;
}

bool has_digit(const std::string& word) {
  for (const char* at = word.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    if (g_unichar_isdigit(g_utf8_get_char(at))) return true;
  }
  return false;
}

// How cameras, phones and messages begin a name; what follows may still be a person's.
bool is_of_camera(const std::string& small) {
  constexpr std::array<std::string_view, 17> kNames{"img",  "dsc",  "dscn",  "dscf", "dscx", "pxl",
                                                    "mg",   "cimg", "mvimg", "dji",  "gopr", "sam",
                                                    "kimg", "imgp", "vid",   "pano", "fb"};
  return std::ranges::find(kNames, small) != kNames.end();
}

// Names in which even the words are a machine's: "WhatsApp Image 2025-10-31 at 12.00".
bool is_of_machine(const std::string& small) {
  constexpr std::array<std::string_view, 6> kNames{"whatsapp", "screenshot", "capture",
                                                   "snapchat", "received",   "signal"};
  return std::ranges::find(kNames, small) != kNames.end();
}

// Says only that it is a picture.
bool is_general(const std::string& small) {
  constexpr std::array<std::string_view, 14> kWords{"image",
                                                    "images",
                                                    "photo",
                                                    "photos",
                                                    "picture",
                                                    "foto",
                                                    "fotos",
                                                    "copy",
                                                    "copie",
                                                    "edited",
                                                    "\xD8\xB5\xD9\x88\xD8\xB1\xD8\xA9",
                                                    "scan",
                                                    "imagen",
                                                    "untitled"};
  return std::ranges::find(kWords, small) != kWords.end();
}

std::string shortened(const std::string& text, std::size_t letters) {
  if (static_cast<std::size_t>(g_utf8_strlen(text.c_str(), -1)) <= letters) return text;
  const char* end = g_utf8_offset_to_pointer(text.c_str(), static_cast<glong>(letters));
  std::string kept(text.c_str(), static_cast<std::size_t>(end - text.c_str()));
  if (const std::size_t blank = kept.rfind(' '); blank != std::string::npos) kept.resize(blank);
  return kept;
}

// A capital at its beginning; all in capitals is how old sticks write names, not how people do.
std::string as_sentence(std::string text) {
  const Text small(g_utf8_strdown(text.c_str(), -1), &g_free);
  const Text large(g_utf8_strup(text.c_str(), -1), &g_free);
  if (text == large.get()) text = small.get();
  const char* rest = g_utf8_next_char(text.c_str());
  std::array<char, 6> first{};
  const int bytes =
      g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(text.c_str())), first.data());
  return std::string(first.data(), static_cast<std::size_t>(bytes)) + rest;
}

}  // namespace

std::optional<std::string> caption_of(std::string_view file) {
  std::string caption;
  bool telling = false;
  for (const std::string& word : words_of(stem_of(file))) {
    const std::string small = lower(word);
    if (is_of_machine(small) && caption.empty()) return std::nullopt;
    if (has_digit(word) || is_of_camera(small)) continue;
    telling = telling || (!is_general(small) && g_utf8_strlen(word.c_str(), -1) >= 3);
    if (!caption.empty()) caption += ' ';
    caption += word;
  }
  if (!telling) return std::nullopt;
  caption = as_sentence(shortened(caption, kLongestCaption));
  if (is_unfinished(caption)) return std::nullopt;
  return caption;
}

std::optional<std::string> credit_of(std::string_view artist) {
  artist = artist.substr(0, artist.find('\0'));
  if (g_utf8_validate(artist.data(), static_cast<gssize>(artist.size()), nullptr) == FALSE) {
    return std::nullopt;
  }
  constexpr std::string_view kSigns = " .,;:&()/@+-_'0123456789\"";
  const std::string text = composed(artist);
  std::string credit;
  bool telling = false;
  for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);
    const bool sign = letter < 128 && kSigns.find(static_cast<char>(letter)) != std::string::npos;
    const bool known = is_known_letter(letter) || letter == 0xA9 || letter == 0x2019;
    telling = telling || is_known_letter(letter);
    if (letter == ' ' && (credit.empty() || credit.ends_with(' '))) continue;
    if (sign || known) credit.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
  }
  credit = shortened(credit, kLongestCredit);
  while (credit.ends_with(' ')) credit.pop_back();
  if (!telling || is_unfinished(credit)) return std::nullopt;
  return credit;
}

std::string safe_stem_of(std::string_view file) {
  std::string stem = id_from(stem_of(file)).substr(0, kLongestStem);
  while (stem.ends_with('-')) stem.pop_back();
  return stem.empty() ? "photo" : stem;
}

}  // namespace kiosk
