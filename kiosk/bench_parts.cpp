#include "kiosk/bench_parts.h"

#include <algorithm>
#include <cmath>

namespace kiosk {

nlohmann::json spread(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double found =
        values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    return std::round(found * 100) / 100;
  };
  return {{"count", values.size()},
          {"median_ms", at(0.5)},
          {"p95_ms", at(0.95)},
          {"p99_ms", at(0.99)},
          {"max_ms", at(1)}};
}

}  // namespace kiosk
