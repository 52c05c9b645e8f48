// Work shared among processors: each piece once, all of it before the call returns, whoever calls.
#include "platform/raster/processors.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace kiosk::raster {
namespace {

TEST_CASE("each piece is worked once, and all are when the call returns") {
  for (const int count : {0, 1, 2, 7, 500}) {
    for (const int threads : {0, 1, 2, 8}) {
      std::vector<std::atomic<int>> worked(static_cast<std::size_t>(count));
      share_among_processors(count, threads,
                             [&](int piece) { ++worked[static_cast<std::size_t>(piece)]; });
      for (const std::atomic<int>& times : worked) CHECK(times == 1);
    }
  }
}

TEST_CASE("callers take turns") {
  std::vector<std::thread> callers;
  std::atomic<int> sum = 0;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&sum] {
      for (int round = 0; round < 200; ++round) {
        share_among_processors(16, 8, [&](int piece) { sum += piece; });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 4 * 200 * 120);
}

TEST_CASE("each errand is run once, and all are when they are finished, whoever shares meanwhile") {
  std::vector<std::thread> callers;
  std::atomic<int> sum = 0;
  std::atomic<int> late = 0;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&sum, &late] {
      Errands errands;
      for (int round = 0; round < 50; ++round) {
        std::atomic<int> mine = 0;
        const int count = 1 + round % (3 * Errands::kMostWaiting);
        for (int i = 0; i < count; ++i) errands.add([&mine] { ++mine; });
        share_among_processors(16, 8, [&](int piece) { sum += piece; });
        errands.finish();
        if (mine != count) ++late;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 4 * 50 * 120);
  CHECK(late == 0);
}

TEST_CASE("errands are run before who gave them is gone") {
  std::atomic<int> run = 0;
  {
    Errands errands;
    for (int i = 0; i < Errands::kMostWaiting; ++i) {
      errands.add([&run] {
        std::this_thread::sleep_for(std::chrono::microseconds(300));
        ++run;
      });
    }
  }
  CHECK(run == Errands::kMostWaiting);
}

TEST_CASE("the helpers stay the same from call to call") {
  std::set<std::thread::id> all;
  std::mutex lock;
  for (int round = 0; round < 50; ++round) {
    share_among_processors(8, 8, [&](int) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      const std::scoped_lock held(lock);
      all.insert(std::this_thread::get_id());
    });
  }
  CHECK(all.size() <= std::min(8U, std::max(1U, std::thread::hardware_concurrency())));
}

}  // namespace
}  // namespace kiosk::raster
