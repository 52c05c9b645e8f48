// System files: the small texts in which the kernel tells of itself, below /sys and /proc.
//
// Read at most a few kilobytes, once, and never wait: what is no plain text of one value is
// "nothing". Any thread. Errors: none; nothing where there is nothing to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kiosk::platform {

// The whole file, cut at 4 KiB.
[[nodiscard]] std::optional<std::string> read_system_file(const std::filesystem::path& file);
// Its first line, or what stands before a zero byte, without blanks at its ends; what is not
// printable ASCII becomes '?'. Nothing if nothing is left of it.
[[nodiscard]] std::optional<std::string> read_system_line(const std::filesystem::path& file);
// A line that is one decimal number and nothing else.
[[nodiscard]] std::optional<std::int64_t> read_system_number(const std::filesystem::path& file);
// The text is one number of that base; "0x" may stand before one of base 16.
[[nodiscard]] std::optional<std::int64_t> whole_number(const std::string& text, int base = 10);
// What a system folder holds whose name begins so, by name; the first 64 of them.
[[nodiscard]] std::vector<std::filesystem::path> system_entries(const std::filesystem::path& folder,
                                                                const std::string& beginning);

}  // namespace kiosk::platform
