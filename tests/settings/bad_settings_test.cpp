// Files with something wrong in them: what is said of each, to the letter, and that all else in
// the file applies.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "kiosk/settings/settings_document.h"

using namespace kiosk;

namespace {

struct BadFile {
  const char* text;
  const char* sentence;  // without the file's name
};

// Fields beside others that are right.
const std::vector<BadFile> kBadFields{
    {R"~("counters": "yes")~",
     R"~(counters: this must be true or false, not a text. Write true or false, without quotes.)~"},
    {R"~("counters": 1)~",
     R"~(counters: this must be true or false, not a whole number. Write true or false, without quotes.)~"},
    {R"~("counters": null)~",
     R"~(counters: this must be true or false, not null. Write true or false, without quotes.)~"},
    {R"~("trust": "Pin")~",
     R"~(trust: 'Pin' is not among the values that can stand here (did you mean 'pin'?). Use 'pin' or 'signed'.)~"},
    {R"~("trust": "none")~",
     R"~(trust: 'none' is not among the values that can stand here. Use 'pin' or 'signed'.)~"},
    {R"~("trust": true)~",
     R"~(trust: true is not among the values that can stand here. Use 'pin' or 'signed'.)~"},
    {R"~("inbox": "packs")~",
     R"~(inbox: 'packs' is not written as it must be. Expected: an absolute path such as /var/lib/kiosk-inbox, whose packs by accepted keys are taken by themselves; null: no inbox.)~"},
    {R"~("inbox": "/")~", R"~(inbox: the text has 1 characters. Write at least 2.)~"},
    {R"~("inbox": "/srv/packs ")~",
     R"~(inbox: the text begins or ends with a blank. Take it away.)~"},
    {R"~("metrics": ["/run"])~",
     R"~(metrics: this must be a text or null, not a list. Write it as one of these.)~"},
    {R"~("device": "Smara")~", R"~(device: this must be an object, not a text. Put it in { }.)~"},
    {R"~("device": {"name": 5})~",
     R"~(device.name: this must be a text, not a whole number. Put it in double quotes.)~"},
    {R"~("device": {"name": "   "})~",
     R"~(device.name: the text is blank. Write it, or remove the field.)~"},
    {R"~("device": {"name": "Smara "})~",
     R"~(device.name: the text begins or ends with a blank. Take it away.)~"},
    {R"~("device": {"name": "A name that is longer than forty characters"})~",
     R"~(device.name: the text has 43 characters. Write at most 40.)~"},
    {R"~("languages": ["fr"])~",
     R"~(languages: this must be an object, not a list. Put it in { }.)~"},
    {R"~("languages": {"offered": "fr"})~",
     R"~(languages.offered: this must be a list, not a text. Put it in [ ].)~"},
    {R"~("languages": {"offered": []})~",
     R"~(languages.offered: this is empty. Fill it in, or remove the field.)~"},
    {R"~("languages": {"offered": ["fr", "de"]})~",
     R"~(languages.offered[1]: 'de' is not among the values that can stand here. Use 'ar', 'zgh', 'fr', 'es' or 'en'.)~"},
    {R"~("languages": {"offered": ["fr", "fr"]})~",
     R"~(languages.offered: 'fr' stands here twice. Remove one of the two.)~"},
    {R"~("languages": {"offered": [1]})~",
     R"~(languages.offered[0]: 1 is not among the values that can stand here. Use 'ar', 'zgh', 'fr', 'es' or 'en'.)~"},
    {R"~("languages": {"first": "es-ES"})~",
     R"~(languages.first: 'es-ES' is not among the values that can stand here. Use 'ar', 'zgh', 'fr', 'es', 'en' or null.)~"},
    {R"~("languages": {"offered": ["fr", "ar"], "first": "es"})~",
     R"~(languages.first: 'es' is not among the languages offered. Offer it, or begin with another.)~"},
    {R"~("idle": {"warn_after_s": 9})~",
     R"~(idle.warn_after_s: 9 is too small. Give a number from 10.)~"},
    {R"~("idle": {"warn_after_s": 3601})~",
     R"~(idle.warn_after_s: 3601 is too large. Give a number up to 3600.)~"},
    {R"~("idle": {"warn_after_s": 60.5})~",
     R"~(idle.warn_after_s: this must be a whole number or null, not a number. Write it as one of these.)~"},
    {R"~("idle": {"warn_after_s": "60"})~",
     R"~(idle.warn_after_s: this must be a whole number or null, not a text. Write it as one of these.)~"},
    {R"~("idle": {"countdown_s": 0})~",
     R"~(idle.countdown_s: 0 is too small. Give a number from 5.)~"},
    {R"~("idle": {"countdown_s": -9223372036854775808})~",
     R"~(idle.countdown_s: -9223372036854775808 is too small. Give a number from 5.)~"},
    {R"~("idle": {"attract_after_s": 1e300})~",
     R"~(idle.attract_after_s: this must be a whole number or null, not a number. Write it as one of these.)~"},
    {R"~("idle": [])~", R"~(idle: this must be an object, not a list. Put it in { }.)~"},
    {R"~("attract": {"text": "Bienvenue"})~",
     R"~(attract.text: this must be an object, not a text. Write it by language, like {"fr": "…"}.)~"},
    {R"~("attract": {"text": {"fr": ""}})~",
     R"~(attract.text.fr: the text is empty. Write it, or remove the field.)~"},
    {R"~("attract": {"text": {"fr": "  "}})~",
     R"~(attract.text.fr: the text is blank. Write it, or remove the field.)~"},
    {R"~("attract": {"text": {"ar": " أهلا"}})~",
     R"~(attract.text.ar: the text begins or ends with a blank. Take it away.)~"},
    {R"~("attract": {"text": {"en": 7}})~",
     R"~(attract.text.en: this must be a text or null, not a whole number. Write it as one of these.)~"},
    {R"~("screen": 5)~", R"~(screen: this must be an object, not a whole number. Put it in { }.)~"},
    {R"~("screen": {"brightness_percent": 101})~",
     R"~(screen.brightness_percent: 101 is too large. Give a number up to 100.)~"},
    {R"~("screen": {"brightness_percent": -1})~",
     R"~(screen.brightness_percent: -1 is too small. Give a number from 0.)~"},
    {R"~("screen": {"brightness_percent": true})~",
     R"~(screen.brightness_percent: this must be a whole number, not true or false. Write it in digits, without quotes.)~"},
    {R"~("screen": {"rotation_degrees": 45})~",
     R"~(screen.rotation_degrees: 45 is not among the values that can stand here. Use 0, 90, 180 or 270.)~"},
    {R"~("screen": {"rotation_degrees": "90"})~",
     R"~(screen.rotation_degrees: '90' is not among the values that can stand here. Use 0, 90, 180 or 270.)~"},
    {R"~("screen": {"panel_inches": 2.9})~",
     R"~(screen.panel_inches: 2.9 is too small. Give a number from 3.)~"},
    {R"~("screen": {"panel_inches": 1e9})~",
     R"~(screen.panel_inches: 1000000000.0 is too large. Give a number up to 200.)~"},
    {R"~("screen": {"panel_inches": "32\""})~",
     R"~(screen.panel_inches: this must be a number, not a text. Write it in digits, without quotes.)~"},
    {R"~("screen": {"brightnes_percent": 40})~",
     R"~(screen: unknown field 'brightnes_percent' (did you mean 'brightness_percent'?). Correct its name or remove it.)~"},
    {R"~("sound": {"volume_percent": 1000})~",
     R"~(sound.volume_percent: 1000 is too large. Give a number up to 100.)~"},
    {R"~("sound": null)~", R"~(sound: this must be an object, not null. Put it in { }.)~"},
    {R"~("touch": {"calibration": "identity"})~",
     R"~(touch.calibration: this must be a list, not a text. Put it in [ ].)~"},
    {R"~("touch": {"calibration": [1, 0, 0, 0, 1]})~",
     R"~(touch.calibration: this has 5 entries. Give at least 6.)~"},
    {R"~("touch": {"calibration": [1, 0, 0, 0, 1, 0, 0]})~",
     R"~(touch.calibration: this has 7 entries. Give at most 6.)~"},
    {R"~("touch": {"calibration": [1, 0, 0, 0, "1", 0]})~",
     R"~(touch.calibration[4]: this must be a number, not a text. Write it in digits, without quotes.)~"},
    {R"~("touch": {"calibration": [1, 0, 0, 0, 9, 0]})~",
     R"~(touch.calibration[4]: 9 is too large. Give a number up to 4.)~"},
    {R"~("touch": {"calibration": [1, 1, 0, 1, 1, 0]})~",
     R"~(touch.calibration: these numbers would lead touches to where no finger was. Calibrate anew, or write [1, 0, 0, 0, 1, 0].)~"},
    {R"~("hours": {"used": "yes"})~",
     R"~(hours.used: this must be true or false, not a text. Write true or false, without quotes.)~"},
    {R"~("hours": {"monday": "9-18"})~",
     R"~(hours.monday: '9-18' is not written as it must be. Expected: from and to such as 09:00-18:00 (to 24:00 at most; an end before the beginning is on the next day), or closed.)~"},
    {R"~("hours": {"monday": "09:00–18:00"})~",
     R"~(hours.monday: '09:00–18:00' is not written as it must be. Expected: from and to such as 09:00-18:00 (to 24:00 at most; an end before the beginning is on the next day), or closed.)~"},
    {R"~("hours": {"tuesday": "09:00-25:00"})~",
     R"~(hours.tuesday: '09:00-25:00' is not written as it must be. Expected: from and to such as 09:00-18:00 (to 24:00 at most; an end before the beginning is on the next day), or closed.)~"},
    {R"~("hours": {"tuesday": "24:00-09:00"})~",
     R"~(hours.tuesday: '24:00-09:00' is not written as it must be. Expected: from and to such as 09:00-18:00 (to 24:00 at most; an end before the beginning is on the next day), or closed.)~"},
    {R"~("hours": {"wednesday": "09:00-09:00"})~",
     R"~(hours.wednesday: '09:00-09:00' ends when it begins. Write 00:00-24:00 for the whole day, or closed.)~"},
    {R"~("hours": {"thursday": "Closed"})~",
     R"~(hours.thursday: 'Closed' is not written as it must be. Expected: from and to such as 09:00-18:00 (to 24:00 at most; an end before the beginning is on the next day), or closed.)~"},
    {R"~("hours": {"friday": null})~",
     R"~(hours.friday: this must be a text, not null. Put it in double quotes.)~"},
    {R"~("hours": {"saturday": ["09:00", "18:00"]})~",
     R"~(hours.saturday: this must be a text, not a list. Put it in double quotes.)~"},
    {R"~("hours": {"sundays": "closed"})~",
     R"~(hours: unknown field 'sundays' (did you mean 'sunday'?). Correct its name or remove it.)~"},
    {R"~("hours": {"closed_dates": "2026-12-25"})~",
     R"~(hours.closed_dates: this must be a list, not a text. Put it in [ ].)~"},
    {R"~("hours": {"closed_dates": ["2026-02-30"]})~",
     R"~(hours.closed_dates[0]: there is no day '2026-02-30' from 2000 to 2199. Correct the date.)~"},
    {R"~("hours": {"closed_dates": ["25.12.2026"]})~",
     R"~(hours.closed_dates[0]: '25.12.2026' is not written as it must be. Expected: a date such as 2026-12-25.)~"},
    {R"~("hours": {"closed_dates": ["1999-12-25"]})~",
     R"~(hours.closed_dates[0]: there is no day '1999-12-25' from 2000 to 2199. Correct the date.)~"},
    {R"~("hours": {"closed_dates": [20261225]})~",
     R"~(hours.closed_dates[0]: this must be a text, not a whole number. Put it in double quotes.)~"},
    {R"~("features": "all")~", R"~(features: this must be an object, not a text. Put it in { }.)~"},
    {R"~("features": {"search": 0})~",
     R"~(features.search: this must be true or false, not a whole number. Write true or false, without quotes.)~"},
    {R"~("feature": {"quiz": false})~",
     R"~(unknown field 'feature' (did you mean 'features'?). Correct its name or remove it.)~"},
};

// Files of which nothing applies.
const std::vector<BadFile> kBroken{
    {R"~()~", R"~(the file is empty. Write its content, or remove it.)~"},
    {R"~([])~", R"~(this must be an object, not a list. Put it in { }.)~"},
    {R"~(5)~", R"~(this must be an object, not a whole number. Put it in { }.)~"},
    {R"~("settings")~", R"~(this must be an object, not a text. Put it in { }.)~"},
    {R"~(null)~", R"~(this must be an object, not null. Put it in { }.)~"},
    {R"~({)~",
     R"~(line 1, column 2: the file ends too early. Close every ", [ and {; perhaps the copy is not complete.)~"},
    {R"~({"counters": true)~",
     R"~(line 1, column 18: the file ends too early. Close every ", [ and {; perhaps the copy is not complete.)~"},
    {R"~({"counters": true,})~",
     R"~(line 1, column 19: a comma stands before the closing '}'. Remove the comma.)~"},
    {R"~({"counters": true} {"counters": false})~",
     R"~(line 1, column 20: something follows after the end of the document. Remove it.)~"},
    {R"~({"counters": true, "counters": false})~",
     R"~(the field 'counters' is given twice. Keep one of the two.)~"},
    {R"~({'counters': true})~",
     R"~(line 1, column 2: a text in single quotes. Use double quotes.)~"},
    {R"~({"counters": yes})~",
     R"~(line 1, column 14: unexpected 'yes'. Check the commas, quotes and brackets around it.)~"},
    {R"~({"device": {"name": "a\u0007b"}})~",
     R"~(device.name: the text holds the control character U+0007. Remove it.)~"},
    {R"~({"device": {"name": "two\nlines"}})~",
     R"~(device.name: the text holds the control character U+000A. Remove it.)~"},
    {R"~({"strange": 99999999999999999999})~",
     R"~(strange: the number '99999999999999999999' is out of range. Give a number that fits 64 bits.)~"},
    {R"~(// a comment)~", R"~(line 1, column 1: a comment, which JSON does not know. Remove it.)~"},
};

}  // namespace

TEST_CASE("bad settings: each bad field is named, and all others apply") {
  for (const BadFile& bad : kBadFields) {
    CAPTURE(bad.text);
    const std::string group = std::string(bad.text).substr(0, std::string(bad.text).find(':'));
    // Two that are right, in groups that the bad field does not take.
    std::string text = std::string("{") + bad.text;
    if (group != "\"sound\"") text += R"(, "sound": {"volume_percent": 30})";
    if (group != "\"idle\"") text += R"(, "idle": {"warn_after_s": 45})";
    const SettingsDocument read = understand_settings(text + "}", "state/settings.json");
    CHECK(!read.broken);
    Settings expected;
    if (group != "\"sound\"") expected.volume_percent = 30;
    if (group != "\"idle\"") expected.idle.warn_after_s = 45;
    if (bad.text == std::string(R"("languages": {"offered": ["fr", "ar"], "first": "es"})")) {
      expected.languages.offered = {Language::kFrench, Language::kArabic};
    }
    CHECK(read.settings == expected);
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems[0].sentence() == std::string("state/settings.json: ") + bad.sentence);
    CHECK(read.notes.empty());
  }
}

TEST_CASE("bad settings: nothing of a broken file applies, and one sentence says why") {
  for (const BadFile& bad : kBroken) {
    CAPTURE(bad.text);
    const SettingsDocument read = understand_settings(bad.text, "state/settings.json");
    CHECK(read.broken);
    CHECK(read.settings == Settings());
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems[0].sentence() == std::string("state/settings.json: ") + bad.sentence);
  }
}

TEST_CASE("bad settings: several in one file are all named, in order") {
  const SettingsDocument read = understand_settings(
      R"({"trust": "no", "screen": {"brightness_percent": 400, "panel_inches": 32},
          "hours": {"closed_dates": ["2026-12-25", "2026-13-01", 7, "2027-01-01"]},
          "touch": {"calibration": [[1], "x"]}, "surprise": {"any": "thing"}})",
      "settings.json");
  CHECK(read.settings.screen.panel_inches == 32);
  CHECK(read.settings.screen.brightness_percent == 100);
  std::vector<std::string> places;
  for (const Problem& problem : read.problems) places.push_back(problem.path);
  CHECK(places == std::vector<std::string>{"hours.closed_dates[1]", "hours.closed_dates[2]",
                                           "screen.brightness_percent", "touch.calibration",
                                           "touch.calibration[0]", "touch.calibration[1]",
                                           "trust"});
  // Dates that are right apply beside those that are not: a closed day is not lost to a slip.
  CHECK(read.settings.hours.closed.size() == 2);
  REQUIRE(read.notes.size() == 1);
  CHECK(read.notes[0].sentence() ==
        "settings.json: unknown field 'surprise'. It is kept and has no effect.");
}

TEST_CASE("bad settings: the limits of a file, at them and beyond") {
  const std::string small(kLongestSettings - 2, ' ');
  CHECK(!understand_settings("{" + small + "}", "x").broken);
  CHECK(understand_settings("{ " + small + "}", "x").broken);
  const auto nested = [](int levels) {
    std::string text = R"({"strange": )";
    for (int i = 0; i < levels; ++i) text += "[";
    for (int i = 0; i < levels; ++i) text += "]";
    return text + "}";
  };
  CHECK(!understand_settings(nested(15), "x").broken);
  CHECK(understand_settings(nested(16), "x").broken);
  CHECK(understand_settings(nested(30'000), "x").broken);
}
