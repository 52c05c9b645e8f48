// A picture that is drawn anew only where its frame changed, against the same frame drawn whole:
// byte for byte, after each of many changes of every kind.
#include "platform/raster/kept_picture.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "platform/raster/blend.h"
#include "platform/raster/texture_store.h"
#include "tests/raster/frame.h"

namespace kiosk::raster {
namespace {

using platform::PixelFormat;
using platform::TextureId;
using platform::TextureSize;

ImTextureID im(TextureId texture) { return (ImTextureID)texture.value; }

// Something in a frame; what it is made of can be changed part by part.
struct Mark {
  int kind = 0;
  ImVec2 at;
  ImVec2 size;
  ImU32 colour = 0;
  ImVec2 clip_from{-10, -10};
  ImVec2 clip_to{1000, 1000};
  ImVec2 part{0, 0};   // of the texture, where it begins
  bool other = false;  // texture
  bool half = false;   // of a rectangle: one of its two triangles
};

constexpr int kKinds = 10;

// ImGui's context, textures, and marks: a frame that lives on.
class Scene {
 public:
  explicit Scene(PixelOrder order = PixelOrder::kRgba) : store(order) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    const auto bytes = static_cast<std::size_t>(width * height * 4);
    const TextureId font = store.create(PixelFormat::kRgba8, {width, height},
                                        std::vector<std::uint8_t>(pixels, pixels + bytes));
    io.Fonts->SetTexID(im(font));
    photo = store.create(PixelFormat::kRgba8, {40, 30}, noise(40 * 30 * 4));
    letters = store.create(PixelFormat::kAlpha8, {64, 64}, noise(64 * 64));
    target = store.create(PixelFormat::kRgba8, {32, 32}, noise(32 * 32 * 4));
    for (int i = 0; i < 60; ++i) marks.push_back(any_mark());
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  ~Scene() { ImGui::DestroyContext(); }

  std::vector<std::uint8_t> noise(int bytes) {
    std::vector<std::uint8_t> made(static_cast<std::size_t>(bytes));
    for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(numbers.next() >> 8);
    return made;
  }
  Mark any_mark() {
    Mark mark;
    mark.kind = static_cast<int>(numbers.next() % kKinds);
    mark.at = {numbers.between(-40, 400), numbers.between(-40, 300)};
    mark.size = {numbers.between(1, 120), numbers.between(1, 90)};
    mark.colour = numbers.next();
    mark.other = numbers.next() % 2 == 0;
    return mark;
  }
  Mark& some_mark() { return marks[numbers.next() % marks.size()]; }

  ImDrawData& frame() {
    ImGui::GetIO().DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
    ImGui::NewFrame();
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    for (const Mark& mark : marks) {
      list.PushClipRect(mark.clip_from, mark.clip_to, true);
      lay(list, mark);
      list.PopClipRect();
    }
    ImGui::Render();
    ImDrawData& data = *ImGui::GetDrawData();
    data.DisplayPos = origin;
    return data;
  }

  [[nodiscard]] const Texture* find(std::uintptr_t number) const { return store.find(number); }

  Numbers numbers;
  TextureStore store;
  TextureId photo, letters, target;
  TextureSize size{331, 257};
  ImVec2 origin{0, 0};
  std::vector<Mark> marks;

 private:
  void lay(ImDrawList& list, const Mark& m) const {
    const ImVec2 end{m.at.x + m.size.x, m.at.y + m.size.y};
    const ImVec2 part_end{m.part.x + 0.7F, m.part.y + 0.6F};
    switch (m.kind) {
      case 0:
        return list.AddRectFilled(m.at, end, m.colour);
      case 1:
        return list.AddCircleFilled(m.at, m.size.x / 3, m.colour, 24);
      case 2:
        return list.AddImage(im(m.other ? target : photo), m.at, end, m.part, part_end, m.colour);
      case 3:
        return list.AddImage(im(letters), m.at, end, m.part, part_end, m.colour);
      case 4: {
        const ImVec2 way[] = {m.at, {end.x, m.at.y + 5}, end, {m.at.x, end.y + 9}};
        return list.AddPolyline(way, 4, m.colour, 0, 3.5F);
      }
      case 5:
        return list.AddImageQuad(im(photo), m.at, {end.x, m.at.y + 7}, end, {m.at.x - 8, end.y},
                                 m.part, {1, 0}, part_end, {0, 1}, m.colour);
      case 6:
        return list.AddRectFilledMultiColor(m.at, end, m.colour, ~m.colour, m.colour, ~m.colour);
      case 7:
        return list.AddRectFilled(m.at, end, m.colour, 11);
      case 8: {
        const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
        list.PrimReserve(m.half ? 3 : 6, 4);
        const auto first = static_cast<ImDrawIdx>(list._VtxCurrentIdx);
        for (const int index : {0, 1, 2, 0, 2, 3}) {
          if (m.half && list._IdxWritePtr == list.IdxBuffer.Data + list.IdxBuffer.Size) break;
          list.PrimWriteIdx(static_cast<ImDrawIdx>(first + index));
        }
        for (const ImVec2& at : {m.at, ImVec2{end.x, m.at.y}, end, ImVec2{m.at.x, end.y}}) {
          list.PrimWriteVtx(at, white, m.colour);
        }
        return;
      }
      default:
        return list.AddText(m.at, m.colour, "Smara 1975");
    }
  }
};

Picture drawn_whole(const ImDrawData& frame, const Scene& scene) {
  Picture whole{scene.size.width, scene.size.height, {}};
  whole.rgba.resize(static_cast<std::size_t>(whole.width * whole.height));
  rasterise_in_bands(
      frame, [&](std::uintptr_t number) { return scene.find(number); }, whole);
  return whole;
}

// A picture that is kept, and its pixels.
class Kept {
 public:
  std::vector<PixelBox> draw(const ImDrawData& frame, const Scene& scene,
                             PixelOrder order = PixelOrder::kRgba, const BoxDone& done = {}) {
    m_pixels.resize(static_cast<std::size_t>(scene.size.width * scene.size.height), 0x12345678U);
    const auto boxes = m_kept.draw(
        {scene.size.width, scene.size.height, m_pixels.data()}, order, frame,
        [&](std::uintptr_t number) { return scene.find(number); }, done);
    return {boxes.begin(), boxes.end()};
  }
  void forget() { m_kept.forget(); }
  [[nodiscard]] const std::vector<std::uint32_t>& pixels() const { return m_pixels; }

 private:
  KeptPicture m_kept;
  std::vector<std::uint32_t> m_pixels;
};

struct Change {
  const char* name;
  std::function<void(Scene&)> make;
};

std::vector<Change> changes() {
  return {
      {"a mark's place", [](Scene& s) { s.some_mark().at.x += s.numbers.between(-30, 30); }},
      {"a mark's place by a hair", [](Scene& s) { s.some_mark().at.y += 0.125F; }},
      {"a mark's size", [](Scene& s) { s.some_mark().size.x += s.numbers.between(-9, 30); }},
      {"a colour", [](Scene& s) { s.some_mark().colour ^= 0x00103050U; }},
      {"an opacity", [](Scene& s) { s.some_mark().colour ^= 0x40000000U; }},
      {"a clip",
       [](Scene& s) {
         Mark& mark = s.some_mark();
         mark.clip_from = {s.numbers.between(0, 300), s.numbers.between(0, 200)};
         mark.clip_to = {mark.clip_from.x + 60, mark.clip_from.y + 60};
       }},
      {"the part of a texture", [](Scene& s) { s.some_mark().part.x = s.numbers.between(0, 1); }},
      {"which texture",
       [](Scene& s) {
         for (Mark& mark : s.marks) mark.other = !mark.other;
       }},
      {"half a rectangle",
       [](Scene& s) {
         for (Mark& mark : s.marks) mark.half = !mark.half;
       }},
      {"the order", [](Scene& s) { std::swap(s.some_mark(), s.some_mark()); }},
      {"a mark more", [](Scene& s) { s.marks.insert(s.marks.begin() + 20, s.any_mark()); }},
      {"a mark fewer", [](Scene& s) { s.marks.erase(s.marks.begin() + 7); }},
      {"a part of a texture's pixels",
       [](Scene& s) {
         s.store.update(s.photo, 4, 6, {20, 10}, s.noise(20 * 10 * 4));
       }},
      {"a letter more",
       [](Scene& s) {
         s.store.update(s.letters, 9, 3, {8, 8}, s.noise(64));
       }},
      {"another texture in the place of one",
       [](Scene& s) {
         s.store.destroy(s.photo);
         s.photo = s.store.create(PixelFormat::kRgba8, {40, 30}, s.noise(40 * 30 * 4));
       }},
      {"what was drawn into a target",
       [](Scene& s) {
         const std::vector<Mark> before = s.marks;
         s.marks.resize(9);
         for (Mark& mark : s.marks) {
           mark = s.any_mark();
           mark.kind = 1;
           mark.at = {s.numbers.between(0, 32), s.numbers.between(0, 32)};
         }
         s.store.draw_into(s.target, s.frame());
         s.marks = before;
       }},
      {"the display's place",
       [](Scene& s) {
         s.origin = {s.numbers.between(-9, 9), 2.5F};
       }},
      {"the size",
       [](Scene& s) {
         s.size = {200 + static_cast<int>(s.numbers.next() % 300), 257};
       }},
  };
}

TEST_CASE("whatever changes, what is kept has the bytes of a frame drawn whole") {
  for (const Change& change : changes()) {
    CAPTURE(std::string(change.name));
    Scene scene;
    Kept kept;
    kept.draw(scene.frame(), scene);
    int stale = 0;  // steps in which a picture that was left as it was would be wrong
    for (int step = 0; step < 25; ++step) {
      const std::vector<std::uint32_t> before = kept.pixels();
      change.make(scene);
      ImDrawData& frame = scene.frame();
      kept.draw(frame, scene);
      const Picture whole = drawn_whole(frame, scene);
      REQUIRE(kept.pixels() == whole.rgba);
      stale += before == whole.rgba ? 0 : 1;
    }
    // Who does not see this kind of change would be found out.
    CHECK(stale > 3);
  }
}

TEST_CASE("all kinds of changes at once") {
  Scene scene;
  Kept kept;
  const std::vector<Change> all = changes();
  for (int step = 0; step < 400; ++step) {
    const auto count = scene.numbers.next() % 4;
    for (unsigned i = 0; i < count && scene.marks.size() > 30; ++i) {
      all[scene.numbers.next() % all.size()].make(scene);
    }
    while (scene.marks.size() < 40) scene.marks.push_back(scene.any_mark());
    ImDrawData& frame = scene.frame();
    kept.draw(frame, scene);
    REQUIRE(kept.pixels() == drawn_whole(frame, scene).rgba);
  }
}

TEST_CASE("a frame that is the same is not drawn, and one with a spot changed is drawn there") {
  Scene scene;
  Kept kept;
  CHECK(kept.draw(scene.frame(), scene).size() == 5);  // rows of tiles
  CHECK(kept.draw(scene.frame(), scene).empty());
  scene.marks.push_back({0, {70, 70}, {5, 5}, 0xffffffffU});
  CHECK(kept.draw(scene.frame(), scene) == std::vector<PixelBox>{{64, 64, 128, 128}});
  // In the middle of the list: those behind it have other numbers, and are the same.
  scene.marks.insert(scene.marks.begin() + 10, {0, {300, 250}, {5, 5}, 0xffffffffU});
  CHECK(kept.draw(scene.frame(), scene) == std::vector<PixelBox>{{256, 192, 320, 256}});
  scene.marks.push_back({0, {100, 70}, {60, 5}, 0xffffffffU});
  CHECK(kept.draw(scene.frame(), scene) == std::vector<PixelBox>{{64, 64, 192, 128}});
  // A clip that changes elsewhere is none of a tile's business.
  scene.marks.back().clip_to = {150, 150};
  CHECK(kept.draw(scene.frame(), scene) == std::vector<PixelBox>{{128, 64, 192, 128}});
  scene.marks.erase(scene.marks.begin() + 10);
  CHECK(kept.draw(scene.frame(), scene).size() == 1);
  kept.forget();
  CHECK(kept.draw(scene.frame(), scene).size() == 5);
  CHECK(kept.draw(scene.frame(), scene).empty());
}

TEST_CASE("each box is told once when it is done") {
  Scene scene;
  Kept kept;
  std::mutex guard;
  std::vector<PixelBox> done;
  const auto boxes = kept.draw(scene.frame(), scene, PixelOrder::kRgba, [&](const PixelBox& box) {
    const std::scoped_lock lock(guard);
    done.push_back(box);
  });
  std::ranges::sort(done, {}, [](const PixelBox& box) { return box.top; });
  CHECK(done == boxes);
}

TEST_CASE("a picture without a pixel is nothing to draw") {
  Scene scene;
  Kept kept;
  scene.size = {0, 20};
  CHECK(kept.draw(scene.frame(), scene).empty());
}

}  // namespace

TEST_CASE("with blue first it is the same picture, its pixels turned round") {
  // The same marks in both orders, frame after frame, with a texture that changes between them.
  const auto frames_in = [](PixelOrder order) {
    Scene scene(order);
    Kept kept;
    std::vector<std::vector<std::uint32_t>> frames;
    const TextureId targets[] = {scene.store.create_target({64, 48}),
                                 scene.store.create_target({64, 48})};
    for (int i = 0; i < 12; ++i) {
      scene.some_mark() = scene.any_mark();
      scene.store.update(scene.photo, 3, 4, {5, 6}, scene.noise(5 * 6 * 4));
      ImDrawData& frame = scene.frame();
      scene.store.draw_into(targets[i % 2], frame);
      kept.draw(frame, scene, order);
      scene.target = targets[i % 2];  // is shown from the next frame on
      frames.push_back(kept.pixels());
    }
    return frames;
  };
  const auto red_first = frames_in(PixelOrder::kRgba);
  auto blue_first = frames_in(PixelOrder::kBgra);
  CHECK(red_first != blue_first);
  for (auto& frame : blue_first) exchange_red_and_blue(frame.data(), frame.data(), frame.size());
  CHECK(red_first == blue_first);
}

}  // namespace kiosk::raster
