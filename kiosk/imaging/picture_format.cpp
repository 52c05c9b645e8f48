#include "kiosk/imaging/picture_format.h"

#include <algorithm>
#include <array>

#include "kiosk/imaging/drawing_cost.h"

namespace kiosk {

namespace {

constexpr std::size_t kSvgHead = 4096;  // comments and a doctype may stand before the element

struct Signature {
  std::size_t at;
  std::string_view bytes;
  std::string_view name;
  std::string_view remedy;
};

constexpr std::string_view kFromPhone =
    "On an iPhone choose Settings, Camera, Formats, Most Compatible; or open it on a PC and save "
    "it as JPEG.";
constexpr std::string_view kSaveAs = "Open it and save it as JPEG or PNG.";
constexpr std::string_view kDevelop =
    "Export it as JPEG from the camera maker's program or from a free one such as darktable.";

// The brands of one container come first: they tell apart what its first bytes do not.
constexpr std::array kSignatures{
    Signature{4, "ftypheic", "HEIC", kFromPhone},
    Signature{4, "ftypheix", "HEIC", kFromPhone},
    Signature{4, "ftyphevc", "HEIC", kFromPhone},
    Signature{4, "ftypmif1", "HEIC", kFromPhone},
    Signature{4, "ftypmsf1", "HEIC", kFromPhone},
    Signature{4, "ftypavif", "AVIF", kSaveAs},
    Signature{4, "ftypcrx ", "a camera's raw file (CR3)", kDevelop},
    Signature{4, "ftyp", "a film", "Choose one picture of it and save that as JPEG."},
    Signature{8, "WEBP", "WebP", kSaveAs},
    Signature{0, "GIF8", "GIF", kSaveAs},
    Signature{0, "BM", "a Windows bitmap", kSaveAs},
    Signature{0, "%PDF", "PDF", "Open it and export the picture as JPEG."},
    Signature{0, "FUJIFILMCCD-RAW", "a camera's raw file (RAF)", kDevelop},
    Signature{0, "IIRO", "a camera's raw file (ORF)", kDevelop},
    Signature{0, std::string_view("IIU\0", 4), "a camera's raw file (RW2)", kDevelop},
    Signature{8, "CR\2", "a camera's raw file (CR2)", kDevelop},
    Signature{0, std::string_view("II*\0", 4), "TIFF or a camera's raw file", kDevelop},
    Signature{0, std::string_view("MM\0*", 4), "TIFF or a camera's raw file", kDevelop},
    Signature{0, "\xFF\x0A", "JPEG XL", kSaveAs},
    Signature{4, std::string_view("JXL ", 4), "JPEG XL", kSaveAs},
    Signature{4, "jP  ", "JPEG 2000", kSaveAs},
    Signature{0, "PK\3\4", "an archive or an office document",
              "Take the picture out of it and save it as JPEG or PNG."},
    Signature{0, "8BPS", "a Photoshop document", "Export it as JPEG."},
};

bool has(std::string_view bytes, std::size_t at, std::string_view wanted) {
  return bytes.size() >= at + wanted.size() && bytes.substr(at, wanted.size()) == wanted;
}

struct Kind {
  PictureFormat format;
  std::string_view ending;
  std::string_view name;
};

// The first of a format is the one to rename to.
constexpr std::array kKinds{
    Kind{PictureFormat::kJpeg, ".jpg", "JPEG"}, Kind{PictureFormat::kJpeg, ".jpeg", "JPEG"},
    Kind{PictureFormat::kJpeg, ".jpe", "JPEG"}, Kind{PictureFormat::kJpeg, ".jfif", "JPEG"},
    Kind{PictureFormat::kPng, ".png", "PNG"},   Kind{PictureFormat::kSvg, ".svg", "SVG"},
};

// Of one of the three.
const Kind& kind_of(PictureFormat format) {
  const auto* found = std::ranges::find(kKinds, format, &Kind::format);
  return found == kKinds.end() ? kKinds.front() : *found;
}

std::string with_article(PictureFormat format) {
  return (format == PictureFormat::kSvg ? "an " : "a ") + std::string(kind_of(format).name);
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

}  // namespace

PictureFormat format_of(std::string_view bytes) {
  if (has(bytes, 0, "\xFF\xD8\xFF")) return PictureFormat::kJpeg;
  if (has(bytes, 0, "\x89PNG\r\n\x1A\n")) return PictureFormat::kPng;
  if (has(bytes, 0, "\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t start = bytes.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || bytes[start] != '<') return PictureFormat::kOther;
  const bool drawing = bytes.substr(start, kSvgHead).find("<svg") != std::string_view::npos;
  return drawing ? PictureFormat::kSvg : PictureFormat::kOther;
}

PictureFormat format_of_name(std::string_view name) {
  const std::string small = lower(name);
  for (const Kind& kind : kKinds) {
    if (small.size() > kind.ending.size() && small.ends_with(kind.ending)) return kind.format;
  }
  return PictureFormat::kOther;
}

std::optional<PictureRemark> remark_on_name(std::string_view name, PictureFormat found) {
  const PictureFormat said = format_of_name(name);
  if (said == PictureFormat::kOther || found == PictureFormat::kOther || said == found) {
    return std::nullopt;
  }
  return PictureRemark{"it is " + with_article(found) + " by its content and " +
                           with_article(said) + " by its name; it is taken for what it is",
                       "Rename it to end in " + std::string(kind_of(found).ending) + "."};
}

std::optional<PictureRefusal> refusal_of_kind(std::string_view bytes, PictureFormat promised) {
  const PictureFormat found = format_of(bytes);
  if (found == promised || found == PictureFormat::kOther) return refusal_of_format(bytes);
  return PictureRefusal{"the picture is " + with_article(found) + ", not " + with_article(promised),
                        "Save it as " + with_article(promised) + "."};
}

std::optional<PictureRefusal> refusal_of_format(std::string_view bytes) {
  if (bytes.empty()) return PictureRefusal{"the picture is empty (0 bytes)", "Copy it again."};
  if (format_of(bytes) != PictureFormat::kOther) return std::nullopt;
  for (const Signature& signature : kSignatures) {
    if (!has(bytes, signature.at, signature.bytes)) continue;
    return PictureRefusal{
        "this is " + std::string(signature.name) + ", which the kiosk does not show",
        std::string(signature.remedy)};
  }
  return PictureRefusal{"this is not a JPEG, PNG or SVG picture",
                        "Open it in a picture program and save it as JPEG or PNG."};
}

std::optional<PictureRefusal> refusal_of_drawing(std::string_view svg) {
  struct Forbidden {
    std::string_view mark;
    std::string_view what;
    std::string_view remedy;
  };
  constexpr std::array kForbidden{
      Forbidden{"<text", "the drawing holds text", "Turn the text into paths."},
      Forbidden{"<image", "the drawing holds a picture", "Draw it, or use a JPEG as the picture."},
      Forbidden{"<script", "the drawing holds a script", "Remove it."},
      Forbidden{"<foreignobject", "the drawing holds foreign content", "Remove it."},
      Forbidden{"<filter", "the drawing uses a filter", "Draw the effect with shapes."},
      Forbidden{"<style", "the drawing uses a style sheet", "Write colours into the shapes."},
      Forbidden{"<!entity", "the drawing defines entities", "Write the values out."},
      Forbidden{"href=\"http", "the drawing refers to the network", "Remove the link."},
      Forbidden{"href=\"file", "the drawing refers to another file", "Remove the link."},
  };
  const std::string small = lower(svg);
  for (const Forbidden& forbidden : kForbidden) {
    if (small.find(forbidden.mark) == std::string::npos) continue;
    return PictureRefusal{std::string(forbidden.what), std::string(forbidden.remedy)};
  }
  return refusal_of_cost(cost_of_drawing(svg));
}

}  // namespace kiosk
