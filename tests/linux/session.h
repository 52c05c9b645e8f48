// A session that needs no screen, and values that must be there.
#pragma once

#include <SDL.h>
#include <doctest/doctest.h>

#include <memory>
#include <utility>

#include "kiosk/base/result.h"
#include "platform/linux/sdl_session.h"

namespace kiosk::platform {

// The value, or the test fails with the error's sentence.
template <typename T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

inline std::unique_ptr<SdlSession> open_session(const char* driver, int width, int height) {
  SDL_setenv("SDL_VIDEODRIVER", driver, 1);
  return must(SdlSession::open({true, width, height}));
}

}  // namespace kiosk::platform
