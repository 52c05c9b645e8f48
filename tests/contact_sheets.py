#!/usr/bin/env python3
"""The map as a moving thing: 24 frames each of a pan, a pinch, a flight and a filter, for eyes.

Usage: contact_sheets.py KIOSK OUT [SIZE LANGUAGE]...    e.g. build/kiosk sheets 1920x1080 fr

Writes the frames as pictures, and one sheet a movement where ImageMagick's montage is at hand.
"""
import json
import pathlib
import shutil
import subprocess
import sys

FRAMES = 24


def fingers_of(movement, i, x, y):
    """Three ticks of the hand: it moves for two thirds of the frames, then lets go."""
    last = FRAMES * 2 // 3
    moves = []
    for k in range(1, 4):
        t = 3 * i + k
        if movement == 'pan' and i < last:
            moves.append([16 * k, 1, 'move', x - 9 * t, y - 3 * t])
        elif movement == 'pinch' and i < last:
            half = 60 + 8 * min(t, 3 * last - t)
            moves += [[16 * k, 1, 'move', x - half, y], [16 * k, 2, 'move', x + half, y]]
    if i == last and movement == 'pan':
        moves = [[0, 1, 'up', x - 9 * 3 * i, y - 3 * 3 * i]]
    elif i == last and movement == 'pinch':
        moves = [[0, 1, 'up', x - 60, y], [0, 2, 'up', x + 60, y]]
    return [{'fingers': moves}, {'wait': 60}] if moves else []


def lines_of(movement, width, height, contrast):
    x, y = width // 2, int(height * 0.42)
    lines = [{'wait': 1200}]
    if contrast:
        lines += [{'tap': 'open:access'}, {'wait': 400}, {'tap': 'access:contrast'}, {'wait': 300},
                  {'tap': 'close'}, {'wait': 600}]
    step = 60
    if movement == 'pan':
        lines.append({'fingers': [[0, 1, 'down', x, y]]})
    elif movement == 'pinch':
        lines.append({'fingers': [[0, 1, 'down', x - 60, y], [0, 2, 'down', x + 60, y]]})
    elif movement == 'flight':
        lines += [{'tap': 'city:vijayawada'}, {'wait': 2500}, {'tap': 'next'}]
        step = 70
    else:
        lines += [{'tap': 'filter:home:amgala'}]
        step = 40
    for i in range(FRAMES):
        lines.append({'shot': f'{i:02d}'})
        lines += fingers_of(movement, i, x, y) or [{'wait': step}]
    return lines


def main():
    kiosk, out = sys.argv[1], pathlib.Path(sys.argv[2])
    wanted = sys.argv[3:] or ['1920x1080', 'fr', '1920x1080', 'ar', '1080x1920', 'fr',
                              '1080x1920', 'ar']
    for size, language in zip(wanted[::2], wanted[1::2]):
        width, height = map(int, size.split('x'))
        for theme in ('day', 'contrast'):
            for movement in ('pan', 'pinch', 'flight', 'filter'):
                name = f'{movement}-{theme}-{size}-{language}'
                folder = out / name
                folder.mkdir(parents=True, exist_ok=True)
                script = folder / 'script.jsonl'
                script.write_text('\n'.join(
                    json.dumps(line) for line in lines_of(movement, width, height,
                                                          theme == 'contrast')) + '\n')
                subprocess.run([kiosk, '--headless', '--replay', str(script), '--out', str(folder),
                                '--size', size, '--lang', language], check=True)
                if shutil.which('montage'):
                    across = 6 if width > height else 12
                    cell = '480x' if width > height else '240x'
                    frames = sorted(str(frame) for frame in folder.glob('[0-9][0-9].png'))
                    subprocess.run(['montage', *frames, '-tile', f'{across}x', '-geometry',
                                    f'{cell}+2+2', str(out / f'{name}.png')], check=True)
                print(name)


if __name__ == '__main__':
    main()
