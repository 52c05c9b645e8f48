#include "kiosk/screens/picture_shelf.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/draw/zellige.h"
#include "kiosk/picture/blur_preview.h"

namespace kiosk {

namespace {

// A picture looked at near by, the one seen and both its neighbours at their size in a gallery, the
// panel's below it, and a row of thumbnails.
constexpr std::size_t kBudget = 36 * 1024 * 1024;
constexpr float kTileStep = 96;  // px between the stars of the tile

PixelSize size_for(const BuiltPicture& built, const PictureShelf::Look& look) {
  if (!look.whole) return size_to_fill({built.width, built.height}, look.made_for);
  const PixelSize size{static_cast<int>(std::lround(look.made_for.x)),
                       static_cast<int>(std::lround(look.made_for.y))};
  return size.width < built.width && size.height < built.height ? size : PixelSize{};
}

// From whole texels on: where a picture is as large as its place it is copied, and not mixed.
Rect at_whole_texels(const Rect& part, Vec2 size) {
  return {std::round(part.x * size.x) / size.x, std::round(part.y * size.y) / size.y, part.w,
          part.h};
}

}  // namespace

Rect cover_part(Vec2 picture, Vec2 place, Vec2 focus) {
  if (picture.x <= 0 || picture.y <= 0 || place.x <= 0 || place.y <= 0) return {0, 0, 1, 1};
  const float scale = std::max(place.x / picture.x, place.y / picture.y);
  const float w = std::min(1.0F, place.x / (picture.x * scale));
  const float h = std::min(1.0F, place.y / (picture.y * scale));
  return {std::clamp(focus.x - w / 2, 0.0F, 1 - w), std::clamp(focus.y - h / 2, 0.0F, 1 - h), w, h};
}

PixelSize size_to_fill(PixelSize picture, Vec2 place) {
  if (picture.width <= 0 || picture.height <= 0 || place.x <= 0 || place.y <= 0) return {};
  const double scale = std::max(static_cast<double>(place.x) / picture.width,
                                static_cast<double>(place.y) / picture.height);
  if (scale >= 1) return {};
  // What is less than a hundredth of a pixel more is the arithmetic's.
  const auto made = [&](int length) {
    return std::max(1, static_cast<int>(std::ceil(length * scale - 0.01)));
  };
  return {made(picture.width), made(picture.height)};
}

void PictureShelf::begin(Stage& stage) {
  m_complete = true;
  let_go(stage);
}

void PictureShelf::let_go(Stage& stage) {
  for (const platform::TextureId texture : m_leaving) stage.release(texture);
  m_leaving.clear();
}

void PictureShelf::keep(std::size_t bytes) {
  std::size_t held = 0;
  for (const auto& [key, shelved] : m_pictures) held += shelved.bytes;
  while (held > bytes && !m_pictures.empty()) {
    const auto oldest = std::ranges::min_element(
        m_pictures, {}, [](const auto& entry) { return entry.second.seen; });
    held -= oldest->second.bytes;
    if (oldest->second.texture.value != 0) m_leaving.push_back(oldest->second.texture);
    m_pictures.erase(oldest);
    ++m_given_up;
  }
}

const PictureShelf::Shelved* PictureShelf::find(Stage& stage, const Key& wanted) {
  ++m_clock;
  const auto found = m_pictures.find(wanted);
  if (found != m_pictures.end()) {
    found->second.seen = m_clock;
    return &found->second;
  }
  auto loaded = m_loader->take(m_folder / wanted.file, wanted.size);
  if (!loaded) return nullptr;
  Shelved shelved;
  shelved.seen = m_clock;
  Bitmap& bitmap = loaded->bitmap;
  if (bitmap.width > 0) {
    shelved.bytes = bitmap.pixels.size();
    keep(kBudget - std::min(kBudget, shelved.bytes));
    shelved.size = {static_cast<float>(bitmap.width), static_cast<float>(bitmap.height)};
    shelved.texture = stage.texture(std::move(bitmap));
  }
  return &m_pictures.emplace(wanted, shelved).first->second;
}

const PictureShelf::Shelved* PictureShelf::stand_in(const std::string& file) {
  Shelved* best = nullptr;
  for (auto entry = m_pictures.lower_bound({file, {}});
       entry != m_pictures.end() && entry->first.file == file; ++entry) {
    Shelved& shelved = entry->second;
    if (shelved.texture.value == 0) continue;
    if (best == nullptr || shelved.size.x > best->size.x) best = &shelved;
  }
  if (best != nullptr) best->seen = m_clock;
  return best;
}

platform::TextureId PictureShelf::blur_of(Stage& stage, const BuiltPicture& built) {
  const auto found = m_blurs.find(built.picture);
  if (found != m_blurs.end()) return found->second;
  platform::TextureId texture;
  if (const auto preview = blur_preview_from(built.blur)) {
    texture = stage.texture(picture_of(*preview));
  }
  return m_blurs.emplace(built.picture, texture).first->second;
}

bool PictureShelf::fetch(Stage& stage, const Photo& photo, const Look& look) {
  return find(stage, {photo.built->picture, size_for(*photo.built, look)}) != nullptr;
}

bool PictureShelf::fetch_thumbnail(Stage& stage, const Photo& photo) {
  return find(stage, {photo.built->thumbnail, {}}) != nullptr;
}

void PictureShelf::put_away(Stage& stage) {
  keep(0);
  let_go(stage);  // the frame is shown, and had none of them
  m_loader->forget();
}

void PictureShelf::draw_tile(Frame& frame, const Look& look) {
  frame.fill(look.place, look.tile, look.radius);
  frame.push_clip(look.place);
  for (float y = look.place.y; y < look.place.bottom() + kTileStep; y += kTileStep) {
    for (float x = look.place.x; x < look.place.right() + kTileStep; x += kTileStep) {
      frame.path(star_rim({x, y}, kTileStep / 2), look.tile_line, 2, true);
    }
  }
  frame.pop_clip();
}

bool PictureShelf::draw(Stage& stage, Frame& frame, const Photo& photo, const Look& look) {
  const Key wanted{photo.built->picture, size_for(*photo.built, look)};
  return draw_file(stage, frame, wanted, photo, look);
}

bool PictureShelf::draw_thumbnail(Stage& stage, Frame& frame, const Photo& photo,
                                  const Look& look) {
  return draw_file(stage, frame, {photo.built->thumbnail, {}}, photo, look);
}

bool PictureShelf::draw_file(Stage& stage, Frame& frame, const Key& wanted, const Photo& photo,
                             const Look& look) {
  const float grown = 1 + look.nearer;
  const Vec2 room{look.place.w * grown, look.place.h * grown};
  const auto part = [&](Vec2 size) {
    if (look.whole) return Rect{0, 0, 1, 1};
    Rect covered = cover_part(size, room, photo.focus);
    const Vec2 less{covered.w * (1 - 1 / grown), covered.h * (1 - 1 / grown)};
    return Rect{covered.x + less.x / 2, covered.y + less.y / 2, covered.w - less.x,
                covered.h - less.y};
  };
  const auto show = [&](const Shelved& picture) {
    const Rect seen = part(picture.size);
    const bool moves = look.nearer != 0;
    frame.picture(picture.texture, look.place, moves ? seen : at_whole_texels(seen, picture.size),
                  kUntinted, look.radius);
  };
  const Shelved* shelved = find(stage, wanted);
  if (shelved != nullptr && shelved->texture.value != 0) {
    show(*shelved);
    return true;
  }
  if (shelved == nullptr) {
    if (const Shelved* other = stand_in(wanted.file)) {
      show(*other);
      frame.keep_moving();
      m_complete = false;
      return false;
    }
  }
  const bool unreadable = shelved != nullptr;
  const platform::TextureId blur =
      unreadable ? platform::TextureId{} : blur_of(stage, *photo.built);
  if (blur.value != 0) {
    const Vec2 size{static_cast<float>(photo.built->width),
                    static_cast<float>(photo.built->height)};
    frame.picture(blur, look.place, part(size), kUntinted, look.radius);
  } else {
    draw_tile(frame, look);
  }
  if (!unreadable) {
    frame.keep_moving();
    m_complete = false;
  }
  return unreadable;
}

}  // namespace kiosk
