// TurnedDisplay: a display whose panel hangs turned, before any other display.
//
// Each frame is drawn upright into a target of the display behind, which then shows that target
// turned, texel for pixel. So a turned picture is the same as an upright one to the last bit,
// which turning the vertices would not give: whose pixel an edge through its centre is, and how
// a texture is rounded, depends on which way is up. The price is one pass over the panel for
// each frame; a display behind that works out nothing until it is asked has to work it out.
// Upright, nothing is added at all.
//
// Made by hung_panel.h after the display behind, destroyed before it. Thread: the frame's.
// Units: physical pixels. Errors: as the display's own. No allocation but for a new size.
#pragma once

#include <memory>
#include <span>

#include "platform/display.h"
#include "platform/turned/turn.h"

namespace kiosk::platform {

class TurnedDisplay final : public Display {
 public:
  TurnedDisplay(Display& behind, Turn turn);
  TurnedDisplay(const TurnedDisplay&) = delete;
  TurnedDisplay& operator=(const TurnedDisplay&) = delete;
  ~TurnedDisplay() override;

  [[nodiscard]] Turn turn() const { return m_turn; }
  // Counts from the next frame on. Who draws must be told of the size: TurnedInput::set does.
  void set(Turn turn) { m_turn = turn; }

  // The picture's, as visitors see it.
  [[nodiscard]] TextureSize size() const override { return turned(m_behind.size(), m_turn); }
  [[nodiscard]] TextureId create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) override {
    return m_behind.create_texture(format, size, std::move(pixels));
  }
  void update_texture(TextureId texture, int x, int y, TextureSize size,
                      std::span<const std::uint8_t> pixels) override {
    m_behind.update_texture(texture, x, y, size, pixels);
  }
  void destroy_texture(TextureId texture) override { m_behind.destroy_texture(texture); }
  [[nodiscard]] TextureId create_target(TextureSize size) override {
    return m_behind.create_target(size);
  }
  void draw_into(TextureId target, const ImDrawData& frame) override {
    m_behind.draw_into(target, frame);
  }
  void present(const ImDrawData& frame) override;

 private:
  struct Sheet;  // the target, and the draw data that shows it

  void lay_out(TextureSize picture);

  Display& m_behind;
  Turn m_turn;
  std::unique_ptr<Sheet> m_sheet;
};

}  // namespace kiosk::platform
