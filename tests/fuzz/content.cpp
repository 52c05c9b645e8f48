// Harness "content": a pack's texts, loaded without a disk: parsed, held against their schemas,
// read into a draft, held against each other, and made a Pack if nothing is wrong.
//
// An input is parts parted by the byte 0x1E (no JSON may hold it); a part's first line is its
// file's name, the rest its content. Pictures are those of tests/packs.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "kiosk/pack/draft.h"
#include "kiosk/pack/json_document.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/schemas.h"
#include "kiosk/pack/texts_of.h"
#include "tests/fuzz/fuzz_target.h"

namespace kiosk::fuzz {

namespace {

namespace fs = std::filesystem;

constexpr char kBetweenParts = '\x1E';
constexpr std::size_t kShown = 1'000'000;  // a place no number of texts has

struct Loading {
  Draft draft;
  Problems problems;
};

const Schema& schema_for(const std::string& name) {
  static const Schema kPack("pack");
  static const Schema kAgreements("agreements");
  static const Schema kClub("club");
  static const Schema kPictures("pictures");
  static const Schema kCity("city");
  if (name == kPackFile) return kPack;
  if (name == kAgreementsFile) return kAgreements;
  if (name == kClubFile) return kClub;
  return name == kPicturesFile ? kPictures : kCity;
}

// As a folder could hold it: short, printable, plainly within.
bool is_file_name(const std::string& name) {
  return !name.empty() && name.size() < 64 && name.find('/') == std::string::npos &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c < 127; });
}

void take_part(const std::string& name, std::string_view text, Loading& loading) {
  const bool is_city = &schema_for(name) == &schema_for("");
  const std::string file = is_city ? std::string(kCitiesFolder) + "/" + name : name;
  const auto document = parse_document(text, file);
  if (is_city) {
    if (!loading.draft.city_ids) loading.draft.city_ids.emplace();
    loading.draft.city_ids->push_back(fs::path(name).stem().string());
  }
  if (!document) {
    loading.problems.push_back(document.error());
    return;
  }
  SchemaFindings findings = schema_for(name).check(*document, file);
  for (const std::string& path : findings.bad_values) {
    loading.draft.bad_values.insert(std::string(file).append("\n").append(path));
  }
  std::ranges::move(findings.problems, std::back_inserter(loading.problems));
  if (name == kPackFile) {
    read_pack(*document, loading.draft);
  } else if (name == kAgreementsFile) {
    read_agreements(*document, loading.draft);
  } else if (name == kClubFile) {
    read_club(*document, loading.draft);
  } else if (name == kPicturesFile) {
    read_pictures(*document, loading.draft);
  } else {
    loading.draft.cities.push_back(read_city(*document, file));
    loading.draft.city_ids->push_back(loading.draft.cities.back().city.id.value);
  }
}

// What the screens ask of every pack that was accepted.
void visit(const Pack& pack) {
  const PackValues& values = pack.values();
  demand(!values.homes.empty() && !values.cities.empty(), "a pack has a home and cities");
  for (const City& city : values.cities) {
    demand(pack.city(city.id) != nullptr, "each city is found by its id");
    for (const Language language : kLanguages) {
      demand(!pack.resolve(city.name, language).text.empty(), "each city has a name to show");
    }
    for (const std::size_t index : pack.agreements_with(city.id)) {
      demand(index < values.agreements.size(), "agreements of a city are there");
    }
    if (const Agreement* tie = pack.agreement_of(city.id)) {
      demand(tie->partner_city() != nullptr && *tie->partner_city() == city.id,
             "an agreement is that of its partner");
    }
  }
  for (const CityId& home : values.homes) {
    demand(pack.city(home) != nullptr && pack.is_home(home), "each home is a city");
  }
}

}  // namespace

void run_one(std::string_view input) {
  static const fs::path kFolder = fs::path(KIOSK_SOURCE_DIR) / "tests/packs";
  std::map<std::string, std::string_view> parts;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find(kBetweenParts), input.size());
    const std::string_view part = input.substr(0, end);
    const std::size_t line = std::min(part.find('\n'), part.size());
    const std::string name(part.substr(0, line));
    if (is_file_name(name)) parts.emplace(name, part.substr(std::min(line + 1, part.size())));
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  if (parts.empty()) return;
  Loading loading;
  for (const auto& [name, text] : parts) take_part(name, text, loading);
  if (loading.draft.city_ids) std::ranges::sort(*loading.draft.city_ids);
  // load_pack() tells these as problems of their own.
  for (const char* needed : {kPackFile, kAgreementsFile}) {
    if (!parts.contains(needed)) loading.problems.push_back({needed, "", "missing", ""});
  }
  if (loading.draft.cities.empty()) loading.problems.push_back({kCitiesFolder, "", "none", ""});
  std::ranges::move(check_references(loading.draft, kFolder), std::back_inserter(loading.problems));
  std::size_t texts = 0;
  for_each_text(loading.draft, [&](const std::string&, const std::string&, const Localized& text) {
    texts += text.empty() ? 0 : 1;
  });
  reached(texts);
  sort_problems(loading.problems);
  for (const Problem& problem : loading.problems) demand_sentence(problem.sentence());
  if (!loading.problems.empty()) return;
  reached(kShown);
  visit(Pack(assembled(std::move(loading.draft), kFolder, "")));
}

}  // namespace kiosk::fuzz
