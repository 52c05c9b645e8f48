// State: all that can change while the kiosk runs, as one plain value. Only `update`
// (update.h) writes it, so going back to the start is one assignment and a run can be
// repeated from its touches alone.
//
// Units: panel px, the map's plane, milliseconds of the tick's clock.
// Thread: the frame's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/intent.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/base/time.h"
#include "kiosk/map/camera.h"

namespace kiosk {

enum class Screen { kMap, kCity, kAgreement };

// The glass: its pixels and how many of them a millimetre has.
struct Panel {
  Vec2 size{1920, 1080};
  float px_per_mm = 1 / 0.248F;  // 21.5 inches at 1920 x 1080
  friend bool operator==(const Panel&, const Panel&) = default;
};

// A value on its way from one number to another; at rest when its time is over.
struct Slide {
  double from = 0;
  double to = 0;
  Millis start{0};
  Millis duration{0};
  bool prompt = false;  // most of the way at once: it answers a touch

  [[nodiscard]] double at(Millis now) const;  // eased
  [[nodiscard]] bool moving(Millis now) const { return now < start + duration; }
  friend bool operator==(const Slide&, const Slide&) = default;
};
// One that answers a touch now, under way already: the very next picture shows it moved.
[[nodiscard]] Slide prompt_slide(double from, double to, Millis now, Millis duration);

struct CameraFlight {
  Camera from;
  Camera to;
  Millis start{0};
  Millis duration{0};
  bool bent = false;  // along the great circle between those two places
  LonLat start_place = {};
  LonLat end_place = {};
  friend bool operator==(const CameraFlight&, const CameraFlight&) = default;
};

// Where in a text the visitor reads. Offset and range belong together: in another language
// or size the text has another length, and the same place is the same share of it.
struct Scroll {
  float offset = 0;    // px of text above the panel's edge
  float velocity = 0;  // px/s, once let go
  float range = 0;     // px that could be scrolled when the offset was set

  [[nodiscard]] float shown(float range_now) const;  // px, for a text of that range
  friend bool operator==(const Scroll&, const Scroll&) = default;
};

struct PressedZone {
  std::int64_t contact = 0;
  std::string zone;
  Vec2 at;  // where the finger came down
  Millis since{0};
  friend bool operator==(const PressedZone&, const PressedZone&) = default;
};

// How a picture of the gallery is looked at.
struct PictureView {
  double zoom = 1;          // 1: all of it
  Vec2 centre{0.5F, 0.5F};  // which part of it (0 to 1) is in the middle
  friend bool operator==(const PictureView&, const PictureView&) = default;
};

struct GalleryState {
  CityId first;      // whose pictures come first
  int index = 0;     // the picture that is seen
  float offset = 0;  // px that a finger has moved the row of pictures
  Slide settling;    // of that, once it is let go
  PictureView view;
  PictureView view_before;  // while it comes nearer or goes back
  Slide zooming;            // 0: as before, 1: as it is
  bool captions = true;
  friend bool operator==(const GalleryState&, const GalleryState&) = default;
};

struct QuizState {
  int number = 0;    // how many were begun; each has other questions
  int question = 0;  // the one that is asked; as many as there are: it is over
  std::optional<int> answer;
  int right = 0;
  friend bool operator==(const QuizState&, const QuizState&) = default;
};

// What the panel does while nobody is there; see attract.h.
struct AttractState {
  Millis begun{0};
  Millis since{0};  // by whole pictures
  Camera from;
  friend bool operator==(const AttractState&, const AttractState&) = default;
};

struct State {
  Panel panel;
  Millis now{0};
  Millis last_touch{0};
  bool attended = false;  // somebody has touched since all was last as at the start
  std::optional<AttractState> attract;
  std::optional<int> seconds_left;  // until all goes back to the start: nobody seems to be there
  Slide waking;                     // 1: as while nobody was there, 0: awake

  bool closed = false;  // by the opening hours: dark while nobody is there

  std::optional<StaffState> staff;  // the staff room is open, over all else
  PinNews staff_pin = PinNews::kUnknown;

  Screen screen = Screen::kMap;
  Language language = Language::kFrench;
  CityId city;  // whose panel is open; stays while that slides out
  Filter filter;
  Shelf shelf = Shelf::kNone;
  int shelf_rows = 1;
  Slide panel_slide;  // 0: the panel is away, 1: it is open
  AccessSettings access;

  Sheet sheet = Sheet::kNone;         // lies over the screen
  Sheet sheet_below = Sheet::kNone;   // that reading comfort was opened over
  Sheet fading_sheet = Sheet::kNone;  // the last one, while it goes
  Slide sheet_slide;                  // 0: away, 1: there
  std::string query;                  // what was typed into the search, UTF-8
  std::optional<Keyboard> keyboard;   // nothing: the language's own
  Scroll sheet_scroll;                // of the search's findings, of the list
  ListOrder list_order = ListOrder::kName;
  std::string list_letter;  // of the list's index: what was jumped to

  GalleryState gallery;
  QuizState quiz;

  Camera camera;
  std::optional<CameraFlight> flight;
  Inertia inertia;
  std::optional<Camera> return_camera;  // where the visitor was before a city opened

  Scroll scroll;
  DragTarget drag = DragTarget::kNothing;
  std::vector<PressedZone> pressed;
  std::optional<PressedZone> lifted;  // the last one let go: what a tap there meant
  std::string focus;                  // the zone that the keyboard stands on; empty: none

  friend bool operator==(const State&, const State&) = default;
};

// The panel is dark: it is closed, and nobody has touched.
[[nodiscard]] bool dark(const State& state);
// Is the panel beside the map there, or about to be?
[[nodiscard]] bool panel_open(const State& state);
// Will the picture change by the passing of time alone?
[[nodiscard]] bool moving(const State& state);
// Would both be drawn alike? (They may differ in their clocks.)
[[nodiscard]] bool same_picture(const State& a, const State& b);

}  // namespace kiosk
