#!/usr/bin/env python3
"""Packs that come by a network, through the program itself: a folder that others fill.

A pack that comes while a visitor is there is shown to the next one; a stranger's, a damaged and an
unfinished one are not, and the record says why, once. Readings go into their own folder. Broken
twin: the same visit without an inbox must not come to the new pack.

Use: inbox_test.py KIOSK KIOSK_PACK [FOLDER FOR PICTURES]
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from staff_steps import CHOOSE

ROOT = pathlib.Path(__file__).resolve().parents[2]

failures = []


def check(what, fine, seen=''):
    """Notes what is not as it should be."""
    if not fine:
        failures.append(what)
        print('failed:', what, str(seen)[:600])


class Device:
    """A kiosk with a state folder and an inbox."""

    def __init__(self, kiosk, folder, pictures):
        self.kiosk = kiosk
        self.folder = folder
        self.pictures = pictures
        self.state = folder / 'state'
        self.inbox = folder / 'inbox'
        self.metrics = folder / 'metrics'
        for made in (self.state, self.inbox, self.metrics):
            made.mkdir()

    def visit(self, name, lines, options=None):
        """One replay: its exit code, what it said, and its shots."""
        script = self.folder / f'{name}.jsonl'
        script.write_text('\n'.join(json.dumps(line) for line in lines), encoding='utf-8')
        out = (self.pictures or self.folder) / name
        if options is None:
            options = ['--inbox', self.inbox]
        done = subprocess.run([self.kiosk, '--headless', '--replay', script, '--out', out, '--size',
                               '960x540', '--lang', 'fr', '--state', self.state, *options],
                              capture_output=True, text=True, timeout=300, check=False)
        return done.returncode, done.stderr, out

    def shown(self):
        """The pack's number that the next start shows."""
        file = self.state / 'state.json'
        current = json.loads(file.read_text())['current'] if file.exists() else None
        return current and current['serial']

    def record(self):
        """What happened by the network: what, and why."""
        file = self.state / 'history.jsonl'
        lines = file.read_text().splitlines() if file.exists() else []
        entries = [json.loads(line) for line in lines]
        return [(entry['what'], entry.get('sentence', ''))
                for entry in entries if entry.get('way') == 'inbox']


def packed(kiosk_pack, folder, serial, key):
    """The bundled content under another number, signed."""
    content = folder / f'content-{serial}'
    if not content.exists():
        shutil.copytree(ROOT / 'content', content)
        pack = json.loads((content / 'pack.json').read_text(encoding='utf-8'))
        pack['serial'] = serial
        (content / 'pack.json').write_text(json.dumps(pack, ensure_ascii=False), encoding='utf-8')
    file = folder / f'{key}-{serial}.kpack'
    subprocess.run([kiosk_pack, 'build', content, '-o', file, '--key', folder / f'{key}.key'],
                   check=True, capture_output=True, timeout=300)
    return file


def serial_in(out, shot):
    """Which pack a shot shows."""
    return json.loads((out / f'{shot}.json').read_text(encoding='utf-8'))['pack']['serial']


def arrives(device, pack):
    """While a visitor reads, in two pieces."""
    half = pack.stat().st_size // 2
    lines = [{'wait': 500}, {'tap': 'city:agadez'}, {'wait': 1500},
             {'inbox': {'file': str(pack), 'name': 'exposition.kpack', 'bytes': half}},
             {'wait': 2000}, {'tap': [300, 300]},
             {'inbox': {'file': str(pack), 'name': 'exposition.kpack'}},
             {'wait': 9000}, {'shot': 'during'},
             {'wait': 120000}, {'expect': {'screen': 'attract'}}, {'tap': [400, 300]},
             {'wait': 2500}, {'shot': 'after'}]
    without = device.visit('without-an-inbox', lines[:3] + [{'wait': 500}], options=[])
    check('a kiosk without an inbox runs', without[0] == 0, without[1])
    code, said, out = device.visit('arrives', lines)
    check('a pack that comes during a visit: the replay', code == 0, said)
    if code == 0:
        seen = serial_in(out, 'during'), serial_in(out, 'after')
        check('the visitor keeps theirs, the next one has the new', seen == (1, 7), seen)
    check('it is installed', device.shown() == 7, device.shown())
    check('the record says how it came', device.record() == [('installed', '')], device.record())
    check('the file is left where it was',
          (device.inbox / 'exposition.kpack').read_bytes() == pack.read_bytes())


def refused(device, strange, good):
    """By a stranger; damaged; cut short and left so; hidden."""
    bytes_ = good.read_bytes()
    shutil.copy(strange, device.inbox / 'etranger.kpack')
    spoilt = bytearray(bytes_)
    spoilt[len(spoilt) // 2] ^= 1
    (device.inbox / 'abime.kpack').write_bytes(spoilt)
    (device.inbox / 'moitie.kpack').write_bytes(bytes_[:len(bytes_) // 2])
    (device.inbox / '.syncthing.neuf.kpack.tmp').write_bytes(bytes_)
    (device.inbox / '.neuf.kpack.Ab12Cd').write_bytes(bytes_)
    files = sorted(path.name for path in device.inbox.iterdir())
    quiet = [{'wait': 10000}, {'tap': [400, 300]}, {'wait': 2500}, {'shot': 'shown'}]
    code, said, out = device.visit('refused', quiet)
    check('bad files: the replay', code == 0 and serial_in(out, 'shown') == 7, said)
    told = [sentence for what, sentence in device.record() if what == 'refused']
    check('each is told once, by its name',
          sorted(sentence.split(':')[0] for sentence in told)
          == ['abime.kpack', 'etranger.kpack', 'moitie.kpack'], told)
    check('a stranger is called one',
          any(sentence.startswith('etranger.kpack: ') and 'key' in sentence for sentence in told),
          told)
    check('and in the log', all(sentence in said for sentence in told), said)
    check('nothing in the inbox is changed',
          files == sorted(path.name for path in device.inbox.iterdir()))
    before = device.record()
    code, said, _ = device.visit('refused-again', quiet)
    check('a new start says nothing anew', code == 0 and device.record() == before, said)
    check('the old pack stays', device.shown() == 7, device.shown())
    # What the staff read of it.
    code, said, _ = device.visit('record', CHOOSE + [
        {'tap': 'staff:page:record'}, {'wait': 500}, {'shot': 'record'},
        {'expect': {'screen': 'staff_record'}}])
    check('the record page', code == 0, said)


def by_settings(device, newer):
    """Both folders out of the site's settings; readings on a manual clock."""
    (device.state / 'settings.json').write_text(json.dumps(
        {'inbox': str(device.inbox), 'metrics': str(device.metrics)}), encoding='utf-8')
    lines = [{'wait': 30000}, {'inbox': {'file': str(newer), 'name': 'exposition.kpack'}},
             {'wait': 100000}]
    code, said, _ = device.visit('settings', lines, options=[])
    check('folders by the settings: the replay', code == 0, said)
    check('a newer pack under the same name', device.shown() == 8, device.shown())
    prom = (device.metrics / 'kiosk.prom').read_text(encoding='utf-8')
    check('the readings are of the last minute',
          'kiosk_pack_serial 8\n' in prom and 'result="installed"' in prom
          and 'kiosk_up_seconds 120' in prom, prom)
    check('and nothing else is left there',
          [path.name for path in device.metrics.iterdir()] == ['kiosk.prom'])
    # A folder that cannot be: one line in the log, and the exhibition goes on.
    blocked = device.folder / 'blocked'
    blocked.write_text('x', encoding='utf-8')
    code, said, _ = device.visit('no-folders', [{'wait': 300000}],
                                 ['--metrics', blocked, '--inbox', device.folder / 'nowhere'])
    check('folders that are none are told once each',
          code == 0 and said.count('metrics: ') == 1 and said.count('inbox: ') == 1, said)
    done = subprocess.run([device.kiosk, '--inbox', device.inbox], capture_output=True, text=True,
                          timeout=60, check=False)
    check('an inbox without a state folder is not understood', done.returncode == 2, done.stderr)


def main():
    """Exit code 1 if anything is not as it should be."""
    kiosk, kiosk_pack = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    pictures = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(prefix='kiosk_inbox_') as name:
        folder = pathlib.Path(name)
        device = Device(kiosk, folder, pictures)
        pack = packed(kiosk_pack, folder, 7, 'author')
        strange = packed(kiosk_pack, folder, 9, 'stranger')
        newer = packed(kiosk_pack, folder, 8, 'author')
        key = json.loads(subprocess.run(
            [kiosk_pack, 'key', '--key', folder / 'author.key', '--json'], capture_output=True,
            text=True, timeout=60, check=True).stdout)['public_key']
        subprocess.run([kiosk_pack, 'enrol', key, '--state', device.state], check=True,
                       capture_output=True, timeout=60)
        arrives(device, pack)
        refused(device, strange, newer)
        by_settings(device, newer)
    for failure in failures:
        print('not so:', failure)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
