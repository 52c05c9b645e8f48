// WatchfulDisplay: a display that paints nothing, or by another, and holds every call against what
// a display is promised: textures that exist, boxes within them, vertices that are numbers, clips
// on the panel. Counts what is alive, and makes one number of each frame, so that two runs can be
// compared.
//
// Says only the first thing that is wrong. Thread: the frame's.
#pragma once

#include <imgui.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/linux/painter.h"

namespace kiosk::test {

class WatchfulDisplay final : public platform::Display {
 public:
  // `painter`: paints what is shown, and outlives this one; none: nothing is painted.
  explicit WatchfulDisplay(platform::TextureSize size, platform::Painter* painter = nullptr)
      : m_size(size), m_painter(painter) {}

  [[nodiscard]] platform::TextureSize size() const override { return m_size; }

  [[nodiscard]] platform::TextureId create_texture(platform::PixelFormat format,
                                                   platform::TextureSize size,
                                                   std::vector<std::uint8_t> pixels) override {
    const std::size_t bytes = bytes_of(format, size);
    if (pixels.size() != bytes) complain("a texture came with too few or too many pixels");
    return add(
        {size, bytes, false, format},
        m_painter != nullptr ? m_painter->create_texture(format, size, std::move(pixels)) : next());
  }
  [[nodiscard]] platform::TextureId create_target(platform::TextureSize size) override {
    const auto format = platform::PixelFormat::kRgba8;
    return add({size, bytes_of(format, size), true, format},
               m_painter != nullptr ? m_painter->create_target(size) : next());
  }
  void update_texture(platform::TextureId texture, int x, int y, platform::TextureSize size,
                      std::span<const std::uint8_t> pixels) override {
    const auto found = m_alive.find(texture.value);
    if (found == m_alive.end()) return complain("a texture that does not exist was updated");
    const Texture& of = found->second;
    if (of.target) complain("a target was updated");
    const bool within = x >= 0 && y >= 0 && size.width >= 0 && size.height >= 0 &&
                        x + size.width <= of.size.width && y + size.height <= of.size.height;
    if (!within) complain("a texture was updated outside itself");
    if (pixels.size() != bytes_of(of.format, size)) complain("an update has another size");
    if (m_painter != nullptr) m_painter->update_texture(texture, x, y, size, pixels);
  }
  void destroy_texture(platform::TextureId texture) override {
    const auto found = m_alive.find(texture.value);
    if (found == m_alive.end()) return complain("a texture was destroyed that does not exist");
    m_bytes -= found->second.bytes;
    m_alive.erase(found);
    if (m_painter != nullptr) m_painter->destroy_texture(texture);
  }
  void draw_into(platform::TextureId target, const ImDrawData& frame) override {
    const auto found = m_alive.find(target.value);
    if (found == m_alive.end() || !found->second.target) {
      return complain("something was drawn into what is no target");
    }
    look_at(frame, found->second.size, target.value);
    if (m_painter != nullptr) m_painter->draw_into(target, frame);
  }
  void present(const ImDrawData& frame) override {
    ++m_presents;
    look_at(frame, m_size, 0);
    if (m_painter != nullptr) m_painter->present(frame);
  }

  // The first thing that was wrong; empty: nothing.
  [[nodiscard]] const std::string& complaint() const { return m_complaint; }
  [[nodiscard]] std::size_t textures() const { return m_alive.size(); }
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }
  [[nodiscard]] std::uint64_t presents() const { return m_presents; }
  // Of all that was drawn so far, if it is asked for.
  [[nodiscard]] std::uint64_t digest() const { return m_digest; }
  void keep_digest() { m_digests = true; }

 private:
  struct Texture {
    platform::TextureSize size;
    std::size_t bytes = 0;
    bool target = false;
    platform::PixelFormat format = platform::PixelFormat::kRgba8;
  };

  static std::size_t bytes_of(platform::PixelFormat format, platform::TextureSize size) {
    const auto count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    return count * (format == platform::PixelFormat::kAlpha8 ? 1 : 4);
  }
  platform::TextureId next() { return {++m_last}; }
  platform::TextureId add(const Texture& texture, platform::TextureId called) {
    if (texture.size.width <= 0 || texture.size.height <= 0) complain("a texture has no size");
    if (!m_alive.emplace(called.value, texture).second) complain("two textures have one name");
    m_bytes += texture.bytes;
    return called;
  }
  void complain(std::string_view what) {
    if (m_complaint.empty()) m_complaint = what;
  }

  void look_at(const ImDrawData& frame, platform::TextureSize size, std::uintptr_t into) {
    for (int i = 0; i < frame.CmdListsCount; ++i) {
      const ImDrawList& list = *frame.CmdLists[i];
      const std::span vertices(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.Size));
      for (const ImDrawVert& vertex : vertices) {
        // A sum of finite numbers of this size is finite; one that is not makes it so.
        const float sum = vertex.pos.x + vertex.pos.y + vertex.uv.x + vertex.uv.y;
        if (!std::isfinite(sum)) return complain("a vertex is no number");
      }
      for (const ImDrawCmd& command : list.CmdBuffer) {
        if (command.ElemCount > 0) look_at(command, list, size, into);
      }
      if (m_digests) take_in(vertices);
    }
  }
  void look_at(const ImDrawCmd& command, const ImDrawList& list, platform::TextureSize size,
               std::uintptr_t into) {
    const auto texture = (std::uintptr_t)command.TextureId;
    if (!m_alive.contains(texture)) complain("a frame shows a texture that does not exist");
    if (texture == into) complain("a target was drawn into itself");
    if (command.UserCallback != nullptr) complain("a frame calls back");
    const ImVec4& clip = command.ClipRect;
    // An empty one hides what it is for, wherever it lies: text scrolled far beyond the panel.
    const bool empty = clip.z <= clip.x || clip.w <= clip.y;
    const bool on_panel = clip.x >= 0 && clip.y >= 0 && clip.z <= static_cast<float>(size.width) &&
                          clip.w <= static_cast<float>(size.height);
    if (!empty && !on_panel) {
      complain("a clip reaches beyond the panel: " + std::to_string(clip.x) + " " +
               std::to_string(clip.y) + " " + std::to_string(clip.z) + " " +
               std::to_string(clip.w));
    }
    const auto all = static_cast<unsigned>(list.IdxBuffer.Size);
    if (command.ElemCount % 3 != 0 || command.IdxOffset > all ||
        command.ElemCount > all - command.IdxOffset) {
      return complain("a command is no list of triangles");
    }
    const std::span indices(list.IdxBuffer.Data + command.IdxOffset, command.ElemCount);
    const auto vertices = static_cast<unsigned>(list.VtxBuffer.Size);
    for (const ImDrawIdx index : indices) {
      if (index + command.VtxOffset >= vertices) return complain("an index names no vertex");
    }
    if (m_digests) {
      take_in(indices);
      take_in(std::span(&command.ClipRect, 1));
    }
  }
  // Textures are left out: their numbers are the display's own.
  template <typename Value>
  void take_in(std::span<const Value> values) {
    const std::span bytes = std::as_bytes(values);
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, bytes.data() + at, 4);
      m_digest = (m_digest ^ word) * 0x100000001b3U;
    }
  }
  template <typename Value>
  void take_in(std::span<Value> values) {
    take_in(std::span<const Value>(values));
  }

  platform::TextureSize m_size;
  platform::Painter* m_painter;
  std::map<std::uintptr_t, Texture> m_alive;
  std::uintptr_t m_last = 0;
  std::size_t m_bytes = 0;
  std::uint64_t m_presents = 0;
  bool m_digests = false;
  std::uint64_t m_digest = 0xcbf29ce484222325U;
  std::string m_complaint;
};

}  // namespace kiosk::test
