#!/usr/bin/env python3
"""Proof: an install that is killed or hears of an error at any moment shows the old pack or the
new one, byte for byte; and so does a recovery that is killed.

Usage: kill_sweep.py KIOSK_PACK [--full] [--jobs N] [--packs FOLDER] [--journal FOLDER]
                     [--parts kills errors recovery folder]

Killed: before each call that changes the state folder, by all threads together (fault_point.c).
Errors: EIO, ENOSPC, EINTR in place of each. After each trial the device starts anew: what it
tells, what it shows, what lies about after a clean-up, and whether a worker process outlived the
program. Recovery: a killed install, then a clean-up or a second install that is killed as well.
Folder: kills and errors once more, of content that comes as an office's folder.
Prints its figures as JSON. Exit code: 0 proven, 1 not, 77 could not run here.
"""
import random
import sys

import desk as desks
from sweep import Found, Sweeper, chosen

OLD, NEW = 3, 4
ERRORS = ('EIO', 'ENOSPC', 'EINTR')
REMOVALS = ('unlinkat', 'unlink', 'rmdir')
PAIRS = 1000
FOLDER_FILES = 30  # of the folder's pack: each picture is made anew in each trial
HISTORY = 6  # calls after the commit, which write the history
# Two threads of a folder's making may both make its subfolder, or one of them does: so many calls
# more or less has one run than another. An install of a pack always makes the same.
SPREAD = {'archive': 0, 'folder': 4}
WORKER_MS = 2000  # a worker ends when its pipe breaks; a loaded machine may take a while


class Judge:
    """What a device shows after one trial, and what is wrong with that."""

    def __init__(self, desk, found):
        self.desk, self.found = desk, found

    def device(self, state, case, done):
        """What a device shows after a restart; `done`: the install had said so."""
        told, shown = self.desk.serial_told(state), self.desk.serial_shown(state)
        if shown is None or told != shown:
            self.found.note('torn', f'{case}: tells {told}, shows {shown}')
        elif done and shown != NEW:
            self.found.note('lost', f'{case}: shows {shown}')
        return shown

    def cleaned(self, state, case, shown):
        """A clean-up changes nothing that is shown, and leaves nothing else."""
        ran = desks.run([self.desk.tool, 'clean', '--state', state], env=self.desk.environment)
        if ran.returncode != 0:
            self.found.note('clean_fails', f'{case}: {ran.stderr}')
        if self.desk.serial_shown(state) != shown:
            self.found.note('torn', f'{case}: after the clean-up')
        if desks.stale_files(state):
            self.found.note('left_over', f'{case}: {desks.stale_files(state)}')

    def worker(self, report, case):
        """No picture reader may outlive the program."""
        self.found.outlived_ms = max(self.found.outlived_ms, report['children_outlived_ms'])
        if not 0 <= report['children_outlived_ms'] <= WORKER_MS:
            self.found.note('process_left', f'{case}: {report["children_outlived_ms"]} ms')

    def missed(self, report, ran, number, case):
        """A call that never came. Fine at the very end of a run that did all it should."""
        if report['too_slow']:
            self.found.note('never_ended', f'{case}: {report}')
        elif report['exit'] == 0 and number - report['counted'] <= SPREAD[self.desk.way]:
            self.found.outcomes['ended well before its last calls'] += 1
        else:
            self.found.note('not_reached', f'{case}: {report}: {ran.stderr.strip()}')

    def sentence(self, ran, case):
        """A failure is told in one sentence that names a file."""
        said = ran.stderr.strip()
        if not (said.startswith('kiosk-pack: /') and said.count('\n') == 0 and said.endswith('.')):
            self.found.note('no_sentence', f'{case}: "{said}"')


def kills(sweeper, points, preload=None, part=None):
    """Each of these calls: killed before it."""
    desk = sweeper.desk

    def one(number, name, found):
        judge, state = Judge(desk, found), desk.device_copy(name)
        words = desk.install_words(desk.packs[NEW], state)
        ran, report = sweeper.trial(words, state, preload=preload, at=number)
        case = f'kill at {number} ({report["hit"]})'
        if report['hit'] is None or report['signal'] != 9:
            judge.missed(report, ran, number, case)
        judge.worker(report, case)
        shown = judge.device(state, case, report['exit'] == 0)
        found.outcomes[f'killed, then number {shown}'] += 1
        judge.cleaned(state, case, shown)
        if number % 8 == 0 and preload is None:
            again = desks.run([desk.tool, *words], env=desk.environment)
            if again.returncode != 0 or desk.serial_shown(state) != NEW:
                found.note('cannot_go_on', f'{case}: {again.stderr}')
        desks.shutil.rmtree(state)
    return sweeper.each(one, points, part)


def errors(sweeper, points, preload=None, part=None):
    """Each of these (error, call): the call fails once."""
    desk = sweeper.desk

    def one(point, name, found):
        error, number = point
        judge, state = Judge(desk, found), desk.device_copy(name)
        ran, report = sweeper.trial(desk.install_words(desk.packs[NEW], state), state,
                                    preload=preload, at=number, fault=error)
        call = (report['hit'] or 'nothing').split(' ')[0]
        case = f'{error} at {number} ({report["hit"]}), exit {report["exit"]}'
        found.outcomes[f'{error}: exit {report["exit"]}'] += 1
        shown = judge.device(state, case, report['exit'] == 0)
        if report['hit'] is None:
            judge.missed(report, ran, number, case)
        if report['exit'] not in (0, 5 if error == 'ENOSPC' else 6):
            found.note('wrong_code', f'{case}: {ran.stdout}{ran.stderr}')
        elif report['exit'] != 0:
            judge.sentence(ran, case)
        if desks.stale_files(state) and call not in REMOVALS:
            found.note('left_over', f'{case}: {desks.stale_files(state)}')
        judge.worker(report, case)
        judge.cleaned(state, case, shown)
        desks.shutil.rmtree(state)
    return sweeper.each(one, points, part)


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


def recoveries(sweeper, pairs, install_calls, preload=None, part=None):
    """A killed install, a killed recovery, then one that ends."""
    desk = sweeper.desk

    def one(pair, name, found):
        first, by_install, chance = pair
        judge, state = Judge(desk, found), desk.device_copy(name)
        install = desk.install_words(desk.packs[NEW], state)
        sweeper.trial(install, state, at=first)
        before = desk.serial_shown(state)
        calls = install_calls if by_install else needless_files(desk, state)
        second = 1 + int(chance * calls)
        words = install if by_install else ['clean', '--state', state]
        _, report = sweeper.trial(words, state, preload=preload, at=second)
        case = f'kills at {first} and {second} ({report["hit"]})'
        found.outcomes['recovery ended before its kill' if report['hit'] is None else
                       'recovery killed'] += 1
        judge.worker(report, case)
        shown = judge.device(state, case, by_install and report['exit'] == 0)
        if not by_install and shown != before:
            found.note('torn', f'{case}: {before} became {shown}')
        judge.cleaned(state, case, shown)
        desks.shutil.rmtree(state)
    return sweeper.each(one, pairs, part)


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
    caught = {}
    # A rename in parts makes more calls than a real one: the last ones of the longer install.
    found = kills(sweeper, range(count - 2 - HISTORY, count + 12),
                  preload=libraries['rename_in_place'])
    caught['rename_in_place'] = found.count['torn']
    found = errors(sweeper, [('EIO', number) for number in range(count - 7 - HISTORY, count + 1)],
                   preload=libraries['errors_unheard'])
    caught['errors_unheard'] = found.count['torn'] + found.count['lost']
    pairs = [(count // 2, False, 0.999), (count - 3 - HISTORY, False, 0.9)]
    found = recoveries(sweeper, pairs, count, preload=libraries['state_unseen'])
    caught['state_unseen'] = found.count['torn']
    return caught


def failing_calls(count, full, sample):
    """(error, call): every error at every call, or samples with the last calls."""
    return [(error, number) for error in ERRORS
            for number in chosen(count, full, sample, last=8 + HISTORY, seed=len(error))]


def sweep(asked, desk, found):
    """The figures of a pack."""
    sweeper = Sweeper(desk, desks.compiled(desk.folder, 'fault_point.c'), asked)
    count = count_calls(sweeper)
    figures = {'pack_files': desk.files, 'calls_of_an_install': count}
    if 'kills' in asked.parts:
        points = chosen(count, asked.full, 60, last=20 + HISTORY)
        found.add(kills(sweeper, points, part='kills'))
        figures['killed_before'] = len(points)
        figures['percent_of_calls'] = round(100 * len(points) / count, 1)
    if 'errors' in asked.parts:
        points = failing_calls(count, asked.full, 24)
        found.add(errors(sweeper, points, part='errors'))
        figures['errors_injected'] = len(points)
    if 'recovery' in asked.parts:
        pairs = pairs_of(count, PAIRS if asked.full else 40)
        found.add(recoveries(sweeper, pairs, count, part='recovery'))
        figures['recovery_pairs'] = len(pairs)
    figures['twins_caught'] = twins(sweeper, count)
    return figures


def sweep_folder(asked, found):
    """The figures of an office's folder."""
    desk = desks.Desk(asked.tool, files=FOLDER_FILES, way='folder')
    try:
        sweeper = Sweeper(desk, desks.compiled(desk.folder, 'fault_point.c'), asked)
        count = count_calls(sweeper)
        killed = chosen(count, asked.full, 20, last=8 + HISTORY)
        failing = failing_calls(count, asked.full, 16)
        found.add(kills(sweeper, killed, part='folder-kills'))
        found.add(errors(sweeper, failing, part='folder-errors'))
    finally:
        desk.close()
    return {'pack_files': desk.files, 'calls_of_an_install': count, 'killed_before': len(killed),
            'errors_injected': len(failing)}


def prove(_):
    """All of it, and the twins."""
    asked = desks.options(__doc__, parts=('kills', 'errors', 'recovery', 'folder'))
    found = Found()
    figures = {'proof': 'kill_sweep', 'full': asked.full, 'parts': asked.parts}
    desk = desks.Desk(asked.tool, kept=asked.packs)
    try:
        figures['archive'] = sweep(asked, desk, found)
    finally:
        desk.close()
    if 'folder' in asked.parts:
        figures['folder'] = sweep_folder(asked, found)
    figures |= {'torn': found.count['torn'], 'lost': found.count['lost'],
                'workers_outlived_ms': found.outlived_ms,
                'outcomes': dict(sorted(found.outcomes.items())), 'wrong': dict(+found.count),
                'examples': found.examples}
    return desks.tell(figures, not +found.count and all(figures['archive']['twins_caught'].values()))


if __name__ == '__main__':
    sys.exit(desks.main_of(prove))
