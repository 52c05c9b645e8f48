// RendererPainter: frames through SDL's GL renderers, by SDL_RenderGeometryRaw.
//
// Straight-alpha blending, linear filtering, clips by the same rule as our rasteriser.
// SDL has no alpha-only textures: ours become white with that alpha. SDL refuses texture
// positions outside [0, 1], so they are held within; draw nothing that repeats a texture.
// Thread: the frame's; made and used while the session lives.
// Errors: opening fails with a sentence, also when the drawn pixels are not as they should
// be (a driver may well run and draw nothing). A texture that cannot be made is a broken
// invariant.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/linux/painter.h"
#include "platform/linux/sdl_session.h"

struct SDL_Rect;
struct SDL_Renderer;
struct SDL_Texture;
struct ImDrawCmd;
struct ImDrawList;

namespace kiosk::platform {

class RendererPainter final : public Painter {
 public:
  // "opengl" or "opengles2", never SDL's software renderer.
  [[nodiscard]] static Result<std::unique_ptr<RendererPainter>> open(SdlSession& session,
                                                                     const std::string& driver);
  RendererPainter(const RendererPainter&) = delete;
  RendererPainter& operator=(const RendererPainter&) = delete;
  ~RendererPainter() override;

  [[nodiscard]] std::string name() const override { return m_name; }
  // GL worked out on the CPU (Mesa's llvmpipe and its kin).
  [[nodiscard]] bool is_software() const;
  [[nodiscard]] TextureId create_texture(PixelFormat format, TextureSize size,
                                         std::vector<std::uint8_t> pixels) override;
  void update_texture(TextureId texture, int x, int y, TextureSize size,
                      std::span<const std::uint8_t> pixels) override;
  void destroy_texture(TextureId texture) override;
  [[nodiscard]] TextureId create_target(TextureSize size) override;
  void draw_into(TextureId target, const ImDrawData& frame) override;
  void present(const ImDrawData& frame) override;
  // Drawn once more, and read before it is shown: what was shown cannot be read any more.
  [[nodiscard]] Result<raster::Picture> picture(const ImDrawData& last) override {
    draw(last);
    return read_back();
  }

  // `present` in two halves: the drawing, whose pixels can still be read, and the showing.
  void draw(const ImDrawData& frame);
  void show();
  // What has been drawn since the last `show`.
  [[nodiscard]] Result<raster::Picture> read_back();

 private:
  struct Corner {
    Vec2 position;
    Vec2 texture;
    std::uint32_t colour = 0;
  };
  struct TextureOf {
    SDL_Texture* texture = nullptr;
    PixelFormat format = PixelFormat::kRgba8;
  };

  RendererPainter(SdlSession& session, SDL_Renderer* renderer, const char* driver);
  [[nodiscard]] Result<void> check_pixels();
  // 0 when the driver refuses it.
  [[nodiscard]] TextureId try_create(PixelFormat format, TextureSize size,
                                     std::span<const std::uint8_t> pixels);
  [[nodiscard]] bool upload(const TextureOf& entry, const SDL_Rect& box,
                            std::span<const std::uint8_t> pixels);
  void clear();
  void clip_to(const SDL_Rect& box);
  void draw_corners(TextureId texture);
  void draw_lists(const ImDrawData& frame, TextureSize size);
  void draw_command(const ImDrawList& list, const ImDrawCmd& command);
  [[nodiscard]] const TextureOf* find(std::uintptr_t number) const;

  SdlSession& m_session;
  SDL_Renderer* m_renderer;
  std::string m_name;
  std::unordered_map<std::uintptr_t, TextureOf> m_textures;
  std::uintptr_t m_last = 0;  // the number of the last one made; none is given twice
  // Kept from command to command for their memory.
  std::vector<Corner> m_corners;
  std::vector<int> m_indices;
  std::vector<std::uint32_t> m_rgba;
};

}  // namespace kiosk::platform
