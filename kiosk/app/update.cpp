#include "kiosk/app/update.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/app/attract.h"
#include "kiosk/app/filter.h"
#include "kiosk/app/framing.h"
#include "kiosk/app/gallery.h"
#include "kiosk/app/gallery_touch.h"
#include "kiosk/app/layout.h"
#include "kiosk/base/easing.h"
#include "kiosk/map/camera.h"
#include "kiosk/model/strings.h"

namespace kiosk {
namespace {

constexpr Millis kPanelSlide{320};
constexpr Millis kCameraMove{700};
constexpr Millis kCameraFlight{1400};  // far away
constexpr Millis kZoomStep{320};
constexpr Millis kFade{180};
constexpr int kMostShelfRows = 6;
constexpr std::size_t kLongestQuery = 40;  // bytes
constexpr double kFarFlight = 0.9;         // in the map's plane, about 50 degrees
constexpr float kScrollFriction = 4.2F;    // 1/s: a fling covers velocity / friction
constexpr float kScrollAtRest = 12;        // px/s
constexpr Millis kWaking{450};
constexpr Millis kStaffDoor{3000};      // the emblem is held so long
constexpr Millis kStaffLeave{120'000};  // and the room left alone closes

// How long nobody has to touch for something to come of it: the question, or what plays then.
Millis patience(const State& state, const IdleTimes& idle) {
  return state.attended ? idle.warn_after : idle.attract_after.value_or(idle.warn_after);
}

// When the room closes; never while its desk is at work.
std::optional<Millis> staff_leave(const State& state) {
  if (state.staff->at_work) return std::nullopt;
  return std::max(state.last_touch, state.staff->worked) + kStaffLeave;
}

class Step {
 public:
  Step(State state, const Pack& pack, Language start_language)
      : m_state(std::move(state)), m_pack(pack), m_start_language(start_language) {}

  State take() { return std::move(m_state); }

  void operator()(const OpenCity& intent) { open_panel(Screen::kCity, intent.city); }

  void operator()(const OpenAgreement& intent) {
    if (m_pack.agreement_of(intent.partner) == nullptr) return;
    open_panel(Screen::kAgreement, intent.partner);
  }

  void operator()(const FramePlaces& intent) {
    const Camera now = m_state.flight ? m_state.flight->to : m_state.camera;
    fly(frame_area(m_pack, intent.around, now.zoom, layout()));
  }

  void operator()(const StepCity& intent) {
    if (m_state.sheet == Sheet::kGallery) return (*this)(StepPicture{intent.step});
    if (!panel_open(m_state)) return;
    const std::vector<CityId> round = partners();
    if (round.empty()) return;
    const auto here = std::find(round.begin(), round.end(), m_state.city);
    const int count = static_cast<int>(round.size());
    const int index =
        here == round.end() ? (intent.step > 0 ? -1 : 0) : static_cast<int>(here - round.begin());
    // From a home's panel on, the round is one of cities.
    open_panel(m_state.screen,
               round.at(static_cast<std::size_t>((index + intent.step + count) % count)));
  }

  void operator()(const CloseCity&) {
    if (m_state.sheet != Sheet::kNone) return close_sheet();
    if (!panel_open(m_state)) return;
    change_view([&] { m_state.screen = Screen::kMap; });
    slide_panel(0);
    fly(m_state.return_camera.value_or(frame_all(m_pack, layout())));
    m_state.return_camera.reset();
  }

  void operator()(const ChooseLanguage& intent) {
    if (!m_pack.offers(intent.language) || intent.language == m_state.language) return;
    const Rect before = layout().map_view;
    m_state.language = intent.language;
    const Rect after = layout().map_view;
    m_state.scroll.velocity = 0;
    if (before == after) return;
    // The panel has changed sides: what was framed beside it is framed on the other side.
    const Camera target = m_state.flight ? m_state.flight->to : m_state.camera;
    m_state.camera = target;
    m_state.flight.reset();
    m_state.inertia = {};
  }

  void operator()(const ChangeFilter& intent) {
    if (partners_matching(m_pack, intent.to) == 0) return;
    m_state.filter = intent.to;
    if (m_state.screen == Screen::kMap) fly(frame_matching(m_pack, m_state.filter, layout()));
  }

  void operator()(const OpenShelf& intent) {
    m_state.shelf = intent.shelf;
    m_state.shelf_rows = std::clamp(intent.rows, 1, kMostShelfRows);
    if (m_state.screen == Screen::kMap) fly(frame_matching(m_pack, m_state.filter, layout()));
  }

  void operator()(const OpenSheet& intent) {
    if (intent.sheet == m_state.sheet) return;
    if (intent.sheet == Sheet::kNone) return close_sheet();
    if (intent.sheet == Sheet::kSearch) {
      m_state.query.clear();
      m_state.keyboard.reset();
      m_state.sheet_scroll = {};
    }
    if (intent.sheet == Sheet::kList) {
      m_state.sheet_scroll = {};
      m_state.list_letter.clear();
    }
    if (intent.sheet == Sheet::kGallery) {
      const CityId first = m_state.sheet == Sheet::kNone ? m_state.city : m_state.gallery.first;
      if (gallery_pictures(m_pack, first).empty()) return;
      m_state.gallery = {};
      m_state.gallery.first = first;
    }
    if (intent.sheet == Sheet::kClub && !m_pack.values().club) return;
    if (intent.sheet == Sheet::kClub) m_state.sheet_scroll = {};
    if (intent.sheet == Sheet::kQuiz) (*this)(BeginQuiz{});
    if (intent.sheet == Sheet::kAccess) {
      m_state.sheet_below = m_state.sheet;
    } else if (intent.sheet != Sheet::kNone) {
      m_state.sheet_below = Sheet::kNone;
    }
    show_sheet(intent.sheet);
  }

  void operator()(const ShowPicture& intent) {
    if (m_state.sheet == Sheet::kGallery) gallery().show(intent.index);
  }
  void operator()(const StepPicture& intent) {
    if (m_state.sheet == Sheet::kGallery) gallery().step(intent.step);
  }
  void operator()(const ZoomPicture& intent) {
    if (m_state.sheet == Sheet::kGallery) gallery().zoom(intent.at);
  }
  void operator()(const MovePicture& intent) {
    if (m_state.sheet == Sheet::kGallery) gallery().move(intent);
  }
  void operator()(const ShowCaptions& intent) { m_state.gallery.captions = intent.shown; }

  void operator()(const BeginQuiz&) {
    const int number = m_state.quiz.number + 1;
    m_state.quiz = {};
    m_state.quiz.number = number;
  }

  void operator()(const AnswerQuiz& intent) {
    if (m_state.sheet != Sheet::kQuiz || m_state.quiz.answer) return;
    m_state.quiz.answer = intent.answer;
    if (intent.right) ++m_state.quiz.right;
  }

  void operator()(const NextQuestion&) {
    if (m_state.sheet != Sheet::kQuiz || !m_state.quiz.answer) return;
    m_state.quiz.answer.reset();
    ++m_state.quiz.question;
    m_state.focus.clear();
  }

  void operator()(const Wake& intent) {
    if (!m_state.attract) return;
    m_state.attract.reset();
    m_state.attended = true;
    m_state.last_touch = m_state.now;
    m_state.waking =
        prompt_slide(1, 0, m_state.now, m_state.access.reduced_motion ? kFade : kWaking);
    if (intent.language && m_pack.offers(*intent.language)) m_state.language = *intent.language;
    fly(frame_all(m_pack, layout()));
  }

  void operator()(const Stay&) {
    m_state.seconds_left.reset();
    m_state.last_touch = m_state.now;
  }

  void operator()(const Leave&) {
    if (!m_state.attract) leave();
  }

  void operator()(const EnterStaffRoom& intent) {
    m_state.attract.reset();
    m_state.waking = {};
    m_state.seconds_left.reset();
    m_state.staff = intent.as.value_or(StaffState{});
    if (!intent.as) m_state.staff->shuffle = static_cast<std::uint32_t>(m_state.now.count());
    if (const auto& first = m_state.staff->first) {
      m_state.language = staff_language(first->language.value_or(m_state.language));
    }
    m_state.focus.clear();
  }

  void operator()(const StaffAct& deed) {
    if (!m_state.staff) return;
    const bool first = m_state.staff->first.has_value();
    if (!act(*m_state.staff, deed, m_state.staff_pin)) return first ? open_exhibition() : shut();
    if (first) m_state.language = m_state.staff->first->language.value_or(m_state.language);
  }

  void operator()(const HearStaffNews& news) {
    m_state.staff_pin = news.pin;
    if (!m_state.staff) return;
    StaffState& staff = *m_state.staff;
    if (staff.at_work || news.at_work) staff.worked = m_state.now;
    staff.at_work = news.at_work;
    const bool right = news.pin == PinNews::kRight;
    if (staff.first) hear_in_first_start(staff, right, news.sure_of_time);
    // A first start that was cut short after the PIN goes on without it.
    if (staff.first ? !staff.first->inside : !right) return;
    if (staff.page == StaffPage::kPin) staff.page = StaffPage::kContent;
    const bool of_settings =
        staff.first || staff.page == StaffPage::kExhibition || staff.page == StaffPage::kTouch;
    if (of_settings && !staff.draft) staff.draft = news.settings;
    if (of_settings && !staff.clock) staff.clock = news.local_minutes;
    const bool at_bench =
        staff.first ? staff.first->step == FirstStep::kTouch : staff.page == StaffPage::kTouch;
    if (!at_bench) return;
    if (!staff.touch) staff.touch = TouchBench{};
    if (staff.touch->trial) return;
    staff.touch->calibration = news.settings.calibration;
    staff.touch->rotation = news.settings.screen.rotation;
  }

  void operator()(const FeelTouch& intent) {
    if (!m_state.staff || !m_state.staff->touch) return;
    hear_bench(feel(*m_state.staff->touch, intent.contact, m_state.panel.size, m_state.now));
  }

  // Who is there stays; what played for nobody ends.
  void operator()(const SetClosed& intent) {
    m_state.closed = intent.closed;
    if (intent.closed) m_state.attract.reset();
    if (!intent.closed) m_state.last_touch = m_state.now;
  }

  void operator()(const WishesTaken&) {
    if (m_state.staff) m_state.staff->wishes.clear();
  }

  void operator()(const OrderList& intent) {
    m_state.list_order = intent.order;
    m_state.list_letter.clear();
    m_state.sheet_scroll = {};
  }

  void operator()(const JumpInList& intent) {
    if (m_state.sheet != Sheet::kList) return;
    m_state.list_letter = intent.letter;
    m_state.sheet_scroll = {std::clamp(intent.offset, 0.0F, intent.range), 0, intent.range};
  }

  void operator()(const TypeText& intent) {
    if (TypedLine* line = typed_line()) return type(*line, intent.text);
    if (m_state.sheet != Sheet::kSearch) return;
    if (m_state.query.size() + intent.text.size() > kLongestQuery) return;
    m_state.query += intent.text;
    m_state.sheet_scroll = {};
  }

  void operator()(const EraseText& intent) {
    if (TypedLine* line = typed_line()) return erase(*line, intent.all);
    if (m_state.sheet != Sheet::kSearch) return;
    m_state.sheet_scroll = {};
    if (intent.all) m_state.query.clear();
    take_letter_back(m_state.query);
  }

  void operator()(const ChooseKeyboard& intent) {
    TypedLine* line = typed_line();
    (line != nullptr ? line->keyboard : m_state.keyboard) = intent.keyboard;
  }

  void operator()(const ChangeAccess& intent) {
    const auto& scales = kTextScales;
    if (std::find(scales.begin(), scales.end(), intent.to.text_scale) == scales.end()) return;
    change_view([&] { m_state.access = intent.to; });
    m_state.scroll.velocity = 0;
  }

  void operator()(const ZoomBy& intent) { zoom(layout().map_view.centre(), intent.steps); }
  void operator()(const ZoomAt& intent) { zoom(intent.at, intent.steps); }
  void operator()(const FrameAll&) { fly(frame_matching(m_pack, m_state.filter, layout())); }

  void operator()(const PressZone& intent) {
    m_state.pressed.push_back({intent.contact, intent.zone, intent.at, m_state.now});
  }
  void operator()(const ReleaseZone& intent) {
    const auto held =
        std::find_if(m_state.pressed.begin(), m_state.pressed.end(),
                     [&](const PressedZone& pressed) { return pressed.contact == intent.contact; });
    if (held == m_state.pressed.end()) return;
    m_state.lifted = *held;
    m_state.pressed.erase(held);
  }

  void operator()(const Grab& intent) {
    m_state.drag = intent.target;
    if (intent.target == DragTarget::kMap) {
      m_state.flight.reset();  // a finger always wins at once
      m_state.inertia = {};
    }
    if (intent.target == DragTarget::kPanel) scroll().velocity = 0;
    if (intent.target == DragTarget::kPicture) gallery().grab();
  }

  void operator()(const MoveMap& intent) {
    m_state.flight.reset();
    m_state.inertia = {};
    m_state.camera = transformed(m_state.camera, layout().map_view, limits(), intent.centre,
                                 intent.moved, intent.scale);
  }

  void operator()(const ScrollPanel& intent) {
    measure_scroll(intent.range);
    scroll().offset = std::clamp(scroll().offset + intent.by, 0.0F, intent.range);
  }

  void operator()(const LetGo& intent) {
    if (m_state.drag == DragTarget::kMap) m_state.inertia = {intent.velocity, true};
    if (m_state.drag == DragTarget::kPanel) {
      measure_scroll(intent.range);
      scroll().velocity = -intent.velocity.y;
    }
    const bool picture = m_state.drag == DragTarget::kPicture && m_state.sheet == Sheet::kGallery;
    if (picture) gallery().let_go(intent.velocity);
    m_state.drag = DragTarget::kNothing;
  }

  void operator()(const FocusZone& intent) { m_state.focus = intent.zone; }

  void operator()(const Resize& intent) {
    if (intent.size == m_state.panel.size || intent.size.x < 1 || intent.size.y < 1) return;
    // Another size or rotation is another composition: frame anew what was framed.
    const double millimetres = m_state.panel.size.x / m_state.panel.px_per_mm;
    const double diagonal = std::hypot(millimetres, m_state.panel.size.y / m_state.panel.px_per_mm);
    m_state.panel.size = intent.size;
    m_state.panel.px_per_mm =
        static_cast<float>(std::hypot(intent.size.x, intent.size.y) / diagonal);
    m_state.flight.reset();
    m_state.inertia = {};
    m_state.scroll = {};
    m_state.return_camera.reset();
    m_state.gallery.offset = 0;
    m_state.gallery.settling = {};
    m_state.gallery.view = {};
    m_state.camera = panel_open(m_state) ? frame_city(m_pack, *m_pack.city(m_state.city), layout())
                                         : frame_all(m_pack, layout());
  }

  void operator()(const Touched& intent) {
    m_state.last_touch = m_state.now;
    m_state.attended = true;
    if (intent.by_finger) m_state.focus.clear();
    // What the finger before meant at this very place is not what this one means.
    if (m_state.lifted && intent.down == m_state.lifted->at) m_state.lifted.reset();
  }

  void operator()(const Advance& intent) {
    const Millis elapsed = std::max(intent.now - m_state.now, Millis{0});
    m_state.now = std::max(m_state.now, intent.now);
    advance_camera(elapsed);
    advance_scroll(m_state.scroll, elapsed);
    advance_scroll(m_state.sheet_scroll, elapsed);
    advance_staff_door();
    advance_idle();
  }

 private:
  void open_panel(Screen screen, const CityId& id) {
    const City* city = m_pack.city(id);
    if (city == nullptr) return;
    m_state.sheet_below = Sheet::kNone;
    show_sheet(Sheet::kNone);
    if (m_state.screen == screen && m_state.city == id) return;
    const City* before = panel_open(m_state) ? m_pack.city(m_state.city) : nullptr;
    if (before == nullptr) {
      m_state.return_camera = m_state.flight ? m_state.flight->to : m_state.camera;
      slide_panel(1);
    }
    change_view([&] {
      m_state.screen = screen;
      m_state.city = id;
    });
    m_state.scroll = {};
    // Who came by the keyboard goes on within the panel.
    if (!m_state.focus.empty()) m_state.focus = "back";
    fly(frame_city(m_pack, *city, layout()));
    if (before != nullptr && m_state.flight) {
      m_state.flight->bent = true;
      m_state.flight->start_place = before->position;
      m_state.flight->end_place = city->position;
    }
  }

  [[nodiscard]] Layout layout() const { return layout_of(m_state); }
  [[nodiscard]] CameraLimits limits() const { return camera_limits(m_pack, layout()); }

  // The partners that the filter lets through, in the order of their agreements.
  [[nodiscard]] std::vector<CityId> partners() const {
    std::vector<CityId> ids;
    for (const Agreement& agreement : m_pack.values().agreements) {
      const CityId* partner = agreement.partner_city();
      const City* city = partner == nullptr ? nullptr : m_pack.city(*partner);
      if (city != nullptr && matches(m_pack, *city, m_state.filter)) ids.push_back(*partner);
    }
    return ids;
  }

  // Runs a change of the layout so that the map does not jump.
  template <typename Change>
  void change_view(Change change) {
    const Rect before = layout().map_view;
    change();
    const Rect after = layout().map_view;
    m_state.camera = reframed(m_state.camera, before, after);
    m_state.inertia = {};
  }

  void slide_panel(double to) {
    const Millis time = m_state.access.reduced_motion ? kFade : kPanelSlide;
    m_state.panel_slide = prompt_slide(m_state.panel_slide.at(m_state.now), to, m_state.now, time);
  }

  void show_sheet(Sheet sheet) {
    if (sheet == m_state.sheet) return;
    m_state.fading_sheet = sheet == Sheet::kNone ? m_state.sheet : sheet;
    m_state.sheet = sheet;
    const double from = m_state.sheet_slide.at(m_state.now);
    m_state.sheet_slide = prompt_slide(from, sheet == Sheet::kNone ? 0.0 : 1.0, m_state.now, kFade);
    m_state.focus.clear();
  }

  // What the keys are for; nullptr: the search.
  [[nodiscard]] TypedLine* typed_line() {
    return m_state.staff && m_state.staff->typing ? &*m_state.staff->typing : nullptr;
  }

  void hear_bench(BenchWish wish) {
    StaffState& staff = *m_state.staff;
    if (wish == BenchWish::kTry) staff.wishes.push_back({StaffDeed::kTryTouch});
    if (wish != BenchWish::kKeep || !staff.draft) return;
    staff.draft->calibration = staff.touch->calibration;
    staff.wishes.push_back({StaffDeed::kSave});
  }

  // The same place of a text that has become longer or shorter.
  void measure_scroll(float range) {
    scroll().offset = scroll().shown(range);
    scroll().range = range;
  }

  [[nodiscard]] GalleryTouch gallery() { return {m_state, m_pack}; }

  // Reading comfort lies over what it was opened from.
  void close_sheet() {
    const Sheet below = m_state.sheet_below;
    m_state.sheet_below = Sheet::kNone;
    show_sheet(m_state.sheet == Sheet::kAccess ? below : Sheet::kNone);
  }

  void advance_staff_door() {
    const bool held = std::ranges::any_of(m_state.pressed, [&](const PressedZone& pressed) {
      return pressed.zone == "staff:door" && m_state.now - pressed.since >= kStaffDoor;
    });
    if (held && !m_state.staff) (*this)(EnterStaffRoom{});
  }

  void advance_idle() {
    if (m_state.staff) {
      if (m_state.staff->touch) hear_bench(advance(*m_state.staff->touch, m_state.now));
      // The first start waits: there is nothing yet to go back to.
      if (m_state.staff->first) return advance_first_start(*m_state.staff, m_state.now);
      if (const auto leave = staff_leave(m_state); leave && m_state.now >= *leave) shut();
      return;
    }
    if (m_state.attract) return advance_attract();
    const IdleTimes& idle = m_pack.values().idle;
    const bool held = !m_state.pressed.empty() || m_state.drag != DragTarget::kNothing;
    // A finger on the question keeps it until it lifts: the button under it must not vanish.
    if (held && m_state.seconds_left) return;
    const Millis alone = m_state.now - m_state.last_touch;
    if (held || alone < patience(m_state, idle)) {
      m_state.seconds_left.reset();
      return;
    }
    if (!m_state.attended) {
      if (!m_state.closed) begin_attract();
      return;
    }
    const Millis left = idle.warn_after + idle.countdown - alone;
    if (left <= Millis{0}) return leave();
    m_state.seconds_left = static_cast<int>(std::ceil(left.count() / 1000));
  }

  void begin_attract() {
    m_state.attract = AttractState{m_state.now, Millis{0}, m_state.camera};
    m_state.flight.reset();
    m_state.inertia = {};
  }

  void advance_attract() {
    AttractState& attract = *m_state.attract;
    const double pictures = std::floor((m_state.now - attract.begun) / kAttractFrame);
    attract.since = kAttractFrame * pictures;
    m_state.camera = attract_camera(m_pack, m_state.panel, attract.from, attract.since);
  }

  // What a finger on a text moves: the sheet's list while one is open.
  [[nodiscard]] Scroll& scroll() {
    return m_state.sheet == Sheet::kNone ? m_state.scroll : m_state.sheet_scroll;
  }

  void fly(const Camera& to, std::optional<Millis> duration = std::nullopt) {
    const MapPoint way = to.centre - m_state.camera.centre;
    const bool far = std::hypot(way.x, way.y) > kFarFlight;
    m_state.inertia = {};
    if (m_state.access.reduced_motion) {
      m_state.flight.reset();
      m_state.camera = clamped(to, layout().map_view, limits());
      return;
    }
    m_state.flight = CameraFlight{m_state.camera, to, m_state.now,
                                  duration.value_or(far ? kCameraFlight : kCameraMove)};
  }

  void zoom(Vec2 at, double steps) {
    const Rect view = layout().map_view;
    const CameraLimits bounds = limits();
    const Camera from = m_state.flight ? m_state.flight->to : m_state.camera;
    const double target = std::clamp(from.zoom + steps, bounds.min_zoom, bounds.max_zoom);
    const Camera zoomed = transformed(from, view, bounds, at, {}, std::exp2(target - from.zoom));
    fly(clamped(zoomed, view, bounds), kZoomStep);
  }

  void advance_camera(Millis elapsed) {
    if (m_state.attract) return;  // which moves it by itself
    const Rect view = layout().map_view;
    if (m_state.flight) {
      const CameraFlight& way = *m_state.flight;
      const double t = (m_state.now - way.start) / way.duration;
      if (t >= 1) {
        m_state.camera = clamped(way.to, view, limits());
        m_state.flight.reset();
      } else {
        const double eased = ease_in_out_cubic(t);
        const Camera there =
            way.bent ? flight_along(way.from, way.to, way.start_place, way.end_place, eased, view)
                     : flight(way.from, way.to, eased, view);
        m_state.camera = clamped(there, view, limits());
      }
      return;
    }
    if (m_state.drag == DragTarget::kMap) return;
    const bool outside = !within(m_state.camera, view, limits());
    if (!m_state.inertia.active && !outside) return;
    m_state.inertia.active = glide(m_state.camera, m_state.inertia, view, limits(), elapsed);
  }

  void advance_scroll(Scroll& scroll, Millis elapsed) const {
    if (m_state.drag == DragTarget::kPanel || scroll.velocity == 0) return;
    const float seconds = static_cast<float>(elapsed.count() / 1000);
    const float offset = scroll.offset + scroll.velocity * seconds;
    scroll.offset = std::clamp(offset, 0.0F, scroll.range);
    scroll.velocity *= std::exp(-kScrollFriction * seconds);
    const bool at_edge = scroll.offset != offset;
    if (at_edge || std::abs(scroll.velocity) < kScrollAtRest) scroll.velocity = 0;
  }

  void shut() { m_state.staff.reset(); }

  // The device is set up: as a start finds it.
  void open_exhibition() {
    const bool closed = m_state.closed;
    m_state = start_state(m_pack, m_state.panel, m_start_language, m_state.now);
    m_state.closed = closed;
  }

  // Nobody is there any more: all as it was for the first visitor.
  void leave() {
    State fresh = start_state(m_pack, m_state.panel, m_start_language, m_state.now);
    const Camera seen = m_state.camera;
    // No two visitors get the same questions.
    fresh.quiz.number = m_state.quiz.number;
    fresh.closed = m_state.closed;
    m_state = std::move(fresh);
    if (m_state.closed) return;
    m_state.camera = seen;
    begin_attract();
    m_state.waking = {0, 1, m_state.now, kWaking};
  }

  State m_state;
  const Pack& m_pack;
  Language m_start_language;
};

}  // namespace

State start_state(const Pack& pack, const Panel& panel, Language language, Millis now) {
  State state;
  state.panel = panel;
  state.now = now;
  state.last_touch = now;
  state.language = language;
  state.camera = frame_all(pack, layout_of(state));
  return state;
}

State update(State state, const Intent& intent, const Pack& pack, Language start_language) {
  Step step(std::move(state), pack, start_language);
  std::visit(step, intent);
  return step.take();
}

std::optional<Millis> next_change(const State& state, const Pack& pack) {
  if (moving(state)) return state.now;
  if (state.staff) {
    const auto bench = state.staff->touch ? next_change(*state.staff->touch) : std::nullopt;
    if (state.staff->first) return bench ? bench : next_change(*state.staff->first);
    const auto leave = staff_leave(state);
    return bench && leave ? std::min(*bench, *leave) : bench ? bench : leave;
  }
  if (dark(state)) return std::nullopt;
  if (state.attract) return state.attract->begun + state.attract->since + kAttractFrame;
  const IdleTimes& idle = pack.values().idle;
  const Millis warning = state.last_touch + patience(state, idle);
  if (!state.seconds_left) return warning;
  return warning + idle.countdown - Millis{1000.0 * (*state.seconds_left - 1)};
}

}  // namespace kiosk
