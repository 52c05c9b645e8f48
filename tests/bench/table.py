"""The targets, and the table that a run's figures make. Nothing in it is written by hand.

`python3 table.py figures.json` prints the table of a run that was measured before.
"""
import json
import pathlib
import statistics
import sys

PAGES = ('d3', 'maplibre', 'd3-low-memory')  # the better of them, for each figure, is what counts

# What a figure is called, its key, its unit and digits, and what the kiosk may have of the page's.
RATIOS = [
    ('exec to first picture', 'start_ms', 'ms', 0, 1 / 6),
    ('its CPU, all processes', 'start_cpu_s', 's', 3, 1 / 12),
    ('the same from a cold disk', 'cold_ms', 'ms', 0, None),
    ('bytes read from a cold disk', 'cold_mb', 'MB', 1, 1 / 12),
    ('memory (PSS) at home', 'home_mb', 'MB', 1, 1 / 8),
    ('memory after every gallery twice', 'galleries_mb', 'MB', 1, 1 / 8),
    ('CPU at rest, in 60 s', 'rest_cpu_s', 's', 4, 1 / 50),
    ('wake-ups at rest, a second', 'rest_wakes', '', 2, None),
    ('CPU while somebody reads, in 60 s', 'reading_cpu_s', 's', 2, None),
    ('CPU of what plays to nobody, in 60 s', 'attract_cpu_s', 's', 2, 1 / 4),
    ('the X server\'s CPU for that', 'attract_server_s', 's', 2, None),
    ('a 40 px drag to its first frame', 'drag_ms', 'ms', 1, 0.6),
    ('tap to city with its picture', 'tap_ms', 'ms', 1, 1 / 3),
    ('the same, picture in its place', 'tap_placed_ms', 'ms', 1, None),
    ('next picture', 'next_ms', 'ms', 1, 1 / 4),
    ('the same, picture in its place', 'next_placed_ms', 'ms', 1, None),
    ('frames in a 10 s visit', 'frames', '', 0, None),
    ('pan and zoom, frame, median', 'frame_p50_ms', 'ms', 1, None),
    ('pan and zoom, frame, p99', 'frame_p99_ms', 'ms', 1, 1.0),
    ('pan alone, p99', 'pan_p99_ms', 'ms', 1, None),
    ('zoom alone, p99', 'zoom_p99_ms', 'ms', 1, None),
    ('processes', 'processes', '', 0, None),
    ('threads', 'threads', '', 0, None),
]
SHARP = ('pan and zoom, frame, p99', 'frame_p99_ms', 'ms', 1, 0.8)  # to the page that draws vectors each frame
TOLD = {'cold_ms', 'tap_placed_ms', 'next_placed_ms', 'rest_wakes'}  # without a target, but worth their ratio
SMOOTH_ONLY = {'frame_p50_ms', 'frame_p99_ms', 'pan_p99_ms', 'zoom_p99_ms', 'frames', 'drag_ms'}

# What the kiosk's own figure may be at most, beside any page.
LIMITS = [
    ('grown by every gallery twice', 'grown_mb', 'MB', 1, 25),
    ('drawn at rest (rectangles)', 'rest_draws', '', 0, 0),
    ('wake-ups at rest, a second', 'rest_wakes', '', 2, 0),
    ('longest frame of pan and zoom', 'frame_longest_ms', 'ms', 1, 33),
]
DISK_RATIO = 1 / 20

# Why a target is missed, if it is: what was looked at, and what would have to change. Printed with what was
# measured of it, and only where it is missed.
REASONS = {
    'start_ms': (
        'work, on two processors, and not waiting: the instructions below. What one picture shown '
        'by SDL takes (further below) is already a good part of what the target leaves.'),
    'start_cpu_s': (
        'one picture shown by SDL takes a good part of what the target leaves. A third of all '
        'is the kernel\'s (pages handed out, mapped and given back; perf), which no profile of '
        'instructions shows. The greatest part of the instructions below is the picture itself: '
        'the sea\'s and the land\'s relief, stretched, on every pixel, though by several at a '
        'time. The relief is decoded by stb_image, and could be kept ready to be mapped, for four '
        'more megabytes read from a cold disk; Pango asks Fontconfig by two threads for each face '
        'and size; an installed pack could note what it was found to be.'),
    'cold_mb': (
        'the files below. The libraries are those of SDL (sound, and four window systems, of '
        'which one is used) and of texts; what is read ahead of what is needed counts.'),
    'home_mb': (
        'measured after a visit that panned and zoomed: the coarse level of the ground, which '
        'stands in for what comes into sight, stays (GroundTiles). The greatest parts are the '
        'ground\'s tiles, the relief, and half of the window\'s picture, which is shared with the X '
        'server.'),
    'galleries_mb': (
        'as at home; beside it texts of every city in the glyph atlas, and holes in the heap.'),
    'rest_wakes': (
        'nothing of the kiosk\'s own is to wake it; `strace -f -p` over a minute tells what did.'),
    'attract_cpu_s': (
        'three quarters of it is the gliding at the beginning of each scene, a third of the time, '
        'in which every pixel is new, thirty times a second: a quarter of that is blending (a '
        'veil of night, shades at the sides), the rest in like parts the ground stretched, the '
        'ground copied, and triangles (perf). While only a light moves the tiles around it are '
        'drawn, and more than a third of what that takes is making the frame\'s shapes and '
        'comparing them with those of the frame before (shapes_of, sort, find_same_ends, '
        'is_same). A list of what did not change would take most of that third away; the glide '
        'is what would still miss.'),
    'drag_ms': (
        'a frame of the map is drawn on two processors, of which the onlooker and the X server '
        'have one; a page moves a sheet that was drawn before.'),
    'tap_ms': (
        'a frame or two, and the way of the panel until what was sought of its picture is on the '
        'screen: it slides in within 320 ms, most of it at once. The picture was fetched and the '
        'texts were set while the finger lay there.'),
    'next_ms': (
        'a frame or two, and the way of the row until what was sought of the picture is on the '
        'screen. The picture itself is there at its size and is copied; the whole gallery moves, '
        'so each is a whole screen drawn and handed over.'),
    'frame_longest_ms': (
        'a zoom comes to ground that was not drawn at that scale yet; see the late frames below.'),
    'disk': (
        'SDL\'s way to a bare panel (KMSDRM) needs GBM and EGL, which come with Mesa and LLVM: '
        'most of it, as the packages below show. A kiosk without them needs another way to the '
        'panel (SDL 3, or dumb buffers).'),
}

# Our figure, and the floor that it stands on.
FLOORS = [
    ('exec to first picture', 'start_ms', 'one picture by SDL', 'floor_show_ms', 'ms', 1),
    ('its CPU', 'start_cpu_s', 'one picture by SDL', 'floor_show_cpu_s', 's', 3),
    ('memory at home', 'home_mb', 'one picture by SDL', 'floor_show_mb', 'MB', 1),
    ('tap to city with its picture', 'tap_ms', 'decode of a JPEG, and a screen handed over',
     ('floor_decode_ms', 'floor_present_ms'), 'ms', 1),
    ('next picture', 'next_ms', 'a screen handed over', 'floor_present_ms', 'ms', 1),
    ('pan and zoom, frame, median', 'frame_p50_ms', 'a screen handed over', 'floor_present_ms', 'ms', 1),
    ('a screen handed over', None, 'a full-frame copy', 'floor_copy_ms', 'ms', 2),
]


def values(results, program, key):
    """A figure of each round, where there is one."""
    return [found[program][key] for found in results['rounds']
            if found.get(program, {}).get(key) is not None]


def spread(list_, unit, digits):
    """Median, and least to most."""
    if not list_:
        return ''
    text = f'{statistics.median(list_):.{digits}f}'
    if len(list_) > 1:
        text += f' ({min(list_):.{digits}f} to {max(list_):.{digits}f})'
    return f'{text} {unit}'.strip()


def better_page(results, key, names):
    """The page with the lower median."""
    known = [(statistics.median(found), name) for name in names if (found := values(results, name, key))]
    return min(known)[1] if known else None


def ratios(results, key, page):
    """Of each round: the kiosk's to the page's."""
    out = []
    for found in results['rounds']:
        ours, theirs = found.get('kiosk', {}).get(key), found.get(page, {}).get(key)
        if ours is not None and theirs:
            out.append(ours / theirs)
    return out


def fraction(target):
    return f'1/{round(1 / target)}' if target < 0.5 else f'{target:.1f}'


def judged(found, target):
    """The median of the rounds' ratios, the target, and whether it is met."""
    if not found:
        return '', fraction(target) if target else '', 'not measured' if target else ''
    middle = statistics.median(found)
    ratio = f'1/{1 / middle:.1f}' if 0 < middle < 0.5 else f'{middle:.2f}'
    if target is None:
        return ratio, '', ''
    return ratio, fraction(target), 'met' if middle <= target else '**missed**'


def ratio_row(results, name, key, unit, digits, target, pages):
    page = better_page(results, key, pages)
    ours = values(results, 'kiosk', key)
    if page is None and not ours:
        return None
    known = ratios(results, key, page) if page and (target or key in TOLD) else []
    ratio, wanted, met = judged(known, target)
    cells = [spread(values(results, each, key), unit, digits) for each in (*PAGES, 'd3-sharp')]
    return [name, spread(ours, unit, digits), *cells, ratio, wanted, met]


def disk_rows(results):
    disk = results.get('disk')
    if not disk:
        return []
    rows = []
    for name, key in (('disk beyond the base system', 'page'), ('the same, with a way to the panel', 'page_to_panel')):
        ratio, wanted, met = judged([disk['kiosk'] / disk[key]], DISK_RATIO)
        rows.append([name, f"{disk['kiosk']:.0f} MB", f'{disk[key]:.0f} MB', '', '', '', ratio, wanted, met])
    return rows


def limit_rows(results):
    rows = []
    for name, key, unit, digits, most in LIMITS:
        ours = values(results, 'kiosk', key)
        if ours:
            met = 'met' if statistics.median(ours) <= most else '**missed**'
            rows.append([name, spread(ours, unit, digits), f'{most} {unit}'.strip(), met])
    return rows


def floor_rows(results):
    rows = []
    for name, key, floor_name, floor_keys, unit, digits in FLOORS:
        keys = floor_keys if isinstance(floor_keys, tuple) else (floor_keys,)
        parts = [values(results, 'floors', each) for each in keys]
        ours = values(results, 'kiosk', key) if key else values(results, 'floors', 'floor_present_ms')
        if not ours or not all(parts):
            continue
        floor = sum(map(statistics.median, parts))
        over = statistics.median(ours) - floor
        rows.append([name, spread(ours, unit, digits), floor_name, f'{floor:.{digits}f} {unit}',
                     f'{over:.{digits}f} {unit}', f'{statistics.median(ours) / floor:.1f}'])
    return rows


def pacing_rows(results):
    """Each phase of the visit, alone and with an import beside it."""
    rows = []
    for name, phase in (results.get('pacing') or {'phases': {}})['phases'].items():
        if phase['frames'] == 0:
            rows.append([name, '0', '', '', '', '', '', ''])
            continue
        work = phase['work']
        rows.append([name, *(str(phase[key]) for key in ('frames', 'in_time', 'late_by_one', 'late_by_more',
                                                         'longest_run')),
                     f"{work['median_ms']:.1f} ms", f"{work['p99_ms']:.1f} ms"])
    return rows


def pacing_part(results):
    found, woken = results['pacing'], results['pacing']['woken_late']
    return ['', '## Late frames on a panel with beats', '',
            f"{found['beats_a_second']:.0f} beats a second, {found['size'][0]} by {found['size'][1]}: {found['late']} "
            f"of {found['frames']} frames late. {found['imported']['pictures']} pictures were made ready while "
            f"importing. The machine itself woke the program {woken['p99_ms']:.1f} ms (p99) after a beat, at most "
            f"{woken['max_ms']:.1f} ms. Load before {found['load_before']:.1f}, after {found['load_after']:.1f}.", '',
            markdown(['', 'frames', 'in time', 'late by one beat', 'by more', 'longest run', 'work, median', 'p99'],
                     pacing_rows(results))]


def missed(results):
    """The keys of the targets that are missed."""
    keys = []
    for _, key, _, _, target in RATIOS:
        pages = ('d3', 'maplibre') if key in SMOOTH_ONLY else PAGES
        page = better_page(results, key, pages)
        if page and target and '**missed**' in judged(ratios(results, key, page), target):
            keys.append(key)
    for _, key, _, _, most in LIMITS:
        ours = values(results, 'kiosk', key)
        if ours and statistics.median(ours) > most:
            keys.append(key)
    if any('**missed**' in row for row in disk_rows(results)):
        keys.append('disk')
    return keys


def reasons_part(results):
    """Beside each missed target: why, with what was measured of it."""
    names = {key: name for name, key, *_ in (*RATIOS, *LIMITS)} | {'disk': 'disk beyond the base system'}
    keys = missed(results)
    parts = ['', '## What is missed, and why', ''] if keys else []
    for key in keys:
        parts.append(f'- **{names[key]}**: {REASONS.get(key, "not looked into yet.")}')
    if 'disk' in keys and results['disk'].get('greatest'):
        rows = [[name, f'{size:.1f} MB'] for name, size in results['disk']['greatest'].items()]
        parts += ['', 'The greatest of the '
                  f"{results['disk']['packages']['kiosk']} packages that the kiosk adds to the base system:", '',
                  markdown(['package', 'installed size'], rows)]
    if 'cold_mb' in keys and results.get('profile', {}).get('cold'):
        cold = results['profile']['cold']
        rows = [[name, f'{size:.1f} MB'] for name, size in cold['greatest'].items()]
        parts += ['', f"In memory after a cold start are {cold['all_mb']:.1f} MB of files, the greatest:", '',
                  markdown(['file', 'of it'], rows)]
    if results.get('profile'):
        rows = [[part['part'], f"{part['instructions'] / 1e6:.0f}", f"{part['share']:.1%}"]
                for part in results['profile']['parts']]
        parts += ['', f"A start takes {results['profile']['total'] / 1e6:.0f} million instructions of its own on all "
                  'threads (callgrind; parts overlap where one calls the other):', '',
                  markdown(['part', 'million', 'share'], rows)]
    return parts


def markdown(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |', '|' + '---|' * len(head)]
    return '\n'.join(lines + ['| ' + ' | '.join(row) + ' |' for row in rows])


def write(results):
    """The whole page, as Markdown."""
    about = results['machine']
    rows = []
    for name, key, unit, digits, target in RATIOS:
        pages = ('d3', 'maplibre') if key in SMOOTH_ONLY else PAGES
        rows.append(ratio_row(results, name, key, unit, digits, target, pages))
    name, key, unit, digits, target = SHARP
    rows.append(ratio_row(results, name + ', to the sharp page', key, unit, digits, target, ('d3-sharp',)))
    rows = [row for row in rows if row] + disk_rows(results)
    count = len(results['rounds'])
    warning = '' if count >= 5 else (
        f'\nOnly {count} round{"s" if count != 1 else ""}: this shows that the run works, and is no measurement.\n')
    parts = [
        '# The kiosk beside the same exhibition as a page',
        '',
        f'Written by `{results["command"].strip()}` on {about["date"]}, of commit {about["commit"]}: {count} '
        f'interleaved round{"s" if count != 1 else ""}, rests of {results["rest_seconds"]} s, plays of '
        f'{results["play_seconds"]} s. {about["cores"]} cores of {about["processor"]}, {about["memory_gb"]} GB, no '
        f'graphics processor; {about["system"]}, Linux {about["kernel"]}. Chromium {about["chromium"]}, MapLibre GL '
        f'{about["maplibre-gl"]}, d3-zoom {about["d3-zoom"]}, SDL {about["sdl"]}, Xvfb {about["xvfb"]}. Load before '
        f'{about["load_before"]:.1f}, after {results.get("load_after", 0):.1f}.',
        warning,
        'Medians of the rounds, least and most in brackets. The ratio is the median of the rounds\' own ratios, the '
        'kiosk\'s to the better page\'s; a target is what it may be at most. How each is taken: `README.md`.',
        '',
        markdown(['', 'kiosk', 'D3', 'MapLibre GL', 'D3, low memory', 'D3, sharp', 'ratio', 'target', ''], rows),
    ]
    if limits := limit_rows(results):
        parts += ['', '## By itself', '', markdown(['', 'kiosk', 'at most', ''], limits)]
    parts += reasons_part(results)
    if floors := floor_rows(results):
        parts += ['', '## How far from the limit', '',
                  markdown(['', 'kiosk', 'floor', 'it takes', 'over it', 'times it'], floors)]
    if results.get('pacing'):
        parts += pacing_part(results)
    return '\n'.join(parts) + '\n'


if __name__ == '__main__':
    print(write(json.loads(pathlib.Path(sys.argv[1]).read_text())), end='')
