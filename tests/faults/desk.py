"""What the fault proofs share: two packs, a device that shows the older one, and
the judgement of what a device shows.

A device is right if what it shows is byte for byte one of the packs it may show; "torn" is all
else: nothing where something was shown, a file missing, added or changed.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FILES = 200
PICTURES = 4
# Beside the cities added: pack.json, agreements.json, club.json, pictures.json, three cities, and
# two files a picture, of which the good pack brings one.
OTHER_FILES = 7 + 2 * (PICTURES + 1)
DRAWING = '''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 480">
<rect width="1280" height="480" fill="#{sky}"/><circle cx="{x}" cy="200" r="140" fill="#d8b25c"/>
<path d="M0 400 L400 {x} L800 380 L1280 300 V480 H0 Z" fill="#70502f"/></svg>
'''


class CannotRun(Exception):
    """This machine lacks what a proof needs: it did not run, which is not a pass."""


def run(arguments, **more):
    """Runs a command to its end; its output as text."""
    more.setdefault('timeout', 600)
    return subprocess.run([str(word) for word in arguments], capture_output=True, text=True,
                          check=False, **more)


def compiled(folder, source, *options):
    """A harness of ours in C, compiled; a library if its name ends in .so by the options."""
    made = pathlib.Path(folder) / (pathlib.Path(source).stem
                                   + ('.so' if '-shared' in options else ''))
    if shutil.which('cc') is None:
        raise CannotRun('there is no C compiler')
    ran = run(['cc', '-O1', '-Wall', '-Wextra', '-Werror', '-o', made, HERE / source, *options])
    if ran.returncode != 0:
        raise RuntimeError(f'{source} does not compile: {ran.stderr.strip()}')
    return made


def content_folder(folder, serial, files=FILES):
    """A content folder whose pack has exactly that many files; every name tells its serial."""
    shutil.copytree(ROOT / 'tests/packs/good', folder)
    shutil.copy(ROOT / 'tests/packs/market.jpg', folder / 'photos/delta/market.png')
    pack = json.loads((folder / 'pack.json').read_text('utf-8'))
    pack['serial'] = serial
    (folder / 'pack.json').write_text(json.dumps(pack, ensure_ascii=False), 'utf-8')
    pattern = json.loads((folder / 'cities/delta.json').read_text('utf-8'))
    (folder / 'illustrations').mkdir()
    for number in range(files - OTHER_FILES):
        name = f'Lieu {number:03d}, {serial}'
        city = dict(pattern, id=f'lieu-{number:03d}', lon=round(-10 + number * 0.1, 2),
                    lat=round(5 + number * 0.1, 2), photos=[],
                    name={'ar': name, 'fr': name, 'en': name})
        if number < PICTURES:
            drawing = f'illustrations/lieu-{number}.svg'
            (folder / drawing).write_text(
                DRAWING.format(sky=f'{40 + serial:02d}{60 + number:02d}99', x=100 + 150 * number),
                'utf-8')
            city['photos'] = [dict(pattern['photos'][0], file=drawing, kind='illustration')]
        (folder / f'cities/lieu-{number:03d}.json').write_text(
            json.dumps(city, ensure_ascii=False), 'utf-8')


def hashes_of(folder):
    """Every file under it with its hash."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = os.path.join(place, name)
            with open(path, 'rb') as stream:
                found[os.path.relpath(path, folder)] = hashlib.sha256(stream.read()).hexdigest()
    return found


def shown_folder(state):
    """The first of shown_packs() (kiosk/refresh/device_state.cpp), or None."""
    try:
        document = json.loads((state / 'state.json').read_text('utf-8'))
    except (OSError, ValueError):
        return None
    if not document.get('current'):
        return None
    for key in ('current', 'previous'):
        pack = document.get(key)
        if pack and (state / 'packs' / pack['folder']).is_dir():
            return state / 'packs' / pack['folder']
    return None


class Desk:
    """A working folder in memory with packs of `files` files, and a device that shows the first.

    `way`: how content comes: as an 'archive' (made_pack.py), as one 'built' by kiosk-pack, whose
    pictures are as large as real ones, or as a 'folder', which an office brings.
    `kept` is a folder that keeps the packs (building one takes ten seconds) for the next proof.
    """

    def __init__(self, tool, serials=(3, 4), kept=None, files=FILES, way='archive'):
        self.files, self.way = files, way
        self.tool = pathlib.Path(tool).resolve()
        memory = pathlib.Path('/dev/shm')
        self.folder = pathlib.Path(tempfile.mkdtemp(
            prefix='kiosk-faults-', dir=memory if os.access(memory, os.W_OK) else None))
        self.environment = dict(os.environ, HOME=str(self.folder),
                                XDG_CACHE_HOME=str(self.folder / 'cache'), LC_ALL='C.UTF-8')
        self.environment.pop('LD_PRELOAD', None)
        self.packs, self.expected = {}, {}
        kept = pathlib.Path(kept) if kept else self.folder
        if not (kept / 'author.pub').exists():
            self.must('keygen', '--key', kept / 'author.key')
        self.public = kept / 'author.pub'
        self.prepare(serials, kept)
        self.device = self.folder / 'device'
        self.must(*self.install_words(self.packs[serials[0]], self.device))

    def prepare(self, serials, kept):
        """The packs, made two at a time; those that `kept` holds already are taken from there."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda serial: self.make_pack(serial, kept), serials))

    def close(self):
        """Leaves nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def must(self, *words):
        """A command of kiosk-pack that has to work for the proof to mean anything."""
        ran = run([self.tool, *words], env=self.environment)
        if ran.returncode != 0:
            raise RuntimeError(f'kiosk-pack {words}: exit {ran.returncode}: {ran.stdout}{ran.stderr}')
        return ran.stdout

    def make_pack(self, serial, kept):
        """A pack, and what a device shows after an undisturbed install of it."""
        pack = kept / f'{self.way}-{serial}-{self.files}.kpack'
        if self.way == 'folder':
            pack = self.folder / f'kiosk-content-{serial}'
            content_folder(pack, serial, self.files)
        elif not pack.exists():
            content = self.folder / f'content-{serial}' / 'content'
            content.parent.mkdir()
            content_folder(content, serial, self.files)
            self.pack_up(content, serial, pack, kept / 'author.key')
        reference = self.folder / f'reference-{serial}'
        self.must(*self.install_words(pack, reference))
        shown = shown_folder(reference)
        self.expected[serial] = (shown.name, hashes_of(shown))
        # Installing adds the list of what it installed.
        count = len(set(self.expected[serial][1]) - {'installed.json'})
        if count != self.files:
            raise RuntimeError(f'the pack has {count} files, not {self.files}')
        shutil.rmtree(reference)
        self.packs[serial] = pack

    def pack_up(self, content, serial, pack, key):
        """A .kpack of a content folder: quickly, or as an author builds it."""
        if self.way == 'built':
            self.must('build', content, '-o', pack, '--key', key)
        else:
            import made_pack  # pylint: disable=import-outside-toplevel,cyclic-import
            made_pack.make_pack(content, serial, pack, key)

    def install_words(self, pack, state):
        """The arguments of an install by a caller who trusts the author."""
        words = ['install', pack, '--state', state, '--trust', self.public]
        # A folder's pictures are made each time, as on a device, which has no author's cache.
        return words + (['--no-cache'] if self.way == 'folder' else [])

    def identity(self):
        """What figures hold for: this program, its worker, and what it installs."""
        programs = [self.tool, self.tool.parent / 'kiosk-import']
        expected = json.dumps(self.expected, sort_keys=True).encode()
        return [hashlib.sha256(program.read_bytes()).hexdigest() for program in programs] + [
            hashlib.sha256(expected).hexdigest(), self.way]

    def device_copy(self, name='trial'):
        """A fresh device that shows what self.device shows."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.device, place)
        return place

    def serial_of(self, folder):
        """The serial of the pack that this folder is byte for byte; None if it is none."""
        found = hashes_of(folder) if folder else None
        for serial, (name, hashes) in self.expected.items():
            if folder and folder.name == name and found == hashes:
                return serial
        return None

    def serial_shown(self, state):
        """The serial of what is shown byte for byte; None if it is torn."""
        return self.serial_of(shown_folder(state))

    def serial_told(self, state):
        """What `kiosk-pack list` says after a restart; None if it fails."""
        ran = run([self.tool, 'list', '--state', state, '--json'], env=self.environment)
        if ran.returncode != 0:
            return None
        current = json.loads(ran.stdout)['current']
        return current['serial'] if current else 0


def left_in_staging(state):
    """Names of what lies in staging."""
    staging = state / 'staging'
    return sorted(os.listdir(staging)) if staging.is_dir() else []


def stale_files(state):
    """What a clean device does not hold: leavings in staging, an unfinished state."""
    return left_in_staging(state) + [name for name in os.listdir(state) if name.endswith('.part')]


def options(about, parts=()):
    """The options that all proofs share; `parts` that can be asked for one by one."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument('tool', help='kiosk-pack')
    parser.add_argument('--full', action='store_true', help='everything instead of a sample')
    parser.add_argument('--jobs', type=int, default=2, help='how many at once')
    parser.add_argument('--packs', help='a folder that keeps the packs for the next proof')
    parser.add_argument('--journal', help='a folder that keeps what was judged, so that a run that '
                                          'is cut off goes on from there')
    if parts:
        parser.add_argument('--parts', nargs='+', choices=parts, default=list(parts))
    return parser.parse_args()


def tell(figures, good):
    """The figures as JSON; the exit code: 0 all good, 1 not."""
    print(json.dumps(dict(figures, passed=good), indent=1))
    return 0 if good else 1


def main_of(prove):
    """Runs a proof; one that cannot run here says so, loudly, and exits with 77, not with 0."""
    try:
        return prove(sys.argv)
    except CannotRun as why:
        print(json.dumps({'proof': sys.argv[0], 'did_not_run': str(why), 'passed': False}, indent=1))
        print(f'{sys.argv[0]}: DID NOT RUN: {why}', file=sys.stderr)
        return 77
