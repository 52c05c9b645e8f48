#!/usr/bin/env python3
"""pacing.py PROGRAMS FOLDER [--quick]: late frames in a visit, alone and while a pack is installed beside it.

What is installed is import_bench.py's exhibition of 200 photographs of 12 megapixels (--quick: small
ones, and a brief visit), made in FOLDER at the first time. PROGRAMS holds kiosk-pack and tests/. In
Xvfb where there is no display. Prints the JSON object of bench_pacing, and its lines on stderr.
"""
import json
import os
import pathlib
import subprocess
import sys

import second_exhibition


def main():
    """The source, if it is not there yet, and the visit."""
    programs, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    quick = '--quick' in sys.argv[3:]
    if quick:
        folder = folder / 'quick'
    pack = folder / 'second.kpack'
    if not pack.exists():
        second_exhibition.make(programs, folder, ('640', '480') if quick else ('4032', '3024'))
    command = [programs / 'tests/bench_pacing', programs / 'bundled/pack', '--import', pack, folder / 'state',
               '--key', folder / 'config/kiosk-pack/author.pub', *(['--brief'] if quick else [])]
    if 'DISPLAY' not in os.environ:
        command = ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', *command]
    ran = subprocess.run([*map(str, command)], stdout=subprocess.PIPE, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f'bench_pacing: exit code {ran.returncode}')
    print(json.dumps(json.loads(ran.stdout), indent=1))


if __name__ == '__main__':
    main()
