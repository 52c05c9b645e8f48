"""Broken twins of kiosk-pack for bad_packs_test.py --self-test: programs that refuse a bad pack
as they should and do one thing more, or less. The runner must find each, and nothing in the
faithful one."""
import subprocess

from bad_packs_test import Kept, findings

# What is wrong, what is done after the real program has run (its exit code is in $code, its
# standard error in the file `said`), and a part of what the runner must say.
TWINS = [
    ('is faithful', '', None),
    ('leaves a folder in staging', 'mkdir "$state/staging/x"', 'something lies in staging'),
    ('leaves a file where it was started', 'touch left', 'files were left'),
    ('changes the bad pack', 'echo >> "$2"', 'files were left or changed'),
    ('changes the pack that is shown', 'echo >> "$(ls "$state"/packs/*/club.json)"', 'state folder changed'),
    ('writes state.json anew with the same bytes', 'cp "$state/state.json" s; mv s "$state/state.json"',
     'state folder changed'),
    ('gives a file of the pack other permissions', 'chmod 600 "$state"/packs/*/club.json', 'state folder changed'),
    ('forgets the trusted keys', 'rm "$state"/trusted_keys/*', 'state folder changed'),
    ('says another sentence', 'echo "kiosk-pack: something is wrong." > said', 'said'),
    ('says it twice', 'cat said >&2', 'said'),
    ('says nothing', ': > said', 'said'),
    ('says it on standard output', 'cat said; : > said', 'said'),
    ('ends with 0', 'code=0', 'exit code 0'),
    ('ends with another code', 'code=6', 'exit code 6'),
    ('dies of a signal', 'rm said; kill -SEGV $$', 'exit code -11'),
    ('leaves a process', 'sleep 30 > /dev/null 2>&1 &', 'processes were left'),
    ('leaves a process in a session of its own', 'setsid sleep 30 > /dev/null 2>&1 &', 'processes were left'),
    ('does not end', 'sleep 100', 'still running'),
    ('installs what it must refuse', '"$real" install "$good" --state "$state" --allow-older > /dev/null; code=0',
     'exit code 0'),
]
MOUNTING = ('leaves a mount', 'mount -t tmpfs left "$state/trusted_keys"', 'mounts were left')
WRAPPER = """#!/bin/sh
real={real}
good={good}
for argument in "$@"; do
  [ "$last" = --state ] && state=$argument
  last=$argument
done
"$real" "$@" 2> said
code=$?
{twin}
[ -e said ] && cat said >&2
rm -f said s
exit $code
"""
CASE = {'name': 'twin', 'of': 'archive', 'steps': [['claim', ['files', 'club.json', 'blake2b'], '0' * 64]],
        'exit': 4,
        'sentence': "{file}: 'club.json' is not what the manifest says it is. Copy the pack again, or build it anew."}


def found_in(desk, twin):
    """What the runner finds in that twin."""
    program = desk.folder / 'twin'
    program.write_text(WRAPPER.format(real=desk.tool, good=desk.folder / 'good.kpack', twin=twin))
    program.chmod(0o755)
    desk.program = program
    with Kept(desk):
        wrong, _ = findings(CASE | ({'patience': 5} if 'sleep 100' in twin else {}), desk)
        subprocess.run(['umount', desk.state / 'trusted_keys'], capture_output=True, check=False)
    desk.program = desk.tool
    return wrong


def in_one_line(wrong):
    """The beginning of what was found."""
    return '; '.join(wrong).replace('\n', ' ')[:150]


def can_mount(folder):
    """Whether this user may mount a disk of its own."""
    place = folder / 'probe'
    place.mkdir()
    done = subprocess.run(['mount', '-t', 'tmpfs', 'probe', place], capture_output=True, check=False)
    if done.returncode == 0:
        subprocess.run(['umount', place], check=True)
    return done.returncode == 0


def self_test(desk):
    """Each twin in turn, and a forgery that forges nothing."""
    missed = 0
    mounting = can_mount(desk.folder)
    for what, twin, wanted in TWINS + ([MOUNTING] if mounting else []):
        wrong = found_in(desk, twin)
        caught = any(wanted in one for one in wrong) if wanted else not wrong
        missed += not caught
        print(f'{"caught" if caught else "MISSED"}: a program that {what}: {in_one_line(wrong)}')
    if not mounting:
        print(f'NOT RUN: a program that {MOUNTING[0]}: nothing can be mounted here')
    with Kept(desk):
        wrong, _ = findings(CASE | {'steps': []}, desk)
    missed += len(wrong) < 3
    print(f'{"MISSED" if len(wrong) < 3 else "caught"}: a forgery that forges nothing: {in_one_line(wrong)}')
    print(f'{missed} of {len(TWINS) + mounting + 1} twins missed')
    return 1 if missed else 0
