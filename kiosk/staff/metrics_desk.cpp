#include "kiosk/staff/metrics_desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/history.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

void add_machine(const DeviceSite& device, Readings& readings) {
  if (device.health == nullptr) return;
  const platform::HealthSnapshot health = device.health->look(device.state);
  readings.temperature_c = health.temperature;
  readings.throttled = health.throttled_now;
  readings.under_voltage = health.under_voltage_now;
  if (health.free_bytes) readings.free_bytes = static_cast<double>(*health.free_bytes);
  if (health.own_memory_bytes) {
    readings.memory_bytes = static_cast<double>(*health.own_memory_bytes);
  }
  for (const platform::StorageWear& wear : health.wear) {
    if (!wear.used_percent) continue;
    readings.storage_wear = std::max(readings.storage_wear.value_or(0), *wear.used_percent / 100.0);
  }
}

// What cannot be read is left out.
void add_content(const DeviceSite& device, Readings& readings) {
  if (const auto state = read_device_state(device.state); state && state->current) {
    readings.pack_id = state->current->id;
    readings.pack_serial = state->current->serial;
    readings.pack_signer = state->current->signer;
  }
  if (const auto history = read_history(device.state); history && !history->empty()) {
    readings.last_refresh = name(history->back().what);
  }
  if (device.crashes) readings.crashes = static_cast<std::int64_t>(device.crashes().size());
}

}  // namespace

MetricsDesk::MetricsDesk(fs::path folder, DeviceSite device, Millis begun, bool at_once)
    : m_folder(std::move(folder)),
      m_device(std::move(device)),
      m_begun(begun),
      m_at_once(at_once) {}

MetricsDesk::~MetricsDesk() {
  if (m_task.joinable()) m_task.join();
}

bool MetricsDesk::due(Millis now) const {
  return !m_folder.empty() && (!m_written_at || now - *m_written_at >= kEvery);
}

std::optional<Millis> MetricsDesk::rest(Millis now) const {
  if (m_folder.empty()) return std::nullopt;
  if (!m_written_at) return Millis{0};
  return std::max(*m_written_at + kEvery - now, Millis{0});
}

void MetricsDesk::write(Millis now, Tally visits, std::optional<Millis> frame_p99) {
  m_written_at = now;
  {
    const std::scoped_lock held(m_lock);
    if (std::exchange(m_running, true)) return;
  }
  if (m_task.joinable()) m_task.join();
  Readings readings;
  readings.program = m_device.version;
  readings.up_s = std::round((now - m_begun).count()) / 1000;
  if (frame_p99) readings.frame_p99_s = frame_p99->count() / 1000;
  add_machine(m_device, readings);
  m_task = std::thread(
      [this, readings = std::move(readings), told = std::move(visits)] { put(readings, told); });
  if (m_at_once) m_task.join();
}

void MetricsDesk::put(Readings readings, const Tally& visits) {
  add_content(m_device, readings);
  const auto written =
      write_metrics(metrics_file_of(m_folder), metrics_of(readings, shown(visits)));
  const std::scoped_lock held(m_lock);
  m_running = false;
  if (!written && !std::exchange(m_failed, true)) m_trouble = written.error().message;
}

std::optional<std::string> MetricsDesk::take_trouble() {
  const std::scoped_lock held(m_lock);
  return std::exchange(m_trouble, std::nullopt);
}

}  // namespace kiosk
