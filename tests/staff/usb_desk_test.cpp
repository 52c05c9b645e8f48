// What staff are told of what is plugged in: one stick with parts, or several sticks, as one.
#include "kiosk/staff/usb_desk.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/authoring/pack_build.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/refresh/device_state.h"
#include "platform/volumes.h"
#include "tests/authoring/picture_making.h"
#include "tests/pack/temporary_folder.h"

namespace fs = std::filesystem;
using namespace kiosk;
using platform::Volume;
using platform::VolumeAccess;

namespace {

// Volumes that are granted what is asked at once.
class PluggedVolumes final : public platform::Volumes {
 public:
  Volume& plug(const std::string& id, const fs::path& folder) {
    Volume volume;
    volume.id = id;
    volume.label = id;
    volume.folder = folder;
    m_volumes.push_back(volume);
    return m_volumes.back();
  }
  [[nodiscard]] bool poll() override { return false; }
  [[nodiscard]] const std::vector<Volume>& volumes() const override { return m_volumes; }
  void want(const std::string& id, VolumeAccess access) override {
    for (Volume& volume : m_volumes) {
      if (volume.id == id) volume.access = access;
    }
  }
  [[nodiscard]] int descriptor() const override { return -1; }
  void pull(const std::string& id) {
    std::erase_if(m_volumes, [&](const Volume& volume) { return volume.id == id; });
  }

 private:
  std::vector<Volume> m_volumes;
};

class Room {
 public:
  explicit Room(bool at_once = true) : m_desk(site(at_once), m_volumes) {
    m_desk.entered(Language::kFrench);
  }
  [[nodiscard]] PluggedVolumes& volumes() { return m_volumes; }
  fs::path stick(const std::string& name, const std::string& file) {
    const fs::path folder = m_folder.path() / name;
    fs::create_directories(folder);
    if (!file.empty()) test::write_bytes(folder / file, "bytes");
    return folder;
  }
  // Long enough for every volume to be looked at.
  const StickNews* news() {
    for (int i = 0; i < 8; ++i) m_desk.poll(Millis{i * 500.0}, true, m_news);
    return m_news.stick ? &*m_news.stick : nullptr;
  }
  std::vector<std::string> names() {
    std::vector<std::string> found;
    if (const StickNews* stick = news()) {
      for (const StickItemNews& item : stick->items) found.push_back(item.name);
    }
    return found;
  }
  UsbDesk& desk() { return m_desk; }
  [[nodiscard]] fs::path state() const { return m_folder.path() / "state"; }
  [[nodiscard]] const JobNews& job() const { return m_news.job; }
  // What comes of it, however long that takes.
  JobStage await_job() {
    for (int i = 0; i < 2000; ++i) {
      m_desk.poll(Millis{i * 10.0}, true, m_news);
      const JobStage stage = m_news.job.stage;
      if (stage != JobStage::kCopying && stage != JobStage::kChecking) return stage;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return m_news.job.stage;
  }

 private:
  StaffSite site(bool at_once) {
    StaffSite site;
    site.state = m_folder.path() / "state";
    site.making = test::making();
    site.unknown_author.set(Language::kFrench, "inconnu");
    site.at_once = at_once;
    fs::create_directories(site.state);
    return site;
  }

  test::TemporaryFolder m_folder;
  PluggedVolumes m_volumes;
  StaffNews m_news;
  UsbDesk m_desk;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("what lies on any part of a stick is offered, whichever came last") {
  Room room;
  CHECK(room.news() == nullptr);
  room.volumes().plug("one", room.stick("one", "ville.kpack"));
  CHECK(room.names() == Names{"ville.kpack"});
  room.volumes().plug("two", room.stick("two", "autre.kpack"));
  CHECK(room.names() == Names{"ville.kpack", "autre.kpack"});
  room.volumes().plug("three", room.stick("three", ""));
  CHECK(room.names() == Names{"ville.kpack", "autre.kpack"});
  CHECK(room.news()->name == "one · two · three");
  room.volumes().pull("one");
  CHECK(room.names() == Names{"autre.kpack"});
}

TEST_CASE("a part that cannot be read hides none that can, and is told where it is alone") {
  Room room;
  const auto spoilt = [&](const char* id) {
    room.volumes().plug(id, {}).trouble =
        platform::VolumeTrouble{platform::VolumeTroubleKind::kFailing, "is of another kind."};
  };
  spoilt("ntfs");
  REQUIRE(room.news() != nullptr);
  CHECK_FALSE(room.news()->readable);
  CHECK(room.news()->trouble == "is of another kind.");
  room.volumes().plug("one", room.stick("one", "ville.kpack"));
  spoilt("recovery");
  CHECK(room.names() == Names{"ville.kpack"});
  CHECK(room.news()->trouble.empty());
}

TEST_CASE("a photograph that names nobody bears the words for that, not a question mark") {
  Room room;
  const fs::path stick = room.stick("one", "");
  test::copy_over(test::test_packs() / "good", stick / "kiosk-content");
  const std::string photo = test::read_bytes(test::test_packs() / "market.jpg");
  test::write_bytes(stick / "kiosk-content/photos/delta/market.png", photo);
  test::write_bytes(stick / "kiosk-content/photos/port/offered.jpg", photo);
  room.volumes().plug("one", stick);
  REQUIRE(room.names() == Names{"kiosk-content"});
  room.desk().ask(StaffAct{StaffDeed::kTake, "0"});
  room.news();
  REQUIRE(room.job().stage == JobStage::kReady);
  room.desk().ask(StaffAct{StaffDeed::kApplyNow});
  room.news();
  const auto shown = shown_packs(room.state());
  REQUIRE(shown.size() == 1);
  const auto pack = load_pack(shown.front());
  REQUIRE(pack.has_value());
  Names credits;
  for (const City& city : pack->values().cities) {
    for (const Photo& photo_of : city.photos) credits.push_back(photo_of.credit);
  }
  CHECK(std::ranges::count(credits, "inconnu") == 1);
  CHECK(std::ranges::count(credits, "?") == 0);
}

TEST_CASE("a key is offered to be enrolled only where the signature is that key's") {
  const test::TemporaryFolder desk;
  const fs::path content = desk.path() / "content";
  test::copy_over(test::test_packs() / "good", content);
  test::write_bytes(content / "photos/delta/market.png",
                    test::read_bytes(test::test_packs() / "market.jpg"));
  const auto built = build_pack(content, desk.path() / "tree", test::making());
  REQUIRE(built.has_value());
  const fs::path file = desk.path() / "a.kpack";
  REQUIRE(
      write_archive(file, desk.path() / "tree", built->manifest, make_secret_key()).has_value());
  const std::string good = test::read_bytes(file);
  std::string bad = good;
  // A serial in the manifest, which the signature is of.
  bad[bad.find("\"serial\"") + 10] = '9';
  REQUIRE(bad != good);
  for (const auto& [bytes, stage] :
       {std::pair{good, JobStage::kUnknownKey}, std::pair{bad, JobStage::kFailed}}) {
    Room room;
    const fs::path stick = room.stick("one", "");
    test::write_bytes(stick / "a.kpack", bytes);
    room.volumes().plug("one", stick);
    REQUIRE(room.names() == Names{"a.kpack"});
    room.desk().ask(StaffAct{StaffDeed::kTake, "0"});
    room.news();
    CHECK(room.job().stage == stage);
  }
}

TEST_CASE(
    "what is taken while another stick is still looked at is not lost, and may be cancelled") {
  Room room(false);
  room.volumes().plug("one", room.stick("one", "ville.kpack"));
  while (room.names().empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const fs::path full = room.stick("two", "");
  for (int i = 0; i < 4000; ++i) test::write_bytes(full / (std::to_string(i) + ".txt"), "");
  // The look at the second begins in the last of these, and goes on.
  for (const bool cancelled : {false, true}) {
    room.volumes().plug("two", full);
    StaffNews news;
    for (int i = 0; i < 3; ++i) room.desk().poll(Millis{0}, true, news);
    room.desk().ask(StaffAct{StaffDeed::kTake, "0"});
    if (cancelled) room.desk().ask(StaffAct{StaffDeed::kDiscard});
    const JobStage stage = room.await_job();
    CHECK((stage == JobStage::kFailed || (cancelled && stage == JobStage::kNone)));
    room.desk().ask(StaffAct{StaffDeed::kDiscard});
    CHECK(room.await_job() == JobStage::kNone);
    room.volumes().pull("two");
    room.news();
  }
}

TEST_CASE("all parts may leave once staff take the stick out, and are not taken up again") {
  Room room;
  room.volumes().plug("one", room.stick("one", "ville.kpack"));
  room.volumes().plug("two", room.stick("two", ""));
  CHECK(room.names() == Names{"ville.kpack"});
  room.desk().ask(StaffAct{StaffDeed::kEject});
  CHECK(room.names().empty());
  for (const Volume& volume : room.volumes().volumes()) {
    CHECK(volume.access == VolumeAccess::kNone);
  }
}
