// Whose content may be installed: enrolled, unknown, revoked and lost keys.
#include "kiosk/refresh/trust_policy.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "kiosk/refresh/history.h"
#include "kiosk/refresh/installing.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;
using test::write_bytes;

namespace {

struct Keys {
  SecretKey first = make_secret_key();
  SecretKey second = make_secret_key();
  SecretKey stranger = make_secret_key();
};

ContentSource signed_by(const SecretKey& key) { return {false, key.public_key()}; }

bool trusts(const fs::path& state, const SecretKey& key) {
  const auto trusted = read_device_keys(state).trusted();
  return std::ranges::find(trusted, key.public_key()) != trusted.end();
}

void enrol(const fs::path& state, const SecretKey& key, const char* label = "") {
  REQUIRE(enrol_key(state, key.public_key(), label).has_value());
}

std::string revocation(const SecretKey& of, const SecretKey& by) {
  const auto text = revocation_of(of.public_key(), by);
  REQUIRE(text.has_value());
  return *text;
}

fs::path only_file_in(const fs::path& folder, const char* ending) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ending) return entry.path();
  }
  return {};
}

}  // namespace

TEST_CASE("what may be installed, by rule and source") {
  const Keys keys;
  DeviceKeys device;
  device.enrolled = {{keys.first.public_key(), ""}, {keys.second.public_key(), ""}};
  device.revoked = {keys.second.public_key()};
  for (const TrustRule rule : {TrustRule::kPin, TrustRule::kSigned}) {
    const bool pin = rule == TrustRule::kPin;
    const TrustDecision known = decide_trust(rule, signed_by(keys.first), device);
    CHECK(known.allowed);
    CHECK(known.reason == TrustReason::kEnrolledKey);
    CHECK(known.sentence.empty());
    CHECK_FALSE(known.is_local);

    const TrustDecision unknown = decide_trust(rule, signed_by(keys.stranger), device);
    CHECK_FALSE(unknown.allowed);
    CHECK(unknown.can_be_enrolled == pin);
    CHECK(unknown.reason == TrustReason::kUnknownKey);
    CHECK(unknown.fingerprint == fingerprint_of(keys.stranger.public_key()));
    CHECK(unknown.sentence.find(unknown.fingerprint) != std::string::npos);

    const TrustDecision revoked = decide_trust(rule, signed_by(keys.second), device);
    CHECK_FALSE(revoked.allowed);
    CHECK_FALSE(revoked.can_be_enrolled);
    CHECK(revoked.reason == TrustReason::kRevokedKey);
    CHECK(revoked.sentence.find("revoked") != std::string::npos);

    const TrustDecision unnamed = decide_trust(rule, {false, std::nullopt}, device);
    CHECK_FALSE(unnamed.allowed);
    CHECK_FALSE(unnamed.can_be_enrolled);

    const TrustDecision folder = decide_trust(rule, {true, std::nullopt}, device);
    CHECK(folder.allowed == pin);
    CHECK(folder.is_local);
    CHECK(folder.sentence.empty() == pin);
  }
}

TEST_CASE("a revoked key with another id is still that key") {
  const Keys keys;
  DeviceKeys device;
  device.revoked = {keys.second.public_key()};
  SecretKey disguised = keys.second;
  disguised.id[0] ^= 1;
  CHECK(decide_trust(TrustRule::kPin, signed_by(disguised), device).reason ==
        TrustReason::kRevokedKey);
}

TEST_CASE("a key is enrolled under its label, twice is no error, and the history tells it") {
  const test::TemporaryFolder folder;
  const Keys keys;
  const fs::path state = folder.path() / "state";
  CHECK_FALSE(trusts(state, keys.first));
  enrol(state, keys.first, "The commune's\noffice\x1b[2J");
  enrol(state, keys.first, "The commune's office");
  CHECK(trusts(state, keys.first));
  const DeviceKeys device = read_device_keys(state);
  REQUIRE(device.enrolled.size() == 1);
  CHECK(device.enrolled.front().label == "The commune's office");
  const fs::path file = only_file_in(state / kTrustedKeys, ".pub");
  CHECK(file.stem().string().size() == 8);
  enrol(state, keys.second, std::string(300, 'x').c_str());
  CHECK(read_device_keys(state).enrolled.size() == 2);
  const auto history = read_history(state);
  REQUIRE(history.has_value());
  CHECK(history->front().what == HistoryKind::kKeyEnrolled);
  CHECK(history->front().key == fingerprint_of(keys.first.public_key()));
}

TEST_CASE("a key whose name another one has gets a longer one") {
  const test::TemporaryFolder folder;
  const Keys keys;
  const fs::path state = folder.path() / "state";
  enrol(state, keys.first);
  const fs::path file = only_file_in(state / kTrustedKeys, ".pub");
  write_bytes(file, to_file_text(keys.stranger.public_key()));
  enrol(state, keys.first);
  CHECK(trusts(state, keys.first));
  CHECK(trusts(state, keys.stranger));
}

TEST_CASE("a second enrolled key revokes the first, for good") {
  const test::TemporaryFolder folder;
  const Keys keys;
  const fs::path state = folder.path() / "state";
  enrol(state, keys.first, "old");
  enrol(state, keys.second);
  const auto revoked = take_revocation(state, revocation(keys.first, keys.second));
  REQUIRE(revoked.has_value());
  CHECK(*revoked == keys.first.public_key());
  CHECK_FALSE(trusts(state, keys.first));
  CHECK(trusts(state, keys.second));
  CHECK(read_device_keys(state).enrolled.size() == 1);
  const auto again = enrol_key(state, keys.first.public_key(), "");
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().message.find("was revoked here") != std::string::npos);
  // Twice is no error.
  CHECK(take_revocation(state, revocation(keys.first, keys.second)).has_value());
  // And it holds when its signer is revoked in turn.
  enrol(state, keys.stranger);
  REQUIRE(take_revocation(state, revocation(keys.second, keys.stranger)).has_value());
  CHECK_FALSE(trusts(state, keys.second));
  CHECK(read_device_keys(state).is_revoked(keys.first.public_key()));
  CHECK(read_device_keys(state).is_revoked(keys.second.public_key()));
}

TEST_CASE("a lost key: the new one is enrolled, and revokes it") {
  const test::TemporaryFolder folder;
  const Keys keys;
  const fs::path state = folder.path() / "state";
  enrol(state, keys.first);
  CHECK_FALSE(take_revocation(state, revocation(keys.first, keys.second)).has_value());
  CHECK(trusts(state, keys.first));
  enrol(state, keys.second);
  CHECK(take_revocation(state, revocation(keys.first, keys.second)).has_value());
  CHECK_FALSE(trusts(state, keys.first));
  // Whoever found the lost one can do nothing to the new one with it.
  const auto revenge = take_revocation(state, revocation(keys.second, keys.first));
  REQUIRE_FALSE(revenge.has_value());
  CHECK(revenge.error().kind == FailureKind::kNotTrusted);
  CHECK(trusts(state, keys.second));
}

TEST_CASE("revocations that are none") {
  const test::TemporaryFolder folder;
  const Keys keys;
  const fs::path state = folder.path() / "state";
  enrol(state, keys.first);
  enrol(state, keys.second);
  CHECK_FALSE(revocation_of(keys.first.public_key(), keys.first).has_value());
  const std::string message = revocation_message(keys.first.public_key());
  const std::string named = "revokes:" + to_text(keys.first.public_key());
  // By itself, by its own half in disguise, of another message, of nothing, and by a stranger.
  SecretKey disguised = keys.first;
  disguised.id = keys.second.id;
  for (const std::string& text :
       {sign(keys.first, message, named), sign(disguised, message, named),
        sign(keys.second, "{\"format\": 1}", named), sign(keys.second, message, ""),
        sign(keys.stranger, message, named), std::string("rubbish"), std::string(),
        sign(keys.second, message, "revokes:" + to_text(keys.stranger.public_key()))}) {
    CHECK_FALSE(take_revocation(state, text).has_value());
    write_bytes(state / kRevokedKeys / "put-there.revoke", text);
    CHECK(trusts(state, keys.first));
    CHECK(trusts(state, keys.second));
    CHECK(read_device_keys(state).revoked.empty());
  }
}

TEST_CASE("killed between any two steps of a revocation the key is trusted as before, or not") {
  const Keys keys;
  const std::string text = revocation(keys.first, keys.second);
  for (const int steps : {0, 1, 2, 3}) {
    CAPTURE(steps);
    const test::TemporaryFolder folder;
    const fs::path state = folder.path() / "state";
    enrol(state, keys.first);
    const fs::path file = only_file_in(state / kTrustedKeys, ".pub");
    enrol(state, keys.second);
    if (steps > 0) write_bytes(state / kRevokedKeys / file.filename(), read_bytes(file));
    if (steps > 1) write_bytes(state / kRevokedKeys / "0.revoke.part", text.substr(0, 99));
    if (steps > 2) {
      write_bytes(state / kRevokedKeys / (file.stem().string() + ".revoke"), text);
    }
    CHECK(trusts(state, keys.first) == (steps < 3));
    CHECK(read_device_keys(state).enrolled.size() == 2);
    REQUIRE(take_revocation(state, text).has_value());
    CHECK_FALSE(trusts(state, keys.first));
    CHECK_FALSE(fs::exists(file));
    REQUIRE(clean_up(state).has_value());
    CHECK_FALSE(fs::exists(state / kRevokedKeys / "0.revoke.part"));
    CHECK_FALSE(trusts(state, keys.first));
    CHECK(trusts(state, keys.second));
  }
}

TEST_CASE("keys on a disk that cannot be written are told") {
  const test::TemporaryFolder folder;
  const Keys keys;
  const fs::path state = folder.path() / "state";
  write_bytes(state / kTrustedKeys, "a file where a folder should be");
  const auto enrolled = enrol_key(state, keys.first.public_key(), "");
  REQUIRE_FALSE(enrolled.has_value());
  CHECK(enrolled.error().message.find(kTrustedKeys) != std::string::npos);
  CHECK(read_device_keys(state).enrolled.empty());
}
