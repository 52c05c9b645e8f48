#include "platform/helper/wire.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace kiosk::platform {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestText = 128;  // bytes of a value in a wish

constexpr std::array<std::pair<VolumeAccess, std::string_view>, 3> kAccesses{
    {{VolumeAccess::kNone, "none"},
     {VolumeAccess::kRead, "read"},
     {VolumeAccess::kWrite, "write"}}};
constexpr std::array<std::pair<PowerDeed, std::string_view>, 2> kPowerDeeds{
    {{PowerDeed::kRestart, "restart"}, {PowerDeed::kOff, "off"}}};
constexpr std::array<std::pair<VolumeTroubleKind, std::string_view>, 9> kTroubles{
    {{VolumeTroubleKind::kUnknownFileSystem, "unknown_file_system"},
     {VolumeTroubleKind::kDamaged, "damaged"},
     {VolumeTroubleKind::kEmpty, "empty"},
     {VolumeTroubleKind::kNotAllowed, "not_allowed"},
     {VolumeTroubleKind::kFull, "full"},
     {VolumeTroubleKind::kReadOnly, "read_only"},
     {VolumeTroubleKind::kPulled, "pulled"},
     {VolumeTroubleKind::kBusy, "busy"},
     {VolumeTroubleKind::kFailing, "failing"}}};

template <typename Table, typename Value>
std::string name_in(const Table& table, Value value) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const auto& entry) { return entry.first == value; });
  return found == table.end() ? std::string() : std::string(found->second);
}

template <typename Table>
auto value_in(const Table& table, std::string_view name) {
  using Value = decltype(table.front().first);
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const auto& entry) { return entry.second == name; });
  return found == table.end() ? std::optional<std::remove_const_t<Value>>() : found->first;
}

std::string as_line(const json& object) {
  return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

// One object of numbers, texts and truths, and nothing else: what is nested never takes memory.
class FlatObject : public nlohmann::json_sax<json> {
 public:
  using Field = std::variant<std::int64_t, bool, std::string>;

  [[nodiscard]] bool whole() const { return m_closed; }
  [[nodiscard]] bool has_just(std::initializer_list<const char*> names) const {
    return m_fields.size() == names.size() &&
           std::all_of(names.begin(), names.end(),
                       [&](const char* name) { return m_fields.contains(name); });
  }
  template <typename Value>
  [[nodiscard]] const Value* get(const char* name) const {
    const auto found = m_fields.find(name);
    return found == m_fields.end() ? nullptr : std::get_if<Value>(&found->second);
  }

  bool null() override { return false; }
  bool boolean(bool value) override { return keep(value); }
  bool number_integer(number_integer_t value) override { return keep(std::int64_t{value}); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) return false;
    return keep(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return false; }
  bool string(string_t& value) override { return value.size() <= kLongestText && keep(value); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*elements*/) override { return !std::exchange(m_opened, true); }
  bool key(string_t& name) override {
    m_key = name;
    return !m_fields.contains(name);
  }
  bool end_object() override { return m_closed = true; }
  bool start_array(std::size_t /*elements*/) override { return false; }
  bool end_array() override { return false; }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*why*/) override {
    return false;
  }

 private:
  bool keep(Field value) {
    if (!m_opened) return false;
    m_fields[m_key] = std::move(value);
    return true;
  }

  std::map<std::string, Field> m_fields;
  std::string m_key;
  bool m_opened = false;
  bool m_closed = false;
};

std::optional<Wish> numbered_wish(const FlatObject& object) {
  const auto* number = object.get<std::int64_t>("number");
  if (number == nullptr) return std::nullopt;
  if (const auto* deed = object.get<std::string>("power");
      deed && object.has_just({"power", "number"})) {
    if (const auto known = value_in(kPowerDeeds, *deed)) return PowerWish{*known, *number};
  }
  const auto* seconds = object.get<std::int64_t>("clock");
  if (seconds != nullptr && object.has_just({"clock", "number"}) && *seconds >= kEarliestClock &&
      *seconds < kLatestClock) {
    return ClockWish{*seconds, *number};
  }
  return std::nullopt;
}

std::optional<Wish> plain_wish(const FlatObject& object) {
  if (const auto* version = object.get<std::int64_t>("hello");
      version && object.has_just({"hello"})) {
    return HelloWish{*version};
  }
  if (const auto* inside = object.get<bool>("staff"); inside && object.has_just({"staff"})) {
    return StaffWish{*inside};
  }
  const auto* id = object.get<std::string>("want");
  const auto* access = object.get<std::string>("access");
  if (id != nullptr && access != nullptr && object.has_just({"want", "access"})) {
    if (const auto known = value_in(kAccesses, *access)) return VolumeWish{*id, *known};
  }
  return std::nullopt;
}

json told(const Volume& volume) {
  json line{{"id", volume.id},           {"label", volume.label},
            {"device", volume.device},   {"file_system", volume.file_system},
            {"size", volume.size_bytes}, {"free", volume.free_bytes},
            {"folder", volume.folder},   {"access", name_in(kAccesses, volume.access)},
            {"busy", volume.busy}};
  if (volume.trouble) {
    line["trouble"] = {{"kind", name_in(kTroubles, volume.trouble->kind)},
                       {"sentence", volume.trouble->sentence}};
  }
  return line;
}

Volume volume_from(const json& line) {
  Volume volume;
  line.at("id").get_to(volume.id);
  line.at("label").get_to(volume.label);
  line.at("device").get_to(volume.device);
  line.at("file_system").get_to(volume.file_system);
  line.at("size").get_to(volume.size_bytes);
  line.at("free").get_to(volume.free_bytes);
  volume.folder = line.at("folder").get<std::string>();
  volume.access = value_in(kAccesses, line.at("access").get<std::string>()).value();
  line.at("busy").get_to(volume.busy);
  if (line.contains("trouble")) {
    const json& trouble = line.at("trouble");
    volume.trouble = {value_in(kTroubles, trouble.at("kind").get<std::string>()).value(),
                      trouble.at("sentence").get<std::string>()};
  }
  return volume;
}

struct Writer {
  json operator()(const HelloWish& wish) const { return {{"hello", wish.version}}; }
  json operator()(const VolumeWish& wish) const {
    return {{"want", wish.id}, {"access", name_in(kAccesses, wish.access)}};
  }
  json operator()(const StaffWish& wish) const { return {{"staff", wish.inside}}; }
  json operator()(const PowerWish& wish) const {
    return {{"power", name_in(kPowerDeeds, wish.deed)}, {"number", wish.number}};
  }
  json operator()(const ClockWish& wish) const {
    return {{"clock", wish.seconds}, {"number", wish.number}};
  }
  json operator()(const HelloNews& news) const { return {{"hello", news.version}}; }
  json operator()(const VolumesNews& news) const {
    json list = json::array();
    for (const Volume& volume : news.volumes) list.push_back(told(volume));
    return {{"volumes", std::move(list)}};
  }
  json operator()(const AnswerNews& news) const {
    json line{{"answer", news.number}};
    if (!news.trouble.empty()) line["trouble"] = news.trouble;
    return line;
  }
  json operator()(const SaidNews& news) const { return {{"said", news.sentence}}; }
  json operator()(const RefusedNews& news) const { return {{"refused", news.sentence}}; }
};

std::optional<News> read_news(const json& line) {
  if (line.contains("hello")) return HelloNews{line.at("hello").get<std::int64_t>()};
  if (line.contains("said")) return SaidNews{line.at("said").get<std::string>()};
  if (line.contains("refused")) return RefusedNews{line.at("refused").get<std::string>()};
  if (line.contains("answer")) {
    return AnswerNews{line.at("answer").get<std::int64_t>(), line.value("trouble", "")};
  }
  if (!line.contains("volumes")) return std::nullopt;
  VolumesNews news;
  for (const json& volume : line.at("volumes")) news.volumes.push_back(volume_from(volume));
  return news;
}

}  // namespace

std::string line_of(const Wish& wish) { return as_line(std::visit(Writer{}, wish)); }

std::string line_of(const News& news) { return as_line(std::visit(Writer{}, news)); }

Result<Wish> wish_from(std::string_view line) {
  if (line.size() > kLongestWish) return fail("a line is too long");
  FlatObject object;
  // The library takes a byte order mark for nothing.
  if (!line.starts_with('{') || !json::sax_parse(line, &object) || !object.whole()) {
    return fail("a line is no flat JSON object of numbers, texts and truths");
  }
  if (auto wish = numbered_wish(object)) return *wish;
  if (auto wish = plain_wish(object)) return *wish;
  return fail("a line is no wish that is known here, or one beyond what may be wished");
}

Result<News> news_from(std::string_view line) {
  // The library throws where a field is missing or of another kind.
  try {
    if (auto news = read_news(json::parse(line))) return std::move(*news);
  } catch (const std::exception& why) {
    return fail(std::string("a line of the helper cannot be understood: ") + why.what());
  }
  return fail("a line of the helper is no news that is known here");
}

std::optional<std::string> LineReader::next() {
  const std::size_t end = m_bytes.find('\n');
  if (end == std::string::npos || end > m_longest) return std::nullopt;
  std::string line = m_bytes.substr(0, end);
  m_bytes.erase(0, end + 1);
  return line;
}

bool LineReader::too_long() const {
  return std::min(m_bytes.find('\n'), m_bytes.size()) > m_longest;
}

}  // namespace kiosk::platform
