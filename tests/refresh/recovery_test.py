#!/usr/bin/env python3
"""A pack with which the kiosk dies: three starts, then the one before is shown again.

Usage: recovery_test.py KIOSK_PACK KIOSK

The kiosk is the real program without a display, killed by SIGKILL before a minute of its clock is
over. Also: a minute makes a pack good, and then no start writes anything; an end in order does
not count; a state folder that cannot be written shows the pack all the same. `--self-test` runs
the same against a kiosk that forgets its starts, which has to be found out.
"""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for one step on a busy machine
FAILURES = []


def expect(what, condition, said=''):
    """Notes a failure and goes on."""
    if not condition:
        FAILURES.append(f'{what}: {said}')


class Desk:
    """A device with a good pack, number 3, and one that came after it, number 4."""

    def __init__(self, tool, kiosk, folder, forgets):
        self.tool, self.kiosk, self.folder = tool, kiosk, pathlib.Path(folder)
        self.forgets = forgets
        self.state = self.folder / 'state'
        self.environment = {key: value for key, value in os.environ.items()
                            if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
        self.environment.update(HOME=folder, XDG_CACHE_HOME=folder + '/cache')
        self.content = self.folder / 'content'
        shutil.copytree(ROOT / 'tests/packs/good', self.content)
        shutil.copy(ROOT / 'tests/packs/market.jpg', self.content / 'photos/delta/market.png')

    def tells(self, *words):
        """A command of kiosk-pack; its JSON."""
        ran = subprocess.run([self.tool, *map(str, words), '--json'], env=self.environment,
                             capture_output=True, text=True, timeout=PATIENCE, check=False)
        if ran.returncode != 0:
            raise RuntimeError(f'kiosk-pack {words}: {ran.stderr}')
        return json.loads(ran.stdout)

    def install(self, serial):
        """The content folder, under that number."""
        pack = json.loads((self.content / 'pack.json').read_text('utf-8'))
        pack['serial'] = serial
        (self.content / 'pack.json').write_text(json.dumps(pack, ensure_ascii=False), 'utf-8')
        self.tells('install', self.content, '--state', self.state)

    def command(self, lines):
        """The kiosk with a script of these lines."""
        script = self.folder / 'script.jsonl'
        script.write_text(''.join(json.dumps(line) + '\n' for line in lines), 'utf-8')
        return [self.kiosk, '--headless', '--replay', script, '--out', self.folder / 'out',
                '--size', '640x400', '--state', self.state]

    def run(self, serial, seconds=0, check=True):
        """The kiosk to its end in order; what it said. `serial`: what it must show."""
        lines = [{'expect': {'pack': {'id': 'good', 'serial': serial}}}, {'wait': seconds * 1000}]
        ran = subprocess.run(self.command(lines), env=self.environment, capture_output=True,
                             text=True, timeout=PATIENCE, check=False)
        if check:
            expect(f'the kiosk shows {serial}', ran.returncode == 0, ran.stderr)
        return ran.stderr

    def trial(self):
        """(folder, starts) of what is on trial, or None."""
        trial = json.loads((self.state / 'state.json').read_text('utf-8'))['trial']
        return (trial['folder'], trial['starts']) if trial else None

    def die(self):
        """The kiosk, killed as soon as it has shown its first picture: what that showed."""
        before = (self.state / 'state.json').read_bytes()
        shot = self.folder / 'out/first.json'
        shot.unlink(missing_ok=True)
        # 40 s of its clock, full of pictures to paint, so that it is still at work.
        lines = [{'shot': 'first'}, *[{'wait': 100}, {'shot': 'more'}] * 400]
        with subprocess.Popen(self.command(lines), env=self.environment,
                              stderr=subprocess.PIPE) as process:
            begun = time.monotonic()
            while not whole_json(shot) and process.poll() is None:
                if time.monotonic() - begun > PATIENCE:
                    break
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            _, said = process.communicate()
        expect('it was killed before its end', process.returncode == -signal.SIGKILL, said)
        if self.forgets:
            (self.state / 'state.json').write_bytes(before)
        shown = whole_json(shot)
        return shown['pack']['serial'] if shown else None


def whole_json(file):
    """What stands in it, or None while it is being written."""
    try:
        return json.loads(file.read_text('utf-8'))
    except (OSError, ValueError):
        return None


def picture_of(folder):
    """Names, bytes, times and places of all files: whatever a write would change."""
    seen = {}
    for path in sorted(folder.rglob('*')):
        facts = path.lstat()
        seen[str(path)] = (facts.st_mtime_ns, facts.st_ino, facts.st_ctime_ns,
                           hashlib.blake2b(path.read_bytes()).hexdigest() if path.is_file() else '')
    return seen


def test_good(desk):
    """A minute makes it good, and costs no write from then on."""
    desk.install(3)
    desk.run(3, 5)
    trial = desk.trial()
    expect('an end in order is no failed start', trial is not None and trial[1] == 0, str(trial))
    desk.run(3, 62)
    expect('a minute makes it good', desk.trial() is None, str(desk.trial()))
    before = picture_of(desk.state)
    for seconds in (1, 62):
        desk.run(3, seconds)
    expect('a good pack costs no write', picture_of(desk.state) == before)


def test_dies(desk):
    """Three deaths, and the pack before is shown; three more, and it is not."""
    desk.install(4)
    shown = [desk.die() for _ in range(3)]
    expect('three starts are tried', shown == [4, 4, 4], str(shown))
    desk.run(3, 62)
    listed = desk.tells('list', '--state', desk.state)
    expect('the pack before is shown', listed['current']['serial'] == 3, str(listed))
    expect('it is told why', len(listed['given_up']) == 1 and
           'started 3 times' in listed['given_up'][0]['why'], str(listed))
    told = desk.tells('history', '--state', desk.state)['history']
    kinds = [entry['what'] for entry in told]
    expect('the history', kinds == ['installed', 'installed', 'given_up'], str(told))
    expect('when', all(entry['since_boot_s'] > 0 and len(entry['boot']) == 36 for entry in told))
    desk.run(3)
    desk.install(4)
    desk.run(4)
    expect('installed anew it is tried anew', desk.tells('list', '--state', desk.state)['given_up'] == [])


def test_no_writing(desk):
    """Where nothing can be written, the pack is shown, and that is said once."""
    (desk.state / 'state.json.part').mkdir()
    said = desk.run(4, 62)
    told = [line for line in said.splitlines() if 'state.json' in line]
    expect('said once', len(told) == 1 and told[0].startswith('kiosk: '), said)
    (desk.state / 'state.json.part').rmdir()


def main():
    """Each test in turn, on one desk."""
    twin = '--self-test' in sys.argv
    tool, kiosk = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(tool, kiosk, folder, twin)
        test_good(desk)
        test_dies(desk)
        if not twin:
            test_no_writing(desk)
    if twin:
        found = any('the pack before is shown' in failure for failure in FAILURES)
        print('a kiosk that forgets its starts ' + ('was found out' if found else 'was NOT FOUND OUT'))
        return 0 if found else 1
    for failure in FAILURES:
        print(failure)
    return 1 if FAILURES else 0


if __name__ == '__main__':
    sys.exit(main())
