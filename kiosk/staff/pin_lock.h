// PIN lock: the secret number that opens the staff room, kept as an Argon2id hash in pin.json
// of the state folder. None is shipped: where there is no hash yet, the first who comes chooses.
//
// A wrong guess is counted on disk, synced, before the guess is looked at, so that pulling the
// plug wins no guess. After kFreeGuesses wrong ones each further guess waits, twice as long each
// time. No clock is trusted across a start: after one the whole wait begins anew.
//
// Blocking, up to a second for one guess (Argon2id is meant to be slow): not on the frame's
// thread. One owner; not for several threads at once. Errors name the file and the remedy.
// Source: libsodium's crypto_pwhash.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/base/time.h"

namespace kiosk {

inline constexpr std::size_t kShortestPin = 4;
inline constexpr std::size_t kLongestPin = 8;
inline constexpr int kFreeGuesses = 5;
inline constexpr Millis kFirstWait{60'000};
inline constexpr Millis kLongestWait{3'600'000};

// How long after so many wrong guesses in a row the next one must wait.
[[nodiscard]] Millis wait_after(int wrong_guesses);

class PinLock {
 public:
  enum class Answer { kRight, kWrong, kWait };

  // `now`: by a clock that only goes on, of this start.
  PinLock(std::filesystem::path state_folder, Millis now);

  [[nodiscard]] bool chosen() const { return !m_hash.empty(); }
  // Until the next guess is taken; zero: now.
  [[nodiscard]] Millis wait(Millis now) const;
  // kShortestPin to kLongestPin digits. Only where none is chosen, or by one who is inside.
  [[nodiscard]] Result<void> choose(std::string_view digits);
  [[nodiscard]] Result<Answer> guess(std::string_view digits, Millis now);

 private:
  [[nodiscard]] Result<void> write() const;

  std::filesystem::path m_file;
  std::string m_hash;  // libsodium's own form; empty: none was chosen
  int m_wrong = 0;     // guesses in a row
  Millis m_open_from{0};
};

}  // namespace kiosk
