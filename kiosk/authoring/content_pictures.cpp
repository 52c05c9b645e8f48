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

#include "kiosk/imaging/jpeg_encoder.h"
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
      hash_of(made->picture), made->width,      made->height,    made->source_width,
      made->source_height,    made->drawing,    made->sharpness, made->caption_contrast,
      to_hex(made->blur),     format_of(*bytes)};
}

}  // namespace

void for_each_picture(std::size_t count, const PictureMaking& making,
                      const std::function<bool(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stopped = false;
  std::mutex lock;
  std::condition_variable changed;
  std::size_t done = 0;
  std::size_t running = 0;
  const auto run = [&] {
    while (!stopped && !(making.given_up && making.given_up())) {
      const std::size_t i = next++;
      if (i >= count) break;
      if (!work(i)) stopped = true;
      const std::scoped_lock held(lock);
      ++done;
    }
    const std::scoped_lock held(lock);
    --running;
    changed.notify_one();
  };
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  running = std::min<std::size_t>(making.threads > 0 ? making.threads : cores, count);
  std::vector<std::jthread> threads;
  for (std::size_t left = running; left > 0; --left) threads.emplace_back(run);
  std::unique_lock held(lock);
  while (running > 0) {
    changed.wait_for(held, kTellEvery);
    if (!making.progress) continue;
    const std::size_t now = done;
    held.unlock();
    making.progress(now, count);
    held.lock();
  }
}

std::optional<PictureRefusal> trouble_of_reader(const ImportWorker& worker) {
  const RgbPicture grey{8, 8, std::vector<std::uint8_t>(std::size_t{8} * 8 * 3, 128)};
  PixelReceiver receiver;
  receiver.begin = [](const WireHeader&) { return true; };
  receiver.row = [](std::span<const std::uint8_t>) {};
  const auto read = import_picture(worker, encoded_jpeg(grey, 80, JpegDetail::kPhoto), receiver);
  if (read) return std::nullopt;
  return PictureRefusal{read.error().what, "Install the program again."};
}

std::map<std::string, PictureOutcome> make_pictures(
    const std::filesystem::path& folder, const std::vector<std::string>& files,
    const PictureMaking& making,
    const std::function<void(const std::string&, const MadePicture&)>& take) {
  const std::set<std::string> each(files.begin(), files.end());
  const std::vector<std::string> names(each.begin(), each.end());
  std::vector<std::optional<PictureOutcome>> outcomes(names.size());
  for_each_picture(names.size(), making, [&](std::size_t i) {
    outcomes[i] = make_one(folder, names[i], making, take);
    return true;
  });
  const PictureOutcome unmade = tl::unexpected(PictureRefusal{"it was given up", "Begin again."});
  std::map<std::string, PictureOutcome> all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    all.emplace(names[i], outcomes[i] ? std::move(*outcomes[i]) : unmade);
  }
  return all;
}

}  // namespace kiosk
