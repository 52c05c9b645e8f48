// Sharing of work among the machine's processors, by threads that stay and sleep between frames:
// to begin a thread in every frame takes as long as drawing a small change does.
//
// Either the caller waits for all of it (share), or goes on meanwhile (errands). One caller at a
// time is helped to share; others wait for their turn. `work` must not share anything itself, nor
// give errands. Thread: any. Errors: none; where no thread can be begun the caller does it all.
#pragma once

#include <functional>

namespace kiosk::raster {

// Calls `work` with 0 to count - 1, each once, on up to `most_threads` threads; returns when all
// is done. It never waits for a helper that has not woken yet.
void share_among_processors(int count, int most_threads, const std::function<void(int)>& work);

// Pieces of work that wait for a processor that is free, in no order. Each object is one thread's.
class Errands {
 public:
  // So many may wait; the caller does what is more itself.
  static constexpr int kMostWaiting = 8;

  Errands() = default;
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;
  ~Errands() { finish(); }

  void add(std::function<void()> work);
  // When it returns all are done; the caller does those that nobody has begun.
  void finish();

 private:
  friend class Crew;
  // The crew's, under its lock.
  int m_waiting = 0;
  int m_begun = 0;
};

}  // namespace kiosk::raster
