// Whether a picture that could be read is fit to be shown: large, sharp and calm enough. And the
// kinds of reason for which one is left out, for whoever tells it in another language.
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/authoring/content_pictures.h"

namespace kiosk {

inline constexpr int kLeastPictureWidth = 1280;

enum class PictureFault {
  kTooSmall,    // narrower than kLeastPictureWidth
  kBlurred,     // has no sharp edge anywhere
  kLightEdge,   // its caption could not be read on it
  kUnreadable,  // damaged, empty, or asks for too much when it is opened
  kWrongKind,   // HEIC, WebP, a text, a drawing where a photograph is expected
  kTooLarge,    // of more bytes than are taken
  kMissing,     // mentioned, and not there
  kNoCity,      // in no city's folder
  kTwice,       // the city has this very picture already
  kTooMany,     // more than a pack can hold
  kLink         // points elsewhere
};

// "too_small", "blurred"...: ends a key of words.
[[nodiscard]] std::string_view name(PictureFault fault);

struct PictureVerdict {
  PictureFault fault = PictureFault::kUnreadable;
  std::string what;    // no full stop
  std::string remedy;  // a sentence
};

// All that is wrong with it; nothing if it is fit. `name`: in quotes, or empty where the sentence
// has named it already.
[[nodiscard]] std::vector<PictureVerdict> verdicts_on(const PictureFacts& facts,
                                                      const std::string& name);

}  // namespace kiosk
