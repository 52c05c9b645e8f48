#!/usr/bin/env python3
"""Proof: whatever fails while the stick is read, the device keeps what it shows and says in one
sentence which file it was.

Usage: read_sweep.py KIOSK_PACK [--full] [--jobs N] [--packs FOLDER] [--journal FOLDER]

Each call that opens, asks about or reads the .kpack fails once with EIO, ENODEV, EINTR, ends the
file there, or brings half; so does each of a content folder, and each of the device's own
state.json. Expected: EIO, ENODEV: exit code 6. An end before its time: 4. EINTR and half a read:
done as ever, or 6 where the file could not be opened. In all cases the state folder is byte for
byte what it was, or shows the new pack and says so; staging is empty.
Prints its figures as JSON. Exit code: 0 proven, 1 not, 77 could not run here.
"""
import shutil
import sys

import desk as desks
from sweep import Found, Sweeper, chosen

OLD, NEW = 3, 4
HARD, SOFT = ('EIO', 'ENODEV'), ('EINTR', 'short')
READS = ('read', 'pread64', 'readv', 'sendfile', 'copy_file_range')


def held(state):
    """The files of a state folder, but for the lock."""
    return {name: value for name, value in desks.hashes_of(state).items() if name != 'lock'}


class Judge:
    """What is right after a fault, for all trials alike."""

    def __init__(self, desk):
        self.desk, self.before = desk, held(desk.device)

    def judge(self, state, ran, report, fault, codes, names, found):
        """`codes`: the exit codes that are right; `names`: what a failure's sentence must name."""
        case = f'{fault} at {report["hit"]}: exit {report["exit"]}: {ran.stderr.strip()}'
        code = report['exit']
        found.outcomes[f'{fault}: exit {code}'] += 1
        if code not in codes:
            found.note('wrong_code', case)
        if code == 0:
            if self.desk.serial_shown(state) != NEW:
                found.note('torn', case)
        elif held(state) != self.before:
            found.note('device_changed', case)
        said = ran.stderr.strip()
        if code != 0 and not (said.startswith(f'kiosk-pack: {names}') and said.endswith('.')
                              and said.count('\n') == 0):
            found.note('no_sentence', case)
        if desks.stale_files(state):
            found.note('left_over', f'{case}: {desks.stale_files(state)}')


def codes_for(fault, report, last_read):
    """Which exit codes are right for a fault in this call of the .kpack."""
    call = (report['hit'] or '').split(' ')[0]
    if fault in HARD:
        return (6,)
    if call not in READS:
        return (0, 6) if fault == 'EINTR' else (0,)
    if fault == 'end' and not last_read:
        return (4,)
    return (0,)


def archive(sweeper, faults, preload=None, part=None):
    """The .kpack's every call, with every fault: how many points, and what was found."""
    desk = sweeper.desk
    judge = Judge(desk)
    pack = desk.folder / 'stick.kpack'
    if not pack.exists():
        shutil.copy(desk.packs[NEW], pack)
    state = desk.device_copy('counting')
    _, counted = sweeper.trial(desk.install_words(pack, state), state, reads=pack)
    calls = counted['counted']

    def one(point, name, found):
        number, fault = point
        place = desk.device_copy(name)
        ran, report = sweeper.trial(desk.install_words(pack, place), place, reads=pack, at=number,
                                    fault=fault, preload=preload)
        if report['hit'] is None:
            found.note('not_reached', f'{fault} at {number}: {report}: {ran.stderr.strip()}')
        codes = codes_for(fault, report, number == calls)
        judge.judge(place, ran, report, fault, codes, pack, found)
        shutil.rmtree(place)
    points = [(number, fault) for number in range(1, calls + 1) for fault in faults]
    return len(points), sweeper.each(one, points, part)


def content(sweeper, full):
    """A content folder's calls. The last read of a file ends it anyway, so an end may be fine."""
    desk = sweeper.desk
    judge = Judge(desk)
    folder = desk.folder / 'kiosk-content'
    desks.content_folder(folder, NEW)
    state = desk.device_copy('counting')
    words = ['install', folder, '--state', state]  # pictures from the cache: they are not the matter
    ran, counted = sweeper.trial(words, state, reads=folder)
    shown = desks.shown_folder(state)
    if counted['exit'] != 0 or shown is None:
        raise RuntimeError(f'the folder cannot be installed: {ran.stdout}{ran.stderr}')
    from_archive = desk.expected[NEW]
    desk.expected[NEW] = (shown.name, desks.hashes_of(shown))

    def one(point, name, found):
        number, fault = point
        place = desk.device_copy(name)
        ran, report = sweeper.trial(['install', folder, '--state', place], place, reads=folder,
                                    at=number, fault=fault)
        codes = (6,) if fault in HARD else (0, 4)
        judge.judge(place, ran, report, fault, codes, folder, found)
        shutil.rmtree(place)
    points = [(number, fault) for fault in ('EIO', 'ENODEV', 'end')
              for number in chosen(counted['counted'], full, 12, seed=len(fault))]
    found = sweeper.each(one, points, 'reads-folder')
    desk.expected[NEW] = from_archive
    return len(points), found


def own_state(sweeper):
    """The device's own state.json: what cannot be read must not be taken for empty."""
    desk, points = sweeper.desk, []
    judge = Judge(desk)
    commands = {'clean': lambda state: ['clean', '--state', state],
                'rollback': lambda state: ['rollback', '--state', state],
                'install': lambda state: desk.install_words(desk.packs[NEW], state)}
    for name, words in commands.items():
        state = desk.device_copy('counting')
        _, counted = sweeper.trial(words(state), state, reads=state / 'state.json')
        # From the last on, a command has read the state and goes on to write it.
        points += [(name, number) for number in range(1, counted['counted'] + 1)]

    def one(point, name, found):
        command, number = point
        state = desk.device_copy(name)
        ran, report = sweeper.trial(commands[command](state), state, reads=state / 'state.json',
                                    at=number, fault='EIO')
        if report['hit']:
            judge.judge(state, ran, report, f'state EIO, {command}', (6,), state / 'state.json',
                        found)
        shutil.rmtree(state)
    return len(points), sweeper.each(one, points, 'reads-state')


def prove(_):
    """All of it, and the twin."""
    asked = desks.options(__doc__)
    desk = desks.Desk(asked.tool, kept=asked.packs)
    found, figures = Found(), {'proof': 'read_sweep', 'full': asked.full}
    try:
        sweeper = Sweeper(desk, desks.compiled(desk.folder, 'fault_point.c'), asked)
        parts = {'archive': lambda: archive(sweeper, HARD + SOFT + ('end',), part='reads-archive'),
                 'a_folder': lambda: content(sweeper, asked.full),
                 'the_own_state': lambda: own_state(sweeper)}
        for name, part in parts.items():
            figures[f'faults_of_{name}'], found_there = part()
            found.add(found_there)
        library = desks.compiled(desk.folder, 'reading_ends.c', '-shared', '-fPIC', '-ldl')
        _, broken = archive(sweeper, ('EIO',), preload=library)
        caught = broken.count['wrong_code']
        figures |= {'outcomes': dict(sorted(found.outcomes.items())), 'wrong': dict(found.count),
                    'examples': found.examples, 'twins_caught': {'reading_ends': caught}}
    finally:
        desk.close()
    return desks.tell(figures, not found.count and caught > 0)


if __name__ == '__main__':
    sys.exit(desks.main_of(prove))
