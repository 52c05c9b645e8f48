#include "kiosk/authoring/office_texts.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "kiosk/authoring/table.h"
#include "kiosk/pack/content_file.h"
#include "kiosk/pack/json_document.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kCities = "cities/";
constexpr std::string_view kJson = ".json";
constexpr std::size_t kLongestName = 120;  // bytes, of a text's file

// Is a text expected by that name? Then it is copied under its key.
bool is_text(const std::string& key) {
  constexpr std::array<std::string_view, 3> kNames{"pack.json", "agreements.json", "club.json"};
  if (std::ranges::find(kNames, key) != kNames.end()) return true;
  return key.starts_with(kCities) && key.ends_with(kJson) &&
         key.size() > kCities.size() + kJson.size() && key.find('/', kCities.size()) == key.npos;
}

class TextCopy {
 public:
  TextCopy(const fs::path& source, const fs::path& out) : m_source(source), m_out(out) {}

  [[nodiscard]] PackResult<void> take(const ListedFile& file) {
    if (file.kind == ListedKind::kLink && (file.key == "cities" || is_text(file.key))) {
      return refuse(file.shown, in_quotes(file.shown) + " is a link",
                    "Replace the link by the file itself.");
    }
    if (!is_text(file.key)) return {};
    if (file.kind != ListedKind::kFile) {
      return refuse(file.shown, in_quotes(file.shown) + " is not a file",
                    "Put the text itself there.");
    }
    if (file.key.size() > kLongestName) {
      return refuse(file.shown, "its name is too long", "Name it after the city's id.");
    }
    if (!m_seen.insert(file.key).second) {
      return refuse(file.shown, "its name differs from another by capitals alone",
                    "Keep one of the two.");
    }
    auto bytes = read_content_file(m_source, file.name, kMaxDocumentBytes);
    if (!bytes) return refuse(file.shown, bytes.error().what, bytes.error().remedy);
    const std::string text = as_plain_text(std::move(*bytes));
    read(file.key, text);
    return write_text(m_out, file.key, text);
  }
  [[nodiscard]] OfficeTexts result() { return std::move(m_texts); }

 private:
  PackResult<void> refuse(const std::string& file, std::string what, std::string remedy) {
    m_texts.problems.push_back({file, "", std::move(what), std::move(remedy)});
    m_texts.whole = false;
    return {};
  }
  void read(const std::string& name, const std::string& text) {
    if (auto checked = parse_document(text, name); !checked) {
      m_texts.problems.push_back(std::move(checked.error()));
      return;
    }
    // Once more, this time with the order of its fields.
    nlohmann::ordered_json document = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!document.is_object()) return;
    if (name == "pack.json")
      m_texts.pack = std::move(document);
    else if (name.starts_with(kCities))
      m_texts.cities[fs::path(name).stem().string()] = {name, std::move(document), false};
  }

  const fs::path& m_source;
  const fs::path& m_out;
  std::set<std::string> m_seen;
  OfficeTexts m_texts;
};

}  // namespace

std::string as_plain_text(std::string bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    if (auto decoded = decoded_table(bytes)) bytes = std::move(decoded->utf8);
  }
  std::string plain;
  plain.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const bool pair = bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n';
    if (!pair) plain += bytes[at];
  }
  return plain;
}

PackResult<void> write_text(const fs::path& out, const std::string& name, std::string_view bytes) {
  std::error_code error;
  fs::create_directories((out / name).parent_path(), error);
  errno = 0;
  std::ofstream stream(out / name, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream.fail()) return {};
  const int reason = error ? error.value() : errno;  // without its folder it is merely not found
  const bool full = reason == ENOSPC || reason == EDQUOT;
  return fail(full ? FailureKind::kNoSpace : FailureKind::kFailed,
              (out / name).string() + ": cannot be written: " + std::strerror(reason) +
                  (full ? ". Make room and try again." : ". Check the disk and its permissions."));
}

PackResult<OfficeTexts> copy_office_texts(const std::vector<ListedFile>& files,
                                          const fs::path& source, const fs::path& out) {
  TextCopy copy(source, out);
  for (const ListedFile& file : files) {
    if (auto taken = copy.take(file); !taken) return tl::unexpected(std::move(taken.error()));
  }
  return copy.result();
}

}  // namespace kiosk
