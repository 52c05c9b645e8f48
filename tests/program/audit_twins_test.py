#!/usr/bin/env python3
"""The audit of the whole program, over words spoilt on purpose: each fault must be told by its
kind, its file and its field. tests/tick holds the twins of what content cannot spoil.

Use: audit_twins_test.py KIOSK
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LONG_COUNTRY = "États-Unis d’Amérique du Nord et de bien d’autres contrées très lointaines encore"
LONG_HEADING = "Toutes les villes jumelées du réseau international et leurs pays"
LONG_BUTTON = "Continuer encore tranquillement la visite maintenant"
WANTED = {
    ("truncated", "strings/countries.json", "US.fr"),
    ("collision", "strings/fr.json", "list.heading"),
    ("overflow", "strings/fr.json", "idle.continue"),
    ("contrast", "strings/fr.json", "idle.continue"),
    ("missing_glyph", "strings/fr.json", "quiz.thanks"),
    ("torn_word", "strings/fr.json", "take_away.hint"),
}


def spoil(root):
    words = root / "assets" / "strings" / "fr.json"
    text = json.loads(words.read_text())
    text["list.heading"] = LONG_HEADING
    text["idle.continue"] = LONG_BUTTON
    text["quiz.thanks"] = "Merci \u1780 !"  # Khmer, which no font of ours has
    text["take_away.hint"] = "Un mot : " + 70 * "m"
    words.write_text(json.dumps(text, ensure_ascii=False))
    names = root / "assets" / "strings" / "countries.json"
    countries = json.loads(names.read_text())
    countries["US"]["fr"] = LONG_COUNTRY
    names.write_text(json.dumps(countries, ensure_ascii=False))


def main():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for part in ("assets", "content"):
            shutil.copytree(ROOT / part, root / part)
        spoil(root)
        done = subprocess.run([sys.argv[1], "--audit", "--json", "--root", str(root), "--size",
                               "960x540"], capture_output=True, timeout=600)
    report = json.loads(done.stdout)
    told = {(f["problem"], f["file"], f["field"]) for f in report["findings"]}
    missed = sorted(WANTED - told)
    for fault in missed:
        print("not told:", *fault)
    if done.returncode != 1:
        print(f"the audit ended with {done.returncode}, not with 1")
    print(f"{len(WANTED) - len(missed)} passed, {len(missed)} failed")
    return 1 if missed or done.returncode != 1 else 0


if __name__ == "__main__":
    sys.exit(main())
