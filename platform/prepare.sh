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

wanted_packages() {
  local kinds='^build '
  if [ "$what" = test ]; then kinds='^(build|test) '; fi
  grep -E "$kinds" "$here/packages.txt" | cut -d' ' -f2
}

missing_packages() {
  local package
  for package in $(wanted_packages); do
    if ! dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
      echo "$package"
    fi
  done
}

install_missing() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  if [ "${#missing[@]}" -eq 0 ]; then return; fi
  if ! command -v apt-get > /dev/null; then
    echo "prepare: this is no Debian. Install by hand what these packages hold: ${missing[*]}" >&2
    exit 2
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
      echo "prepare: packages are missing and this user may not install them." \
        "As root, run: apt-get install ${missing[*]}" >&2
      exit 2
    fi
    as_root=(sudo)
  fi
  echo "prepare: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

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

install_missing
case "$what" in
  run) build "$root/build" -DKIOSK_TESTS=OFF ;;
  test) build "$root/build-test" -DKIOSK_TESTS=ON -DKIOSK_WERROR=ON ;;
esac
