#!/usr/bin/env bash
# Measures the kiosk against the same exhibition as a page in Chromium: installs what is missing, builds
# the kiosk's package, the pages and what looks on, measures all in turn, and writes figures.json and
# FIGURES.md beside this file.
#   run.sh [--rounds N] [--quick] [--only FIGURE,...] [--programs NAME,...] [--out FOLDER] [--pictures FOLDER] [--add]
# --quick: one round with short rests, to see whether all works; its figures go to build-bench/quick.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
made=$root/build-bench

# The package that would be shipped, of what is committed; made anew only for another commit.
build_kiosk() {
  local commit
  commit=$(git -C "$root" log -1 --format=%H -- kiosk platform assets content CMakeLists.txt \
    ':(exclude)platform/packages.txt' ':(exclude)*.md')
  if [ "$(cat "$made/kiosk.commit" 2> /dev/null)" = "$commit" ] && [ -x "$made/kiosk/usr/bin/kiosk" ]; then return; fi
  echo "bench: making the kiosk's package"
  bash "$root/platform/install/package.sh" --out "$made/kiosk.deb" > "$made/package.log" 2>&1 || {
    tail -20 "$made/package.log" >&2
    exit 1
  }
  rm -rf "$made/kiosk"
  dpkg-deb -x "$made/kiosk.deb" "$made/kiosk"
  echo "$commit" > "$made/kiosk.commit"
}

# For production, from packages whose versions and hashes are committed.
build_pages() {
  if ! cmp -s "$here/peer/package-lock.json" "$here/peer/node_modules/.made-from"; then
    echo "bench: fetching what the pages are made of"
    (cd "$here/peer" && npm ci --ignore-scripts --silent)
    cp "$here/peer/package-lock.json" "$here/peer/node_modules/.made-from"
  fi
  node "$here/peer/build.mjs" "$made/kiosk/usr/share/kiosk/bundled" "$made/pages"
}

build_onlookers() {
  local flags=(-std=c++20 -O2 -Wall -Wextra -Wpedantic -Wshadow)
  local flags_of_outside flags_of_floors
  read -ra flags_of_outside <<< "$(pkg-config --cflags --libs x11 xtst xdamage)"
  read -ra flags_of_floors <<< "$(pkg-config --cflags --libs sdl2 libjpeg)"
  g++ "${flags[@]}" "$here/outside.cpp" -o "$made/outside" "${flags_of_outside[@]}"
  g++ "${flags[@]}" "$here/floors.cpp" -o "$made/floors" "${flags_of_floors[@]}"
}

# The program with its symbols, to be looked into, and what runs from within it.
build_programs() {
  cmake -S "$root" -B "$made/programs" -G Ninja -DKIOSK_TESTS=ON > "$made/programs.log"
  ninja -C "$made/programs" kiosk bench_pacing make_photos kiosk-pack kiosk-import bundled >> "$made/programs.log" || {
    tail -20 "$made/programs.log" >&2
    exit 1
  }
}

mkdir -p "$made"
bash "$root/platform/install_missing.sh" bench build test
build_kiosk
build_pages
build_onlookers
build_programs
quick=()
for word in "$@"; do
  if [ "$word" = --quick ]; then quick=(--out "$made/quick"); fi
done
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$here/measure.py" --build "$made" --said "$*" "${quick[@]}" "$@"
