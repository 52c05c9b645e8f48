#!/usr/bin/env python3
"""Real USB sticks at a real kernel, in a virtual machine, watched by the kiosk's own port.

Usage: sticks.py [--cache FOLDER] [--build FOLDER] [--only CASE,...] [--no-twins]

Writes a JSON line a case, then the twins', then one table. What each case must show: README.md
beside this. Exit code: 0 all is so; 1 something is not, or a twin was not found out; 77 it could
not run here, which is said and is no pass.
"""
import argparse
import json
import pathlib
import signal
import sys
import tempfile
import time

import cases
from desk import Desk
from guest_root import ROOT, TWINS, Guest, default_cache
from machine import CannotRun, MachineError
from stick_images import Sticks

FOUND_BY = {'mounts_bare': ': its guards', 'mounts_left': 'nothing is mounted any more'}


def run_case(desk, case):
    """One case: its name, how long it took, what it saw, and what was wrong."""
    began, before = time.monotonic(), len(desk.problems)
    saw = case(desk)
    return {'case': case.__name__, 'ok': len(desk.problems) == before,
            'seconds': round(time.monotonic() - began, 1), 'saw': saw, 'problems': desk.problems[before:]}


def run_all(desk, wanted):
    """Each case, told at once; a machine that hangs ends them."""
    results = []
    try:
        if 'before_start' in wanted:
            desk.machine.plug_before_start('bare_exfat', desk.sticks.image('bare_exfat'))
            desk.machine.plug_before_start('late', desk.sticks.image('late'), driver='usb-uas')
        desk.start()
        if 'before_start' not in wanted:
            time.sleep(1)
            desk.all_gone()
        for case in cases.CASES:
            if case.__name__ in wanted:
                results.append(run_case(desk, case))
                print(json.dumps(results[-1], ensure_ascii=False), flush=True)
        before = len(desk.problems)
        desk.stop()
        results.append({'case': 'end', 'ok': len(desk.problems) == before, 'seconds': 0,
                        'saw': desk.figures, 'problems': desk.problems[before:]})
    except (MachineError, LookupError, AssertionError) as why:
        results.append({'case': 'broken off', 'ok': False, 'seconds': 0, 'saw': {},
                        'problems': [*desk.problems, f'{type(why).__name__}: {why}']})
    finally:
        desk.machine.stop()
    print(json.dumps(results[-1], ensure_ascii=False), flush=True)
    return results


def find_out(folder, guest, sticks, twin):
    """A broken program must be told from a sound one: what was found in it."""
    desk = Desk(folder, guest, sticks, twin)
    try:
        desk.start()
        time.sleep(1)
        desk.all_gone()
        cases.no_table(desk)
        desk.stop()
    except (MachineError, LookupError) as why:
        desk.problems.append(str(why))  # which finds nothing out
    finally:
        desk.machine.stop()
    caught = any(problem.count(FOUND_BY[twin]) for problem in desk.problems)
    return {'twin': twin, 'caught': caught, 'found': desk.problems}


def table(results, twins):
    """The figures, for the README."""
    lines = ['| case | seconds | ok | saw |', '|---|---|---|---|']
    for result in results:
        saw = ', '.join(f'{key} {value}' for key, value in (result['saw'] or {}).items())
        lines.append(f'| {result["case"]} | {result["seconds"]} | {"yes" if result["ok"] else "**no**"} '
                     f'| {saw} |')
    for twin in twins:
        lines.append(f'| twin {twin["twin"]} | | {"caught" if twin["caught"] else "**not caught**"} '
                     f'| {len(twin["found"])} findings |')
    return '\n'.join(lines)


def main():
    """All of it."""
    parser = argparse.ArgumentParser(description='Real USB sticks in a virtual machine.')
    parser.add_argument('--cache', type=pathlib.Path, default=default_cache())
    parser.add_argument('--build', type=pathlib.Path, default=ROOT / 'build-test')
    parser.add_argument('--only', default=','.join(case.__name__ for case in cases.CASES))
    parser.add_argument('--no-twins', action='store_true')
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the machine ends with this
    guest = Guest(options.cache, options.build)
    try:
        guest.make()
        sticks = Sticks(guest)
        sticks.make()
    except CannotRun as why:
        print(f'sticks: DID NOT RUN: {why}', file=sys.stderr)
        return 77
    with tempfile.TemporaryDirectory(prefix='kiosk-device-') as folder:
        folder = pathlib.Path(folder)
        results = run_all(Desk(folder / 'sound', guest, sticks), options.only.split(','))
        twins = [] if options.no_twins else [find_out(folder / twin, guest, sticks, twin)
                                             for twin in TWINS]
    for twin in twins:
        print(json.dumps(twin, ensure_ascii=False))
    print(table(results, twins))
    return 0 if all(result['ok'] for result in results) and all(twin['caught'] for twin in twins) else 1


if __name__ == '__main__':
    sys.exit(main())
