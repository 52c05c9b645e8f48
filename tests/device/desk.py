"""The desk of tests/device/sticks.py: a machine with a device in it, the program that watches its
sticks, and what has to be so whatever was plugged.
"""
import json
import time

from guest_root import run
from machine import PATIENCE, Machine, MachineError

MEDIA = '/run/kiosk/media'
GUARDS = {'ro', 'nosuid', 'nodev', 'noexec', 'nosymfollow'}
QUIET = 3  # s in which nothing may be told
# What the device keeps, by name and content; its lock is no content.
FINGERPRINT = ("cd /state; find . -type d ! -name lost+found | sort | sha256sum; "
               "find . -type f ! -name '*lock' | sort | xargs sha256sum")


class Desk:
    """One machine, and everything that was found wrong in it."""

    def __init__(self, folder, guest, sticks, twin=None):
        self.folder, self.guest, self.sticks, self.twin = folder, guest, sticks, twin
        self.problems, self.volumes, self.figures = [], [], {}
        self.copied, self.pulled = [], 0
        self.rest = None  # what the watching program has open and running when nothing is plugged
        folder.mkdir(parents=True, exist_ok=True)
        state = folder / 'state.img'
        state.unlink(missing_ok=True)
        run('mkfs.ext4', '-q', '-F', state, '128M',
            env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'})
        keys = folder / 'keys.img'
        run('mkfs.ext4', '-q', '-F', '-d', sticks.packs, keys, '48M',
            env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'})
        self.machine = Machine(folder / 'machine', guest.kernel, guest.initrd,
                               [(guest.root, False), (state, True), (keys, False)], ['kiosk.watch'])
        self.machine.add('-device', 'qemu-xhci,id=usb,p2=8,p3=8', '-device', 'usb-ehci,id=old')

    def expect(self, what, is_so, said=''):
        """Notes a problem and goes on."""
        if not is_so:
            self.problems.append(f'{what}: {said}' if said != '' else what)

    def start(self):
        """Boots, puts the first pack on show, and begins to watch."""
        self.figures['boot_s'] = round(self.machine.start(), 1)
        self.machine.must('mkdir /run/keys; mount -o ro /dev/vdc /run/keys')
        self.machine.must('kiosk-pack enrol /run/keys/author.pub --state /state')
        began = time.monotonic()
        self.machine.must('kiosk-pack install /run/keys/1.kpack --state /state')
        self.figures['install_s'] = round(time.monotonic() - began, 1)
        self.machine.must('umount /run/keys')
        self.watch()

    def watch(self):
        """The watching program, on a line of its own."""
        preload = f'LD_PRELOAD=/opt/kiosk/lib/{self.twin}.so ' if self.twin else ''
        self.machine.must(f'{preload}watch_volumes {MEDIA} /state <> /dev/virtio-ports/kiosk.watch '
                          '>&0 2> /run/watch.txt & echo $! > /run/watch.pid')
        self.machine.must(f'for i in $(seq 600); do [ -d {MEDIA} ] && break; sleep 0.1; done')

    def rests(self):
        """What the program has open and running now: the measure for later."""
        return self.machine.must('cd /proc/$(cat /run/watch.pid); ls fd 2> /dev/null | wc -l; '
                                 'ls task | wc -l; cd /').split()

    # What the program tells.

    def read(self, timeout):
        """Its next line, None if none comes; the list of volumes is kept."""
        line = self.machine.lines['kiosk.watch'].read(timeout)
        if line is None:
            return None
        told = json.loads(line)
        if 'volumes' in told:
            self.volumes = told['volumes']
        return told

    def wait_for(self, what, is_so, timeout=PATIENCE):
        """Reads until the list of volumes, or another line, is as wanted: that line, and how long
        it took. None: it never was."""
        began = time.monotonic()
        while (left := timeout - (time.monotonic() - began)) > 0:
            told = self.read(left)
            if told is not None and is_so(told):
                return told, time.monotonic() - began
        self.expect(what, False, f'not within {timeout} s; plugged: {self.volumes}, log: '
                    + self.machine.shell('cat /run/watch.txt; dmesg | tail -5')[1])
        return None, timeout

    def settled(self, count):
        """Waits until so many volumes are there and nothing is under way with them."""
        def is_so(told):
            return 'volumes' in told and len(told['volumes']) == count and not any(
                volume['busy'] for volume in told['volumes'])
        _, took = self.wait_for(f'{count} volumes', is_so)
        return round(took, 2)

    def send(self, **command):
        """One command to it."""
        self.machine.lines['kiosk.watch'].write(json.dumps(command))

    def install(self, path):
        """Installs, and says how it ended."""
        self.send(install=path)
        told, _ = self.wait_for(f'the end of installing {path}',
                                lambda told: 'installed' in told or 'failed' in told)
        return told or {}

    def nothing_told(self):
        """For some seconds."""
        told = self.read(QUIET)
        self.expect('nothing is told', told is None, told)

    # What must be so.

    def mounted(self, volume, file_system, writable=False):
        """By the kernel's own table: with every guard, where and as the program says."""
        line = volume.get('mountinfo', '')
        words = line.split()
        self.expect(f'{volume["device"]} is mounted', len(words) > 9 and volume['access'] != 'none', volume)
        if len(words) <= 9:
            return
        dash = words.index('-')
        guards = GUARDS - {'ro'} if writable else GUARDS
        options, whole = set(words[5].split(',')), set(words[dash + 3].split(','))
        self.expect(f'{volume["device"]}: its guards', guards <= options and ('ro' in options) != writable
                    and ('ro' in whole) != writable, line)
        self.expect(f'{volume["device"]}: its mount', words[dash + 1:dash + 3] == [
            file_system, volume['device']] and words[4].startswith(MEDIA + '/'), line)
        self.expect(f'{volume["device"]}: told as', volume['file_system'] == file_system, volume)

    def refused(self, volume, kind, sentence):
        """Not mounted, and the program's own words for why."""
        said = volume.get('trouble', '')
        self.expect(f'{volume["device"]} is refused', volume['access'] == 'none' and not volume['folder']
                    and volume['file_system'] == kind and sentence in said, volume)
        _, mounts = self.machine.shell(f'grep -F "{volume["device"]} " /proc/mounts')
        self.expect(f'{volume["device"]} is not mounted', not mounts, mounts)

    def packs(self, volume):
        """The names of the packs that are found on it, and where they are."""
        return {item['name']: item['path'] for item in volume.get('contents', {}).get('packs', [])}

    def all_gone(self):
        """No stick is told, mounted or held, and nothing of an installation is left."""
        code, left = self.machine.shell(f'grep {MEDIA} /proc/mounts; ls -A {MEDIA}; ls /state/staging '
                                        '2> /dev/null; ls -d /sys/block/sd* 2> /dev/null')
        self.expect('nothing is left', not left, f'{left} ({code})')
        for _ in range(20):  # what ends by itself is given a moment
            workers, rest = self.machine.shell('pidof kiosk-import')[1], self.rests()
            self.rest = self.rest or rest
            if not workers and rest == self.rest:
                break
            time.sleep(0.2)
        self.expect('no worker is left', not workers, workers)
        self.expect('what is open and running is as at rest', rest == self.rest, f'{self.rest}, now {rest}')
        self.expect('nothing is on standard error', not self.machine.must('cat /run/watch.txt'))

    def device(self):
        """What the device keeps, to the byte."""
        return self.machine.must(FINGERPRINT)

    def shows(self, serial):
        """The device shows that pack."""
        said = self.machine.must('kiosk-pack list --state /state --json')
        self.expect(f'pack {serial} is shown', json.loads(said)['current']['serial'] == serial, said)

    def pull(self, *names, spoilt=False):
        """Pulls sticks and waits until they are forgotten; how long that took."""
        for name in names:
            self.machine.unplug(name)
        _, took = self.wait_for(f'{names} gone', lambda told: told.get('volumes') == [])
        self.pulled += len(names)
        for name in names:
            self.machine.forget(name, spoilt)
        return round(took, 2)

    def stop(self):
        """Ends the machine, and the program in it first; what it leaves is a problem."""
        try:
            self.send(end=True)
            self.machine.shell('wait $(cat /run/watch.pid)')
            _, mounts = self.machine.shell(f'grep {MEDIA} /proc/mounts')
            self.expect('no mount outlives the program', not mounts, mounts)
        except MachineError as why:
            self.expect('the machine ends in order', False, str(why))
        finally:
            self.machine.stop()
