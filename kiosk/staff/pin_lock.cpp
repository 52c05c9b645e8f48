#include "kiosk/staff/pin_lock.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "kiosk/durable/durable_files.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLongestFile = 4096;

bool is_pin(std::string_view digits) {
  return digits.size() >= kShortestPin && digits.size() <= kLongestPin &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Millis wait_after(int wrong_guesses) {
  if (wrong_guesses < kFreeGuesses) return Millis{0};
  const double doubled = kFirstWait.count() * std::exp2(std::min(wrong_guesses - kFreeGuesses, 16));
  return std::min(Millis{doubled}, kLongestWait);
}

// A file that cannot be read or understood is as good as a wrong guess too many: nobody gets in by
// spoiling it, and an engineer may remove it.
PinLock::PinLock(fs::path state_folder, Millis now) : m_file(std::move(state_folder)) {
  m_file /= "pin.json";
  const auto bytes = read_whole(m_file, kLongestFile);
  if (bytes && !*bytes) return;
  const bool readable = bytes && (*bytes)->size() <= kLongestFile;
  const json document = readable ? json::parse(**bytes, nullptr, false) : json();
  m_hash = "unreadable";
  m_wrong = kFreeGuesses;
  if (document.is_object() && document.contains("hash") && document["hash"].is_string() &&
      document.contains("wrong") && document["wrong"].is_number_integer()) {
    m_hash = document["hash"].get<std::string>();
    m_wrong = std::clamp(document["wrong"].get<int>(), 0, 1000);
  }
  m_open_from = now + wait_after(m_wrong);
}

Millis PinLock::wait(Millis now) const { return std::max(m_open_from - now, Millis{0}); }

Result<void> PinLock::choose(std::string_view digits) {
  if (!is_pin(digits)) return fail("PIN: choose 4 to 8 digits.");
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (sodium_init() < 0 || crypto_pwhash_str(hash.data(), digits.data(), digits.size(),
                                             crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                             crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return fail("PIN: there is not enough memory to keep it safely. Start the kiosk anew.");
  }
  const std::string before = std::exchange(m_hash, hash.data());
  m_wrong = 0;
  auto written = write();
  if (!written) m_hash = before;
  return written;
}

Result<PinLock::Answer> PinLock::guess(std::string_view digits, Millis now) {
  if (wait(now) > Millis{0}) return Answer::kWait;
  // Counted first: a power cut between here and the answer wins nothing.
  ++m_wrong;
  if (auto written = write(); !written) {
    --m_wrong;
    return tl::unexpected(written.error());
  }
  const bool right = sodium_init() >= 0 && is_pin(digits) &&
                     crypto_pwhash_str_verify(m_hash.c_str(), digits.data(), digits.size()) == 0;
  if (!right) {
    m_open_from = now + wait_after(m_wrong);
    return Answer::kWrong;
  }
  m_wrong = 0;
  if (auto written = write(); !written) return tl::unexpected(written.error());
  return Answer::kRight;
}

Result<void> PinLock::write() const {
  const json document{{"format", 1}, {"hash", m_hash}, {"wrong", m_wrong}};
  if (auto written = write_durably(m_file, document.dump(1) + "\n"); !written) {
    return fail(written.error().message);
  }
  return {};
}

}  // namespace kiosk
