#include "kiosk/app/staff.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <random>
#include <utility>

#include "kiosk/app/staff_settings.h"

namespace kiosk {
namespace {

constexpr std::array kPages{
    std::pair{StaffPage::kPin, "pin"},         std::pair{StaffPage::kContent, "content"},
    std::pair{StaffPage::kRecord, "record"},   std::pair{StaffPage::kExhibition, "exhibition"},
    std::pair{StaffPage::kVisitors, "stats"},  std::pair{StaffPage::kDevice, "system"},
    std::pair{StaffPage::kTouch, "touch"},     std::pair{StaffPage::kTyping, "typing"},
    std::pair{StaffPage::kPreview, "preview"}, std::pair{StaffPage::kFirst, "first"}};

// Minutes since 1970 of the years that a clock can be set to: 2025 to 2099.
constexpr std::int64_t kEarliestClock = 28'928'160;
constexpr std::int64_t kLatestClock = 68'374'079;
constexpr std::string_view kClockChange = "clock:";
constexpr std::string_view kMonths = "month:";

constexpr std::size_t kMostDigits = 8;
constexpr std::size_t kFewestDigits = 4;

void submit(StaffState& state, PinNews pin) {
  if (state.digits.size() < kFewestDigits) return;
  const std::string typed = std::exchange(state.digits, {});
  ++state.shuffle;
  state.differed = false;
  if (pin != PinNews::kNoneChosen) {
    state.wishes.push_back({StaffDeed::kTryPin, typed});
    return;
  }
  // Chosen twice, so that a slip of the finger locks nobody out.
  if (state.chosen.empty()) {
    state.chosen = typed;
  } else if (std::exchange(state.chosen, {}) == typed) {
    state.wishes.push_back({StaffDeed::kChoosePin, typed});
  } else {
    state.differed = true;
  }
}

// The same day of the month, or its last.
std::int64_t months_later(std::int64_t minutes, int months) {
  using std::chrono::days;
  const std::chrono::sys_time<std::chrono::minutes> then{std::chrono::minutes(minutes)};
  const auto day = std::chrono::floor<days>(then);
  std::chrono::year_month_day date = std::chrono::year_month_day(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return (std::chrono::sys_days(date) + (then - day)).time_since_epoch().count();
}

// Back on the exhibition page, where it was left.
void go_back(StaffState& state, const char* group) {
  state.page = StaffPage::kExhibition;
  state.group = group;
  state.typing.reset();
}

void type_line(StaffState& state, const StaffAct& deed) {
  if (deed.deed == StaffDeed::kWrite) {
    if (state.page != StaffPage::kExhibition || !state.draft) return;
    state.typing = begin_line(*state.draft, deed.subject);
    if (state.typing) state.page = StaffPage::kTyping;
    return;
  }
  if (!state.typing) return;
  if (deed.deed == StaffDeed::kShift) {
    state.typing->capitals = !state.typing->capitals;
    return;
  }
  if (deed.deed == StaffDeed::kKeep && state.draft) {
    keep_line(*state.draft, *state.typing);
    state.wishes.push_back({StaffDeed::kSave});
  }
  go_back(state, "names");
}

bool types_lines(StaffDeed deed) {
  return deed == StaffDeed::kWrite || deed == StaffDeed::kKeep || deed == StaffDeed::kGiveUp ||
         deed == StaffDeed::kShift;
}

void bench_deed(StaffState& state, std::string_view deed) {
  if (!state.touch) return;
  const BenchWish wish = act(*state.touch, deed);
  if (wish == BenchWish::kTry) state.wishes.push_back({StaffDeed::kTryTouch});
}

void set(StaffState& state, std::string_view change) {
  if (change.starts_with(kClockChange)) {
    change.remove_prefix(kClockChange.size());
    const bool months = change.starts_with(kMonths);
    if (months) change.remove_prefix(kMonths.size());
    const int by = std::atoi(std::string(change).c_str());
    if (!state.clock) return;
    const std::int64_t then = months ? months_later(*state.clock, by) : *state.clock + by;
    state.clock = std::clamp(then, kEarliestClock, kLatestClock);
  } else if (state.draft) {
    change_setting(*state.draft, change);
  }
}

}  // namespace

std::string_view name(StaffPage page) {
  for (const auto& [one, text] : kPages) {
    if (one == page) return text;
  }
  return "pin";
}

std::optional<StaffPage> staff_page_from(std::string_view name) {
  for (const auto& [page, text] : kPages) {
    if (text == name) return page;
  }
  return std::nullopt;
}

void leave_bench(StaffState& state) {
  if (state.touch && state.touch->trial) state.wishes.push_back({StaffDeed::kTryTouch});
  state.touch.reset();
}

bool act(StaffState& state, const StaffAct& deed, PinNews pin) {
  if (state.first && !belongs(*state.first, deed)) return true;
  const bool may_type = pin == PinNews::kReady || pin == PinNews::kWrong ||
                        pin == PinNews::kNoneChosen || pin == PinNews::kFailed;
  switch (deed.deed) {
    case StaffDeed::kLeave:
      return false;
    case StaffDeed::kDigit:
      if (may_type && state.digits.size() < kMostDigits) state.digits += deed.subject;
      return true;
    case StaffDeed::kErase:
      if (!state.digits.empty()) state.digits.pop_back();
      return true;
    case StaffDeed::kSubmit:
      if (may_type) submit(state, pin);
      return true;
    default:
      break;
  }
  // What only those inside may do.
  if (state.page == StaffPage::kPin) return true;
  if (deed.deed == StaffDeed::kFirst)
    return !state.first || act_in_first_start(state, deed.subject);
  if (deed.deed == StaffDeed::kPreview) {
    const bool back = state.page == StaffPage::kPreview;
    state.page = back ? StaffPage::kContent : StaffPage::kPreview;
  }
  if (deed.deed == StaffDeed::kTurnTo) {
    const auto page = staff_page_from(deed.subject);
    const bool reached = page && *page != StaffPage::kPin && *page != StaffPage::kPreview &&
                         *page != StaffPage::kTyping && *page != StaffPage::kFirst;
    if (!reached || state.page == StaffPage::kPreview) return true;
    const bool from_bench = state.page == StaffPage::kTouch;
    leave_bench(state);
    state.typing.reset();
    state.page = *page;
    state.group = from_bench ? "panel" : "";
    state.draft.reset();
    state.clock.reset();
  }
  if (deed.deed == StaffDeed::kOpenGroup) state.group = deed.subject;
  if (deed.deed == StaffDeed::kSet) {
    const Settings before = state.draft.value_or(Settings{});
    set(state, deed.subject);
    if (state.first) changed_in_first_start(state, before);
  }
  if (deed.deed == StaffDeed::kSet || deed.deed == StaffDeed::kOpenGroup) return true;
  if (deed.deed == StaffDeed::kBench) {
    bench_deed(state, deed.subject);
    return true;
  }
  if (types_lines(deed.deed)) {
    type_line(state, deed);
    return true;
  }
  state.wishes.push_back(deed);
  // What becomes of it is told where the stick is.
  if (deed.deed == StaffDeed::kExport) state.page = StaffPage::kContent;
  if (deed.deed == StaffDeed::kSetClock) {
    state.wishes.back().subject = std::to_string(state.clock.value_or(0));
  }
  return true;
}

std::string shuffled_digits(std::uint32_t shuffle) {
  std::string digits = "0123456789";
  std::mt19937 dice(shuffle);
  for (std::size_t i = digits.size(); i > 1; --i) std::swap(digits[i - 1], digits[dice() % i]);
  return digits;
}

}  // namespace kiosk
