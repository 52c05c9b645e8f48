// How libFuzzer changes a pack's texts: half of the time bytes anywhere, as it always does,
// else one value of one document is replaced, doubled, removed or taken from another place, so
// that what comes out is still JSON and gets as far as the schemas and the references.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using nlohmann::ordered_json;

constexpr char kBetweenParts = '\x1E';
constexpr std::size_t kMostText = 300;

class JsonChanger {
 public:
  explicit JsonChanger(unsigned seed) : m_random(seed) {}

  void change(ordered_json& document) {
    std::vector<ordered_json*> places;
    collect(document, places);
    ordered_json& place = *places[below(places.size())];
    ordered_json other = *places[below(places.size())];
    switch (below(6)) {
      case 0:
        place = std::move(other);
        return;
      case 1:
        return remove_from(place);
      case 2:
        if (place.is_array() && place.size() < 40) place.push_back(std::move(other));
        if (place.is_object()) place[any_name(places)] = std::move(other);
        return;
      case 3:
        place = any_value();
        return;
      default:
        return nudge(place);
    }
  }
  [[nodiscard]] std::size_t below(std::size_t n) { return m_random() % n; }

 private:
  static void collect(ordered_json& value, std::vector<ordered_json*>& places) {
    places.push_back(&value);
    if (!value.is_structured()) return;
    for (ordered_json& child : value) collect(child, places);
  }
  void remove_from(ordered_json& place) {
    if (!place.is_structured() || place.empty()) return;
    auto at = place.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(below(place.size())));
    place.erase(at);
  }
  std::string any_name(const std::vector<ordered_json*>& places) {
    const ordered_json& other = *places[below(places.size())];
    if (!other.is_object() || other.empty()) return "id";
    auto at = other.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(below(other.size())));
    return at.key();
  }
  ordered_json any_value() {
    static const std::vector<ordered_json> kValues{nullptr,
                                                   true,
                                                   0,
                                                   -1,
                                                   1.5,
                                                   1e300,
                                                   9223372036854775807,
                                                   "",
                                                   "a",
                                                   "ar",
                                                   "2024-02-30",
                                                   ordered_json::array(),
                                                   ordered_json::object(),
                                                   std::string(300, 'x')};
    return kValues[below(kValues.size())];
  }
  void nudge(ordered_json& place) {
    if (place.is_number_integer()) {
      place = place.get<std::int64_t>() / 2 + static_cast<std::int64_t>(below(7)) - 3;
    } else if (place.is_number()) {
      place = place.get<double>() * 0.5 - 1;
    } else if (place.is_string()) {
      auto text = place.get<std::string>().substr(0, kMostText);
      const std::size_t size = text.size();
      text.resize(kMostText);
      text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, kMostText));
      place = std::move(text);
    }
  }

  std::minstd_rand m_random;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  JsonChanger changer(seed);
  if (changer.below(2) == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::string all(reinterpret_cast<const char*>(data), size);
  std::vector<std::pair<std::size_t, std::size_t>> parts;  // begin, end
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find(kBetweenParts, begin), all.size());
    parts.emplace_back(begin, end);
    begin = end + 1;
  }
  if (parts.empty()) return LLVMFuzzerMutate(data, size, max_size);
  const auto [begin, end] = parts[changer.below(parts.size())];
  const std::size_t text = all.find('\n', begin) + 1;
  if (text == 0 || text >= end) return LLVMFuzzerMutate(data, size, max_size);
  auto document = ordered_json::parse(all.substr(text, end - text), nullptr, false);
  if (document.is_discarded()) return LLVMFuzzerMutate(data, size, max_size);
  changer.change(document);
  std::string changed = all.substr(0, text);
  changed += document.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  changed += all.substr(end);
  if (changed.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}
