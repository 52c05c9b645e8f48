#include "platform/raster/processors.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace kiosk::raster {
namespace {

constexpr int kMostHelpers = 7;

class Crew {
 public:
  Crew() = default;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() {
    {
      const std::scoped_lock held(m_lock);
      m_ending = true;
    }
    m_called.notify_all();
    for (std::thread& helper : m_helpers) helper.join();
  }

  void share(int count, int helpers, const std::function<void(int)>& work) {
    const std::scoped_lock turn(m_turn);
    begin_up_to(helpers);
    std::atomic<int> next = 0;
    const std::function<void()> take = [&] {
      for (int i = next++; i < count; i = next++) work(i);
    };
    {
      const std::scoped_lock held(m_lock);
      m_take = &take;
      m_wanted = helpers;
    }
    for (int i = 0; i < helpers; ++i) m_called.notify_one();
    take();
    std::unique_lock held(m_lock);
    m_wanted = 0;  // who wakes only now finds nothing left
    m_left.wait(held, [this] { return m_inside == 0; });
    m_take = nullptr;
  }

 private:
  void begin_up_to(int helpers) {
    while (static_cast<int>(m_helpers.size()) < helpers) {
      try {
        m_helpers.emplace_back([this] { help(); });
      } catch (const std::system_error&) {
        return;  // no more threads to be had: fewer do it
      }
    }
  }

  void help() {
    std::unique_lock held(m_lock);
    while (true) {
      m_called.wait(held, [this] { return m_ending || m_wanted > 0; });
      if (m_ending) return;
      --m_wanted;
      ++m_inside;
      const std::function<void()>& take = *m_take;
      held.unlock();
      take();
      held.lock();
      --m_inside;
      if (m_inside == 0) m_left.notify_one();
    }
  }

  std::mutex m_turn;  // of who shares
  std::vector<std::thread> m_helpers;
  std::mutex m_lock;  // of all below
  std::condition_variable m_called;
  std::condition_variable m_left;
  const std::function<void()>* m_take = nullptr;
  int m_wanted = 0;
  int m_inside = 0;
  bool m_ending = false;
};

}  // namespace

void share_among_processors(int count, int most_threads, const std::function<void(int)>& work) {
  // Asked once: it reads a file of the kernel's, and this is called several times a frame.
  static const int processors = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
  const int helpers = std::min({processors - 1, most_threads - 1, count - 1, kMostHelpers});
  if (helpers <= 0) {
    for (int i = 0; i < count; ++i) work(i);
    return;
  }
  static Crew crew;
  crew.share(count, helpers, work);
}

}  // namespace kiosk::raster
