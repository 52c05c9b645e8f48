// Drawings that would keep their library busy: refused before it sees them, with what to do; and
// honest ones, which are not.
#include "kiosk/imaging/drawing_cost.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "kiosk/imaging/made_picture.h"

using namespace kiosk;

namespace {

std::string drawing(const std::string& body) {
  return "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
         "width='1200' height='800'>" +
         body + "</svg>";
}

std::string times(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

DrawingCost cost(const std::string& body) { return cost_of_drawing(drawing(body)); }

std::string refusal(const std::string& body, unsigned seconds = 5) {
  ImportWorker worker{find_import_worker()};
  worker.drawing_seconds = seconds;
  const auto made = make_picture(worker, drawing(body));
  return made ? "" : made.error().what + ". " + made.error().remedy;
}

// Groups of ten copies of the group before, `deep` times: 10 to the power of it.
std::string copies_of_copies(int deep) {
  std::string body = "<defs><path id='c0' d='M0 0h9v9z'/>";
  for (int i = 1; i <= deep; ++i) {
    const std::string copy = "<use xlink:href='#c" + std::to_string(i - 1) + "'/>";
    body += "<g id='c" + std::to_string(i) + "'>" + times(copy, 10) + "</g>";
  }
  return body + "</defs><use xlink:href='#c" + std::to_string(deep) + "'/>";
}

// Each copies the one before, once.
std::string chain(int long_) {
  std::string body = "<path id='c0' d='M0 0h9v9z'/>";
  for (int i = 1; i <= long_; ++i) {
    body += "<use id='c" + std::to_string(i) + "' href='#c" + std::to_string(i - 1) + "'/>";
  }
  return body;
}

const std::string kTiny = "<path d='M0 0h1v1z'/>";

}  // namespace

TEST_CASE("a megabyte of 20,000 translucent shapes is refused at once, with what to do") {
  const std::string shape =
      "<rect width='1200' height='800' opacity='.5' stroke='#000' fill='#123'/>";
  const auto begun = std::chrono::steady_clock::now();
  CHECK(refusal(times(shape, 20'000)) ==
        "the drawing is too complicated: its transparent, masked and blended shapes take 20000 "
        "layers, more than 1000. Write a fill's opacity in place of its shape's, or save it as a "
        "PNG picture of 1920 pixels.");
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
}

TEST_CASE("copies of copies are counted as often as they would be drawn") {
  // Nine tens, then each level's own uses.
  CHECK(cost(copies_of_copies(3)).shapes == 1 + 1000 + 1000 + 100 + 10);
  CHECK(cost(copies_of_copies(3)).references == 4);
  CHECK(refusal(copies_of_copies(3)).empty());
  CHECK(refusal(copies_of_copies(6)) ==
        "the drawing is too complicated: it has 2111111 shapes with their copies, more than 20000. "
        "Merge shapes, or save it as a PNG picture of 1920 pixels.");
  CHECK(refusal(copies_of_copies(15)).find("a thousand million or more shapes") !=
        std::string::npos);
}

TEST_CASE("the limits of a drawing, each at N and N+1") {
  CHECK(refusal(times(kTiny, 20'000)).empty());
  CHECK(refusal(times(kTiny, 20'001)).find("20001 shapes") != std::string::npos);
  const std::string layer = "<g opacity='0.5'/>";
  CHECK(refusal(times(layer, 1000)).empty());
  CHECK(refusal(times(layer, 1001)).find("1001 layers") != std::string::npos);
  CHECK(refusal(times("<desc/>", 49'999)).empty());
  CHECK(refusal(times("<desc/>", 50'000)).find("50000 elements") != std::string::npos);
  CHECK(refusal(times("<g>", 49) + times("</g>", 49)).empty());
  CHECK(refusal(times("<g>", 50) + times("</g>", 50)).find("50 deep") != std::string::npos);
  CHECK(refusal(chain(16)).empty());
  CHECK(refusal(chain(17)).find("more than 16 deep") != std::string::npos);
}

TEST_CASE("what editors write without meaning it costs nothing") {
  const DrawingCost plain =
      cost(times("<path style='opacity:1;fill-opacity:.5;mix-blend-mode:normal;mask:none' "
                 "d='M0 0h9v9z'/>",
                 2000) +
           times("<g opacity='1.0'/><g opacity='100%'/><g style=' opacity : 1 '/>", 500));
  CHECK(plain.shapes == 2000);
  CHECK(plain.layers == 0);
  const DrawingCost gradients = cost(
      "<linearGradient id='base'><stop/><stop/><stop/></linearGradient>"
      "<radialGradient id='g' xlink:href='#base'/>" +
      times("<circle r='9' fill='url(#g)' stroke='url(#base)'/>", 5000));
  CHECK(gradients.shapes == 5000);
  CHECK(gradients.layers == 0);
  // What is defined and used nowhere is not drawn.
  CHECK(cost("<defs>" + times(kTiny, 5000) + "</defs>" + kTiny).shapes == 1);
}

TEST_CASE("what costs layers, and what is drawn by being referred to") {
  CHECK(cost("<g opacity='.9'/><g style='opacity:50%'/><g style='fill:red;opacity:0'/>").layers ==
        3);
  CHECK(cost("<g mask='url(#m)'/><g style='mix-blend-mode:multiply'/>").layers ==
        2 * kLayersOfMask);
  CHECK(cost("<pattern id='p'>" + times(kTiny, 100) + "</pattern>" +
             times("<rect fill='url(#p)'/>", 50))
            .shapes == 50 + 50 * 100);
  CHECK(cost("<marker id='m'>" + times(kTiny, 3) + "</marker>" +
             "<path marker-mid=\"url('#m')\" d='M0 0L1 2 3 4-5 6'/>")
            .shapes == 1 + 4 * 3);
  CHECK(cost("<symbol id='s'>" + times(kTiny, 7) + "</symbol><use href='#s'/>").shapes == 8);
}

TEST_CASE("circles, gaps and scraps are counted without end nor harm") {
  CHECK(cost("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>").shapes >= 2);
  CHECK(cost("<g id='a'><use href='#a'/></g>").shapes == 1);
  CHECK(cost("<use href='#nowhere'/>").shapes == 1);
  for (const char* scrap :
       {"", "<", "<g", "<g a", "<g a=", "<g a='", "<g a='x", "<!--", "<![CDATA[", "</g></g></g>",
        "<g/", "<g / a='/'/>", "<g <g <g", "<g ''''>", "<>"}) {
    CAPTURE(scrap);
    CHECK(cost_of_drawing(scrap).elements <= 3);
    CHECK(cost(scrap).elements <= 4);
  }
  CHECK(cost("<!-- <path/> --><![CDATA[<path/>]]><?x <path/> ?>" + kTiny).shapes == 1);
  CHECK(cost("<path d='a > b' id=\"<path/>\"/>" + kTiny).shapes == 2);
}

TEST_CASE("what counting does not see ends by the worker's time, and is told as the same") {
  const std::string soft =
      "<radialGradient id='g'><stop offset='0' stop-color='#fff'/><stop offset='1'/>"
      "</radialGradient>" +
      times("<rect width='1200' height='800' fill='url(#g)'/>", 2000);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(refusal(soft, 1) ==
        "the drawing is too complicated: it takes too long to draw. Save it as a PNG picture of "
        "1920 pixels, or merge its shapes and draw without transparent groups, masks and "
        "patterns.");
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(15));
}

TEST_CASE("the bundled drawings stay below a tenth of each limit") {
  int seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(KIOSK_SOURCE_DIR "/content/illustrations")) {
    if (entry.path().extension() != ".svg") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const DrawingCost found =
        cost_of_drawing(std::string(std::istreambuf_iterator<char>(stream), {}));
    CAPTURE(entry.path());
    CHECK(found.elements > 50);
    CHECK(found.elements < kMostElements / 10);
    CHECK(found.shapes > 50);
    CHECK(found.shapes < kMostShapes / 10);
    CHECK(found.layers < kMostLayers / 10);
    CHECK(found.nesting < kMostNesting / 2);
    CHECK(found.references < kMostReferences / 2);
    ++seen;
  }
  CHECK(seen >= 10);
}
