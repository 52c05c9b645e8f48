// The .kpack: written the same each time, read strictly, and held against minisign's own program.
#include "kiosk/pack/archive.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "kiosk/pack/content_hash.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using test::read_bytes;
using test::write_bytes;

namespace {

struct Sample {
  test::TemporaryFolder folder;
  SecretKey key = make_secret_key();
  Manifest manifest;

  Sample() {
    manifest.pack_id = "sample";
    manifest.serial = 7;
    manifest.min_app = "0.1.0";
    add("pack.json", "{}\n");
    add("pictures/a.jpg", std::string(1000, 'x'));
    add("pictures/b.jpg", "");
  }
  void add(const std::string& path, const std::string& bytes) {
    write_bytes(tree() / path, bytes);
    manifest.files.push_back(
        {path, bytes.size(), hash_of(bytes), path.ends_with("json") ? "json" : "jpeg"});
  }
  [[nodiscard]] fs::path tree() const { return folder.path() / "tree"; }
  [[nodiscard]] fs::path file() const { return folder.path() / "sample.kpack"; }
  void write() const {
    const auto written = write_archive(file(), tree(), manifest, key);
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().message));
  }
};

// How reading all of it ends: 0, or the kind of its failure.
int outcome(const fs::path& file, const PublicKey& key, std::string* said = nullptr) {
  const auto failed = [&](const PackFailure& failure) {
    if (said != nullptr) *said = failure.message;
    return static_cast<int>(failure.kind);
  };
  auto reader = ArchiveReader::open(file);
  if (!reader) return failed(reader.error());
  if (const auto signer = reader->verified_by({key}); !signer) return failed(signer.error());
  const auto manifest = reader->manifest();
  if (!manifest) return failed(manifest.error());
  const auto whole = reader->extract(*manifest, std::nullopt);
  return whole ? 0 : failed(whole.error());
}

constexpr int kNotTrusted = static_cast<int>(FailureKind::kNotTrusted);
constexpr int kCorrupt = static_cast<int>(FailureKind::kCorrupt);

bool have_minisign() { return std::system("minisign -v > /dev/null 2>&1") == 0; }

int run(const std::string& command) { return std::system((command + " > /dev/null 2>&1").c_str()); }

}  // namespace

TEST_CASE("a pack comes out as it went in, and is written the same each time") {
  const Sample sample;
  sample.write();
  CHECK(outcome(sample.file(), sample.key.public_key()) == 0);
  auto reader = ArchiveReader::open(sample.file());
  REQUIRE(reader.has_value());
  REQUIRE(reader->extract(*reader->manifest(), sample.folder.path() / "out").has_value());
  CHECK(read_bytes(sample.folder.path() / "out/pictures/a.jpg") == std::string(1000, 'x'));
  CHECK(fs::exists(sample.folder.path() / "out/pictures/b.jpg"));
  const std::string first = read_bytes(sample.file());
  sample.write();
  CHECK(read_bytes(sample.file()) == first);
}

TEST_CASE("pictures stay in the archive until they are read again, against their hashes") {
  const Sample sample;
  sample.write();
  auto reader = ArchiveReader::open(sample.file());
  REQUIRE(reader.has_value());
  const Manifest manifest = *reader->manifest();
  const fs::path out = sample.folder.path() / "out";
  REQUIRE(reader->extract_texts(manifest, out).has_value());
  CHECK(read_bytes(out / "pack.json") == "{}\n");
  REQUIRE(fs::exists(out / "pictures/a.jpg"));
  CHECK(fs::file_size(out / "pictures/a.jpg") == 0);
  REQUIRE(reader->places().size() == 3);
  for (std::size_t i = 0; i < manifest.files.size(); ++i) {
    const auto bytes = read_again(sample.file(), reader->places()[i], manifest.files[i]);
    REQUIRE(bytes.has_value());
    CHECK(*bytes == read_bytes(sample.tree() / manifest.files[i].path));
  }
  const std::string whole = read_bytes(sample.file());
  std::string changed = whole;
  changed[reader->places()[1] + 999] = 'y';
  for (const std::string& other : {changed, whole.substr(0, reader->places()[1] + 999)}) {
    write_bytes(sample.file(), other);
    const auto bytes = read_again(sample.file(), reader->places()[1], manifest.files[1]);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().kind == FailureKind::kFailed);
    CHECK(bytes.error().message.starts_with(sample.file().string() + ": 'pictures/a.jpg' "));
  }
}

TEST_CASE("a picture's hash counts although nothing of it is written; reading can be given up") {
  const Sample sample;
  sample.write();
  std::string bytes = read_bytes(sample.file());
  bytes[bytes.find("xxxx")] = 'y';
  write_bytes(sample.file(), bytes);
  auto changed = ArchiveReader::open(sample.file());
  REQUIRE(changed.has_value());
  const Manifest manifest = *changed->manifest();
  const auto refused = changed->extract_texts(manifest, sample.folder.path() / "out");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == FailureKind::kCorrupt);

  auto reader = ArchiveReader::open(sample.file());
  const fs::path none = sample.folder.path() / "none";
  CHECK_FALSE(reader->extract_texts(manifest, none, [] { return true; }).has_value());
  CHECK_FALSE(fs::exists(none));
}

TEST_CASE("tar itself reads it, and one made by tar is read") {
  const Sample sample;
  sample.write();
  const std::string dir = sample.folder.path().string();
  CHECK(
      run("cd " + dir +
          " && mkdir t && tar xf sample.kpack -C t && cmp t/pictures/a.jpg tree/pictures/a.jpg") ==
      0);
  CHECK(run("cd " + dir +
            "/t && tar --format=ustar -cf ../by-tar.kpack manifest.json.minisig manifest.json "
            "pack.json pictures/a.jpg pictures/b.jpg") == 0);
  CHECK(outcome(sample.folder.path() / "by-tar.kpack", sample.key.public_key()) == 0);
  // Another order is not what the manifest says.
  CHECK(run("cd " + dir +
            "/t && tar --format=ustar -cf ../order.kpack manifest.json.minisig manifest.json "
            "pictures/a.jpg pack.json pictures/b.jpg") == 0);
  CHECK(outcome(sample.folder.path() / "order.kpack", sample.key.public_key()) == kCorrupt);
  CHECK(run("cd " + dir +
            "/t && ln -s /etc/passwd link && tar --format=ustar -cf ../link.kpack "
            "manifest.json.minisig manifest.json pack.json pictures/a.jpg pictures/b.jpg link") ==
        0);
  CHECK(outcome(sample.folder.path() / "link.kpack", sample.key.public_key()) == kCorrupt);
}

TEST_CASE("an unknown key, a changed manifest and a changed comment are not trusted") {
  const Sample sample;
  sample.write();
  std::string said;
  CHECK(outcome(sample.file(), make_secret_key().public_key(), &said) == kNotTrusted);
  CHECK(said.find(fingerprint_of(sample.key.public_key())) != std::string::npos);
  std::string bytes = read_bytes(sample.file());
  const auto changed = [&](std::string_view from, char to) {
    std::string other = bytes;
    other[other.find(from)] = to;
    write_bytes(sample.file(), other);
    return outcome(sample.file(), sample.key.public_key());
  };
  CHECK(changed("sample\",", 'x') == kNotTrusted);
  CHECK(changed("pack:sample", 'x') == kNotTrusted);
}

TEST_CASE("whatever byte is changed, no file of it is taken for true") {
  const Sample sample;
  sample.write();
  const std::string bytes = read_bytes(sample.file());
  int refused = 0;
  int tried = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 13) {
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ 0x20);
    write_bytes(sample.file(), other);
    ++tried;
    const int how = outcome(sample.file(), sample.key.public_key());
    if (how == kNotTrusted || how == kCorrupt) {
      ++refused;
      continue;
    }
    // What the signature does not cover: the untrusted comment and who packed it when, in headers
    // whose sum a single change breaks.
    CHECK_MESSAGE(bytes.substr(0, 620).find("untrusted") != std::string::npos, at);
    CHECK(at < 512 + 80);
  }
  CHECK(refused > tried - 10);
}

TEST_CASE("cut short anywhere, it is corrupt; longer than it should be, too") {
  const Sample sample;
  sample.write();
  const std::string bytes = read_bytes(sample.file());
  for (std::size_t size = 0; size < bytes.size(); size += 256) {
    write_bytes(sample.file(), bytes.substr(0, size));
    CAPTURE(size);
    CHECK(outcome(sample.file(), sample.key.public_key()) == kCorrupt);
  }
  write_bytes(sample.file(), bytes + "x");
  CHECK(outcome(sample.file(), sample.key.public_key()) == kCorrupt);
}

TEST_CASE("the limits of a pack, each at N and N+1") {
  SUBCASE("names of 96 and 97 bytes") {
    CHECK(is_pack_path(std::string(96, 'a')));
    CHECK_FALSE(is_pack_path(std::string(97, 'a')));
    for (const char* bad :
         {"", "/a", "a/", "a//b", "../a", "a/../b", "a/.b", "A", "a b", "é", "-a"}) {
      CAPTURE(bad);
      CHECK_FALSE(is_pack_path(bad));
    }
  }
  SUBCASE("2000 and 2001 files") {
    Manifest manifest{"many", 1, "", "0.1.0", {}};
    for (int i = 0; i < 2000; ++i) {
      manifest.files.push_back({"f" + std::to_string(i) + ".jpg", 0, hash_of(""), "jpeg"});
    }
    CHECK(parse_manifest(to_json(manifest)).has_value());
    manifest.files.push_back({"g.jpg", 0, hash_of(""), "jpeg"});
    CHECK_FALSE(parse_manifest(to_json(manifest)).has_value());
  }
  SUBCASE("a manifest of 1 MiB and one byte more") {
    const std::string text = to_json(Manifest{"large", 1, "", "0.1.0", {}});
    CHECK(parse_manifest(text + std::string(kMaxManifestBytes - text.size(), ' ')).has_value());
    CHECK_FALSE(
        parse_manifest(text + std::string(kMaxManifestBytes + 1 - text.size(), ' ')).has_value());
  }
  SUBCASE("a pack of 512 MiB and one byte more") {
    const Sample sample;
    sample.write();
    // Zeros at its end are a tar's padding, so both are whole but for their size.
    fs::resize_file(sample.file(), kMaxPackBytes);
    CHECK(outcome(sample.file(), sample.key.public_key()) == 0);
    fs::resize_file(sample.file(), kMaxPackBytes + 1);
    std::string said;
    CHECK(outcome(sample.file(), sample.key.public_key(), &said) == kCorrupt);
    CHECK(said.find("512 MiB") != std::string::npos);
  }
}

TEST_CASE("minisign verifies what we sign, and we verify what minisign signs") {
  REQUIRE_MESSAGE(have_minisign(), "minisign is not installed; tests/run.sh installs it");
  const Sample sample;
  sample.write();
  const std::string dir = sample.folder.path().string();
  REQUIRE(run("cd " + dir + " && tar xf sample.kpack manifest.json manifest.json.minisig") == 0);
  CHECK(run("cd " + dir + " && minisign -Vm manifest.json -P " +
            to_text(sample.key.public_key())) == 0);
  CHECK(run("cd " + dir + " && echo >> manifest.json && minisign -Vm manifest.json -P " +
            to_text(sample.key.public_key())) != 0);

  REQUIRE(run("cd " + dir +
              " && minisign -G -W -p their.pub -s their.key && printf 'hello' > message && "
              "minisign -S -s their.key -m message -t 'a comment'") == 0);
  const auto key = parse_public_key(read_bytes(sample.folder.path() / "their.pub"));
  const auto signature = parse_signature(read_bytes(sample.folder.path() / "message.minisig"));
  REQUIRE(key.has_value());
  REQUIRE(signature.has_value());
  CHECK(verifies(*key, *signature, "hello"));
  CHECK_FALSE(verifies(*key, *signature, "hullo"));
  // Their secret key signs for us, and ours for them.
  const auto secret = parse_secret_key(read_bytes(sample.folder.path() / "their.key"));
  REQUIRE(secret.has_value());
  CHECK(secret->public_key() == *key);
  write_bytes(sample.folder.path() / "our.key", to_file_text(sample.key));
  write_bytes(sample.folder.path() / "our.pub", to_file_text(sample.key.public_key()));
  CHECK(run("cd " + dir +
            " && minisign -S -s our.key -m message -x ours.minisig && "
            "minisign -Vm message -x ours.minisig -p our.pub") == 0);
}

TEST_CASE("keys and signatures that are none are refused in words") {
  CHECK(parse_public_key("nonsense").error().message == "this is no minisign public key");
  CHECK(parse_secret_key("").error().message == "this is no minisign secret key");
  CHECK(parse_signature("untrusted comment: x\nAAAA\n").error().message ==
        "this is no minisign signature");
  std::string damaged = to_file_text(make_secret_key());
  damaged[damaged.size() - 20] = damaged[damaged.size() - 20] == 'A' ? 'B' : 'A';
  CHECK_FALSE(parse_secret_key(damaged).has_value());
  const std::string words = fingerprint_of(make_secret_key().public_key());
  CHECK(words.size() == 8 * 5 + 7);
}
