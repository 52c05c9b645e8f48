"""Makes a signed .kpack of a content folder without kiosk-pack build, in milliseconds: no picture
is read and no screen is drawn. Its pictures are small, so that an install of it is mostly calls
that can go wrong, and hardly any arithmetic; one of them is a photograph.

The signature is minisign's own, as in tests/refresh/pack_forge.py, whose archives these are.
"""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys

from desk import ROOT, CannotRun

sys.path.insert(0, str(ROOT / 'tests/refresh'))
from pack_forge import BLOCK, header, jpeg, padding  # noqa: E402

WIDTH, HEIGHT = 320, 200  # px of a picture; a serial's are some pixels wider than another's


def signed(message, key, folder):
    """The text of a .minisig file."""
    if shutil.which('minisign') is None:
        raise CannotRun('minisign is missing')
    (folder / 'message').write_bytes(message)
    subprocess.run(['minisign', '-S', '-s', key, '-m', folder / 'message', '-x', folder / 'signature',
                    '-t', 'pack:good'], capture_output=True, check=True)
    return (folder / 'signature').read_bytes()


def files_of(content, serial):
    """What a built pack holds: texts as they are, two files a picture, and their list."""
    texts = sorted(file for file in content.rglob('*.json'))
    files = {str(file.relative_to(content)): file.read_bytes() for file in texts}
    listed = []
    for body in list(files.values()):
        document = json.loads(body)
        for photo in document.get('photos', []) if isinstance(document, dict) else []:
            name = f'pictures/{len(listed):016x}'
            width = WIDTH + serial + 8 * len(listed)
            drawn = photo['file'].endswith('.svg')
            files[name + '.jpg'] = jpeg(width, HEIGHT) if drawn else (content / photo['file']).read_bytes()
            files[name + '-small.jpg'] = jpeg(width // 4, HEIGHT // 4)
            listed.append({'file': photo['file'], 'picture': name + '.jpg',
                           'thumbnail': name + '-small.jpg', 'width': width, 'height': HEIGHT,
                           'blur': '80' * 32})
    files['pictures.json'] = json.dumps({'format': 1, 'pictures': listed}).encode()
    return dict(sorted(files.items()))


def make_pack(content, serial, file, key):
    """Writes the pack to `file`."""
    files = files_of(pathlib.Path(content), serial)
    entries = [{'path': path, 'size': len(body),
                'blake2b': hashlib.blake2b(body, digest_size=32).hexdigest(),
                'type': 'json' if path.endswith('.json') else 'jpeg'} for path, body in files.items()]
    manifest = json.dumps({'format': 1, 'pack_id': 'good', 'serial': serial, 'created': '',
                           'min_app': '0.1.0', 'files': entries}, indent=1).encode() + b'\n'
    whole = {'manifest.json.minisig': signed(manifest, key, pathlib.Path(content).parent),
             'manifest.json': manifest, **files}
    pathlib.Path(file).write_bytes(
        b''.join(bytes(header(path, len(body))) + body + padding(len(body))
                 for path, body in whole.items()) + b'\0' * 2 * BLOCK)
