// What kind of file a picture is, by its first bytes, and what to tell who sent one that the
// kiosk does not take. Never by the file's name: phones and mail programs rename.
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kiosk {

enum class PictureFormat { kJpeg, kPng, kSvg, kOther };

[[nodiscard]] PictureFormat format_of(std::string_view bytes);

// What is wrong and what to do about it, each a sentence; `what` has no full stop.
struct PictureRefusal {
  std::string what;
  std::string remedy;
  // No fault of the picture: the worker is missing, of another version, or cannot be shut in, so
  // no other picture would be read either.
  bool of_reader = false;
};

// HEIC, WebP, camera raw, PDF and others by name; nothing for the three that are taken.
[[nodiscard]] std::optional<PictureRefusal> refusal_of_format(std::string_view bytes);

// A drawing may hold shapes, gradients, patterns and masks. Text would depend on the machine's
// fonts, and links, scripts and embedded pictures have no place in it. Nor may it be so
// complicated that it keeps its reader busy for seconds (drawing_cost.h).
[[nodiscard]] std::optional<PictureRefusal> refusal_of_drawing(std::string_view svg);

}  // namespace kiosk
