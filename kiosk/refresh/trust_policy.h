// What may be installed on a site, and who has to say yes: the site's setting "trust" held
// against where the content comes from.
//
//   "pin"     (the usual) signed packs of enrolled keys, and plain folders, which count as local
//             content; all of it behind the PIN, which can also enrol an unknown key
//   "signed"  signed packs of enrolled keys only
//
// A revoked key is refused under both. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/trust_rule.h"
#include "kiosk/pack/signature.h"
#include "kiosk/refresh/device_keys.h"

namespace kiosk {

// Whose the content is. A pack whose signature is wrong never comes this far: it is refused.
struct ContentSource {
  bool is_folder = false;
  std::optional<PublicKey> signer;  // of a pack, by the key that it names and that fits
};

enum class TrustReason { kEnrolledKey, kUnknownKey, kUnnamedKey, kRevokedKey, kFolder };

struct TrustDecision {
  TrustReason reason = TrustReason::kUnnamedKey;
  bool allowed = false;          // may be installed as it is, by who has the PIN
  bool can_be_enrolled = false;  // or once the PIN has enrolled its key
  bool is_local = false;         // to be marked as this site's own
  std::string fingerprint;       // of the key, to be compared aloud
  std::string sentence;          // why, and what to do; empty if it is allowed

  friend bool operator==(const TrustDecision&, const TrustDecision&) = default;
};

[[nodiscard]] TrustDecision decide_trust(TrustRule rule, const ContentSource& source,
                                         const DeviceKeys& keys);

}  // namespace kiosk
