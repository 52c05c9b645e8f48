"""Boots the kiosk's image, as platform/install/image.sh makes it, and looks whether it is what
platform/install/image/README.md says:

    python3 tests/device/image_boot.py out/kiosk-amd64.img [--idle SECONDS] [--keep FOLDER] [--direct] [--hurry]

A copy of the image is enlarged by 1 GiB, as on a larger card, started, looked at, left alone for a
while, its power cut while it writes, started again; and a package is laid in as an update.
amd64: by UEFI and the image's own boot loader. arm64, and amd64 with --direct, which is faster: the
kernel, the initramfs and the kernel's command line out of the image's boot partition; a Raspberry
Pi's firmware is not tried by this.
With --hurry the machine's clock runs on at once whenever it has nothing to do: an hour at rest takes minutes.
The image's bytes are tried as they are: what talks to it from inside is a unit that QEMU hands to
systemd as a credential. By hand; without hardware help it takes minutes.
Exit code: 0 all is so; 1 something is not; 77 it could not run here, which is no pass.
"""
import argparse
import base64
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from machine import CannotRun, Lines, Machine, MachineError

GROWN = 1 << 30
SHELL_UNIT = r'''[Unit]
Description=Answers to image_boot.py
DefaultDependencies=no
After=basic.target
[Service]
Type=exec
ExecStart=/bin/bash -c 'until exec 3<>/dev/virtio-ports/kiosk.shell; do sleep 1; done 2>/dev/null; \
  echo ready >&3; while read -r line <&3; do eval "$$line" >&3 2>&1 </dev/null; echo "@@end $$?" >&3; done'
'''
# Without hardware help, guards against processors' faults cost most of the time, and a busy computer
# is slower than any timeout foresees.
FASTER = 'mitigations=off nowatchdog no_timer_check systemd.default_device_timeout_sec=900'
CREDENTIALS = {
    'systemd.extra-unit.image-shell.service': SHELL_UNIT,
    'systemd.unit-dropin.multi-user.target~shell': '[Unit]\nWants=image-shell.service\n',
}


def need(program, package):
    """Where the program is, or which package has it."""
    found = shutil.which(program)
    if found is None:
        raise CannotRun(f'{program} is missing. As root, run: apt-get install --no-install-recommends {package}')
    return found


def firmware():
    """UEFI for a small PC."""
    code = pathlib.Path('/usr/share/OVMF/OVMF_CODE_4M.fd')
    if not code.exists():
        raise CannotRun('UEFI for QEMU is missing. As root, run: apt-get install --no-install-recommends ovmf')
    return code, code.with_name('OVMF_VARS_4M.fd')


def from_boot_partition(image, name, target):
    """One file out of the image's boot partition, which begins at 1 MiB."""
    subprocess.run([need('mcopy', 'mtools'), '-n', '-o', '-i', f'{image}@@1M', f'::/{name}', str(target)], check=True)
    return target


def boot_partition_names(image):
    """What lies on the boot partition."""
    listed = subprocess.run([need('mdir', 'mtools'), '-b', '-i', f'{image}@@1M', '::/'], check=True,
                            capture_output=True, text=True).stdout
    return [line.strip().removeprefix('::/') for line in listed.splitlines()]


class Computer(Machine):
    """A machine that has nothing but the image."""

    direct = False  # without UEFI and its boot loader
    hurry = False   # no waiting while it waits

    def __init__(self, folder, image):
        super().__init__(folder, '', '', [])
        names = boot_partition_names(image)
        arm = 'cmdline.txt' in names
        if arm:
            self.command = [need('qemu-system-aarch64', 'qemu-system-arm'), '-machine', 'virt', '-cpu', 'cortex-a72',
                            '-device', 'virtio-gpu-pci,xres=1280,yres=720']
        else:
            self.command = [need('qemu-system-x86_64', 'qemu-system-x86'), '-machine', 'q35', '-cpu', 'Nehalem',
                            '-device', 'virtio-vga,xres=1280,yres=720']
        if self.hurry:
            self.add('-accel', 'tcg,tb-size=512,thread=single', '-icount', 'shift=auto,sleep=off', '-rtc', 'clock=vm')
        else:
            self.add('-accel', 'tcg,tb-size=512')
        self.add('-nodefaults', '-no-user-config', '-display', 'none', '-m', '1024', '-smp', '1',
                 '-serial', f'file:{self.console}', '-qmp', self._listening('monitor'),
                 '-drive', f'file={image},format=raw,if=none,id=card,cache=writeback',
                 '-device', 'virtio-blk-pci,drive=card,bootindex=1', '-device', 'virtio-serial-pci',
                 '-chardev', f'socket,id=shell,{self._listening("kiosk.shell")[5:]}',
                 '-device', 'virtserialport,chardev=shell,name=kiosk.shell',
                 '-device', 'qemu-xhci', '-device', 'usb-kbd', '-device', 'virtio-rng-pci')
        if arm or self.direct:
            self._without_loader(image, names, arm)
        else:
            self._by_uefi()

    def _without_loader(self, image, names, arm):
        """The kernel out of the image, with the words that the image gives it."""
        if arm:
            words = from_boot_partition(image, 'cmdline.txt', self.folder / 'words').read_text().strip()
        else:
            entry = from_boot_partition(image, 'loader/entries/kiosk.conf', self.folder / 'words').read_text()
            words = next(line for line in entry.splitlines() if line.startswith('options '))[8:]
        for option, prefix in (('-kernel', 'vmlinuz-'), ('-initrd', 'initrd.img-')):
            name = next(name for name in names if name.startswith(prefix))
            self.add(option, str(from_boot_partition(image, name, self.folder / prefix)))
        for name, text in CREDENTIALS.items():
            words += f' systemd.set_credential_binary={name}:{self._coded(text)}'
        self.add('-append', f'{words} {FASTER}')

    def _by_uefi(self):
        """As a small PC starts."""
        code, variables = firmware()
        mine = self.folder / 'variables.fd'
        if not mine.exists():
            shutil.copy(variables, mine)
        self.add('-drive', f'if=pflash,format=raw,readonly=on,file={code}',
                 '-drive', f'if=pflash,format=raw,file={mine}')
        for name, text in CREDENTIALS.items():
            self.add('-smbios', f'type=11,value=io.systemd.credential.binary:{name}={self._coded(text)}')
        self.add('-smbios', f'type=11,value=io.systemd.boot.kernel-cmdline-extra={FASTER}')

    @staticmethod
    def _coded(text):
        return base64.b64encode(text.encode()).decode()

    def begin(self):
        """Power on; who is to talk to it asks `answers`."""
        for name in ('monitor', 'kiosk.shell'):
            (self.folder / name).unlink(missing_ok=True)
        with open(self.folder / 'qemu.txt', 'wb') as said:
            self.process = subprocess.Popen(['nice', '-n', '5', *self.command], stdin=subprocess.DEVNULL,
                                            stdout=said, stderr=said)
        deadline = time.monotonic() + 30
        try:
            self.monitor = Lines(self.folder / 'monitor', deadline)
            self.monitor.read()
            self.qmp('qmp_capabilities')
            self.lines['kiosk.shell'] = Lines(self.folder / 'kiosk.shell', deadline)
        except MachineError as why:
            raise MachineError(f'{why}; QEMU: {self.tail("qemu.txt")}') from None

    def answers(self, seconds):
        """Whether the shell inside has said that it is there, after at most these seconds."""
        return self.lines['kiosk.shell'].read(seconds) == 'ready'

    def ends(self, seconds):
        """Whether it has gone off, or restarted, by then."""
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def picture(self, path):
        """What the panel shows now."""
        self.qmp('screendump', filename=str(path), format='png')

    def written(self):
        """Bytes that were written to the card since the start, and flushes."""
        card = next(one for one in self.qmp('query-blockstats') if one.get('device') == 'card')
        return card['stats']['wr_bytes'], card['stats']['wr_operations']


class Verdict:
    """What was looked at, and whether it was so."""

    def __init__(self):
        self.wrong = 0

    def hold(self, name, so, said=''):
        """One line of the report."""
        self.wrong += not so
        print(f'  {"ok " if so else "NOT"} {name}{": " + said if said else ""}', flush=True)


def settle(computer):
    """Until systemd has nothing left to start."""
    computer.shell('systemctl is-system-running --wait')


def look(computer, verdict):
    """What must be so after every start."""

    def told(command):
        return computer.shell(command)[1].strip()

    state = told('systemctl is-system-running')
    failed = told('systemctl --failed --plain --no-legend')
    verdict.hold('the system runs, and no unit failed', state == 'running', f'{state} {failed}'.strip())
    kiosk = told('systemctl is-active kiosk.service')
    verdict.hold('kiosk.service is up', kiosk == 'active', kiosk)
    root = told('findmnt -no FSTYPE,OPTIONS /run/kiosk-system/root')
    verdict.hold('the root below is read only', root.startswith('ext4') and ' ro,' in root, root)
    verdict.hold('a layer in memory is above it', told('findmnt -no FSTYPE /') == 'overlay')
    code, said = computer.shell('touch /run/kiosk-system/root/here')
    verdict.hold('nothing can be written below', code != 0, said.strip())
    verdict.hold('what was written to the root before is gone', told('ls /etc/left-over') != '/etc/left-over')
    size = int(told('findmnt -bno SIZE /data') or 0)
    verdict.hold('the data partition has grown to the end', size > GROWN, f'{size >> 20} MiB')
    for place in ('/var/lib/kiosk', '/var/lib/kiosk-helper'):
        mounted = told(f'findmnt -no SOURCE,OPTIONS {place}')
        verdict.hold(f'{place} lies on it', '/kiosk' in mounted and 'noatime' in mounted, mounted)
    verdict.hold('no swap', told('cat /proc/swaps | wc -l') == '1')
    verdict.hold('the journal is in memory', told('ls /var/log/journal 2>&1 | grep -c cannot') == '1')
    timers = told('systemctl list-timers --plain --no-legend | grep -o "[^ ]*[.]timer"')
    verdict.hold('timers', timers in ('', 'systemd-tmpfiles-clean.timer'), timers.replace('\n', ' '))
    verdict.hold('nobody can log in', told('passwd -S root').split()[1:2] == ['L'] and told('readlink /proc/[0-9]*/exe | grep -c getty') == '0')
    verdict.hold('ctrl-alt-del is masked', told('systemctl is-enabled ctrl-alt-del.target') == 'masked')
    verdict.hold('SysRq is off', told('cat /proc/sys/kernel/sysrq') == '0', told('cat /proc/sys/kernel/sysrq'))
    keyboards = told('grep -ciE "usb.*keyboard" /proc/bus/input/devices')
    verdict.hold('a USB keyboard is let in by nobody', keyboards == '0', keyboards)
    verdict.hold('nobody listens on a network', told('cat /proc/net/tcp /proc/net/tcp6 | grep -c " 0A "') == '0')


def pass_time(computer, seconds):
    """By its own clock."""
    def clock():
        return float(computer.shell('cat /proc/uptime')[1].split()[0])

    end = clock() + seconds
    while clock() < end:
        time.sleep(2)


def idle(computer, verdict, seconds, folder):
    """Leaves it alone."""
    pass_time(computer, 240)  # what still settles: the first mount's tables, udev, the kiosk's note of its start
    computer.shell('sync')
    before = computer.written()
    pass_time(computer, seconds)
    after = computer.written()
    computer.picture(folder / 'idle.png')
    verdict.hold(f'{seconds} s at rest write nothing', after == before,
                 f'{after[0] - before[0]} bytes in {after[1] - before[1]} writes')


def first_start(card, verdict, folder, seconds):
    """From a card that was just written, on to its rest, to a power cut while it writes."""
    print('first start', flush=True)
    with Computer(folder, card) as computer:
        took = start(computer, folder, 'first')
        settle(computer)
        print(f'  {took:.0f} s until it answers. {computer.shell("systemd-analyze time")[1]}')
        print(computer.shell('systemd-analyze blame --no-pager | head -n 12')[1])
        computer.picture(folder / 'first.png')
        look(computer, verdict)
        print('at rest', flush=True)
        idle(computer, verdict, seconds, folder)
        print('power cut while it writes', flush=True)
        computer.shell('touch /etc/left-over; echo kept > /var/lib/kiosk/kept; sync /var/lib/kiosk/kept')
        computer.shell('(while :; do head -c 300000 /dev/urandom > /var/lib/kiosk/torn; sync; done) & sleep 7')


def second_start(card, verdict, folder):
    """What the power cut has left."""
    with Computer(folder, card) as computer:
        start(computer, folder, 'second')
        settle(computer)
        computer.picture(folder / 'second.png')
        look(computer, verdict)
        kept = computer.shell('cat /var/lib/kiosk/kept')[1].strip()
        verdict.hold('what was synced is there', kept == 'kept', kept)
        print(computer.shell('journalctl -b --no-pager -o cat -t systemd-fsck | tail -n 3')[1])
        computer.shell('rm /var/lib/kiosk/torn; sync')


def update(card, verdict, folder):
    """A package that was laid in: taken at the next start, which then restarts."""
    print('an update that was laid in', flush=True)
    lay_in_update(card, folder)
    with Computer(folder, card) as computer:
        computer.add('-no-reboot')
        computer.begin()
        time.sleep(60)
        computer.picture(folder / 'updating.png')
        verdict.hold('it restarts by itself', computer.ends(900))
    log = from_boot_partition(card, 'update-taken/log.txt', folder / 'update-log.txt')
    with Computer(folder, card) as computer:
        start(computer, folder, 'updated')
        settle(computer)
        code, said = computer.shell('cat /run/kiosk-system/root/usr/share/kiosk-update-proof')
        verdict.hold('the package is in the real root', code == 0, said.strip())
        if code != 0:
            print(log.read_text(errors='replace')[-1500:])
        look(computer, verdict)
        computer.picture(folder / 'updated.png')


def try_image(image, folder, seconds):
    """The whole visit; how many things were wrong."""
    verdict = Verdict()
    card = folder / 'card.img'
    subprocess.run(['cp', '--sparse=always', str(image), str(card)], check=True)
    with open(card, 'r+b') as file:
        file.truncate(file.seek(0, 2) + GROWN)
    first_start(card, verdict, folder, seconds)
    second_start(card, verdict, folder)
    update(card, verdict, folder)
    return verdict.wrong


def start(computer, folder, name):
    """Starts it, and takes a picture every few seconds until it answers."""
    began = time.monotonic()
    computer.begin()
    count = 0
    while not computer.answers(4):
        computer.picture(folder / f'{name}-{count:02}.png')
        count += 1
        if time.monotonic() - began > 1500:
            raise MachineError(f'it does not come up; console: {computer.tail("console.txt")}')
    return time.monotonic() - began


def lay_in_update(card, folder):
    """A folder "update" with one small package, as somebody does at a PC."""
    tree = folder / 'proof'
    (tree / 'DEBIAN').mkdir(parents=True, exist_ok=True)
    (tree / 'DEBIAN/control').write_text('Package: kiosk-update-proof\nVersion: 1\nArchitecture: all\n'
                                         'Maintainer: nobody <nobody@localhost>\nDescription: proof\n')
    (tree / 'usr/share').mkdir(parents=True, exist_ok=True)
    (tree / 'usr/share/kiosk-update-proof').write_text('installed\n')
    subprocess.run(['dpkg-deb', '--root-owner-group', '--build', str(tree), str(folder / 'proof.deb')], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(['mmd', '-i', f'{card}@@1M', '::/update'], check=True)
    subprocess.run(['mcopy', '-i', f'{card}@@1M', str(folder / 'proof.deb'), '::/update/proof.deb'], check=True)


def run(name, image, keep, work):
    """Does `work` in a folder that goes afterwards, unless it is to be kept; tells how it ended. `work` says
    how many things were wrong. The exit code."""
    folder = (keep or pathlib.Path(tempfile.mkdtemp(prefix=f'{name}.'))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if not image.is_file():
            raise CannotRun(f'there is no image "{image}": make one by bash platform/install/image.sh')
        wrong = work(folder)
    except CannotRun as why:
        print(f'{name}: DID NOT RUN: {why}', file=sys.stderr)
        return 77
    except MachineError as why:
        print(f'{name}: {why}', file=sys.stderr)
        return 1
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(f'{name}: all is so' if wrong == 0 else f'{name}: {wrong} things are not so')
    return 0 if wrong == 0 else 1


def main():
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__.split(':', maxsplit=1)[0])
    words.add_argument('image', type=pathlib.Path)
    words.add_argument('--idle', type=int, default=180, metavar='SECONDS')
    words.add_argument('--keep', type=pathlib.Path, metavar='FOLDER', help='where pictures and the copy stay')
    words.add_argument('--direct', action='store_true', help='without UEFI and its boot loader')
    words.add_argument('--hurry', action='store_true', help='its clock does not wait while it has nothing to do')
    given = words.parse_args()
    Computer.direct, Computer.hurry = given.direct, given.hurry
    return run('image_boot', given.image, given.keep,
               lambda folder: try_image(given.image, folder, given.idle))


if __name__ == '__main__':
    sys.exit(main())
