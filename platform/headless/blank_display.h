// A display that shows nothing and keeps nothing: for those who want to know what would be
// drawn where, not how it looks. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "platform/display.h"

namespace kiosk::platform {

class BlankDisplay : public Display {
 public:
  explicit BlankDisplay(TextureSize size) : m_size(size) {}

  TextureId create_texture(PixelFormat /*format*/, TextureSize /*size*/,
                           std::vector<std::uint8_t> /*pixels*/) override {
    return {++m_last};
  }
  void update_texture(TextureId /*texture*/, int /*x*/, int /*y*/, TextureSize /*size*/,
                      std::span<const std::uint8_t> /*pixels*/) override {}
  void destroy_texture(TextureId /*texture*/) override {}
  TextureId create_target(TextureSize /*size*/) override { return {++m_last}; }
  void draw_into(TextureId /*target*/, const ImDrawData& /*frame*/) override {}
  [[nodiscard]] TextureSize size() const override { return m_size; }
  void present(const ImDrawData& /*frame*/) override {}

 private:
  TextureSize m_size;
  std::uintptr_t m_last = 0;
};

}  // namespace kiosk::platform
