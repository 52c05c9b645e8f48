#!/usr/bin/env bash
# Installs what is missing, builds, and shows the kiosk with the bundled content.
# Options go to the kiosk: bash platform/run.sh --windowed --lang ar
# Without a display the kiosk says so and draws its tour into the folder out/.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bash "$root/platform/prepare.sh" run
exec "$root/build/kiosk" "$@"
