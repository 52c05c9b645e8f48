#!/usr/bin/env python3
"""second_exhibition.py PROGRAMS FOLDER [WIDTH HEIGHT]: an invented exhibition of forty cities.

Made as an office would make it: a spreadsheet and a folder of photographs, through kiosk-pack
import-table, adopt, check and build. PROGRAMS holds kiosk-pack and make_photos. Prints the time
of each step and the most memory that building took, all processes together.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

CITIES, PHOTOS = 40, 200
SYLLABLES = ['ma', 'ro', 'ti', 'sel', 'dan', 'ko', 'vi', 'lu', 'bar', 'nes', 'ga', 'pol']


def name_of(i):
    """An invented name, other for each number."""
    return (SYLLABLES[i % 12] + SYLLABLES[(i * 5 + 3) % 12] + SYLLABLES[(i // 12 * 7 + 1) % 12]).capitalize()


def table():
    """Semicolons, decimal commas, French dates and spaces in numbers: as Excel saves it there."""
    lines = ['Nom;Name (en);Pays;Latitude;Longitude;Population;Année;Texte (fr);Story (en);'
             'Jumelée avec;Date;Lieu;Accord (fr);Agreement (en);Source']
    for i in range(CITIES):
        lat, lon = 36 - (i // 8) * 11 + (i % 3), -14 + (i % 8) * 7 + (i // 8)
        lines.append(';'.join([
            f'Ville {name_of(i)}', f'City of {name_of(i)}', 'FR',
            f'{lat:.4f}'.replace('.', ','), f'{lon:.4f}'.replace('.', ','),
            f'{120 + i} {i * 17 % 1000:03d}', '2020',
            f'"{name_of(i)} est une ville inventée ; elle sert à essayer le programme."',
            f'"{name_of(i)} is an invented city, here to try the program out."',
            'home-city', f'{i % 28 + 1:02d}/06/2024', 'Ville d’accueil',
            f'Un accord inventé avec {name_of(i)}.', f'An invented agreement with {name_of(i)}.',
            'Invention']))
    return '\r\n'.join(lines) + '\r\n'


def memory_of(pid):
    """PSS in MiB of a process and all below it."""
    total = 0
    for line in subprocess.run(['ps', '-e', '-o', 'pid=,ppid='], capture_output=True, text=True,
                               check=True).stdout.splitlines():
        child, parent = map(int, line.split())
        if child != pid and parent != pid:
            continue
        try:
            for field in open(f'/proc/{child}/smaps_rollup', encoding='ascii'):
                if field.startswith('Pss:'):
                    total += int(field.split()[1])
        except OSError:
            pass
    return total / 1024


def run(what, command, watch=False):
    """Runs it, tells how long it took and, if asked, the most memory."""
    begun, most = time.monotonic(), 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        said = []
        reader = threading.Thread(target=lambda: said.append(process.stdout.read()))
        reader.start()
        while process.poll() is None:
            if watch:
                most = max(most, memory_of(process.pid))
            time.sleep(0.05)
        reader.join()
    spent = time.monotonic() - begun
    last = (said[0].strip().splitlines() or [''])[-1]
    print(f'{what}: {spent:.1f} s' + (f', at most {most:.0f} MiB' if watch else '') + f' | {last}',
          file=sys.stderr if __name__ != '__main__' else sys.stdout, flush=True)
    if process.returncode != 0:
        print(said[0])
        sys.exit(f'{what}: exit code {process.returncode}')


def make(programs, folder, size=('4032', '3024')):
    """The content folder with all its photographs, and the pack built of it: FOLDER/second.kpack."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pack = str(programs / 'kiosk-pack')
    content, out = str(folder / 'content'), str(folder / 'second.kpack')
    csv = folder / 'cities.csv'
    csv.write_bytes(table().encode('cp1252'))
    os.environ['XDG_CACHE_HOME'] = str(folder / 'cache')
    os.environ['XDG_CONFIG_HOME'] = str(folder / 'config')
    run('photographs', [str(programs / 'tests' / 'make_photos'), str(folder / 'camera'), str(PHOTOS), *size])
    run('new', [pack, 'new', content])
    os.remove(content + '/cities/partner-city.json')
    pathlib.Path(content + '/agreements.json').write_text('[]\n', encoding='utf-8')
    run('import-table', [pack, 'import-table', str(csv), content])
    cities = sorted(p.stem for p in pathlib.Path(content, 'cities').glob('*.json'))
    cities.remove('home-city')
    for i in range(PHOTOS):
        place = pathlib.Path(content, 'photos', cities[i % CITIES])
        place.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / 'camera' / f'{i}.jpg', place / f'rue-du-marche-{i}.jpg')
    run('adopt (all pictures made)', [pack, 'adopt', content, '--credit', 'the office, CC BY 4.0'], watch=True)
    run('check', [pack, 'check', content])
    run('build', [pack, 'build', content, '-o', out])
    return pack, content, out


def main():
    """All steps."""
    programs, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    pack, content, out = make(programs, folder, sys.argv[3:5] or ('4032', '3024'))
    run('build again', [pack, 'build', content, '-o', out + '2'])
    run('build --no-cache', [pack, 'build', content, '-o', out + '3', '--no-cache'], watch=True)
    same = pathlib.Path(out).read_bytes() == pathlib.Path(out + '3').read_bytes()
    print('the same bytes with and without the cache:', 'yes' if same else 'NO')
    key = subprocess.run([pack, 'key'], capture_output=True, text=True, check=True).stdout.split()[2]
    run('verify', [pack, 'verify', out, '--key', key])
    run('install', [pack, 'install', out, '--state', str(folder / 'state'), '--trust', key], watch=True)
    sys.exit(0 if same else 1)


if __name__ == '__main__':
    main()
