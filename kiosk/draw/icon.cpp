#include "kiosk/draw/icon.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/draw/stamp.h"

namespace kiosk {
namespace {

constexpr float kRadian = 3.14159265F / 180;

// From the right, clockwise on the panel, in degrees.
Stroke arc(Vec2 centre, float radius, float from, float to) {
  constexpr int kSteps = 20;
  Stroke stroke;
  for (int i = 0; i <= kSteps; ++i) {
    const float angle = (from + (to - from) * static_cast<float>(i) / kSteps) * kRadian;
    stroke.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  return stroke;
}

// In a box from -1 to 1, y downwards.
std::vector<Stroke> strokes(Icon icon) {
  switch (icon) {
    case Icon::kPlus:
      return {{{-0.9F, 0}, {0.9F, 0}}, {{0, -0.9F}, {0, 0.9F}}};
    case Icon::kMinus:
      return {{{-0.9F, 0}, {0.9F, 0}}};
    case Icon::kClose:
      return {{{-0.75F, -0.75F}, {0.75F, 0.75F}}, {{0.75F, -0.75F}, {-0.75F, 0.75F}}};
    case Icon::kBack:
      return {{{0.95F, 0}, {-0.85F, 0}}, {{0, -0.85F}, {-0.85F, 0}, {0, 0.85F}}};
    case Icon::kNext:
      return {{{-0.4F, -0.85F}, {0.45F, 0}, {-0.4F, 0.85F}}};
    case Icon::kPrevious:
      return {{{0.4F, -0.85F}, {-0.45F, 0}, {0.4F, 0.85F}}};
    case Icon::kMore:
      return {{{-0.85F, -0.4F}, {0, 0.45F}, {0.85F, -0.4F}}};
    case Icon::kFrameAll:
      return {{{-0.85F, -0.3F}, {-0.85F, -0.85F}, {-0.3F, -0.85F}},
              {{0.3F, -0.85F}, {0.85F, -0.85F}, {0.85F, -0.3F}},
              {{0.85F, 0.3F}, {0.85F, 0.85F}, {0.3F, 0.85F}},
              {{-0.3F, 0.85F}, {-0.85F, 0.85F}, {-0.85F, 0.3F}}};
    case Icon::kSearch:
      return {arc({-0.2F, -0.2F}, 0.65F, 0, 360), {{0.28F, 0.28F}, {0.9F, 0.9F}}};
    case Icon::kList:
      return {{{-0.35F, -0.6F}, {0.9F, -0.6F}}, {{-0.35F, 0}, {0.9F, 0}},
              {{-0.35F, 0.6F}, {0.9F, 0.6F}},   {{-0.85F, -0.6F}, {-0.75F, -0.6F}},
              {{-0.85F, 0}, {-0.75F, 0}},       {{-0.85F, 0.6F}, {-0.75F, 0.6F}}};
    case Icon::kAccess:
      return {arc({0, -0.82F}, 0.16F, 0, 360),
              {{-0.85F, -0.38F}, {0, -0.3F}, {0.85F, -0.38F}},
              {{0, -0.3F}, {0, 0.2F}},
              {{-0.5F, 0.95F}, {0, 0.2F}, {0.5F, 0.95F}}};
    case Icon::kErase:
      return {{{-0.95F, 0},
               {-0.4F, -0.65F},
               {0.95F, -0.65F},
               {0.95F, 0.65F},
               {-0.4F, 0.65F},
               {-0.95F, 0}},
              {{0, -0.25F}, {0.5F, 0.25F}},
              {{0.5F, -0.25F}, {0, 0.25F}}};
    case Icon::kSpace:
      return {{{-0.9F, -0.1F}, {-0.9F, 0.35F}, {0.9F, 0.35F}, {0.9F, -0.1F}}};
    case Icon::kTextSize:
      return {{{-1, 0.7F}, {-0.45F, -0.75F}, {0.1F, 0.7F}},
              {{-0.8F, 0.2F}, {-0.1F, 0.2F}},
              {{0.25F, 0.7F}, {0.62F, -0.2F}, {1, 0.7F}},
              {{0.38F, 0.38F}, {0.87F, 0.38F}}};
    case Icon::kMotion:
      return {{{-0.95F, -0.2F}, {-0.5F, -0.5F}, {0, -0.2F}, {0.5F, -0.5F}, {0.95F, -0.2F}},
              {{-0.95F, 0.5F}, {-0.5F, 0.2F}, {0, 0.5F}, {0.5F, 0.2F}, {0.95F, 0.5F}},
              {{0.75F, -0.9F}, {-0.75F, 0.9F}}};
    case Icon::kContrast:
      return {arc({0, 0}, 0.85F, 0, 360),
              arc({0, 0}, 0.65F, 90, 270),  // close enough to leave nothing between them
              arc({0, 0}, 0.45F, 90, 270),
              arc({0, 0}, 0.25F, 90, 270),
              arc({0, 0}, 0.1F, 90, 270),
              {{0, -0.8F}, {0, 0.8F}}};
    case Icon::kReset:
      return {arc({0, 0}, 0.75F, -135, 150), {{-0.55F, -1}, {-0.55F, -0.5F}, {-0.05F, -0.5F}}};
    case Icon::kTag:
      return {{{-0.9F, -0.9F}, {0, -0.9F}, {0.9F, 0}, {0, 0.9F}, {-0.9F, 0}, {-0.9F, -0.9F}},
              arc({-0.45F, -0.45F}, 0.14F, 0, 360)};
    case Icon::kGlobe:
      return {arc({0, 0}, 0.85F, 0, 360),
              {{-0.85F, 0}, {0.85F, 0}},
              {{0, -0.85F}, {-0.4F, -0.4F}, {-0.4F, 0.4F}, {0, 0.85F}},
              {{0, -0.85F}, {0.4F, -0.4F}, {0.4F, 0.4F}, {0, 0.85F}}};
    case Icon::kCheck:
      return {{{-0.75F, 0.05F}, {-0.2F, 0.6F}, {0.8F, -0.55F}}};
    case Icon::kTouch:
      return {arc({-0.1F, -0.5F}, 0.45F, 150, 390),
              {{-0.1F, 0.3F}, {-0.1F, -0.5F}},
              {{-0.1F, 0.1F},
               {-0.5F, 0},
               {-0.25F, 0.6F},
               {0, 0.95F},
               {0.5F, 0.95F},
               {0.7F, 0.55F},
               {0.7F, 0.1F},
               {-0.1F, -0.05F}}};
    case Icon::kHouse:
      return {{{-0.95F, -0.05F}, {0, -0.85F}, {0.95F, -0.05F}},
              {{-0.65F, -0.2F}, {-0.65F, 0.8F}, {0.65F, 0.8F}, {0.65F, -0.2F}}};
    case Icon::kPictures:
      return {
          {{-0.95F, -0.75F}, {0.95F, -0.75F}, {0.95F, 0.75F}, {-0.95F, 0.75F}, {-0.95F, -0.75F}},
          {{-0.75F, 0.45F}, {-0.2F, -0.15F}, {0.2F, 0.3F}, {0.45F, 0.05F}, {0.75F, 0.4F}},
          arc({0.45F, -0.35F}, 0.13F, 0, 360)};
    case Icon::kCaptions:
      return {{{-0.95F, -0.7F}, {0.95F, -0.7F}, {0.95F, 0.7F}, {-0.95F, 0.7F}, {-0.95F, -0.7F}},
              {{-0.6F, 0.1F}, {0.6F, 0.1F}},
              {{-0.6F, 0.4F}, {0.2F, 0.4F}}};
    case Icon::kLargest:
      return {{{0.15F, -0.15F}, {0.85F, -0.85F}},
              {{0.3F, -0.85F}, {0.85F, -0.85F}, {0.85F, -0.3F}},
              {{-0.15F, 0.15F}, {-0.85F, 0.85F}},
              {{-0.3F, 0.85F}, {-0.85F, 0.85F}, {-0.85F, 0.3F}}};
    case Icon::kWhole:
      return {{{0.9F, -0.9F}, {0.15F, -0.15F}},
              {{0.15F, -0.7F}, {0.15F, -0.15F}, {0.7F, -0.15F}},
              {{-0.9F, 0.9F}, {-0.15F, 0.15F}},
              {{-0.15F, 0.7F}, {-0.15F, 0.15F}, {-0.7F, 0.15F}}};
    case Icon::kAgreement:
      return {{{-0.65F, -0.9F}, {0.65F, -0.9F}, {0.65F, 0.9F}, {-0.65F, 0.9F}, {-0.65F, -0.9F}},
              {{-0.3F, -0.45F}, {0.3F, -0.45F}},
              {{-0.3F, -0.1F}, {0.3F, -0.1F}},
              {{-0.35F, 0.5F}, {-0.1F, 0.3F}, {0.05F, 0.55F}, {0.35F, 0.35F}}};
    case Icon::kTakeAway:
      return {
          {{-0.85F, -0.85F}, {-0.2F, -0.85F}, {-0.2F, -0.2F}, {-0.85F, -0.2F}, {-0.85F, -0.85F}},
          {{0.2F, -0.85F}, {0.85F, -0.85F}, {0.85F, -0.2F}, {0.2F, -0.2F}, {0.2F, -0.85F}},
          {{-0.85F, 0.2F}, {-0.2F, 0.2F}, {-0.2F, 0.85F}, {-0.85F, 0.85F}, {-0.85F, 0.2F}},
          {{0.25F, 0.25F}, {0.5F, 0.25F}, {0.5F, 0.55F}},
          {{0.85F, 0.25F}, {0.85F, 0.5F}},
          {{0.3F, 0.85F}, {0.85F, 0.85F}}};
    case Icon::kQuiz:
      return {arc({0, 0}, 0.9F, 0, 360),
              {{-0.3F, -0.25F},
               {-0.2F, -0.5F},
               {0.1F, -0.55F},
               {0.32F, -0.3F},
               {0.2F, -0.05F},
               {0, 0.08F},
               {0, 0.25F}},
              {{0, 0.5F}, {0, 0.52F}}};
    case Icon::kReach:
      return {{{0, -0.9F}, {0, 0.3F}},
              {{-0.5F, -0.15F}, {0, 0.35F}, {0.5F, -0.15F}},
              {{-0.9F, 0.8F}, {0.9F, 0.8F}}};
    case Icon::kSpeech:
      return {{{-0.9F, -0.3F},
               {-0.5F, -0.3F},
               {-0.05F, -0.7F},
               {-0.05F, 0.7F},
               {-0.5F, 0.3F},
               {-0.9F, 0.3F},
               {-0.9F, -0.3F}},
              arc({0.1F, 0}, 0.35F, -50, 50),
              arc({0.1F, 0}, 0.75F, -50, 50)};
    case Icon::kClub:
      return {arc({0, 0}, 0.25F, 0, 360),        arc({0, -0.8F}, 0.13F, 0, 360),
              arc({0.75F, 0.4F}, 0.13F, 0, 360), arc({-0.75F, 0.4F}, 0.13F, 0, 360),
              {{0, -0.3F}, {0, -0.6F}},          {{0.25F, 0.15F}, {0.6F, 0.33F}},
              {{-0.25F, 0.15F}, {-0.6F, 0.33F}}};
  }
  return {};
}

bool follows_reading(Icon icon) {
  return icon == Icon::kBack || icon == Icon::kNext || icon == Icon::kPrevious ||
         icon == Icon::kErase;
}

// The strokes reach beyond the square by half their width.
Bitmap picture_of(Icon icon, int side, bool turned) {
  const float unit = static_cast<float>(side) / 2;
  const float width = std::max(2.0F, static_cast<float>(side) * 0.14F);
  const int margin = static_cast<int>(std::ceil(width / 2)) + 1;
  const int whole = side + 2 * margin;
  const float middle = static_cast<float>(whole) / 2;
  std::vector<Stroke> placed = strokes(icon);
  for (Stroke& stroke : placed) {
    for (Vec2& point : stroke) {
      point = {middle + (turned ? -unit : unit) * point.x, middle + unit * point.y};
    }
  }
  return stroked({whole, whole}, placed, width);
}

}  // namespace

void draw_icon(Frame& frame, Icon icon, Vec2 centre, float side, Colour colour, bool mirrored) {
  const bool turned = mirrored && follows_reading(icon);
  const int whole = std::max(1, static_cast<int>(std::lround(side)));
  const StampKey key{turned ? StampKey::Kind::kTurnedIcon : StampKey::Kind::kIcon,
                     static_cast<int>(icon),
                     {whole, whole}};
  frame.stamp(key, centre, colour, [&] { return picture_of(icon, whole, turned); });
}

}  // namespace kiosk
