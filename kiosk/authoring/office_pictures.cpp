#include "kiosk/authoring/office_pictures.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include "kiosk/authoring/known_pictures.h"
#include "kiosk/authoring/photo_words.h"
#include "kiosk/imaging/jpeg_encoder.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/content_hash.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPhotos = "photos/";
constexpr std::size_t kLongestMention = 200;  // bytes
constexpr Millis kSecondPatience{5'000};      // of a picture that was refused once
constexpr const char* kFromCamera = "Copy it again from the camera.";

// The name of a file inside the folder, and not of a text.
bool can_be_placed(const std::string& mention) {
  const fs::path path(mention);
  const bool climbs = std::ranges::find(path, fs::path("..")) != path.end();
  return !mention.empty() && mention.size() <= kLongestMention && !climbs &&
         mention.find('\0') == std::string::npos && path.is_relative() && path.has_filename() &&
         !name_key(mention).ends_with(".json");
}

bool is_paper(const std::string& key) {
  constexpr std::array<std::string_view, 6> kEndings{".txt",  ".md",   ".csv",
                                                     ".json", ".docx", ".url"};
  return std::ranges::any_of(kEndings, [&](auto ending) { return key.ends_with(ending); });
}

bool is_named_as_picture(const std::string& key) {
  constexpr std::array<std::string_view, 9> kEndings{".jpg", ".jpeg", ".png",  ".heic", ".webp",
                                                     ".gif", ".tif",  ".tiff", ".bmp"};
  return std::ranges::any_of(kEndings, [&](auto ending) { return key.ends_with(ending); });
}

std::string head_of(const fs::path& file) {
  std::array<char, 512> bytes{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(stream.gcount())};
}

// The texts of a field: all languages of a name, or a list of names.
std::vector<std::string> texts_in(const nlohmann::ordered_json& document, const char* field) {
  std::vector<std::string> texts;
  const auto found = document.find(field);
  if (found == document.end()) return texts;
  if (found->is_string()) texts.push_back(found->get<std::string>());
  if (!found->is_structured()) return texts;
  for (const auto& item : *found) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

bool answers_to(const std::string& key, const std::string& id,
                const nlohmann::ordered_json& document) {
  if (key == loose_key(id)) return true;
  for (const char* field : {"name", "native_names", "aliases"}) {
    const auto names = texts_in(document, field);
    if (std::ranges::any_of(names, [&](auto& name) { return loose_key(name) == key; })) return true;
  }
  return false;
}

}  // namespace

OfficePictures::OfficePictures(const OfficeFolderRequest& request,
                               const std::vector<ListedFile>& files, const OfficeTexts& texts)
    : m_request(request), m_files(files), m_texts(texts) {
  for (const ListedFile& file : files) {
    m_by_name.emplace(file.name, &file);
    m_by_key.emplace(file.key, &file);
    m_names.insert(file.key);
  }
}

// By its name, by another spelling of it, or by the stand-in that an export writes for a drawing.
const ListedFile* OfficePictures::find(const std::string& mention) const {
  if (const auto exact = m_by_name.find(mention); exact != m_by_name.end()) return exact->second;
  const std::string key = name_key(mention);
  for (const std::string& name : {key, key + ".jpg"}) {
    if (const auto same = m_by_key.find(name); same != m_by_key.end()) return same->second;
  }
  return nullptr;
}

PackResult<void> OfficePictures::place() {
  std::vector<std::pair<std::string, std::string>> mentions;
  for (const auto& [id, city] : m_texts.cities) {
    const auto photos = city.document.find("photos");
    if (photos == city.document.end() || !photos->is_array()) continue;
    for (const auto& photo : *photos) {
      const auto file = photo.find("file");
      if (!photo.is_object() || file == photo.end() || !file->is_string()) continue;
      mentions.emplace_back(id, file->get<std::string>());
      m_mentions.insert(name_key(mentions.back().second));
      m_names.insert(name_key(mentions.back().second));
    }
  }
  for (const auto& [city, file] : mentions) {
    if (auto placed = place_mention(city, file); !placed) return placed;
  }
  for (const ListedFile& file : m_files) {
    if (!is_offer(file)) continue;
    if (auto placed = place_offer(file); !placed) return placed;
  }
  return {};
}

PackResult<void> OfficePictures::place_mention(const std::string& city, const std::string& file) {
  const PlacedPicture picture{city, file, shown_name(file), true};
  const ListedFile* found = can_be_placed(file) ? find(file) : nullptr;
  if (found != nullptr) m_meant.insert(found->name);
  if (found == nullptr || found->kind == ListedKind::kOther) {
    leave_out(picture, {PictureFault::kMissing, "there is no such file",
                        "Put the file there or correct the name."});
    return {};
  }
  if (found->kind == ListedKind::kLink) {
    leave_out(picture,
              {PictureFault::kLink, "it is a link", "Replace the link by the file itself."});
    return {};
  }
  if (std::ranges::any_of(m_placed, [&](auto& one) { return one.placed == file; })) {
    m_placed.push_back(picture);
    return {};
  }
  auto put_there = put(*found, file);
  if (!put_there) return tl::unexpected(std::move(put_there.error()));
  if (*put_there) {
    m_placed.push_back(picture);
  } else {
    leave_out(picture, {PictureFault::kUnreadable, "it cannot be copied", kFromCamera});
  }
  return {};
}

// False: this one cannot be put there, and the disk is not to blame.
PackResult<bool> OfficePictures::put(const ListedFile& from, const std::string& to) {
  const fs::path target = m_request.out / to;
  const auto [before, fresh] = m_put.emplace(from.name, to);
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (!error && m_request.take && fresh) {
    fs::rename(m_request.source / from.name, target, error);
  } else if (!error) {
    const bool moved = m_request.take && !fresh;
    fs::copy_file(moved ? m_request.out / before->second : m_request.source / from.name, target,
                  error);
  }
  if (!error) return true;
  if (fresh) m_put.erase(before);
  const bool clash = error == std::errc::file_exists || error == std::errc::not_a_directory ||
                     error == std::errc::is_a_directory || error == std::errc::filename_too_long;
  if (clash) return false;
  const bool full = error == std::errc::no_space_on_device;
  return fail(full ? FailureKind::kNoSpace : FailureKind::kFailed,
              target.string() + ": cannot be written: " + error.message() +
                  (full ? ". Make room and try again." : ". Check the disk and its permissions."));
}

bool OfficePictures::is_offer(const ListedFile& file) const {
  if (file.kind == ListedKind::kOther || m_meant.contains(file.name)) return false;
  if (is_paper(file.key)) return false;
  // What stands in for a drawing that is there itself again.
  if (file.key.ends_with(".jpg") && m_mentions.contains(file.key.substr(0, file.key.size() - 4))) {
    return false;
  }
  return file.key.starts_with(kPhotos) || is_named_as_picture(file.key);
}

// The id whose folder it lies in, by whatever spelling of the city's names; empty: none, or two.
std::string OfficePictures::city_of(const ListedFile& file) const {
  if (!file.key.starts_with(kPhotos)) return {};
  const std::size_t end = file.key.find('/', kPhotos.size());
  if (end == std::string::npos) return {};
  const std::string folder = file.key.substr(kPhotos.size(), end - kPhotos.size());
  if (m_texts.cities.contains(folder)) return folder;
  const std::string key = loose_key(folder);
  std::string found;
  for (const auto& [id, city] : m_texts.cities) {
    if (key.empty() || !answers_to(key, id, city.document)) continue;
    if (!found.empty()) return {};
    found = id;
  }
  return found;
}

// Its city's text is there and cannot be read, which is told already and blocks.
bool OfficePictures::is_of_unread_city(const ListedFile& file) const {
  if (m_texts.cities.empty()) return true;
  if (!file.key.starts_with(kPhotos)) return false;
  const std::size_t end = file.key.find('/', kPhotos.size());
  if (end == std::string::npos) return false;
  return m_by_key.contains("cities/" + file.key.substr(kPhotos.size(), end - kPhotos.size()) +
                           ".json");
}

std::string OfficePictures::free_name(const std::string& city, const ListedFile& file) {
  const bool png = format_of(head_of(m_request.source / file.name)) == PictureFormat::kPng;
  const std::string stem = std::string(kPhotos) + city + "/" + safe_stem_of(file.name);
  std::string name = stem + (png ? ".png" : ".jpg");
  for (int count = 2; name != file.name && m_names.contains(name); ++count) {
    name = stem + "-" + std::to_string(count) + (png ? ".png" : ".jpg");
  }
  m_names.insert(name);
  return name;
}

PackResult<void> OfficePictures::place_offer(const ListedFile& file) {
  PlacedPicture picture{city_of(file), "", file.shown, false};
  const auto refuse = [&](PictureFault fault, std::string what, std::string remedy) {
    leave_out(picture, {fault, std::move(what), std::move(remedy)});
    return PackResult<void>();
  };
  if (picture.city.empty()) {
    if (is_of_unread_city(file)) return {};
    return refuse(PictureFault::kNoCity, "it lies in no city's folder",
                  "Put it into photos/<city>/, by the name that the city's file has in cities/.");
  }
  if (file.kind == ListedKind::kLink) {
    return refuse(PictureFault::kLink, "it is a link", "Replace the link by the file itself.");
  }
  if (file.bytes == 0) {
    return refuse(PictureFault::kUnreadable, "the picture is empty (0 bytes)", kFromCamera);
  }
  if (file.bytes > kMaxImageBytes) {
    return refuse(PictureFault::kTooLarge,
                  "the picture is " + std::to_string(file.bytes) + " bytes large, more than " +
                      std::to_string(kMaxImageBytes),
                  "Save it smaller.");
  }
  if (m_placed.size() >= kMostOfficePictures) {
    return refuse(PictureFault::kTooMany,
                  "there are more than " + std::to_string(kMostOfficePictures) + " pictures",
                  "Keep fewer.");
  }
  picture.placed = free_name(picture.city, file);
  auto put_there = put(file, picture.placed);
  if (!put_there) return tl::unexpected(std::move(put_there.error()));
  if (!*put_there) return refuse(PictureFault::kUnreadable, "it cannot be copied", kFromCamera);
  m_placed.push_back(std::move(picture));
  return {};
}

// Asked when a picture could not be read: were the reader broken, every picture would be left out.
PackResult<void> OfficePictures::check_reader() const {
  const auto trouble = trouble_of_reader(m_request.making.worker);
  if (!trouble) return {};
  return fail(FailureKind::kFailed, m_request.making.worker.program.string() +
                                        ": no picture can be read at all: " + trouble->what + ". " +
                                        trouble->remedy);
}

std::vector<PictureVerdict> OfficePictures::verdicts(const PlacedPicture& picture,
                                                     const PictureOutcome& outcome) const {
  if (outcome) {
    if (picture.mentioned || !outcome->drawing) return verdicts_on(*outcome, "");
    return {{PictureFault::kWrongKind, "it is a drawing", "Save it as a JPEG or PNG picture."}};
  }
  const bool unknown = format_of(head_of(m_request.out / picture.placed)) == PictureFormat::kOther;
  return {{unknown ? PictureFault::kWrongKind : PictureFault::kUnreadable, outcome.error().what,
           outcome.error().remedy}};
}

// Strict: what is wrong with a mentioned picture is told by the build, with the mention's place.
bool OfficePictures::is_left_to_the_build(const PlacedPicture& picture) const {
  return picture.mentioned && m_request.strict;
}

// The city has these very bytes already.
bool OfficePictures::is_again(const PlacedPicture& picture) {
  const auto hash = hash_of_file(m_request.out / picture.placed);
  return hash && !m_hashes[picture.city].insert(*hash).second && !picture.mentioned;
}

PackResult<void> OfficePictures::judge() {
  const KnownPictures known(m_request.known_packs);
  std::vector<std::string> names;
  for (const PlacedPicture& picture : m_placed) {
    if (!m_request.making.cache.empty()) {
      known.recall(m_request.out / picture.placed, PictureCache(m_request.making.cache));
    }
    if (!is_left_to_the_build(picture)) names.push_back(picture.placed);
  }
  auto outcomes = make_pictures(m_request.out, names, m_request.making);
  std::vector<std::string> refused;
  for (const auto& [name, outcome] : outcomes) {
    if (!outcome) refused.push_back(name);
  }
  if (!refused.empty()) {
    if (auto works = check_reader(); !works) return works;
    // Once more: what goes well now was a hiccup of this machine, and no fault of the picture.
    PictureMaking quiet = m_request.making;
    quiet.progress = {};
    quiet.worker.patience = std::min(quiet.worker.patience, kSecondPatience);
    for (auto& [name, outcome] : make_pictures(m_request.out, refused, quiet)) {
      if (outcome) outcomes.at(name) = std::move(outcome);
    }
  }
  std::vector<PlacedPicture> fit;
  std::set<std::string> kept;
  for (PlacedPicture& picture : m_placed) {
    std::vector<PictureVerdict> wrong;
    if (!is_left_to_the_build(picture)) wrong = verdicts(picture, outcomes.at(picture.placed));
    if (wrong.empty() && is_again(picture)) {
      wrong.push_back({PictureFault::kTwice, "the city has this very picture already",
                       "Remove one of the two."});
    }
    if (!wrong.empty()) {
      leave_out(picture, wrong.front());
      continue;
    }
    kept.insert(picture.placed);
    fit.push_back(std::move(picture));
  }
  std::error_code ignored;
  for (const std::string& name : names) {
    if (!kept.contains(name)) fs::remove(m_request.out / name, ignored);
  }
  m_placed = std::move(fit);
  return {};
}

void OfficePictures::leave_out(const PlacedPicture& picture, const PictureVerdict& verdict) {
  if (is_left_to_the_build(picture)) return;
  m_left_out[picture.city].push_back(
      {picture.shown, picture.mentioned, verdict.fault, verdict.what, verdict.remedy});
}

}  // namespace kiosk
