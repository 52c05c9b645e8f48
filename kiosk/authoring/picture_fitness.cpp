#include "kiosk/authoring/picture_fitness.h"

#include <cstdio>

#include "kiosk/imaging/retouch.h"

namespace kiosk {

std::string_view name(PictureFault fault) {
  switch (fault) {
    case PictureFault::kTooSmall:
      return "too_small";
    case PictureFault::kBlurred:
      return "blurred";
    case PictureFault::kLightEdge:
      return "light_edge";
    case PictureFault::kUnreadable:
      return "unreadable";
    case PictureFault::kWrongKind:
      return "wrong_kind";
    case PictureFault::kTooLarge:
      return "too_large";
    case PictureFault::kMissing:
      return "missing";
    case PictureFault::kNoCity:
      return "no_city";
    case PictureFault::kTwice:
      return "twice";
    case PictureFault::kTooMany:
      return "too_many";
    case PictureFault::kLink:
      return "link";
  }
  return "unreadable";
}

std::vector<PictureVerdict> verdicts_on(const PictureFacts& facts, const std::string& name) {
  std::vector<PictureVerdict> verdicts;
  const std::string picture = "the picture" + (name.empty() ? "" : " " + name);
  if (!facts.drawing && facts.source_width < kLeastPictureWidth) {
    verdicts.push_back({PictureFault::kTooSmall,
                        picture + " is " + std::to_string(facts.source_width) +
                            " pixels wide, less than " + std::to_string(kLeastPictureWidth),
                        "Use the original from the camera, not a copy from a message."});
  } else if (!facts.drawing && facts.sharpness < kLeastSharpness) {
    verdicts.push_back({PictureFault::kBlurred, picture + " is blurred",
                        "Choose a sharper one, or the original instead of an enlarged copy."});
  }
  if (facts.caption_contrast < kLeastCaptionContrast) {
    char shown[32];
    std::snprintf(shown, sizeof shown, "%.1f", facts.caption_contrast);
    verdicts.push_back({PictureFault::kLightEdge,
                        (name.empty() ? "its lower edge" : "the lower edge of " + name) +
                            " is so light that its caption cannot be read on it (" + shown +
                            " to 1, less than 4.5)",
                        "Choose another picture, or crop its lower edge."});
  }
  return verdicts;
}

}  // namespace kiosk
