#!/usr/bin/env bash
# Real USB sticks at a real kernel, in a virtual machine, watched by the kiosk's own port:
#
#   bash tests/device/sticks.sh [--cache FOLDER] [--only CASE,...] [--no-twins]
#
# By hand, after bash tests/run.sh (or ninja -C build-test kiosk kiosk-pack watch_volumes bundled).
# What is seen, and figures: README.md beside this. The guest's packages are fetched by apt and
# unpacked into the cache folder, never installed.
# Exit code: 0 all is so; 1 something is not; 77 it could not run here, which is no pass.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v qemu-system-x86_64 > /dev/null; then
  echo "sticks: DID NOT RUN: there is no qemu-system-x86_64. As root, run:" \
    "apt-get install --no-install-recommends qemu-system-x86" >&2
  exit 77
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$here/sticks.py" "$@"
