#!/usr/bin/env python3
"""Writes a content folder like the bundled one, with that many cities more, for measuring.

Usage: many_cities.py CONTENT OUT COUNT

The cities are made up and say so: "Lieu 0001". They crowd as real ones do: four in five stand
around one of forty centres, the rest anywhere on a grid. The same arguments give the same files.
"""
import json
import pathlib
import random
import shutil
import sys

COUNTRIES = ['NE', 'TD', 'ML', 'BJ', 'GM', 'SN', 'IN']


def main():
    content, out, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(content, out)
    # One kind of country fill is enough: what is measured are cities, arcs and labels.
    chance = random.Random(1975)
    centres = [(chance.uniform(-12, 90), chance.uniform(-10, 45)) for _ in range(40)]
    agreements = json.loads((out / 'agreements.json').read_text('utf-8'))
    pattern = agreements[0]
    languages = ['ar', 'fr', 'es', 'en']
    for number in range(count):
        name = f'Lieu {number:04d}'
        centre = chance.choice(centres)
        if number % 5:
            lon, lat = chance.gauss(centre[0], 3), chance.gauss(centre[1], 2.5)
        else:
            lon, lat = chance.uniform(-16, 95), chance.uniform(-15, 48)
        words = {language: name for language in languages}
        city = {
            'id': f'lieu-{number:04d}', 'name': words, 'native_names': [], 'aliases': [],
            'country': chance.choice(COUNTRIES),
            'lon': round(min(max(lon, -25), 100), 4), 'lat': round(min(max(lat, -20), 52), 4),
            'story': words, 'story_source': 'seed',
            'facts': [], 'photos': [],
        }
        (out / 'cities' / f'lieu-{number:04d}.json').write_text(
            json.dumps(city, ensure_ascii=False), 'utf-8')
        agreement = dict(pattern)
        home = 'smara' if number % 3 else 'amgala'
        agreement.update(id=f'{home}-lieu-{number:04d}', home=home, partner=city['id'], text=words)
        agreements.append(agreement)
    (out / 'agreements.json').write_text(json.dumps(agreements, ensure_ascii=False), 'utf-8')


if __name__ == '__main__':
    main()
