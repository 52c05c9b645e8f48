#!/usr/bin/env python3
"""How long a kiosk's start waits for a panel: wait_for_panel_test.py WAIT_FOR_PANEL

Runs the script as its service does, below a made-up root, with a `sleep` that only counts and, when
told to, lets the panel come.
"""
import pathlib
import subprocess
import sys
import tempfile

from checks import check, verdict


class Machine:
    """A root with or without graphics."""

    def __init__(self, script, folder):
        self.script, self.root = script, pathlib.Path(folder)
        (self.root / "bin").mkdir()
        (self.root / "dev/dri").mkdir(parents=True)
        (self.root / "sys/class/drm").mkdir(parents=True)
        self.late = self.root / "late"
        sleep = self.root / "bin" / "sleep"
        sleep.write_text(f'#!/bin/sh\necho . >> "{self.root}/slept"\n'
                         f'if [ -e "{self.late}" ] && [ "$(wc -l < "{self.root}/slept")" -ge 3 ]; then\n'
                         f'  : > "{self.root}/dev/dri/card1"\nfi\n')
        sleep.chmod(0o755)

    def start(self):
        """How often it looked again before it let the kiosk start."""
        slept = self.root / "slept"
        slept.write_text("")
        ran = subprocess.run([self.script, str(self.root)], capture_output=True, text=True, check=False,
                             env={"PATH": f"{self.root}/bin:/usr/bin:/bin"})
        check("it never keeps a kiosk from starting", ran.returncode == 0 and not ran.stderr, ran)
        return len(slept.read_text().split())


def main():
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(sys.argv[1], folder)
        check("half a minute where no panel comes", machine.start() == 150)
        (machine.root / "sys/class/drm/card0").mkdir()
        (machine.root / "dev/dri/card0").touch()
        check("a card without a socket for a panel is none", machine.start() == 150)
        (machine.root / "sys/class/drm/card1-HDMI-A-1").mkdir()
        machine.late.touch()
        check("a panel that comes late is waited for", machine.start() == 3)
        check("one that is there is not", machine.start() == 0)
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
