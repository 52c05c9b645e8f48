#!/usr/bin/env python3
"""The kiosk in a real window on a real X server (Xvfb), touched with real X input (xdotool).

Usage: window_test.py KIOSK        needs Xvfb and xdotool

Starts the program as a visitor finds it, taps a city, sees the panel's paper come up in the
X server's own memory, presses Escape, sees it go. Seeing is tested too: before the tap, and
after a tap into the empty sea, there must be no panel.
"""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 720
PAPER = (0xF7, 0xF0, 0xE0)
PATIENCE = 30  # seconds until something that must come counts as missing


class Screen:
    """The X server's picture: an XWD file that Xvfb keeps mapped."""

    def __init__(self, file):
        self.file = file

    def pixels(self, box):
        data = self.file.read_bytes()
        header = struct.unpack('>25I', data[:100])
        header_size, colours, stride = header[0], header[19], header[12]
        order = 'little' if header[7] == 0 else 'big'
        start = header_size + colours * 12
        left, top, right, bottom = box
        for y in range(top, bottom, 7):
            for x in range(left, right, 7):
                at = start + y * stride + x * 4
                value = int.from_bytes(data[at:at + 4], order)
                yield (value >> 16) & 255, (value >> 8) & 255, value & 255

    def share_of(self, colour, box):
        seen = list(self.pixels(box))
        return sum(all(abs(a - b) < 4 for a, b in zip(pixel, colour)) for pixel in seen) / len(seen)

    def dark_share(self, box):
        seen = list(self.pixels(box))
        return sum(sum(pixel) == 0 for pixel in seen) / len(seen)


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise SystemExit(f'window: waited {PATIENCE} s, but {what} did not happen')


def places(kiosk, folder):
    """Where the city and the panel are: the headless twin of the same size says so."""
    script = folder / 'script.jsonl'
    script.write_text('{"wait": 500}\n{"shot": "map"}\n{"tap": "city:banjul"}\n{"wait": 1500}\n'
                      '{"shot": "city"}\n')
    subprocess.run([kiosk, '--headless', '--replay', script, '--out', folder, '--size',
                    f'{WIDTH}x{HEIGHT}', '--lang', 'fr'], check=True)
    zones = {}
    for shot in ('map', 'city'):
        for zone in json.loads((folder / f'{shot}.json').read_text())['zones']:
            zones[shot, zone['id']] = [round(number) for number in zone['rect']]
    return zones


def start_x(folder):
    read, write = os.pipe()
    server = subprocess.Popen(
        ['Xvfb', '-displayfd', str(write), '-screen', '0', f'{WIDTH}x{HEIGHT}x24', '-fbdir', folder,
         '-nolisten', 'tcp'], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise SystemExit('window: Xvfb did not start')
    return server, ':' + number


def check(kiosk, folder, renderer):
    zones = places(kiosk, folder)
    server, display = start_x(folder)
    environment = {**os.environ, 'DISPLAY': display, 'SDL_VIDEODRIVER': 'x11'}
    environment.pop('WAYLAND_DISPLAY', None)
    program = subprocess.Popen([kiosk, '--size', f'{WIDTH}x{HEIGHT}', '--lang', 'fr', '--renderer',
                                renderer], env=environment)
    try:
        screen = Screen(folder / 'Xvfb_screen0')
        x, y, w, h = zones['city', 'panel']
        panel = (x + w // 10, y + h // 2, x + w - w // 10, y + h - h // 10)
        everything = (0, 0, WIDTH, HEIGHT)

        def do(*words):
            subprocess.run(['xdotool', *map(str, words)], env=environment, check=True)

        def panel_is_open():
            return screen.share_of(PAPER, panel) > 0.5

        wait_until('the first picture', lambda: screen.dark_share(everything) < 0.05)
        if panel_is_open():
            raise SystemExit('window: a panel is seen where there is none')
        do('mousemove', WIDTH // 2, HEIGHT - 200, 'click', 1)
        time.sleep(1)
        if panel_is_open():
            raise SystemExit('window: a tap beside every city opened a panel')
        left, top, width, height = zones['map', 'city:banjul']
        do('mousemove', left + width // 2, top + height // 2, 'click', 1)
        wait_until('the panel of the tapped city', panel_is_open)
        do('key', 'Escape')
        wait_until('the panel\'s going', lambda: screen.share_of(PAPER, panel) < 0.05)
        if program.poll() is not None:
            raise SystemExit(f'window: the program ended by itself ({program.returncode})')
        program.terminate()
        wait_until('the end of the program', lambda: program.poll() is not None)
    finally:
        program.kill()
        server.terminate()
        server.wait()


def main():
    kiosk = pathlib.Path(sys.argv[1]).resolve()
    for renderer in ('raster', 'opengl'):
        with tempfile.TemporaryDirectory() as folder:
            check(kiosk, pathlib.Path(folder), renderer)
        print(f'window: {renderer}: a tap opened the city, Escape closed it')


if __name__ == '__main__':
    main()
