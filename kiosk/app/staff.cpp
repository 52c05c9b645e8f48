#include "kiosk/app/staff.h"

#include <array>
#include <random>
#include <utility>

namespace kiosk {
namespace {

constexpr std::array kPages{
    std::pair{StaffPage::kPin, "pin"}, std::pair{StaffPage::kContent, "content"},
    std::pair{StaffPage::kRecord, "record"}, std::pair{StaffPage::kPreview, "preview"}};

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

bool act(StaffState& state, const StaffAct& deed, PinNews pin) {
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
  if (deed.deed == StaffDeed::kPreview) {
    const bool back = state.page == StaffPage::kPreview;
    state.page = back ? StaffPage::kContent : StaffPage::kPreview;
  }
  if (deed.deed == StaffDeed::kTurnTo) {
    const auto page = staff_page_from(deed.subject);
    const bool reached = page && *page != StaffPage::kPin && *page != StaffPage::kPreview;
    if (!reached || state.page == StaffPage::kPreview) return true;
    state.page = *page;
  }
  state.wishes.push_back(deed);
  return true;
}

std::string shuffled_digits(std::uint32_t shuffle) {
  std::string digits = "0123456789";
  std::mt19937 dice(shuffle);
  for (std::size_t i = digits.size(); i > 1; --i) std::swap(digits[i - 1], digits[dice() % i]);
  return digits;
}

}  // namespace kiosk
