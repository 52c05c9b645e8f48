"""What the sticks of tests/device hold: packs, signed by a key of the test's own, and disk images as
people bring them. Made once, in the guest's cache folder; their files are put on them by the
guest's own kernel, as another computer's would, but NTFS's and ISO's.
"""
import json
import random
import shutil
import struct
import unicodedata
import zlib

from guest_root import HERE, ROOT, facts_of, made_once, run
from machine import Machine

MIB = 1 << 20
SERIALS = range(1, 9)
LARGE = 8  # the pack that is yanked away: it takes time to copy
WIDTH, HEIGHT = 1280, 800  # px of noise: nothing makes it small
PHOTOS = {LARGE: 3}  # of such; other packs have one, since making it ready takes time

# A name in both of Unicode's forms, one in Arabic, and one beyond the first 65,536 characters.
NFC = unicodedata.normalize('NFC', 'Café été.kpack')
NFD = unicodedata.normalize('NFD', 'Café dé.kpack')
ARABIC, ROSE = 'السمارة.kpack', '\N{ROSE}.kpack'
LITTER = ['._Café.kpack', '.DS_Store', '.Trashes/501/old.kpack', '.Spotlight-V100/store.db',
          '.fseventsd/0000', 'Thumbs.db', 'desktop.ini', '$RECYCLE.BIN/S-1-5/$R1.kpack',
          'System Volume Information/IndexerVolumeGuid', 'System Volume Information/a.kpack']

# Each stick: its table ("dos", "gpt" or none), and its parts: file system, MiB, label, files (a
# path, and the serial of the pack that is there; None: litter).
STICKS = {
    'fat32': ('dos', [('vfat', 64, 'WISAL', {'smara.kpack': 2, 'kiosk/' + NFC: 3, 'kiosk/' + NFD: 3,
                                             ARABIC: 3, ROSE: 3, 'large.kpack': LARGE,
                                             **{name: None for name in LITTER}})]),
    'exfat': ('dos', [('exfat', 64, 'وصال', {'smara.kpack': 3, NFC: 4, NFD: 4, ARABIC: 4,
                                             'large.kpack': LARGE,
                                             '._smara.kpack': None, '.DS_Store': None})]),
    'ext4': ('dos', [('ext4', 64, 'linux', {'kiosk/smara.kpack': 4, 'large.kpack': LARGE})]),
    'bare_fat': (None, [('vfat', 64, 'BARE', {'smara.kpack': 5})]),
    'bare_exfat': (None, [('exfat', 64, 'BARE EX', {'smara.kpack': 5, 'large.kpack': LARGE})]),
    'two': ('gpt', [('vfat', 48, 'ONE', {'one.kpack': 5}), ('exfat', 48, 'TWO', {'two.kpack': 6})]),
    'hybrid': ('dos', [('exfat', 48, 'GOOD', {'smara.kpack': 6}), ('ntfs', 16, 'WINDOWS', {})]),
    'late': ('dos', [('vfat', 64, 'LATE', {'smara.kpack': 7})]),
    'ntfs': ('dos', [('ntfs', 32, 'WINDOWS', {'smara.kpack': 2})]),
    'iso': (None, [('iso9660', 0, 'DISC', {'smara.kpack': 2})]),
    'blank': (None, [('', 16, '', {})]),
    'empty_table': ('dos', []),
}
PART_TYPES = {'vfat': 'c', 'exfat': '7', 'ext4': '83', 'ntfs': '7'}
GPT_TYPES = {'vfat': 'EBD0A0A2-B9E5-4433-87C0-68B6B72699C7',
             'exfat': 'EBD0A0A2-B9E5-4433-87C0-68B6B72699C7'}
FILLED = {'vfat': 'utf8=1', 'exfat': 'iocharset=utf8', 'ext4': 'errors=remount-ro'}


def noise_png(seed):
    """A picture that no encoder makes small."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    dice = random.Random(seed)
    rows = b''.join(b'\0' + dice.randbytes(3 * WIDTH) for _ in range(HEIGHT))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', WIDTH, HEIGHT, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b''))


class Sticks:
    """The packs and the images, made from a guest that is made."""

    def __init__(self, guest):
        self.guest = guest
        self.folder = guest.cache / 'sticks'
        self.packs = self.folder / 'packs'
        self.key = self.packs / 'author.pub'

    def image(self, name):
        """The stick of that name. Whoever writes to it takes a copy."""
        return self.folder / f'{name}.img'

    def pack(self, serial):
        """The pack of that serial."""
        return self.packs / f'{serial}.kpack'

    def make(self):
        """Makes what is missing."""
        mine = facts_of(HERE / 'stick_images.py')
        self.folder.mkdir(exist_ok=True)
        made_once(self.folder / 'packs.mark', mine, self._make_packs)
        made_once(self.folder / 'sticks.mark', mine + facts_of(*map(self.pack, SERIALS)),
                  self._make_images)

    def _make_packs(self):
        shutil.rmtree(self.packs, ignore_errors=True)
        self.packs.mkdir()
        tool = self.guest.built('kiosk-pack')
        run(tool, 'keygen', '--key', self.packs / 'author.key')
        content = self.folder / 'content'
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(ROOT / 'tests/packs/good', content)
        (content / 'photos/delta/market.png').unlink()
        for serial in SERIALS:
            self._put_in(content, serial)
            run(tool, 'build', content, '-o', self.pack(serial), '--key', self.packs / 'author.key')
        shutil.rmtree(content)

    def _put_in(self, content, serial):
        delta, pack = content / 'cities/delta.json', content / 'pack.json'
        city, facts = (json.loads(file.read_text('utf-8')) for file in (delta, pack))
        pattern = city['photos'][0]
        city['photos'] = []
        for number in range(PHOTOS.get(serial, 1)):
            file = f'photos/delta/noise-{number}.png'
            (content / file).write_bytes(noise_png(number))
            city['photos'].append(dict(pattern, file=file))
        delta.write_text(json.dumps(city, ensure_ascii=False), 'utf-8')
        pack.write_text(json.dumps(facts | {'serial': serial}, ensure_ascii=False), 'utf-8')

    def _make_images(self):
        payload = self.folder / 'payload'
        shutil.rmtree(payload, ignore_errors=True)
        to_fill = []
        for name, (table, parts) in STICKS.items():
            made = []
            for number, (kind, size, label, files) in enumerate(parts):
                part, laid = self.folder / f'part{number}', payload / f'{name}-{number}'
                self._lay(laid, files)
                self._format(part, kind, size, label, laid)
                made.append(part)
                if kind in FILLED:
                    to_fill.append((name, number, kind, table))
            self._assemble(self.image(name), table, [kind for kind, *_ in parts], made)
        self._fill(payload, to_fill)
        shutil.rmtree(payload)

    def _lay(self, folder, files):
        folder.mkdir(parents=True)
        for name, serial in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if serial is None:
                file.write_bytes(b'\0\5\x16\7' + b'litter' * 20)
            else:
                shutil.copy(self.pack(serial), file)

    def _format(self, part, kind, size, label, laid):
        part.unlink(missing_ok=True)
        with open(part, 'wb') as file:
            file.truncate(size * MIB)
        path = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'}
        if kind == 'vfat':
            run('mkfs.vfat', '-F', '32', '-n', label, part, env=path)
        elif kind == 'exfat':
            run('mkfs.exfat', '-L', label, part, env=path | {'LC_ALL': 'C.UTF-8'})
        elif kind == 'ext4':
            run('mkfs.ext4', '-q', '-F', '-L', label, part, env=path)
        elif kind == 'ntfs':
            tool, environment = self.guest.tool('mkntfs')
            run(tool, '-F', '-Q', '-q', '-L', label, part, env=environment)
            tool, environment = self.guest.tool('ntfscp')
            for file in laid.iterdir():
                run(tool, '-f', part, file, file.name, env=environment)
        elif kind == 'iso9660':
            tool, environment = self.guest.tool('genisoimage')
            run(tool, '-quiet', '-V', label, '-o', part, laid, env=environment)

    # The parts behind each other, each at a mebibyte, and a table in front of them.
    def _assemble(self, image, table, kinds, parts):
        if table is None:
            shutil.move(parts[0], image)
            return
        at, lines = MIB, [f'label: {table}']
        with open(image, 'wb') as file:
            for kind, part in zip(kinds, parts):
                file.seek(at)
                with open(part, 'rb') as body:
                    while block := body.read(MIB):
                        if block.count(0) == len(block):
                            file.seek(len(block), 1)
                        else:
                            file.write(block)
                types = GPT_TYPES if table == 'gpt' else PART_TYPES
                size = part.stat().st_size
                lines.append(f'start={at // 512}, size={size // 512}, type={types[kind]}')
                at += size
                part.unlink()
            file.truncate(at + MIB)
        tool, environment = self.guest.tool('sfdisk')
        run(tool, '-q', image, env=environment, input='\n'.join(lines) + '\n')

    # By the kernel's own drivers, so that names are on the stick as they should be.
    def _fill(self, payload, to_fill):
        source = self.folder / 'payload.img'
        source.unlink(missing_ok=True)
        size = sum(file.stat().st_size for file in payload.rglob('*') if file.is_file()) // MIB * 2 + 32
        run('mkfs.ext4', '-q', '-d', payload, source, f'{size}M',
            env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'})
        names = sorted({name for name, *_ in to_fill})
        scratch = self.folder / 'scratch.img'
        run('mkfs.ext4', '-q', '-F', scratch, '16M', env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'})
        disks = [(self.guest.root, False), (scratch, True), (source, False)]
        disks += [(self.image(name), True) for name in names]
        with Machine(self.folder / 'machine', self.guest.kernel, self.guest.initrd, disks) as machine:
            machine.start()
            machine.must('mkdir /run/from /run/to; mount -o ro -t ext4 /dev/vdc /run/from')
            for name, number, kind, table in to_fill:
                node = f'/dev/vd{chr(ord("d") + names.index(name))}' + (str(number + 1) if table else '')
                machine.must(f'modprobe {kind}; mount -t {kind} -o {FILLED[kind]} {node} /run/to && '
                             f'cp -R /run/from/{name}-{number}/. /run/to/ && umount /run/to')
            machine.must('umount /run/from; sync')
        for file in (source, scratch):
            file.unlink()
