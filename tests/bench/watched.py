"""An X server of our own, who touches it and looks at it, and what processes use.

Nothing here asks a program about itself: pixels come from the server's memory, input goes to it by
XTEST, and all else is read from /proc, over every process that descends from the one started.
"""
import ctypes
import json
import os
import pathlib
import subprocess
import time

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """What a program leaves behind when its starter ends becomes our child, so that it is counted."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def text_of(path):
    """A file of /proc, or nothing where the process has gone."""
    try:
        return pathlib.Path(path).read_text(errors='replace')
    except OSError:
        return ''


def stat_of(pid):
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    return text_of(f'/proc/{pid}/stat').rpartition(')')[2].split()


def processes_below(root):
    """Every process that descends from `root`, itself left out."""
    children = {}
    for name in os.listdir('/proc'):
        if name.isdigit() and len(fields := stat_of(name)) > 1:
            children.setdefault(int(fields[1]), []).append(int(name))
    found, open_ends = [], [root]
    while open_ends:
        for child in children.get(open_ends.pop(), []):
            found.append(child)
            open_ends.append(child)
    return found


def cpu_seconds(pid):
    """What a process has used, to the nanosecond, with what its ended children used (in ticks)."""
    try:
        own = time.clock_gettime(((~pid) << 3) | 2)
    except OSError:
        return 0.0
    fields = stat_of(pid)
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf('SC_CLK_TCK') if len(fields) > 14 else 0
    return own + ended


def field(text, name):
    """The number behind `name:` in a file of /proc."""
    for line in text.splitlines():
        if line.startswith(name + ':'):
            return int(line.split()[1])
    return 0


class Server:
    """Xvfb with one screen, its pixels in a file, without a pointer."""

    def __init__(self, folder, width, height):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', f'{width}x{height}x24', '-fbdir', folder, '-nocursor',
             '-noreset', '-nolisten', 'tcp'], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SystemExit('bench: Xvfb did not start')
        self.display = ':' + number
        self.buffer = pathlib.Path(folder) / 'Xvfb_screen0'

    def environment(self):
        """For programs that shall show themselves here."""
        environment = {**os.environ, 'DISPLAY': self.display, 'SDL_VIDEODRIVER': 'x11',
                       'DBUS_SESSION_BUS_ADDRESS': 'disabled:'}  # else both start a bus of their own first
        environment.pop('WAYLAND_DISPLAY', None)
        return environment

    def end(self):
        self.process.terminate()
        self.process.wait()


class Outside:
    """The program that touches and looks: outside.cpp says what it understands."""

    def __init__(self, program, server):
        self.process = subprocess.Popen([program, server.buffer], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=server.environment())

    def do(self, *words):
        self.process.stdin.write(' '.join(map(str, words)) + '\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f'bench: no answer to {words}')
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Running:
    """A program that was started, with all that descends from it."""

    def __init__(self, command, environment, apart, log):
        """`apart`: processes of ours that are not the program's."""
        self.apart = set(apart)
        self.began = time.monotonic() * 1000
        self.log = open(log, 'wb')
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)

    def pids(self):
        """All of them: those that were orphaned have come to us."""
        return [pid for pid in processes_below(os.getpid()) if pid not in self.apart and stat_of(pid)[:1] != ['Z']]

    def cpu(self):
        return sum(map(cpu_seconds, self.pids()))

    def pss_mb(self):
        """Proportional set size: a shared page counts once over all who share it."""
        return sum(field(text_of(f'/proc/{pid}/smaps_rollup'), 'Pss') for pid in self.pids()) / 1024

    def read_bytes(self):
        """What was fetched from a disk for them, page faults included; ended children count too."""
        return sum(field(text_of(f'/proc/{pid}/io'), 'read_bytes') for pid in self.pids())

    def threads(self):
        return [task for pid in self.pids() for task in pathlib.Path(f'/proc/{pid}/task').glob('[0-9]*')]

    def woken(self):
        """How often a thread has gone to sleep by itself, which is how often one woke."""
        return sum(field(text_of(task / 'status'), 'voluntary_ctxt_switches') for task in self.threads())

    def end(self):
        """By its ids alone: the main process first, then whatever of it is still there."""
        self.process.terminate()
        for patience in range(100):
            self.process.poll()
            left = self.pids()
            if not left:
                break
            if patience in (30, 60):
                for pid in left:
                    try:
                        os.kill(pid, 15 if patience == 30 else 9)
                    except OSError:
                        pass
            self.reap()
            time.sleep(0.05)
        self.process.wait()
        self.reap()
        self.log.close()

    def reap(self):
        """Orphans that ended are ours to collect; the server and its onlooker are not touched."""
        for pid in processes_below(os.getpid()):
            if pid not in self.apart and pid != self.process.pid and stat_of(pid)[:1] == ['Z']:
                try:
                    os.waitpid(pid, os.WNOHANG)
                except OSError:
                    pass
