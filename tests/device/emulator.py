"""A QEMU with a multi-touch device: this computer's if it is 8.1 or later, else one out of Debian's
backports, unpacked into the cache folder and never installed."""
import os
import re
import shutil
import subprocess

from machine import CannotRun

KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
WANTED = ['qemu-system-x86', 'qemu-system-common', 'qemu-system-data', 'seabios']
MODULES = '/usr/lib/x86_64-linux-gnu/qemu'


def version_of(command):
    """Its first two numbers."""
    told = subprocess.run([*command, '--version'], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.search(r'version (\d+)\.(\d+)', told).groups()))


def mirror_of_debian():
    """The one that apt asks here, and its release."""
    told = subprocess.run(['apt-get', 'indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(CODENAME)|$(REPO_URI)',
                           'Created-By: Packages'], capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        origin, label, release, mirror = line.split('|')
        if origin == label == 'Debian' and '-' not in release:
            return mirror, release
    raise CannotRun('apt knows no Debian here')


def fetch(cache):
    """Unpacks the backported one into that folder."""
    mirror, release = mirror_of_debian()
    shutil.rmtree(cache, ignore_errors=True)
    for name in ('lists/partial', 'archives/partial', 'packages', 'root'):
        (cache / name).mkdir(parents=True)
    (cache / 'sources').write_text(f'deb [signed-by={KEYRING}] {mirror} {release}-backports main\n', 'utf-8')
    apt = ['apt-get', '-q', '-o', f'Dir::Etc::sourcelist={cache}/sources', '-o', 'Dir::Etc::sourceparts=-',
           '-o', f'Dir::State::lists={cache}/lists', '-o', f'Dir::Cache={cache}', '-o', 'APT::Sandbox::User=root']
    plain = ['apt-get', '-q', '-o', 'APT::Sandbox::User=root']
    for words in ([*apt, 'update'], [*apt, 'download', *WANTED[:3]], [*plain, 'download', WANTED[3]]):
        ran = subprocess.run(words, cwd=cache / 'packages', capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise CannotRun(f'a QEMU with multi-touch could not be fetched: {ran.stderr.strip()[-300:]}')
    for archive in (cache / 'packages').glob('*.deb'):
        subprocess.run(['dpkg-deb', '-x', archive, cache / 'root'], check=True)


def with_fingers(cache):
    """The command, as a list of words."""
    found = shutil.which('qemu-system-x86_64')
    if found is not None and version_of([found]) >= (8, 1):
        return [found]
    if os.geteuid() != 0:
        raise CannotRun('QEMU 8.1 or later is needed for multi-touch; as root a newer one is fetched')
    cache = cache / 'qemu'
    root = cache / 'root'
    if not (root / 'usr/bin/qemu-system-x86_64').exists():
        fetch(cache)
    # Its modules are looked for where an older one's lie: they change place for this process alone.
    return ['unshare', '-m', 'sh', '-c',
            f'mkdir -p {MODULES} && mount --bind {root}{MODULES} {MODULES} && '
            f'exec {root}/usr/bin/qemu-system-x86_64 -L {root}/usr/share/qemu -L {root}/usr/share/seabios "$@"', 'sh']
