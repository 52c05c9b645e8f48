// Targets are drawn by other processors while the caller goes on: nobody may see that.
#include "platform/raster/texture_store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "tests/raster/frame.h"

namespace kiosk::raster {
namespace {

using platform::PixelFormat;
using platform::TextureId;
using platform::TextureSize;

constexpr TextureSize kSource{64, 64};
constexpr TextureSize kTarget{400, 300};
constexpr int kLayers = 40;  // a drawing that takes a while

std::vector<std::uint8_t> pixels_of(Numbers& numbers) {
  std::vector<std::uint8_t> pixels(std::size_t{64} * 64 * 4);
  for (std::uint8_t& byte : pixels) byte = static_cast<std::uint8_t>(numbers.next() >> 8);
  return pixels;
}

// The source, stretched and laid on itself many times.
ImDrawData& layers_of(Frame& frame, TextureId source) {
  const auto width = static_cast<float>(kTarget.width);
  const auto height = static_cast<float>(kTarget.height);
  for (int i = 0; i < kLayers; ++i) {
    const auto off = static_cast<float>(i) * 1.7F;
    frame.list().AddImage((ImTextureID)source.value, {-off, -off}, {width + off, height}, {0, 0},
                          {1, 1}, IM_COL32(255, 240, 200, 40 + i));
  }
  return frame.data();
}

// What a drawing shows when everything happens in turn.
std::vector<std::uint32_t> wanted(const std::vector<std::uint8_t>& source) {
  Frame frame(kTarget.width, kTarget.height);
  const ImTextureID texture =
      frame.add(2, {PixelFormat::kRgba8, kSource.width, kSource.height, source});
  layers_of(frame, {reinterpret_cast<std::uintptr_t>(texture)});
  return frame.draw().rgba;
}

std::vector<std::uint32_t> seen(const TextureStore& store, TextureId target) {
  const Texture& texture = *store.find(target.value);
  std::vector<std::uint32_t> pixels(texture.pixels.size() / 4);
  std::memcpy(pixels.data(), texture.pixels.data(), texture.pixels.size());
  return pixels;
}

struct Scene {
  Numbers numbers;
  TextureStore store;
  std::vector<std::uint8_t> pixels = pixels_of(numbers);
  TextureId source = store.create(PixelFormat::kRgba8, kSource, pixels);

  void draw_into(TextureId target) {
    Frame frame(kTarget.width, kTarget.height);
    store.draw_into(target, layers_of(frame, source));
  }
};

}  // namespace

TEST_CASE("what was drawn into many textures is whole in each") {
  Scene scene;
  std::vector<TextureId> targets(3 * Errands::kMostWaiting);
  for (TextureId& target : targets) target = scene.store.create_target(kTarget);
  for (const TextureId target : targets) scene.draw_into(target);
  const std::vector<std::uint32_t> all = wanted(scene.pixels);
  for (const TextureId target : targets) CHECK((seen(scene.store, target) == all));
}

TEST_CASE("a texture that a drawing shows changes after it") {
  Scene scene;
  const TextureId target = scene.store.create_target(kTarget);
  for (int round = 0; round < 10; ++round) {
    const std::vector<std::uint8_t> next = pixels_of(scene.numbers);
    scene.draw_into(target);
    scene.store.update(scene.source, 0, 0, kSource, next);
    CHECK((seen(scene.store, target) == wanted(scene.pixels)));
    scene.pixels = next;
  }
}

TEST_CASE("a texture that a drawing shows goes after it") {
  Scene scene;
  const TextureId target = scene.store.create_target(kTarget);
  scene.draw_into(target);
  scene.store.destroy(scene.source);
  CHECK((seen(scene.store, target) == wanted(scene.pixels)));
}

TEST_CASE("a target that is drawn into goes after that, or shows the last of two drawings") {
  Scene scene;
  const TextureId gone = scene.store.create_target(kTarget);
  const TextureId target = scene.store.create_target(kTarget);
  scene.draw_into(gone);
  scene.store.destroy(gone);
  CHECK(scene.store.find(gone.value) == nullptr);
  scene.draw_into(target);
  const std::vector<std::uint8_t> next = pixels_of(scene.numbers);
  const TextureId other = scene.store.create(PixelFormat::kRgba8, kSource, next);
  scene.source = other;
  scene.draw_into(target);
  CHECK((seen(scene.store, target) == wanted(next)));
}

}  // namespace kiosk::raster
