"""Runs kiosk-pack under fault_point, many times, some at once."""
import concurrent.futures
import itertools
import json
import os
import random
import sys

from desk import CannotRun, run


class Sweeper:
    """Trials over one desk; each has a device of its own."""

    def __init__(self, desk, point, jobs):
        self.desk, self.point, self.jobs = desk, point, jobs
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
        return ran, told

    def each(self, judge, points):
        """judge(point, name of a device of its own) for all of them; the list of what came back."""
        def one(numbered):
            number, point = numbered
            if number % 200 == 199:
                print(f'{number + 1} of {len(points)}', file=sys.stderr)
            return judge(point, f'trial-{number}')
        points = list(points)
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(one, enumerate(points)))


def chosen(count, full, sample, last=0, seed=7):
    """All of 1..count, or a sample with the last ones, in which the commit lies."""
    if full or count <= sample:
        return list(range(1, count + 1))
    ends = list(range(max(1, count - last + 1), count + 1))
    return sorted(set(random.Random(seed).sample(range(1, count + 1), sample - len(ends))) | set(ends))
