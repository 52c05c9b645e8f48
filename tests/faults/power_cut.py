#!/usr/bin/env python3
"""Proof: a power cut at any moment shows the old pack or the new one, byte for byte, and what
was said to be done stays done.

Usage: power_cut.py KIOSK_PACK [--full] [--jobs N] [--packs FOLDER] [--journal FOLDER]
                    [--parts plain unruly folder]

A real ext4 stands on a loop device on a disk in memory that notes every write and every flush
(block_log.c). On it packs are installed, rolled back and cleaned away, as a device does. Then
the disk is made again as it stood after each of its 4 KiB writes: once with all writes up to
there, ten times with only some of those that no flush had made safe. Each such disk is mounted,
so that ext4 recovers as after a real cut, and what the device on it shows is judged.

Three courses: "plain" with ext4's defaults; "unruly" with data=writeback,noauto_da_alloc and
syncs of the whole disk at random moments, which write down what was not meant to be safe yet;
"folder" like that, with content that comes as an office's folder.
The twin (no_sync.c) does the same without a sync of its own, and must be found out.

Prints its figures as JSON. Exit code: 0 proven, 1 not, 77 could not run here (no FUSE, no loop
device, no ext4, not root).
"""
import json
import mmap
import multiprocessing
import os
import pathlib
import random
import shutil
import struct
import sys

import desk as desks
from desk import CannotRun, run
from disks import BLOCK, DISK, LIBC, LoggedDisk, Loop, Unrest, mount, needs, set_disk, unmount

OLD, NEW = 3, 4
SUBSETS = 10
FILES = 30  # of a pack: some 20,000 states, as each 4 KiB written makes eleven
SAMPLE = 150
KEEP_EVERY = 100  # states; what was judged until then is not judged again
UNRULY = 'data=writeback,noauto_da_alloc'
# How the disk is mounted, and how content comes.
COURSES = {'plain': ('', 'built'), 'unruly': (UNRULY, 'built'), 'folder': (UNRULY, 'folder')}


def course(desk, disk, preload):
    """What happens on the disk while it is logged. 0 stands for: nothing is shown yet."""
    device, first = disk.volume / 'device', disk.volume / 'deep/new'
    environment = dict(desk.environment, **({'LD_PRELOAD': str(preload)} if preload else {}))

    def step(which, words, before, after):
        disk.mark(device=which, may=[before, after])
        ran = run([desk.tool, *words], env=environment)
        if ran.returncode != 0:
            raise RuntimeError(f'{words}: {ran.stderr}')
        disk.mark(device=which, may=[after])

    disk.mark(device='device', may=[OLD])
    disk.mark(device='deep/new', may=[0])
    step('device', desk.install_words(desk.packs[NEW], device), OLD, NEW)
    step('deep/new', desk.install_words(desk.packs[OLD], first), 0, OLD)
    step('device', ['rollback', '--state', device], NEW, OLD)
    step('device', desk.install_words(desk.packs[NEW], device), OLD, NEW)
    step('deep/new', ['rollback', '--state', first], OLD, 0)
    step('deep/new', ['clean', '--state', first], 0, 0)
    step('deep/new', desk.install_words(desk.packs[NEW], first), 0, NEW)
    step('device', ['clean', '--state', device], NEW, NEW)
    # What a program without syncs leaves to chance is written now, for its twin's sake.
    descriptor = os.open(disk.volume, os.O_RDONLY)
    LIBC.syncfs(descriptor)
    os.close(descriptor)


def records_of(log):
    """('W', offset, bytes), ('F',) and ('M', facts), in order; writes cut to whole blocks."""
    data, at = log.read_bytes(), 0
    while at < len(data):
        kind, at = data[at:at + 1], at + 1
        if kind == b'F':
            yield ('F',)
        elif kind == b'M':
            length = struct.unpack_from('=I', data, at)[0]
            yield ('M', json.loads(data[at + 4:at + 4 + length]))
            at += 4 + length
        elif kind == b'W':
            offset, length = struct.unpack_from('=QI', data, at)
            at += 12
            for start in range(0, length, BLOCK):
                yield ('W', offset + start, data[at + start:at + min(start + BLOCK, length)])
            at += length
        else:
            raise RuntimeError(f'the log is damaged at {at}')


def cuts_of(base, log, wanted):
    """(number, what was safe, the writes on top of it, what may be shown) for the states wanted.

    `wanted` says of a state's number whether it is. What was safe is the same array each time.
    """
    safe, unsafe, may, number = bytearray(base), [], {}, 0
    chance = random.Random(20)

    for record in records_of(log):
        if record[0] == 'F':
            for offset, block in unsafe:
                safe[offset:offset + len(block)] = block
            unsafe = []
            continue
        if record[0] == 'M':
            may = dict(may, **{record[1]['device']: record[1]['may']})
        else:
            unsafe = unsafe + [record[1:]]
        for subset in range(mixtures(unsafe)):
            # From nearly none to nearly all, so that rare mixtures are met as well.
            share, seed = chance.choice((0.1, 0.3, 0.5, 0.7, 0.9)), chance.random()
            if wanted(number):
                coin = random.Random(seed)
                yield number, safe, [write for write in unsafe
                                     if subset == 0 or coin.random() < share], may
            number += 1


def mixtures(unsafe):
    """How many states there are to judge at one moment."""
    return 1 + SUBSETS if unsafe else 1


def count_cuts(log):
    """How many states there are, 4 KiB writes, bytes written, and flushes."""
    states = writes = written = flushes = 0
    unsafe = []
    for record in records_of(log):
        if record[0] == 'F':
            flushes, unsafe = flushes + 1, []
            continue
        if record[0] == 'W':
            writes, written, unsafe = writes + 1, written + len(record[2]), [record]
        states += mixtures(unsafe)
    return {'states': states, 'writes_of_4_KiB': writes, 'bytes_written': written,
            'flushes': flushes}


def judge_disk(desk, volume, may, number):
    """What is wrong on one recovered disk: a list of (kind, words)."""
    found = []
    for name, allowed in may.items():
        state = volume / name
        shown = desks.shown_folder(state)
        bundled = shown is None and not names_a_pack(state / 'state.json')
        serial = 0 if bundled else desk.serial_of(shown)
        if serial not in allowed:
            kind = 'torn' if serial is None else 'lost'
            found.append((kind, f'state {number}: {name} shows {serial}, may show {allowed}'))
    if number % 40 == 0:
        for name in may:
            ran = run([desk.tool, 'clean', '--state', volume / name], env=desk.environment)
            if ran.returncode != 0:
                found.append(('clean_fails', f'state {number}: {name}: {ran.stderr}'))
    return found


def names_a_pack(document):
    """Whether state.json says that a pack is shown; one that cannot be read counts as that."""
    try:
        state = json.loads(document.read_text('utf-8'))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return bool(state.get('current'))


class Kept:
    """What a share of a course was found to be, in a file beside its log: how far it was judged,
    how many states that were, and what is wrong with them."""

    def __init__(self, folder, share, jobs, how):
        self.file = folder / f'judged-{how}-{share}-of-{jobs}'
        self.last, self.judged, self.wrong = -1, 0, []
        if self.file.exists():
            self.last, self.judged, self.wrong = json.loads(self.file.read_text('utf-8'))

    def add(self, number, wrong):
        """One more state."""
        self.last, self.judged = number, self.judged + 1
        self.wrong.extend(wrong)
        if self.judged % KEEP_EVERY == 0:
            self.keep()

    def keep(self):
        """Whole or as it was."""
        beside = self.file.with_suffix('.part')
        beside.write_text(json.dumps([self.last, self.judged, self.wrong]), 'utf-8')
        beside.rename(self.file)


def judge_share(work):
    """A process of its own: every jobs-th of the states. (states judged, what is wrong)"""
    desk, folder, choices, share, jobs, chosen = work
    place = desk.folder / f'replay-{folder.name}-{share}'
    volume = place / 'volume'
    volume.mkdir(parents=True)
    image_file = place / 'image'
    with open(image_file, 'wb') as image:
        image.truncate(DISK)
    loop = Loop(image_file)
    kept = Kept(folder, share, jobs, 'all' if chosen is None else 'sample')
    begun, base = kept.last, (folder / 'base').read_bytes()

    def wanted(number):
        return number > begun and number % jobs == share and (chosen is None or number in chosen)

    with open(image_file, 'r+b') as file, mmap.mmap(file.fileno(), DISK) as image:
        for number, safe, writes, may in cuts_of(base, folder / 'log', wanted):
            set_disk(image, safe, writes)
            if kept.judged % 1000 == 999:
                print(f'{folder.name}: {kept.judged + 1} states, {len(kept.wrong)} wrong',
                      file=sys.stderr, flush=True)
            try:
                mount(loop.path, volume, choices)
            except OSError as why:
                kept.add(number, [('unmountable', f'state {number}: {why}')])
                continue
            found = judge_disk(desk, volume, may, number)
            unmount(volume)
            kept.add(number, found)
    kept.keep()
    loop.close()
    shutil.rmtree(place)
    return kept.judged, kept.wrong


def recorded(desk, logger, name, asked, preload):
    """The folder of a course's log: what the last run kept of this very program, or a new one."""
    name += '-twin' if preload else ''
    kept = pathlib.Path(asked.journal) / f'power_cut-{name}' if asked.journal else None
    of = json.dumps(desk.identity())
    if kept and (kept / 'of').exists() and (kept / 'of').read_text('utf-8') == of:
        return kept
    folder = record(desk, logger, name, preload)
    if kept is None:
        return folder
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for part in ('base', 'log'):
        shutil.move(folder / part, kept / part)
    shutil.rmtree(folder)
    (kept / 'of').write_text(of, 'utf-8')
    return kept


def record(desk, logger, name, preload):
    """One course on a logged disk; the folder that holds its log."""
    choices, _ = COURSES[name.removesuffix('-twin')]
    disk = LoggedDisk(desk, logger, name, choices)
    disk.fill(desk.device)
    disk.open()
    unrest = Unrest(disk.volume, choices == UNRULY)
    try:
        course(desk, disk, preload)
    finally:
        unrest.end()
        disk.close()
    return disk.folder


def prove_course(desk, logger, name, asked, preload=None):
    """Records one course and judges its cuts: its figures, and what is wrong."""
    folder = recorded(desk, logger, name, asked, preload)
    counted = count_cuts(folder / 'log')
    states = counted['states']
    chosen = None
    if not asked.full or preload:
        chosen = set(random.Random(3).sample(range(states), min(states, SAMPLE)))
    with multiprocessing.Pool(asked.jobs) as pool:
        shares = pool.map(judge_share, [(desk, folder, COURSES[name][0], share, asked.jobs, chosen)
                                        for share in range(asked.jobs)], 1)
    wrong = [case for _, cases in shares for case in cases]
    kinds = {kind: sum(1 for case in wrong if case[0] == kind)
             for kind in ('torn', 'lost', 'unmountable', 'clean_fails')}
    figures = {**counted, 'states_judged': sum(judged for judged, _ in shares), **kinds,
               'examples': [words for _, words in wrong[:5]]}
    if not asked.journal:
        shutil.rmtree(folder)
    return figures


def prove(_):
    """All courses, and the twins."""
    asked = desks.options(__doc__, parts=tuple(COURSES))
    needs()
    flags = run(['pkg-config', '--cflags', '--libs', 'fuse3'])
    if flags.returncode != 0:
        raise CannotRun('libfuse3-dev is missing')
    courses, twins = {}, {}
    for way in sorted({COURSES[name][1] for name in asked.parts}):
        desk = desks.Desk(asked.tool, kept=asked.packs, files=FILES, way=way)
        try:
            logger = desks.compiled(desk.folder, 'block_log.c', *flags.stdout.split())
            twin = desks.compiled(desk.folder, 'no_sync.c', '-shared', '-fPIC')
            for name in [name for name in asked.parts if COURSES[name][1] == way]:
                courses[name] = prove_course(desk, logger, name, asked)
                twins[name] = prove_course(desk, logger, name, asked, twin)
        finally:
            desk.close()
    sums = {key: sum(figures[key] for figures in courses.values())
            for key in ('states_judged', 'torn', 'lost', 'unmountable', 'clean_fails')}
    caught = {name: {key: figures[key] for key in ('states_judged', 'torn', 'lost')}
              for name, figures in twins.items()}
    good = (sums['states_judged'] > 0
            and not any(sums[key] for key in ('torn', 'lost', 'unmountable', 'clean_fails'))
            and sum(figures['torn'] + figures['lost'] for figures in twins.values()) > 0)
    return desks.tell({'proof': 'power_cut', 'full': asked.full, 'pack_files': FILES, **sums, 'courses': courses,
                       'twin_without_syncs': caught}, good)


if __name__ == '__main__':
    sys.exit(desks.main_of(prove))
