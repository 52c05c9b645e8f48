#!/usr/bin/env python3
"""kiosk-pack as people and programs meet it: exit codes, one sentence, one JSON object.

Usage: kiosk_pack_test.py KIOSK_PACK KIOSK
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = ['new', 'import-table', 'adopt', 'preview', 'check', 'build', 'build-folder', 'keygen',
            'key', 'show', 'verify', 'install', 'rollback', 'list', 'clean', 'history', 'enrol', 'revoke',
            'fleet']
FAILURES = []


def expect(what, condition, said=''):
    """Notes a failure and goes on."""
    if not condition:
        FAILURES.append(f'{what}: {said}')


class Desk:
    """A folder of the test's own, with a content folder in it."""

    def __init__(self, tool, kiosk, folder):
        self.tool, self.kiosk, self.folder = tool, kiosk, pathlib.Path(folder)
        self.environment = {key: value for key, value in os.environ.items()
                            if key not in ('DISPLAY', 'WAYLAND_DISPLAY', 'SOURCE_DATE_EPOCH')}
        self.environment.update(HOME=folder, XDG_CACHE_HOME=folder + '/cache',
                                XDG_CONFIG_HOME=folder + '/config', TERM='xterm')
        self.content = self.folder / 'content'
        shutil.copytree(ROOT / 'tests/packs/good', self.content)
        shutil.copy(ROOT / 'tests/packs/market.jpg', self.content / 'photos/delta/market.png')

    def run(self, *arguments, **more):
        """Runs a command; its output must be without colours."""
        ran = subprocess.run([self.tool, *map(str, arguments)], env=self.environment | more,
                             cwd=self.folder, capture_output=True, text=True, timeout=120,
                             check=False)
        expect(f'{arguments} in a pipe', '\x1b' not in ran.stdout + ran.stderr, ran.stdout)
        return ran

    def fails(self, code, part, *arguments):
        """The exit code, and one sentence on standard error that holds this part."""
        ran = self.run(*arguments)
        said = ran.stderr.strip()
        expect(str(arguments), ran.returncode == code and part in said and said.count('\n') == 0
               and said.startswith('kiosk-pack: '), f'exit {ran.returncode}, said "{said}"')

    def works(self, *arguments, **more):
        """Exit code 0; what it wrote comes back."""
        ran = self.run(*arguments, **more)
        expect(str(arguments), ran.returncode == 0, f'exit {ran.returncode}: {ran.stdout}{ran.stderr}')
        return ran.stdout


def test_usage(desk):
    desk.fails(2, 'subcommand is required')
    desk.fails(2, 'not expected', 'check', str(desk.content), '--frobnicate')
    desk.fails(2, 'is required', 'build', str(desk.content))
    expect('--version', desk.works('--version').startswith('kiosk-pack '))
    shown = desk.works('--help')
    manual = (ROOT / 'platform/install/kiosk-pack.1').read_text(encoding='utf-8')
    completion = (ROOT / 'platform/install/kiosk-pack.bash').read_text(encoding='utf-8')
    for command in COMMANDS:
        expect(f'{command} in --help', command in shown)
        expect(f'{command} in the manual', re.search(rf'\b{command}\b', manual))
        expect(f'{command} in the completion', re.search(rf'\b{command}\b', completion))
        options = re.findall(r'--[a-z-]+', desk.works(command, '--help'))
        for option in set(options) - {'--help', '--version'}:
            expect(f'{option} of {command} in the completion', option in completion)
            expect(f'{option} of {command} in the manual', option in manual)


def test_completion(desk):
    script = (f'source {ROOT}/platform/install/kiosk-pack.bash; COMP_WORDS=(kiosk-pack in); '
              'COMP_CWORD=1; _kiosk_pack; echo "${COMPREPLY[@]}"')
    said = subprocess.run(['bash', '-c', script], capture_output=True, text=True, check=True).stdout
    expect('completion of "in"', said.split() == ['install'], said)
    expect('completion', desk.folder.exists())


def test_check(desk):
    expect('check', '0 problems' in desk.works('check', desk.content))
    report = json.loads(desk.works('check', desk.content, '--json'))
    told = [note['what'] for note in report['notes']]
    expect('check --json', report['problems'] == [] and len(told) == 2 and
           'have no words' in told[0] and 'a JPEG by its content and a PNG by its name' in told[1],
           str(report))
    city = desk.content / 'cities/delta.json'
    good = city.read_text(encoding='utf-8')
    faults = {'"Delta"': ('"Delta \U00012345"', 'has a character that no font of the program has'),
              '"It has a river."': ('"It has a ' + 'w' * 90 + '."', 'has a word too long for its column')}
    for before, (after, wanted) in faults.items():
        city.write_text(good.replace(before, after, 1), encoding='utf-8')
        ran = desk.run('check', desk.content)
        lines = [line for line in ran.stdout.splitlines() if not line.startswith('note:')]
        expect(f'check with {wanted}', ran.returncode == 1 and
               lines[0].startswith('cities/delta.json: ') and wanted in lines[0], ran.stdout)
    city.write_text(good.replace('"lon": -16.6', '"lon": "west"'), encoding='utf-8')
    ran = desk.run('check', desk.content, '--json')
    problems = json.loads(ran.stdout)['problems']
    expect('check --json of a fault', ran.returncode == 1 and problems[0]['file'] == 'cities/delta.json'
           and problems[0]['path'] == 'lon' and problems[0]['remedy'], ran.stdout)
    desk.fails(1, 'Correct what is listed above', 'build', desk.content, '-o', 'x.kpack')
    expect('nothing half-done', not list(desk.folder.glob('x.kpack*')))
    city.write_text(good, encoding='utf-8')


def test_build_and_trust(desk):
    first = desk.works('build', desk.content, '-o', 'a.kpack')
    expect('the first build makes a key', 'Your key was made' in first, first)
    mode = (desk.folder / 'config/kiosk-pack/author.key').stat().st_mode & 0o777
    expect('only its owner reads the key', mode == 0o600, oct(mode))
    desk.works('build', desk.content, '-o', 'b.kpack', '--no-cache')
    a, b = ((desk.folder / name).read_bytes() for name in ('a.kpack', 'b.kpack'))
    expect('the same bytes', a == b)
    desk.works('build', desk.content, '-o', 'dated.kpack', SOURCE_DATE_EPOCH='1761868800')
    shown = json.loads(desk.works('show', 'dated.kpack', '--json'))
    expect('created', shown['manifest']['created'] == '2025-10-31T00:00:00Z', str(shown)[:300])
    desk.fails(6, 'there is a key already', 'keygen')
    own = json.loads(desk.works('key', '--json'))
    expect('key', len(own['fingerprint'].split('-')) == 8, str(own))
    desk.works('keygen', '--key', 'other.key')
    other = json.loads(desk.works('key', '--key', 'other.key', '--json'))['public_key']
    expect('show', 'pack:     good, number 3' in desk.works('show', 'a.kpack'))
    desk.works('verify', 'a.kpack', '--key', own['public_key'])
    desk.works('verify', 'a.kpack', '--key', desk.folder / 'config/kiosk-pack/author.pub')
    desk.fails(3, 'not trusted here', 'verify', 'a.kpack', '--key', other)
    desk.fails(6, 'neither a public key', 'verify', 'a.kpack', '--key', 'nonsense')
    (desk.folder / 'cut.kpack').write_bytes(a[:-3000])
    desk.fails(4, 'cut short', 'verify', 'cut.kpack', '--key', own['public_key'])
    changed = bytearray(a)
    changed[-4000] ^= 1
    (desk.folder / 'changed.kpack').write_bytes(changed)
    desk.fails(4, 'not what the manifest says', 'verify', 'changed.kpack', '--key', own['public_key'])
    desk.fails(6, 'cannot be read', 'show', 'nowhere.kpack')
    desk.fails(6, 'cannot be written', 'build', desk.content, '-o', '/proc/nowhere/x.kpack')


def test_device(desk):
    own = json.loads(desk.works('key', '--json'))['public_key']
    desk.fails(3, 'Compare the fingerprint', 'install', 'a.kpack', '--state', 'state')
    desk.works('install', 'a.kpack', '--state', 'state', '--trust', own)
    listed = json.loads(desk.works('list', '--state', 'state', '--json'))
    expect('list', listed['current']['serial'] == 3 and listed['previous'] is None, str(listed))
    pack = desk.content / 'pack.json'
    pack.write_text(pack.read_text(encoding='utf-8').replace('"serial": 3', '"serial": 4'), encoding='utf-8')
    desk.works('build', desk.content, '-o', 'four.kpack')
    desk.works('install', 'four.kpack', '--state', 'state', '--trust', own)
    desk.fails(7, '--allow-older', 'install', 'a.kpack', '--state', 'state', '--trust', own)
    shows(desk, 4, '--state', 'state')
    desk.works('rollback', '--state', 'state')
    shows(desk, 3, '--state', 'state')
    shows(desk, 4, '--pack', 'four.kpack')
    desk.works('clean', '--state', 'state', '--json')
    desk.works('install', desk.content, '--state', 'state')
    shows(desk, 4, '--state', 'state')


def test_keys(desk):
    for name in ('first', 'second'):
        desk.works('keygen', '--key', f'{name}.key')
    desk.works('build', desk.content, '-o', 'first.kpack', '--key', 'first.key')
    first = json.loads(desk.works('enrol', 'first.pub', '--state', 'keys', '--label', 'An office', '--json'))
    expect('enrol', len(first['enrolled'].split('-')) == 8, str(first))
    desk.works('install', 'first.kpack', '--state', 'keys')
    desk.fails(3, 'not signed by another key that is enrolled', 'revoke', 'first.pub', '--key',
               'second.key', '--state', 'keys')
    desk.works('enrol', 'second.pub', '--state', 'keys')
    desk.fails(6, 'where to?', 'revoke', 'first.pub', '--key', 'second.key')
    desk.fails(3, 'cannot revoke itself', 'revoke', 'first.pub', '--key', 'first.key', '-o', 'x.revoke')
    desk.works('revoke', 'first.pub', '--key', 'second.key', '-o', 'first.revoke')
    desk.works('install', 'first.kpack', '--state', 'keys')  # nobody has told this device yet
    desk.works('revoke', 'first.revoke', '--state', 'keys')
    desk.fails(3, 'was revoked here', 'install', 'first.kpack', '--state', 'keys')
    desk.fails(3, 'was revoked here', 'enrol', 'first.pub', '--state', 'keys')
    told = json.loads(desk.works('history', '--state', 'keys', '--json'))['history']
    expect('history', [entry['what'] for entry in told] ==
           ['key_enrolled', 'installed', 'key_enrolled', 'installed', 'key_revoked'], str(told))
    expect('history in words', 'key_revoked  ' + first['enrolled'] in desk.works('history', '--state', 'keys'))
    expect('no history', desk.works('history', '--state', 'nowhere') == '')


def shows(desk, serial, *arguments):
    """The kiosk shows that number."""
    (desk.folder / 'serial.jsonl').write_text(
        json.dumps({'expect': {'pack': {'id': 'good', 'serial': serial}}}) + '\n')
    ran = subprocess.run([desk.kiosk, '--headless', '--replay', 'serial.jsonl', '--out', 'out',
                          *arguments], env=desk.environment, cwd=desk.folder, capture_output=True,
                         text=True, check=False)
    expect(f'the kiosk with {arguments}', ran.returncode == 0, ran.stderr)


def test_starting_points(desk):
    desk.works('new', 'fresh')
    expect('a new folder is fit', '0 problems' in desk.works('check', 'fresh'))
    desk.fails(6, 'something in it already', 'new', 'fresh')
    (desk.folder / 'cities.csv').write_bytes(
        'Nom;Name (en);Latitude;Longitude;Texte (fr);Story (en);Accord (fr);Agreement (en)\r\n'
        'Téra;Tera;14,01;0,75;Une ville.;A town.;Un accord.;An agreement.\r\n'.encode('cp1252'))
    said = json.loads(desk.works('import-table', 'cities.csv', 'fresh', '--json'))
    expect('import-table', said['cities'] == ['tera'] and said['encoding'] == 'Windows-1252', str(said))
    desk.fails(1, 'Nothing was written', 'import-table', 'cities.csv', 'fresh')
    (desk.folder / 'fresh/photos/tera').mkdir()
    shutil.copy(ROOT / 'tests/packs/market.jpg', desk.folder / 'fresh/photos/tera/le-marche.jpg')
    adopted = json.loads(desk.works('adopt', 'fresh', '--credit', 'A. Person, CC BY 4.0', '--json'))
    expect('adopt', adopted['adopted'] == ['photos/tera/le-marche.jpg'], str(adopted))
    expect('filled', '3 cities, 2 agreements, 1 picture: 0 problems' in desk.works('check', 'fresh'))


def test_preview(desk):
    with subprocess.Popen([desk.tool, 'preview', 'fresh'], env=desk.environment, cwd=desk.folder,
                          stdout=subprocess.PIPE, text=True) as preview:
        lines = [preview.stdout.readline() for _ in range(2)]
        expect('preview without a display', 'No display' in lines[0] and '0 problems' in lines[1],
               str(lines))
        time.sleep(0.3)
        (desk.folder / 'fresh/club.json').write_text('{')
        line = preview.stdout.readline()
        expect('a fault is told when it is saved', line.startswith('club.json: '), line)
        preview.send_signal(signal.SIGINT)
        expect('Ctrl+C ends it', preview.wait(timeout=10) == 0)


def main():
    """Each test in turn, on one desk."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), folder)
        for test in (test_usage, test_completion, test_check, test_build_and_trust, test_device, test_keys,
                     test_starting_points, test_preview):
            test(desk)
    for failure in FAILURES:
        print(failure)
    return 1 if FAILURES else 0


if __name__ == '__main__':
    sys.exit(main())
