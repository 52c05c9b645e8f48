// What kind of file a picture is, by its first bytes, and what to tell who sent one that the
// kiosk does not take. Never by the file's name: phones, mail programs and offices rename, and a
// PNG named .jpg is as good a picture; who gave the name is told. A pack's manifest is another
// matter: it was written by a program of ours, so a picture of another kind than it says was
// put there by somebody else.
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

// By its ending, in whatever case; kOther: by none that the three kinds have.
[[nodiscard]] PictureFormat format_of_name(std::string_view name);

// What is odd about a picture that is taken all the same.
struct PictureRemark {
  std::string what;    // no full stop
  std::string remedy;  // a sentence
};

// Of a picture that could be read: its name says that it is of another kind.
[[nodiscard]] std::optional<PictureRemark> remark_on_name(std::string_view name,
                                                          PictureFormat found);

// Where a kind was promised. The promise stands in the caller's words, and so does the remedy.
[[nodiscard]] std::optional<PictureRefusal> refusal_of_kind(std::string_view bytes,
                                                            PictureFormat promised);

// HEIC, WebP, camera raw, PDF and others by name; nothing for the three that are taken.
[[nodiscard]] std::optional<PictureRefusal> refusal_of_format(std::string_view bytes);

// A drawing may hold shapes, gradients, patterns and masks. Text would depend on the machine's
// fonts, and links, scripts and embedded pictures have no place in it. Nor may it be so
// complicated that it keeps its reader busy for seconds (drawing_cost.h).
[[nodiscard]] std::optional<PictureRefusal> refusal_of_drawing(std::string_view svg);

}  // namespace kiosk
