#!/usr/bin/env python3
"""How soon a kiosk that fails is started again: back_off_test.py BACK_OFF

Runs the script as its service does, with a `sleep` that only notes how long it should be.
"""
import pathlib
import subprocess
import sys
import tempfile

from checks import check, verdict

class Service:
    """A service whose starts fail."""

    def __init__(self, script, folder):
        self.script, self.folder = script, pathlib.Path(folder)
        (self.folder / "bin").mkdir()
        sleep = self.folder / "bin" / "sleep"
        sleep.write_text(f'#!/bin/sh\necho "$1" >> "{self.folder}/slept"\n')
        sleep.chmod(0o755)
        self.file = self.folder / "starts"

    def start(self):
        """How long it waited before it went on."""
        (self.folder / "slept").unlink(missing_ok=True)
        ran = subprocess.run([self.script], capture_output=True, text=True, check=False,
                             env={"PATH": f"{self.folder}/bin:/usr/bin:/bin",
                                  "RUNTIME_DIRECTORY": str(self.folder)})
        check("it never keeps a kiosk from starting", ran.returncode == 0 and not ran.stderr, ran)
        slept = self.folder / "slept"
        return int(slept.read_text()) if slept.exists() else 0


def main():
    with tempfile.TemporaryDirectory() as folder:
        service = Service(sys.argv[1], folder)
        waits = [service.start() for _ in range(12)]
        check("three at once, then ever slower, never more than a minute",
              waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60], waits)
        failed, last = service.file.read_text().split()
        service.file.write_text(f"{failed} {int(last) - 200}\n")
        check("a run of more than a minute was no failure", service.start() == 0)
        check("and counting begins anew", service.file.read_text().split()[0] == "1")
        for broken in ("", "many soon\n", "7\n", "-3 -5 9\n", "\0\0\0"):
            service.file.write_text(broken)
            check(f"a broken note ({broken!r}) is no reason to wait", service.start() == 0)
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
