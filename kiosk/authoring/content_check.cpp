#include "kiosk/authoring/content_check.h"

#include <glib.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "kiosk/authoring/picture_fitness.h"
#include "kiosk/authoring/unfinished.h"
#include "kiosk/base/litter.h"
#include "kiosk/pack/content_file.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxListed = 4000;

// As a file system that ignores capitals and Unicode forms would compare it.
std::string folded(const std::string& name) {
  const std::unique_ptr<gchar, decltype(&g_free)> composed(
      g_utf8_normalize(name.c_str(), -1, G_NORMALIZE_ALL_COMPOSE), &g_free);
  if (!composed) return name;
  const std::unique_ptr<gchar, decltype(&g_free)> small(g_utf8_casefold(composed.get(), -1),
                                                        &g_free);
  return small.get();
}

// Litter, or hidden: a repository's own files are nobody's pictures.
bool is_passed_over(const std::string& name) { return name.starts_with('.') || is_litter(name); }

// All plain files under the folder, relative to it, sorted.
std::vector<std::string> files_under(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (is_passed_over(entry->path().filename().string())) {
      if (entry->is_directory(error)) entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file(error)) continue;
    if (files.size() >= kMaxListed) break;
    files.push_back(entry->path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(files);
  return files;
}

bool is_papers(const std::string& file) {
  const bool text = file.ends_with(".md") || file.ends_with(".txt") || file.ends_with(".csv");
  return text || file.starts_with("schema/") || file.starts_with("guide/");
}

class Check {
 public:
  Check(const fs::path& folder, ContentCheck& found) : m_folder(folder), m_found(found) {}

  void run() {
    check_pictures();
    check_texts();
    check_files();
    std::ranges::copy(m_found.reading.problems, std::back_inserter(m_found.problems));
    sort_problems(m_found.problems);
    sort_problems(m_found.notes);
  }

 private:
  void add(const std::string& file, const std::string& path, std::string what, std::string remedy) {
    m_found.problems.push_back({file, path, std::move(what), std::move(remedy)});
  }
  void note(const std::string& file, const std::string& path, std::string what,
            std::string remedy) {
    m_found.notes.push_back({file, path, std::move(what), std::move(remedy)});
  }

  void check_pictures();
  void check_picture(const PhotoMention& mention, const PictureFacts& facts);
  void check_texts();
  void check_text(const TextMention& mention, Language language, const std::string& words);
  void check_files();
  void check_mentions(const std::vector<std::string>& files);
  void check_twins(const std::vector<std::string>& files);

  const fs::path& m_folder;
  ContentCheck& m_found;
};

void Check::check_pictures() {
  std::map<std::string, std::string> first_use;
  for (const PhotoMention& mention : m_found.reading.photos) {
    const std::string place = joined(mention.path, "file");
    const auto outcome = m_found.pictures.find(mention.photo.file);
    if (outcome == m_found.pictures.end()) continue;  // told by the loader
    if (!outcome->second) {
      add(mention.file, place, in_quotes(mention.photo.file) + ": " + outcome->second.error().what,
          outcome->second.error().remedy);
    } else {
      check_picture(mention, *outcome->second);
    }
    if (is_unfinished(mention.photo.credit)) {
      add(mention.file, joined(mention.path, "credit"), "the credit is still to be written",
          "Write who took the picture and under what licence.");
    }
    const auto [first, fresh] =
        first_use.emplace(mention.photo.file, mention.file + ": " + mention.path);
    if (!fresh) {
      note(mention.file, place,
           "the picture " + in_quotes(mention.photo.file) + " is shown twice, also at " +
               first->second,
           "Keep it if that is meant.");
    }
  }
}

void Check::check_picture(const PhotoMention& mention, const PictureFacts& facts) {
  const std::string place = joined(mention.path, "file");
  for (const PictureVerdict& verdict : verdicts_on(facts, in_quotes(mention.photo.file))) {
    add(mention.file, place, verdict.what, verdict.remedy);
  }
  if (const auto remark = remark_on_name(mention.photo.file, facts.format)) {
    note(mention.file, place, in_quotes(mention.photo.file) + ": " + remark->what, remark->remedy);
  }
  if (facts.drawing && mention.photo.kind != PhotoKind::kIllustration) {
    add(mention.file, joined(mention.path, "kind"), "a drawing is declared to be a photo",
        "Write \"illustration\".");
  }
}

void Check::check_texts() {
  for (const TextMention& mention : m_found.reading.texts) {
    for (const Language language : kLanguages) {
      const auto& words = mention.text.get(language);
      if (words) check_text(mention, language, *words);
    }
  }
  // A text that its language lacks and another stands in for.
  if (!m_found.reading.pack) return;
  std::map<Language, std::size_t> missing;
  for (const TextMention& mention : m_found.reading.texts) {
    if (mention.text.empty()) continue;
    for (const PackLanguage& offered : m_found.reading.pack->values().languages) {
      const auto& words = mention.text.get(offered.language);
      if (offered.fallback && (!words || words->empty())) ++missing[offered.language];
    }
  }
  for (const PackLanguage& offered : m_found.reading.pack->values().languages) {
    if (!offered.fallback || missing[offered.language] == 0) continue;
    note("pack.json", "languages",
         std::to_string(missing[offered.language]) + " texts have no words in " +
             in_quotes(code(offered.language)) + "; those in " +
             in_quotes(code(*offered.fallback)) + " are shown instead",
         "Write them when there is someone who can.");
  }
}

void Check::check_text(const TextMention& mention, Language language, const std::string& words) {
  const std::string place = joined(mention.path, code(language));
  if (is_unfinished(words)) {
    add(mention.file, place, "the text is still to be written", "Write it in place of TODO.");
    return;
  }
  if (const auto spacing = loose_spacing(words, language)) {
    add(mention.file, place, spacing->what, spacing->remedy);
  }
}

void Check::check_files() {
  const std::vector<std::string> files = files_under(m_folder);
  check_mentions(files);
  check_twins(files);
}

void Check::check_mentions(const std::vector<std::string>& files) {
  // Nothing was read that could have mentioned one.
  if (m_found.reading.files.empty()) return;
  std::set<std::string> known(m_found.reading.files.begin(), m_found.reading.files.end());
  for (const PhotoMention& mention : m_found.reading.photos) {
    known.insert(fs::path(mention.photo.file).lexically_normal().generic_string());
  }
  std::set<std::string> troubled;
  for (const Problem& problem : m_found.reading.problems) troubled.insert(problem.file);
  for (const std::string& file : files) {
    if (known.contains(file) || troubled.contains(file) || is_papers(file)) continue;
    const bool picture = file.starts_with("photos/") || file.starts_with("illustrations/");
    add(file, "", "no file of the pack mentions it",
        picture ? "Let kiosk-pack adopt write it in, or remove it."
                : "Remove it, or correct its name.");
  }
}

void Check::check_twins(const std::vector<std::string>& files) {
  std::map<std::string, std::string> seen;
  for (const std::string& file : files) {
    const auto [first, fresh] = seen.emplace(folded(file), file);
    if (fresh) continue;
    add(file, "",
        "its name differs from " + in_quotes(first->second) +
            " by capitals or by the form of its letters alone, so a USB stick keeps only one",
        "Rename one of the two.");
  }
}

}  // namespace

std::optional<PictureRefusal> reader_trouble_in(const ContentCheck& check) {
  for (const auto& [file, outcome] : check.pictures) {
    if (!outcome && outcome.error().of_reader) return outcome.error();
  }
  return std::nullopt;
}

ContentCheck check_content(
    const fs::path& folder, const PictureMaking& making,
    const std::function<void(const std::string&, const MadePicture&)>& take) {
  ContentCheck found;
  found.reading = read_content(folder);
  std::vector<std::string> pictures;
  for (const PhotoMention& mention : found.reading.photos) {
    const auto file = find_content_file(folder, mention.photo.file);
    if (file && file->bytes > 0 && file->bytes <= kMaxPictureBytes) {
      pictures.push_back(mention.photo.file);
    }
  }
  found.pictures = make_pictures(folder, pictures, making, take);
  Check(folder, found).run();
  return found;
}

}  // namespace kiosk
