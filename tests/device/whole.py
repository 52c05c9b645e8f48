#!/usr/bin/env python3
"""The kiosk's image from its first start to its last power cut, by fingers on a panel:

    bash tests/device/run.sh out/kiosk-amd64.img [--cuts 20] [--yanks 20] [--keep FOLDER]

Boots the image (its kernel directly), walks the first start, compares the panel with what the same
program draws without a machine, walks a visit with two fingers, plugs a stick, enters the staff room,
installs a pack; then from a snapshot cuts the power, or pulls the stick, in the midst of it, again
and again: each start must show the old content or the new. What must be seen: README.md beside this.
Exit code: 0 all is so; 1 something is not; 77 it could not run here, which is no pass.
"""
import argparse
import contextlib
import json
import pathlib
import random
import shutil
import subprocess
import sys
import time

from emulator import with_fingers
from guest_root import ROOT, default_cache
from image_boot import CREDENTIALS, Computer, Verdict, need, run
from machine import MachineError
from panel import EVERY, STEPS, Model, Panel, between, difference, middle, read_pad, read_png

SIZE = (1280, 720)
PIN = '2580'
# Mean difference, and share of channels that are far apart. A map's labels stand where they stood on the way
# there, which is by frames: a little more is let pass for them, and no more than a line of text elsewhere.
ALIKE, ALIKE_MAPS = (0.4, 0.002), (1.5, 0.01)
SERIAL = 41            # of the pack on the stick
PICTURED = 'agadez'    # who has pictures in it
MIB = 1 << 20
SLOW = 60 << 10        # bytes a second of a stick that is pulled: five seconds for its pack
# Mesa's GL takes seconds for a frame in such a machine, and a finger that is down for that long is no tap.
PAINTER = ('[Service]\nExecStart=\n'
           'ExecStart=/usr/bin/kiosk --state /var/lib/kiosk --first-start --renderer raster\n')


class Device(Computer):
    """The image on a card that can go back to a snapshot, with a panel of ten fingers."""

    direct = True
    emulator = None  # the words that start QEMU

    def __init__(self, folder, card):
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        super().__init__(folder, card.with_suffix('.img'))
        at = self.command.index('-machine')
        self.command[:at] = self.emulator
        at = next(i for i, word in enumerate(self.command) if 'id=card' in word)
        self.command[at] = f'file={card},format=qcow2,if=none,id=card,cache=writeback,discard=unmap'
        at = self.command.index('usb-kbd')
        del self.command[at - 1:at + 1]
        self.command[self.command.index('qemu-xhci')] = 'qemu-xhci,id=usb'
        self.add('-device', 'virtio-multitouch-pci,id=fingers')
        self.panel = Panel(self, SIZE)

    def snapshot(self, name):
        """Keeps all of it: memory and card."""
        self.hmp(f'savevm {name}')

    def hmp(self, line):
        """One line of the older monitor; what it says is an error."""
        said = self.qmp('human-monitor-command', **{'command-line': line})
        if said.strip():
            raise MachineError(f'{line}: {said.strip()}')

    def rests(self, seen=None, patience=90):
        """Waits until the kiosk shows something else than `seen`, if it ever does, and then has nothing left to
        draw: a machine without hardware help takes seconds for a frame, so time tells nothing."""
        look = self.folder / 'look.png'
        soon = time.monotonic() + 15
        while seen is not None and self.panel.look(look) == seen and time.monotonic() < soon:
            time.sleep(0.3)
        end, still, before = time.monotonic() + patience, 0, None
        while time.monotonic() < end and still < 2:
            _, now = self.shell("cut -d' ' -f14,15 /proc/$(pidof kiosk)/stat")
            ticks = sum(map(int, now.split())) if now.strip().replace(' ', '').isdigit() else None
            still = still + 1 if ticks is not None and before is not None and ticks - before <= 4 else 0
            before = ticks
            time.sleep(1)

    def comes_to(self, file, patience=200):
        """Whether the panel comes to show that very picture, which it has shown before."""
        wanted, end = pathlib.Path(file).read_bytes(), time.monotonic() + patience
        while self.panel.look(self.folder / 'look.png') != wanted:
            if time.monotonic() > end:
                return False
            time.sleep(0.5)
        return True

    def shows(self):
        """The number of the pack that state.json names; 0: the bundled one."""
        _, said = self.shell('cat /var/lib/kiosk/state.json 2> /dev/null')
        try:
            current = json.loads(said).get('current')
        except ValueError:
            return 0
        return current['serial'] if current else 0


def stick(folder, build):
    """FAT32 with one signed pack on it: the bundled one with the pictures of a single city, each of which the
    reader in its sandbox looks at for half a minute in such a machine."""
    content = folder / 'content'
    shutil.copytree(ROOT / 'content', content)
    pack = json.loads((content / 'pack.json').read_text('utf-8'))
    pack['serial'] = SERIAL
    (content / 'pack.json').write_text(json.dumps(pack, ensure_ascii=False), 'utf-8')
    for file in (content / 'cities').glob('*.json'):
        city = json.loads(file.read_text('utf-8'))
        if file.stem != PICTURED:
            for photo in city.pop('photos'):
                (content / photo['file']).unlink()
            file.write_text(json.dumps(city, ensure_ascii=False), 'utf-8')
    media = folder / 'media'
    media.mkdir()
    subprocess.run([str(build / 'kiosk-pack'), 'build', str(content), '-o', str(media / 'smara.kpack'),
                    '--key', str(folder / 'author.key')], check=True, capture_output=True)
    image = folder / 'stick.img'
    with open(image, 'wb') as file:
        file.truncate(64 * MIB)
    subprocess.run([need('mkfs.vfat', 'dosfstools'), '-F', '32', '-n', 'WISAL', image], check=True,
                   capture_output=True)
    subprocess.run([need('mcopy', 'mtools'), '-i', str(image), str(media / 'smara.kpack'), '::/smara.kpack'],
                   check=True)
    return image, media


class Walk:
    """The same steps on the device and on a model, and whether both show the same."""

    def __init__(self, device, model, verdict, folder):
        self.device, self.model, self.verdict, self.folder = device, model, verdict, folder
        # The machine has a clock chip, so nobody is asked for the time.
        self.lines, self.count = [{'health': {'clock': 'battery'}}, {'wait': 500}], 0
        self.played = [], None  # the steps of the model's last play, and its folder

    def step(self, line, wait=1500):
        """One touch (or a plug) more: on the model by its words, on the device at the same place."""
        zones = self.zones()
        seen = self.device.panel.look(self.folder / 'seen.png')
        self.lines += [line, {'wait': wait}]
        if 'tap' in line:
            at = middle(zones[line['tap']]) if isinstance(line['tap'], str) else line['tap']
            self.device.panel.tap(at)
        elif 'hold' in line:
            at = middle(zones[line['hold']])
            self.lines[-2] = {'fingers': [[0, 1, 'down', *at], [3300, 1, 'up', *at]]}
            self.device.panel.hold(at, seconds=3.6)
        elif 'paths' in line:
            self.lines[-2] = {'fingers': fingers_of(line['paths'])}
            self.device.panel.drag(*line['paths'])
        self.device.rests(seen)

    def enter_pin(self):
        """The pad is shuffled anew each time, and no model knows how: it is read from the panel."""
        place = self._play('pad')
        pad = read_pad(self.device.panel.shot(self.folder / 'pad.png'), read_png(place / 'now.png'),
                       self.model.zones(place, 'now'))
        for digit in PIN:
            seen = self.device.panel.look(self.folder / 'seen.png')
            self.lines += [{'tap': f'pin:{digit}'}, {'wait': 100}]
            self.device.panel.tap(middle(pad[f'pin:{digit}']))
            self.device.rests(seen)
        self.step({'tap': 'pin:ok'}, 5000)

    def same(self, name, patience=25, alike=ALIKE):
        """Whether the panel comes to show what the model shows."""
        near, most = alike
        place = self._play(name)
        wanted = read_png(place / 'now.png')
        end = time.monotonic() + patience
        while True:
            mean, far = difference(wanted, self.device.panel.shot(self.folder / f'{name}.png'))
            if (mean <= near and far <= most) or time.monotonic() > end:
                break
            time.sleep(1)
        shutil.copy(place / 'now.png', self.folder / f'{name}-model.png')
        self.verdict.hold(f'{name}: the panel shows it', mean <= near and far <= most,
                          f'mean difference {mean:.2f} of 255, {far:.2%} far apart')

    def _play(self, name):
        """Of all steps so far; once, whoever asks."""
        if self.lines != self.played[0]:
            self.count += 1
            self.played = list(self.lines), self.model.play(f'{self.count:03}-{name}', [*self.lines, {'shot': 'now'}])
        return self.played[1]

    def zones(self):
        return self.model.zones(self._play('zones'), 'now')


def fingers_of(paths, rest=1500):
    """What Panel.drag does, as a replay has it."""
    fingers = list(enumerate(paths, 1))
    lines = [[0, finger, 'down', *path[0]] for finger, path in fingers]
    lines += [[0, finger, 'move', *path[1]] for finger, path in fingers]
    for step in range(1, STEPS + 1):
        lines += [[rest + 1000 * EVERY * step, finger, 'move', *between(start, end, step / STEPS)]
                  for finger, (_, start, end) in fingers]
    last = 2 * rest + 1000 * EVERY * STEPS
    return lines + [[last, finger, 'up', *path[-1]] for finger, path in fingers]


def boots(device):
    """Switched on, until the kiosk says that it has shown its first picture; seconds."""
    began = time.monotonic()
    device.begin()
    if not device.answers(1200):
        raise MachineError(f'it does not come up; console: {device.tail("console.txt")}')
    code = 1
    while code != 0 and time.monotonic() - began < 1200:
        code, _ = device.shell('systemctl is-active kiosk.service')
        time.sleep(0.5)
    if code != 0:
        raise MachineError('kiosk.service does not come up')
    return time.monotonic() - began


def visit(walk, media):
    """First start, map, a city, two fingers, the staff room, a pack."""
    walk.same('first-start', patience=400)
    for zone in ('first:lang:fr', 'first:next'):
        walk.step({'tap': zone}, 500)
    walk.enter_pin()
    walk.enter_pin()
    walk.same('panel-size')
    while 'first:skip' in walk.zones():
        walk.step({'tap': 'first:skip'}, 600)
    walk.same('set-up')
    walk.step({'tap': 'first:next'}, 1500)
    walk.same('map')
    walk.step({'tap': 'city:agadez'}, 2500)
    walk.same('city', alike=ALIKE_MAPS)
    walk.step({'tap': 'close'}, 2500)
    walk.step({'paths': [[(560, 360), (530, 360), (420, 360)], [(640, 360), (670, 360), (780, 360)]]}, 2500)
    walk.same('two-fingers', alike=ALIKE_MAPS)


def inside(walk):
    """Into the staff room."""
    walk.step({'hold': 'staff:door'}, 1000)
    walk.enter_pin()
    walk.same('staff-room')


def try_image(image, folder, given):
    """All of it; how many things were wrong."""
    verdict = Verdict()
    Device.emulator = with_fingers(default_cache())
    CREDENTIALS['systemd.unit-dropin.kiosk.service~painter'] = PAINTER
    shutil.copy(image, folder / 'card.img')
    with open(folder / 'card.img', 'r+b') as file:
        file.truncate(file.seek(0, 2) + (256 << 20))
    card = folder / 'card.qcow2'
    subprocess.run([need('qemu-img', 'qemu-utils'), 'create', '-q', '-f', 'qcow2', '-b', 'card.img', '-F', 'raw',
                    str(card)], check=True, cwd=folder)
    stick_image, media = stick(folder, given.build)
    # Copies: whoever builds meanwhile does not disturb it.
    for program in ('kiosk', 'kiosk-import'):
        shutil.copy(given.build / program, folder)
    model = Model(folder / 'kiosk', SIZE, folder / 'model', ['--first-start'])
    with Device(folder / 'machine', card) as device:
        print(f'first start: {boots(device):.0f} s until the kiosk is up', flush=True)
        walk = Walk(device, model, verdict, folder)
        visit(walk, media)
        device.shell('sync')
        inside(walk)
        device.snapshot('inside')
        times = installs(walk, stick_image, media, verdict)
    with inside_again(folder, card) as device:
        keyboard(device, folder, verdict)
    yanks(folder, card, stick_image, verdict, given.yanks)
    cuts(folder, card, stick_image, verdict, given.cuts, times)
    return verdict.wrong


def installs(walk, stick_image, media, verdict):
    """The whole way of a good stick; seconds until it is ready to be shown, and until it is shown."""
    device = walk.device
    before = len(walk.lines)
    walk.lines += [{'plug': str(media)}, {'wait': 4000}]
    device.plug('good', stick_image)
    walk.same('plugged', patience=120)
    zones = walk.zones()
    walk.step({'tap': 'staff:import'}, 5000)
    walk.same('unknown-key', patience=200)
    zones |= walk.zones()
    began = time.monotonic()
    walk.step({'tap': 'staff:enrol'}, 8000)
    walk.same('ready', patience=300)
    until_ready = time.monotonic() - began
    (walk.folder / 'zones.json').write_text(json.dumps(zones | walk.zones()), 'utf-8')
    began = time.monotonic()
    walk.step({'tap': 'staff:apply'}, 5000)
    walk.same('applied', patience=200)
    until_shown = time.monotonic() - began
    verdict.hold('the new pack is shown', device.shows() == SERIAL, str(device.shows()))
    device.unplug('good')
    device.forget('good')
    del walk.lines[before:]
    print(f'  {until_ready:.0f} s from the key to "ready", {until_shown:.0f} s from there to being shown', flush=True)
    return until_ready, until_shown


@contextlib.contextmanager
def inside_again(folder, card):
    """The machine as it was in the staff room. A new one each time: one that goes back while it runs keeps its
    clock, and then nothing has fed the watchdog for minutes."""
    device = Device(folder / 'again', card)
    device.add('-loadvm', 'inside')
    with device:
        device.begin()
        yield device


def keyboard(device, folder, verdict):
    """Plugged, and keys pressed on it: neither the kernel nor the panel takes notice."""
    before = device.panel.look(folder / 'before-keyboard.png')
    device.qmp('device_add', driver='usb-kbd', id='hand', bus='usb.0')
    time.sleep(10)
    for keys in ('tab', 'ctrl-alt-delete', 'alt-sysrq-b'):
        device.hmp(f'sendkey {keys}')
    time.sleep(5)
    _, said = device.shell('cat /sys/bus/usb/devices/*/product; grep -c "USB Keyboard" /proc/bus/input/devices')
    lines = said.strip().split('\n')
    verdict.hold('a keyboard is at the port', 'QEMU USB Keyboard' in lines)
    verdict.hold('and is no device that the kernel hears', lines[-1] == '0', lines[-1])
    verdict.hold('nor does the panel show anything', before == device.panel.look(folder / 'keyboard.png'))


def plugged(device, folder, name, image):
    """Plugs a stick, and waits until the panel shows it as it did the good one."""
    device.plug(name, image)
    return device.comes_to(folder / 'plugged.png')


def yanks(folder, card, stick_image, verdict, count):
    """Pulled in the midst of copying, each time anew."""
    zones = json.loads((folder / 'zones.json').read_text('utf-8'))
    good = 0
    for turn in range(count):
        with inside_again(folder, card) as device:
            so_far = plugged(device, folder, 'yank', stick_image)
            device.slow_down('yank', SLOW)
            device.panel.tap(middle(zones['staff:import']))
            time.sleep(0.3 + turn * 4 / max(1, count))
            device.unplug('yank')
            device.forget('yank')
            device.rests()
            _, said = device.shell(
                'systemctl is-active kiosk.service; ls /var/lib/kiosk/staging 2> /dev/null | wc -l; '
                'grep -c /run/kiosk/media /proc/mounts; systemctl show -P NRestarts kiosk.service')
            as_it_was = so_far and device.shows() == 0 and said.split() == ['active', '0', '0', '0']
            good += as_it_was
            print(f'  stick pulled {turn}: {"as it was" if as_it_was else f"NOT: plugged {so_far}, {said.split()}"}',
                  flush=True)
            device.panel.look(folder / f'yank-{turn:02}.png')
    verdict.hold(f'{count} sticks pulled in the midst', good == count, f'{good} of {count} left all as it was')


def cuts(folder, card, stick_image, verdict, count, times):
    """The power is cut in the midst of installing, at another moment each time: while a pack is verified and
    made ready, and, every other time, while it is put in place. Then it starts anew."""
    outcomes, starts = [], []
    chance = random.Random(7)
    zones = json.loads((folder / 'zones.json').read_text('utf-8'))
    for turn in range(count):
        late = turn % 2 == 1
        after = chance.uniform(0, times[late])
        with inside_again(folder, card) as device:
            so_far = plugged(device, folder, 'cut', stick_image)
            device.panel.tap(middle(zones['staff:import']))
            so_far = device.comes_to(folder / 'unknown-key.png') and so_far
            device.panel.tap(middle(zones['staff:enrol']))
            if late:
                so_far = device.comes_to(folder / 'ready.png') and so_far
                device.panel.tap(middle(zones['staff:apply']))
            time.sleep(after)
        with Device(folder / 'cut', card) as device:
            starts.append(boots(device))
            shown = device.shows()
            _, lies = device.shell('ls /var/lib/kiosk/staging 2> /dev/null | wc -l')
            outcomes.append(shown)
            print(f'  cut {turn}, {after:.1f} s after "{"show it now" if late else "the same words"}": shows {shown}, '
                  f'{lies.strip()} left in staging{"" if so_far else ", BUT did not come that far"}', flush=True)
            verdict.wrong += not so_far
            device.panel.look(folder / f'cut-{turn:02}.png')
    if outcomes:
        print(f'  starts after a cut: {min(starts):.0f} to {max(starts):.0f} s')
    verdict.hold(f'{count} power cuts', all(shown in (0, SERIAL) for shown in outcomes),
                 f'{outcomes.count(0)} show the old, {outcomes.count(SERIAL)} the new')


def main():
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__.split(':', maxsplit=1)[0])
    words.add_argument('image', type=pathlib.Path)
    words.add_argument('--build', type=pathlib.Path, default=ROOT / 'build-test')
    words.add_argument('--cuts', type=int, default=20)
    words.add_argument('--yanks', type=int, default=20)
    words.add_argument('--keep', type=pathlib.Path, metavar='FOLDER')
    given = words.parse_args()
    return run('device', given.image, given.keep, lambda folder: try_image(given.image, folder, given))


if __name__ == '__main__':
    sys.exit(main())
