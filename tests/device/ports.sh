#!/usr/bin/env bash
# Who is let in at the USB ports, in a virtual machine with Debian's kernel: keyboards, networks,
# composites, touch panels and sticks, plugged while kiosk-helper guards them:
#
#   bash tests/device/ports.sh [--cache FOLDER] [--only CASE,...] [--no-twins]
#
# By hand, after bash tests/run.sh (or ninja -C build-test kiosk kiosk-pack kiosk-helper
# watch_volumes bundled). What is seen, and figures: README.md beside this.
# Exit code: 0 all is so; 1 something is not; 77 it could not run here, which is no pass.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v qemu-system-x86_64 > /dev/null; then
  echo "ports: DID NOT RUN: there is no qemu-system-x86_64. As root, run:" \
    "apt-get install --no-install-recommends qemu-system-x86" >&2
  exit 77
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$here/ports.py" "$@"
