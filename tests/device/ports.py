#!/usr/bin/env python3
"""Who is let in at the USB ports of a device, in a virtual machine: kiosk-helper as root, and as an
unprivileged kiosk the program that watches sticks.

Usage: ports.py [--cache FOLDER] [--build FOLDER] [--only CASE,...] [--no-twins]

Writes a JSON line a case. Twins: a machine whose kernel lets everything in, which the cases must
tell from a guarded one. Exit code: 0 all is so; 1 something is not, or a twin was not found out;
77 it could not run here, which is said and is no pass.
"""
import argparse
import json
import pathlib
import signal
import sys
import tempfile
import time

from desk import MEDIA, QUIET, Desk
from guest_root import ROOT, Guest, default_cache
from machine import PATIENCE, CannotRun, MachineError
from stick_images import Sticks
from sticks import run_case

SOCKET = '/run/kiosk/helper.socket'
KIOSK = 990  # the user's number
KERNEL_GUARDS = 'usbcore.authorized_default=0'
GUARDED = 'kiosk.ports'  # udev's rule counts
USB = '/sys/bus/usb/devices'


class Ports(Desk):
    """A desk whose sticks come by the helper, to a kiosk without rights."""

    def __init__(self, folder, guest, sticks, words):
        super().__init__(folder, guest, sticks)
        self.machine.boot_with(words)

    def start(self):
        """Boots, starts the helper, and the kiosk."""
        self.figures['boot_s'] = round(self.machine.start(), 1)
        self.machine.must('mkdir -p /run/kiosk /state/helper; chmod 755 /run/kiosk; '
                          "printf '#!/bin/sh\\necho \"$@\" >> /run/powers\\n' > /run/systemctl; "
                          'chmod 755 /run/systemctl')
        self.start_helper()
        self.watch()

    def start_helper(self):
        """As its service does."""
        self.machine.must(f'kiosk-helper --socket {SOCKET} --media {MEDIA} --state /state/helper '
                          '--systemctl /run/systemctl 2>> /run/helper.txt & echo $! > /run/helper.pid')
        self.machine.must(f'for i in $(seq 600); do [ -S {SOCKET} ] && break; sleep 0.1; done')

    def watch(self):
        """The kiosk's side, by an ordinary user."""
        self.machine.must('touch /run/watch.txt; chmod 666 /run/watch.txt; '
                          f'su -s /bin/sh kiosk -c "exec watch_volumes --helper {SOCKET} /state" '
                          '<> /dev/virtio-ports/kiosk.watch >&0 2>> /run/watch.txt & '
                          'echo $! > /run/watch.pid')
        self.until('a kiosk is let in', lambda: self.log().count('a kiosk is let in.') > 0)

    def log(self):
        """What the helper has said."""
        return self.machine.must('cat /run/helper.txt')

    def until(self, what, is_so, timeout=PATIENCE):
        """Waits; how long it took."""
        began = time.monotonic()
        while not is_so():
            if time.monotonic() - began > timeout:
                self.expect(what, False, f'not within {timeout} s; helper: {self.log()[-800:]}')
                break
            time.sleep(0.2)
        return round(time.monotonic() - began, 2)

    def settled(self, count):
        """As a desk's; what stands for there being no helper is no volume."""
        def is_so(told):
            return 'volumes' in told and len(told['volumes']) == count and not any(
                volume['busy'] or volume['id'] == 'helper' for volume in told['volumes'])
        return round(self.wait_for(f'{count} volumes', is_so)[1], 2)

    def says(self, words, times=1):
        """Waits until the helper has said that so often."""
        return self.until(words, lambda: self.log().count(words) >= times)

    def staff(self, inside):
        """They come, or go."""
        self.send(staff=inside)
        words = 'staff are in their room' if inside else 'staff have gone'
        before = self.log().count(f'usb: {words}')
        self.until(words, lambda: self.log().count(f'usb: {words}') > before - 1)

    def inputs(self):
        """Which input devices hang at a USB port."""
        return self.machine.shell('ls -d /sys/class/input/event* | while read e; do readlink -f $e; '
                                  'done | grep /usb')[1]

    def disks(self):
        """Which disks are no part of the machine itself."""
        return self.machine.shell('cd /sys/block; ls -d sd*')[1].replace('ls: sd*: No such file or '
                                                                       'directory', '')

    def networks(self):
        """Which networks hang at a USB port; a gadget's own end of its network does not."""
        return self.machine.shell('for n in /sys/class/net/*; do readlink -f $n; done | '
                                  'grep "/usb[0-9]*/"')[1]

    def kept_out(self, what):
        """Nothing of it has reached the machine."""
        self.expect(f'{what}: no input', not self.inputs(), self.inputs())
        self.expect(f'{what}: no disk', not self.disks(), self.disks())
        self.expect(f'{what}: no network', not self.networks(), self.networks())

    def qemu_device(self, driver, **more):
        """One of QEMU's."""
        self.machine.qmp('device_add', driver=driver, id='thing', bus='usb.0', **more)

    def devices(self):
        """How many USB devices the kernel knows."""
        return int(self.machine.must(f'cd {USB}; ls | grep -c -- "^[0-9.-]*$" || true'))

    def pull_qemu_device(self):
        """And waits until the kernel has noticed."""
        before = self.devices()
        self.machine.qmp('device_del', id='thing')
        self.until('it is gone', lambda: self.devices() < before)

    def gadget(self, *functions, vendor='1209', product='0001'):
        """A device that says it is all of these."""
        self.machine.must(f'gadget plug {vendor} {product} {" ".join(functions)}')

    def pull_gadget(self):
        """The same, pulled."""
        before = self.devices()
        self.machine.must('gadget pull')
        self.until('the gadget is gone', lambda: self.devices() < before)

    def at_rest(self):
        """Nothing is plugged, mounted or told."""
        _, left = self.machine.shell(f'grep {MEDIA} /proc/mounts; ls -A {MEDIA}')
        self.expect('nothing is left', not left, left)
        self.expect('nothing is on standard error', not self.machine.must('cat /run/watch.txt'))


def keyboard(ports):
    """A keyboard, with and without staff."""
    for inside in (False, True):
        ports.staff(inside)
        ports.qemu_device('usb-kbd')
        ports.says('stays out: a keyboard, which nobody plugs into a kiosk.', 1 + inside)
        time.sleep(QUIET)
        ports.kept_out('keyboard')
        ports.pull_qemu_device()
    ports.staff(False)
    return {}


def stick(ports):
    """Plugged before staff come: no disk; afterwards it is told and mounted, the kiosk's own."""
    ports.machine.plug('late', ports.sticks.image('late'))
    ports.says('stays out until staff are in their room: a stick.')
    time.sleep(QUIET)
    ports.kept_out('stick')
    ports.send(staff=True)
    took = ports.settled(1)
    volume = ports.volumes[0]
    ports.mounted(volume, 'vfat')
    ports.expect('it is the kiosk\'s', f'uid={KIOSK}' in volume['mountinfo'], volume)
    ports.expect('its pack', 'smara.kpack' in ports.packs(volume), volume)
    # It may be written by a kiosk without rights.
    ports.send(want=volume['id'], access='write')
    ports.wait_for('it is writable', lambda told: any(
        one['access'] == 'write' and not one['busy'] for one in told.get('volumes', [])))
    folder = volume['folder']
    ports.machine.must(f'su -s /bin/sh kiosk -c "echo 1 > {folder}/visits.csv"')
    ports.send(want=volume['id'], access='read')
    ports.wait_for('it is read', lambda told: any(
        one['access'] == 'read' and not one['busy'] for one in told.get('volumes', [])))
    # Staff go: it stays, another one does not come in.
    ports.staff(False)
    ports.machine.plug('fat32', ports.sticks.image('fat32'))
    ports.says('stays out until staff are in their room: a stick.', 2)
    time.sleep(QUIET)
    ports.expect('one disk only', ports.disks().split() == ['sda'], ports.disks())
    ports.machine.must(f'ls {folder}/visits.csv')
    ports.machine.unplug('fat32')
    ports.machine.forget('fat32')
    gone = ports.pull('late')
    ports.at_rest()
    return {'told_s': took, 'gone_s': gone}


def refused(ports):
    """Other things, while staff are there."""
    ports.staff(True)
    ports.machine.must('modprobe cdc_ether; modprobe rndis_host')
    for number, (driver, words) in enumerate([
            ('usb-net', 'stays out: neither a stick, a hub nor the touch panel.'),
            ('usb-ccid', 'stays out: neither a stick, a hub nor the touch panel.'),
            ('usb-tablet', 'is put out: it is no touch panel.'),
            ('usb-mouse', 'is put out: it is no touch panel.')]):
        before = ports.log().count(words)
        ports.qemu_device(driver)
        ports.says(words, before + 1)
        time.sleep(QUIET)
        ports.kept_out(driver)
        ports.pull_qemu_device()
    ports.staff(False)
    return {'refused': number + 1}


def hub(ports):
    """A hub comes in; of what hangs at it, a stick alone, and that for staff."""
    ports.machine.qmp('device_add', driver='usb-hub', id='hub', bus='usb.0', port='5')
    ports.says('is let in: a hub.')
    ports.machine.qmp('device_add', driver='usb-kbd', id='thing', bus='usb.0', port='5.1')
    ports.machine.plug('late', ports.sticks.image('late'), port='5.2')
    ports.send(staff=True)
    took = ports.settled(1)
    ports.mounted(ports.volumes[0], 'vfat')
    ports.expect('no keyboard behind the hub', not ports.inputs(), ports.inputs())
    ports.staff(False)
    ports.machine.qmp('device_del', id='hub')
    ports.wait_for('all gone', lambda told: told.get('volumes') == [])
    ports.machine.forget('late')
    ports.at_rest()
    return {'told_s': took}


def composite(ports):
    """A stick that is a keyboard too, or a network: out, though staff are there. The same gadget as
    nothing but a stick is let in, which shows that the others could have been."""
    ports.machine.must('cp /state/gadget.img /run/gadget.img 2> /dev/null || '
                       'dd if=/dev/zero of=/run/gadget.img bs=1M count=8 2> /dev/null')
    ports.staff(True)
    for functions in (('storage', 'keyboard'), ('keyboard', 'storage'), ('storage', 'network')):
        before = ports.log().count('a stick that is something else besides.')
        ports.gadget(*functions)
        ports.says('a stick that is something else besides.', before + 1)
        time.sleep(QUIET)
        ports.kept_out('+'.join(functions))
        ports.pull_gadget()
    for function in ('keyboard', 'network'):
        ports.gadget(function)
        time.sleep(QUIET)
        ports.kept_out(function)
        ports.pull_gadget()
    ports.gadget('storage')
    ports.settled(1)
    ports.expect('a disk', ports.disks().split() == ['sda'], ports.disks())
    ports.pull_gadget()
    ports.wait_for('gone', lambda told: told.get('volumes') == [])
    ports.staff(False)
    ports.at_rest()
    return {'composites': 3}


def panel(ports):
    """The first touch screen is learned; it comes back at its port, and nothing else does there."""
    ports.gadget('typist')
    ports.says('is put out: it has the keys of a keyboard.')
    ports.until('no input', lambda: not ports.inputs())
    ports.pull_gadget()
    ports.gadget('touch')
    took = ports.says("is this kiosk's touch panel, and no other is from now on.")
    ports.expect('an input', ports.inputs())
    ports.machine.must('cat /state/helper/panel.json')
    ports.pull_gadget()
    ports.gadget('touch')
    ports.until('it comes back', ports.inputs)
    ports.pull_gadget()
    ports.gadget('touch', product='0002')
    ports.says('an input device that is not the touch panel at its port.')
    time.sleep(QUIET)
    ports.kept_out('another touch screen at its port')
    ports.pull_gadget()
    ports.gadget('touch', 'keyboard')
    time.sleep(QUIET)
    ports.kept_out('a panel with a keyboard')
    ports.pull_gadget()
    # What takes its port and its name, and types.
    before = ports.log().count('is put out: it has the keys of a keyboard.')
    ports.gadget('typist')
    typed = ports.says('is put out: it has the keys of a keyboard.', before + 1)
    ports.until('no input', lambda: not ports.inputs())
    ports.pull_gadget()
    before = ports.log().count('not the touch panel at its port.')
    ports.qemu_device('usb-tablet')
    ports.says('not the touch panel at its port.', before + 1)
    ports.kept_out('a tablet elsewhere')
    ports.pull_qemu_device()
    return {'learned_s': took, 'typist_out_s': typed}


def helper_ends(ports):
    """The helper is killed and comes again; then the kiosk is."""
    ports.send(staff=True)
    ports.machine.plug('late', ports.sticks.image('late'))
    ports.settled(1)
    ports.machine.shell('kill -9 $(cat /run/helper.pid); wait $(cat /run/helper.pid)')
    told, _ = ports.wait_for('staff are told', lambda told: any(
        'is not reachable' in one.get('trouble', '') for one in told.get('volumes', [])))
    ports.start_helper()
    back = ports.wait_for('it is back', lambda told: any(
        one['access'] == 'read' and not one['busy'] for one in told.get('volumes', [])))[1]
    ports.mounted(ports.volumes[0], 'vfat')
    # The helper has not forgotten the panel, nor that staff are there.
    ports.says('staff are in their room', 1)
    ports.machine.shell('kill -9 $(pidof watch_volumes); wait $(cat /run/watch.pid)')
    ports.until('nothing is mounted', lambda: ports.machine.shell(f'grep {MEDIA} /proc/mounts')[1] == '')
    before = ports.log().count('stays out until staff are in their room: a stick.')
    ports.machine.plug('fat32', ports.sticks.image('fat32'))
    ports.says('stays out until staff are in their room: a stick.', before + 1)
    ports.machine.unplug('fat32')
    ports.machine.forget('fat32')
    ports.watch()
    ports.settled(1)
    ports.pull('late')
    ports.at_rest()
    return {'back_s': round(back, 2), 'told': (told or {}).get('volumes', [{}])[0].get('trouble')}


def power(ports):
    """Power off is asked for by a kiosk without rights, and granted by the helper."""
    ports.send(power='off')
    told, _ = ports.wait_for('an answer', lambda told: 'power' in told)
    ports.expect('it is granted', told == {'power': ''}, told)
    said = ports.machine.must('cat /run/powers')
    ports.expect('systemctl is asked', said.startswith('poweroff --no-block'), said)
    return {}


CASES = [keyboard, stick, refused, hub, composite, panel, helper_ends, power]


def run_all(ports, wanted):
    """Each case, told at once; a machine that hangs ends them."""
    results = []
    try:
        ports.start()
        for case in wanted:
            results.append(run_case(ports, case))
            print(json.dumps(results[-1], ensure_ascii=False), flush=True)
    except (MachineError, LookupError, AssertionError) as why:
        results.append({'case': 'broken off', 'ok': False, 'seconds': 0, 'saw': {},
                        'problems': [*ports.problems, f'{type(why).__name__}: {why}']})
        print(json.dumps(results[-1], ensure_ascii=False), flush=True)
    finally:
        ports.machine.stop()
    return results


def find_out(ports):
    """A machine that lets everything in must be told from a guarded one."""
    try:
        ports.start()
        ports.qemu_device('usb-kbd')
        ports.until('it is in', ports.inputs, 60)
        ports.problems.clear()
        ports.kept_out('keyboard')
    except MachineError as why:
        print(why, file=sys.stderr)
        return False
    finally:
        ports.machine.stop()
    return bool(ports.problems)


def main():
    """All of it."""
    parser = argparse.ArgumentParser(description='USB ports in a virtual machine.')
    parser.add_argument('--cache', type=pathlib.Path, default=default_cache())
    parser.add_argument('--build', type=pathlib.Path, default=ROOT / 'build-test')
    parser.add_argument('--only', default=','.join(case.__name__ for case in CASES))
    parser.add_argument('--no-twins', action='store_true')
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the machine ends with this
    guest = Guest(options.cache, options.build)
    try:
        guest.make()
        sticks = Sticks(guest)
        sticks.make()
    except CannotRun as why:
        print(f'ports: DID NOT RUN: {why}', file=sys.stderr)
        return 77
    wanted = [case for case in CASES if case.__name__ in options.only.split(',')]
    with tempfile.TemporaryDirectory(prefix='kiosk-ports-') as folder:
        folder = pathlib.Path(folder)
        results = run_all(Ports(folder / 'sound', guest, sticks, f'{KERNEL_GUARDS} {GUARDED}'), wanted)
        caught = True
        if not options.no_twins:
            # By udev's rule alone, without the kernel's word; then by neither.
            results += run_all(Ports(folder / 'rule', guest, sticks, GUARDED), [keyboard])
            caught = find_out(Ports(folder / 'open', guest, sticks, ''))
            print(json.dumps({'twin': 'open', 'caught': caught}))
    return 0 if all(result['ok'] for result in results) and caught else 1


if __name__ == '__main__':
    sys.exit(main())
