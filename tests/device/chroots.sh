#!/usr/bin/env bash
# The package on bare Debian: chroots.sh KIOSK.deb [SUITE...]     (else bookworm and trixie)
#
# Makes each a root of its own with nothing but apt, installs the package there by apt, and holds
# what has come of it against what the next boot needs; plays a visit as the kiosk's user; purges
# it, and holds what is left against what was there before. By hand, as root, after
# platform/install/package.sh. Exit code: 0 all is so; 1 something is not; 77 it could not run here.
set -euo pipefail

package=$(realpath "$1")
shift
suites=("$@")
if [ ${#suites[@]} -eq 0 ]; then suites=(bookworm trixie); fi
if [ "$(id -u)" -ne 0 ] || ! command -v mmdebstrap > /dev/null; then
  echo "chroots: DID NOT RUN: it needs root, and mmdebstrap." >&2
  exit 77
fi
wrong=0
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

expect() {  # what, command...
  local what=$1
  shift
  if "$@" > "$work/said" 2>&1; then
    echo "  as wanted: $what"
  else
    echo "  WRONG: $what: $(tail -c 600 "$work/said")"
    wrong=1
  fi
}

# Of what is there beside apt's own lists and logs.
files_of() {
  # Nor links to libraries that ldconfig has left when their package went.
  (cd "$1" && find . -xdev \( -path ./var/lib/apt -o -path ./var/cache -o -path ./var/log -o -path ./run \
    -o -path ./var/lib/dpkg -o -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp \) -prune \
    -o -xtype l -name '*.so.*' -o -print | sort)
}

for suite in "${suites[@]}"; do
  echo "$suite:"
  root=$work/$suite
  mmdebstrap --quiet --mode=root --variant=apt --include=systemd,systemd-sysv,udev,dbus \
    "$suite" "$root" > "$work/made" 2>&1 || { cat "$work/made" >&2; exit 77; }
  files_of "$root" > "$work/before"
  users_before=$(cat "$root/etc/passwd")
  cp "$package" "$root/tmp/kiosk.deb"
  in_root() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"
  }
  mount -t proc proc "$root/proc"
  trap 'umount "$root/proc" 2> /dev/null || true; rm -rf --one-file-system "$work"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  expect "apt update" in_root apt-get update -qq
  expect "apt install ./kiosk.deb" in_root apt-get install -y -qq --no-install-recommends /tmp/kiosk.deb
  du -sxm --exclude=./proc "$root" | sed 's/\s.*/ MiB in all/; s/^/  /'
  for unit in kiosk.service kiosk-helper.service kiosk-helper.socket; do
    expect "$unit starts with the machine" in_root systemctl is-enabled "$unit"
    expect "$unit is understood" in_root systemd-analyze verify --man=no "/usr/lib/systemd/system/$unit"
  done
  expect "the kiosk's user" in_root id kiosk
  expect "the worker's user" in_root id kiosk-import
  expect "nothing is missing to the programs" in_root sh -c \
    '! ldd /usr/bin/kiosk /usr/bin/kiosk-pack /usr/libexec/kiosk/kiosk-import | grep "not found"'
  expect "ctrl-alt-del does nothing" in_root sh -c \
    '[ "$(readlink /etc/systemd/system/ctrl-alt-del.target)" = /dev/null ]'
  in_root install -d -o kiosk -g kiosk -m 750 /var/lib/kiosk
  expect "a visit on the bundled content" in_root setpriv --reuid=kiosk --regid=kiosk --clear-groups \
    kiosk --headless --replay /usr/share/kiosk/assets/tour.jsonl --state /var/lib/kiosk --out /tmp/out
  expect "with pictures" in_root sh -c 'ls /tmp/out/*.png'
  expect "the bundled content is sound" in_root kiosk-pack check /usr/share/kiosk/content
  expect "a new exhibition can be begun" in_root kiosk-pack new /tmp/new-one
  in_root systemd-analyze security --offline=true --no-pager /usr/lib/systemd/system/kiosk.service 2> /dev/null |
    sed -n 's/^→ /  /p'
  in_root apt-get purge -y kiosk > "$work/purged" 2>&1 || { echo "  WRONG: purge: $(tail -5 "$work/purged")"; wrong=1; }
  expect "the purge says what it keeps" grep -q 'in /var/lib/kiosk were kept' "$work/purged"
  in_root apt-get autoremove -y -qq --purge > /dev/null 2>&1 || true
  rm -f "$root/usr/sbin/policy-rc.d"
  rm -rf "$root/tmp"/*
  files_of "$root" > "$work/after"
  # What other packages would like to have stays, by apt's own rule: only what nobody owns is ours.
  sort -u "$root"/var/lib/dpkg/info/*.list | sed 's/^/./' > "$work/owned"
  left=$(comm -13 "$work/before" "$work/after" | grep -v '^./var/lib/kiosk\(/\|$\)' | sort |
    comm -23 - "$work/owned" || true)
  expect "nothing else is left" test -z "$left"
  if [ -n "$left" ]; then echo "$left" | head -40 | sed 's/^/    /'; fi
  diff <(echo "$users_before") "$root/etc/passwd" | sed -n 's/^> /  user that stays: /p' || true
  umount "$root/proc"
done
exit "$wrong"
