// Picture shelf: the pack's pictures on the display, each made to the size in which it is shown, as
// many as fit a budget of memory, the longest unseen given up first. Draws one cover-fit around its
// focal point; until it is there the same picture in another size stands for it, else its blur
// preview, and where it cannot be read a zellige tile.
//
// One for the program, made by Screens. Thread: the frame's.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/draw/frame.h"
#include "kiosk/draw/stage.h"
#include "kiosk/draw/theme.h"
#include "kiosk/model/pack.h"
#include "kiosk/picture/picture_loader.h"

namespace kiosk {

class PictureShelf {
 public:
  // `folder`: the pack's.
  PictureShelf(std::filesystem::path folder, PictureLoading loading, MayOpen may_open)
      : m_folder(std::move(folder)),
        m_loader(std::make_unique<PictureLoader>(loading, std::move(may_open))) {}

  struct Look {
    Rect place;
    Colour tile;  // of the zellige in place of a picture that cannot be read
    Colour tile_line;
    float radius = 0;    // of the corners
    float nearer = 0;    // of its size: so much larger than to fill the place
    bool whole = false;  // all of it in the place, whose shape is the picture's
    // px that it is made to fill: its place at rest. Nothing: its own size, to look at it near by.
    Vec2 made_for = {};
  };
  // `photo` was built. True: the picture itself was drawn, so this frame may be kept.
  bool draw(Stage& stage, Frame& frame, const Photo& photo, const Look& look);
  // The small one, for rows of many.
  bool draw_thumbnail(Stage& stage, Frame& frame, const Photo& photo, const Look& look);
  // What stands where there is no picture.
  static void draw_tile(Frame& frame, const Look& look);
  // At the head of each frame. What was given up while the last one was drawn goes now: that frame
  // may have shown it before its place was needed.
  void begin(Stage& stage);
  // All that was asked for since `begin` is there, or known to be unreadable.
  [[nodiscard]] bool complete() const { return m_complete; }
  // Has it there when it is drawn next like that. False: it is still on its way.
  bool fetch(Stage& stage, const Photo& photo, const Look& look);
  bool fetch_thumbnail(Stage& stage, const Photo& photo);
  // Nothing of it is seen: gives all back. Making one again takes less time than opening a city.
  void put_away(Stage& stage);
  // How many pictures were given up so far: whoever keeps what was drawn with one draws it anew
  // when there are more.
  [[nodiscard]] std::uint64_t given_up() const { return m_given_up; }

 private:
  struct Key {
    std::string file;
    PixelSize size;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  bool draw_file(Stage& stage, Frame& frame, const Key& wanted, const Photo& photo,
                 const Look& look);
  struct Shelved {
    platform::TextureId texture;
    std::size_t bytes = 0;
    std::uint64_t seen = 0;
    Vec2 size;  // px; nothing: it cannot be read
  };
  const Shelved* find(Stage& stage, const Key& wanted);
  // The largest that is there of that file, whatever its size.
  const Shelved* stand_in(const std::string& file);
  // Gives up what was unseen longest until no more than that is held.
  void keep(std::size_t bytes);
  // What was given up goes.
  void let_go(Stage& stage);
  platform::TextureId blur_of(Stage& stage, const BuiltPicture& built);

  std::filesystem::path m_folder;
  std::unique_ptr<PictureLoader> m_loader;
  std::map<Key, Shelved> m_pictures;
  std::map<std::string, platform::TextureId> m_blurs;  // a kilobyte and a half each
  std::uint64_t m_clock = 0;
  std::uint64_t m_given_up = 0;
  std::vector<platform::TextureId> m_leaving;
  bool m_complete = true;
};

// The part of a picture (0 to 1) that fills a place of that shape, with `focus` as near to its
// middle as the picture's edges let it be.
[[nodiscard]] Rect cover_part(Vec2 picture, Vec2 place, Vec2 focus);
// As large as a picture of that size must be to fill a place of that, and no larger; nothing by
// nothing: its own size.
[[nodiscard]] PixelSize size_to_fill(PixelSize picture, Vec2 place);

}  // namespace kiosk
