#!/usr/bin/env python3
"""What "kiosk config" tells of a site's settings: every problem a line, and its exit code.

Usage: config_command_test.py KIOSK
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The file (nothing: there is none), the exit code, and all that is said of it. {file} is its path.
CHECKS = [
    (None, 0, ['{file}: there is no such file: the defaults apply.']),
    ('{}', 0, ['{file}: all is well.']),
    ('{"trust": "signed", "later": {"x": 1}}', 0,
     ["note: {file}: unknown field 'later'. It is kept and has no effect.",
      '{file}: all is well.']),
    ('{"trust": "maybe", "sound": {"volume_percent": 101}, "screen": {"brightness_percent": 5}}', 1,
     ['{file}: sound.volume_percent: 101 is too large. Give a number up to 100.',
      "{file}: trust: 'maybe' is not among the values that can stand here. Use 'pin' or 'signed'."]),
    ('{"hours": {"mondays": "closed"}}', 1,
     ["{file}: hours: unknown field 'mondays' (did you mean 'monday'?). "
      'Correct its name or remove it.']),
    ('{"trust": ', 1,
     ['{file}: line 1, column 10: the file ends too early. Close every ", [ and {; '
      'perhaps the copy is not complete.']),
    ('\ufeff{}', 1, None),
    ('', 1, ['{file}: the file is empty. Write its content, or remove it.']),
    ('[' * 100_000, 1, None),
    ('{"later": "' + 'x' * 70_000 + '"}', 1,
     ['{file}: it is more than 65536 bytes large. Make it smaller.']),
]


class Program:
    """Runs the program and keeps what went wrong."""

    def __init__(self, path):
        self.path = path
        self.failures = []
        self.environment = {key: value for key, value in os.environ.items()
                            if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}

    def run(self, *arguments):
        """One command, by its exit code, its output and its complaints."""
        ran = subprocess.run([self.path, *arguments], env=self.environment, capture_output=True,
                             text=True, timeout=60, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    def expect(self, what, got, wanted):
        """Notes a difference."""
        if got != wanted:
            self.failures.append(f'{what}: {got!r}, not {wanted!r}')


def checks(program, state):
    """Each file in a state folder, and the same named by --config; the file is left as it was."""
    file = state / 'settings.json'
    for text, code, lines in CHECKS:
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text, encoding='utf-8')
        ways = [('--state', state)] + ([('--config', file)] if text is not None else [])
        for way in ways:
            got, said, complained = program.run('config', 'check', *way)
            name = f'check of {text and text[:60]!r} by {way[0]}'
            program.expect(f'{name}: exit code', got, code)
            program.expect(f'{name}: stderr', complained, '')
            told = said.splitlines()
            if lines is None:
                program.expect(f'{name}: lines', len(told), 1)
                program.expect(f'{name}: begins', told[0].startswith(f'{file}: '), True)
            else:
                program.expect(f'{name}: lines', told,
                               [line.replace('{file}', str(file)) for line in lines])
        program.expect('files left', sorted(path.name for path in state.iterdir()),
                       [] if text is None else ['settings.json'])
        if text is not None:
            program.expect('file left', file.read_text(encoding='utf-8'), text)


def shows(program, state):
    """The settings in force: defaults filled in, problems beside them, a file to begin from."""
    code, said, _ = program.run('config', 'show')
    defaults = json.loads(said)
    program.expect('show: exit code', code, 0)
    program.expect('show: volume', defaults['sound']['volume_percent'], 100)
    program.expect('show: idle', defaults['idle']['warn_after_s'], None)
    file = state / 'settings.json'
    file.write_text(said, encoding='utf-8')
    program.expect('what show printed', program.run('config', 'check', '--state', state)[:2],
                   (0, f'{file}: all is well.\n'))

    file.write_text('{"sound": {"volume_percent": 40}, "trust": 3}', encoding='utf-8')
    code, said, complained = program.run('config', 'show', '--config', file)
    program.expect('show of a bad file: exit code', code, 1)
    defaults['sound']['volume_percent'] = 40
    program.expect('show of a bad file', json.loads(said), defaults)
    program.expect('show of a bad file: stderr', complained,
                   f'kiosk: {file}: trust: 3 is not among the values that can stand here. '
                   "Use 'pin' or 'signed'.\n")


def set_aside(program, state):
    """A file that an earlier start set aside is not forgotten."""
    (state / 'settings.json').unlink(missing_ok=True)
    broken = state / 'settings.json.broken-7'
    broken.write_text('{', encoding='utf-8')
    program.expect('check with a broken file set aside',
                   program.run('config', 'check', '--state', state),
                   (1, f'{state}/settings.json: it could not be understood and was set aside, so '
                       f'the defaults apply. Correct {broken} and rename it back, or set '
                       'everything anew.\n', ''))


def commands(program, state):
    """What cannot be followed: one sentence, exit code 2."""
    for arguments, part in (
            (['config'], 'subcommand is required'),
            (['config', 'mend'], 'subcommand is required'),
            (['config', 'check', '--config', state / 'nowhere.json'],
             'nowhere.json: no such file. Check the path.'),
            (['config', 'show', '--state', '/no/such/folder'],
             '--state: /no/such/folder: no such folder. Check the path.')):
        code, said, complained = program.run(*arguments)
        fine = code == 2 and said == '' and part in complained and complained.count('\n') == 1
        program.expect(f'{arguments}', (fine, complained), (True, complained))


def main():
    """Exit code 1 if anything was told otherwise."""
    program = Program(pathlib.Path(sys.argv[1]).resolve())
    for part in (checks, shows, set_aside, commands):
        with tempfile.TemporaryDirectory() as folder:
            part(program, pathlib.Path(folder))
    for failure in program.failures:
        print(failure)
    return 1 if program.failures else 0


if __name__ == '__main__':
    sys.exit(main())
