// What a drawing would cost to render, by its elements: counted before its library sees it,
// which cannot be stopped once it has begun. An estimate that honest drawings stay far below;
// what it does not see (large soft gradients, one path of a megabyte) ends by the worker's limit
// on processor time.
//
// Reads SVG as bytes, well formed or not; takes time and memory by its length alone. Pure
// functions; any thread.
//
// Measured with librsvg 2.54 at 1920 px, 2 cores of a virtual machine: a shape 0.02 to 0.3 ms, a
// layer of opacity 1 to 3 ms, a mask or a blended shape 20 to 30 ms.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kiosk/imaging/picture_format.h"

namespace kiosk {

// The bundled drawings have up to 900 elements, 60 layers, and are nested 6 deep.
inline constexpr std::uint64_t kMostShapes = 20'000;  // with each copy that <use> makes
inline constexpr std::uint64_t kMostLayers = 1'000;
inline constexpr std::uint64_t kLayersOfMask = 10;      // and of what is blended in another way
inline constexpr std::uint64_t kMostElements = 50'000;  // as they stand in the file
inline constexpr int kMostNesting = 50;                 // elements in elements; librsvg 2.60's own
inline constexpr int kMostReferences = 16;              // copies of copies

struct DrawingCost {
  std::uint64_t elements = 0;
  std::uint64_t shapes = 0;
  std::uint64_t layers = 0;
  int nesting = 0;
  int references = 0;
};

// Counting stops where a limit on elements, nesting or references is passed, and anywhere at a
// thousand million.
[[nodiscard]] DrawingCost cost_of_drawing(std::string_view svg);

// Nothing, if all of it is within the limits.
[[nodiscard]] std::optional<PictureRefusal> refusal_of_cost(const DrawingCost& cost);

}  // namespace kiosk
