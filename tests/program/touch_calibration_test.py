#!/usr/bin/env python3
"""Staff calibrate a panel whose touch controller reports wrongly, through the program itself: in
each of the four rotations, with the axes mixed up, mirrored, squeezed or askew. From then on a
finger is met where it lies, and settings.json keeps what it had besides.

Twins: a panel that is not calibrated is not met, and a check that is missed changes nothing.

Use: touch_calibration_test.py KIOSK
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

from checks import check, verdict
from staff_steps import CHOOSE

WIDTH, HEIGHT = 960, 540
MOST_MISSED = 0.03  # kMostMissed of kiosk/settings/touch_calibration.h
MARKS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
CHECK = (0.3, 0.14)
PLAIN = (1, 0, 0, 0, 1, 0)
PANELS = {"mixed up": (0, 1, 0, 1, 0, 0), "mirrored": (-1, 0, 1, 0, 1, 0),
          "squeezed": (0.8, 0, 0.1, 0, 1.15, -0.05), "askew": (0.95, 0.06, 0, -0.05, 1.02, 0.04)}

def apply(m, x, y):
    return m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]


def residual(calibration, bent):
    """How far beside its place a finger is met, at most, in shares."""
    worst = 0
    for x in (0, 0.3, 0.5, 1):
        for y in (0, 0.4, 0.7, 1):
            u, v = apply(calibration, *apply(bent, x, y))
            worst = max(worst, math.hypot(u - x, v - y))
    return worst


class Site:
    def __init__(self, kiosk, rotation, folder):
        self.kiosk, self.folder = kiosk, pathlib.Path(folder)
        self.state = self.folder / "state"
        self.state.mkdir()
        self.file = self.state / "settings.json"
        self.file.write_text(json.dumps({"screen": {"rotation_degrees": rotation},
                                         "kept": {"by": "another release"}}))
        turned = rotation in (90, 270)
        self.size = (HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT)

    def at(self, share):
        return [round(share[0] * self.size[0]), round(share[1] * self.size[1])]

    def enter(self):
        return CHOOSE + [{"tap": "staff:page:exhibition"}, {"wait": 200},
                         {"tap": "staff:group:panel"}, {"wait": 200}, {"tap": "staff:touch"},
                         {"wait": 200}, {"expect": {"screen": "staff_touch"}}]

    def marks(self, bent):
        """The page is reached before the panel goes wrong: its buttons would be missed."""
        lines = [{"tap": "touch:calibrate"}, {"wait": 100}, {"bent": list(bent)}]
        for mark in MARKS:
            lines += [{"tap": self.at(mark)}, {"wait": 100}]
        return lines

    def play(self, lines):
        script = self.folder / "script.jsonl"
        script.write_text("\n".join(json.dumps(line) for line in lines))
        done = subprocess.run(
            [self.kiosk, "--headless", "--replay", str(script), "--out", str(self.folder / "out"),
             "--size", f"{WIDTH}x{HEIGHT}", "--lang", "fr", "--state", str(self.state)],
            capture_output=True, text=True, timeout=300)
        return done.returncode, done.stderr

    def calibration(self):
        return json.loads(self.file.read_text()).get("touch", {}).get("calibration", PLAIN)


def with_site(kiosk, rotation, visit):
    with tempfile.TemporaryDirectory() as folder:
        visit(Site(kiosk, rotation, folder))


def calibrated(name, bent):
    def visit(site):
        code, says = site.play(site.enter() + site.marks(bent) + [
            {"tap": site.at(CHECK)}, {"wait": 600},
            {"expect": {"screen": "staff_touch", "zones_include": ["touch:back"]}},
            # From here on the wrong panel is met.
            {"tap": "touch:back"}, {"wait": 300}, {"expect": {"screen": "staff_exhibition"}},
            {"tap": "staff:page:system"}, {"wait": 300}, {"expect": {"screen": "staff_system"}},
            {"tap": "close"}, {"wait": 600}, {"expect": {"screen": "map"}}])
        check(f"{name}: the visit goes as it must", code == 0, says)
        missed = residual(site.calibration(), bent)
        check(f"{name}: what is left is small", missed < MOST_MISSED, missed)
        check(f"{name}: before, it was not", residual(PLAIN, bent) > MOST_MISSED)
        kept = json.loads(site.file.read_text())
        check(f"{name}: unknown keys stay", kept.get("kept") == {"by": "another release"}, kept)
    return visit


def missed(name, bent):
    """The check is touched beside: what was saved stays, and answers."""
    def visit(site):
        before = site.file.read_text()
        code, says = site.play(site.enter() + site.marks(bent) + [
            {"tap": site.at((CHECK[0], CHECK[1] + 0.1))}, {"wait": 300}, {"bent": list(PLAIN)},
            {"tap": "touch:back"}, {"wait": 300}, {"expect": {"screen": "staff_exhibition"}}])
        check(f"{name}: a missed check brings the old calibration back", code == 0, says)
        check(f"{name}: and writes nothing", site.file.read_text() == before)
    return visit


def left_alone(name, bent):
    def visit(site):
        before = site.file.read_text()
        code, says = site.play(site.enter() + site.marks(bent) + [
            {"wait": 15500}, {"bent": list(PLAIN)}, {"tap": "touch:back"}, {"wait": 300},
            {"expect": {"screen": "staff_exhibition"}}])
        check(f"{name}: left alone, the old calibration is back", code == 0, says)
        check(f"{name}: and nothing is written", site.file.read_text() == before)
    return visit


def never_mended(name, bent):
    """The twin: without a calibration the same touches miss."""
    def visit(site):
        code, _ = site.play(site.enter() + [
            {"bent": list(bent)}, {"tap": "touch:back"}, {"wait": 300},
            {"expect": {"screen": "staff_exhibition"}}, {"tap": "staff:page:system"},
            {"wait": 300}, {"expect": {"screen": "staff_system"}}])
        check(f"{name}: without a calibration it is missed", code == 1, code)
    return visit


def main():
    kiosk = sys.argv[1]
    for rotation in (0, 90, 180, 270):
        for name, bent in PANELS.items():
            with_site(kiosk, rotation, calibrated(f"{rotation}°, {name}", bent))
        with_site(kiosk, rotation, missed(f"{rotation}°", PANELS["mixed up"]))
    with_site(kiosk, 90, left_alone("90°", PANELS["mirrored"]))
    with_site(kiosk, 0, never_mended("mixed up", PANELS["mixed up"]))
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
