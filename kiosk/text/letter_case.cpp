#include "kiosk/text/letter_case.h"

#include <glib.h>

#include <memory>

namespace kiosk {

std::string capitals(std::string_view utf8) {
  const std::unique_ptr<gchar, decltype(&g_free)> upper(
      g_utf8_strup(utf8.data(), static_cast<gssize>(utf8.size())), &g_free);
  return upper.get();
}

}  // namespace kiosk
