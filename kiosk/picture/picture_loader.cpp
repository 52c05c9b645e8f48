#include "kiosk/picture/picture_loader.h"

#include <algorithm>
#include <utility>

namespace kiosk {

namespace {

// Decoded and not asked for again: two to look at near by, or a row of small ones.
constexpr std::size_t kMostUnclaimed = 24 * 1024 * 1024;

}  // namespace

PictureLoader::Loaded PictureLoader::load(const Wish& wish) const {
  if (m_may_open && !m_may_open(wish.file)) return {};
  return {load_picture_at(wish.file, wish.size).value_or(Bitmap{})};
}

PictureLoader::~PictureLoader() {
  {
    const std::scoped_lock held(m_lock);
    m_ending = true;
  }
  m_wished.notify_one();
  if (m_thread.joinable()) m_thread.join();
}

std::optional<PictureLoader::Loaded> PictureLoader::take(const std::filesystem::path& file,
                                                         PixelSize size) {
  const Wish wish{file.string(), size};
  if (m_loading == PictureLoading::kNever) return std::nullopt;
  if (m_loading == PictureLoading::kAtOnce) return load(wish);
  const std::scoped_lock held(m_lock);
  if (const auto found = m_done.find(wish); found != m_done.end()) {
    Loaded loaded = std::move(found->second);
    m_done.erase(found);
    m_unclaimed -= loaded.bitmap.pixels.size();
    return loaded;
  }
  if (wish == m_reading) return std::nullopt;
  std::erase(m_wishes, wish);
  m_wishes.push_back(wish);
  if (!m_thread.joinable()) m_thread = std::thread([this] { work(); });
  m_wished.notify_one();
  return std::nullopt;
}

void PictureLoader::forget() {
  const std::scoped_lock held(m_lock);
  m_wishes.clear();
  m_done.clear();
  m_unclaimed = 0;
  m_reading = {};
}

void PictureLoader::work() {
  std::unique_lock held(m_lock);
  while (true) {
    m_wished.wait(held, [&] { return m_ending || !m_wishes.empty(); });
    if (m_ending) return;
    m_reading = std::move(m_wishes.back());
    m_wishes.pop_back();
    const Wish wish = m_reading;
    held.unlock();
    Loaded loaded = load(wish);
    held.lock();
    if (m_reading != wish) continue;  // forgotten meanwhile
    m_reading = {};
    const std::size_t bytes = loaded.bitmap.pixels.size();
    // Visitors who wander on leave pictures behind that nobody fetches.
    if (m_unclaimed + bytes > kMostUnclaimed) {
      m_done.clear();
      m_unclaimed = 0;
    }
    m_unclaimed += bytes;
    m_done[wish] = std::move(loaded);
  }
}

}  // namespace kiosk
