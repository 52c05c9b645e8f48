#include "kiosk/authoring/content_pictures.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"

namespace kiosk {

namespace {

constexpr std::chrono::milliseconds kTellEvery{100};

PictureOutcome make_one(const std::filesystem::path& folder, const std::string& file,
                        const PictureMaking& making,
                        const std::function<void(const std::string&, const MadePicture&)>& take) {
  const auto bytes = read_content_file(folder, file, kMaxImageBytes);
  if (!bytes) return tl::unexpected(PictureRefusal{bytes.error().what, bytes.error().remedy});
  const std::string key = PictureCache::key_of(*bytes);
  const PictureCache cache(making.cache);
  std::optional<MadePicture> made;
  if (!making.cache.empty()) made = cache.find(key);
  if (!made) {
    auto fresh = make_picture(making.worker, *bytes);
    if (!fresh) return tl::unexpected(std::move(fresh.error()));
    made = std::move(*fresh);
    if (!making.cache.empty()) cache.keep(key, *made);
  }
  if (take) take(file, *made);
  return PictureFacts{
      hash_of(made->picture), made->width,   made->height,    made->source_width,
      made->source_height,    made->drawing, made->sharpness, made->caption_contrast,
      to_hex(made->blur)};
}

}  // namespace

std::map<std::string, PictureOutcome> make_pictures(
    const std::filesystem::path& folder, const std::vector<std::string>& files,
    const PictureMaking& making,
    const std::function<void(const std::string&, const MadePicture&)>& take) {
  const std::set<std::string> each(files.begin(), files.end());
  const std::vector<std::string> names(each.begin(), each.end());
  std::vector<std::optional<PictureOutcome>> outcomes(names.size());
  std::atomic<std::size_t> next = 0;
  std::mutex lock;
  std::condition_variable changed;
  std::size_t done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < names.size(); i = next++) {
      PictureOutcome outcome = make_one(folder, names[i], making, take);
      const std::scoped_lock held(lock);
      outcomes[i] = std::move(outcome);
      ++done;
      changed.notify_one();
    }
  };
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = making.threads > 0 ? making.threads : cores;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(wanted, names.size()); ++i) threads.emplace_back(work);
  {
    std::unique_lock held(lock);
    while (done < names.size()) {
      changed.wait_for(held, kTellEvery);
      if (!making.progress) continue;
      const std::size_t now = done;
      held.unlock();
      making.progress(now, names.size());
      held.lock();
    }
  }
  threads.clear();
  std::map<std::string, PictureOutcome> all;
  for (std::size_t i = 0; i < names.size(); ++i) all.emplace(names[i], std::move(*outcomes[i]));
  return all;
}

}  // namespace kiosk
