#include "platform/helper/usb_admission.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "made_up_usb.h"

using namespace kiosk;
using namespace kiosk::platform;

namespace {

// A machine with made-up ports, and what its udev says.
struct Ports {
  MadeUpPorts usb;
  std::vector<WatchedInput> inputs;
  std::vector<std::string> said;
  Millis time{0};
  std::unique_ptr<UsbAdmission> admission;

  Ports() { start(); }
  void start() {
    UsbAdmission::Options options;
    options.devices = usb.devices();
    options.memory = usb.memory();
    options.inputs = [this] { return inputs; };
    options.say = [this](const std::string& sentence) { said.push_back(sentence); };
    options.now = [this] { return time; };
    admission = std::make_unique<UsbAdmission>(std::move(options));
    admission->look();
  }
  void plug(const std::string& name, const MadeUpDevice& device) {
    usb.plug(name, device);
    admission->look();
  }
  [[nodiscard]] bool heard(const std::string& words) const {
    return std::any_of(said.begin(), said.end(), [&](const std::string& sentence) {
      return sentence.find(words) != std::string::npos;
    });
  }
  // A panel that is at no USB port, so that nothing is tried.
  void know_a_panel() {
    inputs = {{{}, true, false}};
    admission->look();
    inputs.clear();
  }
};

}  // namespace

TEST_CASE("hubs come in at any time, a keyboard at none, and each is told once") {
  Ports ports;
  ports.plug("1-2", made_up_hub());
  ports.plug("1-2.1", made_up({kKeyboardKind}));
  ports.admission->staff_are_in(true);
  ports.admission->look();
  CHECK(ports.usb.is_in("1-2"));
  CHECK_FALSE(ports.usb.is_in("1-2.1"));
  CHECK(std::count(ports.said.begin(), ports.said.end(),
                   "usb 1-2.1 (1234:5678 \"Some?[31mbody Thing\", 03/01/01): stays out: a "
                   "keyboard, which nobody plugs into a kiosk.") == 1);
  CHECK(ports.heard("usb 1-2 (1234:5678 \"Some?[31mbody Thing\", 09/00/00): is let in: a hub."));
}

TEST_CASE("a stick waits for staff, stays when they go, and waits again when it is plugged anew") {
  Ports ports;
  ports.plug("1-3", made_up({kBulkOnlyKind}));
  CHECK_FALSE(ports.usb.is_in("1-3"));
  CHECK(ports.heard("stays out until staff are in their room: a stick."));
  ports.admission->staff_are_in(true);
  CHECK(ports.usb.is_in("1-3"));
  ports.plug("1-4", made_up({kUasKind}));
  CHECK(ports.usb.is_in("1-4"));
  ports.admission->staff_are_in(false);
  CHECK(ports.usb.is_in("1-3"));
  ports.usb.pull("1-3");
  ports.admission->look();
  ports.plug("1-3", made_up({kBulkOnlyKind}));
  CHECK_FALSE(ports.usb.is_in("1-3"));
  CHECK(ports.heard("usb 1-4 (1234:5678 \"Some?[31mbody Thing\", 08/06/62): is let in: a stick."));
  // At once, with nobody looking between.
  ports.usb.pull("1-4");
  ports.plug("1-4", made_up({kBulkOnlyKind}));
  CHECK_FALSE(ports.usb.is_in("1-4"));
  ports.admission->staff_are_in(true);
  CHECK(ports.usb.is_in("1-4"));
}

TEST_CASE("what is more than a stick stays out though staff are there") {
  Ports ports;
  ports.admission->staff_are_in(true);
  ports.plug("1-1", made_up({kBulkOnlyKind, kKeyboardKind}));
  ports.plug("1-2", made_up({kNetworkKind}));
  MadeUpDevice fast;
  fast.configurations.push_back({setting(0, 0, kBulkOnlyKind), setting(0, 1, kKeyboardKind)});
  ports.plug("1-3", fast);
  ports.usb.plug("1-4", descriptors_of(made_up({kBulkOnlyKind})).substr(0, 40), {});
  ports.admission->look();
  for (const char* name : {"1-1", "1-2", "1-3", "1-4"}) CHECK_FALSE(ports.usb.is_in(name));
  CHECK(ports.heard("08/06/50 03/01/01): stays out: a stick that is something else besides."));
  CHECK(ports.heard("usb 1-4 ( \"Some?[31mbody Thing\"): stays out: a configuration is longer"));
}

TEST_CASE("a device of which the kernel sees something else is put out at once") {
  const MadeUpDevice stick = made_up({kBulkOnlyKind});
  const auto let_in = [&](const std::vector<UsbSetting>& shown) {
    Ports ports;
    ports.admission->staff_are_in(true);
    ports.usb.plug("1-1", descriptors_of(stick), shown);
    ports.admission->look();
    const bool in = ports.usb.is_in("1-1");
    CHECK(ports.heard("is put out") != in);
    // It is not tried again for as long as it stays plugged.
    ports.admission->staff_are_in(false);
    ports.admission->staff_are_in(true);
    CHECK(ports.usb.is_in("1-1") == in);
    return in;
  };
  CHECK(let_in({setting(0, 0, kBulkOnlyKind)}));
  CHECK_FALSE(let_in({setting(0, 0, kKeyboardKind)}));
  CHECK_FALSE(let_in({setting(0, 0, kBulkOnlyKind), setting(1, 0, kKeyboardKind)}));
  CHECK_FALSE(let_in({setting(1, 0, kBulkOnlyKind)}));
  CHECK_FALSE(let_in({setting(0, 3, kBulkOnlyKind)}));
  CHECK_FALSE(let_in({setting(0, 0, kUasKind)}));
  CHECK_FALSE(let_in({}));
}

TEST_CASE("a stick may be in either of its settings when it is looked at again") {
  Ports ports;
  MadeUpDevice fast;
  fast.configurations.push_back({setting(0, 0, kBulkOnlyKind), setting(0, 1, kUasKind)});
  ports.admission->staff_are_in(true);
  ports.usb.plug("1-1", descriptors_of(fast), {setting(0, 1, kUasKind)});
  ports.usb.plug("1-2", descriptors_of(fast), {setting(0, 0, kUasKind)});  // while it switches
  ports.admission->look();
  CHECK(ports.usb.is_in("1-1"));
  CHECK(ports.usb.is_in("1-2"));
}

TEST_CASE("the first touch panel is learned, and no other is let in from then on") {
  Ports ports;
  ports.plug("1-5", made_up({kTouchKind}));
  CHECK(ports.usb.is_in("1-5"));
  CHECK(ports.admission->rest() == Millis{6000});
  ports.time = Millis{1000};
  ports.inputs = {{ports.usb.place("1-5"), true, false}};
  ports.admission->look();
  CHECK(ports.heard("is this kiosk's touch panel, and no other is from now on."));
  CHECK_FALSE(ports.admission->rest());
  ports.time = Millis{60'000};
  ports.admission->look();
  CHECK(ports.usb.is_in("1-5"));

  ports.plug("1-6", made_up({kTouchKind}));
  CHECK_FALSE(ports.usb.is_in("1-6"));
  // The helper starts anew, and the panel is plugged in anew.
  ports.start();
  ports.usb.pull("1-5");
  ports.admission->look();
  ports.plug("1-5", made_up({kTouchKind}));
  CHECK(ports.usb.is_in("1-5"));
  ports.plug("1-7", made_up({kTouchKind}));
  CHECK_FALSE(ports.usb.is_in("1-7"));
  // Another thing at its port.
  ports.usb.pull("1-5");
  MadeUpDevice other = made_up({kTouchKind});
  other.product = 1;
  ports.plug("1-5", other);
  CHECK_FALSE(ports.usb.is_in("1-5"));
  ports.usb.pull("1-5");
  ports.plug("1-5", made_up({kTouchKind, kKeyboardKind}));
  CHECK_FALSE(ports.usb.is_in("1-5"));
}

TEST_CASE("what udev calls no touch screen is put out after its trial, what types at once") {
  Ports ports;
  ports.plug("1-5", made_up({kTouchKind}));
  ports.plug("1-6", made_up({kTouchKind}));
  CHECK(ports.usb.is_in("1-5"));
  CHECK(ports.usb.is_in("1-6"));
  ports.inputs = {{ports.usb.place("1-6"), false, true}, {ports.usb.place("1-5"), false, false}};
  ports.admission->look();
  CHECK_FALSE(ports.usb.is_in("1-6"));
  CHECK(ports.heard("is put out: it has the keys of a keyboard."));
  CHECK(ports.usb.is_in("1-5"));
  ports.time = Millis{6000};
  ports.admission->look();
  CHECK_FALSE(ports.usb.is_in("1-5"));
  CHECK(ports.heard("is put out: it is no touch panel."));
  CHECK_FALSE(std::filesystem::exists(ports.usb.memory()));
}

TEST_CASE("a keyboard that takes the panel's port and name is put out when its keys show") {
  Ports ports;
  ports.plug("1-5", made_up({kTouchKind}));
  ports.inputs = {{ports.usb.place("1-5"), true, false}};
  ports.admission->look();
  ports.usb.pull("1-5");
  ports.inputs.clear();
  ports.plug("1-5", made_up({kTouchKind}));
  CHECK(ports.usb.is_in("1-5"));
  ports.inputs = {{ports.usb.place("1-5"), true, true}};
  ports.admission->look();
  CHECK_FALSE(ports.usb.is_in("1-5"));
}

TEST_CASE("where the panel is at no USB port, no input is let in there") {
  Ports ports;
  ports.know_a_panel();
  ports.plug("1-5", made_up({kTouchKind}));
  CHECK_FALSE(ports.usb.is_in("1-5"));
  ports.start();
  ports.plug("1-6", made_up({kTouchKind}));
  CHECK_FALSE(ports.usb.is_in("1-6"));
}

TEST_CASE("a memory that is torn is told, and the panel looked for anew") {
  Ports ports;
  ports.usb.root().write("panel.json", "{\"port\": 3");
  ports.start();
  CHECK(ports.heard("panel.json: cannot be understood, so the touch panel is looked for anew."));
  ports.plug("1-5", made_up({kTouchKind}));
  CHECK(ports.usb.is_in("1-5"));
}

TEST_CASE("what was in at the start stays, what somebody lets in behind its back does not") {
  Ports ports;
  ports.usb.plug("1-1", made_up({kBulkOnlyKind}), true);
  ports.usb.plug("1-2", made_up({kKeyboardKind}), true);
  ports.start();
  CHECK(ports.usb.is_in("1-1"));
  CHECK(ports.usb.is_in("1-2"));
  CHECK(ports.heard("was in already and stays in: a keyboard"));
  ports.usb.plug("1-3", made_up({kNetworkKind}), true);
  ports.usb.plug("1-4", made_up_hub(), true);
  ports.admission->look();
  CHECK_FALSE(ports.usb.is_in("1-3"));
  CHECK(ports.usb.is_in("1-4"));
  // Where the kernel keeps nothing out, nothing is put out: a developer's computer.
  ports.usb.root().write("pci/0000:00:14.0/usb1/authorized_default", "1\n");
  ports.usb.plug("1-5", made_up({kKeyboardKind}), true);
  ports.admission->look();
  CHECK(ports.usb.is_in("1-5"));
}
