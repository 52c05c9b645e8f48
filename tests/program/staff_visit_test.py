#!/usr/bin/env python3
"""A staff member's whole visit through the program itself, by touches alone: the emblem, the PIN,
a stick with a pack of an unknown key, its words compared, the report, the preview, putting it in
place, going back; then a stick with nothing, a damaged pack, wrong PINs, and an edited folder.

Each visit is a replay; what it must come to stands in its `expect` lines and in the state folder.
Broken twins: the same visits with one thing spoilt must not come to that.

Use: staff_visit_test.py KIOSK KIOSK_PACK [FOLDER FOR PICTURES]
"""
import csv
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from checks import check, verdict
from staff_steps import CHOOSE, COME_BACK, ENTER, PIN, typed

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

class Device:
    def __init__(self, kiosk, folder, pictures=None):
        self.kiosk = kiosk
        self.folder = pathlib.Path(folder)
        self.state = self.folder / "state"
        self.state.mkdir()
        self.pictures = pictures

    def visit(self, lines, name):
        script = self.folder / (name + ".jsonl")
        script.write_text("\n".join(json.dumps(line) for line in lines))
        out = (self.pictures or self.folder) / name
        done = subprocess.run(
            [self.kiosk, "--headless", "--replay", str(script), "--out", str(out), "--size",
             "960x540", "--lang", "fr", "--state", str(self.state)],
            capture_output=True, text=True, timeout=300)
        return done.returncode, done.stderr, out

    def shown(self):
        file = self.state / "state.json"
        if not file.exists():
            return None
        current = json.loads(file.read_text())["current"]
        return current and (current["id"], current["serial"], current["origin"])

    def staging(self):
        folder = self.state / "staging"
        return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def digest(folder):
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            whole.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return whole.hexdigest()


def zones_of(out, shot):
    return {zone["id"] for zone in json.loads((out / (shot + ".json")).read_text())["zones"]}


def edited_content(folder, serial):
    content = folder / f"content-{serial}"
    shutil.copytree(ROOT / "content", content)
    pack = json.loads((content / "pack.json").read_text())
    pack["serial"] = serial
    (content / "pack.json").write_text(json.dumps(pack, ensure_ascii=False))
    banjul = content / "cities" / "banjul.json"
    city = json.loads(banjul.read_text())
    city["story"]["fr"] += " Une phrase de plus."
    banjul.write_text(json.dumps(city, ensure_ascii=False))
    return content


def whole_visit(device, kiosk_pack, folder):
    stick = folder / "stick"
    stick.mkdir()
    content = edited_content(folder, 7)
    subprocess.run([kiosk_pack, "build", str(content), "-o", str(stick / "ville.kpack"), "--key",
                    str(folder / "author.key")], check=True, capture_output=True, timeout=300)
    lines = CHOOSE + [
        {"shot": "inside"}, {"plug": str(stick)}, {"wait": 2500}, {"shot": "plugged"},
        {"expect": {"zones_include": ["staff:import", "staff:export", "staff:eject"]}},
        {"tap": "staff:import"}, {"wait": 3000}, {"shot": "unknown"},
        {"expect": {"zones_include": ["staff:enrol", "staff:discard"]}},
        {"tap": "staff:enrol"}, {"wait": 3000}, {"shot": "ready"},
        {"expect": {"zones_include": ["staff:apply", "staff:preview", "staff:apply-later"]}},
        {"unplug": True}, {"wait": 1000},
        {"tap": "staff:preview"}, {"wait": 1500}, {"shot": "preview"},
        {"expect": {"zones_include": ["staff:back", "city:banjul"]}},
        {"tap": "staff:back"}, {"wait": 1500}, {"expect": {"screen": "staff_content"}},
        {"tap": "staff:apply"}, {"wait": 3000}, {"shot": "done"},
        {"expect": {"zones_include": ["staff:understood", "staff:rollback"]}},
        {"tap": "staff:understood"}, {"tap": "close"}, {"wait": 1500},
        {"expect": {"screen": "map"}}, {"tap": "city:banjul"}, {"wait": 1500}, {"shot": "city"}]
    code, said, out = device.visit(lines, "whole-visit")
    check("a whole visit runs as written", code == 0, said)
    check("the new pack is shown", device.shown() == ("smara-amgala", 7, "archive"), device.shown())
    check("nothing is left in staging", device.staging() == [], device.staging())
    if (out / "city.json").exists():
        report = json.loads((out / "city.json").read_text())
        check("the picture is of the new pack", report["pack"]["serial"] == 7, report["pack"])
    # And back, in another session of the same device.
    code, said, _ = device.visit(
        COME_BACK + [{"tap": "staff:rollback"}, {"wait": 2000}, {"tap": "close"}, {"wait": 1000},
                     {"expect": {"screen": "map"}}], "back")
    check("one tap goes back", code == 0 and device.shown() is None, said or device.shown())


def later_visit(device, folder):
    """A visitor is not interrupted: what is applied later waits until they have gone."""
    lines = COME_BACK + [
        {"plug": str(folder / "stick")}, {"wait": 2500}, {"tap": "staff:import"}, {"wait": 3000},
        {"tap": "staff:apply-later"}, {"wait": 2500}, {"shot": "waiting"},
        {"tap": "close"}, {"wait": 500}, {"tap": "city:agadez"}, {"wait": 1500}, {"shot": "still"},
        {"expect": {"screen": "city", "city": "agadez"}},
        {"wait": 95000}, {"expect": {"screen": "attract"}}, {"wait": 3000},
        {"tap": [400, 300]}, {"wait": 2500}, {"shot": "changed"}]
    code, said, out = device.visit(lines, "later")
    check("applying later runs as written", code == 0, said)
    if code == 0:
        still = json.loads((out / "still.json").read_text())["pack"]["serial"]
        changed = json.loads((out / "changed.json").read_text())["pack"]["serial"]
        check("the visitor keeps the old pack, the next one has the new", (still, changed) == (1, 7),
              (still, changed))


def bad_sticks(device, folder):
    empty = folder / "empty"
    empty.mkdir()
    (empty / "ville.kpack.zip").write_bytes(b"PK")
    damaged = folder / "damaged"
    damaged.mkdir()
    whole = (folder / "stick" / "ville.kpack").read_bytes()
    (damaged / "ville.kpack").write_bytes(whole[:len(whole) // 2])
    before = digest(device.state / "packs")
    code, said, out = device.visit(
        COME_BACK + [{"plug": str(empty)}, {"wait": 2500}, {"shot": "empty"},
                     {"expect": {"zones_exclude": ["staff:import"],
                                 "zones_include": ["staff:export"]}},
                     {"unplug": True}, {"wait": 1500}, {"plug": str(damaged)}, {"wait": 2500},
                     {"tap": "staff:import"}, {"wait": 3000}, {"shot": "damaged"},
                     {"expect": {"zones_include": ["staff:understood"],
                                 "zones_exclude": ["staff:apply"]}},
                     {"tap": "staff:understood"}, {"wait": 1000}], "bad-sticks")
    check("a stick with nothing and a damaged pack are told", code == 0, said)
    check("the packs are as before", digest(device.state / "packs") == before)
    check("nothing of them stays in staging", device.staging() == [], device.staging())


def lock_out(device):
    wrong = [line for _ in range(5) for line in typed("1111")]
    code, said, out = device.visit(
        ENTER + wrong + [{"shot": "locked"}] + typed(PIN) + [{"expect": {"screen": "staff_pin"}},
                                                             {"wait": 1000}], "locked")
    check("five wrong PINs lock even the right one out", code == 0, said)
    # A power cut wins no time; after the wait the right one is right again.
    code, said, _ = device.visit(
        ENTER + typed(PIN) + [{"expect": {"screen": "staff_pin"}}], "locked-after-a-cut")
    check("the lock survives a new start", code == 0, said)
    patience = [{"wait": 30000}, {"tap": "pin:erase"}] * 3
    code, said, _ = device.visit(
        ENTER + patience + typed(PIN) + [{"expect": {"screen": "staff_content"}}], "unlocked")
    check("and opens when its time is over", code == 0, said)


def folder_visit(device, folder):
    """Out and in again: the content on a stick, a text edited, photographs dropped in."""
    stick = folder / "office"
    stick.mkdir()
    code, said, out = device.visit(
        COME_BACK + [{"plug": str(stick)}, {"wait": 2500}, {"tap": "staff:export"}, {"wait": 4000},
                     {"shot": "exported"}, {"expect": {"zones_include": ["staff:understood"]}},
                     {"tap": "staff:understood"}, {"tap": "staff:eject"}, {"wait": 1500}], "export")
    check("the content is copied to the stick", code == 0, said)
    content = stick / "kiosk-content"
    check("with its texts and a guide in French",
          (content / "cities" / "banjul.json").exists() and (content / "LISEZ-MOI.txt").exists(),
          sorted(p.name for p in stick.rglob("*"))[:20])
    if not content.exists():
        return
    file = content / "cities" / "banjul.json"
    city = json.loads(file.read_text())
    city["story"]["fr"] += " Un texte du bureau."
    file.write_text(json.dumps(city, ensure_ascii=False))
    # Five photographs, two of them bad: one is cut off, one is too small.
    market = ROOT / "tests" / "packs" / "market.jpg"
    for city, name in (("banjul", "Marché du matin"), ("niamey", "Au bord du fleuve"),
                       ("agadez", "La mosquée")):
        photos = content / "photos" / city
        photos.mkdir(parents=True, exist_ok=True)
        shutil.copy(market, photos / (name + ".jpg"))
    banjul = content / "photos" / "banjul"
    (banjul / "cassée.jpg").write_bytes(market.read_bytes()[:300])
    shutil.copy(ROOT / "tests" / "fuzz" / "corpus" / "picture" / "baseline.jpg",
                banjul / "petite.jpg")
    code, said, out = device.visit(
        COME_BACK + [{"plug": str(stick)}, {"wait": 2500}, {"tap": "staff:import"}, {"wait": 3000},
                     {"shot": "report"}, {"expect": {"zones_include": ["staff:apply"]}},
                     {"tap": "staff:apply"}, {"wait": 3000}, {"shot": "done"}], "folder")
    check("an edited folder is taken", code == 0, said)
    check("and shown as local content", (device.shown() or ("",) * 3)[2] == "folder",
          device.shown())
    shown = device.state / "packs" / json.loads(
        (device.state / "state.json").read_text())["current"]["folder"]
    photos = {city: len(json.loads((shown / "cities" / (city + ".json")).read_text())
                        .get("photos", [])) for city in ("banjul", "niamey", "agadez")}
    before = {city: len(json.loads((ROOT / "content" / "cities" / (city + ".json")).read_text())
                        .get("photos", [])) for city in photos}
    check("three of the five photographs are in it",
          all(photos[city] == before[city] + 1 for city in photos), (before, photos))


def settings_visit(device, folder):
    """What staff save is in force at once, and after a start; signed content only is that."""
    stick = folder / "office"
    code, said, out = device.visit(
        COME_BACK + [{"tap": "staff:page:exhibition"}, {"wait": 500}, {"shot": "exhibition"},
                     {"tap": "staff:group:visit"}, {"wait": 300}, {"tap": "set:search"},
                     {"tap": "staff:group:content"}, {"wait": 300}, {"tap": "set:trust:signed"},
                     {"tap": "staff:save"}, {"wait": 1500}, {"tap": "staff:page:content"},
                     {"plug": str(stick)}, {"wait": 2500}, {"tap": "staff:import"}, {"wait": 2500},
                     {"shot": "signed"}, {"expect": {"zones_include": ["staff:understood"],
                                                     "zones_exclude": ["staff:apply"]}},
                     {"tap": "staff:understood"}, {"wait": 1000}, {"tap": "staff:page:record"},
                     {"wait": 500}, {"shot": "record"}, {"tap": "close"}, {"wait": 1000},
                     {"expect": {"screen": "map", "zones_exclude": ["open:search"]}}], "settings")
    check("settings are saved and in force", code == 0, said)
    history = (device.state / "history.jsonl").read_text()
    check("a refusal stands in the record", '"refused"' in history, history[-300:])
    code, said, _ = device.visit([{"wait": 500}, {"expect": {"zones_exclude": ["open:search"]}}],
                                 "settings-after-a-start")
    check("and after a new start", code == 0, said)
    # The twin: without its file all is as before.
    (device.state / "settings.json").unlink()
    code, said, _ = device.visit([{"wait": 500}, {"expect": {"zones_exclude": ["open:search"]}}],
                                 "settings-gone")
    check("without the file the search is back", code == 1, said)


def figures_visit(device, folder):
    """Visits are counted and taken along with a receipt and a log; a full stick gets nothing."""
    stick = folder / "figures"
    stick.mkdir()
    visit = [{"tap": [400, 250]}, {"wait": 700}, {"tap": "city:agadez"}, {"wait": 95000}]
    exports = [{"tap": "staff:page:stats"}, {"wait": 300}, {"shot": "stats"},
               {"tap": "staff:export:visitors"}, {"wait": 2500}, {"tap": "staff:understood"},
               {"wait": 2000}]
    for what in ("receipt", "support", "picture"):
        exports += [{"tap": "staff:page:system"}, {"wait": 300}, {"tap": "staff:export:" + what},
                    {"wait": 2500}, {"tap": "staff:understood"}, {"wait": 2000}]
    code, said, out = device.visit(
        [{"clock": "2026-11-28T14:30"}] + visit * 6 + [{"tap": [400, 250]}, {"wait": 700}] +
        COME_BACK + [{"plug": str(stick)}, {"wait": 2500}] + exports, "figures")
    check("figures, receipt, log and picture are taken along", code == 0, said)
    found = sorted(p.parent.name + p.suffix for p in stick.glob("kiosk-*/*"))
    # Two pictures: the staff's page, and what visitors saw before it.
    check("each in its folder", found == ["kiosk-receipts.json", "kiosk-support.png",
                                          "kiosk-support.png", "kiosk-support.txt",
                                          "kiosk-visits.csv", "kiosk-visits.html"], found)
    table = next(iter((stick / "kiosk-visits").glob("*.csv")), None)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines())) if table else []
    # Of six: what visits were like is written of five at once, and the sixth waits.
    check("five visits are in the table, all to Agadez",
          any("Agadez" in row and "5" in row for row in rows), rows[:20])
    full = folder / "full"
    full.mkdir()
    code, said, out = device.visit(
        COME_BACK + [{"plug": {"folder": str(full), "full": True}}, {"wait": 2500},
                     {"tap": "staff:page:stats"}, {"wait": 300}, {"tap": "staff:export:visitors"},
                     {"wait": 2500}, {"shot": "full"}, {"tap": "staff:understood"}], "full-stick")
    check("a full stick is told", code == 0, said)
    check("and holds nothing of ours", list(full.iterdir()) == [], list(full.iterdir()))


def main():
    kiosk, kiosk_pack = sys.argv[1], sys.argv[2]
    pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        device = Device(kiosk, folder, pictures)
        whole_visit(device, kiosk_pack, folder)
        later_visit(device, folder)
        bad_sticks(device, folder)
        folder_visit(device, folder)
        settings_visit(device, folder)
        figures_visit(device, folder)
        lock_out(device)
        # The twin: a visitor who does not know the PIN comes to none of it.
        before = digest(device.state)
        code, _, _ = device.visit(ENTER + [{"plug": str(folder / "stick")}, {"wait": 2000},
                                           {"tap": "staff:import"}], "stranger")
        check("without the PIN there is nothing to tap", code == 1, code)
        check("and nothing changes", digest(device.state) == before)
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
