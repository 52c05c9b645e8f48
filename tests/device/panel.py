"""The panel of a machine under QEMU: fingers on it, what it shows, and how that compares with what the
kiosk draws without a machine. Needs QEMU 8.1 or later: earlier ones have no multi-touch device."""
import contextlib
import json
import pathlib
import struct
import subprocess
import time
import zlib

FULL = 0x7fff  # the far edge, in the monitor's units
EVERY = 0.016  # s between two places of a moving finger
STEPS = 36     # of a leg


def read_png(file):
    """Width, height and the bytes of its RGB rows. Only what QEMU and the kiosk write: 8 bits, RGB or RGBA."""
    data, at, packed, header = pathlib.Path(file).read_bytes(), 8, b'', None
    while at < len(data):
        size, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b'IHDR':
            header = struct.unpack('>IIBB', body[:10])
        elif kind == b'IDAT':
            packed += body
        at += size + 12
    width, height, depth, colour = header
    assert depth == 8 and colour in (2, 6), header
    step = 3 if colour == 2 else 4
    raw, stride, rows, before = zlib.decompress(packed), width * step, [], bytearray(width * step)
    for y in range(height):
        rule, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride) if rule else ():
            left, up = line[x - step] if x >= step else 0, before[x]
            if rule == 1:
                guess = left
            elif rule == 2:
                guess = up
            elif rule == 3:
                guess = (left + up) // 2
            else:
                corner = before[x - step] if x >= step else 0
                near = left + up - corner
                guess = min((abs(near - left), 0, left), (abs(near - up), 1, up),
                            (abs(near - corner), 2, corner))[2]
            line[x] = line[x] + guess & 255
        rows.append(bytes(line) if step == 3 else
                    b''.join(bytes(line[x:x + 3]) for x in range(0, stride, 4)))
        before = line
    return width, height, b''.join(rows)


def difference(one, other):
    """How far two pictures are apart: mean of a channel's difference, and the share of channels that
    differ by more than 40 of 255. Two painters set the edges of letters a little apart."""
    if one[:2] != other[:2]:
        return 255.0, 1.0
    apart = [abs(a - b) for a, b in zip(one[2], other[2])]
    return sum(apart) / len(apart), sum(value > 40 for value in apart) / len(apart)


def part(picture, rect):
    """The bytes of that part of a picture."""
    left, top, width, height = (round(value) for value in rect)
    stride = picture[0] * 3
    return b''.join(picture[2][y * stride + left * 3:y * stride + (left + width) * 3]
                    for y in range(top, top + height))


def read_pad(seen, drawn, zones):
    """Where each digit of a shuffled pad stands: its key as the kiosk draws it (`drawn`, whose keys are
    `zones`) is looked for among the places of all keys in what the panel shows."""
    keys = {name: zone for name, zone in zones.items() if name.startswith('pin:') and name[4:].isdigit()}
    inner = {name: [value + inset for value, inset in zip(zone['rect'], (18, 12, -36, -24))]
             for name, zone in keys.items()}
    found = {}
    for name in keys:
        wanted = part(drawn, inner[name])
        apart = {place: sum(abs(a - b) for a, b in zip(wanted, part(seen, inner[place]))) for place in keys}
        found[name] = keys[min(apart, key=apart.get)]
    return found


def between(start, end, share):
    """A place on the way from one to the other."""
    return tuple(a + (b - a) * share for a, b in zip(start, end))


class Panel:
    """Of that machine; `size` in pixels."""

    def __init__(self, machine, size):
        self.machine, self.size = machine, size
        self.touches = 0

    def _mtt(self, kind, slot, identity, axis='x', value=0):
        return {'type': 'mtt', 'data': {'type': kind, 'slot': slot, 'tracking-id': identity,
                                        'axis': axis, 'value': value}}

    def _places(self, slot, identity, x, y):
        return [self._mtt('data', slot, identity, 'x', round(x / self.size[0] * FULL)),
                self._mtt('data', slot, identity, 'y', round(y / self.size[1] * FULL))]

    def _send(self, events):
        self.machine.qmp('input-send-event', events=events)

    def _down(self, slot, identity, at):
        self._send([self._mtt('begin', slot, identity),
                    {'type': 'btn', 'data': {'button': 'touch', 'down': True}},
                    *self._places(slot, identity, *at)])

    def _move(self, slot, identity, at):
        self._send([self._mtt('update', slot, identity), *self._places(slot, identity, *at)])

    def _up(self, slot):
        self._send([self._mtt('end', slot, -1),  # what the kernel calls a finger that has gone
                    {'type': 'btn', 'data': {'button': 'touch', 'down': False}}])

    def drag(self, *paths, rest=1.5):
        """Fingers that go down together, each along one path of places, and up. The first leg is one step, and
        the kiosk stands still until it is done: from where the fingers are known for a pinch depends on what a
        frame has heard. They rest there and at the end, so that nothing flies on."""
        first = self.touches
        self.touches += len(paths)
        fingers = [(slot, first + slot, path) for slot, path in enumerate(paths)]
        with self._still():
            for slot, identity, path in fingers:
                self._down(slot, identity, path[0])
            for slot, identity, path in fingers:
                self._move(slot, identity, path[1])
        time.sleep(rest)
        for step in range(1, STEPS + 1):
            for slot, identity, (_, start, end) in fingers:
                self._move(slot, identity, between(start, end, step / STEPS))
            time.sleep(EVERY)
        time.sleep(rest)
        for slot, _, _ in fingers:
            self._up(slot)

    def tap(self, at):
        """One finger at that place, and away. The kiosk stands still for it: where a frame takes a second, it
        would draw its answer to the finger before it heard that it has gone, and take a tap for a hold."""
        with self._still():
            self.touches += 1
            self._down(0, self.touches, at)
            self._up(0)

    def hold(self, at, seconds):
        """One finger that stays there for so long."""
        self.touches += 1
        self._down(0, self.touches, at)
        time.sleep(seconds)
        self._up(0)

    @contextlib.contextmanager
    def _still(self):
        """The kiosk hears nothing until the end of it, and then all at once."""
        self.machine.shell('kill -STOP $(pidof kiosk)')
        yield
        self.machine.shell('kill -CONT $(pidof kiosk)')

    def look(self, file):
        """What it shows now, as the bytes of a PNG in that file: equal pictures, equal bytes."""
        self.machine.qmp('screendump', filename=str(file), format='png')
        end = time.monotonic() + 20
        while not (seen := pathlib.Path(file).read_bytes()).endswith(b'IEND\xaeB`\x82'):
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        return seen

    def shot(self, file):
        """The same, read."""
        self.look(file)
        return read_png(file)


def middle(zone):
    """Where a zone of a report is touched."""
    x, y, width, height = zone['rect']
    return x + width / 2, y + height / 2


class Model:
    """The same kiosk without a machine: what it draws for a script, and where its zones are."""

    def __init__(self, program, size, folder, options=()):
        self.program, self.size, self.folder, self.options = program, size, pathlib.Path(folder), options

    def play(self, name, lines):
        """Runs these lines on a fresh device; the folder with its shots."""
        place = self.folder / name
        place.mkdir(parents=True)
        script = place / 'script.jsonl'
        script.write_text('\n'.join(json.dumps(line) for line in lines) + '\n', 'utf-8')
        subprocess.run([str(self.program), '--headless', '--replay', str(script), '--out', str(place),
                        '--size', f'{self.size[0]}x{self.size[1]}', '--state', str(place / 'state'),
                        *self.options], check=True, capture_output=True, text=True)
        return place

    @staticmethod
    def zones(place, shot):
        """By their names."""
        report = json.loads((place / f'{shot}.json').read_text('utf-8'))
        return {zone['id']: zone for zone in report['zones']}
