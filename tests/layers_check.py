#!/usr/bin/env python3
"""Holds the real #includes of kiosk/ and platform/ against tests/layers.txt.

Usage: layers_check.py [ROOT]       checks a checkout; exit code 1 and a line for each breach
       layers_check.py --self-test  builds a small tree with known breaches and demands them
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
PLATFORM_CONDITION = re.compile(
    r'^\s*#\s*(if|ifdef|ifndef|elif)\b.*\b(_WIN32|_MSC_VER|__linux\w*|__unix\w*|__APPLE__|'
    r'__ANDROID__|__FreeBSD__|__arm\w*|__ARM\w*|__aarch64__|__x86_64__|__i386__|__SSE\w*|'
    r'__AVX\w*|__has_include|SDL_\w+)')


class Table:
    def __init__(self, text):
        self.rooms = {}
        self.only = {}
        for line in text.splitlines():
            line = line.split('#', 1)[0].strip()
            if not line:
                continue
            name, _, allowed = line.partition(':')
            if name.startswith('only '):
                self.only[name[5:].strip().strip('<>')] = allowed.split()
            else:
                self.rooms[name.strip()] = allowed.split()

    def room_of(self, path):
        best = ''
        for room in self.rooms:
            if (path == room or path.startswith(room + '/')) and len(room) > len(best):
                best = room
        return best


def covers(allowed, path):
    return path == allowed or path.startswith(allowed + '/')


def is_standard(target):
    """Whether a header is C++'s own: those alone have neither a folder nor a dot."""
    return '/' not in target and '.' not in target


def breaches(root):
    table = Table((root / 'tests' / 'layers.txt').read_text())
    found = [f'tests/layers.txt:1: {room} does not exist. Take its line out.'
             for room in table.rooms if not (root / room).exists()]
    for folder in ('kiosk', 'platform'):
        for file in sorted((root / folder).rglob('*')):
            if file.suffix not in ('.h', '.cpp'):
                continue
            found += breaches_of(root, table, file)
    return found


def breaches_of(root, table, file):
    path = file.relative_to(root).as_posix()
    room = table.room_of(path)
    if not room:
        return [f'{path}:1: stands in no room. Add its room to tests/layers.txt.']
    found = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        where = f'{path}:{number}'
        if path.startswith('kiosk/') and PLATFORM_CONDITION.match(line):
            found.append(f'{where}: asks which platform it is on. Put the difference behind a '
                         'header in platform/.')
        match = INCLUDE.match(line)
        if not match:
            continue
        kind, target = match.groups()
        if kind == '"':
            fine = (covers(room, target) or target == path.rsplit('.', 1)[0] + '.h' or
                    any(covers(allowed, target) for allowed in table.rooms[room]))
            if not fine:
                found.append(f'{where}: {room} may not include "{target}". Move the code to a room '
                             'that may, or change the plan in tests/layers.txt and the README.')
            elif not target.endswith('.inc') and not (root / target).exists():  # .inc: generated
                found.append(f'{where}: "{target}" is not named from the root of the sources. '
                             'Write its whole path.')
            continue
        allowed = [word.strip('<>') for word in table.rooms[room] if word.startswith('<')]
        if not is_standard(target) and not any(target.startswith(word) for word in allowed):
            found.append(f'{where}: {room} may not include <{target}>. Ask the room that may, or '
                         'change the plan in tests/layers.txt.')
        for party, files in table.only.items():
            if target.startswith(party) and path not in files:
                found.append(f'{where}: only {" ".join(files)} may include <{target}>. Ask it.')
    return found


def self_test():
    files = {
        'tests/layers.txt': 'kiosk/base:\nkiosk/map: kiosk/base <pango/>\nkiosk/text: kiosk/base '
                            '<pango/>\nkiosk/gone:\nonly <pango/>: kiosk/text/a.cpp\n',
        'kiosk/base/a.h': '#include <vector>\n',
        'kiosk/base/b.h': '#include "kiosk/map/a.h"\n',
        'kiosk/base/c.cpp': '#include <pango/pango.h>\n',
        'kiosk/base/d.cpp': '#include <vector>\n#include <unheard_of.h>\n',
        'kiosk/map/a.h': '#include "kiosk/base/a.h"\n#include <pango/pango.h>\n',
        'kiosk/map/b.h': '#include "kiosk/base/missing.h"\n#ifdef __linux__\n#endif\n'
                         '#if defined(__GNUC__)\n#elif !defined(__aarch64__)\n#endif\n',
        'kiosk/text/a.cpp': '#include <pango/pango.h>\n#include "kiosk/base/a.h"\n',
        'kiosk/attic/a.h': '\n',
    }
    wanted = ['kiosk/attic/a.h:1', 'kiosk/base/b.h:1', 'kiosk/base/c.cpp:1', 'kiosk/base/c.cpp:1',
              'kiosk/base/d.cpp:2', 'kiosk/map/a.h:2', 'kiosk/map/b.h:1', 'kiosk/map/b.h:2',
              'kiosk/map/b.h:5', 'tests/layers.txt:1']
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        found = [line.split(': ', 1)[0] for line in breaches(root)]
    if sorted(found) != sorted(wanted):
        print(f'the check found {sorted(found)} in its broken tree, not {sorted(wanted)}')
        return 1
    return 0


def main():
    if sys.argv[1:] == ['--self-test']:
        return self_test()
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1]
    found = breaches(root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
