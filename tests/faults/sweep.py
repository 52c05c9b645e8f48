"""Runs kiosk-pack under fault_point, many times, some at once, and keeps what came out, so that a
run that is cut off goes on where it ended."""
import collections
import concurrent.futures
import itertools
import json
import os
import pathlib
import random
import re
import sys
import threading

from desk import CannotRun, run

PROGRESS = re.compile(r'^pictures \d+ of \d+.*\n', re.MULTILINE)  # after 5 s, which is no message
EXAMPLES = 3  # of each kind, to be read


class Found:
    """What was found at one point or at many: counts, and the first few cases of each kind."""

    def __init__(self, count=(), outcomes=(), examples=(), outlived_ms=0):
        self.count, self.outcomes = collections.Counter(dict(count)), collections.Counter(dict(outcomes))
        self.examples, self.outlived_ms = dict(examples), outlived_ms

    def note(self, kind, case):
        """One more thing that is wrong."""
        self.count[kind] += 1
        self.examples.setdefault(kind, []).append(str(case))
        del self.examples[kind][EXAMPLES:]

    def add(self, other):
        """All of the other's as well."""
        self.count.update(other.count)
        self.outcomes.update(other.outcomes)
        self.outlived_ms = max(self.outlived_ms, other.outlived_ms)
        for kind, cases in other.examples.items():
            self.examples[kind] = (self.examples.get(kind, []) + cases)[:EXAMPLES]


class Journal:
    """One line of JSON a judged point, in a file that the next run of the same program with the
    same packs reads first. Without a folder nothing is kept."""

    def __init__(self, folder, name, of):
        self.known, self.file, self.lock = {}, None, threading.Lock()
        of = json.loads(json.dumps(of))
        if folder is None:
            return
        place = pathlib.Path(folder) / f'{name}.jsonl'
        place.parent.mkdir(parents=True, exist_ok=True)
        lines = place.read_text('utf-8').splitlines() if place.exists() else []
        whole = [json.loads(line) for line in lines if line.endswith('}')]
        if whole and whole[0] == {'of': of}:
            self.known = {json.dumps(line['point']): line['found'] for line in whole[1:]}
        else:
            whole = [{'of': of}]
        # Written anew: a last line that was cut off is gone then.
        self.file = place.open('w', encoding='utf-8')
        self.file.writelines(json.dumps(line) + '\n' for line in whole)
        self.file.flush()

    def recall(self, point):
        """What was found at this point, or None."""
        known = self.known.get(json.dumps(point))
        return Found(**known) if known is not None else None

    def keep(self, point, found):
        """From here on it needs no judging."""
        if self.file is None:
            return
        line = json.dumps({'point': point, 'found': vars(found)})
        with self.lock:
            self.file.write(line + '\n')
            self.file.flush()


class Sweeper:
    """Trials over one desk; each has a device of its own."""

    def __init__(self, desk, point, asked):
        self.desk, self.point, self.jobs = desk, point, asked.jobs
        self.folder = asked.journal
        self.names = itertools.count()

    def trial(self, words, under, preload=None, reads=None, at=0, fault='kill'):
        """One run: (what the program said, fault_point's report)."""
        report = self.desk.folder / f'report-{next(self.names)}'
        place = ['--reads', reads] if reads else ['--under', under]
        # The twin is meant for the program, not for fault_point: env sets it behind it.
        command = [self.point, '--report', report, *place, '--at', at, '--fault', fault, '--']
        if preload:
            command += ['/usr/bin/env', f'LD_PRELOAD={preload}']
        ran = run([*command, self.desk.tool, *words], env=self.desk.environment)
        if ran.returncode == 3:
            raise CannotRun(ran.stderr.strip())
        if ran.returncode != 0:
            raise RuntimeError(f'fault_point: {ran.returncode} {ran.stderr}')
        told = json.loads(report.read_text('utf-8'))
        os.unlink(report)
        ran.stderr = PROGRESS.sub('', ran.stderr)
        return ran, told

    def each(self, judge, points, part=None):
        """judge(point, name of a device of its own, Found) for all of them: what was found in all.

        `part` names the journal of these points; without one none is kept.
        """
        points = list(points)
        journal = Journal(self.folder if part else None, part, [self.desk.identity(), points])
        all_found, done = Found(), itertools.count(1)

        def one(numbered):
            number, point = numbered
            found = journal.recall(point)
            if found is None:
                found = Found()
                judge(point, f'trial-{number}', found)
                journal.keep(point, found)
            if next(done) % 100 == 0:
                print(f'{part}: {number + 1} of {len(points)}', file=sys.stderr, flush=True)
            return found
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            for found in pool.map(one, enumerate(points)):
                all_found.add(found)
        return all_found


def chosen(count, full, sample, last=0, seed=7):
    """All of 1..count, or a sample with the last ones, in which the commit lies."""
    if full or count <= sample:
        return list(range(1, count + 1))
    ends = list(range(max(1, count - last + 1), count + 1))
    return sorted(set(random.Random(seed).sample(range(1, count + 1), sample - len(ends))) | set(ends))
