#include "kiosk/pack/load_strings.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "kiosk/pack/content_file.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using CountryNames = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t kMostCharacters = 400;  // of a text

constexpr const char* kCountriesFile = "countries.json";

struct NamedForm {
  std::string_view name;
  PluralCategory category;
};
constexpr std::array kForms{
    NamedForm{"zero", PluralCategory::kZero}, NamedForm{"one", PluralCategory::kOne},
    NamedForm{"two", PluralCategory::kTwo},   NamedForm{"few", PluralCategory::kFew},
    NamedForm{"many", PluralCategory::kMany}, NamedForm{"other", PluralCategory::kOther},
};

std::string_view name_of(PluralCategory category) {
  const auto* found = std::ranges::find(kForms, category, &NamedForm::category);
  return found == kForms.end() ? "" : found->name;
}

// Every form that some number asks for, by asking for enough numbers.
std::set<PluralCategory> forms_of(Language language) {
  std::set<PluralCategory> forms{plural_category(language, 1'000'000)};
  for (int n = 0; n <= 200; ++n) forms.insert(plural_category(language, n));
  return forms;
}

struct Entry {
  bool is_plural = false;
  Strings::Forms forms;
};
using Entries = std::map<std::string, Entry>;

std::string file_of(Language language) { return std::string(code(language)) + ".json"; }

tl::unexpected<Error> refuse(const std::string& file, const std::string& path, std::string what,
                             std::string remedy) {
  return fail(Problem{file, path, std::move(what), std::move(remedy)}.sentence());
}

Result<json> document(const fs::path& folder, const std::string& file) {
  const auto bytes = read_content_file(folder, file, kMaxDocumentBytes);
  if (!bytes) return refuse(file, "", bytes.error().what, bytes.error().remedy);
  auto parsed = parse_document(*bytes, file);
  if (!parsed) return fail(parsed.error().sentence());
  if (!parsed->is_object()) return refuse(file, "", "this must be an object", "Put it in { }.");
  parsed->erase("$schema");
  return std::move(*parsed);
}

Result<Entry> entry_from(const std::string& file, const std::string& key, const json& value) {
  if (value.is_string()) return Entry{false, {{PluralCategory::kOther, value.get<std::string>()}}};
  if (!value.is_object()) {
    return refuse(file, key, "this must be a text or an object of plural forms", "Correct it.");
  }
  Entry entry{true, {}};
  for (const auto& [name, text] : value.items()) {
    const auto* form = std::ranges::find(kForms, name, &NamedForm::name);
    if (form == kForms.end()) {
      return refuse(file, key, "unknown plural form " + in_quotes(name),
                    "Use zero, one, two, few, many or other.");
    }
    if (!text.is_string()) {
      return refuse(file, joined(key, name), "this must be a text", "Put it in double quotes.");
    }
    entry.forms[form->category] = text.get<std::string>();
  }
  return entry;
}

bool is_key(std::string_view text) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) {
    return small(c) || (c >= '0' && c <= '9') || c == '.' || c == '_';
  };
  return !text.empty() && small(text.front()) && text.back() != '.' &&
         text.find("..") == std::string_view::npos && std::ranges::all_of(text, allowed);
}

// What follows looks at all that the words' schema has to say of them; the schema itself, for who
// edits them, takes longer than reading them, at every start. A test holds both together.
Result<Entries> read_entries(const fs::path& folder, Language language) {
  const std::string file = file_of(language);
  const auto parsed = document(folder, file);
  if (!parsed) return tl::unexpected(parsed.error());
  Entries entries;
  for (const auto& [key, value] : parsed->items()) {
    if (!is_key(key)) {
      return refuse(file, in_quotes(key), "a key is small letters, digits, dots and underscores",
                    "Rename it.");
    }
    auto entry = entry_from(file, key, value);
    if (!entry) return tl::unexpected(entry.error());
    entries[key] = std::move(*entry);
  }
  return entries;
}

// By hand: this looks at every letter of all words at every start, and find_first_of makes a call
// for each.
std::size_t find_brace(std::string_view text, std::size_t from = 0) {
  const auto rest = text.substr(std::min(from, text.size()));
  const auto found = std::ranges::find_if(rest, [](char c) { return c == '{' || c == '}'; });
  if (found == rest.end()) return std::string_view::npos;
  return from + static_cast<std::size_t>(found - rest.begin());
}

// nullopt: a brace that has no partner.
std::optional<std::set<std::string>> placeholders_in(std::string_view text) {
  std::set<std::string> names;
  while (true) {
    const std::size_t brace = find_brace(text);
    if (brace == std::string_view::npos) return names;
    const std::size_t close = find_brace(text, brace + 1);
    if (text[brace] == '}' || close == std::string_view::npos || text[close] == '{') {
      return std::nullopt;
    }
    names.emplace(text.substr(brace + 1, close - brace - 1));
    text.remove_prefix(close + 1);
  }
}

std::string in_braces(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "{" : " {") + name + "}";
  return text.empty() ? "none" : text;
}

std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

// What one entry must be in itself: the forms of its language, and balanced braces.
Result<void> check_entry(Language language, const std::string& key, const Entry& entry) {
  const std::string file = file_of(language);
  if (entry.is_plural) {
    const std::set<PluralCategory> needed = forms_of(language);
    for (const PluralCategory form : needed) {
      if (entry.forms.contains(form)) continue;
      return refuse(file, key, "the plural form " + in_quotes(name_of(form)) + " is missing",
                    "Add it: this language counts with it.");
    }
    for (const auto& [form, text] : entry.forms) {
      if (needed.contains(form)) continue;
      return refuse(file, joined(key, name_of(form)), "this language has no such plural form",
                    "Remove it.");
    }
  }
  for (const auto& [form, text] : entry.forms) {
    if (text.empty()) return refuse(file, key, "the text is empty", "Write it.");
    if (characters_of(text) > kMostCharacters) {
      return refuse(file, key, "the text is longer than 400 characters", "Shorten it.");
    }
    if (!placeholders_in(text)) {
      return refuse(file, key, "a brace without its partner", "Write placeholders as {name}.");
    }
  }
  return {};
}

// What it must be beside its twin in another language. A form like "two cities" may
// leave the number out, so only the form for other numbers names all placeholders.
Result<void> check_twins(Language language, const std::string& key, const Entry& entry,
                         Language other_language, const Entry& other) {
  const std::string file = file_of(language);
  const std::string other_file = file_of(other_language);
  if (entry.is_plural != other.is_plural) {
    return refuse(file, key,
                  entry.is_plural ? "this has plural forms, which " + other_file + " has not"
                                  : "this has no plural forms, which " + other_file + " has",
                  "Make them alike.");
  }
  const auto expected = placeholders_in(other.forms.at(PluralCategory::kOther));
  const auto own = placeholders_in(entry.forms.at(PluralCategory::kOther));
  if (own != expected) {
    return refuse(file, key,
                  "the placeholders are " + in_braces(*own) + ", those of " + other_file + " are " +
                      in_braces(*expected),
                  "Make them alike.");
  }
  for (const auto& [form, text] : entry.forms) {
    const auto names = placeholders_in(text);
    if (!std::ranges::includes(*own, *names)) {
      return refuse(file, joined(key, name_of(form)),
                    "the placeholders are " + in_braces(*names) + ", beyond those of 'other'",
                    "Use only those.");
    }
  }
  return {};
}

Result<void> check_parity(const std::map<Language, Entries>& all) {
  for (const auto& [language, entries] : all) {
    for (const auto& [key, entry] : entries) {
      if (auto fine = check_entry(language, key, entry); !fine) return fine;
    }
  }
  // Each beside the first, and the first beside each: what all share with it they share.
  const Language first = all.begin()->first;
  for (const auto& [language, entries] : all) {
    for (const auto& [other_language, others] : all) {
      if (language == other_language || (language != first && other_language != first)) continue;
      for (const auto& [key, other] : others) {
        const auto own = entries.find(key);
        if (own == entries.end()) {
          return refuse(
              file_of(language), "",
              "the key " + in_quotes(key) + " of " + file_of(other_language) + " is missing",
              "Translate it.");
        }
        if (auto fine = check_twins(language, key, own->second, other_language, other); !fine) {
          return fine;
        }
      }
    }
  }
  return {};
}

Result<std::map<Language, CountryNames>> read_countries(const fs::path& folder) {
  const auto parsed = document(folder, kCountriesFile);
  if (!parsed) return tl::unexpected(parsed.error());
  std::map<Language, CountryNames> names;
  for (const auto& [country, translations] : parsed->items()) {
    const bool alpha2 = country.size() == 2 &&
                        std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!alpha2 || !translations.is_object()) {
      return refuse(kCountriesFile, country, "this is not a country's names by its two-letter code",
                    "Write it like \"GM\": {\"en\": \"Gambia\", …}.");
    }
    for (const Language language : kLanguages) {
      const auto name = translations.find(std::string(code(language)));
      if (name == translations.end() || !name->is_string()) {
        return refuse(kCountriesFile, country, "no name in " + in_quotes(code(language)),
                      "Add it.");
      }
      names[language][country] = name->get<std::string>();
    }
  }
  return names;
}

// The staff room's words, in the languages that it has; the others show one of those.
Result<void> add_staff_words(const fs::path& folder, std::map<Language, Entries>& all) {
  std::map<Language, Entries> staff;
  for (const Language language : kStaffLanguages) {
    auto entries = read_entries(folder, language);
    if (!entries) return tl::unexpected(entries.error().within(folder.string()));
    staff[language] = std::move(*entries);
  }
  if (auto fine = check_parity(staff); !fine) {
    return tl::unexpected(fine.error().within(folder.string()));
  }
  for (const Language language : kLanguages) {
    const Entries& words = staff.at(staff_language(language));
    all[language].insert(words.begin(), words.end());
  }
  return {};
}

Strings::Table table_from(Entries&& entries) {
  Strings::Table table;
  for (auto& [key, entry] : entries) table[key] = std::move(entry.forms);
  return table;
}

}  // namespace

Result<Strings> load_strings(const fs::path& folder) {
  std::map<Language, Entries> all;
  for (const Language language : kLanguages) {
    auto entries = read_entries(folder, language);
    if (!entries) return tl::unexpected(entries.error().within(folder.string()));
    all[language] = std::move(*entries);
  }
  if (auto fine = check_parity(all); !fine) {
    return tl::unexpected(fine.error().within(folder.string()));
  }
  for (const char* part : {"staff", "stats"}) {
    if (auto added = add_staff_words(folder / part, all); !added) {
      return tl::unexpected(added.error());
    }
  }
  auto countries = read_countries(folder);
  if (!countries) return tl::unexpected(countries.error().within(folder.string()));

  Strings strings;
  for (auto& [language, entries] : all) strings.set_table(language, table_from(std::move(entries)));
  for (auto& [language, names] : *countries) strings.set_countries(language, std::move(names));
  return strings;
}

}  // namespace kiosk
