// Frame: one picture in the making: shapes, texts and pictures from back to front, and
// the zones that answer to touch. Screens draw on it and see nothing of the display.
//
// Made by Stage (stage.h) for each tick that draws; valid until Stage::finish. Panel px.
// What lies outside the clip costs nothing.
// Lines and shapes are feathered by one pixel, meshes are not: triangles that share an
// edge leave no seam. Thread: the frame's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "kiosk/app/zone.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/time.h"
#include "kiosk/draw/colour.h"
#include "kiosk/draw/stamp.h"
#include "kiosk/text/text.h"
#include "platform/display.h"

struct ImDrawList;

namespace kiosk {

class Layer;
class Stage;

// x and y of a mesh to the panel: scaled, y turned downwards if `scale_y` is negative.
struct MeshTransform {
  double scale_x = 1;
  double scale_y = 1;
  double offset_x = 0;
  double offset_y = 0;

  [[nodiscard]] Vec2 apply(double x, double y) const {
    return {static_cast<float>(x * scale_x + offset_x), static_cast<float>(y * scale_y + offset_y)};
  }
};

// A strip of colours that a mesh takes its colour from by its height on the panel, so that
// a gradient over many triangles shows none of them.
struct HeightGradient {
  platform::TextureId texture;
  float top = 0;  // panel y of the strip's ends
  float bottom = 1;
};

class Frame {
 public:
  Frame(Stage& stage, ImDrawList& list, Vec2 size, ZoneList& zones)
      : m_stage(stage), m_list(list), m_size(size), m_zones(zones) {}

  [[nodiscard]] Vec2 size() const { return m_size; }

  // Everything drawn until the pair of it is clipped to the box, or fainter.
  void push_clip(const Rect& box);
  void pop_clip();
  [[nodiscard]] double opacity() const { return m_opacity; }
  void set_opacity(double opacity) { m_opacity = opacity; }

  // With round corners: to whole pixels, an outline within its edges.
  void fill(const Rect& rect, Colour colour, float radius = 0);
  void outline(const Rect& rect, Colour colour, float width, float radius = 0);
  // From the first colour at the top (or start of x) to the second.
  void fade_down(const Rect& rect, Colour top, Colour bottom);
  void fade_across(const Rect& rect, Colour left, Colour right);
  void disc(Vec2 centre, float radius, Colour colour);
  void ring(Vec2 centre, float radius, Colour colour, float width);
  void line(Vec2 from, Vec2 to, Colour colour, float width);
  void path(std::span<const Vec2> points, Colour colour, float width, bool closed = false);
  void dashed_path(std::span<const Vec2> points, Colour colour, float width, float dash);
  // A polygon that its centre sees whole (stars, hexagons).
  void star_shape(Vec2 centre, std::span<const Vec2> rim, Colour colour);
  void picture(platform::TextureId texture, const Rect& to, const Rect& part, Colour tint,
               float radius = 0);

  // V has x and y. Indices in threes.
  template <typename V>
  void mesh(std::span<const V> vertices, std::span<const std::uint16_t> indices,
            const MeshTransform& transform, Colour colour) {
    begin_mesh(vertices.size(), indices.size());
    for (const V& v : vertices) mesh_vertex(transform.apply(v.x, v.y), colour);
    end_mesh(indices);
  }
  template <typename V>
  void mesh(std::span<const V> vertices, std::span<const std::uint16_t> indices,
            const MeshTransform& transform, const HeightGradient& gradient) {
    begin_textured_mesh(gradient.texture, vertices.size(), indices.size());
    for (const V& v : vertices) mesh_vertex(transform.apply(v.x, v.y), gradient);
    end_mesh(indices);
    end_texture();
  }

  // A drawing that is made by `make` once, its middle there, to whole pixels.
  template <typename Make>
  void stamp(const StampKey& key, Vec2 centre, Colour colour, Make make) {
    if (show_stamp(key, centre, colour)) return;
    keep_stamp(key, make());
    static_cast<void>(show_stamp(key, centre, colour));
  }

  // Lays the text out (once; later calls find it) without drawing it.
  const ShapedText& shape(std::string_view utf8, Language language, const TextStyle& style);
  // Draws at a top left corner, which is rounded to whole pixels.
  void text(const ShapedText& shaped, Vec2 at, Colour colour);
  void text(const ShapedText& shaped, Vec2 at, Colour colour, Colour outline);

  // A zone in front of those before it, to be filled in.
  [[nodiscard]] Zone& add_zone();
  void zone(const Zone& zone) { add_zone() = zone; }
  // While silent nothing drawn answers to touch: what is fading out, what is only measured.
  void set_silent(bool silent) { m_silent = silent; }
  [[nodiscard]] bool silent() const { return m_silent; }
  [[nodiscard]] std::span<const Zone> zones() const { return m_zones.all(); }

  // Shows the layer, after drawing it on a frame of its own if it is `fresh` or not drawn yet.
  // What goes on moving by itself is drawn anew each time.
  template <typename Draw>
  void retained(Layer& layer, bool fresh, Draw draw) {
    if (keeps_nothing()) return draw(*this);
    if (fresh || !is_drawn(layer)) {
      Frame own = begin_layer(layer);
      draw(own);
      end_layer(layer, own);
    }
    show(layer);
  }

  // Something on this picture goes on moving by itself: draw again next tick.
  void keep_moving() { m_moving = true; }
  [[nodiscard]] bool moving() const { return m_moving; }
  // Something on it moves too gently to be drawn at every tick: draw again then, of the state's
  // clock.
  void draw_again_at(Millis when) { m_again_at = sooner(m_again_at, when); }
  [[nodiscard]] std::optional<Millis> again_at() const { return m_again_at; }

 private:
  // Every text is being noted: nothing may be shown without being drawn.
  [[nodiscard]] bool keeps_nothing() const;
  [[nodiscard]] static bool is_drawn(const Layer& layer);
  [[nodiscard]] Frame begin_layer(Layer& layer);
  void end_layer(Layer& layer, const Frame& drawn);
  void show(const Layer& layer);
  [[nodiscard]] std::uint32_t ink(Colour colour) const;
  [[nodiscard]] bool is_visible(const Rect& box) const;
  void note(const ShapedText& shaped, Vec2 at, Colour colour, Colour outline) const;
  void rounded(const Rect& rect, Colour colour, float line, float radius);
  // False: there is none yet.
  [[nodiscard]] bool show_stamp(const StampKey& key, Vec2 centre, Colour colour);
  void keep_stamp(const StampKey& key, Bitmap made);
  void glyphs(std::span<const GlyphQuad> quads, Vec2 at, Colour colour);
  void begin_mesh(std::size_t vertices, std::size_t indices);
  void begin_textured_mesh(platform::TextureId texture, std::size_t vertices, std::size_t indices);
  void mesh_vertex(Vec2 at, Colour colour);
  void mesh_vertex(Vec2 at, const HeightGradient& gradient);
  void end_mesh(std::span<const std::uint16_t> indices);
  void end_texture();

  Stage& m_stage;
  ImDrawList& m_list;
  Vec2 m_size;
  double m_opacity = 1;
  bool m_moving = false;
  std::optional<Millis> m_again_at;
  bool m_silent = false;
  unsigned m_mesh_base = 0;
  ZoneList& m_zones;
  Zone m_unheard;  // stands in for zones while silent
};

}  // namespace kiosk
