"""On which machine, of which commit and when figures are taken: the head of a page of figures.

machine() asks the machine as it is at that moment; a program that is missing leaves its word empty.
measure.py, whose page tells more of the machine and of other programs, makes its head of the same parts.
"""
import datetime
import os
import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def said_by(*words):
    """What a command prints, without the line's end; empty where there is no such command."""
    try:
        return subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()
    except OSError:
        return ''


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%d %H:%M UTC')


def machine():
    return {'when': now(), 'commit': said_by('git', 'rev-parse', '--short=12', 'HEAD'), 'processors': os.cpu_count(),
            'system': platform.system() + ' ' + platform.release(), 'load': round(os.getloadavg()[0], 1)}
