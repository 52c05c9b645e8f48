#!/usr/bin/env python3
"""The code to take away, read back from the kiosk's own picture by a stock reader.

For every language, and every city of the bundled pack, the card is drawn and given to zbarimg:
what a telephone would read is the city's text of that language, word for word. A picture whose
code has a stripe drawn across must not read, so that a reader that answers anything is found.

Use: take_away_test.py KIOSK
"""
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Panels on which it is drawn: lying and upright.
SIZES = ("1920x1080", "1080x1920")
LINK = "https://example.org/banjul"


def read_code(picture):
    """The text of the one code in it; nothing where none can be read."""
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", str(picture)],
        capture_output=True, timeout=60)
    return done.stdout.decode("utf-8").strip() if done.returncode == 0 else None


def words_of(text, languages):
    """In the first of these languages that has it."""
    for language in languages:
        if text.get(language):
            return text[language]
    return None


def expected_start(city, languages):
    return words_of(city["name"], languages), words_of(city["story"], languages)


def draw(kiosk, language, size, cities, out, options=()):
    # The panel of the first city, then on from partner to partner.
    lines = [{"wait": 300}, {"tap": "city:" + cities[0]}, {"wait": 1600}]
    for city in cities:
        lines += [{"expect": {"city": city}}, {"tap": "open:take_away"}, {"wait": 400},
                  {"shot": city}, {"tap": "close"}, {"wait": 400}, {"tap": "next"}, {"wait": 2600}]
    script = out / "script.jsonl"
    script.write_text("\n".join(json.dumps(line) for line in lines))
    subprocess.run([kiosk, "--headless", "--replay", str(script), "--out", str(out), "--size", size,
                    "--lang", language, *options], check=True, cwd=ROOT, timeout=300,
                   stderr=subprocess.DEVNULL)


def read_link(kiosk, content, out):
    """A pack that gives a city an address of its own: the code is that address alone."""
    changed = out / "content"
    shutil.copytree(content, changed)
    file = changed / "cities" / "banjul.json"
    city = json.loads(file.read_text())
    city["link"] = LINK
    file.write_text(json.dumps(city, ensure_ascii=False))
    draw(kiosk, "fr", SIZES[0], ["banjul"], out, ["--pack", str(changed)])
    return read_code(out / "banjul.png")


def with_stripe(source, target):
    """The same PNG with a grey band across its middle third: 8 bits a channel, no interlace."""
    data = source.read_bytes()
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    channels = {2: 3, 6: 4}[kind]
    assert depth == 8
    packed, at = b"", 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        if name == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    rows = bytearray(zlib.decompress(packed))
    stride = width * channels + 1
    grey = b"\0" + bytes([128] * width * channels)
    for y in range(height // 3, 2 * height // 3):
        rows[y * stride:(y + 1) * stride] = grey
    # Rows below were filtered against what stood there: make them plain too.
    for y in range(2 * height // 3, height):
        rows[y * stride:(y + 1) * stride] = grey

    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body +
                struct.pack(">I", zlib.crc32(name + body)))

    target.write_bytes(data[:8] + chunk(b"IHDR", data[16:29]) +
                       chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b""))


def main():
    kiosk = sys.argv[1]
    content = ROOT / "content"
    pack = json.loads((content / "pack.json").read_text())
    agreements = json.loads((content / "agreements.json").read_text())
    partners = [a["partner"] for a in agreements if isinstance(a["partner"], str)]
    failures, read = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for number, offered in enumerate(pack["languages"]):
            language = offered["code"]
            languages = [language, offered.get("fallback"), pack["default_language"]]
            size = SIZES[number % len(SIZES)]
            out = pathlib.Path(folder) / language
            out.mkdir()
            draw(kiosk, language, size, partners, out)
            for partner in partners:
                city = json.loads((content / "cities" / (partner + ".json")).read_text())
                text = read_code(out / (partner + ".png"))
                name, story = expected_start(city, languages)
                if text is None or not text.startswith(name) or story not in text:
                    failures.append(f"{language} {partner}: {text!r}")
                else:
                    read += 1
        linked = pathlib.Path(folder) / "linked"
        linked.mkdir()
        link = read_link(kiosk, content, linked)
        if link == LINK:
            read += 1
        else:
            failures.append(f"the pack's own address: {link!r}")
        broken = pathlib.Path(folder) / "broken.png"
        with_stripe(pathlib.Path(folder) / "fr" / (partners[0] + ".png"), broken)
        if read_code(broken) is not None:
            failures.append("a code with a band across it was read: the reader proves nothing")
    for failure in failures:
        print(failure)
    print(f"{read} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
