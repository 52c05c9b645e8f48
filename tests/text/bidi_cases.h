// The cases of Unicode's two files of bidirectional test data, as Debian's unicode-data has them.
#pragma once

#include <doctest/doctest.h>
#include <glib.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace kiosk {

enum class Asked { kAutomatic, kLeftToRight, kRightToLeft };

inline constexpr int kRemoved = -1;

struct BidiCase {
  std::string name;  // the data's line
  std::vector<char32_t> text;
  std::vector<int> levels;  // kRemoved: rule X9 takes the character away
  std::vector<int> order;   // indices of the others, from left to right
  Asked asked = Asked::kLeftToRight;
};

// A character for each class, one that our fonts have where it is to be seen, and none that
// changes with its neighbours. Blanks, controls and B, S have no ink.
inline char32_t character_of(const std::string& type) {
  static const std::map<std::string, char32_t> characters{
      {"L", U'a'},     {"R", 0x7C1},    {"AL", 0x627},   {"EN", U'0'},    {"ES", U'+'},
      {"ET", U'%'},    {"AN", 0x663},   {"CS", U','},    {"B", 0x2029},   {"S", 0x1F},
      {"WS", U' '},    {"ON", U'&'},    {"NSM", 0x300},  {"BN", 0x200B},  {"LRE", 0x202A},
      {"RLE", 0x202B}, {"LRO", 0x202D}, {"RLO", 0x202E}, {"PDF", 0x202C}, {"LRI", 0x2066},
      {"RLI", 0x2067}, {"FSI", 0x2068}, {"PDI", 0x2069}};
  return characters.at(type);
}

inline std::string utf8_of(const std::vector<char32_t>& text) {
  std::string utf8;
  for (const char32_t code : text) {
    char bytes[6];
    utf8.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(code, bytes)));
  }
  return utf8;
}

inline std::vector<int> bidi_numbers(std::istream& words) {
  std::vector<int> numbers;
  for (std::string word; words >> word;) {
    numbers.push_back(word == "x" ? kRemoved : std::atoi(word.c_str()));
  }
  return numbers;
}

inline std::ifstream bidi_file(const std::string& name) {
  std::ifstream file("/usr/share/unicode/" + name);
  REQUIRE_MESSAGE(file, name << " is missing: install Debian's unicode-data");
  std::string version;
  std::getline(file, version);
  std::printf("%s\n", version.c_str());
  return file;
}

// BidiTest.txt: classes, with the directions that the levels hold for.
template <typename Use>
void each_class_case(Use use) {
  std::ifstream file = bidi_file("BidiTest.txt");
  BidiCase it;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string word;
    if (line[0] == '@') {
      words >> word;
      if (word == "@Levels:") it.levels = bidi_numbers(words);
      if (word == "@Reorder:") it.order = bidi_numbers(words);
      continue;
    }
    it.name = line;
    it.text.clear();
    for (bool last = false; !last && words >> word;) {
      last = word.back() == ';';
      if (last) word.pop_back();
      it.text.push_back(character_of(word));
    }
    int directions = 0;
    words >> directions;
    REQUIRE(directions != 0);
    REQUIRE(it.text.size() == it.levels.size());
    for (const auto& [bit, asked] :
         {std::pair{1, Asked::kAutomatic}, std::pair{2, Asked::kLeftToRight},
          std::pair{4, Asked::kRightToLeft}}) {
      if ((directions & bit) == 0) continue;
      it.asked = asked;
      use(it);
    }
  }
}

// BidiCharacterTest.txt: characters; direction; paragraph's level; levels; order.
template <typename Use>
void each_character_case(Use use) {
  std::ifstream file = bidi_file("BidiCharacterTest.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> fields;
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, ';');) fields.push_back(field);
    REQUIRE(fields.size() >= 4);
    fields.resize(5);  // the order of nothing is left out
    BidiCase it;
    it.name = line;
    std::istringstream codes(fields[0]);
    for (std::string code; codes >> code;) {
      it.text.push_back(static_cast<char32_t>(std::strtoul(code.c_str(), nullptr, 16)));
    }
    std::istringstream levels(fields[3]);
    it.levels = bidi_numbers(levels);
    std::istringstream order(fields[4]);
    it.order = bidi_numbers(order);
    REQUIRE(it.text.size() == it.levels.size());
    it.asked = fields[1] == "0"   ? Asked::kLeftToRight
               : fields[1] == "1" ? Asked::kRightToLeft
                                  : Asked::kAutomatic;
    use(it);
  }
}

}  // namespace kiosk
