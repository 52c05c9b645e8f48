#!/usr/bin/env python3
"""Figures and receipts on sticks that are full, write-protected or taken out: one sentence, and
nothing half-written.

Usage: sticks_test.py STATS_WRITER
Exit code 77: file systems cannot be mounted here, so this was not tested.
"""
import pathlib
import subprocess
import sys
import tempfile

FAILURES = []
CHUNK = 4096


def expect(what, condition, said=''):
    """Notes a failure and goes on."""
    if not condition:
        FAILURES.append(f'{what}: {said}')


def mounted(*arguments):
    """Can that be mounted?"""
    return subprocess.run(['mount', *arguments], capture_output=True, check=False).returncode == 0


class Stick:
    """A file system of so many KiB that goes away with its block."""

    def __init__(self, folder, kib):
        self.folder = folder
        folder.mkdir()
        self.usable = mounted('-t', 'tmpfs', '-o', f'size={kib}k', 'stick', str(folder))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.usable:
            subprocess.run(['umount', '-l', self.folder], check=False)

    def names(self):
        """All that is on it."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob('*'))

    def fill(self):
        """Until nothing more goes onto it."""
        with open(self.folder / 'holiday.avi', 'wb', buffering=0) as file:
            try:
                while True:
                    file.write(b'x' * CHUNK)
            except OSError:
                pass


def attempts(writer, folder, stick, wanted=''):
    """Both ways of writing to a stick, or the one that is wanted; what they said."""
    for arguments in (['export', stick], ['receipt', stick, folder / 'state']):
        if wanted not in arguments[0]:
            continue
        ran = subprocess.run([writer, *map(str, arguments)], capture_output=True, text=True,
                             timeout=60, check=False)
        yield arguments[0], ran


def refused(what, ran, part, stick):
    """One sentence that names the stick and what to do."""
    said = ran.stderr.strip()
    expect(what, ran.returncode == 1 and part in said and said.startswith(str(stick))
           and '\n' not in said, f'exit {ran.returncode}: {said}')


def test_full(writer, folder):
    """Full before, and full in the middle."""
    for kib, wanted in ((4, 'export'), (8, 'export'), (20, 'export')):
        with Stick(folder / f'full{kib}{wanted}', kib) as stick:
            for what, ran in attempts(writer, folder, stick.folder, wanted):
                refused(f'{what} onto {kib} KiB', ran, 'no room left', stick.folder)
                expect(f'{what} onto {kib} KiB leaves nothing', not stick.names(), stick.names())
    with Stick(folder / 'full', 4096) as stick:
        stick.fill()
        before = stick.names()
        for what, ran in attempts(writer, folder, stick.folder):
            refused(f'{what} onto a full stick', ran, 'no room left', stick.folder)
            expect(f'{what} onto a full stick leaves nothing', stick.names() == before,
                   stick.names())


def test_full_over_older(writer, folder):
    """What lay there from the last time stays whole."""
    with Stick(folder / 'older', 512) as stick:
        for what, ran in attempts(writer, folder, stick.folder):
            expect(f'{what} onto a good stick', ran.returncode == 0, ran.stderr)
        files = {path: path.read_bytes() for path in stick.folder.rglob('*') if path.is_file()}
        expect('three files on a good stick', len(files) == 3, files.keys())
        stick.fill()
        for what, ran in attempts(writer, folder, stick.folder):
            refused(f'{what} again onto a full stick', ran, 'no room left', stick.folder)
        for path, before in files.items():
            expect(f'{path.name} is as it was', path.read_bytes() == before)
        expect('no part stays', not [name for name in stick.names() if 'part' in name],
               stick.names())


def test_protected(writer, folder):
    """The switch at its side."""
    with Stick(folder / 'protected', 512) as stick:
        mounted('-o', 'remount,ro', str(stick.folder))
        for what, ran in attempts(writer, folder, stick.folder):
            refused(f'{what} onto a protected stick', ran, 'write-protected', stick.folder)


def test_taken_out(writer, folder):
    """Gone before, and gone in the middle: the disk under the file system ends."""
    for what, ran in attempts(writer, folder, folder / 'gone'):
        refused(f'{what} onto no stick', ran, 'was taken out', folder / 'gone')
    image, place = folder / 'image', folder / 'pulled'
    place.mkdir()
    with open(image, 'wb') as file:
        file.truncate(4 << 20)
    made = subprocess.run(['mke2fs', '-q', '-t', 'ext4', image], capture_output=True, check=False)
    if made.returncode != 0 or not mounted('-o', 'loop', str(image), str(place)):
        return False
    try:
        with open(image, 'r+b') as file:
            file.truncate(16384)
        subprocess.run(['sync'], timeout=60, check=False)
        for what, ran in attempts(writer, folder, place):
            expect(f'{what} onto a stick that is pulled', ran.returncode == 1
                   and '\n' not in ran.stderr.strip() and ran.stderr.startswith(str(place)),
                   f'exit {ran.returncode}: {ran.stderr}')
    finally:
        subprocess.run(['umount', '-l', place], check=False)
    return True


def main():
    writer = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix='kiosk_sticks_') as name:
        folder = pathlib.Path(name)
        with Stick(folder / 'trial', 64) as trial:
            if not trial.usable:
                print('sticks: nothing can be mounted here, so this was not tested')
                return 77
        test_full(writer, folder)
        test_full_over_older(writer, folder)
        test_protected(writer, folder)
        pulled = test_taken_out(writer, folder)
    for failure in FAILURES:
        print(failure)
    if not pulled and not FAILURES:
        print('sticks: no loop device here, so a stick that is pulled was not tested')
        return 77
    return 1 if FAILURES else 0


if __name__ == '__main__':
    sys.exit(main())
