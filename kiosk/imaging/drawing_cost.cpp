#include "kiosk/imaging/drawing_cost.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kiosk/imaging/svg_scan.h"

namespace kiosk {

namespace {

constexpr std::uint64_t kCountedTo = 1'000'000'000;

struct Cost {
  std::uint64_t shapes = 0;
  std::uint64_t layers = 0;
  int references = 0;  // the longest chain of them

  void add(const Cost& other, std::uint64_t times) {
    shapes = plus(shapes, other.shapes, times);
    layers = plus(layers, other.layers, times);
  }
  static std::uint64_t plus(std::uint64_t so_far, std::uint64_t one, std::uint64_t times) {
    if (one != 0 && times > (kCountedTo - so_far) / one) return kCountedTo;
    return so_far + one * times;
  }
};

// Each element's cost with all that stands in it and all that it refers to, each asked once.
class Estimate {
 public:
  explicit Estimate(const std::vector<SvgElement>& elements)
      : m_elements(elements), m_costs(elements.size()), m_states(elements.size(), State::kNew) {
    m_children.resize(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!elements[i].id.empty()) m_by_id.emplace(elements[i].id, i);
      if (i > 0 && elements[i].parent != i) m_children[elements[i].parent].push_back(i);
    }
  }

  // Depth of calls: kMostNesting elements for each of kMostReferences at most.
  Cost of(std::size_t i, int references = 0) {
    // A circle, which the library does not follow either.
    if (m_states[i] == State::kBegun) return {};
    if (m_states[i] == State::kDone) return m_costs[i];
    m_states[i] = State::kBegun;
    const SvgElement& element = m_elements[i];
    Cost cost;
    for (const std::size_t child : m_children[i]) {
      const Cost inside = of(child, references);
      cost.references = std::max(cost.references, inside.references);
      if (m_elements[child].rendered) cost.add(inside, 1);
    }
    for (const SvgReference& reference : element.references) {
      const auto found = m_by_id.find(reference.id);
      if (found == m_by_id.end() || m_states[found->second] == State::kBegun) continue;
      Cost there;
      if (references < kMostReferences) there = of(found->second, references + 1);
      cost.references = std::max(cost.references, there.references + 1);
      cost.add(there, reference.times);
    }
    cost.add({1, 0, 0}, element.shape ? 1 : 0);
    cost.add({0, 1, 0}, element.opacities + element.blendings * kLayersOfMask);
    m_states[i] = State::kDone;
    return m_costs[i] = cost;
  }

 private:
  enum class State : std::uint8_t { kNew, kBegun, kDone };
  const std::vector<SvgElement>& m_elements;
  std::vector<Cost> m_costs;
  std::vector<State> m_states;
  std::vector<std::vector<std::size_t>> m_children;
  std::unordered_map<std::string_view, std::size_t> m_by_id;
};

std::string counted(std::uint64_t number) {
  return number < kCountedTo ? std::to_string(number) : "a thousand million or more";
}

// After another remedy, or alone.
constexpr const char* kAsPng = "save it as a PNG picture of 1920 pixels";

}  // namespace

DrawingCost cost_of_drawing(std::string_view svg) {
  const std::vector<SvgElement> elements = elements_of(svg, kMostElements, kMostNesting);
  DrawingCost cost;
  cost.elements = elements.size();
  for (const SvgElement& element : elements) cost.nesting = std::max(cost.nesting, element.nesting);
  if (elements.empty() || cost.elements > kMostElements || cost.nesting > kMostNesting) return cost;
  const Cost whole = Estimate(elements).of(0);
  cost.shapes = whole.shapes;
  cost.layers = whole.layers;
  cost.references = whole.references;
  return cost;
}

std::optional<PictureRefusal> refusal_of_cost(const DrawingCost& cost) {
  const auto refuse = [](const std::string& why, const std::string& remedy) {
    return PictureRefusal{"the drawing is too complicated: " + why, remedy + kAsPng + "."};
  };
  if (cost.elements > kMostElements) {
    return refuse("it has more than " + std::to_string(kMostElements) + " elements",
                  "Remove what is not seen, or ");
  }
  if (cost.nesting > kMostNesting) {
    return refuse("its elements are nested more than " + std::to_string(kMostNesting) + " deep",
                  "Ungroup its shapes, or ");
  }
  if (cost.references > kMostReferences) {
    return refuse("its copies, masks and patterns hold others more than " +
                      std::to_string(kMostReferences) + " deep",
                  "Unlink them, or ");
  }
  if (cost.shapes > kMostShapes) {
    return refuse("it has " + counted(cost.shapes) + " shapes with their copies, more than " +
                      std::to_string(kMostShapes),
                  "Merge shapes, or ");
  }
  if (cost.layers > kMostLayers) {
    return refuse("its transparent, masked and blended shapes take " + counted(cost.layers) +
                      " layers, more than " + std::to_string(kMostLayers),
                  "Write a fill's opacity in place of its shape's, or ");
  }
  return std::nullopt;
}

}  // namespace kiosk
