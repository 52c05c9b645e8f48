#!/bin/sh
# Draws the flags anew from npm's flag-icons (MIT; version and checksum in
# package-lock.json), 4:3, 320 x 240 pixels. The pictures are committed: running needs
# neither npm nor rsvg-convert.
# Usage: build.sh [output folder]     (needs npm, rsvg-convert, convert)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$scratch"
(cd "$scratch" && npm ci --ignore-scripts --silent)
source=$scratch/node_modules/flag-icons
mkdir -p "$output"
cp "$source/LICENSE" "$output/LICENCE"
for country in bj gm in ma ml ne sn td us; do
  name=$(echo "$country" | tr '[:lower:]' '[:upper:]')
  rsvg-convert -w 320 -h 240 "$source/flags/4x3/$country.svg" -o "$scratch/$country.png"
  convert "$scratch/$country.png" -strip -define png:exclude-chunks=date,time \
    -define png:color-type=2 -quality 95 "$output/$name.png"
done
