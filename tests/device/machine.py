"""A virtual machine under QEMU, without any help of the host's kernel: its start, its monitor (QMP),
its lines to the programs inside, and what is plugged into it. Knows nothing of the kiosk.

The guest's init (guest_init.sh) reads commands for its shell from the port "kiosk.shell".
"""
import json
import pathlib
import queue
import re
import shutil
import socket
import subprocess
import threading
import time

PATIENCE = 400  # s for anything that a machine without hardware help has to do, on a busy computer
END_OF_COMMAND = '@@end '


class MachineError(Exception):
    """The machine did not do what every machine does; says what it wrote last."""


class CannotRun(Exception):
    """This computer lacks what is needed: nothing was tried, which is no pass."""


def qemu():
    """The emulator, or why there is none."""
    found = shutil.which('qemu-system-x86_64')
    if found is None:
        raise CannotRun('qemu-system-x86_64 is missing: install qemu-system-x86')
    return found


def chain(name, image, spoilt):
    """What a stick is made of, from the file up: what spoils it, what slows it."""
    nodes = [{'driver': 'file', 'filename': str(image)}]
    if spoilt:
        nodes.append({'driver': 'blkdebug', **spoilt})
    nodes += [{'driver': 'raw'}, {'driver': 'throttle', 'throttle-group': f'{name}-pace'}]
    below = None
    for level, node in enumerate(nodes):
        node['node-name'] = name if node is nodes[-1] else f'{name}-{level}'
        if below:
            node['image' if node['driver'] == 'blkdebug' else 'file'] = below
        below = node['node-name']
    return nodes


class Lines:
    """Lines of text over a socket, read by a thread, so that nobody has to wait for both ends."""

    def __init__(self, path, deadline):
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(str(path))
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise MachineError(f'{path.name}: the machine does not listen') from None
                time.sleep(0.02)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        try:
            with self.socket.makefile('r', encoding='utf-8', errors='replace') as stream:
                for line in stream:
                    self.lines.put(line.rstrip('\r\n'))
        except OSError:
            pass
        self.lines.put(None)

    def write(self, line):
        """One line more."""
        self.socket.sendall(line.encode() + b'\n')

    def read(self, timeout=PATIENCE):
        """The next line; None: none came. The end of the machine is an error."""
        try:
            line = self.lines.get(timeout=max(timeout, 0.001))
        except queue.Empty:
            return None
        if line is None:
            self.lines.put(None)
            raise MachineError('the machine has ended')
        return line

    def close(self):
        """No more of it."""
        self.socket.close()


class Machine:
    """One machine. `folder`: for its sockets and its console's text; `disks`: images, the first
    one its root, written to only where `(image, True)` says so; `ports`: further lines, by name."""

    def __init__(self, folder, kernel, initrd, disks, ports=(), memory=768):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.console = self.folder / 'console.txt'
        self.names = ['kiosk.shell', *ports]
        self.events = []  # of the monitor, as they came
        self.process, self.lines, self.monitor = None, {}, None
        self.command = [
            qemu(), '-machine', 'q35', '-accel', 'tcg', '-cpu', 'max', '-smp', '1', '-m', str(memory),
            '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot',
            '-kernel', str(kernel), '-initrd', str(initrd), '-append',
            'console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on no_timer_check',
            '-serial', f'file:{self.console}', '-qmp', self._listening('monitor'),
            '-device', 'virtio-serial-pci']
        for name in self.names:
            self.command += ['-chardev', f'socket,id={name},{self._listening(name)[5:]}',
                             '-device', f'virtserialport,chardev={name},name={name}']
        for number, (image, writable) in enumerate(disks):
            self.command += ['-drive', f'file={image},format=raw,if=none,id=disk{number},cache=unsafe,'
                                       f'readonly={"off" if writable else "on"}',
                             '-device', f'virtio-blk-pci,drive=disk{number},serial=disk{number}']

    def _listening(self, name):
        return f'unix:path={self.folder / name},server=on,wait=off'

    def boot_with(self, words):
        """Further words of the kernel's command line, before the start."""
        at = self.command.index('-append') + 1
        self.command[at] = f'{self.command[at]} {words}'.strip()

    def add(self, *words):
        """Further words of QEMU's command line, before the start."""
        self.command += words

    def start(self):
        """Boots, and returns when the guest's shell answers; how long that took, in seconds."""
        began = time.monotonic()
        for name in ['monitor', *self.names]:
            (self.folder / name).unlink(missing_ok=True)
        with open(self.folder / 'qemu.txt', 'wb') as said:
            self.process = subprocess.Popen(['nice', '-n', '5', *self.command], stdin=subprocess.DEVNULL,
                                            stdout=said, stderr=said)
        try:
            self.monitor = Lines(self.folder / 'monitor', began + PATIENCE)
            self.monitor.read()
            self.qmp('qmp_capabilities')
            for name in self.names:
                self.lines[name] = Lines(self.folder / name, began + PATIENCE)
            if self.lines['kiosk.shell'].read() != 'ready':
                raise MachineError('the guest does not answer')
        except (MachineError, OSError) as why:
            self.stop()
            raise MachineError(f'{why}; QEMU: {self.tail("qemu.txt")}; console: '
                               f'{self.tail("console.txt")}') from None
        return time.monotonic() - began

    def tail(self, name, count=1500):
        """The last that stands in one of the machine's texts."""
        try:
            return (self.folder / name).read_text('utf-8', 'replace')[-count:].strip()
        except OSError:
            return ''

    def qmp(self, command, **arguments):
        """One command of the monitor; an error of it is raised."""
        self.monitor.write(json.dumps({'execute': command, 'arguments': arguments}))
        while True:
            line = self.monitor.read()
            if line is None:
                raise MachineError(f'{command}: the monitor does not answer')
            answer = json.loads(line)
            if 'event' in answer:
                self.events.append(answer)
            elif 'error' in answer:
                raise MachineError(f'{command}: {answer["error"]["desc"]}')
            elif 'return' in answer:
                return answer['return']

    def shell(self, command, timeout=PATIENCE):
        """Runs a line in the guest's shell; its exit code and what it wrote."""
        assert '\n' not in command
        line = self.lines['kiosk.shell']
        line.write(command)
        said, end = [], time.monotonic() + timeout
        while True:
            read = line.read(end - time.monotonic())
            if read is None:
                raise MachineError(f'"{command}" does not end; console: {self.tail("console.txt")}')
            if read.startswith(END_OF_COMMAND):
                return int(read[len(END_OF_COMMAND):]), '\n'.join(said)
            said.append(read)

    def must(self, command, timeout=PATIENCE):
        """The same of a command that has to work: what it wrote."""
        code, said = self.shell(command, timeout)
        if code != 0:
            raise MachineError(f'"{command}" ended with {code}: {said}')
        return said

    # What is plugged in.

    def plug(self, name, image, bus='usb.0', spoilt=None, **properties):
        """A stick with this image. `spoilt`: options of blkdebug between it and the file."""
        self.qmp('object-add', **{'qom-type': 'throttle-group', 'id': f'{name}-pace'})
        for node in chain(name, image, spoilt):
            self.qmp('blockdev-add', **node)
        self.qmp('device_add', driver='usb-storage', id=f'{name}-stick', bus=bus, drive=name,
                 serial=name, **properties)

    def plug_before_start(self, name, image, driver='usb-storage', bus='usb.0'):
        """The same before the machine runs; usb-uas: a disk in a fast case."""
        self.add('-object', f'throttle-group,id={name}-pace')
        for node in chain(name, image, None):
            self.add('-blockdev', json.dumps(node))
        if driver == 'usb-uas':
            self.add('-device', f'usb-uas,id={name}-stick,bus={bus}',
                     '-device', f'scsi-hd,bus={name}-stick.0,drive={name},serial={name}')
        else:
            self.add('-device', f'{driver},id={name}-stick,bus={bus},drive={name},serial={name}')

    def slow_down(self, name, bytes_a_second):
        """How fast a plugged stick is read from now on; 0: as it comes."""
        self.qmp('qom-set', path=f'/objects/{name}-pace', property='limits',
                 value={'bps-read': bytes_a_second})

    def inner_disk(self, name):
        """The monitor's path of the disk within a plugged stick: what takes a medium."""
        path = f'/machine/peripheral/{name}-stick'
        for _ in range(3):
            inside = [item['name'] for item in self.qmp('qom-list', path=path)
                      if re.fullmatch(r'child<(SCSI|scsi-.*)>', item['type'])]
            if not inside:
                return path
            path += f'/{inside[0]}'
        return path

    def unplug(self, name):
        """Pulled out, whatever is under way."""
        self.qmp('device_del', id=f'{name}-stick')

    def forget(self, name, spoilt=False):
        """What was behind a pulled stick goes too; its image may then be used again."""
        end = time.monotonic() + PATIENCE
        for node in reversed(chain(name, '', {'image': ''} if spoilt else None)):
            while True:
                try:
                    self.qmp('blockdev-del', **{'node-name': node['node-name']})
                    break
                except MachineError:  # in use for as long as the device is going
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.05)
        self.qmp('object-del', id=f'{name}-pace')

    def stop(self):
        """Ends it as a power cut does."""
        for lines in [self.monitor, *self.lines.values()]:
            if lines is not None:
                lines.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
