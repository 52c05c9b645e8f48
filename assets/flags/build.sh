#!/bin/sh
# Draws the flags anew from npm's flag-icons (MIT), 4:3, 320 x 240 pixels. The pictures
# are committed: running needs neither npm nor rsvg-convert.
# Usage: build.sh [output folder]     (needs npm, tar, rsvg-convert, convert)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
archive=$(cd "$scratch" && npm pack --silent --ignore-scripts flag-icons@7.5.0)
mkdir -p "$output"
tar -xzOf "$scratch/$archive" package/LICENSE > "$output/LICENCE"
for country in td ne ml bj gm sn in us ma; do
  name=$(echo "$country" | tr '[:lower:]' '[:upper:]')
  tar -xzOf "$scratch/$archive" "package/flags/4x3/$country.svg" > "$scratch/$country.svg"
  rsvg-convert -w 320 -h 240 "$scratch/$country.svg" -o "$scratch/$country.png"
  convert "$scratch/$country.png" -strip -define png:exclude-chunks=date,time \
    -define png:color-type=2 -quality 95 "$output/$name.png"
done
