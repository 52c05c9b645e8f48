#include "platform/raster/shade.h"

#include <algorithm>
#include <cstring>

#include "platform/raster/blend.h"
#include "platform/raster/sample.h"

namespace kiosk::raster {
namespace {

constexpr std::uint32_t kWhite = 0xffffffffU;
constexpr std::uint32_t kNoAlpha = 0x00ffffffU;
constexpr int kAlpha = 3;
constexpr int kShort = 12;  // px; what is longer gains by four pixels at a time
constexpr std::int32_t kHalf = 1 << 15;

// Texel centres at whole numbers.
std::int32_t centred(std::int32_t position) { return position - (1 << (kTexelBits - 1)); }

bool same_texel(std::span<const FixedVertex> corners) {
  return std::ranges::all_of(
      corners, [&](const FixedVertex& c) { return c.u == corners[0].u && c.v == corners[0].v; });
}

Plane plane_of(const Slopes& slopes, std::span<const std::int32_t> values) {
  Plane plane(slopes, values[0], values[1], values[2]);
  if (values.size() > 3) plane.include(values[3]);
  return plane;
}

// What the visible part of a run needs.
Ramp ramp(const Plane& plane, const Run& run) {
  Ramp whole = plane.ramp(run.x, run.y, run.count);
  whole.start += whole.step * run.skipped;
  return whole;
}

// A colour whose alpha changes evenly, four pixels at a time.
void fill_faded(std::uint32_t* out, int count, std::uint32_t colour, Ramp alpha) {
  using Four = std::uint32_t __attribute__((vector_size(16)));
  const auto start = static_cast<std::uint32_t>(alpha.start + kHalf);
  const auto step = static_cast<std::uint32_t>(alpha.step);
  Four at{start, start + step, start + 2 * step, start + 3 * step};
  int i = 0;
  for (; i + 4 <= count; i += 4, at += 4 * step) {
    const Four pixels = (at >> 16) << 24 | colour;
    std::memcpy(out + i, &pixels, sizeof pixels);
  }
  for (; i < count; ++i) {
    out[i] = (start + static_cast<std::uint32_t>(i) * step) >> 16 << 24 | colour;
  }
}

}  // namespace

Shade::Shade(const Texture* texture, std::span<const FixedVertex> corners) {
  std::array<std::uint32_t, 4> colours{};
  std::uint32_t alpha = 0;
  const std::size_t count = corners.size();
  for (std::size_t i = 0; i < count; ++i) {
    colours[i] = corners[i].colour;
    alpha |= alpha_of(colours[i]);
  }
  if (alpha == 0) return;
  const Slopes slopes(corners[0], corners[1], corners[2]);
  if (texture != nullptr && same_texel(corners)) {
    const std::uint32_t texel = sample_once(*texture, centred(corners[0].u), centred(corners[0].v));
    if (alpha_of(texel) == 0) return;
    if (texel != kWhite) {
      for (std::uint32_t& colour : colours) colour = modulate(colour, texel);
    }
  } else if (texture != nullptr) {
    m_texture = texture;
    std::array<std::int32_t, 4> u{};
    std::array<std::int32_t, 4> v{};
    for (std::size_t i = 0; i < count; ++i) {
      u[i] = centred(corners[i].u);
      v[i] = centred(corners[i].v);
    }
    m_u = plane_of(slopes, std::span(u).first(count));
    m_v = plane_of(slopes, std::span(v).first(count));
  }
  set_colours(slopes, std::span(colours).first(count));
}

void Shade::set_colours(const Slopes& slopes, std::span<const std::uint32_t> colours) {
  std::uint32_t difference = 0;
  for (const std::uint32_t colour : colours) difference |= colour ^ colours[0];
  m_colour = colours[0];
  if (difference == 0) {
    if (m_texture != nullptr) {
      m_kind = Kind::kTexture;
    } else if (alpha_of(m_colour) != 0) {
      m_kind = Kind::kFlat;
    }
    return;
  }
  // A feathered edge, the most frequent of all, changes nothing but its alpha.
  const bool fading = m_texture == nullptr && (difference & kNoAlpha) == 0;
  for (int channel = fading ? kAlpha : 0; channel <= kAlpha; ++channel) {
    std::array<std::int32_t, 4> values{};
    for (std::size_t i = 0; i < colours.size(); ++i) {
      values[i] = static_cast<std::int32_t>((colours[i] >> (channel * 8)) & 0xff) << 16;
    }
    m_channels[static_cast<std::size_t>(channel)] =
        plane_of(slopes, std::span(values).first(colours.size()));
  }
  m_kind = fading ? Kind::kFading : m_texture == nullptr ? Kind::kGradient : Kind::kTextureGradient;
}

void Shade::draw(std::uint32_t* line, int y, const Span& span) const {
  if (m_kind == Kind::kFlat) {
    blend_colour(line + span.from, span.to - span.from, m_colour);
    return;
  }
  if (m_kind == Kind::kFading && m_channels[kAlpha].same_along_a_row()) {
    blend_colour(line + span.from, span.to - span.from,
                 faded(ramp(m_channels[kAlpha], {span.left, y, 1})));
    return;
  }
  if (m_kind == Kind::kFading && span.right - span.left <= kShort) return draw_short(line, y, span);
  int x = span.left + (span.from - span.left) / kRun * kRun;
  for (; x < span.to; x += kRun) {
    const int begin = std::max(x, span.from);
    draw_run(line, {x, y, std::min(kRun, span.right - x), begin - x,
                    std::min(x + kRun, span.to) - begin});
  }
}

void Shade::draw_short(std::uint32_t* line, int y, const Span& span) const {
  Ramp alpha =
      ramp(m_channels[kAlpha], {span.left, y, span.right - span.left, span.from - span.left, 0});
  for (int x = span.from; x < span.to; ++x, alpha.start += alpha.step) {
    line[x] = blend_pixel(faded(alpha), line[x]);
  }
}

void Shade::draw_run(std::uint32_t* line, const Run& run) const {
  if (m_kind == Kind::kTexture && m_texture->format == platform::PixelFormat::kAlpha8) {
    std::uint8_t coverage[kRun];
    sample_coverage(*m_texture, ramp(m_u, run), ramp(m_v, run), run.visible, m_v.same_along_a_row(),
                    coverage);
    blend_coverage(line + run.x + run.skipped, coverage, run.visible, m_colour);
    return;
  }
  std::uint32_t pixels[kRun];
  if (m_texture == nullptr) {
    fill_gradient(pixels, run);
  } else {
    const bool plain = m_kind == Kind::kTexture;
    const bool covers = plain && m_texture->opaque && m_colour == kWhite;
    std::uint32_t* out = covers ? line + run.x + run.skipped : pixels;
    sample_run(*m_texture, ramp(m_u, run), ramp(m_v, run), run.visible, m_v.same_along_a_row(),
               plain ? m_colour : kWhite, out);
    if (covers) return;
    if (!plain) {
      std::uint32_t colours[kRun];
      fill_gradient(colours, run);
      modulate_rows(pixels, colours, run.visible);
    }
  }
  blend_row(line + run.x + run.skipped, pixels, run.visible);
}

std::uint32_t Shade::faded(const Ramp& alpha) const {
  return (m_colour & kNoAlpha) | static_cast<std::uint32_t>((alpha.start + kHalf) >> 16) << 24;
}

void Shade::fill_gradient(std::uint32_t* out, const Run& run) const {
  Ramp a = ramp(m_channels[kAlpha], run);
  if (m_kind == Kind::kFading) {
    fill_faded(out, run.visible, m_colour & kNoAlpha, a);
    return;
  }
  a.start += kHalf;
  Ramp r = ramp(m_channels[0], run);
  Ramp g = ramp(m_channels[1], run);
  Ramp b = ramp(m_channels[2], run);
  r.start += kHalf;
  g.start += kHalf;
  b.start += kHalf;
  for (int i = 0; i < run.visible; ++i) {
    const auto at = [i](const Ramp& c) {
      return static_cast<std::uint32_t>((c.start + c.step * i) >> 16);
    };
    out[i] = at(r) | at(g) << 8 | at(b) << 16 | at(a) << 24;
  }
}

}  // namespace kiosk::raster
