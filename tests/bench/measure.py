#!/usr/bin/env python3
"""measure.py: the kiosk and the pages in turn, each round anew, paired; run.sh says with what.

Writes figures.json and FIGURES.md beside this file, or into --out. Every figure is taken from
outside; README.md here says how each is, and what it cannot show.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time

import disk
import programs
import table
import watched
from taken_on import now, said_by

HERE = pathlib.Path(__file__).resolve().parent
ONCE = {'pacing', 'profile', 'disk'}  # not taken in every round
FIGURES = ('cold', 'start', 'rest', 'reading', 'attract', 'memory', 'tap', 'next', 'drag', 'frames', 'disk', 'floors',
           'pacing', 'profile')

# Where the kiosk has its zones at 1920 by 1080, and the pages theirs: they are laid out alike.
CITIES = {'niamey': (603, 564), 'agadez': (692, 517), 'ndjamena': (782, 608), 'vijayawada': (1696, 525)}
HEAD = (1120, 0, 800, 300)        # the open city's picture
PICTURE = (294, 28, 1332, 750)    # the gallery's, down to its caption
SHUT, PHOTOS, AFTER = (1856, 64), (1370, 1006), (1820, 1006)
NEXT, LEAVE = (1491, 1012), (92, 1012)
NEARER, FARTHER, WHOLE = (1828, 638), (1828, 738), (1828, 838)
FREE = (960, 620)                 # no pin, for a finger that drags (a tap opens the city whose name ends there)
SCREEN = (0, 0, programs.WIDTH, programs.HEIGHT)
# A first picture that means something has its map, its title, and pins with their names.
HOME = {'home': SCREEN, 'title': (150, 30, 450, 100), 'pin': (270, 270, 200, 120), 'name': (640, 480, 190, 110)}
LETTERS = 250                     # pixels that differ much from their neighbour, where there are letters
NEXTS = 4
ALL_CITIES = 12
LEAD = 6                          # s from exec to the beginning of a rest; more for who starts slowly
LONG = 3600                       # s: what plays to nobody stays away


class Bench:
    """One X server, one onlooker, and the programs that come and go."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        watched.adopt_orphans()
        buffer = folder / 'buffer'
        buffer.mkdir()
        self.server = watched.Server(buffer, programs.WIDTH, programs.HEIGHT)
        self.outside = watched.Outside(options.build / 'outside', self.server)
        self.do = self.outside.do
        self.apart = {self.server.process.pid, self.outside.process.pid}

    def end(self):
        self.outside.end()
        self.server.end()

    def begin(self, command, log='program'):
        self.do('move', programs.WIDTH - 1, programs.HEIGHT - 1)
        return watched.Running(command, self.server.environment(), self.apart, self.folder / f'{log}.log')

    def settle(self, quiet=500, patience=1600):
        return self.do('settle', quiet, patience)['still']

    def home(self, program, running, patience=60000):
        """Waits for the program's own settled first picture; ms since it was started."""
        seen = self.do('await', patience, *[f'{part}-{program.name}' for part in HOME]).get('seen')
        return None if seen is None else seen - running.began

    def tap(self, place):
        self.do('tap', *place)

    def cities(self):
        return list(CITIES.items())[:2 if self.options.quick else None]

    def nexts_taken(self):
        return 2 if self.options.quick else NEXTS

    def back_home(self, program):
        """From an open city: shut, and the whole map again."""
        self.tap(SHUT)
        self.settle()
        if self.do('await', 50, f'home-{program.name}').get('seen') is None:
            self.tap(WHOLE)
            self.settle()
            self.do('await', 4000, f'home-{program.name}')

    # What each picture looks like once it stands there, learnt before anything is measured. It warms
    # the profile and the caches too.
    def learn(self, program):
        for time_round in range(2):  # Chromium keeps compiled scripts from the second time on
            self.do('keep', 'empty', *SCREEN)
            running = self.begin(program.command(LONG), f'learn-{program.name}')
            if self.do('changes', 'empty', 60000, 0.3)['seen'] is None:
                raise SystemExit(f'bench: {program.name} shows nothing')
            program.lead = max(LEAD, 2 * self.stands(program, running) + 3)
            for part, box in HOME.items():
                self.do('keep', f'{part}-{program.name}', *box)
            if self.options.pictures:
                self.do('save', self.options.pictures / f'{program.name}-home.ppm')
            last = program.name == 'kiosk' or self.options.quick or time_round == 1
            if last and {'reading', 'tap', 'next'} & set(program.measures) & set(self.options.only):
                self.learn_visit(program)
            running.end()
            if last:
                break

    def stands(self, program, running):
        """Waits until the whole home is there: still, and with letters where its names are; s that took."""
        parts = [box for part, box in HOME.items() if part != 'home']
        for _ in range(20):
            changed = self.do('settle', 2500, 10000)['changed']
            if all(self.do('edges', *box)['edges'] > LETTERS for box in parts):
                return (changed - running.began) / 1000
        raise SystemExit(f'bench: {program.name} does not come to its home')

    def learn_visit(self, program):
        for city, place in self.cities():
            self.tap_and_see(place, HEAD)
            self.settle(1000, 5000)
            self.do('keep', f'{city}-{program.name}', *HEAD)
            if self.options.pictures:
                self.do('save', self.options.pictures / f'{program.name}-{city}.ppm')
            self.back_home(program)
        self.tap_and_see(CITIES['niamey'], HEAD)
        self.settle()
        self.tap_and_see(PHOTOS, PICTURE)
        self.settle()
        for number in range(self.nexts_taken()):
            self.tap_and_see(NEXT, PICTURE)
            self.settle(800, 5000)
            self.do('keep', f'next{number}-{program.name}', *PICTURE)
            if self.options.pictures:
                self.do('save', self.options.pictures / f'{program.name}-next{number}.ppm')

    def tap_and_see(self, place, box):
        """Until something has come of it there, however slow the program is."""
        self.do('keep', 'before', *box)
        self.tap(place)
        self.do('changes', 'before', 10000, 0.9)

    def cold(self, program):
        """From a disk whose cache is empty: bytes read until the first picture stands, and its time."""
        subprocess.run(['sync'], check=True)
        pathlib.Path('/proc/sys/vm/drop_caches').write_text('3')
        running = self.begin(program.command(LONG))
        first = self.home(program, running)
        self.settle(1000, 20000)
        read = running.read_bytes()
        running.end()
        return {'cold_ms': first, 'cold_mb': read / 2**20}

    def start(self, program, times):
        """From exec to the first picture, files cached: wall, and CPU of all processes by then."""
        walls, cpus = [], []
        for _ in range(times):
            running = self.begin(program.command(LONG))
            wall = self.home(program, running)
            cpus.append(running.cpu())
            walls.append(wall)
            time.sleep(0.3)
            running.end()
        return {'start_ms': middle(walls), 'start_cpu_s': middle(cpus)}

    def quiet(self, program, seconds, wanted):
        """Home untouched, then what plays to nobody: CPU, wake-ups, what is drawn, processes, memory."""
        rest = seconds if 'rest' in wanted else 1
        calm = 1 if self.options.quick else 5  # s more: Chromium goes on with its start behind a still screen
        attract_after = max(10, round(program.lead + calm + rest + 2))  # the kiosk's settings allow no less than 10
        running = self.begin(program.command(attract_after))
        self.home(program, running)
        self.settle(2000, 4000)
        time.sleep(calm)
        found = {'processes': len(running.pids()), 'threads': len(running.threads())}
        if 'rest' in wanted and 'rest' in program.measures:
            cpu, woken, server = running.cpu(), running.woken(), watched.cpu_seconds(self.server.process.pid)
            began = time.monotonic()
            drawn = self.do('presents', seconds * 1000)['rectangles']
            took = time.monotonic() - began
            found.update(rest_late=time.monotonic() - running.began / 1000 > attract_after - 0.5)
        if found.get('rest_late') is False:
            found.update(rest_cpu_s=(running.cpu() - cpu) * 60 / took, rest_wakes=(running.woken() - woken) / took,
                         rest_draws=drawn,
                         rest_server_s=(watched.cpu_seconds(self.server.process.pid) - server) * 60 / took)
        if 'attract' in wanted and 'attract' in program.measures:
            # Each counts from when it was ready itself: what is drawn after the rest is its beginning.
            time.sleep(max(0, running.began / 1000 + attract_after - time.monotonic()))
            end = time.monotonic() + 30
            while time.monotonic() < end and self.do('presents', 300)['rectangles'] == 0:
                pass
            cpu, server = running.cpu(), watched.cpu_seconds(self.server.process.pid)
            began = time.monotonic()
            drawn = self.do('presents', self.options.play_seconds * 1000)['rectangles']
            took = time.monotonic() - began
            found.update(attract_draws=drawn)
            if drawn > 1:  # one that does not play would be cheap for no merit
                found.update(attract_cpu_s=(running.cpu() - cpu) * 60 / took,
                             attract_server_s=(watched.cpu_seconds(self.server.process.pid) - server) * 60 / took)
            if self.options.pictures:
                self.do('save', self.options.pictures / f'{program.name}-attract.ppm')
        running.end()
        return found

    def touch(self, program, wanted, quick):
        """What follows a finger, in one visit."""
        running = self.begin(program.command(LONG))
        self.home(program, running)
        self.settle(2000, 20000)
        found = {}
        before = running.pss_mb()
        if 'drag' in wanted and 'drag' in program.measures:
            drags = [self.drag(i) for i in range(3 if quick else 8)]
            found['drag_ms'] = middle(drags)
        if 'frames' in wanted and 'frames' in program.measures:
            self.tap(WHOLE)
            self.settle()
            found.update(self.frames())
            self.tap(WHOLE)
            self.settle()
            self.do('await', 10000, f'home-{program.name}')  # a slow one has much to catch up with
        if 'tap' in wanted and 'tap' in program.measures:
            found.update(self.taps(program))
        if 'next' in wanted and 'next' in program.measures:
            found.update(self.nexts(program))
            self.back_home(program)
        if 'reading' in wanted and 'reading' in program.measures:
            found.update(self.reading(program, running))
        if 'memory' in wanted and 'memory' in program.measures:
            self.galleries(program)
            after = running.pss_mb()
            found.update(home_mb=before, galleries_mb=after, grown_mb=after - before)
        running.end()
        return found

    def reading(self, program, running):
        """A city is open and somebody reads: what moves by itself meanwhile."""
        self.tap(CITIES['niamey'])
        time.sleep(2)
        cpu, began = running.cpu(), time.monotonic()
        drawn = self.do('presents', 8000)['rectangles']
        took = time.monotonic() - began
        found = {'reading_cpu_s': (running.cpu() - cpu) * 60 / took, 'reading_draws': drawn}
        self.back_home(program)
        return found

    def drag(self, number):
        time.sleep(0.2 + 0.0037 * number)  # at other moments of whatever rhythm the program has
        return self.do('drag', *FREE, 40)['seen']

    def frames(self):
        seen = self.do('visit', *NEARER, *FARTHER)
        intervals = sorted(seen['pan'] + seen['zoom'])
        if len(intervals) < 20:
            return {'frames': len(intervals)}
        return {'frames': len(intervals), 'frame_p50_ms': at_share(intervals, 0.5),
                'frame_p99_ms': at_share(intervals, 0.99), 'frame_longest_ms': intervals[-1],
                'pan_p99_ms': at_share(seen['pan'], 0.99), 'zoom_p99_ms': at_share(seen['zoom'], 0.99)}

    def taps(self, program):
        seen, placed = [], []
        for city, place in self.cities():
            found = self.do('tapfor', *place, f'{city}-{program.name}', 4000)
            seen.append(found.get('seen'))
            placed.append(found.get('placed'))
            self.settle()
            self.back_home(program)
        return {'tap_ms': middle(seen), 'tap_placed_ms': middle(placed)}

    def nexts(self, program):
        self.tap(CITIES['niamey'])
        self.settle()
        self.tap(PHOTOS)
        self.settle(1000)
        seen, placed = [], []
        for number in range(self.nexts_taken()):
            found = self.do('tapfor', *NEXT, f'next{number}-{program.name}', 4000)
            seen.append(found.get('seen'))
            placed.append(found.get('placed'))
            self.settle(800)
        self.tap(LEAVE)
        self.settle()
        return {'next_ms': middle(seen), 'next_placed_ms': middle(placed)}

    def galleries(self, program):
        """Every city's pictures twice, and home again."""
        self.tap(CITIES['niamey'])
        self.settle()
        for _ in range(2 * (2 if self.options.quick else ALL_CITIES)):
            for place in (PHOTOS, LEAVE, AFTER):
                self.tap(place)
                self.settle(150, 700)  # no longer: the kiosk has lights that run along its arcs
        self.back_home(program)
        self.settle(1500)

    def round(self, program):
        wanted, quick = self.options.only, self.options.quick
        found = {}
        if 'cold' in wanted and 'cold' in program.measures and os.geteuid() == 0:
            found.update(self.cold(program))
        if 'start' in wanted and 'start' in program.measures:
            found.update(self.start(program, 2))
        if {'rest', 'attract'} & set(wanted) & set(program.measures):
            found.update(self.quiet(program, self.options.seconds, wanted))
        if {'reading', 'tap', 'next', 'drag', 'frames', 'memory'} & set(wanted) & set(program.measures):
            found.update(self.touch(program, wanted, quick))
        return found

    def floors(self, picture):
        """The least that the machine asks: README.md says what each is."""
        program = self.options.build / 'floors'
        found = {}
        for what in ('decode', 'copy', 'present'):
            words = [program, what, *([picture] if what == 'decode' else [])]
            said = subprocess.run(words, check=True, capture_output=True, text=True, env=self.server.environment())
            found[f'floor_{what}_ms'] = json.loads(said.stdout)['median']
        self.do('keep', 'empty', *SCREEN)
        running = self.begin([program, 'show', picture])
        self.do('changes', 'empty', 20000, 0.3)
        self.settle(600)
        self.do('keep', 'home-floor', *SCREEN)
        running.end()
        walls, cpus, memories = [], [], []
        for _ in range(3):
            running = self.begin([program, 'show', picture])
            seen = self.do('await', 10000, 'home-floor')['seen']
            walls.append(None if seen is None else seen - running.began)
            cpus.append(running.cpu())
            time.sleep(0.5)
            memories.append(running.pss_mb())
            running.end()
        found.update(floor_show_ms=middle(walls), floor_show_cpu_s=middle(cpus), floor_show_mb=middle(memories))
        return found

    def profile(self):
        """Where the instructions of a start go."""
        words = [sys.executable, HERE / 'profile.py', self.options.build / 'programs/kiosk',
                 self.options.build / 'kiosk']
        said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, env=self.server.environment())
        return json.loads(said.stdout)

    def pacing(self):
        """Late frames of the kiosk's on a panel with beats, alone and while a pack is installed beside it."""
        words = [sys.executable, HERE / 'pacing.py', self.options.build / 'programs', self.options.build / 'second',
                 *(['--quick'] if self.options.quick else [])]
        said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, env=self.server.environment())
        return json.loads(said.stdout)


def middle(values):
    """The median of those that there are."""
    values = sorted(value for value in values if value is not None)
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def at_share(values, share):
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else None


def machine():
    processor = re.search(r'model name\s*: (.*)', pathlib.Path('/proc/cpuinfo').read_text())
    memory = watched.field(pathlib.Path('/proc/meminfo').read_text(), 'MemTotal')
    release = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path('/etc/os-release').read_text())
    locked = json.loads((HERE / 'peer/package-lock.json').read_text())['packages']
    return {'date': now(), 'commit': said_by('git', 'rev-parse', '--short=12', 'HEAD'),
            'processor': processor.group(1) if processor else platform.machine(), 'cores': os.cpu_count(),
            'memory_gb': round(memory / 2**20, 1), 'system': release.group(1) if release else '',
            'kernel': platform.release(), 'load_before': os.getloadavg()[0],
            **{name: said_by('dpkg-query', '-W', '-f=${Version}', package)
               for name, package in (('chromium', 'chromium'), ('sdl', 'libsdl2-2.0-0'), ('xvfb', 'xvfb'))},
            'maplibre-gl': locked['node_modules/maplibre-gl']['version'],
            'd3-zoom': locked['node_modules/d3-zoom']['version']}


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--quick', action='store_true', help='one round, short rests: whether all works, no figures')
    parser.add_argument('--only', default=','.join(FIGURES), help='of ' + ','.join(FIGURES))
    parser.add_argument('--programs', help='of kiosk,d3,maplibre,d3-low-memory,d3-sharp')
    parser.add_argument('--said', default='', help='what run.sh was asked for, for the table')
    parser.add_argument('--build', type=pathlib.Path, required=True, help='what run.sh has built')
    parser.add_argument('--out', type=pathlib.Path, default=HERE)
    parser.add_argument('--add', action='store_true',
                        help='to the figures that are there: what --only names of pacing,profile,disk')
    parser.add_argument('--pictures', type=pathlib.Path, help='a folder for what was seen, for eyes')
    options = parser.parse_args(words)
    options.only = options.only.split(',')
    if unknown := set(options.only) - set(FIGURES):
        parser.error(f'--only: {", ".join(sorted(unknown))}: no such figure. There are: {", ".join(FIGURES)}')
    if options.quick:
        options.rounds = 1
    if options.add:
        options.rounds = 0
        if set(options.only) - ONCE:
            parser.error('--add: what every round takes cannot be added; --only pacing,profile,disk can.')
    options.seconds, options.play_seconds = (5, 4) if options.quick else (60, 20)
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    options.build = options.build.resolve()
    return options


def measure(options):
    results = {'machine': machine(), 'command': f'bash tests/bench/run.sh {options.said}', 'rounds': [],
               'rest_seconds': options.seconds, 'play_seconds': options.play_seconds}
    folder = pathlib.Path(tempfile.mkdtemp(prefix='kiosk-bench-'))
    try:
        bench = Bench(options, folder)
        try:
            taken = programs.all_programs(options.build / 'kiosk', options.build / 'pages', folder, os.geteuid() == 0)
            if options.add:
                results = json.loads((options.out / 'figures.json').read_text())
                taken = []
            if options.programs:
                taken = [program for program in taken if program.name in options.programs.split(',')]
            taken = [program for program in taken if set(program.measures) & set(options.only)]
            for program in taken:
                print(f'bench: learning what {program.name} looks like', flush=True)
                bench.learn(program)
            picture = sorted(file for file in (options.build / 'pages/pictures').glob('*.jpg')
                             if '-small' not in file.name)[0]
            for number in range(options.rounds):
                found = {}
                for program in taken:
                    began = time.monotonic()
                    found[program.name] = bench.round(program)
                    print(f'bench: round {number + 1} of {options.rounds}: {program.name}: '
                          f'{time.monotonic() - began:.0f} s', flush=True)
                if 'floors' in options.only:
                    found['floors'] = bench.floors(picture)
                results['rounds'].append(found)
                keep(options, results)  # an hour's work is not lost to what comes after
            if 'pacing' in options.only:
                results['pacing'] = bench.pacing()
            if 'profile' in options.only:
                results['profile'] = bench.profile()
        finally:
            bench.end()
        if 'disk' in options.only:
            results['disk'] = disk.measure(options.build / 'kiosk.deb', options.build / 'pages')
        results['load_after'] = os.getloadavg()[0]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return results


def keep(options, results):
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / 'figures.json').write_text(json.dumps(results, indent=1) + '\n')
    written = table.write(results)
    (options.out / 'FIGURES.md').write_text(written)
    return written


def main():
    options = parse(sys.argv[1:])
    print(keep(options, measure(options)))


if __name__ == '__main__':
    main()
