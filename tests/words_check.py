#!/usr/bin/env python3
"""No word that a visitor sees stands in code: all are in assets/strings or in the pack.

A string literal of the rooms that draw may be a key, a zone's id, a file's name or signs;
letters in capitals, letters beyond ASCII and words parted by spaces are for readers. Every key
that code asks for must be in the strings. `--self-test` shows what is refused.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ['kiosk/screens', 'kiosk/draw', 'kiosk/app']
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r'//[^\n]*')
SAY = re.compile(r'\b(?:say|words)\(\s*"([^"]+)"|(?:text|format|plural)\(\s*"([^"]+)"')
# The keys that are put together: month.1, language.fr, language.short.fr, those of the staff's
# settings and figures. What stands behind them is drawn by the audit, which misses no key.
JOINED = ('month.', 'language.', 'language.short.', 'staff.site.', 'staff.site.day.',
          'staff.site.day.short.', 'staff.device.', 'staff.device.power.', 'staff.first.step.',
          'staff.first.title.', 'staff.first.text.')


def is_for_readers(text):
    """Would a visitor read it?"""
    text = re.sub(r'\\x[0-9A-Fa-f]{2}|\\.', '', text)
    text = re.sub(r'%[-.0-9]*[a-z]', '', text)
    if any(ord(letter) > 127 and letter.isalpha() for letter in text):
        return True
    if re.search(r'[A-Z]', text):
        return True
    return re.search(r'[a-z]{2,} +[a-z]{2,}', text) is not None


def literals_of(source):
    """Each literal that is no include, with its line."""
    for number, line in enumerate(source.splitlines(), 1):
        if line.lstrip().startswith('#include'):
            continue
        yield from ((number, text) for text in LITERAL.findall(COMMENT.sub('', line)))


def complaints_about(name, source, keys):
    """What is wrong in one file."""
    for number, text in literals_of(source):
        if is_for_readers(text):
            yield f'{name}:{number}: "{text}" is for readers. Put it into assets/strings.'
    for match in SAY.finditer(source):
        key = match.group(1) or match.group(2)
        if key not in keys and key not in JOINED:
            yield f'{name}: the key "{key}" is not in assets/strings. Add it in every language.'


def self_test():
    """The check's broken twins."""
    keys = {'close'}
    refused = ['label = "Close";', 'shape("touch here")', 'say("nowhere")', 'x = "ع";']
    fine = ['say("close")', 'id = "filter:home:"', '#include "kiosk/Draw/A b.h"', 'x = " · ";',
            '// "Said in a comment"']
    wrong = [line for line in refused if not list(complaints_about('twin', line, keys))]
    wrong += [line for line in fine if list(complaints_about('twin', line, keys))]
    for line in wrong:
        print(f'judged wrongly: {line}')
    return 1 if wrong else 0


def main():
    """Exit code 1 if a word stands in code."""
    if '--self-test' in sys.argv:
        return self_test()
    keys = set()
    for words in ('fr.json', 'staff/fr.json', 'stats/fr.json'):
        keys |= set(json.loads((ROOT / 'assets/strings' / words).read_text()))
    files = [file for room in ROOMS for file in sorted((ROOT / room).glob('*.cpp'))]
    complaints = [complaint for file in files for complaint in
                  complaints_about(file.relative_to(ROOT), file.read_text(), keys)]
    for complaint in complaints:
        print(complaint)
    return 1 if complaints or not files else 0


if __name__ == '__main__':
    sys.exit(main())
