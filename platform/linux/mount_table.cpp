#include "platform/linux/mount_table.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace kiosk::platform {
namespace {

bool is_octal(char letter) { return letter >= '0' && letter <= '7'; }

// The kernel writes blank, tab, line end, # and \ as a backslash and three octal digits.
std::string unescaped(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const bool escape = field[i] == '\\' && i + 3 < field.size() && is_octal(field[i + 1]) &&
                        is_octal(field[i + 2]) && is_octal(field[i + 3]) && field[i + 1] < '4';
    if (!escape) {
      text.push_back(field[i]);
      continue;
    }
    text.push_back(static_cast<char>((field[i + 1] - '0') * 64 + (field[i + 2] - '0') * 8 +
                                     (field[i + 3] - '0')));
    i += 3;
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(by);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool holds_option(std::string_view options, std::string_view wanted) {
  const auto all = split(options, ',');
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

std::optional<unsigned> number_of(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// id parent major:minor root point options [tags…] - type source super-options
std::optional<Mount> parse_line(std::string_view line) {
  const auto fields = split(line, ' ');
  const auto dash = std::find(fields.begin(), fields.end(), "-");
  if (dash - fields.begin() < 6 || fields.end() - dash < 4) return std::nullopt;
  const auto numbers = split(fields[2], ':');
  if (numbers.size() != 2) return std::nullopt;
  const auto major_number = number_of(numbers[0]);
  const auto minor_number = number_of(numbers[1]);
  if (!major_number || !minor_number) return std::nullopt;
  Mount mount;
  mount.device = makedev(*major_number, *minor_number);
  mount.root = unescaped(fields[3]);
  mount.point = unescaped(fields[4]);
  mount.file_system = unescaped(dash[1]);
  mount.read_only = holds_option(fields[5], "ro") || holds_option(dash[3], "ro");
  return mount;
}

}  // namespace

std::vector<Mount> parse_mount_table(std::string_view text) {
  std::vector<Mount> table;
  for (const std::string_view line : split(text, '\n')) {
    if (std::optional<Mount> mount = parse_line(line)) table.push_back(std::move(*mount));
  }
  return table;
}

std::vector<Mount> read_mount_table() {
  std::ifstream stream("/proc/self/mountinfo");
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return parse_mount_table(text);
}

}  // namespace kiosk::platform
