#!/usr/bin/env python3
"""import_bench.py PROGRAMS FOLDER [SHOWN]: 200 photographs of 12 megapixels come onto a device.

An office's folder with the photographs as a phone saves them, and the signed pack that is built of
it (second_exhibition.py), each installed twice: by kiosk-pack, and by a kiosk whose map moves
meanwhile (import_while_drawing, in Xvfb where there is no display). PROGRAMS holds kiosk-pack,
kiosk-import and tests/; SHOWN is the built pack on the map (PROGRAMS/bundled/pack). What was made
in FOLDER is used again the next time.

Prints one JSON object. For each way: seconds; the source's bytes; bytes written: `to_disk` is what
reached a disk's cache and was not taken back before it was written (write_bytes less
cancelled_write_bytes of /proc/PID/io, child processes included), `by_calls` all that write(2) and
its kin were given, pipes and memory between the processes too (wchar); `ratio` is to_disk to the
source; the most memory of the installing process and of one worker (VmHWM).
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

import second_exhibition

HELPER = '''
import json, subprocess, sys
def io(): return {k: int(v) for k, v in (l.split(": ") for l in open("/proc/self/io").read().splitlines())}
before = io()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
after = io()
print(json.dumps({"code": code, "io": {k: after[k] - before[k] for k in after}}))
'''


def size_of(source):
    """Bytes of a file, or of all files in a folder."""
    if source.is_file():
        return source.stat().st_size
    return sum(file.stat().st_size for file in source.rglob('*') if file.is_file())


def peak_of(pid):
    """(name, the most memory so far in MiB) of a process, as long as it is there."""
    facts = dict(line.split(':', 1) for line in
                 pathlib.Path(f'/proc/{pid}/status').read_text('ascii', 'replace').splitlines())
    return facts['Name'].strip(), int(facts['VmHWM'].split()[0]) / 1024


class MemoryWatch(threading.Thread):
    """The most memory of any one process of each name among those below a process."""

    def __init__(self, pid):
        super().__init__()
        self.pid, self.most, self.ended = pid, {}, threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(0.02):
            for pid in self.below(self.pid):
                try:
                    name, peak = peak_of(pid)
                except (OSError, KeyError):
                    continue
                self.most[name] = max(self.most.get(name, 0), peak)

    def below(self, pid):
        """Its children and theirs."""
        found = []
        try:
            for task in os.listdir(f'/proc/{pid}/task'):
                text = pathlib.Path(f'/proc/{pid}/task/{task}/children').read_text('ascii')
                for child in text.split():
                    found += [int(child), *self.below(int(child))]
        except OSError:
            pass
        return found

    def end(self):
        """What was seen."""
        self.ended.set()
        self.join()
        return {name: round(peak) for name, peak in self.most.items()}


def installed(programs, source, state, key):
    """One installation by kiosk-pack."""
    shutil.rmtree(state, ignore_errors=True)
    os.sync()  # what others wrote is not to be waited for by our syncs
    begun = time.monotonic()
    command = [programs / 'kiosk-pack', 'install', source, '--state', state, '--trust', key,
               '--no-cache']
    with subprocess.Popen([sys.executable, '-c', HELPER, *map(str, command)], text=True,
                          stdout=subprocess.PIPE) as helper:
        watch = MemoryWatch(helper.pid)
        told = json.loads(helper.communicate()[0])
        memory = watch.end()
    if told['code'] != 0:
        sys.exit(f'kiosk-pack install {source}: exit code {told["code"]}')
    io, size = told['io'], size_of(source)
    to_disk = io['write_bytes'] - io['cancelled_write_bytes']
    return {'seconds': round(time.monotonic() - begun, 1), 'source_bytes': size,
            'bytes_to_disk': to_disk, 'bytes_by_calls': io['wchar'],
            'ratio': round(to_disk / size, 2), 'ratio_before_cancelling':
                round(io['write_bytes'] / size, 2),
            'memory_mib': memory.get('kiosk-pack'), 'worker_mib': memory.get('kiosk-import')}


def while_drawing(programs, source, state, shown, key):
    """The same by a kiosk whose map moves."""
    shutil.rmtree(state, ignore_errors=True)
    command = [programs / 'tests/import_while_drawing', source, state, shown, key]
    if 'DISPLAY' not in os.environ:
        command = ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', *command]
    ran = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f'import_while_drawing: exit code {ran.returncode}: {ran.stderr}')
    return json.loads(ran.stdout)


def main():
    """The source, if it is not there yet, and both ways."""
    programs, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    shown = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else programs / 'bundled/pack'
    os.environ['XDG_CACHE_HOME'], os.environ['XDG_CONFIG_HOME'] = str(folder / 'cache'), str(folder / 'config')
    pack, content, public = folder / 'second.kpack', folder / 'content', folder / 'config/kiosk-pack/author.pub'
    if not pack.exists():
        second_exhibition.make(programs, folder)
    figures = {'photographs': second_exhibition.PHOTOS, 'load_before': os.getloadavg()}
    for name, source in (('archive', pack), ('folder', content)):
        figures[name] = {'installed': installed(programs, source, folder / 'state', public),
                         'while_drawing': while_drawing(programs, source, folder / 'state', shown, public)}
    figures['load_after'] = os.getloadavg()
    shutil.rmtree(folder / 'state', ignore_errors=True)
    print(json.dumps(figures, indent=1))


if __name__ == '__main__':
    main()
