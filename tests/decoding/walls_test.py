#!/usr/bin/env python3
"""Each wall of the worker's sandbox holds without the others, and the shipped worker has them all.

Usage: walls_test.py WALL WORKER TWIN    WALL: paths, user or limits; TWIN: kiosk-import-twin
Exit codes: 0 held, and the twin without the wall was caught; 1 not; 77 this machine cannot have
the wall (no Landlock in its kernel; not root), so nothing was shown.
"""
import ctypes
import errno
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

GOT_THROUGH = 200
SKIPPED = 77
PATIENCE = 20  # s
CREATE_RULESET = 444  # landlock_create_ruleset(2), the same number on every machine
ASK_VERSION = 1
TRACE = pathlib.Path('/tmp/kiosk-import-was-here')  # of "create"


class CannotRun(Exception):
    """Of this machine; says why."""


def outcome(*command):
    """The exit code of an attempt; negative: the signal it died of."""
    return subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False).returncode


def said_by(*command):
    """What a self-test says, by its walls, and its exit code."""
    run = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=PATIENCE,
                         check=False)
    return dict(line.split(': ', 1) for line in run.stdout.splitlines()), run.returncode


def expect(found, wanted, what):
    """One comparison: nothing, or what is wrong."""
    return [] if found == wanted else [f'{what}: {found}, not {wanted}']


class Inside:
    """A worker that stands in its sandbox and waits, looked at by what the kernel says of it."""

    def __init__(self, command):
        self.process = subprocess.Popen([*map(str, command), '--attempt', 'wait'],
                                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.place = pathlib.Path('/proc') / str(self.process.pid)

    def __enter__(self):
        # It sleeps in read(2) when everything stands; started, it reads too, but not for long.
        until = time.monotonic() + PATIENCE
        still = 0
        while still < 5 and time.monotonic() < until:
            time.sleep(0.02)
            still = still + 1 if self.status()['State'].startswith('S') else 0
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE)

    def status(self):
        text = (self.place / 'status').read_text()
        return dict(re.findall(r'(\w+):\t?(.*)', text))

    def limit(self, name):
        line = next(line for line in (self.place / 'limits').read_text().splitlines()
                    if line.startswith(name))
        return line[len(name):].split()[0]


def landlock_version():
    """Asked of the kernel itself, not of the worker."""
    version = ctypes.CDLL(None, use_errno=True).syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    return max(0, version)


def paths_breaches(command):
    """What a worker of that command can reach, its other walls left out."""
    wrong = []
    for attempt in ('open', 'list', 'create', 'make-folder', 'exec'):
        wrong += expect(outcome(*command, '--attempt', attempt), errno.EACCES, f'"{attempt}"')
    return wrong


def paths(worker, twin):
    version = landlock_version()
    if version == 0:
        said, code = said_by(worker, '--self-test')
        wrong = expect(code, 0, 'the self-test') + expect(
            said['paths'], 'not in force: this kernel has no Landlock', 'the self-test on paths')
        if wrong:
            return wrong
        raise CannotRun('this kernel has no Landlock')
    # As root and with all capabilities, if there is root: it is no permission that is missing.
    wrong = paths_breaches([twin, 'marks,paths'])
    if not paths_breaches([twin, 'marks']):
        wrong.append('the twin without Landlock was not caught')
    TRACE.unlink(missing_ok=True)  # what that twin made
    wrong += expect(outcome(twin, 'marks', '--attempt', 'open'), GOT_THROUGH, 'the twin\'s "open"')
    said, code = said_by(worker, '--self-test')
    known = re.fullmatch(r'Landlock (\d+)', said['paths'])
    wrong += expect(int(known[1]) if known else said['paths'], version, 'the self-test on paths')
    wrong += expect(code, 0, 'the self-test')
    # A kernel without it, played: the worker goes on behind the other walls.
    said, code = said_by(twin, 'user,marks,paths,limits,calls,no-landlock', '--self-test')
    wrong += expect(said['paths'], 'not in force: this kernel has no Landlock', 'without Landlock')
    wrong += expect(code, 0, 'the self-test without Landlock')
    died = outcome(twin, 'user,marks,paths,limits,calls,no-landlock', '--attempt', 'open')
    return wrong + expect(died, -31, '"open" without Landlock (SIGSYS)')


def worker_numbers():
    """The user and group that are to be: read as the worker's source says, by other code."""
    users = [line.split(':') for line in pathlib.Path('/etc/passwd').read_text().splitlines()]
    for name in ('kiosk-import', 'nobody'):
        for user in users:
            if user[0] == name:
                return user[2], user[3]
    return '65534', '65534'


def user_breaches(command):
    """By what the kernel says of the process."""
    user, group = worker_numbers()
    with Inside(command) as inside:
        status = inside.status()
    wrong = expect(status['Uid'].split(), [user] * 4, 'user')
    wrong += expect(status['Gid'].split(), [group] * 4, 'group')
    wrong += expect(status['Groups'].split(), [], 'other groups')
    for kind in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'):
        wrong += expect(int(status[kind], 16), 0, kind)
    return wrong


def user(worker, twin):
    if os.geteuid() != 0:
        raise CannotRun('only root may become another user')
    os.setgroups([0, 4, 27])  # some to be rid of
    wrong = user_breaches([worker]) + user_breaches([twin, 'user'])
    if not user_breaches([twin, 'marks,paths,limits']):
        wrong.append('the twin that stays root was not caught')
    wrong += expect(outcome(twin, 'user', '--attempt', 'become-root'), errno.EPERM, '"become-root"')
    wrong += expect(outcome(twin, 'none', '--attempt', 'become-root'), GOT_THROUGH,
                    'the twin\'s "become-root"')
    wrong += expect(outcome(twin, 'user', '--attempt', 'kill'), errno.EPERM, 'a signal to its parent')
    said, code = said_by(worker, '--self-test')
    number, group = worker_numbers()
    wrong += expect(said['user'], f'{number}, group: {group}, no others, no capabilities',
                    'the self-test on the user')
    wrong += expect(code, 0, 'the self-test')
    return wrong + others(worker)


def others(worker):
    """Who is not root stays who it is, says so, and has no less of the other walls."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        copy = pathlib.Path(folder) / 'kiosk-import'
        copy.write_bytes(pathlib.Path(worker).read_bytes())
        copy.chmod(0o755)
        run = subprocess.run([copy, '--self-test'], user=12345, group=12345, extra_groups=[],
                             capture_output=True, text=True, timeout=PATIENCE, check=False)
    said = dict(line.split(': ', 1) for line in run.stdout.splitlines())
    return expect(run.returncode, 0, 'the self-test of a plain user') + expect(
        said['user'],
        'not in force: started by one who may not choose another; no capabilities',
        'a plain user\'s self-test on the user')


def limits_breaches(command):
    wrong = []
    with Inside(command) as inside:
        for name, wanted in (('Max cpu time', '30'), ('Max file size', '0'), ('Max core file size', '0'),
                             ('Max processes', '0'), ('Max open files', '3')):
            wrong += expect(inside.limit(name), wanted, name)
        # AddressSanitizer maps the whole address space; a worker with it goes without.
        if b'__asan_init' not in pathlib.Path(command[0]).read_bytes():
            wrong += expect(inside.limit('Max data size'), str(172 << 20), 'memory')
    return wrong


def marks_breaches(command):
    with Inside(command) as inside:
        status = inside.status()
        # Of root, though the process is another's: what a process looks like that none may read.
        hidden = (inside.place / 'environ').stat().st_uid == 0
    return expect(status['NoNewPrivs'], '1', 'no new privileges') + expect(hidden, True, 'hidden')


def limits(worker, twin):
    if resource.getrlimit(resource.RLIMIT_CPU)[1] == 30:
        raise CannotRun('this shell has the worker\'s own limits')
    wrong = limits_breaches([worker]) + limits_breaches([twin, 'limits'])
    if not limits_breaches([twin, 'user,marks,paths']):
        wrong.append('the twin without limits was not caught')
    wrong += expect(outcome(twin, 'limits', '--attempt', 'open'), errno.EMFILE, '"open"')
    wrong += marks_breaches([worker]) + marks_breaches([twin, 'user,marks'])
    if os.geteuid() == 0 and not marks_breaches([twin, 'user']):
        wrong.append('the twin without marks was not caught')
    with Inside([worker]) as inside:
        wrong += expect(inside.status()['Seccomp'], '2', 'the filter')
        wrong += expect(inside.status()['Threads'], '1', 'threads')
    return wrong


def main():
    wall, worker, twin = sys.argv[1:]
    try:
        wrong = {'paths': paths, 'user': user, 'limits': limits}[wall](worker, twin)
    except CannotRun as reason:
        print(f'{wall}: not run here: {reason}')
        return SKIPPED
    print(*wrong or [f'{wall}: held'], sep='\n')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
