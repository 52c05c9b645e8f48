#!/usr/bin/env bash
# The whole device, in a virtual machine, from a card image's first start to its last power cut:
#
#   bash tests/device/run.sh [IMAGE] [--cuts 20] [--yanks 20] [--keep FOLDER]     (else out/kiosk-amd64.img)
#
# By hand, as root, after bash tests/run.sh and bash platform/install/image.sh amd64. What is seen, and
# figures: README.md beside this. Exit code: 0 all is so; 1 something is not; 77 it could not run
# here, which is no pass.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=$here/../../out/kiosk-amd64.img
if [ $# -gt 0 ] && [ "${1#--}" = "$1" ]; then
  image=$1
  shift
fi
if [ ! -f "$image" ]; then
  echo "device: DID NOT RUN: there is no image \"$image\". Run bash platform/install/image.sh amd64 first." >&2
  exit 77
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$here/whole.py" "$image" "$@"
