#include "kiosk/pack/json_document.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "kiosk/pack/syntax_error.h"
#include "kiosk/pack/utf8.h"

namespace kiosk {

namespace {

using nlohmann::json;

// Builds the document event by event and refuses as soon as a limit is passed:
// what it has built so far is always within them.
template <typename Document>
class Builder : public nlohmann::json_sax<Document> {
  using Events = nlohmann::json_sax<Document>;

 public:
  Builder(std::string_view bytes, const std::string& file, const DocumentLimits& limits)
      : m_bytes(bytes), m_file(file), m_limits(limits) {}

  [[nodiscard]] Document take_document() { return std::move(m_document); }
  [[nodiscard]] Problem take_problem() {
    if (!m_problem) refuse("it cannot be read as JSON", "Check it with a JSON editor.");
    return std::move(*m_problem);
  }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return refuse_number(std::to_string(value));
    }
    return add(value);
  }
  bool number_float(double value, const std::string& written) override {
    // The parser turns integers too big for 64 bits into rounded doubles.
    const bool whole = written.find_first_of(".eE") == std::string::npos;
    if (whole || !std::isfinite(value)) return refuse_number(written);
    return add(value);
  }
  bool string(std::string& value) override { return acceptable(value) && add(std::move(value)); }
  bool binary(typename Events::binary_t& /*value*/) override { return false; }

  bool start_object(std::size_t /*elements*/) override { return open(Document::object()); }
  bool start_array(std::size_t /*elements*/) override { return open(Document::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    if (name.size() > kMaxNameBytes) {
      return refuse("the field name " + in_quotes(name) + " is more than " +
                        std::to_string(kMaxNameBytes) + " bytes long",
                    "Shorten it.");
    }
    m_key = "";  // so that what is wrong with the name is told of the object around it
    if (!acceptable(name)) return false;
    if (m_open.back()->contains(name)) {
      return refuse("the field " + in_quotes(name) + " is given twice", "Keep one of the two.");
    }
    m_key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& last_token,
                   const nlohmann::detail::exception& error) override {
    m_problem = explain_syntax_error(m_bytes, m_file, position, last_token, error.what());
    return false;
  }

 private:
  bool refuse(std::string what, std::string remedy) {
    m_problem = Problem{m_file, path(), std::move(what), std::move(remedy)};
    return false;
  }

  bool refuse_next(std::string what, std::string remedy) {
    m_problem = Problem{m_file, path_of_next(), std::move(what), std::move(remedy)};
    return false;
  }

  bool refuse_number(std::string_view written) {
    return refuse_next("the number " + in_quotes(written) + " is out of range",
                       "Give a number that fits 64 bits.");
  }

  bool acceptable(const std::string& text) {
    if (text.size() > kMaxStringBytes) {
      return refuse_next("the text is " + std::to_string(text.size()) + " bytes long, more than " +
                             std::to_string(kMaxStringBytes),
                         "Shorten it.");
    }
    std::string_view rest = text;
    while (true) {
      rest.remove_prefix(plain_prefix(rest));
      if (rest.empty()) return true;
      const CodePoint next = decode_utf8(rest);
      if (const auto why = forbidden_character(next.value)) {
        return refuse_next("the text holds " + *why, "Remove it.");
      }
      rest.remove_prefix(std::max<std::size_t>(next.bytes, 1));
    }
  }

  // Puts a value where the document continues; `added` is where it lives from then on.
  bool add(Document value, Document** added = nullptr) {
    if (++m_values > m_limits.values) {
      return refuse(
          "there are more than " + std::to_string(m_limits.values) + " values in the file",
          "Keep fewer.");
    }
    Document* place = &m_document;
    if (!m_open.empty()) {
      Document& parent = *m_open.back();
      if (parent.size() >= m_limits.members) {
        return refuse("there are more than " + std::to_string(m_limits.members) + " entries",
                      "Keep fewer.");
      }
      if (parent.is_array()) {
        parent.emplace_back();
        place = &parent.back();
      } else {
        place = &parent[m_key];
      }
    }
    *place = std::move(value);
    if (added != nullptr) *added = place;
    return true;
  }

  bool open(Document empty) {
    if (m_open.size() >= kMaxDepth) {
      return refuse("it is nested more than " + std::to_string(kMaxDepth) + " levels deep",
                    "Remove the inner brackets.");
    }
    // The containers around keep their place while this one is open: a parent grows
    // only after its last child was closed.
    if (!m_open.empty()) m_steps.push_back(next_step());
    Document* added = nullptr;
    if (!add(std::move(empty), &added)) return false;
    m_open.push_back(added);
    return true;
  }

  bool close() {
    m_open.pop_back();
    if (!m_steps.empty()) m_steps.pop_back();
    return true;
  }

  struct Step {
    std::optional<std::size_t> index;
    std::string field;
  };

  [[nodiscard]] Step next_step() const {
    if (m_open.back()->is_array()) return {m_open.back()->size(), {}};
    return {std::nullopt, m_key};
  }

  static std::string with(const std::string& path, const Step& step) {
    return step.index ? joined(path, *step.index) : joined(path, step.field);
  }

  // Of the innermost open container, and of the value about to come in it.
  [[nodiscard]] std::string path() const {
    std::string text;
    for (const Step& step : m_steps) text = with(text, step);
    return text;
  }
  [[nodiscard]] std::string path_of_next() const {
    if (m_open.empty() || (m_open.back()->is_object() && m_key.empty())) return path();
    return with(path(), next_step());
  }

  std::string_view m_bytes;
  const std::string& m_file;
  DocumentLimits m_limits;
  Document m_document;
  std::vector<Document*> m_open;
  std::vector<Step> m_steps;  // one shorter than m_open: the outermost has no name
  std::string m_key;
  std::size_t m_values = 0;
  std::optional<Problem> m_problem;
};

template <typename Document>
tl::expected<Document, Problem> parse_as(std::string_view bytes, const std::string& file,
                                         const DocumentLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return tl::unexpected(too_large(file, bytes.size(), limits.bytes));
  }
  if (auto problem = find_broken_bytes(bytes, file)) return tl::unexpected(std::move(*problem));
  Builder<Document> builder(bytes, file, limits);
  if (!Document::sax_parse(bytes.begin(), bytes.end(), &builder)) {
    return tl::unexpected(builder.take_problem());
  }
  return builder.take_document();
}

}  // namespace

tl::expected<json, Problem> parse_document(std::string_view bytes, const std::string& file,
                                           const DocumentLimits& limits) {
  return parse_as<json>(bytes, file, limits);
}

tl::expected<nlohmann::ordered_json, Problem> parse_ordered_document(std::string_view bytes,
                                                                     const std::string& file) {
  return parse_as<nlohmann::ordered_json>(bytes, file, {});
}

}  // namespace kiosk
