// How long texts take, on this machine, as distributions: a city panel laid out for the first
// time and again, a switch of language, a search, and what the glyph atlas grows to, on the
// bundled content and on 1,200 cities. Nothing is asserted: one JSON object on stdout.
//
//   bench_text [rounds]     from the repository's root or anywhere
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kiosk/app/update.h"
#include "kiosk/draw/stage.h"
#include "kiosk/kiosk.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/pack/load_strings.h"
#include "kiosk/screens/screens.h"
#include "platform/headless/picture_display.h"

using namespace kiosk;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr platform::TextureSize kSize{1920, 1080};
const fs::path kRoot = KIOSK_SOURCE_DIR;

double millis(const std::function<void()>& work) {
  const auto before = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before)
      .count();
}

json spread(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    return static_cast<double>(static_cast<int>(values[index] * 1000)) / 1000;
  };
  return {{"count", values.size()}, {"median", at(0.5)}, {"p95", at(0.95)}, {"max", at(1)}};
}

// One exhibition on a display that draws nothing: what is measured is layout and draw lists.
class Hall {
 public:
  Hall(const Pack& pack, const Strings& words)
      : m_pack(pack),
        m_fonts(*TextEngine::open(kRoot / "assets" / "fonts", kRoot / "assets" / "hyphenation")),
        m_display(kSize),
        m_stage(*m_fonts, m_display),
        m_screens(*Screens::open(kRoot / "assets", pack, words, m_stage, PictureLoading::kNever)) {}

  [[nodiscard]] State state_of(Language language, const std::vector<Intent>& intents) const {
    State state = start_state(m_pack, panel_of(kSize, 21.5F), language, Millis{0});
    for (const Intent& intent : intents) state = update(std::move(state), intent, m_pack, language);
    return update(std::move(state), Advance{Millis{5000}}, m_pack, language);
  }

  double draw(const State& state) {
    return millis([&] {
      Frame frame = m_stage.begin(state.panel.size, Millis{16});
      m_screens->draw(state, m_stage, frame);
      static_cast<void>(m_stage.finish());
    });
  }

  [[nodiscard]] std::size_t atlas_bytes() const {
    std::size_t bytes = 0;
    for (const AtlasPage& page : m_fonts->pages()) bytes += page.alpha.size();
    return bytes;
  }

 private:
  const Pack& m_pack;
  std::unique_ptr<TextEngine> m_fonts;
  platform::PictureDisplay m_display;
  Stage m_stage;
  std::unique_ptr<Screens> m_screens;
};

// A panel's cost is what opening it adds to the map's frame beside it. The first language of a
// city draws its locator map too; which one that is goes round.
json panels(const Pack& pack, const Strings& words, int rounds) {
  std::vector<double> with_map;
  std::vector<double> cold;
  std::vector<double> warm;
  const auto& languages = pack.values().languages;
  for (int round = 0; round < rounds; ++round) {
    Hall hall(pack, words);
    for (const City& city : pack.values().cities) {
      for (std::size_t i = 0; i < languages.size(); ++i) {
        const std::size_t turn = (i + static_cast<std::size_t>(round)) % languages.size();
        const State open = hall.state_of(languages[turn].language, {OpenCity{city.id}});
        State map = open;  // the same map beside the panel, without the panel
        map.panel_slide = {};
        hall.draw(map);
        const double beside = hall.draw(map);
        (i == 0 ? with_map : cold).push_back(std::max(0.0, hall.draw(open) - beside));
        warm.push_back(std::max(0.0, hall.draw(open) - beside));
      }
    }
  }
  return {{"cold_with_locator_map_ms", spread(with_map)},
          {"cold_ms", spread(cold)},
          {"warm_ms", spread(warm)}};
}

// Each screen from each language to each other, once all have been seen.
json switches(const Pack& pack, const Strings& words, int rounds) {
  Hall hall(pack, words);
  std::vector<double> first;
  std::vector<double> times;
  const std::vector<std::vector<Intent>> screens{
      {}, {OpenCity{pack.values().cities.back().id}}, {OpenSheet{Sheet::kSearch}}};
  for (int round = 0; round <= rounds; ++round) {
    for (const auto& intents : screens) {
      // Coming to the screen is not a switch of language.
      hall.draw(hall.state_of(pack.values().languages.back().language, intents));
      for (const PackLanguage& offered : pack.values().languages) {
        const double time = hall.draw(hall.state_of(offered.language, intents));
        (round == 0 ? first : times).push_back(time);
      }
    }
  }
  return {{"first_time_ms", spread(first)}, {"after_warm_up_ms", spread(times)}};
}

json searches(const Pack& pack, const Strings& words, int rounds) {
  const SearchIndex index(pack, words);
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    for (const char* query : {"n", "ni", "timbuktu", "ndjamina", "تمبكتو", "ⴱⴰⵏⵊⵓⵍ", "zzzzzz"}) {
      times.push_back(millis([&] { static_cast<void>(index.find(query, Language::kFrench)); }));
    }
  }
  return spread(times);
}

double mebibytes(std::size_t bytes) { return static_cast<double>(bytes) / (1024 * 1024); }

// Everything there is to read, at every text size.
json atlas(const Pack& pack, const Strings& words) {
  Hall hall(pack, words);
  for (const PackLanguage& offered : pack.values().languages) {
    for (const float scale : kTextScales) {
      for (const City& city : pack.values().cities) {
        State state =
            hall.state_of(offered.language, {ChangeAccess{{scale, false}}, OpenCity{city.id}});
        for (int part = 0; part < 4; ++part) {
          state.scroll = {static_cast<float>(part) * 800, 0, 3200};
          hall.draw(state);
        }
      }
      hall.draw(hall.state_of(offered.language,
                              {ChangeAccess{{scale, false}}, OpenSheet{Sheet::kSearch}}));
    }
  }
  return {{"mebibytes", mebibytes(hall.atlas_bytes())}};
}

// A hundred and twenty of each partner, spread over the region, each with a name of its own.
Pack many_cities(const Pack& pack) {
  PackValues values = pack.values();
  const SharedList<City> originals = values.cities;
  const SharedList<Agreement> agreements = values.agreements;
  for (int copy = 1; copy < 120; ++copy) {
    for (const City& original : originals) {
      if (original.beside || pack.is_home(original.id)) continue;
      City city = original;
      city.id.value += "-" + std::to_string(copy);
      city.position.lon += (copy % 10 - 5) * 1.3;
      city.position.lat += (copy / 10 - 5) * 1.1;
      for (const Language language : kLanguages) {
        const auto& name = original.name.get(language);
        if (name) city.name.set(language, *name + " " + std::to_string(copy));
      }
      const Agreement* tie = pack.agreement_of(original.id);
      if (tie != nullptr) {
        Agreement made = *tie;
        made.id.value += "-" + std::to_string(copy);
        made.partner = city.id;
        values.agreements.own().push_back(made);
      }
      values.cities.own().push_back(std::move(city));
    }
  }
  return Pack(std::move(values));
}

json large(const Pack& pack, const Strings& words) {
  const Pack many = many_cities(pack);
  Hall hall(many, words);
  std::vector<double> panels;
  std::vector<double> again;
  for (std::size_t i = 0; i < many.values().cities.size(); i += 60) {
    const State open = hall.state_of(Language::kFrench, {OpenCity{many.values().cities[i].id}});
    panels.push_back(hall.draw(open));
    again.push_back(hall.draw(open));
  }
  return {{"cities", many.values().cities.size()},
          {"frame_first_ms", spread(panels)},
          {"frame_again_ms", spread(again)},
          {"search_ms", searches(many, words, 5)},
          {"atlas_mebibytes", mebibytes(hall.atlas_bytes())}};
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
  const auto pack = load_pack(kRoot / "content");
  const auto words = load_strings(kRoot / "assets" / "strings");
  if (!pack || !words) {
    std::fprintf(stderr, "bench_text: the bundled content does not load\n");
    return 1;
  }
  const json result{{"panel", panels(*pack, *words, rounds)},
                    {"language_switch", switches(*pack, *words, rounds)},
                    {"search_ms", searches(*pack, *words, rounds)},
                    {"atlas", atlas(*pack, *words)},
                    {"large_pack", large(*pack, *words)}};
  std::printf("%s\n", result.dump(1).c_str());
  return 0;
}
