"""What the kiosk's service lets the kiosk ask of the kernel: calls that its own code makes, and that
systemd's groups would forbid, are allowed by name after them. A refused call fails silently: the
program takes it for "not now", on devices alone.

    service_filter_test.py               the unit that is installed
    service_filter_test.py --self-test   units with each allowance missing, which must be found
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
UNIT = ROOT / 'platform/install/system/systemd/system/kiosk.service'
# The call, how the code that makes it writes it, and where: what is no longer called needs no allowance.
NEEDED = [
    (('adjtimex', 'clock_adjtime'), '::adjtimex(', 'platform/linux/sysfs_health.cpp'),
    (('adjtimex', 'clock_adjtime'), '::adjtimex(', 'kiosk/refresh/history.cpp'),
    (('setpriority',), '::setpriority(', 'kiosk/refresh/stepping_back.cpp'),
    (('sched_setscheduler',), '::sched_setscheduler(', 'kiosk/refresh/stepping_back.cpp'),
    (('ioprio_set',), 'SYS_ioprio_set', 'kiosk/refresh/stepping_back.cpp'),
    (('seccomp',), 'seccomp_load(', 'kiosk/decoding'),
    (('landlock_create_ruleset',), 'landlock_create_ruleset', 'kiosk/decoding'),
    (('setrlimit',), 'setrlimit(', 'kiosk/decoding'),
]


def said_in(place):
    files = sorted(place.glob('*.cpp')) if place.is_dir() else [place]
    return '\n'.join(file.read_text() for file in files)


def faults_of(unit):
    """A sentence for each call that is made and not allowed by name after the last line that forbids."""
    filters = re.findall(r'^SystemCallFilter=(.*)$', unit, re.M)
    last_ban = max((i for i, words in enumerate(filters) if words.startswith('~')), default=-1)
    allowed = {word for words in filters[last_ban + 1:] for word in words.split()}
    faults = []
    if re.search(r'^ProtectClock=(yes|true|1|on)$', unit, re.M | re.I):
        faults.append('ProtectClock= forbids to ask whether a network vouches for the clock')
    for calls, written, place in NEEDED:
        if written not in said_in(ROOT / place):
            faults.append(f'{place} does not call {written} any more: take it out of this test and of the unit')
        faults += [f'{place} calls {call}, which the service refuses' for call in calls if call not in allowed]
    return faults


def self_test(unit):
    missed = []
    for call in sorted({call for calls, _, _ in NEEDED for call in calls}):
        without = re.sub(rf'(^SystemCallFilter=(?!~).*)\b{call}\b', r'\1', unit, flags=re.M)
        if without == unit or not faults_of(without):
            missed.append(call)
    if not faults_of(unit + '\nSystemCallFilter=~@clock\n'):
        missed.append('a group forbidden afterwards')
    if not faults_of(unit.replace('NoNewPrivileges=yes', 'ProtectClock=yes')):
        missed.append('ProtectClock')
    for twin in missed:
        print(f'not found: {twin}')
    return 1 if missed else 0


def main():
    unit = UNIT.read_text()
    if sys.argv[1:] == ['--self-test']:
        return self_test(unit)
    faults = faults_of(unit)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
