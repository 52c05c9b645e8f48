#!/usr/bin/env python3
"""What the program answers to commands it cannot follow: one sentence and its exit code.

Usage: command_line_test.py KIOSK
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Arguments, exit code, a part of what it says. {folder} is an empty folder of the test's own.
CASES = [
    (['--frobnicate'], 2, 'not expected: --frobnicate'),
    (['--lang', 'xx'], 2, '"xx" is no language of the kiosk. Use ar, zgh, fr, es or en.'),
    (['--pack', '/no/such/folder'], 2, 'no such folder or file. Check the path.'),
    (['--pack', str(ROOT / 'README.md')], 2, 'neither a content folder nor a .kpack file'),
    (['--size', '12'], 2, '"12" is no size. Write one such as 1920x1080'),
    (['--size', '99999x1080'], 2, 'is no size'),
    (['--panel-inches', '0'], 2, '--panel-inches'),
    (['--renderer', 'software'], 2, '--renderer'),
    (['--headless'], 2, 'requires --replay'),
    (['--replay', 'x.jsonl'], 2, 'requires --headless'),
    (['--headless', '--replay', '/no/such.jsonl', '--out', '{folder}'], 2, 'cannot be opened'),
    (['--headless', '--replay', str(ROOT / 'README.md'), '--out', '{folder}'], 2,
     'README.md:1: no JSON object with one step'),
    (['--headless', '--replay', '{folder}/wait.jsonl', '--out', '/proc/nowhere'], 2,
     'cannot be made a folder'),
    (['--headless', '--replay', '{folder}/fails.jsonl', '--out', '{folder}'], 1,
     'fails.jsonl:1: screen is "map". Expected "city".'),
    (['--headless', '--replay', '{folder}/wait.jsonl', '--out', '{folder}', '--root', '{folder}'],
     2, 'strings'),
    (['--first-start'], 2, '--first-start requires --state'),
    (['query'], 2, 'is required'),
    (['query', 'agadez', '--lang', 'tlh'], 2, '"tlh" is no language'),
    (['--version'], 0, None),
    (['--help'], 0, None),
]


def main():
    kiosk = pathlib.Path(sys.argv[1]).resolve()
    environment = {key: value for key, value in os.environ.items()
                   if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / 'wait.jsonl').write_text('{"wait": 10}\n')
        (pathlib.Path(folder) / 'fails.jsonl').write_text('{"expect": {"screen": "city"}}\n')
        for arguments, code, part in CASES:
            arguments = [argument.replace('{folder}', folder) for argument in arguments]
            ran = subprocess.run([kiosk, *arguments], env=environment, cwd=folder,
                                 capture_output=True, text=True, timeout=60, check=False)
            said = ran.stderr.strip()
            fine = ran.returncode == code
            if part is not None:
                fine = fine and part in said and said.count('\n') == 0 and said.startswith('kiosk: ')
            if not fine:
                failures.append(f'{arguments}: exit {ran.returncode}, said "{said}"; '
                                f'wanted exit {code} and one sentence with "{part}"')
        failures += queries(kiosk, environment)
        failures += empty_picture(kiosk, pathlib.Path(folder), environment)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


def queries(kiosk, environment):
    """What a visitor would type finds the city, and noise finds an empty list."""
    failures = []
    for text, expected in (('timbuktu', 'tombouctou'), ('نجامينا', 'ndjamena'),
                           ('amkala', 'amgala'), ('qqqq', None)):
        ran = subprocess.run([kiosk, 'query', text, '--json'], env=environment,
                             capture_output=True, text=True, check=False)
        found = json.loads(ran.stdout) if ran.returncode == 0 else None
        first = found[0]['id'] if found else None
        if found is None or first != expected:
            failures.append(f'query {text}: exit {ran.returncode}, first {first}, not {expected}')
    return failures


def empty_picture(kiosk, folder, environment):
    """A pack whose picture has no bytes: told by name, and the bundled pack is shown."""
    pack = folder / 'pack'
    shutil.copytree(ROOT / 'tests' / 'packs' / 'good', pack)
    picture = next(path for path in (pack / 'photos').rglob('*') if path.is_file())
    picture.write_bytes(b'')
    (folder / 'bundled.jsonl').write_text('{"expect": {"pack": {"id": "smara-amgala"}}}\n')
    ran = subprocess.run([kiosk, '--headless', '--replay', folder / 'bundled.jsonl', '--out', folder,
                          '--pack', pack], env=environment, capture_output=True, text=True,
                         check=False)
    if ran.returncode == 0 and f'{picture.name}\' is empty (0 bytes)' in ran.stderr:
        return []
    return [f'an empty picture: exit {ran.returncode}, said "{ran.stderr}"']


if __name__ == '__main__':
    sys.exit(main())
