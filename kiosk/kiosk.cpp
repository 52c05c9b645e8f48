#include "kiosk/kiosk.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "kiosk/app/narration.h"
#include "kiosk/app/touch_intents.h"
#include "kiosk/app/update.h"
#include "kiosk/base/stopwatch.h"
#include "kiosk/screens/card.h"
#include "kiosk/screens/notice_list.h"

namespace kiosk {
namespace {

constexpr float kMillimetresAnInch = 25.4F;
constexpr Millis kHeldFinger{50};  // between two looks at how long it has been down

KeyStroke stroke_of(platform::Key key) {
  switch (key) {
    case platform::Key::kTab:
      return KeyStroke::kNext;
    case platform::Key::kBackTab:
      return KeyStroke::kPrevious;
    case platform::Key::kEnter:
      return KeyStroke::kActivate;
    case platform::Key::kEscape:
      return KeyStroke::kBack;
    case platform::Key::kLeft:
      return KeyStroke::kLeft;
    case platform::Key::kRight:
      return KeyStroke::kRight;
    case platform::Key::kUp:
      return KeyStroke::kUp;
    case platform::Key::kDown:
      return KeyStroke::kDown;
  }
  return KeyStroke::kNext;
}

}  // namespace

Panel panel_of(platform::TextureSize size, float inches) {
  const Vec2 pixels{static_cast<float>(size.width), static_cast<float>(size.height)};
  return {pixels, length(pixels) / (inches * kMillimetresAnInch)};
}

Kiosk::Kiosk(Exhibit exhibit, KioskParts parts, std::unique_ptr<TextEngine> fonts)
    : m_exhibit(std::move(exhibit)),
      m_parts(parts),
      m_fonts(std::move(fonts)),
      m_stage(*m_fonts, m_parts.display),
      m_gestures(1) {}

Result<std::unique_ptr<Kiosk>> Kiosk::open(Exhibit exhibit, KioskParts parts,
                                           const KioskOptions& options) {
  Result<std::unique_ptr<TextEngine>> fonts =
      TextEngine::open(exhibit.assets / "fonts", exhibit.assets / "hyphenation");
  if (!fonts) return tl::unexpected(fonts.error());
  std::unique_ptr<Kiosk> kiosk(new Kiosk(std::move(exhibit), parts, std::move(*fonts)));
  const Panel panel = panel_of(parts.display.size(), options.panel_inches);
  kiosk->m_gestures = Gestures(panel.px_per_mm);
  kiosk->m_state.panel = panel;
  kiosk->m_unwatched = options.unwatched;
  const Pack* pack = kiosk->pack();
  if (pack == nullptr) return kiosk;
  Result<std::unique_ptr<Screens>> screens =
      Screens::open(kiosk->m_exhibit.assets, *pack, kiosk->m_exhibit.words, kiosk->m_stage,
                    options.pictures, parts.may_open, kiosk->m_exhibit.ground.get());
  if (!screens) return tl::unexpected(screens.error());
  kiosk->m_screens = std::move(*screens);
  kiosk->m_start_language = options.language.value_or(pack->values().default_language);
  kiosk->m_state = start_state(*pack, panel, kiosk->m_start_language, parts.clock.now());
  return kiosk;
}

void Kiosk::read_input() {
  m_events.clear();
  m_parts.input.poll(m_events);
  for (const platform::Event& event : m_events) {
    if (const auto* contact = std::get_if<Contact>(&event)) {
      m_gestures.feed(*contact, m_heard);
      settle();
      if (m_state.staff && m_state.staff->touch) apply(FeelTouch{*contact});
    } else if (const auto* key = std::get_if<platform::KeyPress>(&event)) {
      m_meant.clear();
      key_intents(stroke_of(key->key), m_zones, m_state, m_meant);
      for (const Intent& intent : m_meant) apply(intent);
    } else if (const auto* resized = std::get_if<platform::Resized>(&event)) {
      const Vec2 size{static_cast<float>(resized->width), static_cast<float>(resized->height)};
      apply(Resize{size});
      m_gestures = Gestures(m_state.panel.px_per_mm);
      lose_pictures();
    } else if (std::holds_alternative<platform::Exposed>(event)) {
      lose_pictures();
    } else if (std::holds_alternative<platform::Quit>(event)) {
      m_quit = true;
    }
  }
  m_gestures.tick(m_parts.clock.now(), m_heard);
  settle();
}

// Each gesture is judged by the state that the ones before it have made.
void Kiosk::settle() {
  for (const Gesture& gesture : m_heard) {
    m_meant.clear();
    touch_intents(gesture, m_zones, m_state, m_meant);
    for (const Intent& intent : m_meant) apply(intent);
  }
  m_heard.clear();
}

void Kiosk::lose_pictures() {
  m_fresh = true;
  if (m_screens) m_screens->forget_pictures();
}

void Kiosk::apply(const Intent& intent) {
  if (const Pack* shown = pack()) {
    m_state = update(std::move(m_state), intent, *shown, m_start_language);
  } else if (const auto* resize = std::get_if<Resize>(&intent)) {
    m_state.panel.size = resize->size;
  }
}

bool Kiosk::tick() {
  m_times = {};
  m_before = m_state;
  {
    const Stopwatch updating(m_times.update);
    read_input();
    apply(Advance{m_parts.clock.now()});
  }
  ask_for_voices();
  hear_staff_desk();
  const bool due = m_again_at && m_state.now >= *m_again_at;
  const bool changed = m_fresh || m_moving || due || !same_picture(m_before, m_state);
  // Its zones stay the same, but for a few pixels.
  const bool plays_to_nobody = m_unwatched && m_before.attract && m_state.attract;
  if (changed && !plays_to_nobody) draw();
  read_aloud();
  m_undrawn = plays_to_nobody && (m_undrawn || changed);
  return !m_quit;
}

void Kiosk::hear_staff_desk() {
  StaffDesk* desk = m_parts.staff;
  if (desk == nullptr) {
    if (m_state.staff) apply(StaffAct{StaffDeed::kLeave});
    return;
  }
  tell_staff_desk();
  if (m_before.staff && !m_state.staff) desk->ask({StaffDeed::kLeft});
  if (!m_before.staff && m_state.staff) {
    desk->ask({StaffDeed::kEntered, std::string(code(staff_language(m_state.language)))});
  }
  if (!desk->poll(m_parts.clock.now(), vacant())) return;
  const StaffNews& news = desk->news();
  apply(HearStaffNews{news.pin, news.site.settings, news.site.local_minutes, news.site.sure_of_time,
                      is_work(news.job.stage)});
  tell_staff_desk();  // the first start goes on by what it hears
  if (m_screens) m_screens->set_staff_news(news);
  if (m_state.staff) m_fresh = true;
}

void Kiosk::tell_staff_desk() {
  if (!m_state.staff || m_state.staff->wishes.empty()) return;
  StaffDesk& desk = *m_parts.staff;
  const StaffState& staff = *m_state.staff;
  for (const StaffAct& wish : staff.wishes) {
    if (wish.deed == StaffDeed::kTryTouch) {
      desk.try_touch(staff.touch ? staff.touch->trial : std::nullopt);
    } else if (wish.deed == StaffDeed::kTryTurn) {
      const bool tries = staff.first && staff.first->turn && staff.draft;
      desk.try_turn(tries ? std::optional(staff.draft->screen.rotation) : std::nullopt);
    } else if (wish.deed != StaffDeed::kSave) {
      desk.ask(wish);
    } else if (staff.draft) {
      desk.save(*staff.draft);
    }
  }
  apply(WishesTaken{});
}

// When reading comfort is first opened: until then nobody needs to know, and it takes a while.
void Kiosk::ask_for_voices() {
  if (m_voices_known || m_state.sheet != Sheet::kAccess || !m_screens) return;
  m_voices_known = true;
  std::set<Language> voices;
  for (const Language language : kLanguages) {
    if (m_parts.speech != nullptr && m_parts.speech->can_speak(language)) voices.insert(language);
  }
  m_screens->set_voices(std::move(voices));
}

// A page when it opens; else what the keyboard or a finger has come to stand on.
void Kiosk::read_aloud() {
  if (m_parts.speech == nullptr || pack() == nullptr) return;
  const AccessSettings& access = m_state.access;
  if (!access.speech) {
    if (m_before.access.speech) m_parts.speech->stop();
    return;
  }
  const auto label_of = [&](std::string_view id) {
    const Zone* zone = zone_of(m_zones, id);
    return zone == nullptr ? std::string() : zone->label;
  };
  Utterance said;
  if (m_state.sheet == Sheet::kQuiz &&
      (m_state.quiz != m_before.quiz || turned_page(m_before, m_state))) {
    said = {label_of("quiz:question"), m_state.language};
  } else if (turned_page(m_before, m_state)) {
    said = narration(m_state, *pack(), m_exhibit.words);
  } else if (m_state.focus != m_before.focus && !m_state.focus.empty()) {
    said = {label_of(m_state.focus), m_state.language};
  } else if (m_state.pressed.size() > m_before.pressed.size()) {
    said = {label_of(m_state.pressed.back().zone), m_state.language};
  } else if (access.volume != m_before.access.volume) {
    said = narration(m_state, *pack(), m_exhibit.words);
  }
  if (!said.words.empty()) m_parts.speech->say(said.words, said.language, access.volume);
}

void Kiosk::catch_up() {
  if (m_undrawn) draw();
  m_undrawn = false;
}

void Kiosk::draw() {
  Millis drawing{0};
  std::optional<Stopwatch> watch(drawing);
  Frame frame = m_stage.begin(m_state.panel.size, m_state.now - m_drawn_at);
  if (m_screens) {
    m_screens->draw(m_state, m_stage, frame);
  } else {
    draw_card(frame, m_exhibit.words, day_palette());
  }
  draw_notices(frame, m_notices, m_state.panel.size, day_palette());
  const ImDrawData& picture = m_stage.finish();
  watch.reset();
  const FrameTimes& spent = m_stage.times();
  m_times.layout = spent.layout;
  m_times.present = spent.paint;
  m_times.build = drawing - spent.layout - spent.paint;
  {
    const Stopwatch presenting(m_times.present);
    m_parts.display.present(picture);
  }
  ++m_presents;
  m_zones.assign(frame.zones().begin(), frame.zones().end());
  m_moving = frame.moving();
  m_again_at = frame.again_at();
  m_fresh = false;
  m_drawn_at = m_state.now;
  if (m_screens) m_screens->put_away(m_state, m_stage);
}

void Kiosk::show_notices(std::vector<std::string> sentences) {
  m_notices = std::move(sentences);
  m_fresh = true;
}

void Kiosk::go_back_to(const State& before) {
  if (pack() == nullptr || pack()->city(before.city) == nullptr) return;
  if (before.screen == Screen::kCity) apply(OpenCity{before.city});
  if (before.screen == Screen::kAgreement && pack()->agreement_of(before.city) != nullptr) {
    apply(OpenAgreement{before.city});
  }
}

void Kiosk::set_closed(bool closed) {
  if (closed != m_state.closed) apply(SetClosed{closed});
}

void Kiosk::begin_first_start(const FirstStart& first) {
  if (pack() == nullptr) return;
  StaffState staff;
  staff.page = StaffPage::kFirst;
  staff.shuffle = static_cast<std::uint32_t>(m_state.now.count());
  staff.first = first;
  apply(EnterStaffRoom{std::move(staff)});
}

void Kiosk::keep_company(const State& before) {
  if (before.closed) apply(SetClosed{true});
  if (before.attract) apply(Leave{});  // it goes on playing
  if (!before.staff) return;
  apply(EnterStaffRoom{before.staff});
  if (m_screens && m_parts.staff != nullptr) m_screens->set_staff_news(m_parts.staff->news());
}

std::optional<Millis> Kiosk::rest() const {
  if (m_fresh || m_moving) return Millis{0};
  std::optional<Millis> next = m_again_at;
  if (const Pack* shown = pack()) next = sooner(next, next_change(m_state, *shown));
  std::optional<Millis> rest;
  if (next) rest = std::max(*next - m_parts.clock.now(), Millis{0});
  if (m_parts.staff != nullptr) rest = sooner(rest, m_parts.staff->rest());
  // A finger that rests may become a long press, which no event announces.
  if (m_gestures.touched()) rest = sooner(rest, kHeldFinger);
  return rest;
}

}  // namespace kiosk
