#!/usr/bin/env python3
"""What the kiosk measures of itself, by our rasteriser and by OpenGL, and of frames and texts unpainted.

    by_itself.py [--build build-test] [--rounds 3] [--out tests/bench]
    by_itself.py --table by_itself.json      the page again, from a run's figures

Runs `kiosk --bench` at 1920 by 1080 in a virtual X server by both painters in turn, round after
round, then `bench_frames` and `bench_text`, and writes BY_ITSELF.md and by_itself.json with the
medians of the rounds. Nothing on the page is written by hand. OpenGL is Mesa's llvmpipe where there
is no graphics processor. Ends with 1 and its sentence where a program fails. Beside other programs,
and from outside, the kiosk is measured by run.sh.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

from taken_on import machine

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIZE = '1920x1080'
PAINTERS = ('raster', 'opengl')

# Title, the keys to each figure of the row, unit, digits.
PAINTED = [
    ('first picture after opening', ['first_picture_ms'], 'ms', 0),
    ('its CPU, with start-up', ['first_picture_cpu_ms'], 'ms', 0),
    ('at rest, 20 s: CPU of one core', ['rest.cpu_percent'], '%', 3),
    ('at rest, 20 s: presents', ['rest.presents'], '', 0),
    ('a pan\'s frame, median / p95 / p99', ['pan.median_ms', 'pan.p95_ms', 'pan.p99_ms'], 'ms', 1),
    ('a zoom\'s frame, median / p95 / p99', ['zoom.median_ms', 'zoom.p95_ms', 'zoom.p99_ms'], 'ms', 1),
    ('a tap on a city to the picture that answers', ['open_city.answer_ms'], 'ms', 1),
    ('a tap on a city to its panel with its picture', ['open_city.with_picture_ms'], 'ms', 1),
    ('the panel\'s opening, a frame, median / p95', ['open_city.frames.median_ms', 'open_city.frames.p95_ms'], 'ms', 1),
    ('the gallery\'s next picture, median / largest', ['gallery.next.median_ms', 'gallery.next.max_ms'], 'ms', 1),
    ('waking from what plays to nobody', ['attract.wake_ms'], 'ms', 1),
    ('what plays to nobody: CPU of one core', ['attract.cpu_percent'], '%', 1),
    ('memory (PSS) at home / at the end', ['memory_home_pss_mb', 'memory_pss_mb'], 'MB', 0),
]
FRAMES = [
    ('a pan: median / p99 / largest', ['pan.whole_ms.p50', 'pan.whole_ms.p99', 'pan.whole_ms.max'], 'ms', 2),
    ('a pan, two zoom steps nearer', ['pan_near.whole_ms.p50', 'pan_near.whole_ms.p99', 'pan_near.whole_ms.max'],
     'ms', 2),
    ('a pinch', ['pinch.whole_ms.p50', 'pinch.whole_ms.p99', 'pinch.whole_ms.max'], 'ms', 2),
    ('heap allocations in a steady pan: median / largest',
     ['steady_pan.allocations.p50', 'steady_pan.allocations.max'], '', 0),
    ('heap in use: grown in 10,000 frames / in 10,000 more', ['memory.grown_bytes', 'memory_again.grown_bytes'],
     'bytes', 0),
]
TEXTS = [
    ('a city\'s whole panel, laid out for the first time: median / p95 / largest',
     ['panel.cold_ms.median', 'panel.cold_ms.p95', 'panel.cold_ms.max'], 'ms', 1),
    ('the same with its locator map drawn',
     ['panel.cold_with_locator_map_ms.median', 'panel.cold_with_locator_map_ms.p95',
      'panel.cold_with_locator_map_ms.max'], 'ms', 1),
    ('the same again', ['panel.warm_ms.median', 'panel.warm_ms.p95', 'panel.warm_ms.max'], 'ms', 1),
    ('a switch of language, after each was seen once',
     ['language_switch.after_warm_up_ms.median', 'language_switch.after_warm_up_ms.p95',
      'language_switch.after_warm_up_ms.max'], 'ms', 1),
    ('a search among 12 cities', ['search_ms.median', 'search_ms.p95', 'search_ms.max'], 'ms', 2),
    ('a search among 1,200', ['large_pack.search_ms.median', 'large_pack.search_ms.p95', 'large_pack.search_ms.max'],
     'ms', 1),
    ('the glyph atlas with all these texts', ['atlas.mebibytes'], 'MiB', 2),
]


def told_by(command):
    """The JSON object that it prints."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f'by_itself: {command[0]} ended with {done.returncode}: {done.stderr.strip()}')
    return json.loads(done.stdout)


def measure(options):
    kiosk, tests = options.build / 'kiosk', options.build / 'tests'
    results = {'machine': machine(), 'painted': {painter: [] for painter in PAINTERS}, 'frames': [], 'texts': []}
    server = ['xvfb-run', '-a', '-s', f'-screen 0 {SIZE}x24']
    for turn in range(options.rounds):
        print(f'by_itself: round {turn + 1} of {options.rounds}', flush=True)
        for painter in PAINTERS:
            results['painted'][painter].append(
                told_by([*server, kiosk, '--bench', '--size', SIZE, '--renderer', painter]))
        results['frames'].append(told_by([tests / 'bench_frames']))
        results['texts'].append(told_by([tests / 'bench_text']))
    return results


def found(report, key):
    for name in key.split('.'):
        report = report[name]
    return report


def cell(reports, keys, unit, digits):
    """The medians of the rounds, one for each key; the spread is in the JSON beside the page."""
    middles = [statistics.median(found(report, key) for report in reports) for key in keys]
    return (' / '.join(f'{value:,.{digits}f}' for value in middles) + ' ' + unit).strip()


def page(results):
    head = results['machine']
    rounds = len(results['frames'])
    taken = f"{rounds} round{'s' if rounds > 1 else ''}"
    lines = ['# What the kiosk measures of itself', '',
             f"Written by `by_itself.py`, medians of {taken}; of commit {head['commit']}, {head['when']}, "
             f"{head['processors']} processors, {head['system']}, load {head['load']}.", '',
             f'`kiosk --bench` at {SIZE} in Xvfb; `raster` is our rasteriser, and OpenGL is Mesa\'s llvmpipe where there '
             'is no graphics processor.', '', '| painted | raster | OpenGL |', '|---|---|---|']
    for title, keys, unit, digits in PAINTED:
        cells = [cell(results['painted'][painter], keys, unit, digits) for painter in PAINTERS]
        lines.append(f'| {title} | {cells[0]} | {cells[1]} |')
    for title, part, rows in (('a frame\'s making, input to draw list, unpainted (`bench_frames`)', 'frames', FRAMES),
                              ('texts, unpainted (`bench_text`)', 'texts', TEXTS)):
        lines += ['', f'| {title} | |', '|---|---|']
        lines += [f'| {row} | {cell(results[part], keys, unit, digits)} |' for row, keys, unit, digits in rows]
    return '\n'.join(lines) + '\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--build', type=pathlib.Path, default=ROOT / 'build-test')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--out', type=pathlib.Path, default=HERE)
    parser.add_argument('--table', type=pathlib.Path, help='the page again, from a by_itself.json')
    options = parser.parse_args()
    if options.table:
        print(page(json.loads(options.table.read_text('utf-8'))), end='')
        return
    results = measure(options)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / 'by_itself.json').write_text(json.dumps(results, indent=1, ensure_ascii=False) + '\n', 'utf-8')
    (options.out / 'BY_ITSELF.md').write_text(page(results), 'utf-8')


if __name__ == '__main__':
    main()
