#!/usr/bin/env python3
"""A kiosk without any right, and its helper: the real programs, a real X server, a loop device as
the stick, and made-up USB ports.

Usage: helper_test.py KIOSK KIOSK_HELPER
Needs root, loop devices, Xvfb and xdotool; exit code 77 without: not tested.
"""
import fcntl
import json
import os
import pathlib
import pwd
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'window'))
from staff_steps import CHOOSE, ENTER, PIN
from window_test import HEIGHT, WIDTH, Screen, start_x, wait_until

SIZE = f'{WIDTH}x{HEIGHT}'
USER = pwd.getpwnam('nobody')
LOOP_SET_FD, LOOP_CLR_FD, LOOP_CTL_ADD, LOOP_CTL_REMOVE = 0x4C00, 0x4C01, 0x4C80, 0x4C81


def descriptors(*kinds):
    """Of a device with these interfaces: class, subclass, protocol each."""
    inside = b''.join(bytes([9, 4, number, 0, 0, *kind, 0]) for number, kind in enumerate(kinds))
    size = 9 + len(inside)
    return (bytes([18, 1, 0, 2, 0, 0, 0, 64, 0x34, 0x12, 0x78, 0x56, 0, 1, 0, 0, 0, 1])
            + bytes([9, 2, size & 255, size >> 8, len(kinds), 1, 0, 0x80, 50]) + inside)


class LoopStick:
    """An ext4 image as a block device of a number of its own, whose files are the kiosk's."""

    def __init__(self, folder):
        image = folder / 'stick.img'
        content = folder / 'on-the-stick'
        content.mkdir()
        (content / 'notes.txt').write_text('nothing for a kiosk\n')
        with open(image, 'wb') as file:
            file.truncate(160 << 20)
        subprocess.run(['mkfs.ext4', '-q', '-L', 'VISIT', '-E',
                        f'root_owner={USER.pw_uid}:{USER.pw_gid}', '-d', content, image], check=True,
                       env=os.environ | {'PATH': os.environ['PATH'] + ':/usr/sbin:/sbin'})
        self.control = os.open('/dev/loop-control', os.O_RDWR | os.O_CLOEXEC)
        self.number = fcntl.ioctl(self.control, LOOP_CTL_ADD, 200_000 + os.getpid() % 100_000)
        self.node = f'/dev/loop{self.number}'
        self.device = os.open(self.node, os.O_RDWR | os.O_CLOEXEC)
        backing = os.open(image, os.O_RDWR | os.O_CLOEXEC)
        fcntl.ioctl(self.device, LOOP_SET_FD, backing)
        os.close(backing)

    def close(self):
        """Nothing of it is left."""
        for ask in (lambda: fcntl.ioctl(self.device, LOOP_CLR_FD), lambda: os.close(self.device),
                    lambda: fcntl.ioctl(self.control, LOOP_CTL_REMOVE, self.number)):
            try:
                ask()
            except OSError:
                pass


def plug(ports, name, descriptor):
    """A device at a made-up port, kept out; its interfaces as the kernel would show them."""
    folder = ports / name
    folder.mkdir()
    (folder / 'descriptors').write_bytes(descriptor)
    (folder / 'authorized').write_text('0\n')
    (folder / 'bConfigurationValue').write_text('1\n')
    count = descriptor[18 + 4]
    for number in range(count):
        at = 18 + 9 + 9 * number
        inside = folder / f'{name}:1.{number}'
        inside.mkdir()
        (inside / 'bAlternateSetting').write_text(' 0\n')
        for word, value in zip(('Number', 'Class', 'SubClass', 'Protocol'),
                               (number, *descriptor[at + 5:at + 8])):
            (inside / f'bInterface{word}').write_text(f'{value:02x}\n')


def let_in(ports, name):
    """Whether the helper has."""
    return (ports / name / 'authorized').read_text().startswith('1')


def paeth(left, above, corner):
    """PNG's own guess of a byte."""
    guess = left + above - corner
    return min((abs(guess - left), 0, left), (abs(guess - above), 1, above),
               (abs(guess - corner), 2, corner))[2]


def png_rows(file):
    """Of a picture with 8 bits a channel: its rows, and how many bytes a pixel has."""
    data = file.read_bytes()
    packed, at = b'', 8
    while at < len(data):
        size, kind = struct.unpack('>I4s', data[at:at + 8])
        if kind == b'IHDR':
            width, height, _, colours = struct.unpack('>IIBB', data[at + 8:at + 18])
        if kind == b'IDAT':
            packed += data[at + 8:at + 8 + size]
        at += size + 12
    step = {2: 3, 6: 4}[colours]
    raw, stride = zlib.decompress(packed), width * step
    rows, above = [], bytearray(stride)
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride if kind else 0):
            left, corner = (row[x - step], above[x - step]) if x >= step else (0, 0)
            row[x] = (row[x] + (0, left, above[x], (left + above[x]) // 2,
                                paeth(left, above[x], corner))[kind]) & 255
        rows.append(row)
        above = row
    return rows, step


def signs(place, is_light):
    """What stands on a key, as light and dark."""
    x, y = place
    return [is_light(column, row) for row in range(y - 14, y + 15) for column in range(x - 10, x + 11)]


class Pad:
    """The digits, which stand in another order each time: known from the headless twin's picture,
    and found again on the panel."""

    def __init__(self, folder, zones):
        rows, step = png_rows(folder / 'places' / 'pad.png')
        self.slots = [zones['pad', f'pin:{digit}'] for digit in '0123456789']
        self.known = [signs(slot, lambda x, y: rows[y][x * step] > 128) for slot in self.slots]

    def place(self, screen, digit):
        """Where that one is now."""
        def differences(slot):
            x, y = slot
            pixels = dict(zip(((c, r) for r in range(y - 14, y + 15) for c in range(x - 10, x + 11)),
                              screen.row_pixels((x - 10, y - 14, x + 11, y + 15))))
            seen = signs(slot, lambda c, r: pixels[c, r][0] > 128)
            return sum(a != b for a, b in zip(seen, self.known[int(digit)]))
        return min(self.slots, key=differences)


class Eyes(Screen):
    """The X server's picture, each pixel of a part of it."""

    def row_pixels(self, box):
        """From left to right and from above to below."""
        data = self.file.read_bytes()
        header = struct.unpack('>25I', data[:100])
        start, stride = header[0] + header[19] * 12, header[12]
        order = 'little' if header[7] == 0 else 'big'
        left, top, right, bottom = box
        for y in range(top, bottom):
            for x in range(left, right):
                at = start + y * stride + x * 4
                value = int.from_bytes(data[at:at + 4], order)
                yield (value >> 16) & 255, (value >> 8) & 255, value & 255


def places(kiosk, folder):
    """Where the pad's keys, export and eject are: the headless twin of the same size says so."""
    out = folder / 'places'
    stick = folder / 'a-stick'
    stick.mkdir()
    script = folder / 'places.jsonl'
    lines = ENTER + [{"shot": "pad"}] + CHOOSE[len(ENTER):] + [
        {"plug": str(stick)}, {"wait": 2500}, {"shot": "stick"}]
    script.write_text('\n'.join(json.dumps(line) for line in lines))
    subprocess.run([kiosk, '--headless', '--replay', script, '--out', out, '--size', SIZE, '--lang',
                    'fr', '--state', folder / 'places-state'], check=True, timeout=300)
    found = {}
    for shot in ('pad', 'stick'):
        for zone in json.loads((out / f'{shot}.json').read_text())['zones']:
            left, top, width, height = zone['rect']
            found[shot, zone['id']] = round(left + width / 2), round(top + height / 2)
    return found


def mounts(media):
    """What is mounted there, by the kernel's own table."""
    table = pathlib.Path('/proc/self/mountinfo').read_text()
    return [line for line in table.splitlines() if line.split()[4].startswith(str(media))]


class Site:
    """The two programs on one machine."""

    def __init__(self, programs, folder, display, stick):
        self.kiosk_program, self.helper_program = programs
        self.folder, self.display, self.stick = folder, display, stick
        self.ports, self.media, self.socket = folder / 'usb', folder / 'media', folder / 'helper.socket'
        self.kiosk = self.helper = None
        (folder / 'systemctl').write_text(f'#!/bin/sh\necho "$@" >> {folder}/powers\n')
        (folder / 'systemctl').chmod(0o755)
        for name in ('state', 'home'):
            (folder / name).mkdir()
            os.chown(folder / name, USER.pw_uid, USER.pw_gid)

    def start_helper(self):
        """As its service does, as root."""
        with open(self.folder / 'helper.txt', 'ab') as said:
            self.helper = subprocess.Popen(
                [self.helper_program, '--socket', self.socket, '--user', USER.pw_name, '--media',
                 self.media, '--state', self.folder / 'helper', '--usb', self.ports, '--systemctl',
                 self.folder / 'systemctl', '--also', self.stick.node], stderr=said)
        wait_until('the helper listens', lambda: self.socket.exists() and self.says('') is not None)

    def start_kiosk(self):
        """By a user without rights."""
        environment = {'DISPLAY': self.display, 'SDL_VIDEODRIVER': 'x11', 'PATH': os.environ['PATH'],
                       'HOME': str(self.folder / 'home'), 'XDG_CACHE_HOME': str(self.folder / 'home')}
        with open(self.folder / 'kiosk.txt', 'ab') as said:
            self.kiosk = subprocess.Popen(
                [self.kiosk_program, '--size', SIZE, '--lang', 'fr', '--renderer', 'raster', '--state',
                 self.folder / 'state', '--helper', self.socket], env=environment, stderr=said,
                user=USER.pw_uid, group=USER.pw_gid, extra_groups=[])

    def says(self, words):
        """Whether the helper has said that."""
        return words in (self.folder / 'helper.txt').read_text(errors='replace')

    def do(self, *words):
        """With X's mouse and keys."""
        subprocess.run(['xdotool', *map(str, words)], check=True,
                       env=os.environ | {'DISPLAY': self.display})

    def tap(self, place):
        """There."""
        self.do('mousemove', *place, 'mousedown', 1, 'sleep', 0.05, 'mouseup', 1, 'sleep', 0.35)

    def stop(self):
        """Both, as a crash would."""
        for program in (self.kiosk, self.helper):
            if program is not None:
                program.kill()
                program.wait()


def visit(site, zones):
    """What is to be seen, in its order."""
    site.start_helper()
    site.start_kiosk()
    wait_until('the kiosk is let in', lambda: site.says('a kiosk is let in.'))
    status = pathlib.Path(f'/proc/{site.kiosk.pid}/status').read_text()
    rights = {line.split()[0]: line.split()[1] for line in status.splitlines() if len(line.split()) > 1}
    if rights['CapEff:'] != '0000000000000000' or rights['Uid:'] != str(USER.pw_uid):
        raise SystemExit(f'helper: the kiosk has rights: {rights}')
    wait_until('the stick is mounted', lambda: mounts(site.media))
    options = mounts(site.media)[0].split()[5].split(',')
    if not {'ro', 'nosuid', 'nodev', 'noexec'} <= set(options):
        raise SystemExit(f'helper: mounted without its guards: {options}')
    screen = Eyes(site.folder / 'Xvfb_screen0')
    wait_until('the first picture', lambda: screen.dark_share((0, 0, WIDTH, HEIGHT)) < 0.05)
    if let_in(site.ports, '1-1'):
        raise SystemExit('helper: a stick is let in before staff are there')
    if not let_in(site.ports, '1-4'):
        raise SystemExit('helper: a hub is not let in')
    site.do('mousemove', 45, 40, 'mousedown', 1, 'sleep', 3.6, 'mouseup', 1)
    time.sleep(1)
    if site.says('usb: staff are in their room'):
        raise SystemExit('helper: the gate opens before there is a PIN')
    pad = Pad(site.folder, zones)
    for _ in range(2):  # chosen, and typed again
        for digit in PIN:
            site.tap(pad.place(screen, digit))
        site.tap(zones['pad', 'pin:ok'])
        time.sleep(1.5)
    wait_until('staff are in their room', lambda: site.says('usb: staff are in their room'))
    wait_until('the stick is let in', lambda: let_in(site.ports, '1-1'))
    for name, what in (('1-2', 'a keyboard'), ('1-3', 'a stick that is a keyboard too')):
        if let_in(site.ports, name):
            raise SystemExit(f'helper: {what} is let in')
    # The content is written to the stick, by a kiosk that could never mount it.
    time.sleep(2)
    site.tap(zones['stick', 'staff:export'])

    def is_written():
        points = mounts(site.media)
        if not points or 'ro' not in points[0].split()[5].split(','):
            return False
        names = {path.name for path in pathlib.Path(points[0].split()[4]).iterdir()}
        return len(names - {'lost+found', 'notes.txt'}) > 0
    wait_until('the content is written, and the stick read only again', is_written)
    # The helper goes and comes: the kiosk lives on.
    site.helper.send_signal(signal.SIGTERM)
    if site.helper.wait(timeout=30) != 0 or mounts(site.media):
        raise SystemExit('helper: it does not end in order')
    time.sleep(1)
    if site.kiosk.poll() is not None:
        raise SystemExit('helper: the kiosk ends with its helper')
    site.start_helper()
    wait_until('the stick comes back', lambda: mounts(site.media))
    wait_until('staff are in their room still', lambda: (site.folder / 'helper.txt').read_text().count(
        'usb: staff are in their room') == 2)
    site.kiosk.kill()
    site.kiosk.wait()
    wait_until('the stick goes with the kiosk', lambda: not mounts(site.media))
    wait_until('and so do the staff', lambda: site.says('usb: staff have gone'))


def main():
    if os.geteuid() != 0 or not shutil.which('Xvfb') or not shutil.which('xdotool'):
        print('helper: DID NOT RUN: it needs root, Xvfb and xdotool')
        return 77
    programs = [str(pathlib.Path(name).resolve()) for name in sys.argv[1:3]]
    with tempfile.TemporaryDirectory(prefix='kiosk_helper_') as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        try:
            stick = LoopStick(folder)
        except OSError as why:
            print(f'helper: DID NOT RUN: no loop device here ({why})')
            return 77
        ports = folder / 'usb'
        ports.mkdir()
        plug(ports, '1-1', descriptors((8, 6, 0x50)))
        plug(ports, '1-2', descriptors((3, 1, 1)))
        plug(ports, '1-3', descriptors((8, 6, 0x50), (3, 1, 1)))
        hub = descriptors((9, 0, 0))
        plug(ports, '1-4', hub[:4] + bytes([9]) + hub[5:])
        zones = places(programs[0], folder)
        server, display = start_x(folder)
        site = Site(programs, folder, display, stick)
        try:
            visit(site, zones)
        except SystemExit:
            print((folder / 'helper.txt').read_text(errors='replace'))
            print((folder / 'kiosk.txt').read_text(errors='replace'))
            raise
        finally:
            site.stop()
            for line in mounts(site.media):
                subprocess.run(['umount', '-l', line.split()[4]], check=False)
            server.terminate()
            server.wait()
            stick.close()
    print('helper: a kiosk without rights read and wrote a stick, and lived through its helper\'s end')
    return 0


if __name__ == '__main__':
    sys.exit(main())
