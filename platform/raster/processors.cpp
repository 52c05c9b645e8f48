#include "platform/raster/processors.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace kiosk::raster {
namespace {

constexpr int kMostHelpers = 7;

// Asked once: it reads a file of the kernel's, and this is called several times a frame.
int most_helpers() {
  static const int processors = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
  return std::min(processors - 1, kMostHelpers);
}

}  // namespace

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

  void add(Errands& giver, std::function<void()> work) {
    bool helped = false;
    {
      const std::scoped_lock turn(m_turn);
      begin_up_to(most_helpers());
      helped = !m_helpers.empty();
    }
    std::unique_lock held(m_lock);
    if (!helped || giver.m_waiting >= Errands::kMostWaiting) {
      held.unlock();
      return work();
    }
    m_errands.push_back({&giver, std::move(work)});
    ++giver.m_waiting;
    held.unlock();
    m_called.notify_one();
  }

  void finish(Errands& giver) {
    std::unique_lock held(m_lock);
    while (giver.m_waiting > 0) {
      const auto first = std::ranges::find(m_errands, &giver, &Errand::giver);
      const std::function<void()> work = std::move(first->work);
      m_errands.erase(first);
      --giver.m_waiting;
      held.unlock();
      work();
      held.lock();
    }
    m_done.wait(held, [&giver] { return giver.m_begun == 0; });
  }

 private:
  struct Errand {
    Errands* giver;
    std::function<void()> work;
  };

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
      m_called.wait(held, [this] { return m_ending || m_wanted > 0 || !m_errands.empty(); });
      if (m_ending) return;
      if (m_wanted > 0) {
        take_part(held);
      } else {
        run_errand(held);
      }
    }
  }

  // Somebody waits for this.
  void take_part(std::unique_lock<std::mutex>& held) {
    --m_wanted;
    ++m_inside;
    const std::function<void()>& take = *m_take;
    held.unlock();
    take();
    held.lock();
    --m_inside;
    if (m_inside == 0) m_left.notify_one();
  }

  void run_errand(std::unique_lock<std::mutex>& held) {
    Errand errand = std::move(m_errands.front());
    m_errands.pop_front();
    --errand.giver->m_waiting;
    ++errand.giver->m_begun;
    held.unlock();
    errand.work();
    held.lock();
    --errand.giver->m_begun;
    m_done.notify_all();
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
  std::deque<Errand> m_errands;
  std::condition_variable m_done;  // one of them
};

namespace {

Crew& crew() {
  static Crew only;
  return only;
}

}  // namespace

void share_among_processors(int count, int most_threads, const std::function<void(int)>& work) {
  const int helpers = std::min({most_helpers(), most_threads - 1, count - 1});
  if (helpers <= 0) {
    for (int i = 0; i < count; ++i) work(i);
    return;
  }
  crew().share(count, helpers, work);
}

void Errands::add(std::function<void()> work) { crew().add(*this, std::move(work)); }

void Errands::finish() { crew().finish(*this); }

}  // namespace kiosk::raster
