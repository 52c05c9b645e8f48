#include "kiosk/show.h"

#include <cstdlib>
#include <utility>

#include "kiosk/pack/load_pack.h"
#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/state_lock.h"
#include "kiosk/refresh/trial.h"

namespace kiosk {

Show::Show(Exhibit exhibit, const KioskParts& parts, const KioskOptions& options, FrontDesk* desk,
           ShowSite site, std::function<void(const std::string&)> say)
    : m_exhibit(std::move(exhibit)),
      m_parts(parts),
      m_options(options),
      m_desk(desk),
      m_site(std::move(site)),
      m_say(std::move(say)),
      m_guard(m_site.state, m_site.at_once) {
  m_parts.staff = desk;
  m_parts.may_open = [this](const std::filesystem::path& file) { return m_guard.may_open(file); };
}

Result<void> Show::open(TrialRun trial) {
  if (m_exhibit.pack) m_guard.guard(m_exhibit.pack->values().folder, std::move(trial));
  return open_kiosk();
}

Result<void> Show::open_kiosk() {
  auto opened = Kiosk::open(m_exhibit, m_parts, m_options);
  if (!opened) return tl::unexpected(opened.error());
  m_kiosk = std::move(*opened);
  return {};
}

bool Show::tick() {
  const bool goes_on = m_kiosk->tick();
  const std::string trouble =
      m_guard.ticked(m_parts.clock.now(), m_kiosk->presents(), m_kiosk->vacant());
  if (!trouble.empty()) m_say(trouble);
  if (const auto folder = m_guard.take_shown()) {
    change_to(folder->empty() ? m_site.bundled : *folder);
  }
  if (m_desk == nullptr) return goes_on;
  if (const auto folder = m_desk->take_shown()) change_to(*folder);
  return goes_on;
}

std::optional<Millis> Show::rest() const { return m_guard.shortened(m_kiosk->rest()); }

// A preview out of the staging is no start: what it may break is broken for staff alone.
TrialRun Show::noted_start(const std::filesystem::path& folder) {
  const bool installed = folder.parent_path() == m_site.state / kPacksFolder;
  if (m_site.state.empty() || (!installed && folder != m_site.bundled)) return {};
  const Start start = begin_start(m_site.state, m_site.version);
  if (!start.trouble.empty()) m_say(start.trouble);
  const std::string name = installed ? folder.filename().string() : bundled_name(m_site.version);
  return start.on_trial == name ? TrialRun(m_site.state, name) : TrialRun();
}

void Show::change_to(const std::filesystem::path& folder) {
  auto pack = load_pack(folder);
  if (!pack) {
    for (const Problem& problem : pack.error()) m_say(problem.sentence());
    return;
  }
  const State before = m_kiosk->state();
  // The language it starts in may be one that this pack lacks.
  KioskOptions options = m_options;
  if (options.language && !pack->offers(*options.language)) options.language.reset();
  std::optional<Pack> old = std::exchange(m_exhibit.pack, std::move(*pack));
  std::swap(m_options, options);
  m_kiosk.reset();  // one at a time holds the display
  m_guard.guard({}, {});
  m_guard.guard(folder, noted_start(folder));
  if (auto opened = open_kiosk(); !opened) {
    m_say(opened.error().message);
    m_exhibit.pack = std::move(old);
    m_options = options;
    m_guard.guard(m_exhibit.pack->values().folder, {});
    // It was shown a moment ago; if even that fails, a new start is the remedy.
    if (!open_kiosk()) std::abort();
  }
  m_kiosk->keep_company(before);
}

}  // namespace kiosk
