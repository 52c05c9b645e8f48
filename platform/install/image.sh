#!/usr/bin/env bash
# Builds an image that is written to a card or disk as it is, and starts the kiosk:
#
#   bash platform/install/image.sh [amd64|arm64] [--deb FILE] [--out FILE] [--timezone ZONE]
#
#   amd64  (this machine's, if neither is said) a small PC with UEFI
#   arm64  Raspberry Pi 4 and 5 and their compute modules
#   --deb       the kiosk's package for that machine; without it, package.sh makes it
#   --out       out/kiosk-<architecture>.img
#   --timezone  of the opening hours, as in /usr/share/zoneinfo; Etc/UTC
#
# Needs root, but neither mounts nor loop devices of its own, so a container does. The same commit,
# package and state of Debian's archive give the same bytes. What the image is, how it is updated
# and what was tried: image/README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
parts=$here/image
suite=trixie

fail() {
  echo "image: $*" >&2
  exit 2
}

architecture=$(dpkg --print-architecture 2> /dev/null || echo none)
native=$architecture
deb=
out=
timezone=Etc/UTC
while [ "$#" -gt 0 ]; do
  case "$1" in
    amd64 | arm64) architecture=$1 ;;
    --deb | --out | --timezone)
      [ "$#" -ge 2 ] || fail "$1 needs a value."
      case "$1" in
        --deb) deb=$2 ;;
        --out) out=$2 ;;
        --timezone) timezone=$2 ;;
      esac
      shift
      ;;
    *) fail "\"$1\" is not understood. Usage:" \
      "image.sh [amd64|arm64] [--deb FILE] [--out FILE] [--timezone ZONE]" ;;
  esac
  shift
done
case "$architecture" in
  amd64 | arm64) ;;
  *) fail "there are images for amd64 and arm64 only. Name one of them." ;;
esac
out=$(realpath -m "${out:-$root/out/kiosk-$architecture.img}")

# Names and identities are the same in each image, so that the bytes are; nothing tells two kiosks
# apart by them.
boot_size=256
root_size=1280
data_size=256
declare -A root_type=(
  [amd64]=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709
  [arm64]=B921B045-1DF0-41C3-AF44-4C6F280D3FAE
)
disk_id=6B696F73-6B00-4000-8000-000000000000
boot_id=6B696F73-6B00-4000-8000-000000000001
root_id=6B696F73-6B00-4000-8000-000000000002
data_id=6B696F73-6B00-4000-8000-000000000003
hash_seed=6b696f73-6b00-4000-8000-000000000004

# Another processor's programs run by QEMU: the kernel has to know it.
check_emulation() {
  if [ "$architecture" = "$native" ] || arch-test "$architecture" > /dev/null 2>&1; then return; fi
  fail "programs for $architecture do not run here. Start systemd-binfmt, or in a container run:" \
    "mount -t binfmt_misc none /proc/sys/fs/binfmt_misc && /usr/lib/systemd/systemd-binfmt"
}

# The mirror that this machine's apt asks already, by the label of what it holds.
mirror() {
  local found
  found=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
    awk -F'|' -v label="$1" '$1 == "Debian" && $2 == label { print $3; exit }')
  echo "${found:-$2}"
}

sources() {
  local main security
  main=$(mirror Debian http://deb.debian.org/debian)
  security=$(mirror Debian-Security http://deb.debian.org/debian-security)
  local by='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
  echo "deb $by $main $suite main non-free-firmware"
  echo "deb $by $main $suite-updates main non-free-firmware"
  echo "deb $by $security $suite-security main non-free-firmware"
  if [ "$architecture" = arm64 ]; then echo "deb $by $main $suite-backports main"; fi
}

listed_packages() {
  awk -v machine="$architecture" '$1 == "all" || $1 == machine { print $2 }' "$parts/packages.txt"
  # The first choice of each dependency, without versions: dpkg judges those when it installs.
  { dpkg-deb -f "$deb" Pre-Depends; dpkg-deb -f "$deb" Depends; } |
    tr ',\n' '\n\n' | sed 's/|.*//; s/(.*//; s/:any//; s/[[:space:]]//g; /^$/d'
}

# Our own files, as a tar: everybody may read them, whatever this checkout's rights are. They lie
# there before the packages come, so that the initramfs is made but once, and after them again.
own_files() {
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
    --mtime="@$SOURCE_DATE_EPOCH" --file="$work/own.tar" \
    --directory="$parts/root/all" . --directory="$parts/root/$architecture" .
}

# What differs from build to build, or tells of this machine.
clean_root() {
  local tree=$1
  tar -x --keep-directory-symlink -f "$work/own.tar" -C "$tree"
  rm -rf "$tree/etc/apt/sources.list" "$tree/etc/apt/sources.list.d/0000"* \
    "$tree"/var/log/* "$tree"/var/cache/* "$tree"/var/lib/apt/lists/* "$tree"/tmp/* \
    "$tree"/run/* "$tree"/var/tmp/* "$tree/var/lib/systemd/random-seed" \
    "$tree/var/lib/dbus/machine-id" "$tree"/var/lib/dpkg/*-old "$tree"/etc/*- \
    "$tree/etc/apt/apt.conf.d/99mmdebstrap" "$tree/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
  mkdir -p "$tree/var/cache/apt/archives/partial"
  : > "$tree/etc/machine-id"
  echo kiosk > "$tree/etc/hostname"
  ln -sfn ../run/systemd/resolve/stub-resolv.conf "$tree/etc/resolv.conf"
  # A clock that was never set starts from here, not from the year 1970.
  : > "$tree/usr/lib/clock-epoch"
  # Else each start would take the root for new and build its caches again, in memory.
  : > "$tree/etc/.updated"
  : > "$tree/var/.updated"
}

# All that mke2fs takes from the files is set here; what it takes from this machine (when an inode
# last changed) is set in the image.
ext4() { # FILE MEBIBYTES LABEL UUID TREE
  local inodes
  find "$5" -newermt "@$SOURCE_DATE_EPOCH" -print0 |
    xargs -0 --no-run-if-empty touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
  truncate --size="$2M" "$1"
  mke2fs -q -t ext4 -L "$3" -U "$4" -J size=16 -E "hash_seed=$hash_seed,root_owner=0:0" \
    -d "$5" "$1"
  inodes=$(dumpe2fs -h "$1" 2> /dev/null |
    awk -F': *' '/^Inode count/ { all = $2 } /^Free inodes/ { free = $2 } END { print all - free }')
  for inode in 2 $(seq 11 "$inodes"); do
    printf 'sif <%s> %s @%s\n' "$inode" atime "$SOURCE_DATE_EPOCH" "$inode" ctime \
      "$SOURCE_DATE_EPOCH" "$inode" crtime "$SOURCE_DATE_EPOCH"
    printf 'sif <%s> %s 0\n' "$inode" atime_extra "$inode" ctime_extra "$inode" crtime_extra
  done > "$work/times"
  debugfs -w -f "$work/times" "$1" > /dev/null 2> "$work/times.log"
  e2fsck -fn "$1" > "$work/check.log" 2>&1 || {
    cat "$work/check.log" >&2
    fail "the file system $3 is not sound."
  }
}

fat() { # FILE MEBIBYTES TREE
  local path
  truncate --size="$2M" "$1"
  mkfs.vfat -F 32 -n KIOSK-BOOT --invariant "$1" > /dev/null
  # One after the other: a folder copied whole comes in the order of this machine's disk.
  (cd "$3" && find . -mindepth 1 -type d | LC_ALL=C sort) | while read -r path; do
    mmd -i "$1" "::${path#.}"
  done
  find "$3" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
  (cd "$3" && find . -type f | LC_ALL=C sort) | while read -r path; do
    mcopy -m -i "$1" "$3/$path" "::${path#.}"
  done
}

put() { # FILE FIRST_MEBIBYTE
  dd if="$1" of="$work/image" bs=1M seek="$2" conv=notrunc,sparse status=none
}

if [ "$native" = none ]; then fail "this is no Debian: dpkg is missing. Build on Debian 12 or 13."; fi
if [ "$(id -u)" -ne 0 ]; then fail "only root may make another system's files. Run it by sudo."; fi
kinds=(image)
if [ "$architecture" != "$native" ]; then kinds+=(foreign); fi
bash "$root/platform/install_missing.sh" "${kinds[@]}"
check_emulation
if [ -z "$deb" ]; then
  deb=$(bash "$here/package.sh" "$architecture" | tail -n 1)
fi
[ -f "$deb" ] || fail "there is no package \"$deb\"."
deb=$(realpath "$deb")
[ "$(dpkg-deb -f "$deb" Architecture)" = "$architecture" ] ||
  fail "\"$deb\" is not for $architecture."

if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2> /dev/null) ||
    fail "the date of the image is the commit's, and this is no git checkout. Set SOURCE_DATE_EPOCH."
fi
export SOURCE_DATE_EPOCH E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
export MKE2FS_CONFIG=$parts/mke2fs.conf MTOOLS_SKIP_CHECK=1
umask 022

mkdir -p "$(dirname "$out")"
work=$(mktemp -d "$(dirname "$out")/image.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
tree=$work/root
own_files

echo "image: making Debian $suite for $architecture, by $(basename "$deb")"
sources | mmdebstrap --quiet --mode=root --variant=apt --format=directory \
  --architectures="$architecture" \
  --include="$(listed_packages | LC_ALL=C sort -u | paste -sd,)" \
  --dpkgopt="$parts/root/all/etc/dpkg/dpkg.cfg.d/kiosk-image" \
  --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --setup-hook="tar -x -f '$work/own.tar' --exclude=./etc/apt/sources.list.d -C \"\$1\"" \
  --customize-hook="bash '$parts/finish.sh' \"\$1\" '$deb' '$timezone'" \
  "$suite" "$tree" - > "$work/mmdebstrap.log" 2>&1 || {
  tail -n 30 "$work/mmdebstrap.log" >&2
  fail "Debian's packages could not be installed. What apt says stands above."
}
dpkg-query --admindir="$tree/var/lib/dpkg" -W -f='${Package} ${Version}\n' > "$work/packages"
clean_root "$tree"

mv "$tree/boot/firmware" "$work/boot"
mkdir "$tree/boot/firmware"
mkdir -p "$work/data"
mv "$tree/var/lib/kiosk" "$tree/var/lib/kiosk-helper" "$work/data/"
mkdir "$tree/var/lib/kiosk" "$tree/var/lib/kiosk-helper"
[ -n "$(find "$work/boot" -name 'initrd.img-*')" ] || fail "nothing was put on the boot partition."
root_mib=$(du -sm --apparent-size "$tree" | cut -f1)

echo "image: writing $out"
fat "$work/boot.img" "$boot_size" "$work/boot"
ext4 "$work/root.img" "$root_size" kiosk-root "${root_id,,}" "$tree"
ext4 "$work/data.img" "$data_size" kiosk-data "${data_id,,}" "$work/data"
truncate --size="$((boot_size + root_size + data_size + 2))M" "$work/image"
sfdisk --quiet "$work/image" << END
label: gpt
label-id: $disk_id
first-lba: 2048
start=1MiB, size=${boot_size}MiB, type=uefi, uuid=$boot_id, name=KIOSK-BOOT
size=${root_size}MiB, type=${root_type[$architecture]}, uuid=$root_id, name=kiosk-root
size=${data_size}MiB, type=linux, uuid=$data_id, name=kiosk-data
END
put "$work/boot.img" 1
put "$work/root.img" "$((1 + boot_size))"
put "$work/data.img" "$((1 + boot_size + root_size))"
mv "$work/packages" "$out.packages"
mv "$work/image" "$out"
echo "image: $out is ready: $(stat -c %s "$out" | numfmt --to=iec) on the card," \
  "$(du -m "$out" | cut -f1) MiB of them used; the root's files are $root_mib MiB." \
  "Its packages: $(basename "$out").packages"
