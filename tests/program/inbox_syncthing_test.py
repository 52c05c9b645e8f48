#!/usr/bin/env python3
"""Two kiosks whose inboxes Debian's own Syncthing keeps the same, each in a network namespace of
its own, with one cable between them: no discovery, no relays, no other network.

A team puts a signed pack into the first one's inbox: both show it, to the last pixel the same. A
pack with one bit turned over travels as well, and both refuse it and go on showing the first; the
whole one in its place is shown again. Both programs run in windows of real X servers at rest, so
it is the kernel's word of a new file that wakes them.

Use: inbox_syncthing_test.py KIOSK KIOSK_PACK
Needs root, and the packages syncthing and iproute2, which no other test does; exit code 77 without
them, or where no network namespace can be made: not tested.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 640, 360
PATIENCE = 240  # seconds until something that must come counts as missing: work steps back behind others


class NotTested(Exception):
    """This machine cannot have that."""


def run(*words):
    """A command that must succeed; its output."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          timeout=120, check=False)
    if done.returncode != 0:
        raise RuntimeError(f'{words}: {done.stderr.strip()}')
    return done.stdout


def wait_until(what, condition):
    """Looks often; RuntimeError once patience is over."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise RuntimeError(f'waited {PATIENCE} s, but {what} did not happen')


class Kiosk:
    """One kiosk, its inbox and its Syncthing, on its end of the cable."""

    def __init__(self, name, number, folder):
        self.space = f'kiosk{os.getpid()}{name}'
        self.link = f'k{os.getpid() % 1000000}{name}'
        self.address = f'10.231.7.{number}'
        self.folder = folder / name
        self.state = self.folder / 'state'
        self.inbox = self.folder / 'inbox'
        self.home = self.folder / 'syncthing'
        self.screen = self.folder / 'screen'
        for made in (self.state, self.inbox / '.stfolder', self.screen):
            made.mkdir(parents=True)
        # It rests with its map on show for an hour.
        (self.state / 'settings.json').write_text(json.dumps(
            {'inbox': str(self.inbox), 'idle': {'attract_after_s': 3600}}), encoding='utf-8')
        self.processes = []

    def inside(self, *words, **options):
        """A program in this namespace."""
        process = subprocess.Popen(['ip', 'netns', 'exec', self.space, *map(str, words)],
                                   **options)
        self.processes.append(process)
        return process

    def start_screen(self):
        """Its display's name. A socket in the file system is in every network namespace."""
        read, write = os.pipe()
        self.processes.append(subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', f'{WIDTH}x{HEIGHT}x24', '-fbdir',
             self.screen, '-nolisten', 'tcp'], pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as pipe:
            return ':' + pipe.readline().strip()

    def start(self, kiosk):
        """The program, in its window."""
        environment = {**os.environ, 'DISPLAY': self.start_screen(), 'SDL_VIDEODRIVER': 'x11'}
        environment.pop('WAYLAND_DISPLAY', None)
        with open(self.folder / 'kiosk.log', 'wb') as log:
            self.inside(kiosk, '--size', f'{WIDTH}x{HEIGHT}', '--lang', 'fr', '--renderer',
                        'raster', '--state', self.state, env=environment, stderr=log)

    def picture(self):
        """A hash of what the X server shows; None while that is black."""
        pixels = (self.screen / 'Xvfb_screen0').read_bytes()[-WIDTH * HEIGHT * 4:]
        return hashlib.sha256(pixels).hexdigest() if any(pixels[:40000]) else None

    def shown(self):
        """The pack's number in its state, once a start with it was noted."""
        file = self.state / 'state.json'
        state = json.loads(file.read_text()) if file.exists() else {}
        current = state.get('current')
        return current['serial'] if current else None

    def record(self):
        """What happened by the inbox."""
        file = self.state / 'history.jsonl'
        lines = file.read_text().splitlines() if file.exists() else []
        return [(entry['what'], entry.get('serial', entry.get('sentence')))
                for entry in map(json.loads, lines) if entry.get('way') == 'inbox']

    def begin_sharing(self):
        """Makes Syncthing's own identity; it comes back."""
        run('syncthing', 'generate', f'--home={self.home}')
        config = xml.etree.ElementTree.parse(self.home / 'config.xml')
        return config.getroot().find('device').get('id')

    def share(self, own, peer, kind):
        """Syncthing's settings: one folder, one peer, nobody else."""
        file = self.home / 'config.xml'
        tree = xml.etree.ElementTree.parse(file)
        config = tree.getroot()
        for part in config.findall('folder') + config.findall('device'):
            config.remove(part)
        element = xml.etree.ElementTree.SubElement
        folder = element(config, 'folder', id='inbox', path=str(self.inbox), type=kind,
                         rescanIntervalS='3600', fsWatcherEnabled='true', fsWatcherDelayS='1')
        for identity, address in ((own['id'], 'dynamic'), (peer['id'], peer['address'])):
            element(folder, 'device', id=identity)
            device = element(config, 'device', id=identity, compression='never')
            element(device, 'address').text = address
        config.find('gui').set('enabled', 'false')
        options = config.find('options')
        for name, value in {'listenAddress': f'tcp://{self.address}:22000',
                            'globalAnnounceEnabled': 'false', 'localAnnounceEnabled': 'false',
                            'relaysEnabled': 'false', 'natEnabled': 'false',
                            'stunKeepaliveStartS': '0', 'reconnectionIntervalS': '1',
                            'urAccepted': '-1', 'autoUpgradeIntervalH': '0',
                            'crashReportingEnabled': 'false', 'startBrowser': 'false'}.items():
            found = options.find(name)
            if found is None:
                found = element(options, name)
            found.text = value
        tree.write(file)
        with open(self.folder / 'syncthing.log', 'wb') as log:
            self.inside('syncthing', 'serve', f'--home={self.home}', '--no-browser',
                        '--no-restart', stdout=log, stderr=log,
                        env={**os.environ, 'HOME': str(self.home), 'STNOUPGRADE': '1'})

    def end(self):
        """Ends what was begun here."""
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def cable(first, second):
    """Two namespaces and what joins them; gone afterwards."""
    made = []
    try:
        for kiosk in (first, second):
            try:
                run('ip', 'netns', 'add', kiosk.space)
            except RuntimeError as trouble:
                raise NotTested(f'no network namespace can be made here ({trouble})') from trouble
            made.append(kiosk)
        try:
            run('ip', 'link', 'add', first.link, 'netns', first.space, 'type', 'veth', 'peer',
                'name', second.link, 'netns', second.space)
        except RuntimeError as trouble:
            raise NotTested(f'two namespaces cannot be joined here ({trouble})') from trouble
        for kiosk in (first, second):
            inside = ('ip', '-n', kiosk.space)
            run(*inside, 'addr', 'add', f'{kiosk.address}/24', 'dev', kiosk.link)
            run(*inside, 'link', 'set', kiosk.link, 'up')
            run(*inside, 'link', 'set', 'lo', 'up')
        yield
    finally:
        for kiosk in made:
            kiosk.end()
            subprocess.run(['ip', 'netns', 'delete', kiosk.space], check=False)


def packed(kiosk_pack, folder, serial, title):
    """A small exhibition under that number and title, signed by the author."""
    content = folder / f'content-{serial}'
    shutil.copytree(ROOT / 'tests' / 'packs' / 'good', content)
    shutil.copy(ROOT / 'tests' / 'packs' / 'market.jpg', content / 'photos/delta/market.png')
    file = content / 'pack.json'
    pack = json.loads(file.read_text(encoding='utf-8'))
    pack.update(serial=serial, title={language: title for language in pack['title']})
    file.write_text(json.dumps(pack, ensure_ascii=False), encoding='utf-8')
    archive = folder / f'{serial}.kpack'
    run(kiosk_pack, 'build', content, '-o', archive, '--key', folder / 'author.key')
    return archive.read_bytes()


def put(kiosk, name, data):
    """As the team's tool would: whole, under its name, at once."""
    beside = kiosk.inbox / f'.{name}.Ab12Cd'
    beside.write_bytes(data)
    beside.rename(kiosk.inbox / name)


def check(kiosk, kiosk_pack, folder, both):
    """The story of two kiosks."""
    team, remote = both
    new, next_one = (packed(kiosk_pack, folder, serial, title)
                     for serial, title in ((7, 'Premier'), (8, 'Second')))
    public = json.loads(run(kiosk_pack, 'key', '--key', folder / 'author.key', '--json'))
    identities = [{'id': each.begin_sharing(), 'address': f'tcp://{each.address}:22000'}
                  for each in both]
    for each in both:
        run(kiosk_pack, 'enrol', public['public_key'], '--state', each.state)
        each.start(kiosk)
    team.share(*identities, 'sendonly')
    remote.share(*reversed(identities), 'receiveonly')
    wait_until('the first picture', lambda: all(each.picture() for each in both))
    time.sleep(2)  # until pictures that come late have come
    old = remote.picture()
    if old != team.picture():
        raise RuntimeError('two kiosks with the same content show two pictures')

    put(team, 'exposition.kpack', new)
    wait_until('the new pack on both', lambda: all(each.shown() == 7 for each in both))
    if (remote.inbox / 'exposition.kpack').read_bytes() != new:
        raise RuntimeError('what came is not what was sent')
    wait_until('the new picture on both', lambda: old != remote.picture() == team.picture())
    seen = remote.picture()

    spoilt = bytearray(next_one)
    spoilt[len(spoilt) // 2] ^= 1
    put(team, 'suite.kpack', spoilt)
    wait_until('the refusal on both', lambda: all(len(each.record()) == 2 for each in both))
    time.sleep(2)
    for each in both:
        what, sentence = each.record()[1]
        if what != 'refused' or not sentence.startswith('suite.kpack: '):
            raise RuntimeError(f'not refused: {each.record()}')
        if each.shown() != 7 or each.picture() != seen:
            raise RuntimeError('a spoilt pack changed what is shown')

    put(team, 'suite.kpack', next_one)
    wait_until('the whole pack on both', lambda: all(each.shown() == 8 for each in both))
    wait_until('another picture on both', lambda: seen != remote.picture() == team.picture())
    if [what for what, _ in remote.record()] != ['installed', 'refused', 'installed']:
        raise RuntimeError(f'the record tells another story: {remote.record()}')


def main():
    """Exit code 77: not tested."""
    kiosk, kiosk_pack = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    try:
        for program in ('syncthing', 'ip', 'Xvfb'):
            if shutil.which(program) is None:
                raise NotTested(f'{program} is not installed')
        if os.geteuid() != 0:
            raise NotTested('only root can make network namespaces')
        with tempfile.TemporaryDirectory(prefix='kiosk_syncthing_') as name:
            folder = pathlib.Path(name)
            both = Kiosk('a', 1, folder), Kiosk('b', 2, folder)
            with cable(*both):
                try:
                    check(kiosk, kiosk_pack, folder, both)
                except RuntimeError as trouble:
                    print(f'inbox_syncthing: {trouble}')
                    for log in sorted(folder.glob('*/*.log')):
                        print(f'--- {log.parent.name}/{log.name}')
                        print(log.read_text(encoding='utf-8', errors='replace')[-3000:])
                    return 1
    except NotTested as reason:
        print(f'inbox_syncthing: {reason}, so this was not tested')
        return 77
    print('inbox_syncthing: a pack came to two kiosks, a spoilt one was refused by both')
    return 0


if __name__ == '__main__':
    sys.exit(main())
