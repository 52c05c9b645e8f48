#include "platform/raster/texture_store.h"

#include <algorithm>
#include <utility>

#include "kiosk/base/check.h"
#include "platform/raster/blend.h"
#include "platform/raster/draw_shapes.h"
#include "platform/raster/fixed_point.h"

namespace kiosk::raster {
namespace {

// What is higher, such as a turned panel's whole picture, all processors draw at once: one alone
// would take longer than the caller has other work.
constexpr int kMostRows = 8 * kBandRows;

std::size_t texel_bytes(platform::PixelFormat format) {
  return format == platform::PixelFormat::kRgba8 ? 4 : 1;
}

void check_size(platform::TextureSize size) {
  KIOSK_CHECK(size.width > 0 && size.width <= kGreatestTextureSide);
  KIOSK_CHECK(size.height > 0 && size.height <= kGreatestTextureSide);
}

std::size_t byte_count(platform::PixelFormat format, platform::TextureSize size) {
  return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
         texel_bytes(format);
}

bool is_opaque(platform::PixelFormat format, std::span<const std::uint8_t> pixels) {
  if (format != platform::PixelFormat::kRgba8) return false;
  unsigned all = 255;
  for (std::size_t i = 3; i < pixels.size(); i += 4) all &= pixels[i];
  return all == 255;
}

}  // namespace

platform::TextureId TextureStore::add(platform::PixelFormat format, platform::TextureSize size,
                                      std::vector<std::uint8_t> pixels, bool opaque) {
  m_textures.emplace(
      ++m_last, Texture{format, size.width, size.height, std::move(pixels), opaque, ++m_contents});
  return {m_last};
}

void TextureStore::put_in_order(std::uint8_t* pixels, std::size_t bytes) const {
  if (m_order == PixelOrder::kRgba) return;
  auto* words = reinterpret_cast<std::uint32_t*>(pixels);
  exchange_red_and_blue(words, words, bytes / sizeof *words);
}

platform::TextureId TextureStore::create(platform::PixelFormat format, platform::TextureSize size,
                                         std::vector<std::uint8_t> pixels) {
  check_size(size);
  KIOSK_CHECK(pixels.size() == byte_count(format, size));
  const bool opaque = is_opaque(format, pixels);
  if (format == platform::PixelFormat::kRgba8) put_in_order(pixels.data(), pixels.size());
  return add(format, size, std::move(pixels), opaque);
}

platform::TextureId TextureStore::create_target(platform::TextureSize size) {
  check_size(size);
  const platform::PixelFormat format = platform::PixelFormat::kRgba8;
  return add(format, size, std::vector<std::uint8_t>(byte_count(format, size)), false);
}

// Waits until no drawing is under way.
void TextureStore::finish() const {
  m_errands.finish();
  m_painted.clear();
  m_shown.clear();
  if (m_drawings.size() > 1) m_drawings.resize(1);  // of many tiles, half a megabyte
}

std::unique_ptr<TextureStore::Drawing> TextureStore::spare_drawing() {
  const auto found =
      std::ranges::find_if(m_drawings, [](const auto& drawing) { return drawing->drawn.load(); });
  if (found == m_drawings.end()) return std::make_unique<Drawing>();
  std::unique_ptr<Drawing> drawing = std::move(*found);
  m_drawings.erase(found);
  return drawing;
}

bool TextureStore::is_in_use(const Texture& texture) const {
  return std::ranges::find(m_painted, &texture) != m_painted.end() ||
         std::ranges::find(m_shown, &texture) != m_shown.end();
}

void TextureStore::update(platform::TextureId texture, int x, int y, platform::TextureSize size,
                          std::span<const std::uint8_t> pixels) {
  const auto found = m_textures.find(texture.value);
  KIOSK_CHECK(found != m_textures.end());
  Texture& target = found->second;
  if (is_in_use(target)) finish();
  KIOSK_CHECK(x >= 0 && y >= 0 && size.width >= 0 && size.height >= 0);
  KIOSK_CHECK(size.width <= target.width - x && size.height <= target.height - y);
  KIOSK_CHECK(pixels.size() == byte_count(target.format, size));
  target.opaque = target.opaque && is_opaque(target.format, pixels);
  target.content = ++m_contents;
  const std::size_t texel = texel_bytes(target.format);
  const std::size_t row = static_cast<std::size_t>(size.width) * texel;
  for (int i = 0; i < size.height; ++i) {
    const auto place = static_cast<std::size_t>(y + i) * static_cast<std::size_t>(target.width) +
                       static_cast<std::size_t>(x);
    std::ranges::copy(pixels.subspan(static_cast<std::size_t>(i) * row, row),
                      target.pixels.begin() + static_cast<std::ptrdiff_t>(place * texel));
    if (texel == 4) put_in_order(target.pixels.data() + place * texel, row);
  }
}

void TextureStore::draw_into(platform::TextureId target, const ImDrawData& frame) {
  const auto found = m_textures.find(target.value);
  KIOSK_CHECK(found != m_textures.end());
  Texture& texture = found->second;
  KIOSK_CHECK(texture.format == platform::PixelFormat::kRgba8);
  if (is_in_use(texture)) finish();
  // RGBA bytes, R first, are the rasteriser's pixels on the little-endian machines we run on.
  texture.opaque = true;
  texture.content = ++m_contents;
  const Canvas canvas{texture.width, texture.height,
                      reinterpret_cast<std::uint32_t*>(texture.pixels.data())};
  std::unique_ptr<Drawing> drawing = spare_drawing();
  drawing->shapes = shapes_of(
      frame, [this](std::uintptr_t number) { return find(number); },
      {0, 0, texture.width, texture.height}, std::move(drawing->shapes), m_order);
  if (texture.height > kMostRows) {
    draw_in_shared_bands(drawing->shapes, canvas, kBlack);
    m_drawings.push_back(std::move(drawing));
    return;
  }
  drawing->bands = bands_of(drawing->shapes, texture.height, std::move(drawing->bands));
  drawing->drawn = false;
  m_painted.push_back(&texture);
  for (const ShapeCommand& command : drawing->shapes.commands) {
    const bool told = std::ranges::find(m_shown, command.texture) != m_shown.end();
    if (!told) m_shown.push_back(command.texture);
  }
  m_drawings.push_back(std::move(drawing));
  m_errands.add([&drawing = *m_drawings.back(), canvas] {
    draw_in_bands(drawing.shapes, drawing.bands, canvas, kBlack);
    drawing.drawn = true;
  });
}

void TextureStore::destroy(platform::TextureId texture) {
  const auto found = m_textures.find(texture.value);
  KIOSK_CHECK(found != m_textures.end());
  if (is_in_use(found->second)) finish();
  m_textures.erase(found);
}

const Texture* TextureStore::find(std::uintptr_t number) const {
  const auto found = m_textures.find(number);
  if (found == m_textures.end()) return nullptr;
  const Texture& texture = found->second;
  if (std::ranges::find(m_painted, &texture) != m_painted.end()) finish();
  return &texture;
}

}  // namespace kiosk::raster
