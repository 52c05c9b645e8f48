"""Disks that remember: an ext4 on a loop device on a file whose every write and flush is noted
(block_log.c), and loop devices on which such a disk is made again. Linux, as root."""
import ctypes
import errno
import fcntl
import json
import os
import random
import shutil
import struct
import subprocess
import threading
import time

from desk import CannotRun, run

BLOCK = 4096
CHUNK = 64 * 1024  # bytes compared at once
DISK = 24 * 1024 * 1024
NO_NAMESPACE = 0x00020000
PRIVATE = 1 << 14 | 1 << 18
LOOP_SET_FD, LOOP_CLR_FD, LOOP_GET_FREE = 0x4C00, 0x4C01, 0x4C82
# struct loop_info64 of linux/loop.h: its size, and where its flags stand.
LOOP_SET_STATUS64, LOOP_FACTS, LOOP_FLAGS_AT, LOOP_AUTOCLEAR = 0x4C04, 232, 52, 4
LIBC = ctypes.CDLL(None, use_errno=True)


def called(name, *arguments):
    """A call of the C library that has to work."""
    if getattr(LIBC, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f'{name}: {os.strerror(code)}')


def mount(device, place, choices):
    """Mounts an ext4."""
    called('mount', str(device).encode(), str(place).encode(), b'ext4', 0, choices.encode())


def unmount(place):
    """Unmounts, also if something still holds on for a moment."""
    for _ in range(100):
        if LIBC.umount2(str(place).encode(), 0) == 0:
            return
        if ctypes.get_errno() != errno.EBUSY:
            break
        time.sleep(0.02)
    raise OSError(ctypes.get_errno(), f'umount {place}')


class Loop:
    """A loop device on a file; freed when this is closed."""

    def __init__(self, file):
        with open('/dev/loop-control', 'rb') as control:
            for _ in range(50):
                number = fcntl.ioctl(control, LOOP_GET_FREE)
                self.path = f'/dev/loop{number}'
                if not os.path.exists(self.path):
                    os.mknod(self.path, 0o600 | 0o060000, os.makedev(7, number))
                self.device = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
                backing = os.open(file, os.O_RDWR | os.O_CLOEXEC)
                try:
                    fcntl.ioctl(self.device, LOOP_SET_FD, backing)
                    # Freed by the kernel too, should this process be killed.
                    facts = bytearray(LOOP_FACTS)
                    struct.pack_into('=I', facts, LOOP_FLAGS_AT, LOOP_AUTOCLEAR)
                    fcntl.ioctl(self.device, LOOP_SET_STATUS64, bytes(facts))
                    return
                except OSError as why:
                    os.close(self.device)
                    if why.errno != errno.EBUSY:
                        raise
                finally:
                    os.close(backing)
        raise OSError(errno.EBUSY, 'no loop device is free')

    def close(self):
        """Frees the device."""
        fcntl.ioctl(self.device, LOOP_CLR_FD)
        os.close(self.device)


class LoggedDisk:
    """An ext4 on a disk that remembers: mounted at `volume` until close()."""

    def __init__(self, desk, logger, name, choices):
        self.folder = desk.folder / f'disk-{name}'
        self.folder.mkdir()
        self.image, self.log = self.folder / 'image', self.folder / 'log'
        self.volume, self.fuse = self.folder / 'volume', self.folder / 'fuse'
        self.volume.mkdir()
        self.fuse.mkdir()
        self.choices, self.logger = choices, logger
        self.make()

    def make(self):
        """A disk whose device shows the old pack already: the state before the log begins."""
        with open(self.image, 'wb') as image:
            image.truncate(DISK)
        made = run(['mkfs.ext4', '-q', '-F', '-b', BLOCK, '-N', 4096, '-E',
                    'nodiscard,lazy_itable_init=0,lazy_journal_init=0', self.image])
        if made.returncode != 0:
            raise CannotRun(f'mkfs.ext4: {made.stderr}')

    def fill(self, device):
        """Puts a device's state folder on it, unlogged."""
        loop = Loop(self.image)
        mount(loop.path, self.volume, '')
        shutil.copytree(device, self.volume / 'device')
        unmount(self.volume)
        loop.close()
        shutil.copy(self.image, self.folder / 'base')

    def open(self):
        """From here on everything is noted."""
        self.server = subprocess.Popen([self.logger, self.image, self.log, self.fuse],
                                       stderr=subprocess.PIPE)
        for _ in range(500):
            if (self.fuse / 'disk').exists():
                break
            if self.server.poll() is not None:
                raise CannotRun(f'FUSE: {self.server.stderr.read().decode()}')
            time.sleep(0.01)
        self.loop = Loop(self.fuse / 'disk')
        mount(self.loop.path, self.volume, self.choices)

    def mark(self, **facts):
        """Notes in the log what may be shown from here on."""
        descriptor = os.open(self.fuse / 'mark', os.O_WRONLY)
        os.write(descriptor, json.dumps(facts).encode())
        os.close(descriptor)

    def close(self):
        """Unmounts all; the log is whole then."""
        unmount(self.volume)
        self.loop.close()
        unmount(self.fuse)
        self.server.wait(30)


class Unrest:
    """Syncs the whole volume at random moments, as a kernel short of memory might."""

    def __init__(self, volume, wanted):
        self.volume, self.ended = volume, threading.Event()
        self.thread = threading.Thread(target=self.work)
        self.wanted = wanted
        if wanted:
            self.thread.start()

    def work(self):
        """Until ended."""
        chance = random.Random(5)
        folder = os.open(self.volume, os.O_RDONLY)
        while not self.ended.wait(chance.uniform(0.01, 0.2)):
            LIBC.syncfs(folder)
        os.close(folder)

    def end(self):
        """No sync after this."""
        self.ended.set()
        if self.wanted:
            self.thread.join()


def set_disk(image, safe, writes):
    """Makes the disk hold what was safe and these writes; touches only what differs.

    The last state's recovery has changed it in places that nobody knows, so all is compared.
    """
    for start in range(0, DISK, CHUNK):
        wanted = safe[start:start + CHUNK]
        if image[start:start + CHUNK] != wanted:
            image[start:start + CHUNK] = bytes(wanted)
    for offset, block in writes:
        image[offset:offset + len(block)] = block


def needs():
    """What has to be here, and a private view of the mounts that ends with this process."""
    if os.geteuid() != 0:
        raise CannotRun('mounting needs root')
    for device in ('/dev/fuse', '/dev/loop-control'):
        if not os.access(device, os.R_OK | os.W_OK):
            raise CannotRun(f'{device} is missing or closed')
    if shutil.which('mkfs.ext4') is None:
        raise CannotRun('mkfs.ext4 is missing (package e2fsprogs)')
    try:
        called('unshare', NO_NAMESPACE)
        called('mount', b'none', b'/', None, PRIVATE, None)
    except OSError as why:
        raise CannotRun(f'mounting is not allowed here: {why}') from why
