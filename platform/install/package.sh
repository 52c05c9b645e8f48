#!/usr/bin/env bash
# Makes the Debian package: package.sh [amd64|arm64] [--out FILE]   (else this machine's architecture)
#
# Writes out/kiosk_<version>_<arch>.deb, or FILE, and prints its path. The same commit gives the same
# bytes. Made on Debian 12 it can be installed on 12 and 13; made on 13, on 13. Another machine's
# is cross-built against that machine's own Debian packages, unpacked into build-sysroot-<arch>/
# and never installed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/platform/install
machine=$(dpkg --print-architecture)
arch=$machine
out=
while [ $# -gt 0 ]; do
  case "$1" in
    amd64 | arm64) arch=$1 ;;
    --out)
      if [ -z "${2:-}" ]; then echo "package: --out wants a file's name." >&2; exit 2; fi
      out=$(realpath -m "$2")
      shift
      ;;
    *) echo "package: \"$1\" is not understood. Usage: package.sh [amd64|arm64] [--out FILE]" >&2; exit 2 ;;
  esac
  shift
done
if [ "$arch" != "$machine" ] && [ "$arch" != arm64 ]; then
  echo "package: $arch can only be made on $arch." >&2
  exit 2
fi

kinds=(build package)
if [ "$arch" != "$machine" ]; then kinds+=(cross); fi
bash "$root/platform/install_missing.sh" "${kinds[@]}"

# From a copy of what is committed, so that nothing that lies about gets in.
version=$(sed -n 's/^project(kiosk VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
work=$root/build-package-$arch
source=$work/kiosk-$version
mkdir -p "$work"
rm -rf "$source"
git -C "$root" archive --prefix="kiosk-$version/" HEAD | tar -x -C "$work"
cp -r "$source/platform/install/debian" "$source/debian"
needs=$(grep '^build ' "$root/platform/packages.txt" | cut -d' ' -f2 | grep -vx 'g++' | paste -sd, | sed 's/,/, /g')
# The project has no address of its own: who publishes a package says where to write to.
address=${DEBEMAIL:-kiosk@localhost.localdomain}
sed -i "s/@BUILD@/$needs/; s/@ADDRESS@/$address/" "$source/debian/control"
cat > "$source/debian/changelog" <<CHANGES
kiosk ($version) unstable; urgency=medium

  * Made from commit $(git -C "$root" rev-parse --short=12 HEAD).

 -- The exhibition kiosk's maintainers <$address>  $(date -R -u -d "@$SOURCE_DATE_EPOCH")
CHANGES

options=(-b -us -uc -d)
export KIOSK_CMAKE='' KIOSK_SHLIBDEPS=''
if command -v ccache > /dev/null; then
  KIOSK_CMAKE=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
  CCACHE_DIR=$(ccache -k cache_dir)  # debhelper gives a build a home of its own, without one
  export CCACHE_DIR
fi
if [ "$arch" != "$machine" ]; then
  bash "$here/sysroot.sh" "$arch" "$root/build-sysroot-$arch"
  bash "$root/platform/prepare.sh" run >&2
  options+=(--host-arch "$arch")
  KIOSK_CMAKE+=" -DCMAKE_TOOLCHAIN_FILE=$here/$arch.cmake -DKIOSK_SYSROOT=$root/build-sysroot-$arch"
  # debhelper names a pkg-config of the other machine's; the toolchain file tells this one where to look.
  KIOSK_CMAKE+=" -DKIOSK_PACK_TOOL=$root/build/kiosk-pack -DPKG_CONFIG_EXECUTABLE=$(command -v pkg-config)"
  KIOSK_SHLIBDEPS="-l$root/build-sysroot-$arch/usr/lib/aarch64-linux-gnu:$root/build-sysroot-$arch/lib/aarch64-linux-gnu"
  KIOSK_SHLIBDEPS+=" -- --admindir=$root/build-sysroot-$arch/dpkg"
fi
if ! (cd "$source" && DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" dpkg-buildpackage "${options[@]}") \
  > "$work/log" 2>&1; then
  tail -30 "$work/log" >&2
  echo "package: it could not be made; all that was said is in $work/log." >&2
  exit 1
fi
made=kiosk_${version}_$arch.deb
out=${out:-$root/out/$made}
# From its own folder: lintian calls the file by its name.
if ! (cd "$work" && lintian --fail-on error "$made") >&2; then
  echo "package: lintian found errors in $work/$made." >&2
  exit 1
fi
mkdir -p "$(dirname "$out")"
mv "$work/$made" "$out"
echo "$out"
