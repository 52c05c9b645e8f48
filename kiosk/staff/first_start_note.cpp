#include "kiosk/staff/first_start_note.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "kiosk/durable/durable_files.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLongestFile = 4096;

fs::path file_in(const fs::path& state) { return state / "first_start.json"; }

std::string text_of(const json& note, const char* key) {
  return note.contains(key) && note[key].is_string() ? note[key].get<std::string>() : "";
}

}  // namespace

std::optional<FirstStart> first_start_of(const fs::path& state, bool pin_chosen) {
  std::ifstream stream(file_in(state), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const json note = bytes.size() > kLongestFile ? json() : json::parse(bytes, nullptr, false);
  const auto reached =
      note.is_object() ? first_step_from(text_of(note, "reached")) : std::optional<FirstStep>();
  if (reached == FirstStep::kDone || (!reached && pin_chosen)) return std::nullopt;
  FirstStart first;
  first.inside = pin_chosen;
  if (!reached) return first;
  first.language = language_from(text_of(note, "language"));
  first.reached = pin_chosen ? *reached : std::min(*reached, FirstStep::kPin);
  first.step = first.reached;
  // The power was cut between the PIN and the note of it.
  if (pin_chosen && first.step == FirstStep::kPin) first.step = first.reached = FirstStep::kPanel;
  return first;
}

Result<void> note_first_start(const fs::path& state, std::string_view subject) {
  const std::size_t colon = std::min(subject.find(':'), subject.size());
  json note{{"format", 1}, {"reached", subject.substr(0, colon)}};
  if (colon < subject.size()) note["language"] = subject.substr(colon + 1);
  if (auto written = write_durably(file_in(state), note.dump(1) + "\n"); !written) {
    return fail(written.error().message);
  }
  return {};
}

}  // namespace kiosk
