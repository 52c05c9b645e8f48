#include "kiosk/show.h"

#include <cstdlib>
#include <utility>

#include "kiosk/pack/load_pack.h"

namespace kiosk {

Show::Show(Exhibit exhibit, const KioskParts& parts, const KioskOptions& options, UsbDesk* desk,
           std::function<void(const std::string&)> say)
    : m_exhibit(std::move(exhibit)),
      m_parts(parts),
      m_options(options),
      m_desk(desk),
      m_say(std::move(say)) {
  m_parts.staff = desk;
}

Result<void> Show::open() {
  auto opened = Kiosk::open(m_exhibit, m_parts, m_options);
  if (!opened) return tl::unexpected(opened.error());
  m_kiosk = std::move(*opened);
  return {};
}

bool Show::tick() {
  const bool goes_on = m_kiosk->tick();
  if (m_desk == nullptr) return goes_on;
  if (const auto folder = m_desk->take_shown()) change_to(*folder);
  return goes_on;
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
  if (auto opened = open(); !opened) {
    m_say(opened.error().message);
    m_exhibit.pack = std::move(old);
    m_options = options;
    // It was shown a moment ago; if even that fails, a new start is the remedy.
    if (!open()) std::abort();
  }
  m_kiosk->keep_company(before);
}

}  // namespace kiosk
