#include "kiosk/pack/texts_of.h"

namespace kiosk {

namespace {

void visit_city(const DraftCity& draft, const TextVisitor& visit) {
  const City& city = draft.city;
  visit(draft.file, "name", city.name);
  visit(draft.file, "story", city.story);
  for (std::size_t i = 0; i < city.facts.size(); ++i) {
    visit(draft.file, joined(joined("facts", i), "text"), city.facts[i].text);
  }
  for (std::size_t i = 0; i < city.photos.size(); ++i) {
    const std::string photo = joined("photos", i);
    visit(draft.file, joined(photo, "caption"), city.photos[i].caption);
    visit(draft.file, joined(photo, "alt"), city.photos[i].alt);
  }
}

void visit_agreement(const Agreement& agreement, const std::string& path,
                     const TextVisitor& visit) {
  visit(kAgreementsFile, joined(path, "place"), agreement.place);
  visit(kAgreementsFile, joined(path, "text"), agreement.text);
  for (std::size_t i = 0; i < agreement.voices.size(); ++i) {
    const std::string voice = joined(joined(path, "voices"), i);
    visit(kAgreementsFile, joined(voice, "speaker"), agreement.voices[i].speaker);
    visit(kAgreementsFile, joined(voice, "role"), agreement.voices[i].role);
    visit(kAgreementsFile, joined(voice, "text"), agreement.voices[i].text);
  }
}

}  // namespace

void for_each_text(const Draft& draft, const TextVisitor& visit) {
  const PackValues& values = draft.values;
  visit(kPackFile, "title", values.title);
  visit(kPackFile, "subtitle", values.subtitle);
  for (std::size_t i = 0; i < values.themes.size(); ++i) {
    visit(kPackFile, joined(joined("themes", i), "name"), values.themes[i].name);
  }
  for (const DraftCity& city : draft.cities) visit_city(city, visit);
  for (std::size_t i = 0; i < values.agreements.size(); ++i) {
    visit_agreement(values.agreements[i], joined("", i), visit);
  }
  if (values.club) {
    visit(kClubFile, "name", values.club->name);
    visit(kClubFile, "mission", values.club->mission);
    visit(kClubFile, "governance", values.club->governance);
  }
}

}  // namespace kiosk
