#include "platform/raster/kept_picture.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "kiosk/base/check.h"
#include "platform/raster/draw_shapes.h"
#include "platform/raster/processors.h"

namespace kiosk::raster {
namespace {

// A second thread is worth its start for this much more to draw.
constexpr std::int64_t kPixelsAThread = 100'000;

int tiles_in(int pixels) { return (pixels + kTile - 1) / kTile; }

void clear_lists(std::vector<std::vector<std::uint32_t>>& lists, int count) {
  lists.resize(static_cast<std::size_t>(count));
  for (std::vector<std::uint32_t>& list : lists) list.clear();
}

bool same_corners(const Shapes& a, const Shape& of_a, const Shapes& b, const Shape& of_b) {
  const std::size_t corners = of_a.rectangle ? 4 : 3;
  for (std::size_t i = 0; i < corners; ++i) {
    if (a.vertices[of_a.corners[i]] != b.vertices[of_b.corners[i]]) return false;
  }
  return true;
}

// Do the two draw the same into the tile, whatever is there already?
bool same_within(const PixelBox& tile, const Shapes& a, const Shape& of_a, const Shapes& b,
                 const Shape& of_b) {
  const ShapeCommand& by_a = a.commands[of_a.command];
  const ShapeCommand& by_b = b.commands[of_b.command];
  return of_a.rectangle == of_b.rectangle && by_a.content == by_b.content &&
         by_a.clip.intersection(tile) == by_b.clip.intersection(tile) &&
         same_corners(a, of_a, b, of_b);
}

}  // namespace

void KeptPicture::sort(Sorted& frame) const {
  clear_lists(frame.tiles, m_columns * m_rows);
  clear_lists(frame.bands, m_rows);
  for (const ShapeCommand& command : frame.shapes.commands) {
    KIOSK_CHECK(command.texture == nullptr || command.content != 0);
  }
  for (std::uint32_t i = 0; i < frame.shapes.shapes.size(); ++i) {
    const PixelBox& reach = frame.shapes.shapes[i].reach;
    for (int row = reach.top / kTile; row * kTile < reach.bottom; ++row) {
      frame.bands[static_cast<std::size_t>(row)].push_back(i);
      for (int column = reach.left / kTile; column * kTile < reach.right; ++column) {
        frame.tiles[static_cast<std::size_t>(row * m_columns + column)].push_back(i);
      }
    }
  }
}

// Most of a frame is the frame before, but for something in the middle: that is found in one pass,
// where each tile for itself would look at its shapes again.
void KeptPicture::find_same_ends() {
  const Shapes& now = m_now.shapes;
  const Shapes& before = m_before.shapes;
  const std::size_t most = std::min(now.shapes.size(), before.shapes.size());
  const auto same = [&](const Shape& a, const Shape& b) {
    const ShapeCommand& by_a = now.commands[a.command];
    const ShapeCommand& by_b = before.commands[b.command];
    return a.rectangle == b.rectangle && by_a.content == by_b.content && by_a.clip == by_b.clip &&
           same_corners(now, a, before, b);
  };
  m_same_first = 0;
  while (m_same_first < most && same(now.shapes[m_same_first], before.shapes[m_same_first])) {
    ++m_same_first;
  }
  m_same_last = 0;
  while (m_same_last < most - m_same_first &&
         same(now.shapes[now.shapes.size() - 1 - m_same_last],
              before.shapes[before.shapes.size() - 1 - m_same_last])) {
    ++m_same_last;
  }
}

bool KeptPicture::is_same(std::size_t tile, const PixelBox& box) const {
  const std::size_t all_now = m_now.shapes.shapes.size();
  const std::size_t all_before = m_before.shapes.shapes.size();
  return std::ranges::equal(
      m_now.tiles[tile], m_before.tiles[tile], [&](std::uint32_t now, std::uint32_t before) {
        if (now < m_same_first && now == before) return true;
        if (all_now - now <= m_same_last && all_now - now == all_before - before) return true;
        return same_within(box, m_now.shapes, m_now.shapes.shapes[now], m_before.shapes,
                           m_before.shapes.shapes[before]);
      });
}

// Neighbours in a row are joined.
void KeptPicture::find_changes() {
  m_changed.clear();
  for (int row = 0; row < m_rows; ++row) {
    bool joined = false;
    for (int column = 0; column < m_columns; ++column) {
      const PixelBox box{column * kTile, row * kTile,
                         std::min((column + 1) * kTile, m_canvas.width),
                         std::min((row + 1) * kTile, m_canvas.height)};
      const auto tile = static_cast<std::size_t>(row * m_columns + column);
      if (!m_whole && is_same(tile, box)) {
        joined = false;
      } else if (joined) {
        m_changed.back().right = box.right;
      } else {
        m_changed.push_back(box);
        joined = true;
      }
    }
  }
}

std::span<const PixelBox> KeptPicture::draw(const Canvas& canvas, PixelOrder order,
                                            const ImDrawData& frame, const TextureLookup& textures,
                                            const BoxDone& done) {
  const int width = canvas.width;
  const int height = canvas.height;
  if (canvas.rgba != m_canvas.rgba || width != m_canvas.width || height != m_canvas.height) {
    m_canvas = canvas;
    m_columns = tiles_in(width);
    m_rows = tiles_in(height);
    m_whole = true;
  }
  std::swap(m_now, m_before);
  m_now.shapes = shapes_of(frame, textures, {0, 0, width, height}, std::move(m_now.shapes), order);
  sort(m_now);
  if (!m_whole) find_same_ends();
  find_changes();
  m_whole = false;
  std::int64_t pixels = 0;
  for (const PixelBox& box : m_changed) {
    pixels += std::int64_t{box.right - box.left} * (box.bottom - box.top);
  }
  const int threads = 1 + static_cast<int>(pixels / kPixelsAThread);
  share_among_processors(static_cast<int>(m_changed.size()), threads, [&](int number) {
    const PixelBox& box = m_changed[static_cast<std::size_t>(number)];
    const auto& reaching = m_now.bands[static_cast<std::size_t>(box.top / kTile)];
    lay_ground(m_now.shapes, reaching, canvas, box, kBlack);
    draw_shapes(m_now.shapes, reaching, canvas, box);
    if (done) done(box);
  });
  return m_changed;
}

}  // namespace kiosk::raster
