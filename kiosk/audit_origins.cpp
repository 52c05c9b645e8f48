#include "kiosk/audit_origins.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

namespace kiosk {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Marks that the program puts in by itself.
std::string without_marks(std::string text) {
  for (const std::string_view mark : {"\u2068", "\u2069", "\u00AD"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

void flatten(const json& value, const std::string& path,
             const std::function<void(const std::string&, const std::string&)>& found) {
  if (value.is_string()) return found(path, value.get<std::string>());
  for (const auto& item : value.items()) {
    std::string place = path;
    if (value.is_array()) {
      place.append("[").append(item.key()).append("]");
    } else {
      place.append(path.empty() ? "" : ".").append(item.key());
    }
    if (value.is_structured()) flatten(item.value(), place, found);
  }
}

}  // namespace

TextOrigins::TextOrigins(const fs::path& pack, const fs::path& assets) {
  add_folder(pack, pack);
  add_folder(assets / "strings", assets);
}

void TextOrigins::add_folder(const fs::path& folder, const fs::path& relative_to) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    std::ifstream stream(file);
    const json content = json::parse(stream, nullptr, false);
    if (content.is_discarded()) continue;
    const std::string name = fs::relative(file, relative_to, error).string();
    flatten(content, "", [&](const std::string& field, const std::string& text) {
      m_entries.push_back({text, {name, field}});
    });
  }
}

TextOrigins::Origin TextOrigins::find(const std::string& drawn) const {
  const std::string text = without_marks(drawn);
  const Entry* longest = nullptr;
  for (const Entry& entry : m_entries) {
    if (entry.text == text) return entry.origin;
    const bool longer = longest == nullptr || entry.text.size() > longest->text.size();
    if (entry.text.size() >= 3 && longer && text.find(entry.text) != std::string::npos) {
      longest = &entry;
    }
  }
  return longest == nullptr ? Origin{} : longest->origin;
}

}  // namespace kiosk
