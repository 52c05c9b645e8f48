// Sample: what a run notes of its own process and of its display after each hour, and how samples
// are judged: none of it may grow from visit to visit.
//
// A run that paints has its textures in its memory, pictures among them that come and go by the ten
// megabytes; one that does not paint has none there. So the first is judged by what it holds beside
// its textures, and by the least of that: what is drawn, and what textures leave free between them,
// only ever adds to it for a while, and what is lost stays in the least, too.
//
// Hours are the kiosk's clock's; memory is in bytes, in reports in KiB. What a process holds comes
// from /proc (man 5 proc), its heap from mallinfo2. Plain values; heap_in_use and entries_of look
// at the moment they are asked, any thread. Errors: a folder that is not there has no entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kiosk::test {

constexpr std::size_t kShelfVaries = 24;  // textures
constexpr std::size_t kFewestJudged = 3;  // samples, from a first hour to a later half

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;  // it keeps what is freed, so memory tells nothing
#else
constexpr bool kSanitized = false;
#endif

struct Sample {
  double hour = 0;
  std::uint64_t visit = 0;  // so many were there before it
  std::size_t rss = 0;
  std::size_t in_use = 0;
  std::size_t descriptors = 0;
  std::size_t threads = 0;
  std::size_t textures = 0;
  std::size_t texture_bytes = 0;
  std::uint64_t presents = 0;

  [[nodiscard]] nlohmann::json report() const;
};
// As it was reported, in whole KiB.
[[nodiscard]] Sample sample_of(const nlohmann::json& report);

[[nodiscard]] std::size_t heap_in_use();
// How many a folder has; of /proc/self/fd one is the look itself.
[[nodiscard]] std::size_t entries_of(const std::filesystem::path& folder);

// Those after the first hour and its visitors, of whom so many come in an hour. To make a new pack
// ready and to look through it takes most of an hour by the clock, in which nobody comes.
[[nodiscard]] std::vector<Sample> after_first_hour(const std::vector<Sample>& samples,
                                                   double visits_an_hour);
enum class Painted { kNo, kYes };
// What changed: from the first of them to the greatest after it, or of a painted run from the least
// of the earlier half to the least of the later. There are kFewestJudged at least.
[[nodiscard]] nlohmann::json figures_of(const std::vector<Sample>& samples, Painted painted);
// Empty: all is as it should be after the first of them.
[[nodiscard]] std::string verdict_of(const std::vector<Sample>& samples, Painted painted);
// A run's report that was judged when it was made, judged by today's rule.
[[nodiscard]] nlohmann::json judged_anew(nlohmann::json report);

}  // namespace kiosk::test
