#!/usr/bin/env python3
"""What a kiosk costs as its content grows: 12 to 1,200 cities, 60 to 6,000 pictures, up to 10 GB.

    growth.py [--build build-test] [--rounds 5] [--quick] [--out tests/bench]

Makes the packs, has a kiosk show each of them as an installed one in a virtual X server, in turn
and round after round, and writes GROWTH.md and growth.json. A figure is judged by the median of
the rounds' ratios (or differences) to the smallest pack's of the same round, so that a machine
that does other things harms all alike. Nothing in the table is written by hand.

The larger ones are beyond what a device takes in (2,000 files, 1 MiB of JSON a file: contracts.md). They
are laid into the state folder as installed and accepted; those limits are asked at the doors alone.
Pictures are the bundled pack's under many names (hard links); those of the 10 GB are followed by
holes, which take no room on the disk but would take their time to be read. Ends with 0 if all was
measured, met or not; a pack that the kiosk does not show stands in the table with its sentence.
"""
import argparse
import hashlib
import json
import mmap
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from taken_on import machine
from watched import Server, field, text_of

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WIDTH, HEIGHT = 1920, 1080
BIG_BYTES = 10 * 10**9
BIG_PICTURES = 600
SETTLE_S = 3.0   # after the first picture, before memory is looked at
LONGEST_S = 120  # that a start may take

# What grows, and by how much the larger may cost more than the smallest: times, or plus.
TARGETS = {
    'pictures': {'start_ms': ('times', 1.05), 'pss_mb': ('times', 1.05), 'read_mb': ('plus', 1.0)},
    'cities': {'start_ms': ('times', 1.25), 'pss_mb': ('plus', 5.0), 'pan_p99_ms': ('times', 1.1)},
}
FIGURES = [('start_ms', 'exec to first picture, ms', 1), ('start_cpu_ms', 'its CPU, ms', 1),
           ('read_mb', 'read from files at the start, MB', 2), ('opened', 'files opened at the start', 0),
           ('pss_mb', 'memory (PSS) at rest, MB', 1), ('pan_p50_ms', 'a pan\'s frame, median, ms', 2),
           ('pan_p99_ms', 'a pan\'s frame, p99, ms', 2), ('tap_ms', 'tap to city with its picture, ms', 1),
           ('search_ms', 'a search, ms', 3)]


def blake(path, known):
    """The hash that an installed pack's list has; hard links are hashed once."""
    facts = path.stat()
    key = (facts.st_ino, facts.st_size)
    if key not in known:
        found = hashlib.blake2b(digest_size=32)
        with open(path, 'rb') as stream:
            while block := stream.read(1 << 20):
                found.update(block)
        known[key] = found.hexdigest()
    return known[key]


def list_installed(folder, known):
    """installed.json, as installing writes it (refresh/integrity.h). A hole is not worth reading: the
    list is never held against a picture before it is opened."""
    files = []
    for path in sorted(p for p in folder.rglob('*') if p.is_file()):
        size = path.stat().st_size
        found = '0' * 64 if size > 4 * 10**6 else blake(path, known)
        files.append({'blake2b': found, 'path': path.relative_to(folder).as_posix(), 'size': size})
    files.sort(key=lambda item: item['path'])
    text = json.dumps(files, ensure_ascii=False, separators=(',', ':'))
    total = hashlib.blake2b(text.encode(), digest_size=32).hexdigest()
    (folder / 'installed.json').write_text(
        '{"files":' + text + ',"format":1,"sum":"' + total + '"}\n', encoding='utf-8')


def add_pictures(folder, count, bytes_each):
    """So many pictures in all, spread over the cities, each under names of its own."""
    index = json.loads((folder / 'pictures.json').read_text('utf-8'))
    sources = list(index['pictures'])
    cities = [file for file in sorted((folder / 'cities').glob('*.json'))
              if json.loads(file.read_text('utf-8'))['photos']]
    texts = {file: json.loads(file.read_text('utf-8')) for file in cities}
    patterns = [text['photos'][0] for text in texts.values()]
    for number in range(count - len(sources)):
        source = sources[number % len(sources)]
        name = f'pictures/g{number:05d}'
        entry = dict(source, file=f'photos/g{number:05d}.jpg', picture=name + '.jpg',
                     thumbnail=name + '-small.jpg')
        for kind in ('picture', 'thumbnail'):
            os.link(folder / source[kind], folder / entry[kind])
        if bytes_each:
            made = folder / entry['picture']
            made.unlink()
            shutil.copyfile(folder / source['picture'], made)
            os.truncate(made, bytes_each)
        index['pictures'].append(entry)
        photo = dict(patterns[number % len(patterns)], file=entry['file'])
        texts[cities[number % len(cities)]]['photos'].append(photo)
    for file, text in texts.items():
        file.write_text(json.dumps(text, ensure_ascii=False, separators=(',', ':')), 'utf-8')
    (folder / 'pictures.json').write_text(json.dumps(index, separators=(',', ':')), 'utf-8')


class Device:
    """A state folder in which that pack is installed."""

    def __init__(self, kind, size, folder, bundled, known):
        self.kind, self.size = kind, size
        self.name = f'{size} {kind}' if kind != 'gigabytes' else '10 GB'
        self.state = folder / f'{kind}-{size}'
        name = 'smara-amgala.1.00000000'
        self.pack = self.state / 'packs' / name
        self.pack.parent.mkdir(parents=True)
        if kind == 'cities':
            here = len(list((bundled / 'cities').glob('*.json')))
            subprocess.run([sys.executable, HERE / 'many_cities.py', bundled, self.pack, str(size - here)],
                           check=True)
        else:
            shutil.copytree(bundled, self.pack)
            big = kind == 'gigabytes'
            add_pictures(self.pack, BIG_PICTURES if big else size,
                         BIG_BYTES // BIG_PICTURES if big else 0)
        list_installed(self.pack, known)
        pack_id = json.loads((self.pack / 'pack.json').read_text('utf-8'))['id']
        (self.state / 'state.json').write_text(json.dumps(
            {'format': 1, 'current': {'folder': name, 'id': pack_id, 'serial': 1, 'hash': '0' * 64,
                                      'origin': 'archive', 'signer': ''},
             'previous': None, 'trial': None, 'given_up': [], 'floors': {}}), 'utf-8')
        self.bytes = sum(path.stat().st_size for path in self.pack.rglob('*') if path.is_file())
        self.refusal = None

    @property
    def group(self):
        return 'cities' if self.kind == 'cities' else 'pictures'


class Screen:
    """Places of the X server's memory: when most of them are no longer as they were, a picture stands."""

    def __init__(self, buffer):
        with open(buffer, 'rb') as stream:
            self.memory = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        first = len(self.memory) - WIDTH * HEIGHT * 4
        self.places = [first + 4 * (y * WIDTH + x) for y in range(20, HEIGHT, 60) for x in range(20, WIDTH, 60)]
        self.before = self.look()

    def look(self):
        return [self.memory[at:at + 3] for at in self.places]

    def shows_something(self):
        changed = sum(self.memory[at:at + 3] != was for at, was in zip(self.places, self.before))
        return changed > len(self.places) * 0.9


def start(kiosk, device, bundled, folder):
    """One start of the program itself, in a server of its own, seen from outside."""
    server = Server(folder, WIDTH, HEIGHT)
    log = pathlib.Path(folder) / 'said'
    try:
        screen = Screen(server.buffer)
        command = [kiosk, '--state', device.state, '--renderer', 'raster', '--size', f'{WIDTH}x{HEIGHT}',
                   '--root', bundled]
        with open(log, 'wb') as said:
            began = time.monotonic()
            running = subprocess.Popen(command, env=server.environment(), stdout=said, stderr=said)
        try:
            while not screen.shows_something():
                if running.poll() is not None or time.monotonic() - began > LONGEST_S:
                    raise SystemExit(f'growth: {device.name}: no picture came: {log.read_text()[:500]}')
                time.sleep(0.001)
            took = 1000 * (time.monotonic() - began)
            cpu = 1000 * time.clock_gettime(((~running.pid) << 3) | 2)
            read = field(text_of(f'/proc/{running.pid}/io'), 'rchar') / 1e6
            time.sleep(SETTLE_S)
            pss = field(text_of(f'/proc/{running.pid}/smaps_rollup'), 'Pss') / 1024
        finally:
            running.terminate()
            running.wait()
    finally:
        server.end()
    refusals = [line for line in log.read_text(errors='replace').splitlines() if 'Keep fewer' in line
                or 'is not shown' in line or 'Make it smaller' in line]
    return {'start_ms': took, 'start_cpu_ms': cpu, 'read_mb': read, 'pss_mb': pss}, refusals


def opened(kiosk, device, bundled, folder):
    """How many files a start opens, the libraries' left out; None where strace is not at hand."""
    if shutil.which('strace') is None:
        return None
    script = pathlib.Path(folder) / 'home.jsonl'
    script.write_text('{"wait": 100}\n', 'utf-8')
    traced = pathlib.Path(folder) / 'traced'
    subprocess.run(['strace', '-f', '-qq', '-e', 'trace=open,openat', '-o', traced, kiosk, '--headless', '--replay',
                    script, '--out', folder, '--state', device.state, '--root', bundled], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sum(str(device.state) in line and ' = -1' not in line
               for line in traced.read_text(errors='replace').splitlines())


def frames(bench, device):
    """Pan, tap and search, by bench_frames: the making of frames alone, without painting."""
    done = subprocess.run([bench, device.pack, f'{WIDTH}x{HEIGHT}', '--short'], capture_output=True, text=True,
                          check=True)
    found = json.loads(done.stdout)
    return {'pan_p50_ms': found['pan']['whole_ms']['p50'], 'pan_p99_ms': found['pan']['whole_ms']['p99'],
            'tap_ms': (found['tap_ms'] or {}).get('p50'), 'search_ms': found['search_ms']['p50']}


def measure(options, devices, kiosk, bench, bundled):
    """The rounds; every other one goes the other way round."""
    rounds = []
    for number in range(options.rounds):
        found = {}
        for device in devices if number % 2 == 0 else devices[::-1]:
            if device.refusal:
                continue
            with tempfile.TemporaryDirectory() as folder:
                figures, refusals = start(kiosk, device, bundled, folder)
                if refusals:
                    device.refusal = refusals[0].removeprefix('kiosk: ').replace(str(device.pack), 'the pack')
                    continue
                if number == 0:
                    figures['opened'] = opened(kiosk, device, bundled, folder)
            figures.update(frames(bench, device))
            found[device.name] = figures
            print(f'round {number + 1}: {device.name}: ' +
                  ', '.join(f'{key} {value:.2f}' for key, value in figures.items() if value is not None),
                  file=sys.stderr)
        rounds.append(found)
    return rounds


def values(results, name, key):
    return [found[name][key] for found in results['rounds']
            if name in found and found[name].get(key) is not None]


def growth(results, name, smallest, key, how):
    """The median of the rounds' ratios or differences."""
    pairs = [(found[name][key], found[smallest][key]) for found in results['rounds']
             if name in found and smallest in found and found[name].get(key) is not None]
    if not pairs:
        return None
    return statistics.median(large / small if how == 'times' else large - small for large, small in pairs)


def table(results):
    """Markdown, from the figures alone."""
    head = results['machine']
    lines = ['# What a kiosk costs as its content grows', '',
             'Written by `growth.py`; how each figure is taken stands at its head.', '',
             f"{head['when']}, {head['processors']} processors, {head['system']}, load {head['load']}, commit "
             f"{head['commit']}, {len(results['rounds'])} rounds.", '']
    for group, title in (('cities', 'Cities'), ('pictures', 'Pictures')):
        devices = [device for device in results['packs'] if device['group'] == group]
        shown = [device for device in devices if not device['refusal']]
        if not shown:
            continue
        smallest = shown[0]['name']
        lines += [f'## {title}', '', '| medians | ' + ' | '.join(device['name'] for device in shown) + ' |',
                  '|---' * (len(shown) + 1) + '|',
                  '| all its files, MB | ' + ' | '.join(f"{device['bytes'] / 1e6:.0f}" for device in shown) + ' |']
        for key, title_of, digits in FIGURES:
            cells = [values(results, device['name'], key) for device in shown]
            if not any(cells):
                continue
            lines.append(f'| {title_of} | ' + ' | '.join(
                f'{statistics.median(cell):.{digits}f}' if cell else '' for cell in cells) + ' |')
        lines += ['', f'| beside {smallest} | figure | measured | target | |', '|---|---|---|---|---|']
        titles = {key: title_of.rpartition(', ')[0] for key, title_of, _ in FIGURES}
        for device in shown[1:]:
            for key, (how, most) in TARGETS[group].items():
                found = growth(results, device['name'], smallest, key, how)
                if found is None:
                    continue
                sign = '×' if how == 'times' else 'MB more'
                lines.append(f"| {device['name']} | {titles[key]} | {found:.3f} {sign} | ≤ {most:g} {sign} | "
                             f"{'met' if found <= most else 'missed'} |")
        lines += ['']
        for device in devices:
            if device['refusal']:
                lines += [f"{device['name']}: not shown, so not measured. The program: “{device['refusal']}”", '']
    return '\n'.join(lines).rstrip() + '\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--build', type=pathlib.Path, default=ROOT / 'build-test')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--quick', action='store_true', help='one round of small packs: does it work?')
    parser.add_argument('--out', type=pathlib.Path, default=HERE)
    parser.add_argument('--table', type=pathlib.Path, help='the table again, from a growth.json')
    options = parser.parse_args()
    if options.table:
        print(table(json.loads(options.table.read_text('utf-8'))), end='')
        return
    build = options.build.resolve()
    sizes = {'cities': (12, 120, 1200), 'pictures': (60, 600, 6000), 'gigabytes': (10,)}
    if options.quick:
        options.rounds = 1
        sizes = {'cities': (12, 120), 'pictures': (60, 120)}
        if options.out == HERE:
            options.out = build / 'growth-quick'
    with tempfile.TemporaryDirectory(prefix='growth-') as folder:
        folder = pathlib.Path(folder)
        root = folder / 'root'  # assets, and the bundled pack where a root has it
        root.mkdir()
        (root / 'assets').symlink_to(ROOT / 'assets')
        bundled = root / 'bundled'
        shutil.copytree(build / 'bundled' / 'pack', bundled)
        known = {}
        devices = [Device(kind, size, folder, bundled, known) for kind, all_ in sizes.items() for size in all_]
        results = {'machine': machine(), 'targets': TARGETS,
                   'rounds': measure(options, devices, build / 'kiosk', build / 'tests' / 'bench_frames', root)}
        results['packs'] = [{'name': device.name, 'group': device.group, 'bytes': device.bytes,
                             'refusal': device.refusal} for device in devices]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / 'growth.json').write_text(json.dumps(results, indent=1, ensure_ascii=False) + '\n', 'utf-8')
    (options.out / 'GROWTH.md').write_text(table(results), 'utf-8')
    print(table(results), end='')


if __name__ == '__main__':
    main()
