#include "kiosk/app/narration.h"

#include "kiosk/app/gallery.h"

namespace kiosk {
namespace {

// Sentences of one language; what fell back to another one decides which voice speaks.
class Script {
 public:
  Script(const State& state, const Pack& pack) : m_pack(pack), m_wanted(state.language) {
    m_said.language = state.language;
  }
  void add(const Localized& text) {
    const Wording words = m_pack.resolve(text, m_wanted);
    if (m_said.words.empty()) m_said.language = words.language;
    if (words.language == m_said.language) add(words.text);
  }
  void add(std::string_view words) {
    if (words.empty()) return;
    if (!m_said.words.empty()) m_said.words += ". ";
    m_said.words += words;
  }
  [[nodiscard]] Utterance take() { return std::move(m_said); }

 private:
  const Pack& m_pack;
  Language m_wanted;
  Utterance m_said;
};

}  // namespace

Utterance narration(const State& state, const Pack& pack, const Strings& words) {
  Script script(state, pack);
  const auto say = [&](const char* key) { script.add(words.text(key, state.language)); };
  const City* city = pack.city(state.city);
  switch (state.sheet) {
    case Sheet::kSearch:
      say("search");
      return script.take();
    case Sheet::kAccess:
      say("access");
      return script.take();
    case Sheet::kList:
      say("list.heading");
      return script.take();
    case Sheet::kQuiz:
      say("quiz");
      return script.take();
    case Sheet::kTakeAway:
      say(city == nullptr || city->link.empty() ? "take_away.hint" : "take_away.link");
      return script.take();
    case Sheet::kClub:
      if (const auto& club = pack.values().club) {
        script.add(club->name);
        script.add(club->mission);
        script.add(club->governance);
      }
      return script.take();
    case Sheet::kGallery: {
      const auto pictures = gallery_pictures(pack, state.gallery.first);
      const auto index = static_cast<std::size_t>(state.gallery.index);
      if (index >= pictures.size()) return {};
      script.add(pictures[index].photo->caption);
      script.add(pictures[index].photo->alt);
      return script.take();
    }
    case Sheet::kNone:
      break;
  }
  if (state.screen == Screen::kMap || city == nullptr) {
    script.add(pack.values().title);
    return script.take();
  }
  script.add(city->name);
  const Agreement* agreement = pack.agreement_of(city->id);
  if (state.screen == Screen::kCity) {
    script.add(city->story);
    for (const Fact& fact : city->facts) script.add(fact.text);
  }
  if (agreement != nullptr) script.add(agreement->text);
  return script.take();
}

bool turned_page(const State& before, const State& now) {
  return before.screen != now.screen || before.city != now.city || before.sheet != now.sheet ||
         before.language != now.language || before.gallery.index != now.gallery.index ||
         (now.access.speech && !before.access.speech);
}

}  // namespace kiosk
