"""What a program takes on a disk beyond the base system, by what apt says it would install.

The base is every package of priority required or important, with what those need, on an empty
machine: what debootstrap makes. Sizes are dpkg's Installed-Size; nothing is installed.
"""
import pathlib
import re
import subprocess
import tempfile

GREATEST = 8  # packages told by name


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def would_install(status, *wanted):
    """[(package, version), …] that apt would add to a machine with that dpkg status."""
    said = run('apt-get', '-s', '-q', '-o', f'Dir::State::status={status}', '-o', 'Debug::NoLocking=1',
               '--no-install-recommends', 'install', *map(str, wanted))
    return re.findall(r'^Inst (\S+) \((\S+)', said, re.M)


def records(packages):
    """Each package's record as apt knows it."""
    if not packages:
        return []
    said = run('apt-cache', 'show', *[f'{name}={version}' for name, version in packages])
    return [record for record in said.split('\n\n') if record.strip()]


def kilobytes(record):
    found = re.search(r'^Installed-Size: (\d+)', record, re.M)
    return int(found.group(1)) if found else 0


def base_status(folder):
    """A dpkg status in which the base system, and nothing else, is installed."""
    empty = pathlib.Path(folder) / 'empty'
    empty.write_text('')
    known = run('apt-cache', 'dumpavail')
    names = {re.search(r'^Package: (\S+)', record, re.M).group(1) for record in known.split('\n\n')
             if re.search(r'^Priority: (required|important)$', record, re.M)}
    base = would_install(empty, *sorted(names))
    status = pathlib.Path(folder) / 'status'
    status.write_text('\n\n'.join('Status: install ok installed\n'.join(re.split(r'(?<=\n)', record, maxsplit=1))
                                  for record in records(base)) + '\n\n')
    return status


def megabytes_beyond(status, *wanted):
    """Of the wanted packages (names, or .deb files) and all that they need; how many that are; the greatest."""
    packages = would_install(status, *wanted)
    files = [word for word in map(str, wanted) if word.endswith('.deb')]
    own = {run('dpkg-deb', '-f', file, 'Package').strip(): int(run('dpkg-deb', '-f', file, 'Installed-Size'))
           for file in files}
    others = records([package for package in packages if package[0] not in own])
    sizes = {**own, **{re.search(r'^Package: (\S+)', record, re.M).group(1): kilobytes(record) for record in others}}
    greatest = sorted(sizes.items(), key=lambda entry: -entry[1])[:GREATEST]
    return sum(sizes.values()) / 1024, len(packages), {name: round(size / 1024, 1) for name, size in greatest}


def folder_megabytes(folder):
    """A folder's files, as many as there are."""
    return sum(file.stat().st_size for file in pathlib.Path(folder).rglob('*') if file.is_file()) / 2**20


def measure(kiosk_package, page_folder):
    """MB beyond the base: the kiosk; Chromium with the page; the latter with a way to a panel."""
    with tempfile.TemporaryDirectory() as folder:
        status = base_status(folder)
        kiosk, kiosk_packages, greatest = megabytes_beyond(status, kiosk_package)
        page, page_packages, _ = megabytes_beyond(status, 'chromium')
        to_panel, panel_packages, _ = megabytes_beyond(status, 'chromium', 'cage')
        own = folder_megabytes(page_folder)
    return {'kiosk': round(kiosk, 1), 'page': round(page + own, 1), 'page_to_panel': round(to_panel + own, 1),
            'greatest': greatest,
            'packages': {'kiosk': kiosk_packages, 'page': page_packages, 'page_to_panel': panel_packages}}
