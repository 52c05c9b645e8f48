#include "kiosk/stats/counters.h"

#include <cstdio>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/json_document.h"
#include "kiosk/stats/tally_file.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFolder = "stats";

fs::path set_aside_of(const fs::path& state) { return state / kFolder / "counters.broken.json"; }

Tally sum(Tally tally, const Tally& more) {
  add(tally.totals, more.totals);
  add(tally.details, more.details);
  return tally;
}

}  // namespace

fs::path counters_file_of(const fs::path& state) { return state / kFolder / "counters.json"; }

Counters::Counters(fs::path state) : m_state(std::move(state)) {
  const fs::path file = counters_file_of(m_state);
  const auto bytes = read_whole(file, kMaxDocumentBytes);
  if (bytes && !*bytes) return;  // nothing was counted yet
  std::string why;
  if (!bytes) {
    why = bytes.error().message;
  } else if (auto tally = tally_from(**bytes, file.string())) {
    m_written = std::move(*tally);
    return;
  } else {
    why = tally.error().message;
  }
  const fs::path aside = set_aside_of(m_state);
  const bool moved = std::rename(file.c_str(), aside.c_str()) == 0;
  m_notice = why + (moved ? " The old file lies beside it as " + aside.filename().string() + "."
                          : std::string());
}

void Counters::add(const VisitSummary& visit) {
  const std::lock_guard lock(m_mutex);
  count(m_waiting.totals, visit);
  count(m_waiting.details, visit);
}

bool Counters::due(Millis now) const {
  const std::lock_guard lock(m_mutex);
  const bool rested = !m_tried || now - *m_tried >= kMostOften;
  return rested && m_waiting.details.visits >= kFewestAtOnce;
}

PackResult<bool> Counters::write_if_due(Millis now) {
  if (!due(now)) return false;
  {
    const std::lock_guard lock(m_mutex);
    m_tried = now;
  }
  return write(false);
}

PackResult<bool> Counters::write_rest() { return write(true); }

PackResult<bool> Counters::write(bool few_too) {
  const std::lock_guard writing(m_writing);
  Tally next;
  {
    const std::lock_guard lock(m_mutex);
    const bool enough = m_waiting.details.visits >= kFewestAtOnce;
    if (enough) m_going.details = std::exchange(m_waiting.details, {});
    if (enough || few_too) m_going.totals = std::exchange(m_waiting.totals, {});
    next = sum(m_written, m_going);
  }
  if (next == written()) return false;
  auto done = put(next);
  const std::lock_guard lock(m_mutex);
  if (done) {
    m_written = std::move(next);
  } else {
    m_waiting = sum(m_waiting, m_going);
  }
  m_going = {};
  if (!done) return tl::unexpected(std::move(done.error()));
  return true;
}

PackResult<void> Counters::put(const Tally& tally) const {
  const fs::path file = counters_file_of(m_state);
  if (auto made = make_durable_folder(file.parent_path()); !made) return made;
  return write_durably(file, text_of(tally));
}

Tally Counters::written() const {
  const std::lock_guard lock(m_mutex);
  return m_written;
}

Tally Counters::all() const {
  const std::lock_guard lock(m_mutex);
  return sum(sum(m_written, m_going), m_waiting);
}

}  // namespace kiosk
