// What staff are told of what is plugged in: one stick with parts, or several sticks, as one.
#include "kiosk/staff/usb_desk.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "platform/volumes.h"
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
  Room() : m_desk(site(), m_volumes) { m_desk.entered(Language::kFrench); }
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

 private:
  StaffSite site() {
    StaffSite site;
    site.state = m_folder.path() / "state";
    site.at_once = true;
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
