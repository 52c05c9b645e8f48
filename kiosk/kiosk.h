// Kiosk: the tick. Reads input, turns it into intents, updates the state, draws, and
// presents when the picture has changed. The program and the tests drive the same one.
//
// Order in a tick: 1 input, 2 gestures to intents, 3 update, 4 time, 5 draw, 6 present.
// Thread: the frame's, all of it. Errors: only on opening.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/app/staff_desk.h"
#include "kiosk/app/state.h"
#include "kiosk/app/zone.h"
#include "kiosk/base/result.h"
#include "kiosk/draw/stage.h"
#include "kiosk/model/pack.h"
#include "kiosk/model/strings.h"
#include "kiosk/picture/picture_loader.h"
#include "kiosk/screens/screens.h"
#include "kiosk/text/text.h"
#include "kiosk/touch/gestures.h"
#include "platform/display.h"
#include "platform/input.h"
#include "platform/speech.h"

namespace kiosk {

struct KioskParts {
  platform::Display& display;
  platform::Input& input;
  const platform::Clock& clock;
  platform::Speech* speech = nullptr;  // nothing is read aloud without one
  StaffDesk* staff = nullptr;          // without one the staff's door stays shut
  MayOpen may_open = {};               // of the pack's pictures; any thread
};

struct Exhibit {
  std::filesystem::path assets;
  Strings words;
  std::optional<Pack> pack;  // nothing: the built-in card is shown
  // What the first to show it takes; nothing: it reads for itself.
  std::shared_ptr<GroundPicturesAhead> ground = {};
};

struct KioskOptions {
  std::optional<Language> language;  // nothing: the pack's default
  float panel_inches = 21.5F;
  // At once: the same inputs give the same pictures, however fast the machine is.
  PictureLoading pictures = PictureLoading::kAtOnce;
  // Nobody looks until `catch_up`: what plays for an empty room is not drawn meanwhile.
  bool unwatched = false;
};

// Where the last tick's time went. What was not drawn took none.
struct TickTimes {
  Millis update{0};   // input, gestures, update
  Millis layout{0};   // placing pins and labels
  Millis build{0};    // the draw list
  Millis present{0};  // the display's work
  [[nodiscard]] Millis building() const { return update + layout + build; }
};

// A panel of that many pixels and inches across.
[[nodiscard]] Panel panel_of(platform::TextureSize size, float inches);

class Kiosk {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Kiosk>> open(Exhibit exhibit, KioskParts parts,
                                                           const KioskOptions& options);

  // Runs one tick. False once the system asks the program to end.
  bool tick();
  // Draws what was left undrawn because nobody looked.
  void catch_up();
  // How long nothing will change if nobody touches: zero while something moves; nothing: for
  // ever. What the loop may sleep before the next tick.
  [[nodiscard]] std::optional<Millis> rest() const;

  // Sentences for authors, over the picture; see screens/notice_list.h.
  void show_notices(std::vector<std::string> sentences);
  // To the city or the agreement that was open, if this pack has it.
  void go_back_to(const State& before);
  // Nobody has set this device up: it asks for that before anything else.
  void begin_first_start(const FirstStart& first);
  // The staff who stand before it stay in their room; what plays to nobody goes on.
  void keep_company(const State& before);

  [[nodiscard]] bool shows_card() const { return !m_exhibit.pack; }
  [[nodiscard]] const Pack* pack() const { return m_exhibit.pack ? &*m_exhibit.pack : nullptr; }
  [[nodiscard]] const State& state() const { return m_state; }
  [[nodiscard]] std::span<const Zone> zones() const { return m_zones; }
  // By the opening hours: dark while nobody is there.
  void set_closed(bool closed);
  [[nodiscard]] bool shows_nothing() const { return dark(m_state); }
  // No visitor is there, and no staff.
  [[nodiscard]] bool vacant() const {
    return !m_state.staff && (m_state.attract || !m_state.attended);
  }
  [[nodiscard]] std::uint64_t presents() const { return m_presents; }
  // Nothing that was drawn last is still a preview of a picture on its way.
  [[nodiscard]] bool pictures_complete() const {
    return !m_screens || m_screens->pictures_complete();
  }
  [[nodiscard]] const TickTimes& times() const { return m_times; }

 private:
  Kiosk(Exhibit exhibit, KioskParts parts, std::unique_ptr<TextEngine> fonts);

  void read_input();
  void settle();
  void lose_pictures();
  void apply(const Intent& intent);
  void draw();
  void ask_for_voices();
  void hear_staff_desk();
  void tell_staff_desk();
  void read_aloud();

  Exhibit m_exhibit;
  KioskParts m_parts;
  std::unique_ptr<TextEngine> m_fonts;
  Stage m_stage;
  std::unique_ptr<Screens> m_screens;
  Gestures m_gestures;
  State m_state;
  Language m_start_language = Language::kFrench;
  std::vector<Zone> m_zones;
  // Lists of one tick; kept so that their room is used again.
  std::vector<platform::Event> m_events;
  std::vector<Gesture> m_heard;
  std::vector<Intent> m_meant;
  State m_before;
  std::vector<std::string> m_notices;
  bool m_fresh = true;  // nothing was presented yet, or what was is lost
  bool m_unwatched = false;
  bool m_undrawn = false;            // the last picture is not what the state says
  bool m_moving = false;             // the last picture goes on by itself
  std::optional<Millis> m_again_at;  // when it does, if no tick before need draw it
  bool m_quit = false;
  bool m_voices_known = false;
  Millis m_drawn_at{0};
  std::uint64_t m_presents = 0;
  TickTimes m_times;
};

}  // namespace kiosk
