#!/usr/bin/env python3
"""Proof: an install that is killed or hears of an error at any moment shows the old pack or the
new one, byte for byte; and so does a recovery that is killed.

Usage: kill_sweep.py KIOSK_PACK [--full] [--jobs N] [--packs FOLDER] [--parts kills errors recovery]

Killed: before each call that changes the state folder, by all threads together (fault_point.c).
Errors: EIO, ENOSPC, EINTR in place of each. After each trial the device starts anew: what it
tells, what it shows, what lies about after a clean-up, and whether a worker process outlived the
program. Recovery: a killed install, then a clean-up or a second install that is killed as well.
Prints its figures as JSON. Exit code: 0 proven, 1 not, 77 could not run here.
"""
import collections
import random
import sys

import desk as desks
from sweep import Sweeper, chosen

OLD, NEW = 3, 4
ERRORS = ('EIO', 'ENOSPC', 'EINTR')
REMOVALS = ('unlinkat', 'unlink', 'rmdir')
PAIRS = 1000
HISTORY = 6  # calls after the commit, which write the history
WORKER_MS = 2000  # a worker ends when its pipe breaks; a loaded machine may take a while


class Judge:
    """Counts what is wrong; keeps the first few cases of each kind, to be read."""

    def __init__(self, desk):
        self.desk, self.count, self.examples = desk, collections.Counter(), {}
        self.outlived_ms = 0

    def note(self, kind, case):
        """One more of this kind."""
        self.count[kind] += 1
        self.examples.setdefault(kind, [])
        if len(self.examples[kind]) < 3:
            self.examples[kind].append(str(case))

    def device(self, state, case, done):
        """What a device shows after a restart; `done`: the install had said so."""
        told, shown = self.desk.serial_told(state), self.desk.serial_shown(state)
        if shown is None or told != shown:
            self.note('torn', f'{case}: tells {told}, shows {shown}')
        elif done and shown != NEW:
            self.note('lost', f'{case}: shows {shown}')
        return shown

    def cleaned(self, state, case, shown):
        """A clean-up changes nothing that is shown, and leaves nothing else."""
        ran = desks.run([self.desk.tool, 'clean', '--state', state], env=self.desk.environment)
        if ran.returncode != 0:
            self.note('clean_fails', f'{case}: {ran.stderr}')
        if self.desk.serial_shown(state) != shown:
            self.note('torn', f'{case}: after the clean-up')
        if desks.stale_files(state):
            self.note('left_over', f'{case}: {desks.stale_files(state)}')

    def worker(self, report, case):
        """No picture reader may outlive the program."""
        self.outlived_ms = max(self.outlived_ms, report['children_outlived_ms'])
        if not 0 <= report['children_outlived_ms'] <= WORKER_MS:
            self.note('process_left', f'{case}: {report["children_outlived_ms"]} ms')

    def sentence(self, ran, case):
        """A failure is told in one sentence that names a file."""
        said = ran.stderr.strip()
        if not (said.startswith('kiosk-pack: /') and said.count('\n') == 0 and said.endswith('.')):
            self.note('no_sentence', f'{case}: "{said}"')


def kills(sweeper, judge, points, preload=None):
    """Each of these calls: killed before it."""
    desk = sweeper.desk

    def one(number, name):
        state = desk.device_copy(name)
        words = desk.install_words(desk.packs[NEW], state)
        ran, report = sweeper.trial(words, state, preload=preload, at=number)
        case = f'kill at {number} ({report["hit"]})'
        if report['hit'] is None or report['signal'] != 9:
            judge.note('not_reached', f'{case}: {report}: {ran.stderr.strip()}')
        judge.worker(report, case)
        shown = judge.device(state, case, report['exit'] == 0)
        judge.cleaned(state, case, shown)
        if number % 8 == 0 and preload is None:
            again = desks.run([desk.tool, *words], env=desk.environment)
            if again.returncode != 0 or desk.serial_shown(state) != NEW:
                judge.note('cannot_go_on', f'{case}: {again.stderr}')
        desks.shutil.rmtree(state)
    sweeper.each(one, points)


def errors(sweeper, judge, points, preload=None):
    """Each of these (error, call): the call fails once."""
    desk = sweeper.desk
    codes = collections.Counter()

    def one(point, name):
        error, number = point
        state = desk.device_copy(name)
        ran, report = sweeper.trial(desk.install_words(desk.packs[NEW], state), state,
                                    preload=preload, at=number, fault=error)
        call = (report['hit'] or 'nothing').split(' ')[0]
        case = f'{error} at {number} ({report["hit"]}), exit {report["exit"]}'
        codes[f'{error}: exit {report["exit"]}'] += 1
        shown = judge.device(state, case, report['exit'] == 0)
        if report['hit'] is None:
            judge.note('not_reached', f'{case}: {report}: {ran.stderr.strip()}')
        if report['exit'] not in (0, 5 if error == 'ENOSPC' else 6):
            judge.note('wrong_code', f'{case}: {ran.stderr}')
        if report['exit'] != 0:
            judge.sentence(ran, case)
        if desks.stale_files(state) and call not in REMOVALS:
            judge.note('left_over', f'{case}: {desks.stale_files(state)}')
        judge.worker(report, case)
        judge.cleaned(state, case, shown)
        desks.shutil.rmtree(state)
    sweeper.each(one, points)
    return dict(sorted(codes.items()))


def needless_files(desk, state):
    """About how many calls a clean-up of this device makes: one a needless file or folder."""
    kept = {name for name, _ in desk.expected.values()} if desk.serial_shown(state) == NEW else {
        desk.expected[OLD][0]}
    count = 3
    for part in ('staging', 'packs'):
        for name in desks.os.listdir(state / part):
            if part == 'packs' and name in kept:
                continue
            for _, folders, files in desks.os.walk(state / part / name):
                count += len(files) + 1
                del folders
    return count


def recoveries(sweeper, judge, pairs, install_calls, preload=None):
    """A killed install, a killed recovery, then one that ends. How many second kills struck."""
    desk, struck = sweeper.desk, []

    def one(pair, name):
        first, by_install, chance = pair
        state = desk.device_copy(name)
        install = desk.install_words(desk.packs[NEW], state)
        sweeper.trial(install, state, at=first)
        before = desk.serial_shown(state)
        calls = install_calls if by_install else needless_files(desk, state)
        second = 1 + int(chance * calls)
        words = install if by_install else ['clean', '--state', state]
        _, report = sweeper.trial(words, state, preload=preload, at=second)
        case = f'kills at {first} and {second} ({report["hit"]})'
        struck.append(report['hit'] is not None)
        judge.worker(report, case)
        shown = judge.device(state, case, by_install and report['exit'] == 0)
        if not by_install and shown != before:
            judge.note('torn', f'{case}: {before} became {shown}')
        judge.cleaned(state, case, shown)
        desks.shutil.rmtree(state)
    sweeper.each(one, pairs)
    return sum(struck)


def pairs_of(count, how_many, seed=11):
    """(first kill, whether the recovery is a second install, where in it the second kill falls)"""
    chance = random.Random(seed)
    return [(chance.randint(1, count), number % 4 == 3, chance.random())
            for number in range(how_many)]


def count_calls(sweeper, name='counting'):
    """How many calls an undisturbed install makes that change the state folder."""
    desk = sweeper.desk
    state = desk.device_copy(name)
    ran, report = sweeper.trial(desk.install_words(desk.packs[NEW], state), state)
    if report['exit'] != 0 or desk.serial_shown(state) != NEW:
        raise RuntimeError(f'an undisturbed install does not work: {ran.stderr}')
    return report['counted']


def twins(sweeper, count):
    """What the judges find where the program is broken on purpose: each must find something."""
    desk = sweeper.desk
    libraries = {name: desks.compiled(desk.folder, f'{name}.c', '-shared', '-fPIC', '-ldl')
                 for name in ('rename_in_place', 'errors_unheard', 'state_unseen')}
    found = {}
    judge = Judge(desk)
    # A rename in parts makes more calls than a real one: the last ones of the longer install.
    kills(sweeper, judge, range(count - 2 - HISTORY, count + 12), preload=libraries['rename_in_place'])
    found['rename_in_place'] = judge.count['torn']
    judge = Judge(desk)
    errors(sweeper, judge, [('EIO', number) for number in range(count - 7 - HISTORY, count + 1)],
           preload=libraries['errors_unheard'])
    found['errors_unheard'] = judge.count['torn'] + judge.count['lost']
    judge = Judge(desk)
    pairs = [(count // 2, False, 0.999), (count - 3 - HISTORY, False, 0.9)]
    recoveries(sweeper, judge, pairs, count, preload=libraries['state_unseen'])
    found['state_unseen'] = judge.count['torn']
    return found


def sweep(asked, desk):
    """The figures of one run."""
    sweeper = Sweeper(desk, desks.compiled(desk.folder, 'fault_point.c'), asked.jobs)
    count = count_calls(sweeper)
    judge = Judge(desk)
    figures = {'proof': 'kill_sweep', 'full': asked.full, 'parts': asked.parts,
               'pack_files': desks.FILES, 'calls_of_an_install': count}
    if 'kills' in asked.parts:
        points = chosen(count, asked.full, 60, last=20 + HISTORY)
        kills(sweeper, judge, points)
        figures['killed_before'] = len(points)
        figures['percent_of_calls'] = round(100 * len(points) / count, 1)
    if 'errors' in asked.parts:
        failing = [(error, number) for error in ERRORS
                   for number in chosen(count, asked.full, 24, last=8 + HISTORY, seed=len(error))]
        figures['outcomes_of_errors'] = errors(sweeper, judge, failing)
        figures['errors_injected'] = len(failing)
    if 'recovery' in asked.parts:
        pairs = pairs_of(count, PAIRS if asked.full else 40)
        figures['recovery_pairs'] = len(pairs)
        figures['recoveries_killed'] = recoveries(sweeper, judge, pairs, count)
    figures['torn'], figures['lost'] = judge.count['torn'], judge.count['lost']
    figures['workers_outlived_ms'] = judge.outlived_ms
    figures['wrong'] = dict(judge.count)
    figures['examples'] = judge.examples
    figures['twins_caught'] = twins(sweeper, count)
    good = not judge.count and all(figures['twins_caught'].values())
    return desks.tell(figures, good)


def prove(_):
    """All of it, and the twins."""
    asked = desks.options(__doc__, parts=('kills', 'errors', 'recovery'))
    desk = desks.Desk(asked.tool, kept=asked.packs)
    try:
        return sweep(asked, desk)
    finally:
        desk.close()


if __name__ == '__main__':
    sys.exit(desks.main_of(prove))
