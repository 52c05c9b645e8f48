// The audit over content with faults put in on purpose: each must be found, with the file
// and field it stands in. `kiosk --audit` on the bundled content is a test of its own.
#include "kiosk/audit.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "kiosk/kiosk.h"
#include "platform/headless/picture_display.h"
#include "tests/bundled.h"

using namespace kiosk;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr platform::TextureSize kSize{1280, 720};

// The bundled content with one city's file changed.
class ChangedContent {
 public:
  explicit ChangedContent(const std::function<void(json&)>& change)
      : m_folder(fs::temp_directory_path() / ("kiosk-audit-" + std::to_string(getpid()))) {
    fs::remove_all(m_folder);
    fs::copy(fs::path(KIOSK_SOURCE_DIR) / "content", m_folder, fs::copy_options::recursive);
    const fs::path file = m_folder / "cities" / "banjul.json";
    json city = json::parse(std::ifstream(file));
    change(city);
    std::ofstream(file) << city.dump(1);
  }
  ~ChangedContent() {
    std::error_code error;
    fs::remove_all(m_folder, error);
  }
  ChangedContent(const ChangedContent&) = delete;
  ChangedContent& operator=(const ChangedContent&) = delete;

  [[nodiscard]] AuditReport audited() const {
    auto pack = load_pack(m_folder);
    REQUIRE(pack.has_value());
    platform::PictureDisplay display(kSize);
    AuditReport report;
    REQUIRE(audit(*pack, own_words(), fs::path(KIOSK_SOURCE_DIR) / "assets", display,
                  panel_of(kSize, 21.5F), report, AuditScope::kContent));
    return report;
  }

 private:
  fs::path m_folder;
};

const AuditFinding* find(const AuditReport& report, AuditProblem problem,
                         const std::string& field) {
  const auto found = std::find_if(
      report.findings.begin(), report.findings.end(), [&](const AuditFinding& finding) {
        return finding.problem == problem && finding.file == "cities/banjul.json" &&
               finding.field.starts_with(field);
      });
  return found == report.findings.end() ? nullptr : &*found;
}

TEST_CASE("faults of a text are told with file, field, place and remedy") {
  const ChangedContent content([](json& city) {
    city["story"]["fr"] = std::string("Un mot : ") + std::string(70, 'm') + ".";
    city["facts"][0]["text"]["en"] = "A Khmer letter \u1780 that no font has.";
    city["name"]["es"] =
        "Banjul la del nombre mas largo que nadie ha visto en ningun mapa del mundo";
  });
  const AuditReport report = content.audited();
  const AuditFinding* torn = find(report, AuditProblem::kTornWord, "story.fr");
  REQUIRE(torn != nullptr);
  CHECK(torn->sentence().find("cities/banjul.json: story.fr: ") == 0);
  CHECK(torn->sentence().find("too long for its column") != std::string::npos);
  CHECK(torn->sentence().find("city banjul, fr, text size 1, 1280x720") != std::string::npos);
  const AuditFinding* missing = find(report, AuditProblem::kMissingGlyph, "facts[0].text.en");
  REQUIRE(missing != nullptr);
  CHECK(missing->sentence().find("Write it with other characters") != std::string::npos);
  const bool name_told = find(report, AuditProblem::kOverflow, "name.es") != nullptr ||
                         find(report, AuditProblem::kCollision, "name.es") != nullptr ||
                         find(report, AuditProblem::kTruncated, "name.es") != nullptr;
  CHECK(name_told);
}

TEST_CASE("a target smaller than a fingertip is told") {
  // The same pixels on a small panel: nothing can keep its 20 mm.
  platform::PictureDisplay display(kSize);
  AuditReport report;
  REQUIRE(audit(bundled_pack(), own_words(), fs::path(KIOSK_SOURCE_DIR) / "assets", display,
                panel_of(kSize, 7), report, AuditScope::kContent));
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const AuditFinding& f) {
    return f.problem == AuditProblem::kSmallTarget && f.text == "zoom:in";
  }));
}

}  // namespace
