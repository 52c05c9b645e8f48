#!/usr/bin/env python3
"""Makes source/ anew from two Debian packages. Only needed when the sources change.

Usage: extract_sources.py UNPACKED
UNPACKED is a folder into which libmagics++-data 4.13.0-1 and ferret-datasets 7.6.0-5 were
unpacked (apt-get download, dpkg-deb -x). Standard library only. The results are committed.
"""
import gzip
import json
import pathlib
import re
import struct
import sys

SOURCE = pathlib.Path(__file__).resolve().parent / "source"

# The package's 10m names lost every letter outside ASCII; the 50m names kept most of them.
# These are the rest, of the area that visitors reach.
REPAIRED = {
    "A?na": "Aïna", "Aoukal?": "Aoukalé", "Ari\u00e8ge": "Ariège", "B?nou?": "Bénoué",
    "Bago?": "Bagoé", "Baoul?": "Baoulé", "G?ba": "Géba", "Gh?ghara": "Ghaghara",
    "God?vari": "Godāvari", "Kad??": "Kadéï", "Kiz?lirmak": "Kızılırmak", "Komo?": "Komoé",
    "L?rio": "Lúrio", "Mah?na Nad?": "Mahānadi", "Ogoou?": "Ogooué", "Ou?m?": "Ouémé",
    "Pungu?": "Púnguè",
}


def shapes(base, encoding):
    shp = base.with_suffix(".shp").read_bytes()
    dbf = base.with_suffix(".dbf").read_bytes()
    count, header, record = struct.unpack("<IHH", dbf[4:12])
    fields, at = [], 32
    while dbf[at] != 13:
        fields.append((dbf[at:at + 11].split(b"\0")[0].decode().lower(), dbf[at + 16]))
        at += 32
    rows = []
    for i in range(count):
        at, row = header + i * record + 1, {}
        for name, length in fields:
            row[name] = dbf[at:at + length].decode(encoding).strip()
            at += length
        rows.append(row)
    at, i = 100, 0
    while at < len(shp):
        words, kind = struct.unpack(">I", shp[at + 4:at + 8])[0], struct.unpack("<i", shp[at + 8:at + 12])[0]
        lines = []
        if kind:
            parts, points = struct.unpack("<ii", shp[at + 44:at + 52])
            starts = list(struct.unpack(f"<{parts}i", shp[at + 52:at + 52 + 4 * parts])) + [points]
            first = at + 52 + 4 * parts
            flat = struct.unpack(f"<{2 * points}d", shp[first:first + 16 * points])
            for a, b in zip(starts, starts[1:]):
                lines.append([[round(flat[2 * k], 4), round(flat[2 * k + 1], 4)] for k in range(a, b)])
        yield rows[i], lines
        at += 8 + 2 * words
        i += 1


def write_gzip(name, features):
    text = json.dumps(features, ensure_ascii=False, separators=(",", ":")).encode()
    (SOURCE / name).write_bytes(gzip.compress(text, 9, mtime=0))


def rivers(magics):
    # One 50m name ends in its compiler's doubt: "Genal?".
    wide = [{"name": row["name"].rstrip("?"), "rank": int(float(row["scalerank"])), "lines": lines}
            for row, lines in shapes(magics / "50m/ne_50m_rivers_lake_centerlines", "utf-8") if lines]
    write_gzip("rivers_50m.json.gz", wide)
    known = {f["name"] for f in wide}
    near = []
    for row, lines in shapes(magics / "10m/ne_10m_rivers_lake_centerlines", "latin-1"):
        xs = [p[0] for line in lines for p in line]
        ys = [p[1] for line in lines for p in line]
        if not xs or max(xs) < -45 or min(xs) > 110 or max(ys) < -35 or min(ys) > 62:
            continue
        name = row["name"]
        if "?" in name:
            pattern = re.compile(re.escape(name).replace(r"\?", "[^a-zA-Z ]"))
            same = sorted(k for k in known if pattern.fullmatch(k))
            name = REPAIRED.get(name) or (same[0] if same else "")
        near.append({"name": name, "rank": int(float(row["scalerank"])), "lines": lines})
    write_gzip("rivers_10m.json.gz", near)


def elevation(ferret):
    """ETOPO5: a grid of floats every 5 minutes, from 0 E eastwards and from 90 S northwards."""
    data = (ferret / "etopo5.cdf").read_bytes()
    begin, columns = grid_begin(data), 4320
    west, east, south, north = -60, 145, -30, 62
    previous = 0
    lows, highs = bytearray(), bytearray()
    for lat in range(north * 12, south * 12 - 1, -1):
        row = struct.unpack_from(f">{columns}f", data, begin + 4 * columns * (lat + 90 * 12))
        for lon in range(west * 12, east * 12 + 1):
            # The sea's floor is flattened: only the land is shaded.
            height = max(-20, round(row[lon % columns]))
            delta = (height - previous) & 0xFFFF
            previous = height
            lows.append(delta & 0xFF)
            highs.append(delta >> 8)
    header = struct.pack("<4h", west, east, south, north)
    (SOURCE / "elevation.bin.gz").write_bytes(
        gzip.compress(header + bytes(lows) + bytes(highs), 9, mtime=0))


class Header:
    """Walks a classic netCDF header."""

    def __init__(self, data):
        self.data, self.at = data, 8

    def word(self):
        self.at += 4
        return struct.unpack(">i", self.data[self.at - 4:self.at])[0]

    def text(self):
        length = self.word()
        value = self.data[self.at:self.at + length].decode()
        self.at += (length + 3) // 4 * 4
        return value

    def skip_attributes(self):
        tag, count = self.word(), self.word()
        for _ in range(count if tag else 0):
            self.text()
            size = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8}[self.word()]
            length = self.word() * size
            self.at += (length + 3) // 4 * 4


def grid_begin(data):
    """The offset of the file's only grid, a variable of two dimensions of floats."""
    header = Header(data)
    tag, count = header.word(), header.word()
    sizes = [(header.text(), header.word())[1] for _ in range(count if tag else 0)]
    header.skip_attributes()
    header.word()
    for _ in range(header.word()):
        header.text()
        dimensions = [sizes[header.word()] for _ in range(header.word())]
        header.skip_attributes()
        kind, _, begin = header.word(), header.word(), header.word()
        if kind == 5 and dimensions == [2161, 4320]:
            return begin
    raise SystemExit("etopo5.cdf holds no grid of 2161 x 4320 floats")


if __name__ == "__main__":
    unpacked = pathlib.Path(sys.argv[1])
    rivers(unpacked / "usr/share/magics")
    elevation(unpacked / "usr/share/ferret-vis/data")
