// The elements of an SVG file with what makes them costly, without building its tree anew: for
// drawing_cost.h alone. Forgiving: what is no well-formed XML gives some elements or none.
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kiosk {

// To another element by its id.
struct SvgReference {
  std::string_view id;
  std::uint64_t times = 1;  // a marker is drawn at each of a path's corners
};

struct SvgElement {
  std::string_view name;  // without a prefix
  std::string_view id;
  std::size_t parent = 0;  // the first element is its own
  int nesting = 0;
  bool shape = false;
  bool rendered = true;  // where it stands, not only where others refer to it
  std::uint64_t opacities = 0;
  std::uint64_t blendings = 0;  // masks, and other ways of mixing
  std::vector<SvgReference> references;
};

// In the order of the file, up to one more than `most`, and none nested deeper than one more
// than `deepest`. Views into `svg`.
[[nodiscard]] std::vector<SvgElement> elements_of(std::string_view svg, std::size_t most,
                                                  int deepest);

}  // namespace kiosk
