#include "kiosk/refresh/trust_policy.h"

#include <algorithm>
#include <utility>

namespace kiosk {

namespace {

TrustDecision decide_folder(TrustRule rule) {
  TrustDecision decision;
  decision.reason = TrustReason::kFolder;
  decision.is_local = true;
  decision.allowed = rule == TrustRule::kPin;
  if (!decision.allowed) {
    decision.sentence =
        "This site takes signed packs only. Build the folder into a pack by kiosk-pack build, "
        "with an enrolled key.";
  }
  return decision;
}

TrustDecision decide_unknown(TrustRule rule, std::string fingerprint) {
  TrustDecision decision;
  decision.reason = TrustReason::kUnknownKey;
  decision.can_be_enrolled = rule == TrustRule::kPin;
  decision.sentence =
      decision.can_be_enrolled
          ? "It is signed by a key that is not known here (" + fingerprint +
                "). Compare the eight words with its author's; if they are the same, enrol the key."
          : "It is signed by a key that is not enrolled here (" + fingerprint +
                "). Ask whoever runs this device to enrol it by kiosk-pack enrol.";
  decision.fingerprint = std::move(fingerprint);
  return decision;
}

}  // namespace

TrustDecision decide_trust(TrustRule rule, const ContentSource& source, const DeviceKeys& keys) {
  if (source.is_folder) return decide_folder(rule);
  TrustDecision decision;
  if (!source.signer) {
    decision.sentence =
        "It is signed by a key that it does not name. Ask its author for the public key, and "
        "enrol that.";
    return decision;
  }
  decision.fingerprint = fingerprint_of(*source.signer);
  if (keys.is_revoked(*source.signer)) {
    decision.reason = TrustReason::kRevokedKey;
    decision.sentence = "It is signed by a key that was revoked here (" + decision.fingerprint +
                        "). Ask its author for a pack that is signed by another key.";
    return decision;
  }
  const auto trusted = keys.trusted();
  if (std::ranges::find(trusted, *source.signer) == trusted.end()) {
    return decide_unknown(rule, std::move(decision.fingerprint));
  }
  decision.reason = TrustReason::kEnrolledKey;
  decision.allowed = true;
  return decision;
}

}  // namespace kiosk
