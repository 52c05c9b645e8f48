"""The endurance runs, one after the other, and the page that tells of them: three simulated days,
two real hours, a sample under ASan, clocks, twins.

    python3 tests/bench/endurance.py                        # all of it: three hours, most of them the real ones
    python3 tests/bench/endurance.py --only days,clocks     # of days real asan clocks twins
    python3 tests/bench/endurance.py --build FOLDER         # where bench_endurance was built (else build-test)
    python3 tests/bench/endurance.py --asan FOLDER          # where it was built with KIOSK_SANITIZE=address
    python3 tests/bench/endurance.py --take days=FILE --of COMMIT   # a run that was made before, by its JSON
    python3 tests/bench/endurance.py --table                # the page again, from what is there

Keeps what each run told in endurance.json and writes ENDURANCE.md. Ends with 1 where a run did.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys

from taken_on import machine

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEPT = HERE / 'endurance.json'
PAGE = HERE / 'ENDURANCE.md'
RUNS = {
    'days': ('three simulated days', ['--tick', '100', '--hours', '72', '--visits', '10000', '--changes', '20']),
    'real': ('two hours on the clock that goes', ['--real-clock']),
    'asan': ('a sample under ASan and UBSan', ['--tick', '100', '--hours', '0', '--visits', '300', '--changes', '2']),
    'clocks': ('the clocks', ['--clocks', '--visits', '60', '--tick', '100']),
    'twins': ('the twins', ['--self-test', '--tick', '100']),
}
TOLD = ('days', 'real', 'asan')  # these print JSON


def run(name, options):
    build = options.asan if name == 'asan' else options.build
    command = [str(ROOT / build / 'tests/bench_endurance'), *RUNS[name][1]]
    if name == 'real':
        command = ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', *command]
    surroundings = dict(os.environ, TMPDIR='/dev/shm') if name != 'asan' else dict(os.environ)
    print('endurance:', RUNS[name][0], flush=True)
    head = machine()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    if done.stderr:
        print(done.stderr, end='', file=sys.stderr)
    told = json.loads(done.stdout) if name in TOLD and done.stdout else done.stdout.splitlines()
    return {'machine': head, 'ended_with': done.returncode, 'told': told}


def title(name):
    words = RUNS[name][0]
    return words[0].upper() + words[1:]


def count(number):
    return f'{number:,}'


def memory_rows(told, verdict):
    judged = [one for one in told['samples'] if one['hour'] >= verdict['from_hour']]
    if told['sanitized']:
        return ['| memory (RSS) | not judged: ASan keeps what is freed |']
    # Painted textures are in memory, and pictures among them come and go.
    painted = told['real_clock']
    sizes = [(one['rss_kib'] - (one['texture_kib'] if painted else 0)) / 1024 for one in judged]
    half = len(sizes) // 2
    held = f'{min(sizes[:half]):.1f} MB at least in the earlier half, {min(sizes[half:]):.1f} MB in the later' \
        if painted else \
        f"{sizes[0]:.1f} MB after the first hour's visitors (hour {judged[0]['hour']:.1f}), " \
        f'{max(sizes[1:]):.1f} MB at most after it, {sizes[-1]:.1f} MB at the end'
    return [f"| memory (RSS){' less textures' if painted else ''} | {held} |",
            f"| grown by{'' if painted else ', at most'} | {verdict['rss_grown_kib']:.0f} KiB (1,024 at most), "
            f"the heap in use by {verdict['heap_grown_kib']:.0f} KiB |"]


def run_row(name, kept):
    told = kept['told']
    verdict = told['verdict'] or {}
    figures = {'simulated' if not told.get('real_clock') else 'lived': f"{told['hours']:.1f} h",
               'visits': count(told['visits']), 'deeds': count(told['deeds']),
               'visits by staff': count(told['staff_visits']), 'content changes': count(told['content_changes']),
               'jumps of the wall clock': count(told['clock_jumps']), 'frames shown': count(told['presents']),
               'took': f"{told['took_s'] / 60:.0f} min"}
    lines = [f'## {title(name)}', '',
             f"Seed {told['seed']}, {told['size'][0]} by {told['size'][1]}, a tick of {told['tick_ms']:.0f} ms; "
             f"of commit {kept['machine']['commit']}, {kept['machine']['when']}, "
             f"{kept['machine']['processors']} processors"
             f"{', load before ' + str(kept['machine']['load']) if 'load' in kept['machine'] else ''}.", '',
             '| | |', '|---|---|', *(f'| {what} | {figure} |' for what, figure in figures.items()), '']
    lines.append(f"**{'Nothing was found.' if not told['fault'] else told['fault'] + '.'}**")
    lines.append('')
    if verdict:
        lines += ['After the first hour\'s visitors:', '', '| | |', '|---|---|', *memory_rows(told, verdict)]
        for what in ('descriptors', 'threads', 'textures'):
            least, most = verdict[what]
            lines.append(f'| {what} | {least} to {most} |' if least != most else f'| {what} | {least} |')
        lines.append('')
        steps = told['samples'][::max(1, len(told['samples']) // 12)]
        lines += ['| hour | visits | RSS, MB | heap in use, MB | textures | their MB |', '|---|---|---|---|---|---|']
        lines += [f"| {s['hour']:.1f} | {count(s['visit'])} | {s['rss_kib'] / 1024:.1f} | "
                  f"{s['heap_in_use_kib'] / 1024:.1f} | {s['textures']} | {s['texture_kib'] / 1024:.1f} |" for s in steps]
        lines.append('')
    return lines


def page(kept):
    lines = ['# Days of visitors', '', 'Written by `endurance.py`; what is held against what stands in `README.md`.', '']
    for name in RUNS:
        if name not in kept:
            continue
        if name in TOLD:
            lines += run_row(name, kept[name])
        else:
            lines += [f'## {title(name)}', '', f"Of commit {kept[name]['machine']['commit']}:", '',
                      *(f'- {line}' for line in kept[name]['told']), '']
    return '\n'.join(lines).rstrip() + '\n'


def main():
    parser = argparse.ArgumentParser(description='Days of made-up visitors.')
    parser.add_argument('--only', default=','.join(RUNS))
    parser.add_argument('--build', default='build-test')
    parser.add_argument('--asan', default='build-asan')
    parser.add_argument('--take', action='append', default=[], metavar='RUN=FILE')
    parser.add_argument('--of', default='', metavar='COMMIT', help='what was taken was of that one')
    parser.add_argument('--table', action='store_true')
    options = parser.parse_args()
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for taken in options.take:
        name, file = taken.split('=', 1)
        told = json.loads(pathlib.Path(file).read_text())
        ended = datetime.datetime.fromtimestamp(os.path.getmtime(file), datetime.timezone.utc)
        head = machine() | {'when': ended.strftime('%Y-%m-%d %H:%M UTC'), 'commit': options.of}
        head.pop('load')  # of then, nobody noted it
        kept[name] = {'machine': head, 'ended_with': 1 if told['fault'] else 0, 'told': told}
    if not options.table and not options.take:
        for name in options.only.split(','):
            if name not in RUNS:
                parser.error(f'--only: {name} is none of {", ".join(RUNS)}.')
            kept[name] = run(name, options)
            KEPT.write_text(json.dumps(kept, indent=1) + '\n')
    KEPT.write_text(json.dumps(kept, indent=1) + '\n')
    PAGE.write_text(page(kept))
    return max((run['ended_with'] for run in kept.values()), default=0)


if __name__ == '__main__':
    sys.exit(main())
