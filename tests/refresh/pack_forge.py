"""Forges .kpack files byte by byte from a good one, for bad_packs_test.py.

A Forge holds a pack in five stages, each made from the one before when it is first touched:
files, manifest, signature, entries (header and body of each), bytes. A step changes one stage,
so that a forgery is wrong in one place and right in all that comes later: a lying manifest is
still signed, a bad header still has the right checksum. Steps are the methods that
tests/packs/hostile/cases.json names; paths may hold {picture} and
{thumbnail}, texts the public key {trusted}.

Signatures are made by Debian's minisign, so that no code under test makes what it must refuse.
"""
import copy
import hashlib
import json
import pathlib
import struct
import subprocess
import zlib

BLOCK = 512
FIELDS = {'name': (0, 100), 'mode': (100, 8), 'owner': (108, 8), 'group': (116, 8),
          'size': (124, 12), 'time': (136, 12), 'checksum': (148, 8), 'type': (156, 1),
          'link': (157, 100), 'magic': (257, 8), 'prefix': (345, 155)}
STAGES = ['files', 'manifest', 'manifest_bytes', 'signature', 'entries', 'archive']


def sealed(block):
    """The header with the right checksum."""
    block[148:156] = b' ' * 8
    block[148:156] = b'%06o\0 ' % sum(block)
    return block


def header(name, size, kind='0'):
    """A ustar header as kiosk-pack writes it."""
    block = bytearray(BLOCK)
    block[:len(name.encode())] = name.encode()
    block[100:124] = b'0000644\0' + b'0000000\0' * 2
    block[124:136] = b'%011o\0' % size
    block[136:148] = b'0' * 11 + b'\0'
    block[156:157] = kind.encode()
    block[257:265] = b'ustar\x0000'
    return sealed(block)


def padding(size):
    """Zeros up to the next block."""
    return b'\0' * (-size % BLOCK)


def jpeg(width, height):
    """A whole, uniformly grey JPEG in which each block of pixels takes two bits, both zero."""
    blocks = -(-width // 8) * -(-height // 8)
    table = bytes([1] + [0] * 15 + [0])  # one code of one bit, for "nothing"
    return (b'\xff\xd8' + b'\xff\xdb\0\x43\0' + b'\x01' * 64 +
            b'\xff\xc0' + struct.pack('>HBHHB', 11, 8, height, width, 1) + b'\x01\x11\0' +
            b'\xff\xc4' + struct.pack('>H', 3 + len(table)) + b'\0' + table +
            b'\xff\xc4' + struct.pack('>H', 3 + len(table)) + b'\x10' + table +
            b'\xff\xda\0\x08\x01\x01\0\0\x3f\0' + b'\0' * -(-blocks // 4) + b'\xff\xd9')


def png(width, height, rows=None):
    """A grey PNG; with `rows`, one that ends after so many of them."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = height if rows is None else rows
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(b'\0' * (width + 1) * rows)) + chunk(b'IEND', b''))


def bytes_of(spec):
    """Bytes as the cases describe them."""
    if isinstance(spec, str):
        return spec.encode()
    if isinstance(spec, list):
        return b''.join(map(bytes_of, spec))
    kind, value = next(iter(spec.items()))
    if kind == 'hex':
        return bytes.fromhex(value)
    if kind == 'repeat':
        return bytes_of(value[0]) * value[1]
    if kind == 'jpeg':
        return jpeg(*value)
    if kind == 'png':
        return png(*value)
    if kind == 'padded':
        made = bytes_of(value[0])
        return made + b'\0' * (value[1] - len(made))
    raise ValueError(f'no such kind of bytes: {kind}')


def parse(archive):
    """Names and bodies of a good archive's entries, in order."""
    entries, at = [], 0
    while archive[at]:
        name = archive[at:at + 100].split(b'\0')[0].decode()
        size = int(archive[at + 124:at + 135], 8)
        entries.append((name, archive[at + BLOCK:at + BLOCK + size]))
        at += BLOCK + size + len(padding(size))
    return entries


def follow(value, pointer):
    """The container that holds the pointer's last step; files are found by their path."""
    for step in pointer[:-1]:
        if isinstance(value, list) and isinstance(step, str):
            step = next(i for i, entry in enumerate(value) if entry['path'] == step)
        value = value[step]
    return value


class Keys:
    """Key files of the test's own and signatures by them."""

    def __init__(self, tool, folder):
        self.folder = pathlib.Path(folder)
        self.public = {}
        self.fingerprint = {}
        for name in ('trusted', 'stranger'):
            made = subprocess.run([tool, 'keygen', '--json', '--key', self.folder / name],
                                  capture_output=True, check=True)
            told = json.loads(made.stdout)
            self.public[name], self.fingerprint[name] = told['public_key'], told['fingerprint']

    def sign(self, message, key='trusted', comment=None, legacy=False):
        """The text of a .minisig file; its comment names the key as kiosk-pack's do."""
        (self.folder / 'message').write_bytes(message)
        comment = f'pack:good key:{self.public[key]}' if comment is None else comment
        subprocess.run(['minisign', '-S', *(['-l'] if legacy else []), '-s', self.folder / key,
                        '-m', self.folder / 'message', '-x', self.folder / 'signature',
                        '-t', comment], capture_output=True, check=True)
        return (self.folder / 'signature').read_bytes()


class Forge:
    """One forgery. Each public method but make() is a step."""

    def __init__(self, good, keys):
        entries = parse(good)
        self.keys = keys
        self.files = dict(entries[2:])
        # One newer than what the device shows: nothing but the forgery is in its way.
        self.files['pack.json'] = self.files['pack.json'].replace(b'"serial": 3', b'"serial": 4')
        self.good_signature = entries[0][1]
        self.good_manifest = json.loads(entries[1][1])
        index = json.loads(self.files['pictures.json'])['pictures'][0]
        self.names = {'picture': index['picture'], 'thumbnail': index['thumbnail'],
                      'trusted': keys.public['trusted']}
        self.stage = 'files'
        self.manifest = self.manifest_bytes = self.signature = self.entries = self.archive = None
        self.size = None

    def make(self, steps, file):
        """Writes the archive that the steps make of the good one."""
        for name, *arguments in steps:
            getattr(self, name)(*(self._named(argument) for argument in arguments))
        self._reach('archive')
        pathlib.Path(file).write_bytes(self.archive)
        if self.size is not None:
            with open(file, 'r+b') as stream:
                stream.truncate(self.size)

    def _named(self, argument):
        if isinstance(argument, list):
            return [self._named(part) for part in argument]
        if isinstance(argument, dict):
            return {name: self._named(part) for name, part in argument.items()}
        if isinstance(argument, str):
            for name, value in self.names.items():
                argument = argument.replace('{' + name + '}', value)
        return argument

    def _reach(self, stage):
        """Makes what is missing up to that stage; a step may not change an earlier one."""
        now, then = STAGES.index(self.stage), STAGES.index(stage)
        if then < now:
            raise ValueError(f'a step for {stage} comes after one for {self.stage}')
        for name in STAGES[now + 1:then + 1]:
            getattr(self, '_make_' + name)()
            self.stage = name

    def _make_manifest(self):
        self.manifest = copy.deepcopy(self.good_manifest)
        self.manifest['serial'] = 4
        self.manifest['files'] = [self._entry(path, body) for path, body in self.files.items()]

    @staticmethod
    def _entry(path, body):
        return {'path': path, 'size': len(body),
                'blake2b': hashlib.blake2b(body, digest_size=32).hexdigest(),
                'type': 'json' if path.endswith('.json') else 'jpeg'}

    def _make_manifest_bytes(self):
        self.manifest_bytes = (json.dumps(self.manifest, indent=1, ensure_ascii=False) + '\n').encode()

    def _make_signature(self):
        self.signature = self.keys.sign(self.manifest_bytes)

    def _make_entries(self):
        bodies = {'manifest.json.minisig': self.signature, 'manifest.json': self.manifest_bytes,
                  **self.files}
        self.entries = [[header(path, len(body)), body] for path, body in bodies.items()]

    def _make_archive(self):
        self.archive = b''.join(bytes(head) + body + padding(len(body))
                                for head, body in self.entries) + b'\0' * 2 * BLOCK

    # The files, with a manifest that tells of them truly.
    def put(self, path, spec):
        """Adds a file, or gives it other bytes."""
        self._reach('files')
        self.files[path] = bytes_of(spec)

    def edit(self, path, old, new):
        """Replaces a text that must be there."""
        self._reach('files')
        assert old.encode() in self.files[path], f'{path} does not hold {old}'
        self.files[path] = self.files[path].replace(old.encode(), new.encode(), 1)

    def drop(self, path):
        """Takes a file out."""
        self._reach('files')
        del self.files[path]

    def many(self, count):
        """Fills the pack with small files up to that number."""
        self._reach('files')
        for i in range(count - len(self.files)):
            self.files[f'many/{i:04}.json'] = b'{}'

    # The manifest, truly signed.
    def claim(self, pointer, value):
        """Sets what the manifest says at that place."""
        self._reach('manifest')
        follow(self.manifest, pointer)[pointer[-1]] = value

    def unclaim(self, pointer):
        """Removes that field, or that file's entry."""
        self._reach('manifest')
        if pointer[0] == 'files' and len(pointer) == 2:
            self.manifest['files'] = [e for e in self.manifest['files'] if e['path'] != pointer[1]]
        else:
            del follow(self.manifest, pointer)[pointer[-1]]

    def list_more(self, path):
        """Lists a file that the archive does not hold, or lists it once more."""
        self._reach('manifest')
        self.manifest['files'].append(self._entry(path, self.files.get(path, b'{}')))

    def manifest_edit(self, old, new):
        """Replaces a text in the manifest's bytes."""
        self._reach('manifest_bytes')
        assert old.encode() in self.manifest_bytes, f'the manifest does not hold {old}'
        self.manifest_bytes = self.manifest_bytes.replace(old.encode(), bytes_of(new), 1)

    def manifest_is(self, spec):
        """The manifest's bytes, whatever they mean."""
        self._reach('manifest_bytes')
        self.manifest_bytes = bytes_of(spec)

    def manifest_blanks(self, size):
        """Blanks at the manifest's end, up to that size."""
        self._reach('manifest_bytes')
        self.manifest_bytes += b' ' * (size - len(self.manifest_bytes))

    # The signature.
    def sign(self, how):
        """By another key, in the old format, or with another trusted comment."""
        self._reach('manifest_bytes')
        self._reach('signature')
        self.signature = self.keys.sign(self.manifest_bytes, **how)

    def sign_other(self, spec):
        """A signature by the right key, of something else."""
        self._reach('signature')
        self.signature = self.keys.sign(bytes_of(spec))

    def sign_as_before(self):
        """The good pack's own signature, over this manifest."""
        self._reach('signature')
        self.signature = self.good_signature

    def signature_is(self, spec):
        """Any bytes in the signature's place."""
        self._reach('signature')
        self.signature = bytes_of(spec)

    def signature_edit(self, old, new):
        """Replaces a text in the signature's file."""
        self._reach('signature')
        assert old.encode() in self.signature
        self.signature = self.signature.replace(old.encode(), bytes_of(new), 1)

    def signature_cut(self, lines):
        """Keeps the first lines only."""
        self._reach('signature')
        self.signature = b''.join(self.signature.splitlines(True)[:lines])

    def signature_flip(self, line, character):
        """Another base64 character there."""
        self._reach('signature')
        lines = self.signature.splitlines(True)
        old = lines[line][character:character + 1]
        lines[line] = lines[line][:character] + (b'B' if old == b'A' else b'A') + lines[line][character + 1:]
        self.signature = b''.join(lines)

    # The entries of the archive.
    def _find(self, path):
        self._reach('entries')
        return next(i for i, (head, _) in enumerate(self.entries)
                    if bytes(head[:100]).split(b'\0')[0].decode() == path)

    def field(self, path, name, spec, seal=True):
        """Other bytes in a header's field, the rest of it zeros; with the right checksum or not."""
        found = self._find(path)
        head = self.entries[found][0]
        at, size = FIELDS[name]
        value = bytes_of(spec)
        head[at:at + size] = value + b'\0' * (size - len(value))
        if seal:
            sealed(head)

    def body(self, path, spec):
        """Other bytes than the manifest tells of, in a header that is true to them."""
        at = self._find(path)
        self.entries[at][1] = bytes_of(spec)
        head = self.entries[at][0]
        head[124:136] = b'%011o\0' % len(self.entries[at][1])
        sealed(head)

    def change(self, path, offset):
        """One bit of a file, its size kept."""
        found = self._find(path)
        entry = self.entries[found]
        body = bytearray(entry[1])
        body[offset] ^= 1
        entry[1] = bytes(body)

    def leave_out(self, path):
        """No such entry in the archive."""
        found = self._find(path)
        del self.entries[found]

    def swap(self, one, other):
        """Two entries in each other's place."""
        one, other = self._find(one), self._find(other)
        self.entries[one], self.entries[other] = self.entries[other], self.entries[one]

    def insert(self, path, name, kind, spec):
        """One more entry before that one."""
        body = bytes_of(spec)
        found = self._find(path)
        self.entries.insert(found, [header(name, len(body), kind), body])

    def append_entry(self, name, kind, spec):
        """One more entry after all."""
        self._reach('entries')
        body = bytes_of(spec)
        self.entries.append([header(name, len(body), kind), body])

    # The bytes.
    def archive_is(self, spec):
        """No archive at all, or another."""
        self._reach('archive')
        self.archive = bytes_of(spec)

    def cut(self, size):
        """So many bytes of it; a negative number leaves out so many at its end."""
        self._reach('archive')
        self.archive = self.archive[:size]

    def append(self, spec):
        """More bytes at its end."""
        self._reach('archive')
        self.archive += bytes_of(spec)

    def between(self, path, spec):
        """Other bytes in the padding after a file."""
        at = self._find(path)
        before = sum(BLOCK + len(body) + len(padding(len(body))) for _, body in self.entries[:at])
        end = before + BLOCK + len(self.entries[at][1])
        self._reach('archive')
        value = bytes_of(spec)
        self.archive = self.archive[:end] + value + self.archive[end + len(value):]

    def resize(self, size):
        """Grown by a hole to that size."""
        self._reach('archive')
        self.size = size
