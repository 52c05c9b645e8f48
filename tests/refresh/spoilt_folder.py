"""Spoils a good content folder for bad_packs_test.py. Each method but make() is a step that
tests/packs/hostile/cases.json names; paths are relative to the folder."""
import json
import os
import pathlib
import shutil

from pack_forge import bytes_of, follow


class SpoiltFolder:
    """A content folder, made good and then worse."""

    def __init__(self, good):
        self.good = good
        self.folder = None

    def make(self, steps, folder):
        """Copies the good folder there and does the steps."""
        self.folder = pathlib.Path(folder)
        shutil.copytree(self.good, self.folder)
        for name, *arguments in steps:
            getattr(self, name)(*arguments)

    def put(self, path, spec):
        """A file with these bytes."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(bytes_of(spec))

    def edit(self, path, old, new):
        """Replaces a text that must be there; what replaces it may be any bytes."""
        text = (self.folder / path).read_bytes()
        assert old.encode() in text, f'{path} does not hold {old}'
        (self.folder / path).write_bytes(text.replace(old.encode(), bytes_of(new), 1))

    def claim(self, path, pointer, value):
        """Sets a field of a JSON file."""
        document = json.loads((self.folder / path).read_bytes())
        follow(document, pointer)[pointer[-1]] = value
        (self.folder / path).write_text(json.dumps(document, indent=1, ensure_ascii=False))

    def before(self, path, spec):
        """Bytes before a file's own."""
        (self.folder / path).write_bytes(bytes_of(spec) + (self.folder / path).read_bytes())

    def blanks(self, path, size):
        """Blanks at a file's end, up to that size."""
        with open(self.folder / path, 'ab') as file:
            file.write(b' ' * (size - file.tell()))

    def drop(self, path):
        """Removes a file or a folder."""
        if (self.folder / path).is_dir():
            shutil.rmtree(self.folder / path)
        else:
            (self.folder / path).unlink()

    def directory(self, path):
        """A folder where a file is expected."""
        (self.folder / path).mkdir(parents=True)

    def link(self, path, target):
        """A symbolic link."""
        (self.folder / path).symlink_to(target)

    def copy(self, path, to):
        """The same file by another name."""
        shutil.copy(self.folder / path, self.folder / to)

    def fifo(self, path):
        """A named pipe that nobody writes to."""
        os.mkfifo(self.folder / path)

    def forbid(self, path):
        """Takes every permission away."""
        (self.folder / path).chmod(0)

    def empty(self):
        """Removes all."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()

    def alone(self, spec):
        """A plain file where the folder was."""
        shutil.rmtree(self.folder)
        self.folder.write_bytes(bytes_of(spec))

    def nothing(self):
        """Nothing where the folder was."""
        shutil.rmtree(self.folder)

    def pipe(self):
        """A named pipe where the folder was."""
        shutil.rmtree(self.folder)
        os.mkfifo(self.folder)

    def points_to(self, target):
        """A link where the folder was."""
        shutil.rmtree(self.folder)
        self.folder.symlink_to(target)
