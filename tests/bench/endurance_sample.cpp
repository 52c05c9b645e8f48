#include "tests/bench/endurance_sample.h"

#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <ranges>
#include <system_error>
#include <utility>

namespace kiosk::test {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr double kMostGrowth = 1 << 20;  // bytes of memory after the first hour

std::pair<std::size_t, std::size_t> range_of(const std::vector<Sample>& samples,
                                             std::size_t Sample::*field) {
  const auto [least, most] = std::ranges::minmax_element(samples, {}, field);
  return {(*least).*field, (*most).*field};
}

std::vector<Sample>::const_iterator middle_of(const std::vector<Sample>& samples) {
  return samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
}

// Of the two memories of a sample.
double growth_of(const std::vector<Sample>& samples, std::size_t Sample::*field, Painted painted) {
  if (painted == Painted::kNo) {
    // The last alone may be one just after new content, when least is kept.
    const auto greatest = std::ranges::max_element(samples.begin() + 1, samples.end(), {}, field);
    return static_cast<double>((*greatest).*field) - static_cast<double>(samples.front().*field);
  }
  const auto beside_textures = [&](const Sample& one) {
    return static_cast<double>(one.*field) - static_cast<double>(one.texture_bytes);
  };
  const auto middle = middle_of(samples);
  return std::ranges::min(std::ranges::subrange(middle, samples.end()) |
                          std::views::transform(beside_textures)) -
         std::ranges::min(std::ranges::subrange(samples.begin(), middle) |
                          std::views::transform(beside_textures));
}

}  // namespace

json Sample::report() const {
  return {{"hour", std::round(hour * 100) / 100},
          {"visit", visit},
          {"rss_kib", rss / 1024},
          {"heap_in_use_kib", in_use / 1024},
          {"descriptors", descriptors},
          {"threads", threads},
          {"textures", textures},
          {"texture_kib", texture_bytes / 1024},
          {"presents", presents}};
}

Sample sample_of(const json& report) {
  Sample one;
  one.hour = report.at("hour");
  one.visit = report.at("visit");
  one.rss = report.at("rss_kib").get<std::size_t>() * 1024;
  one.in_use = report.at("heap_in_use_kib").get<std::size_t>() * 1024;
  one.descriptors = report.at("descriptors");
  one.threads = report.at("threads");
  one.textures = report.at("textures");
  one.texture_bytes = report.at("texture_kib").get<std::size_t>() * 1024;
  one.presents = report.at("presents");
  return one;
}

std::size_t heap_in_use() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

std::size_t entries_of(const fs::path& folder) {
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  return count;
}

std::vector<Sample> after_first_hour(const std::vector<Sample>& samples, double visits_an_hour) {
  const auto first = std::ranges::find_if(samples, [&](const Sample& one) {
    return one.hour >= 1 && static_cast<double>(one.visit) >= visits_an_hour;
  });
  return {first, samples.end()};
}

json figures_of(const std::vector<Sample>& samples, Painted painted) {
  return {{"from_hour", samples.front().report().at("hour")},
          {"rss_grown_kib", std::round(growth_of(samples, &Sample::rss, painted) / 1024)},
          {"heap_grown_kib", std::round(growth_of(samples, &Sample::in_use, painted) / 1024)},
          {"descriptors", range_of(samples, &Sample::descriptors)},
          {"threads", range_of(samples, &Sample::threads)},
          {"textures", range_of(samples, &Sample::textures)}};
}

std::string verdict_of(const std::vector<Sample>& samples, Painted painted) {
  const auto constant = [&](std::size_t Sample::*field) {
    const auto [least, most] = range_of(samples, field);
    return least == most;
  };
  if (!constant(&Sample::descriptors)) return "descriptors are not constant";
  if (!constant(&Sample::threads)) return "threads are not constant";
  // Pictures on the shelf and previews of what was seen come and go, so their number is no
  // constant; but the later half may not hold more than the first.
  const auto middle = middle_of(samples);
  const auto before = std::ranges::max_element(samples.begin(), middle, {}, &Sample::textures);
  const auto after = std::ranges::max_element(middle, samples.end(), {}, &Sample::textures);
  if (after->textures > before->textures + kShelfVaries) return "textures have grown";
  if (!kSanitized && growth_of(samples, &Sample::rss, painted) >= kMostGrowth) {
    return "memory has grown by 1 MiB or more after the first hour";
  }
  return {};
}

json judged_anew(json report) {
  if (report.at("verdict").is_null()) return report;
  std::vector<Sample> samples;
  for (const json& one : report.at("samples")) samples.push_back(sample_of(one));
  const double an_hour = report.at("visits").get<double>() / report.at("hours").get<double>();
  const std::vector<Sample> judged = after_first_hour(samples, an_hour);
  if (judged.size() < kFewestJudged) {
    report["verdict"] = nullptr;  // as of a run that was too short
    return report;
  }
  const Painted painted = report.at("real_clock").get<bool>() ? Painted::kYes : Painted::kNo;
  report["verdict"] = figures_of(judged, painted);
  report["fault"] = verdict_of(judged, painted);
  return report;
}

}  // namespace kiosk::test
