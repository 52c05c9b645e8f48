// Trust rule: whose content a site takes; kiosk/refresh/trust_policy.h says what follows from it.
// Plain value.
#pragma once

namespace kiosk {

enum class TrustRule {
  kPin,    // "pin": also a folder, or an unknown key, if who has the PIN says so
  kSigned  // "signed": packs signed by enrolled keys only
};

}  // namespace kiosk
