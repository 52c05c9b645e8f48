#include "kiosk/picture/picture_loader.h"

#include <algorithm>
#include <utility>

namespace kiosk {

namespace {

constexpr std::size_t kMostUnclaimed = 3;  // decoded and not asked for again

}  // namespace

PictureLoader::Loaded PictureLoader::load(const std::string& file) const {
  if (m_may_open && !m_may_open(file)) return {};
  return {load_picture(file, 4).value_or(Bitmap{})};
}

PictureLoader::~PictureLoader() {
  {
    const std::scoped_lock held(m_lock);
    m_ending = true;
  }
  m_wished.notify_one();
  if (m_thread.joinable()) m_thread.join();
}

std::optional<PictureLoader::Loaded> PictureLoader::take(const std::filesystem::path& file) {
  const std::string name = file.string();
  if (m_loading == PictureLoading::kNever) return std::nullopt;
  if (m_loading == PictureLoading::kAtOnce) return load(name);
  const std::scoped_lock held(m_lock);
  if (const auto found = m_done.find(name); found != m_done.end()) {
    Loaded loaded = std::move(found->second);
    m_done.erase(found);
    return loaded;
  }
  if (name == m_reading) return std::nullopt;
  std::erase(m_wishes, name);
  m_wishes.push_back(name);
  if (!m_thread.joinable()) m_thread = std::thread([this] { work(); });
  m_wished.notify_one();
  return std::nullopt;
}

void PictureLoader::forget() {
  const std::scoped_lock held(m_lock);
  m_wishes.clear();
  m_done.clear();
}

void PictureLoader::work() {
  std::unique_lock held(m_lock);
  while (true) {
    m_wished.wait(held, [&] { return m_ending || !m_wishes.empty(); });
    if (m_ending) return;
    m_reading = std::move(m_wishes.back());
    m_wishes.pop_back();
    const std::string name = m_reading;
    held.unlock();
    Loaded loaded = load(name);
    held.lock();
    m_reading.clear();
    // Visitors who wander on leave pictures behind that nobody fetches.
    if (m_done.size() >= kMostUnclaimed) m_done.clear();
    m_done[name] = std::move(loaded);
  }
}

}  // namespace kiosk
