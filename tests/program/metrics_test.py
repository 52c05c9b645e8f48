#!/usr/bin/env python3
"""The kiosk's readings through Debian's own node_exporter, and back.

Usage: metrics_test.py STATS_WRITER KIOSK
Needs the package prometheus-node-exporter, which no other test does; exit code 77 without it:
not tested.
"""
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

EXPORTER = 'prometheus-node-exporter'
SAMPLE = re.compile(r'^(kiosk_\w+)(\{.*\})? (\S+)$', re.M)


def free_port():
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def scraped(folder):
    """What the exporter tells of a folder of text files."""
    port = free_port()
    with subprocess.Popen([EXPORTER, f'--web.listen-address=127.0.0.1:{port}',
                           '--collector.disable-defaults', '--collector.textfile',
                           f'--collector.textfile.directory={folder}'],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as exporter:
        try:
            for _ in range(200):
                try:
                    with urllib.request.urlopen(f'http://127.0.0.1:{port}/metrics',
                                                timeout=5) as page:
                        return page.read().decode()
                except OSError:
                    time.sleep(0.1)
        finally:
            exporter.terminate()
    return ''


def failed_reading(text):
    """Did the exporter find a file that it could not understand?"""
    return re.search(r'^node_textfile_scrape_error 1', text, re.M) is not None


def of_the_program(kiosk, folder):
    """What the kiosk itself writes is read, and goes on being written."""
    readings = folder / 'readings'
    readings.mkdir()
    script = folder / 'script.jsonl'
    script.write_text('{"wait": 130000}\n', encoding='utf-8')
    subprocess.run([kiosk, '--headless', '--replay', script, '--out', folder / 'out', '--size',
                    '640x360', '--state', folder / 'state', '--metrics', readings], check=True,
                   timeout=120)
    theirs = scraped(readings)
    found = dict((name, float(value)) for name, _, value in SAMPLE.findall(theirs))
    problems = []
    if failed_reading(theirs):
        problems.append('the exporter could not understand what the kiosk wrote')
    if found.get('kiosk_info') != 1 or found.get('kiosk_crashes') != 0:
        problems.append(f'the kiosk does not tell what it is: {found}')
    if found.get('kiosk_up_seconds') != 120:
        problems.append(f'the readings are not of the last whole minute: {found}')
    return problems


def main():
    writer, kiosk = sys.argv[1:3]
    if shutil.which(EXPORTER) is None:
        print(f'metrics: {EXPORTER} is not installed, so this was not tested')
        return 77
    with tempfile.TemporaryDirectory(prefix='kiosk_metrics_') as name:
        folder = pathlib.Path(name)
        file = folder / 'kiosk.prom'
        subprocess.run([writer, 'metrics', file], check=True, timeout=30)
        ours = file.read_text(encoding='utf-8')
        # What an interrupted writing would leave is not read.
        (folder / 'kiosk.prom.part').write_text('half', encoding='utf-8')
        theirs = scraped(folder)
        wanted = {(name, labels): float(value) for name, labels, value in SAMPLE.findall(ours)}
        got = {(name, labels): float(value) for name, labels, value in SAMPLE.findall(theirs)}
        problems = []
        if len(wanted) < 15:
            problems.append(f'only {len(wanted)} readings were written')
        if wanted != got:
            problems.append(f'written {sorted(wanted.items() - got.items())}, '
                            f'read {sorted(got.items() - wanted.items())}')
        for line in re.findall(r'^# (?:HELP|TYPE) kiosk.*$', ours, re.M):
            if line not in theirs:
                problems.append(f'not read: {line}')
        if failed_reading(theirs):
            problems.append('the exporter could not understand the file')
        problems += of_the_program(kiosk, folder)
        # The twin: a file that is wrong must be noticed, or none of the above says anything.
        file.write_text(ours + 'kiosk_visits_total{ 1\n', encoding='utf-8')
        if not failed_reading(scraped(folder)):
            problems.append('the exporter took a broken file')
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
