#include "kiosk/draw/frame.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kiosk/draw/layer.h"
#include "kiosk/draw/stage.h"

namespace kiosk {
namespace {

ImVec2 im(Vec2 v) { return {v.x, v.y}; }
ImVec2 corner(const Rect& rect) { return {rect.x, rect.y}; }
ImVec2 far_corner(const Rect& rect) { return {rect.right(), rect.bottom()}; }
// Debian's two ImGui versions number textures differently; a pointer-sized number fits both.
ImTextureID im(platform::TextureId texture) { return (ImTextureID)texture.value; }

bool on_whole_pixels(const Rect& rect) {
  const auto whole = [](float at) { return at == std::round(at); };
  return whole(rect.x) && whole(rect.y) && whole(rect.w) && whole(rect.h);
}

// Letters reach out of their lines by less than a line.
Rect reach_of(const ShapedText& shaped, Vec2 at) {
  const float line =
      shaped.lines.empty() ? 0 : shaped.size.y / static_cast<float>(shaped.lines.size());
  return Rect{at.x, at.y, shaped.size.x, shaped.size.y}.grown(line);
}

}  // namespace

std::uint32_t Frame::ink(Colour colour) const { return colour.faded(m_opacity).packed(); }

bool Frame::is_visible(const Rect& box) const {
  const ImVec2 from = m_list.GetClipRectMin();
  const ImVec2 to = m_list.GetClipRectMax();
  return box.x < to.x && box.right() > from.x && box.y < to.y && box.bottom() > from.y;
}

Zone& Frame::add_zone() {
  if (!m_silent) return m_zones.next();
  m_unheard = {};
  return m_unheard;
}

bool Frame::keeps_nothing() const { return m_stage.text_log() != nullptr || m_opacity != 1; }

bool Frame::is_drawn(const Layer& layer) { return layer.drawn(); }

Frame Frame::begin_layer(Layer& layer) { return m_stage.begin_layer(layer, m_size); }

void Frame::end_layer(Layer& layer, const Frame& drawn) {
  layer.measure();
  layer.m_drawn = !drawn.moving() && !drawn.again_at();
  m_moving = m_moving || drawn.moving();
  if (drawn.again_at()) draw_again_at(*drawn.again_at());
}

void Frame::push_clip(const Rect& box) { m_list.PushClipRect(corner(box), far_corner(box), true); }
void Frame::pop_clip() { m_list.PopClipRect(); }

void Frame::fill(const Rect& rect, Colour colour, float radius) {
  if (!is_visible(rect.grown(1))) return;
  if (radius > 0) return rounded(rect, colour, 0, radius);
  m_list.AddRectFilled(corner(rect), far_corner(rect), ink(colour));
}

void Frame::outline(const Rect& rect, Colour colour, float width, float radius) {
  if (!is_visible(rect.grown(1))) return;
  if (radius > 0) return rounded(rect, colour, width, radius);
  m_list.AddRect(corner(rect), far_corner(rect), ink(colour), 0, 0, width);
}

// To whole pixels, in up to nine parts of one stamp, of which four are its corners. `line`: of its
// rim; 0: it is filled.
void Frame::rounded(const Rect& rect, Colour colour, float line, float radius) {
  const float left = std::round(rect.x);
  const float top = std::round(rect.y);
  const float right = std::round(rect.right());
  const float bottom = std::round(rect.bottom());
  const float most = std::floor(std::min(right - left, bottom - top) / 2);
  if (most < std::max(1.0F, line)) {  // too thin for corners or its line, and seen all the same
    m_list.AddRectFilled({left, top}, {std::max(right, left + 1), std::max(bottom, top + 1)},
                         ink(colour));
    return;
  }
  const auto eighths = [](float px) { return static_cast<int>(std::lround(px * 8)); };
  const int key_radius = eighths(std::min(radius, most));
  const int key_line = line > 0 ? std::max(1, eighths(line)) : 0;
  const StampKey key{StampKey::Kind::kRound, key_line, {key_radius, key_radius}};
  const Stage::Stamp* stamp = m_stage.stamp(key);
  if (stamp == nullptr) {
    stamp = &m_stage.keep_stamp(
        key, round_corners(static_cast<float>(key_radius) / 8, static_cast<float>(key_line) / 8));
  }
  const auto side = static_cast<float>(stamp->size.width);
  const float corner_side = side / 2 - 1;
  const std::array<float, 4> x{left, left + corner_side, right - corner_side, right};
  const std::array<float, 4> y{top, top + corner_side, bottom - corner_side, bottom};
  // Between the corners the stamp is the same all along.
  const std::array<float, 6> part{0, corner_side / side, 0.5F, 0.5F, 1 - corner_side / side, 1};
  const std::uint32_t packed = ink(colour);
  if ((packed & IM_COL32_A_MASK) == 0) return;
  m_list.PushTextureID(im(stamp->texture));
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      const bool middle = row == 1 && column == 1;
      if (middle || x.at(column) >= x.at(column + 1) || y.at(row) >= y.at(row + 1)) continue;
      m_list.PrimReserve(6, 4);
      m_list.PrimRectUV({x.at(column), y.at(row)}, {x.at(column + 1), y.at(row + 1)},
                        {part.at(2 * column), part.at(2 * row)},
                        {part.at(2 * column + 1), part.at(2 * row + 1)}, packed);
    }
  }
  m_list.PopTextureID();
  if (line <= 0 && x[1] < x[2] && y[1] < y[2]) {
    m_list.AddRectFilled({x[1], y[1]}, {x[2], y[2]}, packed);
  }
}

void Frame::fade_down(const Rect& rect, Colour top, Colour bottom) {
  m_list.AddRectFilledMultiColor(corner(rect), far_corner(rect), ink(top), ink(top), ink(bottom),
                                 ink(bottom));
}

void Frame::fade_across(const Rect& rect, Colour left, Colour right) {
  m_list.AddRectFilledMultiColor(corner(rect), far_corner(rect), ink(left), ink(right), ink(right),
                                 ink(left));
}

void Frame::disc(Vec2 centre, float radius, Colour colour) {
  m_list.AddCircleFilled(im(centre), radius, ink(colour));
}

void Frame::ring(Vec2 centre, float radius, Colour colour, float width) {
  m_list.AddCircle(im(centre), radius, ink(colour), 0, width);
}

void Frame::line(Vec2 from, Vec2 to, Colour colour, float width) {
  m_list.AddLine(im(from), im(to), ink(colour), width);
}

void Frame::path(std::span<const Vec2> points, Colour colour, float width, bool closed) {
  static_assert(sizeof(Vec2) == sizeof(ImVec2));
  m_list.AddPolyline(reinterpret_cast<const ImVec2*>(points.data()),
                     static_cast<int>(points.size()), ink(colour),
                     closed ? ImDrawFlags_Closed : ImDrawFlags_None, width);
}

void Frame::dashed_path(std::span<const Vec2> points, Colour colour, float width, float dash) {
  float left = dash;
  bool on = true;
  for (std::size_t i = 1; i < points.size(); ++i) {
    Vec2 from = points[i - 1];
    const Vec2 to = points[i];
    while (length(to - from) > left) {
      const Vec2 cut = from + (to - from) * (left / length(to - from));
      if (on) line(from, cut, colour, width);
      from = cut;
      on = !on;
      left = dash;
    }
    if (on) line(from, to, colour, width);
    left -= length(to - from);
  }
}

void Frame::star_shape(Vec2 centre, std::span<const Vec2> rim, Colour colour) {
  float reach = 1;
  for (const Vec2& point : rim) reach = std::max(reach, length(point - centre) + 1);
  if (!is_visible({centre.x - reach, centre.y - reach, 2 * reach, 2 * reach})) return;
  // A fan from the centre, and a feathered line over its edge.
  const auto count = static_cast<int>(rim.size());
  const std::uint32_t packed = ink(colour);
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  m_list.PrimReserve(count * 3, count + 1);
  const auto base = static_cast<unsigned>(m_list._VtxCurrentIdx);
  m_list.PrimWriteVtx(im(centre), uv, packed);
  for (const Vec2& point : rim) m_list.PrimWriteVtx(im(point), uv, packed);
  for (int i = 0; i < count; ++i) {
    m_list.PrimWriteIdx(static_cast<ImDrawIdx>(base));
    m_list.PrimWriteIdx(static_cast<ImDrawIdx>(base + 1 + static_cast<unsigned>(i)));
    m_list.PrimWriteIdx(static_cast<ImDrawIdx>(base + 1 + static_cast<unsigned>((i + 1) % count)));
  }
  if (colour.a == 255 && m_opacity == 1) path(rim, colour, 1, true);
}

void Frame::picture(platform::TextureId texture, const Rect& to, const Rect& part, Colour tint,
                    float radius) {
  const float cell = std::ceil(radius) + 1;  // ImGui keeps a pixel beside a corner
  if (radius <= 0 || !on_whole_pixels(to) || std::min(to.w, to.h) < 2 * cell) {
    m_list.AddImageRounded(im(texture), corner(to), far_corner(to), corner(part), far_corner(part),
                           ink(tint), radius);
    return;
  }
  // As one shape it would be a fan of slivers, each across all of the picture: its corners are
  // small ones, and the rest rectangles.
  const auto piece = [&](const Rect& box, ImDrawFlags round) {
    const Rect seen{part.x + (box.x - to.x) / to.w * part.w,
                    part.y + (box.y - to.y) / to.h * part.h, box.w / to.w * part.w,
                    box.h / to.h * part.h};
    m_list.AddImageRounded(im(texture), corner(box), far_corner(box), corner(seen),
                           far_corner(seen), ink(tint), radius, round);
  };
  const float right = to.right() - cell;
  const float bottom = to.bottom() - cell;
  piece({to.x, to.y, cell, cell}, ImDrawFlags_RoundCornersTopLeft);
  piece({right, to.y, cell, cell}, ImDrawFlags_RoundCornersTopRight);
  piece({to.x, bottom, cell, cell}, ImDrawFlags_RoundCornersBottomLeft);
  piece({right, bottom, cell, cell}, ImDrawFlags_RoundCornersBottomRight);
  piece({to.x + cell, to.y, to.w - 2 * cell, cell}, ImDrawFlags_RoundCornersNone);
  piece({to.x, to.y + cell, to.w, to.h - 2 * cell}, ImDrawFlags_RoundCornersNone);
  piece({to.x + cell, bottom, to.w - 2 * cell, cell}, ImDrawFlags_RoundCornersNone);
}

bool Frame::show_stamp(const StampKey& key, Vec2 centre, Colour colour) {
  const Stage::Stamp* stamp = m_stage.stamp(key);
  if (stamp == nullptr) return false;
  const Vec2 size{static_cast<float>(stamp->size.width), static_cast<float>(stamp->size.height)};
  const Vec2 at = centre - size * 0.5F;
  const Rect place{std::round(at.x), std::round(at.y), size.x, size.y};
  if (is_visible(place)) picture(stamp->texture, place, {0, 0, 1, 1}, colour);
  return true;
}

void Frame::keep_stamp(const StampKey& key, Bitmap made) {
  m_stage.keep_stamp(key, std::move(made));
}

void Frame::begin_mesh(std::size_t vertices, std::size_t indices) {
  m_list.PrimReserve(static_cast<int>(indices), static_cast<int>(vertices));
  m_mesh_base = m_list._VtxCurrentIdx;
}

void Frame::begin_textured_mesh(platform::TextureId texture, std::size_t vertices,
                                std::size_t indices) {
  m_list.PushTextureID(im(texture));
  begin_mesh(vertices, indices);
}

void Frame::end_texture() { m_list.PopTextureID(); }

void Frame::mesh_vertex(Vec2 at, Colour colour) {
  m_list.PrimWriteVtx(im(at), ImGui::GetFontTexUvWhitePixel(), ink(colour));
}

void Frame::mesh_vertex(Vec2 at, const HeightGradient& gradient) {
  const float v = (at.y - gradient.top) / (gradient.bottom - gradient.top);
  m_list.PrimWriteVtx(im(at), {0.5F, v}, kUntinted.faded(m_opacity).packed());
}

void Frame::end_mesh(std::span<const std::uint16_t> indices) {
  for (const std::uint16_t index : indices) {
    m_list.PrimWriteIdx(static_cast<ImDrawIdx>(m_mesh_base + index));
  }
}

const ShapedText& Frame::shape(std::string_view utf8, Language language, const TextStyle& style) {
  const ShapedText& shaped = m_stage.text_engine().layout(utf8, language, style);
  if (TextLog* log = m_stage.text_log()) log->shaped(shaped, utf8, language, style.px);
  return shaped;
}

void Frame::note(const ShapedText& shaped, Vec2 at, Colour colour, Colour outline) const {
  TextLog* log = m_stage.text_log();
  if (log == nullptr || m_opacity < 1) return;
  const ImVec2 from = m_list.GetClipRectMin();
  const ImVec2 to = m_list.GetClipRectMax();
  const Vec2 origin{std::round(at.x), std::round(at.y)};
  log->drawn(shaped, origin, {from.x, from.y, to.x - from.x, to.y - from.y}, m_zones.all().size(),
             {colour, outline});
}

void Frame::text(const ShapedText& shaped, Vec2 at, Colour colour) {
  if (!is_visible(reach_of(shaped, at))) return;
  note(shaped, at, colour, {0, 0, 0, 0});
  if (m_stage.texts_hidden()) return;
  glyphs(shaped.glyphs, at, colour);
}

void Frame::text(const ShapedText& shaped, Vec2 at, Colour colour, Colour outline) {
  if (!is_visible(reach_of(shaped, at))) return;
  note(shaped, at, colour, outline);
  if (m_stage.texts_hidden()) return;
  glyphs(shaped.outline, at, outline);
  glyphs(shaped.glyphs, at, colour);
}

void Frame::glyphs(std::span<const GlyphQuad> quads, Vec2 at, Colour colour) {
  const Vec2 origin{std::round(at.x), std::round(at.y)};
  const std::uint32_t packed = ink(colour);
  std::size_t begin = 0;
  while (begin < quads.size()) {
    const std::uint16_t page = quads[begin].page;
    const auto end = static_cast<std::size_t>(
        std::find_if(quads.begin() + static_cast<std::ptrdiff_t>(begin), quads.end(),
                     [page](const GlyphQuad& quad) { return quad.page != page; }) -
        quads.begin());
    const Stage::GlyphPage texture = m_stage.glyph_page(page);
    m_list.PushTextureID(im(texture.texture));
    m_list.PrimReserve(static_cast<int>(end - begin) * 6, static_cast<int>(end - begin) * 4);
    for (std::size_t i = begin; i < end; ++i) {
      const GlyphQuad& quad = quads[i];
      const Rect to{origin.x + quad.place.x, origin.y + quad.place.y, quad.place.w, quad.place.h};
      m_list.PrimRectUV(corner(to), far_corner(to),
                        {quad.u0 * texture.per_pixel.x, quad.v0 * texture.per_pixel.y},
                        {quad.u1 * texture.per_pixel.x, quad.v1 * texture.per_pixel.y}, packed);
    }
    m_list.PopTextureID();
    begin = end;
  }
}

}  // namespace kiosk
