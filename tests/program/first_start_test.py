#!/usr/bin/env python3
"""A device that nobody has set up, through the program itself and by touches alone: all skipped but
the PIN, all chosen, a second PIN that differs, a rotation that nobody confirms, a clock that needs
nobody, and the power cut at every step.

Twins: without --first-start, and on a device that is set up, the exhibition opens as it always did.

Use: first_start_test.py KIOSK
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from checks import check, verdict
from staff_steps import CHOOSE, COME_BACK, PIN, typed

WIDTH, HEIGHT = 960, 540
LONGEST_WAIT = 60  # s, for a file that must come

def first(name):
    return [{"expect": {"screen": "first_" + name}}]


def touch(zone, wait=300):
    return [{"tap": zone}, {"wait": wait}]


BEGIN = [{"wait": 500}] + first("language")
CHOSEN = typed(PIN) + typed(PIN)
PAST_PIN = BEGIN + touch("first:next") + CHOSEN + first("panel")
# What shows the step after each one that was taken, and how it is taken.
STEPS = [("language", []), ("pin", touch("first:next")), ("panel", CHOSEN),
         ("rotation", touch("set:diagonal:32") + touch("first:next")),
         ("touch", touch("set:rotation:180") + touch("first:keep") + touch("first:next")),
         ("time", touch("first:next")), ("done", touch("first:skip"))]


class Device:
    def __init__(self, kiosk, folder):
        self.kiosk, self.folder = kiosk, pathlib.Path(folder)
        self.state = self.folder / "state"
        self.state.mkdir()

    def command(self, lines, options):
        script = self.folder / "script.jsonl"
        script.write_text("\n".join(json.dumps(line) for line in lines))
        return [self.kiosk, "--headless", "--replay", str(script), "--out",
                str(self.folder / "out"), "--size", f"{WIDTH}x{HEIGHT}", "--lang", "fr", "--state",
                str(self.state)] + options

    def play(self, lines, options=("--first-start",)):
        done = subprocess.run(self.command(lines, list(options)), capture_output=True, text=True,
                              timeout=300)
        return done.returncode, done.stderr

    def killed_after(self, lines, reached):
        """The power goes once the note says so, in the middle of what the program does."""
        shots = [{"wait": 1000}, {"shot": "on"}] * 3000
        with subprocess.Popen(self.command(lines + shots, ["--first-start"]),
                              stderr=subprocess.DEVNULL) as kiosk:
            until = time.monotonic() + LONGEST_WAIT
            while self.note().get("reached") != reached and time.monotonic() < until:
                if kiosk.poll() is not None:
                    return False
                time.sleep(0.02)
            kiosk.kill()
        return self.note().get("reached") == reached

    def read(self, name):
        file = self.state / name
        return json.loads(file.read_text()) if file.exists() else {}

    def note(self):
        return self.read("first_start.json")

    def settings(self):
        return self.read("settings.json")


def with_device(kiosk, visit):
    with tempfile.TemporaryDirectory() as folder:
        visit(Device(kiosk, folder))


def all_skipped(device):
    code, says = device.play(
        BEGIN + [{"expect": {"zones_include": [
            "first:lang:fr", "first:lang:ar", "first:lang:en", "first:lang:es", "first:skip",
            "first:next"], "zones_exclude": ["first:back", "staff:door", "close"]}}]
        + touch("first:skip") + first("pin")
        + [{"expect": {"zones_exclude": ["first:skip", "first:next", "close"],
                       "zones_include": ["first:back", "pin:ok"]}}]
        # Nobody comes past it, nor does it go away.
        + [{"key": "Escape"}, {"wait": 600_000}] + first("pin") + CHOSEN + first("panel")
        + touch("first:skip") + first("rotation") + touch("first:skip") + first("touch")
        + touch("first:skip") + first("time") + touch("first:skip") + first("done")
        + [{"expect": {"zones_exclude": ["first:skip"]}}] + touch("first:next", 800)
        + [{"expect": {"screen": "map", "zones_include": ["city:banjul", "staff:door"]}}]
        + COME_BACK)
    check("all but the PIN can be skipped, and the PIN is that of the room", code == 0, says)
    check("nothing was decided", device.settings().get("screen") is None, device.settings())
    check("it is noted as done", device.note().get("reached") == "done", device.note())
    code, says = device.play([{"wait": 500}, {"expect": {"screen": "map"}}])
    check("a device that is set up is not asked again", code == 0, says)


def all_chosen(device):
    code, says = device.play(
        BEGIN + touch("first:lang:ar") + [{"expect": {"lang": "ar", "direction": "rtl"}}]
        + touch("first:next") + CHOSEN + touch("set:diagonal:32") + touch("set:inches:+0.5")
        + touch("first:next") + first("rotation") + touch("set:rotation:180", 1000)
        + [{"expect": {"zones_include": ["first:keep", "first:undo"],
                       "zones_exclude": ["first:next", "first:skip", "first:back"]}}]
        + touch("first:keep", 800) + first("rotation")
        + [{"expect": {"lang": "ar", "zones_include": ["first:next"]}}] + touch("first:next")
        + first("touch") + touch("touch:calibrate") + touch("touch:cancel")
        + touch("first:next") + first("time") + touch("set:clock:month:+12")
        + touch("first:next", 800) + first("done") + [{"expect": {"lang": "ar"}}]
        # The clock is vouched for now: going back passes it over.
        + touch("first:back") + first("touch") + touch("first:next") + first("done")
        + touch("first:next", 800) + [{"expect": {"screen": "map", "lang": "fr"}}])
    check("all is chosen", code == 0, says)
    screen = device.settings().get("screen", {})
    check("what was chosen is kept",
          screen.get("panel_inches") == 32.5 and screen.get("rotation_degrees") == 180, screen)


def second_pin_differs(device):
    wrong = touch("first:next") + typed(PIN) + typed("2581") + first("pin")
    code, says = device.play(BEGIN + wrong)
    check("a second PIN that differs leads nowhere", code == 0, says)
    check("and is not kept", not (device.state / "pin.json").exists())
    code, says = device.play([{"wait": 500}] + first("pin") + typed(PIN) + typed("2581")
                             + first("pin") + CHOSEN + first("panel"))
    check("nor is it held against who comes again", code == 0, says)
    check("then it is kept", (device.state / "pin.json").exists())


def rotation_not_confirmed(device):
    turned = touch("first:skip") + touch("set:rotation:90", 1000)
    code, says = device.play(
        PAST_PIN + turned + [{"expect": {"zones_include": ["first:keep"]}}, {"wait": 13_000},
                             {"expect": {"zones_include": ["first:keep"]}}, {"wait": 1500},
                             {"expect": {"zones_exclude": ["first:keep"]}}, {"shot": "back"}]
        + first("rotation") + touch("first:next") + first("touch"))
    check("a rotation that nobody confirms goes back by itself", code == 0, says)
    check("and is not kept", device.settings().get("screen") is None, device.settings())
    # Where the picture lies is where it answers: a row of buttons as wide as a lying panel.
    report = json.loads((device.folder / "out" / "back.json").read_text())
    widest = max(zone["rect"][0] + zone["rect"][2] for zone in report["zones"])
    check("the picture lies as it did", widest > HEIGHT, widest)


def rotation_confirmed(device):
    code, says = device.play(
        PAST_PIN + touch("first:skip") + touch("set:rotation:90", 1000) + touch("first:keep", 800)
        + [{"wait": 20_000}, {"expect": {"zones_exclude": ["first:keep"]}}]
        + touch("first:next") + first("touch"))
    check("a rotation is confirmed by a touch on the turned picture", code == 0, says)
    kept = device.settings().get("screen", {}).get("rotation_degrees")
    check("and kept", kept == 90, kept)


def clock_is_known(device):
    code, says = device.play([{"clock": "2026-11-28T10:00"}] + PAST_PIN + touch("first:skip")
                             + touch("first:skip") + touch("first:skip") + first("done"))
    check("a clock that somebody vouches for is not asked for", code == 0, says)


def power_cuts(kiosk):
    """At each step: what was chosen stays, and it goes on with the first step not done."""
    for count in range(2, len(STEPS)):
        reached = STEPS[count - 1][0]

        def visit(device, count=count, reached=reached):
            lines = BEGIN + touch("first:lang:es")
            for _, taken in STEPS[1:count]:
                lines = lines + taken
            check(f"the power goes at {reached}", device.killed_after(lines, reached),
                  device.note())
            rest = [line for _, taken in STEPS[count:] for line in taken]
            code, says = device.play([{"wait": 500}] + first(reached)
                                     + [{"expect": {"lang": "es"}}] + rest + first("done")
                                     + touch("first:next", 800) + [{"expect": {"screen": "map"}}]
                                     + COME_BACK)
            check(f"it goes on with {reached}", code == 0, says)
            screen = device.settings().get("screen", {})
            check(f"all is kept that was chosen before {reached} and after",
                  screen.get("panel_inches") == 32 and screen.get("rotation_degrees") == 180,
                  screen)
        with_device(kiosk, visit)


def twins(kiosk):
    def plain(device):
        code, says = device.play([{"wait": 500}, {"expect": {"screen": "map"}}] + CHOOSE, ())
        check("without the option the exhibition opens, and the first who comes chooses the PIN",
              code == 0, says)
        code, says = device.play([{"wait": 500}, {"expect": {"screen": "map"}}] + COME_BACK)
        check("a device whose PIN was chosen so is set up", code == 0, says)
        (device.state / "first_start.json").write_text('{"reached": "')
        code, says = device.play([{"wait": 500}, {"expect": {"screen": "map"}}])
        check("a spoilt note asks nobody", code == 0, says)

    def expects_the_map(device):
        code, _ = device.play([{"wait": 500}, {"expect": {"screen": "map"}}])
        check("the test would see a first start that does not come", code == 1, code)
    with_device(kiosk, plain)
    with_device(kiosk, expects_the_map)


def main():
    kiosk = sys.argv[1]
    for visit in (all_skipped, all_chosen, second_pin_differs, rotation_not_confirmed,
                  rotation_confirmed, clock_is_known):
        with_device(kiosk, visit)
    power_cuts(kiosk)
    twins(kiosk)
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
