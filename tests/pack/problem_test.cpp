#include "kiosk/pack/problem.h"

#include <doctest/doctest.h>

using namespace kiosk;

TEST_CASE("a problem reads as one sentence of place, fault and remedy") {
  const Problem problem{"cities/banjul.json", "photos[2].file",
                        "no such file 'b3.jpg'" + did_you_mean("b3.jpg", {"b1.jpeg", "b3.jpeg"}),
                        "Put the file there or correct the name."};
  CHECK(problem.sentence() ==
        "cities/banjul.json: photos[2].file: no such file 'b3.jpg' (did you mean 'b3.jpeg'?). "
        "Put the file there or correct the name.");
}

TEST_CASE("swapping two neighbours is one slip, like any other single one") {
  CHECK(slips_between("smara", "smara") == 0);
  CHECK(slips_between("smara", "samra") == 1);
  CHECK(slips_between("smara", "smaara") == 1);
  CHECK(slips_between("smara", "smra") == 1);
  CHECK(slips_between("smara", "smera") == 1);
  CHECK(slips_between("ca", "abc") == 3);
  CHECK(slips_between("", "abc") == 3);
}

TEST_CASE("the nearest candidate is guessed, and none beyond two slips") {
  CHECK(did_you_mean("kulture", {"nature", "culture"}) == " (did you mean 'culture'?)");
  CHECK(did_you_mean("bnajlu", {"banjul"}) == " (did you mean 'banjul'?)");
  CHECK(did_you_mean("bnajluu", {"banjul"}) == "");
  CHECK(did_you_mean("zz", {"fr"}) == "");
}

TEST_CASE("problems are ordered as a person would work on them") {
  Problems problems{
      {"club.json", "name", "a", ""},          {"cities/b.json", "photos[10]", "a", ""},
      {"cities/b.json", "photos[9]", "a", ""}, {"cities/a.json", "story", "a", ""},
      {"agreements.json", "[0]", "a", ""},     {"pack.json", "title", "b", ""},
      {"pack.json", "title", "a", ""},         {"pack.json", "title", "a", ""}};
  sort_problems(problems);
  std::string order;
  for (const Problem& problem : problems) {
    order += problem.file + " " + problem.path + " " + problem.what + "\n";
  }
  CHECK(order ==
        "pack.json title a\npack.json title b\ncities/a.json story a\ncities/b.json photos[9] a\n"
        "cities/b.json photos[10] a\nagreements.json [0] a\nclub.json name a\n");
}

TEST_CASE("a stranger's words are printed without what could harm a terminal") {
  CHECK(in_quotes("a\x1b[2Jb") == "'a?[2Jb'");
  CHECK(in_quotes("a\xff\xc3") ==
        "'a?"
        "?'");
  CHECK(in_quotes("a\u202Eb") == "'a?b'");
  CHECK(in_quotes(std::string(500, 'x')).size() < 100);
  CHECK(in_quotes("الواحة") == "'الواحة'");
}
