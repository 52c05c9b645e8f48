// Stage: what frames are made with: the draw lists, the glyph atlas on the display, and
// the pictures that screens ask for by file.
//
// One for the program, made by the tick (kiosk.h) and lent to screens. Dear ImGui's
// context belongs to it, so there is at most one at a time. Thread: the frame's.
// Order in a tick: begin, draw, finish, present what finish returned.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/base/time.h"
#include "kiosk/draw/colour.h"
#include "kiosk/draw/frame.h"
#include "kiosk/draw/layer.h"
#include "kiosk/draw/stamp.h"
#include "kiosk/draw/text_log.h"
#include "kiosk/picture/picture.h"
#include "kiosk/text/text.h"
#include "platform/display.h"

struct ImGuiContext;
struct ImDrawData;

namespace kiosk {

// Where a frame's time went, beside the building of its draw list.
struct FrameTimes {
  Millis layout{0};  // placing what stands on the map
  Millis paint{0};   // the display's own work: targets drawn into
};

class Stage {
 public:
  // `fonts` and `display` outlive the stage.
  Stage(TextEngine& fonts, platform::Display& display);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] Frame begin(Vec2 size, Millis elapsed);
  // Valid until the next begin.
  [[nodiscard]] const ImDrawData& finish();

  // A texture made from pixels, kept as long as the stage.
  [[nodiscard]] platform::TextureId texture(Bitmap bitmap);
  // 1 texel wide, from the first colour at the top to the last.
  [[nodiscard]] platform::TextureId gradient(std::span<const Colour> colours);

  // A picture drawn once and shown often: what stays the same from frame to frame.
  [[nodiscard]] platform::TextureId target(platform::TextureSize size);
  void release(platform::TextureId texture);
  // Between begin and finish: a frame that draws the layer anew.
  [[nodiscard]] Frame begin_layer(Layer& layer, Vec2 size);
  // Between begin and finish; texts cannot be drawn into it.
  void draw_into(platform::TextureId target, Vec2 size, const std::function<void(Frame&)>& draw);

  struct GlyphPage {
    platform::TextureId texture;
    Vec2 per_pixel;
  };
  [[nodiscard]] GlyphPage glyph_page(std::uint16_t page);

  struct Stamp {
    platform::TextureId texture;
    PixelSize size;
  };
  // nullptr: it was not made yet.
  [[nodiscard]] const Stamp* stamp(const StampKey& key) const;
  // Kept as long as the stage.
  const Stamp& keep_stamp(const StampKey& key, Bitmap made);

  [[nodiscard]] TextEngine& text_engine() { return m_fonts; }

  // Of the frame since `begin`.
  [[nodiscard]] FrameTimes& times() { return m_times; }

  // From now on every text drawn is noted there; nullptr: no more.
  void set_text_log(TextLog* log) { m_text_log = log; }
  [[nodiscard]] TextLog* text_log() const { return m_text_log; }
  // What stands behind the texts can be looked at: they are noted and not drawn.
  void hide_texts(bool hidden) { m_texts_hidden = hidden; }
  [[nodiscard]] bool texts_hidden() const { return m_texts_hidden; }

 private:
  struct ContextDeleter {
    void operator()(ImGuiContext* context) const;
  };

  TextEngine& m_fonts;
  platform::Display& m_display;
  TextLog* m_text_log = nullptr;
  bool m_texts_hidden = false;
  FrameTimes m_times;
  ZoneList m_zones;  // of the frame
  std::unique_ptr<ImGuiContext, ContextDeleter> m_context;
  Layer m_target;  // what is drawn into one: nobody touches its zones; kept for its memory
  std::vector<platform::TextureId> m_textures;
  std::vector<platform::TextureId> m_glyph_pages;
  std::map<StampKey, Stamp> m_stamps;
};

}  // namespace kiosk
