// Wire: what the kiosk and its privileged helper say to each other: one JSON object a line over
// a local socket, in both directions.
//
// The kiosk's lines are wishes. They are read by a process with every right, so their form is
// narrow: one flat object of known fields, each once, nothing nested, no line longer than
// kLongestWish. The helper's lines are news. Volumes are told as platform/volumes.h has them.
//
// Values; any thread. Errors: a sentence that says what is wrong with a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"
#include "platform/volumes.h"

namespace kiosk::platform {

inline constexpr std::int64_t kWireVersion = 1;
inline constexpr std::size_t kLongestWish = 1024;        // bytes of a line
inline constexpr std::size_t kLongestNews = 256 * 1024;  // the same
// What a person may set the clock to: seconds since 1970, from 2024 and before 2100.
inline constexpr std::int64_t kEarliestClock = 1704067200;
inline constexpr std::int64_t kLatestClock = 4102444800;

enum class PowerDeed { kRestart, kOff };

// The kiosk's. `number`: of the request, which its answer bears.
struct HelloWish {
  std::int64_t version = 0;
};
struct VolumeWish {
  std::string id;
  VolumeAccess access = VolumeAccess::kRead;
};
struct StaffWish {
  bool inside = false;
};
struct PowerWish {
  PowerDeed deed = PowerDeed::kRestart;
  std::int64_t number = 0;
};
struct ClockWish {
  std::int64_t seconds = 0;  // since 1970
  std::int64_t number = 0;
};
using Wish = std::variant<HelloWish, VolumeWish, StaffWish, PowerWish, ClockWish>;

// The helper's.
struct HelloNews {
  std::int64_t version = 0;
};
struct VolumesNews {
  std::vector<Volume> volumes;
};
struct AnswerNews {
  std::int64_t number = 0;
  std::string trouble;  // empty: it is done
};
struct SaidNews {
  std::string sentence;  // for the log
};
struct RefusedNews {
  std::string sentence;  // the last line: why nothing else comes
};
using News = std::variant<HelloNews, VolumesNews, AnswerNews, SaidNews, RefusedNews>;

// With its line feed.
[[nodiscard]] std::string line_of(const Wish& wish);
[[nodiscard]] std::string line_of(const News& news);
[[nodiscard]] Result<Wish> wish_from(std::string_view line);
[[nodiscard]] Result<News> news_from(std::string_view line);

// Bytes as they come, cut into lines.
class LineReader {
 public:
  explicit LineReader(std::size_t longest) : m_longest(longest) {}
  void add(std::string_view bytes) { m_bytes.append(bytes); }
  // Without its line feed; nothing: none is whole yet.
  [[nodiscard]] std::optional<std::string> next();
  // What stands there can be no line any more.
  [[nodiscard]] bool too_long() const;

 private:
  std::size_t m_longest;
  std::string m_bytes;
};

}  // namespace kiosk::platform
