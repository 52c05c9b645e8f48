#!/usr/bin/env python3
"""profile.py KIOSK: where the instructions of a start go, by valgrind's callgrind. In Xvfb where there is no display.

KIOSK was built with its symbols. It is ended as soon as it has rested for a while; parts overlap where one
calls the other, as told. Counts hardly differ from run to run, whatever else the machine does; the kernel's
own work (pages handed out, files mapped) is not in them. Prints a JSON object.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SECONDS = 40  # a start under callgrind takes 15 on a slow machine, and then it sleeps
# What a part is called, and the function that does it, with all that this calls.
PARTS = [
    ('the program\'s own words, with their schema', r'kiosk::load_strings\('),
    ('the content pack, with its schemas', r'kiosk::load_pack\('),
    ('std::regex in both', r'std::__detail::_Executor'),
    ('window and X', r'kiosk::platform::SdlSession::open\('),
    ('fonts found, the text engine', r'kiosk::TextEngine::open\('),
    ('the ground: map file, relief, glow', r'kiosk::Ground::open\('),
    ('pictures decoded by stb_image: relief, glow, flags', r'kiosk::load_picture\('),
    ('ground tiles drawn', r'kiosk::GroundTiles::make\('),
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
    print(json.dumps({'total': total, 'parts': parts}, indent=1))


if __name__ == '__main__':
    main()
