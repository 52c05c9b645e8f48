#include "platform/raster/shapes.h"

#include <imgui.h>

#include <algorithm>
#include <limits>

#include "kiosk/base/check.h"
#include "platform/raster/blend.h"
#include "platform/raster/edge_walk.h"

namespace kiosk::raster {
namespace {

constexpr std::int32_t kNotDrawable = std::numeric_limits<std::int32_t>::min();

// Upright, not flat, and with attributes that one plane describes. Depends on the corners
// alone, not on the clip, so that a part drawn anew gets the same pixels as the whole.
bool is_rectangle(const FixedVertex& c0, const FixedVertex& c1, const FixedVertex& c2,
                  const FixedVertex& c3) {
  const bool across = c0.y == c1.y && c1.x == c2.x && c2.y == c3.y && c3.x == c0.x;
  const bool down = c0.x == c1.x && c1.y == c2.y && c2.x == c3.x && c3.y == c0.y;
  if ((!across && !down) || c0.x == c2.x || c0.y == c2.y) return false;
  const auto in_plane = [](std::int64_t p0, std::int64_t p1, std::int64_t p2, std::int64_t p3) {
    return p0 + p2 == p1 + p3;
  };
  if (!in_plane(c0.u, c1.u, c2.u, c3.u) || !in_plane(c0.v, c1.v, c2.v, c3.v)) return false;
  if (c0.colour == c1.colour && c1.colour == c2.colour && c2.colour == c3.colour) return true;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto channel = [&](const FixedVertex& c) { return (c.colour >> shift) & 0xff; };
    if (!in_plane(channel(c0), channel(c1), channel(c2), channel(c3))) return false;
  }
  return true;
}

void check_texture(const Texture& texture) {
  const std::size_t texel = texture.format == platform::PixelFormat::kRgba8 ? 4 : 1;
  KIOSK_CHECK(texture.width > 0 && texture.width <= kGreatestTextureSide);
  KIOSK_CHECK(texture.height > 0 && texture.height <= kGreatestTextureSide);
  KIOSK_CHECK(texture.pixels.size() >= static_cast<std::size_t>(texture.width) *
                                           static_cast<std::size_t>(texture.height) * texel);
}

// The indices of one draw command, and the shapes made of them.
class CommandShapes {
 public:
  CommandShapes(const ImDrawList& list, const ImDrawCmd& command, Shapes& made, PixelOrder order)
      : m_made(made),
        m_order(order),
        m_indices(list.IdxBuffer.Data + command.IdxOffset,
                  command.ElemCount - command.ElemCount % 3) {
    KIOSK_CHECK(std::size_t{command.IdxOffset} + command.ElemCount <=
                static_cast<std::size_t>(list.IdxBuffer.Size));
  }

  // The vertices that the indices name, and those between them.
  void add_vertices(const ImDrawList& list, unsigned offset, Vec2 origin, const Texture* texture) {
    const auto [least, greatest] = std::ranges::minmax(m_indices);
    KIOSK_CHECK(std::size_t{offset} + greatest < static_cast<std::size_t>(list.VtxBuffer.Size));
    const int width = texture == nullptr ? 0 : texture->width;
    const int height = texture == nullptr ? 0 : texture->height;
    m_first = least;
    m_base = static_cast<std::uint32_t>(m_made.vertices.size());
    m_made.vertices.resize(m_base + std::size_t{greatest} - least + 1);
    FixedVertex* out = m_made.vertices.data() + m_base;
    const ImDrawVert* vertex = list.VtxBuffer.Data + offset + least;
    for (unsigned i = least; i <= greatest; ++i, ++out, ++vertex) {
      if (!to_fixed(*vertex, origin, width, height, *out)) out->x = kNotDrawable;
      if (m_order == PixelOrder::kBgra) out->colour = red_and_blue_exchanged(out->colour);
    }
  }

  void add_shapes(const PixelBox& clip) {
    const auto command = static_cast<std::uint32_t>(m_made.commands.size() - 1);
    const std::size_t count = m_indices.size();
    for (std::size_t i = 0; i < count; i += 3) {
      const ImDrawIdx* t = m_indices.data() + i;
      // ImGui writes a rectangle as 0 1 2, 0 2 3.
      const bool four = i + 6 <= count && t[3] == t[0] && t[4] == t[2];
      Shape shape{{place(t[0]), place(t[1]), place(t[2]), place(four ? t[5] : t[2])}, command};
      const FixedVertex& a = at(shape.corners[0]);
      const FixedVertex& b = at(shape.corners[1]);
      const FixedVertex& c = at(shape.corners[2]);
      const FixedVertex& d = at(shape.corners[3]);
      if (a.x == kNotDrawable || b.x == kNotDrawable || c.x == kNotDrawable) continue;
      shape.rectangle = four && d.x != kNotDrawable && is_rectangle(a, b, c, d);
      if (shape.rectangle) i += 3;
      add(shape, clip, a, b, c);
    }
  }

 private:
  [[nodiscard]] std::uint32_t place(ImDrawIdx index) const { return m_base + (index - m_first); }
  [[nodiscard]] const FixedVertex& at(std::uint32_t place) const { return m_made.vertices[place]; }

  // A rectangle's three corners say all about where it lies.
  void add(Shape& shape, const PixelBox& clip, const FixedVertex& a, const FixedVertex& b,
           const FixedVertex& c) {
    shape.reach = clip.intersection(
        {first_centre(std::min({a.x, b.x, c.x})), first_centre(std::min({a.y, b.y, c.y})),
         first_centre(std::max({a.x, b.x, c.x})), first_centre(std::max({a.y, b.y, c.y}))});
    if (shape.reach.empty()) return;
    m_made.shapes.push_back(shape);
  }

  Shapes& m_made;
  PixelOrder m_order;
  std::span<const ImDrawIdx> m_indices;
  std::uint32_t m_base = 0;
  unsigned m_first = 0;
};

}  // namespace

Shapes shapes_of(const ImDrawData& frame, const TextureLookup& textures, const PixelBox& bounds,
                 Shapes reused, PixelOrder order) {
  Shapes made = std::move(reused);
  made.vertices.clear();
  made.commands.clear();
  made.shapes.clear();
  const Vec2 origin{frame.DisplayPos.x, frame.DisplayPos.y};
  if (!is_drawable(origin.x) || !is_drawable(origin.y)) return made;
  made.vertices.reserve(static_cast<std::size_t>(frame.TotalVtxCount));
  made.shapes.reserve(static_cast<std::size_t>(frame.TotalIdxCount / 3));
  for (int i = 0; i < frame.CmdListsCount; ++i) {
    const ImDrawList& list = *frame.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      KIOSK_CHECK(command.UserCallback == nullptr);
      const PixelBox clip = bounds.intersection(command_clip(command, origin));
      if (clip.empty() || command.ElemCount < 3) continue;
      // The identifier is a pointer or a number, depending on ImGui's version.
      const Texture* texture = textures((std::uintptr_t)command.GetTexID());
      if (texture != nullptr) check_texture(*texture);
      made.commands.push_back({clip, texture, texture == nullptr ? 0 : texture->content});
      CommandShapes shapes(list, command, made, order);
      shapes.add_vertices(list, command.VtxOffset, origin, texture);
      shapes.add_shapes(clip);
    }
  }
  return made;
}

}  // namespace kiosk::raster
