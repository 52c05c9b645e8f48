#!/usr/bin/env python3
"""kiosk-pack fleet: receipts of several sticks as one table, exit codes, one sentence each.

The receipts are written here, not by the program, so that their form is held by both.
Usage: fleet_test.py KIOSK_PACK
"""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FAILURES = []


def expect(what, condition, said=''):
    """Notes a failure and goes on."""
    if not condition:
        FAILURES.append(f'{what}: {said}')


def table(**cells):
    """A table of a receipt."""
    return [{'id': name.replace('_', '-'), 'visits': visits} for name, visits in cells.items()]


def receipt(name, identity, number, serial=3, **changes):
    """A whole receipt."""
    moment = {'sure': True, 'wall': '2026-11-28T09:00:00Z', 'boot': 'b', 'since_boot_s': 20.5}
    pack = {'id': 'smara', 'serial': serial, 'hash': 'a' * 64, 'signer': 'one two',
            'since': {'sure': False}}
    whole = {'format': 1, 'device': {'name': name, 'id': identity * 16}, 'number': number,
             'time': moment, 'program': '0.1.0', 'shown': pack, 'previous': None,
             'history': [{'what': 'installed', 'time': moment, 'id': 'smara', 'serial': serial}],
             'health': {'free_bytes': 5e9}, 'crashes': ['the display went away'],
             'visits': {'total': 120, 'weeks': [], 'languages': table(fr=70, ar=50, es=None),
                        'dwell': [], 'hours': [], 'cities': table(banjul=60, dakar=9)}}
    whole.update(changes)
    return whole


class Sticks:
    """Folders that play sticks."""

    def __init__(self, tool, folder):
        self.tool, self.folder, self.count = tool, pathlib.Path(folder), 0

    def stick(self, *receipts, plain=False):
        """A new one; texts are written as they are."""
        self.count += 1
        stick = self.folder / f'stick{self.count}'
        inside = stick if plain else stick / 'kiosk-receipts'
        inside.mkdir(parents=True)
        for number, content in enumerate(receipts):
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            (inside / f'kiosk-{number}.json').write_text(text, encoding='utf-8')
        return stick

    def run(self, *arguments):
        """Runs it."""
        return subprocess.run([self.tool, 'fleet', *map(str, arguments)], capture_output=True,
                              text=True, timeout=60, check=False,
                              env=os.environ | {'TERM': 'dumb'})

    def told(self, *arguments):
        """Its JSON, with exit code 0."""
        ran = self.run(*arguments, '--json')
        expect(f'{arguments}', ran.returncode == 0 and not ran.stderr,
               f'exit {ran.returncode}: {ran.stderr}')
        return json.loads(ran.stdout)


def test_merging(sticks):
    """The newest of each device, by number; who is behind; sums."""
    one = sticks.stick(receipt('Hall', '1', 4, 3), receipt('Foyer', '2', 9, 5))
    two = sticks.stick(receipt('Hall', '1', 5, 4), plain=True)
    other = receipt('Annexe', '3', 1)
    other['shown'] = dict(other['shown'], id='harbour', serial=9)
    few = receipt('قاعة', '4', 1, 5)
    few['visits'] = dict(few['visits'], total=None, languages=[], cities=[])
    three = sticks.stick(other, few, receipt('New', '5', 1, 5, shown=None))
    told = sticks.told(one, two, three)
    standings = {kiosk['device']: kiosk['standing'] for kiosk in told['kiosks']}
    expect('standings', standings == {'Hall': 'behind', 'Foyer': 'newest', 'قاعة': 'newest',
                                      'Annexe': 'other_pack', 'New': 'other_pack'}, standings)
    hall = next(kiosk for kiosk in told['kiosks'] if kiosk['device'] == 'Hall')
    expect('the higher number counts', hall['receipt'] == 5 and hall['shown']['serial'] == 4, hall)
    expect('behind', set(told['behind']) == {'1' * 16, '3' * 16, '5' * 16}, told['behind'])
    expect('sums', told['visits'] == {'total': 480, 'kiosks': 4,
                                      'languages': {'ar': 200, 'fr': 280},
                                      'cities': {'banjul': 240, 'dakar': 36}}, told['visits'])
    expect('order of sticks', sticks.told(three, two, one) == told)
    text = sticks.run(one, two, three).stdout
    for part in ('KIOSK', 'Hall', 'smara, number 4', 'behind: the newest is 5',
                 'shows another pack', 'bundled content', '480 visits', '1 kiosk tells none',
                 '3 behind or with another pack', '4768 MiB'):
        expect(f'"{part}" in the table', part in text, text)
    lines = [line for line in text.splitlines() if 'smara' in line or line.startswith('KIOSK')]
    expect('columns stand in line', len({line.find('2026-11-28') for line in lines[1:]}) == 1, text)


def test_bad_receipts(sticks):
    """One sentence each, the good ones told all the same, exit code 4."""
    twisted = receipt('Twisted', '7', 1)
    twisted['visits'] = dict(twisted['visits'], total=3)
    stick = sticks.stick(receipt('Good', '6', 1), 'no JSON', twisted,
                         receipt('Later', '8', 1, format=2), '{"a": 1, "a": 2}', '[' * 100000)
    ran = sticks.run(stick)
    expect('bad receipts', ran.returncode == 4 and ran.stderr.count('\n') == 1
           and '5 receipts could not be understood' in ran.stderr, ran.stderr)
    expect('the good one is in the table', 'Good' in ran.stdout, ran.stdout)
    for number in range(1, 6):
        named = [line for line in ran.stdout.splitlines() if f'kiosk-{number}.json: ' in line]
        expect(f'kiosk-{number} in one sentence', len(named) == 1 and len(named[0]) < 500, named)
    told = json.loads(sticks.run(stick, '--json').stdout)
    expect('problems in JSON', len(told['problems']) == 5 and len(told['kiosks']) == 1, told)


def test_twins(sticks):
    """Two devices from copies of one card."""
    first, second = receipt('Hall', '1', 4), receipt('Foyer', '1', 4)
    ran = sticks.run(sticks.stick(first), sticks.stick(second))
    expect('twins', ran.returncode == 4 and 'copies of one card' in ran.stdout, ran.stdout)
    told = sticks.told(sticks.stick(first), sticks.stick(copy.deepcopy(first)))
    expect('the same receipt twice', len(told['kiosks']) == 1 and not told['notes'], told)
    told = sticks.told(sticks.stick(first), sticks.stick(receipt('Foyer', '1', 5)))
    expect('renamed', len(told['kiosks']) == 1 and len(told['notes']) == 1, told)


def test_nothing(sticks):
    """No receipt, no stick, no arguments."""
    for arguments, code, part in (([sticks.stick()], 6, 'there is no receipt'),
                                  ([sticks.folder / 'nowhere'], 6, 'there is no such folder'),
                                  ([], 2, 'required')):
        ran = sticks.run(*arguments)
        expect(f'{arguments}', ran.returncode == code and part in ran.stderr
               and ran.stderr.count('\n') == 1, f'exit {ran.returncode}: {ran.stderr}')


def main():
    with tempfile.TemporaryDirectory(prefix='kiosk_fleet_') as folder:
        sticks = Sticks(sys.argv[1], folder)
        for test in (test_merging, test_bad_receipts, test_twins, test_nothing):
            test(sticks)
    for failure in FAILURES:
        print(failure)
    return 1 if FAILURES else 0


if __name__ == '__main__':
    sys.exit(main())
