#include "kiosk/model/strings.h"

#include <algorithm>

#include "kiosk/base/check.h"
#include "kiosk/base/isolate.h"

namespace kiosk {

namespace {

// The rules are CLDR's for whole numbers (unicode.org/cldr/charts, Language Plural Rules).
PluralCategory arabic(std::uint64_t n) {
  if (n <= 2)
    return n == 0 ? PluralCategory::kZero : n == 1 ? PluralCategory::kOne : PluralCategory::kTwo;
  const std::uint64_t last_two = n % 100;
  if (last_two >= 3 && last_two <= 10) return PluralCategory::kFew;
  if (last_two >= 11) return PluralCategory::kMany;
  return PluralCategory::kOther;
}

PluralCategory tamazight(std::uint64_t n) {
  return n <= 1 || (n >= 11 && n <= 99) ? PluralCategory::kOne : PluralCategory::kOther;
}

// "un million de", "un millón de": whole millions take a form of their own.
bool is_whole_millions(std::uint64_t n) { return n != 0 && n % 1'000'000 == 0; }

PluralCategory french(std::uint64_t n) {
  if (n <= 1) return PluralCategory::kOne;
  return is_whole_millions(n) ? PluralCategory::kMany : PluralCategory::kOther;
}

PluralCategory spanish(std::uint64_t n) {
  if (n == 1) return PluralCategory::kOne;
  return is_whole_millions(n) ? PluralCategory::kMany : PluralCategory::kOther;
}

// Replaces every {name} that has a value; one without stays visible as it is. A value that
// reads against the language is isolated from the words around it.
std::string filled(std::string_view text, Language language,
                   std::initializer_list<Placeholder> values) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open == std::string_view::npos ? text.size() : open);
    if (close == std::string_view::npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto* value = std::ranges::find(values, name, &Placeholder::first);
    result += text.substr(0, open);
    result += value == values.end() ? std::string(text.substr(open, close - open + 1))
                                    : isolated(value->second, language);
    text.remove_prefix(close + 1);
  }
  return result += text;
}

}  // namespace

PluralCategory plural_category(Language language, std::int64_t count) {
  // Unsigned before the sign is dropped: the smallest number has no positive twin.
  const auto bits = static_cast<std::uint64_t>(count);
  const std::uint64_t n = count < 0 ? 0 - bits : bits;
  switch (language) {
    case Language::kArabic:
      return arabic(n);
    case Language::kTamazight:
      return tamazight(n);
    case Language::kFrench:
      return french(n);
    case Language::kSpanish:
      return spanish(n);
    case Language::kEnglish:
      return n == 1 ? PluralCategory::kOne : PluralCategory::kOther;
  }
  return PluralCategory::kOther;
}

void Strings::set_table(Language language, Table table) {
  m_tables[language] = std::make_shared<const Table>(std::move(table));
}

void Strings::set_countries(Language language,
                            std::map<std::string, std::string, std::less<>> names) {
  m_countries[language] = std::move(names);
}

const Strings::Forms& Strings::forms(std::string_view key, Language language) const {
  const auto table = m_tables.find(language);
  KIOSK_CHECK(table != m_tables.end());
  const auto found = table->second->find(key);
  KIOSK_CHECK(found != table->second->end());
  return found->second;
}

std::string_view Strings::text(std::string_view key, Language language) const {
  const Forms& all = forms(key, language);
  const auto plain = all.find(PluralCategory::kOther);
  KIOSK_CHECK(plain != all.end());
  return plain->second;
}

std::string Strings::format(std::string_view key, Language language,
                            std::initializer_list<Placeholder> values) const {
  return filled(text(key, language), language, values);
}

std::string Strings::plural(std::string_view key, Language language, std::int64_t count,
                            std::initializer_list<Placeholder> values) const {
  const Forms& all = forms(key, language);
  const auto form = all.find(plural_category(language, count));
  return form == all.end() ? format(key, language, values) : filled(form->second, language, values);
}

std::optional<std::string_view> Strings::country(std::string_view iso_alpha2,
                                                 Language language) const {
  const auto names = m_countries.find(language);
  if (names == m_countries.end()) return std::nullopt;
  const auto name = names->second.find(iso_alpha2);
  if (name == names->second.end()) return std::nullopt;
  return name->second;
}

}  // namespace kiosk
