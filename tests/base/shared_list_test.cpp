// A list that copies share until one of them changes it.
#include "kiosk/base/shared_list.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using kiosk::SharedList;

namespace {

SharedList<std::string> two() { return SharedList<std::string>({"port", "delta"}); }

}  // namespace

TEST_CASE("a copy shows the same items, not its own") {
  const SharedList<std::string> one = two();
  const SharedList<std::string> copy = one;
  CHECK(&one.front() == &copy.front());
  CHECK(copy.size() == 2);
  CHECK(copy[1] == "delta");
}

TEST_CASE("who changes a shared list changes it for nobody else") {
  const SharedList<std::string> one = two();
  SharedList<std::string> copy = one;
  copy.own().push_back("lagoon");
  copy.own().front() = "harbour";
  CHECK(one.size() == 2);
  CHECK(one.front() == "port");
  CHECK(copy.size() == 3);
  CHECK(copy.front() == "harbour");
}

TEST_CASE("a list that nobody shares is changed where it lies") {
  SharedList<std::string> one = two();
  const std::string* front = &one.front();
  one.own().back() = "lagoon";
  CHECK(&one.front() == front);
}

TEST_CASE("none is a list, and so is what was moved from") {
  SharedList<std::string> none;
  CHECK(none.empty());
  CHECK(none.begin() == none.end());
  SharedList<std::string> one = two();
  const SharedList<std::string> other = std::move(one);
  CHECK(other.size() == 2);
  CHECK(one.size() == 2);  // NOLINT(bugprone-use-after-move): that is what is asked
}
