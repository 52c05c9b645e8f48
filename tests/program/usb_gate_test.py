#!/usr/bin/env python3
"""When sticks are let in: while staff are in their room after a right PIN, and at no other time.

Usage: usb_gate_test.py KIOSK
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from staff_steps import ENTER, PIN, typed

OPEN, SHUT = {"expect": {"usb_open": True}}, {"expect": {"usb_open": False}}
LEAVE = [{"tap": "close"}, {"wait": 500}]
VISIT = ([{"wait": 500}, SHUT] + ENTER + [SHUT] + typed(PIN) + [SHUT] + typed(PIN)
         + [{"expect": {"screen": "staff_content"}}, OPEN] + LEAVE + [SHUT]
         # A wrong PIN, then a right one; then they go away and forget to leave.
         + ENTER + typed(PIN[::-1]) + [{"expect": {"screen": "staff_pin"}}, SHUT]
         + typed(PIN) + [{"expect": {"screen": "staff_content"}}, OPEN]
         + [{"wait": 3_600_000}, SHUT])


def passes(kiosk, folder, lines):
    """Whether all expectations hold."""
    folder.mkdir()
    script = folder / 'script.jsonl'
    script.write_text('\n'.join(json.dumps(line) for line in lines), encoding='utf-8')
    done = subprocess.run([kiosk, '--headless', '--replay', script, '--out', folder, '--size',
                           '960x540', '--lang', 'fr', '--state', folder / 'state'],
                          capture_output=True, text=True, timeout=300, check=False)
    print(done.stderr, end='')
    return done.returncode == 0


def main():
    kiosk = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix='kiosk_gate_') as name:
        folder = pathlib.Path(name)
        if not passes(kiosk, folder / 'sound', VISIT):
            return 1
        # The twin: a visit that expects an open gate before the pad must fail.
        print('the next is wanted:')
        if passes(kiosk, folder / 'twin', ENTER + [OPEN]):
            print('an open gate before the pad was not noticed to be missing')
            return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
