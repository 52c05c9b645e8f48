// The scrim that captions stand on, over the lower edge of a picture: how dark it is where
// the text begins. One place, because it is drawn by the screens and reckoned with when the
// pictures of a pack are checked.
#pragma once

namespace kiosk {

inline constexpr double kCaptionShare = 0.18;           // of the picture's height, from below
inline constexpr double kCaptionScrim = 0.58;           // opacity behind the first line
inline constexpr int kCaptionInk[3] = {247, 240, 224};  // the text: paper
inline constexpr int kCaptionDark[3] = {7, 29, 36};     // the scrim: chrome

}  // namespace kiosk
