#include "platform/linux/system_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace kiosk::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongest = 4096;
constexpr std::size_t kMostEntries = 64;
constexpr std::size_t kMostLookedAt = 4096;  // names in a folder

}  // namespace

std::optional<std::string> read_system_file(const fs::path& file) {
  // A pipe in its place must not hold us up, nor a terminal take us over.
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return std::nullopt;
  std::array<char, kLongest> bytes{};
  std::size_t count = 0;
  while (count < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + count, bytes.size() - count);
    if (got <= 0) break;
    count += static_cast<std::size_t>(got);
  }
  ::close(descriptor);
  if (count == 0) return std::nullopt;
  return std::string(bytes.data(), count);
}

std::optional<std::string> read_system_line(const fs::path& file) {
  std::optional<std::string> text = read_system_file(file);
  if (!text) return std::nullopt;
  const auto ends = std::find_if(text->begin(), text->end(),
                                 [](char letter) { return letter == '\n' || letter == '\0'; });
  text->erase(ends, text->end());
  const auto is_blank = [](char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r';
  };
  while (!text->empty() && is_blank(text->back())) text->pop_back();
  text->erase(text->begin(), std::find_if_not(text->begin(), text->end(), is_blank));
  for (char& letter : *text) {
    if (letter < ' ' || letter > '~') letter = '?';
  }
  if (text->empty()) return std::nullopt;
  return text;
}

std::optional<std::int64_t> whole_number(const std::string& text, int base) {
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (base == 16 && text.starts_with("0x")) begin += 2;
  std::int64_t value = 0;
  const auto [stopped, error] = std::from_chars(begin, end, value, base);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

std::optional<std::int64_t> read_system_number(const fs::path& file) {
  const std::optional<std::string> line = read_system_line(file);
  return line ? whole_number(*line) : std::nullopt;
}

std::vector<fs::path> system_entries(const fs::path& folder, const std::string& beginning) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (std::size_t seen = 0; !error && entry != fs::directory_iterator() && seen < kMostLookedAt;
       entry.increment(error), ++seen) {
    if (entry->path().filename().string().starts_with(beginning)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  if (found.size() > kMostEntries) found.resize(kMostEntries);
  return found;
}

}  // namespace kiosk::platform
