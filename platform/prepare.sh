#!/usr/bin/env bash
# Makes this machine ready and builds: prepare.sh run|test
#   run   the program, into build/
#   test  the program and all tests with warnings as errors, into build-test/
# Installs Debian packages only where some are missing, so a second run needs no network.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
what=${1:-run}

case "$what" in
  run | test) ;;
  *) echo "prepare: \"$what\" is neither run nor test." >&2; exit 2 ;;
esac

# Runs a command that is of interest only if it fails.
quietly() {
  local said
  if ! said=$("$@" 2>&1); then
    echo "$said" >&2
    exit 1
  fi
}

build() {
  local folder=$1 launcher=()
  shift
  if command -v ccache > /dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  if [ ! -d "$folder" ]; then echo "prepare: building for the first time takes minutes"; fi
  quietly cmake -S "$root" -B "$folder" -G Ninja "${launcher[@]}" "$@"
  quietly ninja -C "$folder"
}

kinds=(build)
if [ "$what" = test ]; then kinds+=(test); fi
bash "$here/install_missing.sh" "${kinds[@]}"
case "$what" in
  run) build "$root/build" -DKIOSK_TESTS=OFF ;;
  test) build "$root/build-test" -DKIOSK_TESTS=ON -DKIOSK_WERROR=ON ;;
esac
