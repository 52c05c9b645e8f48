// Names and contents that do not agree: a picture is what its bytes are, whoever named it is
// told, and where a kind was promised another one is refused.
#include "kiosk/imaging/picture_format.h"

#include <doctest/doctest.h>

#include <string>

#include "kiosk/imaging/made_picture.h"
#include "tests/imaging/photo_maker.h"

using namespace kiosk;
using namespace kiosk::test;

namespace {

std::string told(std::string_view name, PictureFormat found) {
  const auto remark = remark_on_name(name, found);
  return remark ? remark->what + ". " + remark->remedy : "";
}

std::string refused(std::string_view bytes, PictureFormat promised) {
  const auto refusal = refusal_of_kind(bytes, promised);
  return refusal ? refusal->what + ". " + refusal->remedy : "";
}

constexpr std::string_view kDrawing =
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";

}  // namespace

TEST_CASE("names tell a kind by their ending alone, in any case") {
  for (const char* name : {"a.jpg", "A.JPG", "x/y.jpeg", "b.Jpe", "scan.jfif", "two.png.jpg"}) {
    CHECK(format_of_name(name) == PictureFormat::kJpeg);
  }
  CHECK(format_of_name("a.PNG") == PictureFormat::kPng);
  CHECK(format_of_name("a.svg") == PictureFormat::kSvg);
  for (const char* name : {"", ".jpg", "jpg", "a.jpg.txt", "a.webp", "a.jpg "}) {
    CAPTURE(name);
    CHECK(format_of_name(name) == PictureFormat::kOther);
  }
}

TEST_CASE("a picture under another kind's ending is taken for what it is, and its author told") {
  const std::string png = png_of(scene(64, 48, 3));
  const std::string jpeg = jpeg_of(scene(64, 48, 3));
  for (const std::string& bytes : {png, jpeg, std::string(kDrawing)}) {
    CHECK(make_picture({find_import_worker()}, bytes).has_value());
  }
  CHECK(told("photos/sal/DSC1.JPG", format_of(png)) ==
        "it is a PNG by its content and a JPEG by its name; it is taken for what it is. Rename it "
        "to end in .png.");
  CHECK(told("a.png", format_of(jpeg)) ==
        "it is a JPEG by its content and a PNG by its name; it is taken for what it is. Rename it "
        "to end in .jpg.");
  CHECK(told("a.jpg", format_of(kDrawing)) ==
        "it is an SVG by its content and a JPEG by its name; it is taken for what it is. Rename "
        "it to end in .svg.");
  CHECK(told("a.jpeg", PictureFormat::kJpeg).empty());
  CHECK(told("a.svg", PictureFormat::kSvg).empty());
  CHECK(told("a.tmp", PictureFormat::kPng).empty());
  CHECK(told("a.jpg", PictureFormat::kOther).empty());
}

TEST_CASE("where a JPEG was promised, nothing else will do") {
  CHECK(refused(jpeg_of(scene(8, 8, 1)), PictureFormat::kJpeg).empty());
  CHECK(refused(png_of(scene(8, 8, 1)), PictureFormat::kJpeg) ==
        "the picture is a PNG, not a JPEG. Save it as a JPEG.");
  CHECK(refused(kDrawing, PictureFormat::kJpeg) ==
        "the picture is an SVG, not a JPEG. Save it as a JPEG.");
  CHECK(refused(jpeg_of(scene(8, 8, 1)), PictureFormat::kPng) ==
        "the picture is a JPEG, not a PNG. Save it as a PNG.");
  // Of no kind at all: told as without a promise.
  CHECK(refused("GIF89a...", PictureFormat::kJpeg).find("this is GIF") == 0);
  CHECK(refused("", PictureFormat::kJpeg).find("empty") != std::string::npos);
  CHECK(refused("nothing", PictureFormat::kJpeg).find("not a JPEG, PNG or SVG") !=
        std::string::npos);
}
