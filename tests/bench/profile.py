#!/usr/bin/env python3
"""profile.py KIOSK [UNPACKED]: where a start's instructions go, and of which files a cold one reads how much.

KIOSK was built with its symbols; callgrind counts, and ends it when it has rested for a while. Parts overlap
where one calls the other. Counts hardly differ from run to run, whatever else the machine does; the kernel's
own work (pages handed out, files mapped) is not in them. UNPACKED is its package, unpacked: started with an
empty cache (as root; else left out), it leaves in memory what was read of each file, also ahead. In Xvfb where
there is no display. Prints a JSON object.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

FILES = 12    # told by name
SECONDS = 40  # a start under callgrind takes 15 on a slow machine, and then it sleeps
# What a part is called, and the function that does it, with all that this calls.
PARTS = [
    ('the program\'s own words', r'kiosk::load_strings\('),
    ('the content pack, with its schemas', r'kiosk::load_pack\('),
    ('window and X', r'kiosk::platform::SdlSession::open\('),
    ('fonts found, the text engine', r'kiosk::TextEngine::open\('),
    ('the ground opened: map file, light on the sea', r'kiosk::Ground::open\('),
    ('pictures decoded by stb_image: relief, glow, flags', r'kiosk::load_picture\('),
    ('ground tiles put together', r'kiosk::GroundTiles::make\('),
    ('ground tiles drawn, by whoever is free', r'kiosk::raster::draw_in_bands\('),
    ('text laid out', r'PangoTextEngine::layout\('),
    ('the first frame put together', r'kiosk::raster::KeptPicture::draw\('),
    ('shapes drawn, on all threads', r'kiosk::raster::draw_shapes\('),
]


def counted(program):
    """callgrind's inclusive counts: [(instructions, function), …] and the total."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / 'callgrind'
        words = ['timeout', '-s', 'TERM', str(SECONDS), 'valgrind', '--tool=callgrind', f'--callgrind-out-file={out}',
                 program, '--lang', 'fr', '--renderer', 'raster', '--size', '1920x1080']
        if 'DISPLAY' not in os.environ:
            words = ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', *words]
        subprocess.run(list(map(str, words)), check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, 'SDL_VIDEODRIVER': 'x11'})
        if not out.exists():
            sys.exit(f'profile: callgrind wrote nothing for {program}')
        said = subprocess.run(['callgrind_annotate', '--inclusive=yes', '--threshold=100', out], check=True,
                              capture_output=True, text=True).stdout
    lines = re.findall(r'^ *([\d,]+) \([ \d.]+%\)  (.*)$', said, re.M)
    counts = [(int(number.replace(',', '')), name) for number, name in lines]
    return [entry for entry in counts if 'PROGRAM TOTALS' not in entry[1]], counts[0][0]


def read_cold(unpacked):
    """MB in memory of each file that a start from an empty cache may have read, the greatest first; their sum."""
    subprocess.run(['sync'], check=True)
    pathlib.Path('/proc/sys/vm/drop_caches').write_text('3')
    running = subprocess.Popen([unpacked / 'usr/bin/kiosk', '--lang', 'fr', '--renderer', 'raster', '--size',
                                '1920x1080'], env={**os.environ, 'SDL_VIDEODRIVER': 'x11'},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(5)
    maps = pathlib.Path(f'/proc/{running.pid}/maps').read_text()
    running.terminate()
    running.wait()
    fonts = subprocess.run(['fc-list', '--format=%{file}\n'], check=True, capture_output=True, text=True).stdout
    files = {line.split()[5] for line in maps.splitlines() if len(line.split()) > 5 and line.split()[5][0] == '/'}
    files |= set(fonts.split('\n')) | set(map(str, (unpacked / 'usr/share').rglob('*')))
    files = sorted(file for file in files if pathlib.Path(file).is_file())
    said = subprocess.run(['fincore', '--raw', '--bytes', '--noheadings', '--output', 'RES,FILE', *files], check=True,
                          capture_output=True, text=True).stdout
    sizes = [(int(line.split()[0]), line.split(maxsplit=1)[1]) for line in said.splitlines()]
    sizes.sort(reverse=True)
    return {'all_mb': round(sum(size for size, _ in sizes) / 2**20, 1),
            'greatest': {name.removeprefix(f'{unpacked}/'): round(size / 2**20, 1) for size, name in sizes[:FILES]}}


def main():
    """The parts, the greatest first."""
    counts, total = counted(sys.argv[1])
    parts = []
    for name, function in PARTS:
        # Recursion and inlining list a function more than once; the greatest holds the others.
        found = max((count for count, where in counts if re.search(function, where)), default=0)
        if found == 0:
            print(f'profile: nothing is called {function}', file=sys.stderr)
        parts.append({'part': name, 'instructions': found, 'share': round(min(found / total, 1), 3)})
    parts.sort(key=lambda part: -part['instructions'])
    found = {'total': total, 'parts': parts}
    if len(sys.argv) > 2 and os.geteuid() == 0 and 'DISPLAY' in os.environ:
        found['cold'] = read_cold(pathlib.Path(sys.argv[2]).resolve())
    print(json.dumps(found, indent=1))


if __name__ == '__main__':
    main()
