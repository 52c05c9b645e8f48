#!/bin/sh
# Builds basemap.bin, territories.bin, relief.png and glow.png beside this file from source/ and npm's
# pinned packages. The same input gives the same bytes. Usage: build.sh [output folder]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
if [ ! -d node_modules ]; then npm ci --ignore-scripts; fi
node build/build.mjs "${1:-$here}"
