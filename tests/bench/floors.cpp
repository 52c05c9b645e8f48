// The least that the machine asks for what a kiosk does: what no program that shows a picture by
// SDL on a processor alone can undercut. Measured by hand, by tests/bench/measure.py.
//
//   floors show FILE.jpg     shows the picture on the whole screen, then waits
//   floors decode FILE.jpg   ms that libjpeg-turbo takes to decode it, as JSON
//   floors copy              ms that a copy of one screen of 1920 by 1080 takes, as JSON
//   floors present           ms that SDL takes to hand such a screen to the X server, as JSON
#include <SDL.h>

#include <cstdio>
// jpeglib.h needs cstdio's names before it.
#include <jpeglib.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;
constexpr int kTimes = 60;

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint32_t> pixels;
};

std::vector<unsigned char> bytes_of(const char* name) {
  std::FILE* file = std::fopen(name, "rb");
  if (file == nullptr) return {};
  std::fseek(file, 0, SEEK_END);
  std::vector<unsigned char> bytes(static_cast<std::size_t>(std::ftell(file)));
  std::rewind(file);
  const std::size_t read = std::fread(bytes.data(), 1, bytes.size(), file);
  std::fclose(file);
  bytes.resize(read);
  return bytes;
}

Picture decoded(const std::vector<unsigned char>& bytes) {
  jpeg_decompress_struct reader{};
  jpeg_error_mgr errors{};
  reader.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&reader);
  jpeg_mem_src(&reader, bytes.data(), bytes.size());
  jpeg_read_header(&reader, TRUE);
  reader.out_color_space = JCS_EXT_BGRX;
  jpeg_start_decompress(&reader);
  Picture picture{
      static_cast<int>(reader.output_width), static_cast<int>(reader.output_height), {}};
  picture.pixels.resize(std::size_t{reader.output_width} * reader.output_height);
  while (reader.output_scanline < reader.output_height) {
    auto* row = reinterpret_cast<JSAMPROW>(
        picture.pixels.data() + std::size_t{reader.output_scanline} * reader.output_width);
    jpeg_read_scanlines(&reader, &row, 1);
  }
  jpeg_finish_decompress(&reader);
  jpeg_destroy_decompress(&reader);
  return picture;
}

int tell(const std::function<void()>& act) {
  std::vector<double> times;
  for (int i = 0; i < kTimes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    act();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"median\": %.3f, \"least\": %.3f}\n", times[times.size() / 2], times.front());
  return 0;
}

SDL_Window* whole_screen() {
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return nullptr;
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");  // by shared memory, without GL
  SDL_ShowCursor(SDL_DISABLE);
  return SDL_CreateWindow("floors", 0, 0, kWidth, kHeight, SDL_WINDOW_BORDERLESS);
}

int show(const Picture& picture) {
  SDL_Window* window = whole_screen();
  if (window == nullptr) return 2;
  SDL_Surface* source = SDL_CreateRGBSurfaceWithFormatFrom(
      const_cast<std::uint32_t*>(picture.pixels.data()), picture.width, picture.height, 32,
      picture.width * 4, SDL_PIXELFORMAT_RGB888);
  const auto put = [&] {
    SDL_BlitSurface(source, nullptr, SDL_GetWindowSurface(window), nullptr);
    SDL_UpdateWindowSurface(window);
  };
  put();
  for (SDL_Event event; SDL_WaitEvent(&event) == 1;) {
    if (event.type == SDL_QUIT) break;
    if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_EXPOSED) put();
  }
  SDL_Quit();
  return 0;
}

int present() {
  SDL_Window* window = whole_screen();
  if (window == nullptr) return 2;
  SDL_Surface* surface = SDL_GetWindowSurface(window);
  int shade = 0;
  const int code = tell([&] {
    std::memset(surface->pixels, ++shade,
                static_cast<std::size_t>(surface->pitch) * static_cast<std::size_t>(surface->h));
    SDL_UpdateWindowSurface(window);
  });
  SDL_Quit();
  return code;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  if ((what == "show" || what == "decode") && count == 3) {
    const auto bytes = bytes_of(words[2]);
    if (bytes.empty()) return 2;
    if (what == "show") return show(decoded(bytes));
    return tell([&] { decoded(bytes); });
  }
  if (what == "present") return present();
  if (what == "copy") {
    std::vector<std::uint32_t> from(std::size_t{kWidth} * kHeight, 1), to(from.size());
    return tell([&] { std::memcpy(to.data(), from.data(), from.size() * 4); });
  }
  std::cerr << "floors: see the head of floors.cpp\n";
  return 2;
}
