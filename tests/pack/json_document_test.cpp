#include "kiosk/pack/json_document.h"

#include <doctest/doctest.h>

#include <string>

#include "kiosk/pack/content_file.h"
#include "tests/pack/temporary_folder.h"

using namespace kiosk;

namespace {

// Empty if it parses.
std::string refusal(const std::string& bytes) {
  const auto document = parse_document(bytes, "x.json");
  return document ? "" : document.error().sentence();
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string nested(std::size_t depth) { return repeated("[", depth) + repeated("]", depth); }

}  // namespace

TEST_CASE("what comes out is what went in") {
  const auto document =
      parse_document(R"({"a": [1, -2, 2.5, true, null, "é"], "b": {"c": []}})", "x.json");
  REQUIRE(document.has_value());
  CHECK(document->dump() == R"({"a":[1,-2,2.5,true,null,"é"],"b":{"c":[]}})");
}

TEST_CASE("a document of the largest size passes and one byte more does not") {
  const std::string largest = "[]" + std::string(kMaxDocumentBytes - 2, ' ');
  CHECK(refusal(largest) == "");
  CHECK(refusal(largest + " ") ==
        "x.json: it is 1048577 bytes large, more than 1048576. Make it smaller.");
}

TEST_CASE("brackets nest to the limit and no deeper") {
  CHECK(refusal(nested(kMaxDepth)) == "");
  CHECK(refusal(nested(kMaxDepth + 1))
            .ends_with("it is nested more than 16 levels deep. Remove the inner brackets."));
  CHECK(refusal(repeated("{\"a\":", kMaxDepth) + "1" + repeated("}", kMaxDepth)) == "");
  CHECK(refusal(repeated("{\"a\":", kMaxDepth + 1) + "1" + repeated("}", kMaxDepth + 1)) != "");
}

TEST_CASE("half a million brackets are refused like seventeen") {
  CHECK(refusal(nested(500'000))
            .ends_with("it is nested more than 16 levels deep. Remove the inner brackets."));
  CHECK(refusal(repeated("[", 1'000'000)) != "");
}

TEST_CASE("a text of the longest length passes and one byte more does not") {
  const std::string longest(kMaxStringBytes, 'a');
  CHECK(refusal("[\"" + longest + "\"]") == "");
  CHECK(refusal("[\"" + longest + "a\"]") ==
        "x.json: [0]: the text is 8193 bytes long, more than 8192. Shorten it.");
}

TEST_CASE("a field's name of the longest length passes and one byte more does not") {
  const std::string longest(kMaxNameBytes, 'a');
  CHECK(refusal("{\"" + longest + "\": 1}") == "");
  CHECK(refusal("{\"b\": {\"" + longest + "a\": 1}}") ==
        "x.json: b: the field name '" + longest.substr(0, 72) +
            "…' is more than 128 bytes long. Shorten it.");
}

TEST_CASE("a list and an object hold the largest number of entries and not one more") {
  const auto list = [](std::size_t n) { return "[0" + repeated(",0", n - 1) + "]"; };
  CHECK(refusal(list(kMaxMembers)) == "");
  CHECK(refusal(list(kMaxMembers + 1)) == "x.json: there are more than 4096 entries. Keep fewer.");
  const auto object = [](std::size_t n) {
    std::string text = "{\"k\":0";
    for (std::size_t i = 1; i < n; ++i) text += ",\"" + std::to_string(i) + "\":0";
    return text + "}";
  };
  CHECK(refusal(object(kMaxMembers)) == "");
  CHECK(refusal(object(kMaxMembers + 1)) != "");
}

TEST_CASE("a document holds the largest number of values and not one more") {
  // One list of lists of seven zeros: 1 + 4095 * 8 values, and then as many as are missing.
  const std::string eights = "[" + repeated("[0,0,0,0,0,0,0],", 4095);
  REQUIRE(kMaxValues == 1 + 4095 * 8 + 7);
  CHECK(refusal(eights + "[0,0,0,0,0,0]]") == "");
  CHECK(refusal(eights + "[0,0,0,0,0,0,0]]") ==
        "x.json: [4095]: there are more than 32768 values in the file. Keep fewer.");
}

TEST_CASE("whole numbers are kept exactly to the ends of 64 bits, and refused beyond") {
  CHECK(parse_document("9223372036854775807", "x.json")->get<std::int64_t>() == INT64_MAX);
  CHECK(parse_document("-9223372036854775808", "x.json")->get<std::int64_t>() == INT64_MIN);
  CHECK(refusal("[9223372036854775808]").starts_with("x.json: [0]: the number"));
  CHECK(refusal("[-9223372036854775809]").starts_with("x.json: [0]: the number"));
  CHECK(refusal("[1" + std::string(10'000, '0') + "]") != "");
}

TEST_CASE("numbers beyond a double are refused, tiny ones are not") {
  CHECK(refusal("[1.7976931348623157e308]") == "");
  CHECK(refusal("[1e309]") != "");
  CHECK(refusal("[-1e309]") != "");
  CHECK(refusal("[1e-400]") == "");
  CHECK(refusal("[NaN]") != "");
  CHECK(refusal("[Infinity]") != "");
}

TEST_CASE("a field given twice is refused where it stands, however it is written") {
  CHECK(refusal(R"({"a": {"b": 1, "b": 2}})") ==
        "x.json: a: the field 'b' is given twice. Keep one of the two.");
  CHECK(refusal(R"({"a": 1, "\u0061": 2})") ==
        "x.json: the field 'a' is given twice. Keep one of the two.");
}

TEST_CASE("control and direction characters are refused in texts and in keys") {
  CHECK(refusal("[\"\\u0000\"]") ==
        "x.json: [0]: the text holds the control character U+0000. Remove it.");
  CHECK(refusal("[\"\\n\"]") != "");
  CHECK(refusal("[\"\\u0085\"]") != "");
  // Wherever they stand: at the end of what is plain, and after what is not.
  for (const char* before : {"Smara", "Ségou", "تمبكتو"}) {
    CHECK(refusal(std::string("[\"") + before + "\x7f\"]") ==
          "x.json: [0]: the text holds the control character U+007F. Remove it.");
  }
  for (const char* character : {"\u202A", "\u202E", "\u2066", "\u2069"}) {
    CHECK(refusal(std::string("[\"") + character + "\"]") != "");
    CHECK(refusal(std::string("{\"a\": 1, \"") + character + "\": 1}")
              .starts_with("x.json: the text holds the direction override U+20"));
  }
}

TEST_CASE("marks and spaces that typography needs may stand in a text") {
  for (const char* character : {"\u00A0", "\u202F", "\u200E", "\u200F", "\u200D", "\u2019"}) {
    CHECK(refusal(std::string("[\"") + character + "\"]") == "");
  }
}

TEST_CASE("bytes that are not UTF-8 are refused with line and column") {
  for (const char* broken : {"\xff", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                             "\xf8\x88\x80\x80\x80", "\x80"}) {
    CHECK(refusal(std::string("[\n  \"é") + broken + "\"]") ==
          "x.json: line 2, column 5: a byte that is not UTF-8. Save the file as UTF-8.");
  }
}

TEST_CASE("nothing may follow the document") {
  CHECK(refusal("[] []") ==
        "x.json: line 1, column 4: something follows after the end of the "
        "document. Remove it.");
  CHECK(refusal("[]\n\n") == "");
}

TEST_CASE("only plain files inside the folder are read") {
  const test::TemporaryFolder folder;
  test::write_bytes(folder.path() / "in/a.json", "[]");
  std::filesystem::create_symlink("a.json", folder.path() / "in/inner.json");
  std::filesystem::create_symlink(folder.path() / "in/a.json", folder.path() / "outer.json");
  CHECK(read_content_file(folder.path() / "in", "a.json", 2) == std::string("[]"));
  CHECK(read_content_file(folder.path() / "in", "inner.json", 2) == std::string("[]"));
  CHECK_FALSE(read_content_file(folder.path() / "in", "a.json", 1).has_value());
  CHECK_FALSE(read_content_file(folder.path() / "in", "../outer.json", 9).has_value());
  CHECK_FALSE(read_content_file(folder.path(), "in", 9).has_value());
  std::filesystem::create_symlink("../outer.json", folder.path() / "in/escape.json");
  CHECK(read_content_file(folder.path() / "in", "escape.json", 9).has_value());
  test::write_bytes(folder.path() / "secret", "[]");
  std::filesystem::create_symlink("../secret", folder.path() / "in/secret.json");
  CHECK_FALSE(read_content_file(folder.path() / "in", "secret.json", 9).has_value());
  std::filesystem::create_directory_symlink(".", folder.path() / "in/room");
  CHECK(read_content_file(folder.path() / "in", "room/a.json", 9).has_value());
  std::filesystem::create_directory_symlink("..", folder.path() / "in/door");
  CHECK_FALSE(read_content_file(folder.path() / "in", "door/secret", 9).has_value());
}
