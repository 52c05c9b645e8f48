"""Full and read-only disks for bad_packs_test.py --disks: small tmpfs mounts that hold the state
folder. Where this user may not mount, it is tried in a user namespace of its own; where that is
not allowed either, the answer is 77, which ctest tells as skipped and not as passed."""
import os
import shutil
import subprocess
import sys

from bad_packs_test import SKIPPED, all_cases, findings
from bad_packs_twins import can_mount

INSIDE = 'KIOSK_TEST_IN_NAMESPACE'


class Disk:
    """A state folder on a disk of its own, with so much room left."""

    def __init__(self, desk, how):
        self.desk, self.how, self.own = desk, how, desk.state
        self.place = desk.folder / 'disk'

    def _mount(self, options):
        subprocess.run(['mount', '-t', 'tmpfs', '-o', options, 'kiosk-test', self.place], check=True)

    def __enter__(self):
        self.place.mkdir(exist_ok=True)
        self._mount('size=64m')
        shutil.copytree(self.own, self.place / 'state')
        self.desk.state = self.place / 'state'
        room = os.statvfs(self.place)
        used = (room.f_blocks - room.f_bfree) * room.f_frsize
        inodes = room.f_files - room.f_ffree
        options = ['remount']
        if 'free_bytes' in self.how:
            options.append(f'size={used + self.how["free_bytes"]}')
        if 'free_names' in self.how:
            options.append(f'nr_inodes={inodes + self.how["free_names"]}')
        if self.how.get('read_only'):
            options.append('ro')
        self._mount(','.join(options))

    def __exit__(self, *_):
        subprocess.run(['umount', self.place], check=True)
        self.desk.state = self.own


def disks(desk):
    """All cases that want a disk."""
    if not can_mount(desk.folder):
        if INSIDE not in os.environ:
            again = ['unshare', '-rm', sys.executable, *sys.argv]
            if subprocess.run(['unshare', '-rm', 'true'], capture_output=True, check=False).returncode == 0:
                return subprocess.run(again, env=os.environ | {INSIDE: '1'}, check=False).returncode
        print('NOT RUN: full and read-only disks: nothing can be mounted here')
        return SKIPPED
    cases = all_cases()
    bad = ran = 0
    for case in cases:
        if 'disk' not in case:
            continue
        with Disk(desk, case['disk']):
            wrong, said = findings(case, desk)
        ran += 1
        if '--say' in sys.argv:
            print(f'{case["name"]}: {said.strip()}')
        for what in wrong:
            print(f'FAILED: {case["name"]}: {what}')
        bad += bool(wrong)
    print(f'{ran} runs on full and read-only disks, {bad} went wrong')
    return 1 if bad or not ran else 0
