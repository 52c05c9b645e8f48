"""The guest of tests/device: Debian's own kernel, and a root of Debian's own files with the kiosk's
programs. What is made lies in a cache folder and is made again only when what it is made of changed.

Packages are fetched by apt and unpacked, never installed. Needs an x86-64 Debian.
"""
import hashlib
import json
import lzma
import os
import pathlib
import re
import shutil
import subprocess

from machine import CannotRun

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RULES = ROOT / 'platform/install/system/udev/rules.d/70-kiosk.rules'
KERNEL = 'linux-image-amd64'  # names the package of today's kernel
PACKAGES = ['busybox-static', 'udev', 'kmod', 'fdisk', 'ntfs-3g', 'genisoimage']
# What the guest may need, with what these need in turn. Those of the start come first.
START_MODULES = ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4']
MODULES = ['virtio_console', 'xhci_pci', 'ehci_pci', 'usb_storage', 'uas', 'sd_mod', 'sr_mod',
           'usbhid', 'hid_generic', 'evdev', 'vfat', 'exfat', 'isofs', 'udf', 'hfsplus', 'ntfs',
           'libcomposite', 'dummy_hcd', 'usb_f_mass_storage', 'usb_f_hid', 'usb_f_ecm', 'configfs',
           'hid_multitouch', 'cdc_ether', 'rndis_host',
           'ntfs3', 'nls_ascii', 'nls_cp437', 'nls_iso8859_1', 'nls_utf8', 'crc32c_intel']
PROGRAMS = ['kiosk', 'kiosk-pack', 'kiosk-import', 'kiosk-helper', 'watch_volumes']
TWINS = ['mounts_bare', 'mounts_left']
USERS = 'root:x:0:0:root:/run/home:/bin/sh\nkiosk:x:990:990:kiosk:/run/home:/bin/false\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n'
GROUPS = ['root:x:0:', 'tty:x:5:', 'disk:x:6:', 'kmem:x:15:', 'dialout:x:20:', 'cdrom:x:24:',
          'tape:x:26:', 'audio:x:29:', 'video:x:44:', 'input:x:101:', 'kvm:x:102:', 'render:x:103:',
          'sgx:x:104:', 'lp:x:7:', 'nogroup:x:65534:', 'kiosk:x:990:']


def default_cache():
    """Where everything that is made is kept, outside of the sources."""
    usual = os.environ.get('XDG_CACHE_HOME') or str(pathlib.Path.home() / '.cache')
    return pathlib.Path(usual) / 'kiosk-device'


def run(*command, **more):
    """Runs a command that has to work; what it wrote."""
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
                         **more)
    if ran.returncode != 0:
        raise RuntimeError(f'{" ".join(map(str, command))}: {ran.stderr.strip() or ran.stdout}')
    return ran.stdout


def made_once(mark, ingredients, make):
    """Calls make() unless `mark` says that it was done with these very ingredients."""
    wanted = hashlib.sha256(json.dumps(ingredients, sort_keys=True).encode()).hexdigest()
    if mark.exists() and mark.read_text('utf-8') == wanted:
        return
    mark.unlink(missing_ok=True)
    make()
    mark.write_text(wanted, 'utf-8')


def facts_of(*files):
    """What tells that a file changed: of sources their text, of what is built when that was."""
    return [[str(file), hashlib.sha256(file.read_bytes()).hexdigest() if file.is_relative_to(HERE)
             else [file.stat().st_size, file.stat().st_mtime_ns]] for file in files]


def dependencies(package):
    """What Debian's lists say that it needs; nothing where they know no such package."""
    ran = subprocess.run(['apt-cache', 'depends', package], capture_output=True, text=True, check=False)
    return re.findall(r'^ *\|?Depends: ([^<\s]+)', ran.stdout, re.M)


def is_installed(package):
    """Whether this computer has it."""
    ran = subprocess.run(['dpkg-query', '-W', '-f', '${db:Status-Status}', package],
                         capture_output=True, text=True, check=False)
    return ran.stdout == 'installed'


class Guest:
    """Everything of the guest that is made once. `build`: where the kiosk's programs are built."""

    def __init__(self, cache, build):
        self.cache, self.build = pathlib.Path(cache), pathlib.Path(build)
        self.unpacked = self.cache / 'unpacked'
        self.root = self.cache / 'root.img'
        self.initrd = self.cache / 'initrd'
        self.cache.mkdir(parents=True, exist_ok=True)

    def make(self):
        """Fetches and makes what is missing."""
        for program in PROGRAMS:
            if not (self.build / program).exists() and not (self.build / 'tests' / program).exists():
                raise CannotRun(f'{program} is not built in {self.build}: run bash tests/run.sh first')
        made_once(self.cache / 'unpacked.mark', [PACKAGES, KERNEL], self._fetch)
        self.kernel = next(self.unpacked.glob('boot/vmlinuz-*'))
        self.release = self.kernel.name.removeprefix('vmlinuz-')
        mine = [HERE / name for name in ('guest_init.sh', 'guest_root.py', 'gadget.sh',
                                         *(f'{t}.c' for t in TWINS))]
        made_once(self.cache / 'root.mark', facts_of(*mine, RULES, *map(self.built, PROGRAMS)), self._make)

    def built(self, program):
        """Where the build has put it."""
        found = self.build / program
        return found if found.exists() else self.build / 'tests' / program

    def tool(self, name):
        """A program of an unpacked package, and the environment that it needs."""
        found = next(place for folder in ('usr/sbin', 'usr/bin', 'sbin', 'bin')
                     for place in [self.unpacked / folder / name] if place.exists())
        libraries = [self.unpacked / folder / 'x86_64-linux-gnu' for folder in ('lib', 'usr/lib')]
        return found, os.environ | {'LD_LIBRARY_PATH': ':'.join(map(str, libraries))}

    def _fetch(self):
        if shutil.which('apt-get') is None:
            raise CannotRun('this is no Debian: its kernel is fetched by apt')
        kernels = [name for name in dependencies(KERNEL) if name.startswith('linux-image')]
        if not kernels:
            raise CannotRun(f'apt knows no {KERNEL}: run apt-get update, on an x86-64 Debian')
        wanted = {*PACKAGES, kernels[0]}
        for package in PACKAGES:
            wanted |= {name for name in dependencies(package)
                       if name.startswith('lib') and not is_installed(name)}
        archives = self.cache / 'packages'
        shutil.rmtree(archives, ignore_errors=True)
        shutil.rmtree(self.unpacked, ignore_errors=True)
        archives.mkdir()
        ran = subprocess.run(['apt-get', 'download', '-q', *sorted(wanted)], cwd=archives,
                             capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise CannotRun(f'apt could not fetch the guest\'s packages: {ran.stderr.strip()[-300:]}')
        for archive in archives.glob('*.deb'):
            run('dpkg-deb', '-x', archive, self.unpacked)
        shutil.rmtree(archives)

    def _make(self):
        tree = self.cache / 'tree'
        shutil.rmtree(tree, ignore_errors=True)
        self._lay_folders(tree)
        self._lay_modules(tree)
        self._lay_debian(tree)
        self._lay_kiosk(tree)
        self._write_initrd(tree)
        self.root.unlink(missing_ok=True)
        size = sum(file.stat().st_size for file in tree.rglob('*') if file.is_file()
                   and not file.is_symlink()) // (1 << 20) * 5 // 4 + 32
        run('mkfs.ext4', '-q', '-O', '^has_journal', '-d', tree, self.root, f'{size}M',
            env=os.environ | {'PATH': os.environ['PATH'] + ':/usr/sbin:/sbin'})
        shutil.rmtree(tree)

    def _lay_folders(self, tree):
        for folder in ('usr/bin', 'usr/sbin', 'usr/lib', 'usr/lib64', 'etc', 'dev', 'proc', 'sys',
                       'run', 'tmp', 'state', 'mnt', 'opt/kiosk/bin', 'opt/kiosk/share/kiosk'):
            (tree / folder).mkdir(parents=True)
        for name in ('bin', 'sbin', 'lib', 'lib64'):
            (tree / name).symlink_to(f'usr/{name}')
        (tree / 'var').symlink_to('run')
        (tree / 'etc/passwd').write_text(USERS, 'utf-8')
        (tree / 'etc/group').write_text('\n'.join(GROUPS) + '\n', 'utf-8')
        (tree / 'etc/mtab').symlink_to('/proc/self/mounts')

    # Only those that are wanted, and what they need: a small root starts fast.
    def _lay_modules(self, tree):
        folder = self.unpacked / 'lib/modules'
        if not folder.exists():
            folder = self.unpacked / 'usr/lib/modules'
        folder /= self.release
        kmod, environment = self.tool('kmod')
        base = folder.parents[2]
        subprocess.run(['depmod', '-b', base, self.release], executable=kmod, env=environment,
                       check=True, capture_output=True)
        needs = {}
        for line in (folder / 'modules.dep').read_text('utf-8').splitlines():
            name, _, rest = line.partition(':')
            needs[re.sub(r'\.ko(\.xz)?$', '', name.rsplit('/', 1)[-1]).replace('-', '_')] = (
                name, rest.split())
        self.start_order = []
        for module in START_MODULES + MODULES:
            if module not in needs:  # built in, or not in this kernel
                continue
            file, below = needs[module]
            for name in [*reversed(below), file]:
                laid = tree / 'usr/lib/modules' / self.release / name.removesuffix('.xz')
                if not laid.exists():
                    laid.parent.mkdir(parents=True, exist_ok=True)
                    body = (folder / name).read_bytes()
                    laid.write_bytes(lzma.decompress(body) if name.endswith('.xz') else body)
                if module in START_MODULES and laid not in self.start_order:
                    self.start_order.append(laid)
        for name in ('modules.order', 'modules.builtin', 'modules.builtin.modinfo'):
            shutil.copy(folder / name, tree / 'usr/lib/modules' / self.release / name)
        subprocess.run(['depmod', '-b', tree, self.release], executable=kmod, env=environment,
                       check=True, capture_output=True)

    def _lay_debian(self, tree):
        for program, places in {'busybox': ['usr/bin/busybox'], 'kmod': ['usr/bin/kmod'],
                                'udevadm': ['usr/bin/udevadm']}.items():
            self._lay_program(tree, self.tool(program)[0], tree / places[0])
        applets = run(self.tool('busybox')[0], '--list').split()
        for applet in applets:
            link = tree / 'usr/bin' / applet
            if not link.exists():
                link.symlink_to('busybox')
        for name in ('modprobe', 'insmod', 'depmod', 'lsmod'):
            for place in (tree / 'usr/sbin' / name, tree / 'usr/bin' / name):
                place.unlink(missing_ok=True)
            (tree / 'usr/sbin' / name).symlink_to('../bin/kmod')
        (tree / 'usr/lib/systemd').mkdir()
        (tree / 'usr/lib/systemd/systemd-udevd').symlink_to('../../bin/udevadm')
        udev = self.unpacked / 'lib/udev'
        if not udev.exists():
            udev = self.unpacked / 'usr/lib/udev'
        (tree / 'usr/lib/udev').mkdir()
        shutil.copytree(udev / 'rules.d', tree / 'usr/lib/udev/rules.d')
        shutil.copy(RULES, tree / 'usr/lib/udev/rules.d')
        (tree / 'etc/kiosk').symlink_to('/run/etc-kiosk')
        for name in ('ata_id', 'cdrom_id', 'scsi_id'):
            if (udev / name).exists():
                self._lay_program(tree, udev / name, tree / 'usr/lib/udev' / name)

    def _lay_program(self, tree, program, place):
        shutil.copy(program, place)
        place.chmod(0o755)
        ran = subprocess.run(['ldd', program], capture_output=True, text=True, check=False,
                             env=self.tool('busybox')[1])
        for library in re.findall(r'(?:=> |^\t)(/\S+) \(0x', ran.stdout, re.M):
            # Where the loader looks, whichever of Debian's two layouts this computer has.
            inside = library.removeprefix(str(self.unpacked))
            laid = tree / 'usr' / inside.removeprefix('/usr').lstrip('/')
            if not laid.exists():
                laid.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(library, laid)
        missing = re.findall(r'(\S+) => not found', ran.stdout)
        if missing:
            raise CannotRun(f'{program.name} needs {", ".join(missing)}, which this computer lacks')

    def _lay_kiosk(self, tree):
        for program in PROGRAMS:
            place = tree / 'opt/kiosk/bin' / program
            self._lay_program(tree, self.built(program), place)
            run('strip', '--strip-debug', place)
        (tree / 'opt/kiosk/lib').mkdir()
        for twin in TWINS:
            run('cc', '-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o',
                tree / f'opt/kiosk/lib/{twin}.so', HERE / f'{twin}.c', '-ldl')
        share = tree / 'opt/kiosk/share/kiosk'
        shutil.copytree(ROOT / 'assets', share / 'assets')
        shutil.copytree(ROOT / 'content', share / 'content')
        shutil.copytree(self.build / 'bundled/pack', share / 'bundled')
        shutil.copy(HERE / 'gadget.sh', tree / 'opt/kiosk/bin/gadget')
        (tree / 'opt/kiosk/bin/gadget').chmod(0o755)
        shutil.copy(HERE / 'guest_init.sh', tree / 'usr/sbin/init')
        (tree / 'usr/sbin/init').chmod(0o755)
        (tree / 'usr/bin/init').unlink(missing_ok=True)

    # A newc archive, as the kernel reads it: only what finds the root.
    def _write_initrd(self, tree):
        lines = ['#!/bin/busybox sh', '/bin/busybox mount -t devtmpfs dev /dev']
        files = {'bin/busybox': ((tree / 'usr/bin/busybox').read_bytes(), 0o100755)}
        for module in self.start_order:
            files[module.name] = (module.read_bytes(), 0o100644)
            lines.append(f'/bin/busybox insmod /{module.name}')
        lines += ['until [ -b /dev/vda ]; do /bin/busybox sleep 0.1; done',
                  '/bin/busybox mount -o ro -t ext4 /dev/vda /root',
                  '/bin/busybox mount -o move /dev /root/dev',
                  'exec /bin/busybox switch_root /root /sbin/init']
        files['init'] = ('\n'.join(lines).encode() + b'\n', 0o100755)
        entries = [(name, b'', 0o40755) for name in ('bin', 'dev', 'root')]
        entries += [(name, body, mode) for name, (body, mode) in files.items()]
        with open(self.initrd, 'wb') as archive:
            for number, (name, body, mode) in enumerate([*entries, ('TRAILER!!!', b'', 0)]):
                fields = [number + 1, mode, 0, 0, 1, 0, len(body), 0, 0, 0, 0, len(name) + 1, 0]
                head = b'070701' + b''.join(b'%08X' % field for field in fields)
                archive.write(padded(head + name.encode() + b'\0') + padded(body))


def padded(body):
    """To four bytes."""
    return body + b'\0' * (-len(body) % 4)
