#!/usr/bin/env python3
"""Bad packs: each is refused with its one sentence and exit code, and nothing else happens.

Usage: bad_packs_test.py KIOSK_PACK [--only PART] [--say]       all cases but those on full disks
       bad_packs_test.py KIOSK_PACK --disks                     those; 77 where nothing can be mounted
       bad_packs_test.py KIOSK_PACK --self-test                 broken twins, which must be caught

The cases are tests/packs/hostile/cases.json: what each does to a good pack (steps of
pack_forge.py and spoilt_folder.py), the exit code, and the sentence, in which {file} stands for
the pack, {state} for the state folder, {staged} for what is being installed there, {stranger}
for the fingerprint of a key that is not trusted, {size} for the length of the pack, {picture}
and {thumbnail} for those names in it, {either} for one of the two, {name} for any name, {tool}
for the tool's folder.
`told` is what standard output says, line by line.
After each run: one line on standard error; the state folder the same to the byte, in names,
modes and times of its files; staging empty; no file elsewhere, no process, no mount.
--say prints what was said, too.
"""
import ctypes
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from pack_forge import BLOCK, Forge, Keys  # noqa: E402
from spoilt_folder import SpoiltFolder  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / 'tests/packs/hostile/cases.json'
LEAST_CASES = 120
PATIENCE = 60  # seconds for one run
SKIPPED = 77   # what ctest is told where disks cannot be mounted
LIBC = ctypes.CDLL(None, use_errno=True)
PROGRESS = re.compile(r'^pictures \d+ of \d+.*\n', re.MULTILINE)  # after 5 s, which is no message
SET_CHILD_SUBREAPER, DROP_FROM_BOUNDING_SET = 36, 24
NEW_MOUNT_NAMESPACE, PRIVATE_ALL_THE_WAY = 0x20000, (1 << 18) | (1 << 14)
OVERRIDES_OF_PERMISSIONS = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def alone_with_its_mounts():
    """A mount namespace of its own where this user may have one: what others mount meanwhile is
    not to be taken for the program's. Who may not, whose program cannot mount anything either."""
    if LIBC.unshare(NEW_MOUNT_NAMESPACE) == 0:
        LIBC.mount(b'none', b'/', None, PRIVATE_ALL_THE_WAY, None)


def as_a_plain_user():
    """In the child: permissions count for root too."""
    for capability in OVERRIDES_OF_PERMISSIONS:
        LIBC.prctl(DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def picture_of(folder):
    """Everything in a folder that an update must not touch, by name."""
    seen = {}
    for path in sorted(pathlib.Path(folder).rglob('*')):
        facts = path.lstat()
        entry = [stat.filemode(facts.st_mode)]
        if stat.S_ISREG(facts.st_mode):
            entry += [facts.st_mtime_ns, facts.st_ino, hashlib.blake2b(path.read_bytes()).hexdigest()]
        seen[str(path.relative_to(folder))] = entry
    return seen


def mounts():
    """What is mounted, as this process sees it."""
    return sorted(line.split()[4] for line in pathlib.Path('/proc/self/mountinfo').read_text().splitlines())


def processes_of(session):
    """Processes of that session, and orphans that were handed to this one: {pid: name}."""
    found = {}
    for entry in os.listdir('/proc'):
        if not entry.isdigit():
            continue
        try:
            text = pathlib.Path(f'/proc/{entry}/stat').read_text()
        except OSError:
            continue
        name, rest = text[text.index('(') + 1:text.rindex(')')], text[text.rindex(')') + 2:].split()
        if int(rest[3]) == session or (int(rest[1]) == os.getpid() and rest[0] != 'Z'):
            found[int(entry)] = name
    return found


class Desk:
    """A good pack, its keys, a device that shows it, and room to make bad ones."""

    def __init__(self, tool, folder):
        self.folder = pathlib.Path(folder)
        self.tool = self.program = pathlib.Path(tool).resolve()
        self.worker = self.tool.parent / 'kiosk-import'
        self.content, self.state, self.work = (self.folder / name for name in ('good', 'state', 'work'))
        shutil.copytree(ROOT / 'tests/packs/good', self.content)
        shutil.copy(ROOT / 'tests/packs/market.jpg', self.content / 'photos/delta/market.png')
        (self.folder / 'keys').mkdir()
        self.keys = Keys(self.tool, self.folder / 'keys')
        self._plainly('build', self.content, '-o', self.folder / 'good.kpack', '--no-cache',
                      '--key', self.folder / 'keys/trusted')
        self.good = (self.folder / 'good.kpack').read_bytes()
        self.names = Forge(self.good, self.keys).names
        (self.state / 'trusted_keys').mkdir(parents=True)
        shutil.copy(self.folder / 'keys/trusted.pub', self.state / 'trusted_keys')
        self._plainly('install', self.folder / 'good.kpack', '--state', self.state)
        self.environment = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8'}
        self.environment |= {name: str(self.work) for name in ('HOME', 'TMPDIR', 'XDG_CACHE_HOME')}

    def _plainly(self, *arguments):
        subprocess.run([self.tool, *map(str, arguments)], check=True, capture_output=True)

    def make(self, case):
        """The bad pack of that case, in an empty work folder."""
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        source = self.work / ('content' if case['of'] == 'folder' else 'bad.kpack')
        maker = SpoiltFolder(self.content) if case['of'] == 'folder' else Forge(self.good, self.keys)
        maker.make(case['steps'], source)
        return source

    def with_worker(self, kind):
        """The tool beside another worker: it looks for one where it stands itself."""
        place = self.folder / 'beside'
        if not place.exists():
            place.mkdir()
            shutil.copy(self.tool, place)
        (place / 'kiosk-import').unlink(missing_ok=True)
        # One dies of the pack's pictures alone: the tool asks it afterwards whether it can read at all.
        large = '[ "$(stat -Lc %s /proc/self/fd/0)" -gt 4000 ]'
        scripts = {'dies': f'{large} && exec "{self.worker}" --attempt socket; exec "{self.worker}" "$@"',
                   'fails': 'exit 1',
                   'lies': 'exec printf "KPX1\\0\\0\\0\\0\\377\\377\\377\\377\\377\\377\\377\\377\\1\\0\\0\\0\\0\\0\\0\\0"',
                   'babbles': f'"{self.worker}" "$@"; exec head -c 100000 /dev/zero'}
        if kind != 'missing':
            (place / 'kiosk-import').write_text(f'#!/bin/sh\n{scripts[kind]}\n')
            (place / 'kiosk-import').chmod(0o755)
        return place / self.tool.name

    def run(self, case, source, program):
        """Runs the command: exit code, standard output and error, what is left of processes."""
        command = [program, case.get('command', 'install'), source]
        if command[1] == 'verify':
            command += ['--key', self.keys.public['trusted']]
        elif command[1] == 'install':
            # Without a cache of pictures, which would be a file elsewhere.
            command += ['--state', self.state, '--no-cache']
        with subprocess.Popen([*map(str, command), *case.get('arguments', [])], cwd=self.work,
                              env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, start_new_session=True,
                              preexec_fn=as_a_plain_user) as process:
            try:
                out, err = process.communicate(timeout=case.get('patience', PATIENCE))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                out, err = process.communicate()
                err += f'(still running after {case.get("patience", PATIENCE)} s)\n'.encode()
        left = processes_of(process.pid)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        while left:
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                break
        return process.returncode, out.decode(errors='replace'), err.decode(errors='replace'), left


def pattern_of(sentence, desk, source):
    """The sentence as a regular expression for the whole line."""
    names = desk.names
    known = {'file': source, 'tool': desk.folder / 'beside', 'picture': names['picture'],
             'thumbnail': names['thumbnail'], 'state': desk.state, 'stranger': desk.keys.fingerprint['stranger'],
             'size': source.stat().st_size if source.exists() and source.is_file() else 0}
    text = re.escape(sentence)
    either = f'({re.escape(names["picture"])}|{re.escape(names["thumbnail"])})'
    text = text.replace(re.escape('{either}'), either).replace(re.escape('{name}'), '[a-z0-9_./-]+')
    text = text.replace(re.escape('{staged}'), re.escape(str(desk.state)) + r'/staging/install_\w{6}')
    for name, value in known.items():
        text = text.replace(re.escape('{' + name + '}'), re.escape(str(value)))
    return text


def findings(case, desk):
    """Everything that one case shows to be wrong, and what was said."""
    source = desk.make(case)
    program = desk.with_worker(case['worker']) if 'worker' in case else desk.program
    before = picture_of(desk.state), picture_of(desk.work), mounts()
    code, out, err, left = desk.run(case, source, program)
    after = picture_of(desk.state), picture_of(desk.work), mounts()
    wrong = []
    if code != case['exit']:
        wrong.append(f'exit code {code}, not {case["exit"]}')
    err = PROGRESS.sub('', err)
    sentence = pattern_of('kiosk-pack: ' + case['sentence'], desk, source) + '\n' if case['exit'] else ''
    if not re.fullmatch(sentence, err):
        wrong.append(f'said "{err.strip()}", not "{case["sentence"]}"')
    told = ''.join(pattern_of(line, desk, source) + '\n' for line in case.get('told', []))
    if case['exit'] and not re.fullmatch(told, out):
        wrong.append(f'told "{out.strip()}", not {case.get("told", [])}')
    if case['exit'] or case.get('command') == 'verify':
        names = {name for name in before[0] | after[0] if before[0].get(name) != after[0].get(name)}
        if names:
            wrong.append(f'the state folder changed: {sorted(names)[:5]}')
    if any((desk.state / 'staging').iterdir()):
        wrong.append('something lies in staging')
    if before[1] != after[1]:
        wrong.append(f'files were left or changed: {sorted(set(before[1]) ^ set(after[1]))[:5]}')
    if before[2] != after[2]:
        wrong.append(f'mounts were left: {sorted(set(before[2]) ^ set(after[2]))}')
    if left:
        wrong.append(f'processes were left: {left}')
    return wrong, err


class Kept:
    """A state folder that a case may change or harm, put back afterwards."""

    def __init__(self, desk):
        self.desk = desk

    def __enter__(self):
        self.own = self.desk.state
        self.desk.state = self.desk.folder / 'state-of-one-case'
        shutil.copytree(self.own, self.desk.state)

    def __exit__(self, *_):
        shutil.rmtree(self.desk.state)
        self.desk.state = self.own


def cuts(desk):
    """The good pack, cut at every block: one family, as many cases."""
    remedy = '. Copy the pack again, or build it anew.'
    for size in range(0, len(desk.good), BLOCK):
        what = 'the pack is cut short at byte {size}' if size else 'this is no .kpack file: it ends at byte 0'
        yield {'name': f'cut_at_{size}', 'of': 'archive', 'steps': [['cut', size]], 'family': 'truncation',
               'exit': 4, 'sentence': '{file}: ' + what + remedy}


def all_cases():
    """The data, as it stands."""
    data = json.loads(CASES.read_text(encoding='utf-8'))
    cases = [dict(case, family=family) for family, members in data['families'].items() for case in members]
    names = [case['name'] for case in cases]
    assert len(set(names)) == len(names) >= LEAST_CASES, f'{len(names)} cases, some of one name'
    return cases


def judge(desk, only, say):
    """Runs them all; the number of those that went wrong."""
    cases = all_cases()
    counted = len(cases)
    cases = [case for case in cases if 'disk' not in case] + list(cuts(desk))
    bad, ran = 0, {}
    for case in cases:
        if only not in case['name'] and only not in case['family']:
            continue
        try:
            with Kept(desk):
                wrong, said = findings(case, desk)
        except Exception as error:  # pylint: disable=broad-except
            wrong, said = [f'it cannot be made or run: {error!r}'], ''
        if say:
            print(f'{case["name"]}: {said.replace(str(desk.work), "").strip()}')
        ran[case['family']] = ran.get(case['family'], 0) + 1
        for what in wrong:
            print(f'FAILED: {case["name"]}: {what}')
        bad += bool(wrong)
    print(f'{sum(ran.values())} runs, {bad} went wrong; {counted} cases besides the cuts: ' +
          ', '.join(f'{family} {count}' for family, count in ran.items()))
    return 1 if bad or not ran else 0


def main():
    """The command line."""
    LIBC.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    alone_with_its_mounts()
    options = sys.argv[2:]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(sys.argv[1], folder)
        if '--self-test' in options:
            from bad_packs_twins import self_test  # pylint: disable=import-outside-toplevel
            code = self_test(desk)
        elif '--disks' in options:
            from bad_packs_disks import disks  # pylint: disable=import-outside-toplevel
            code = disks(desk)
        else:
            only = options[options.index('--only') + 1] if '--only' in options else ''
            code = judge(desk, only, '--say' in options)
    spent = sum(os.times()[:4])
    print(f'{time.monotonic() - begun:.1f} s, {spent:.1f} s of them on a processor')
    return code


if __name__ == '__main__':
    sys.exit(main())
