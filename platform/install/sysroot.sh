#!/usr/bin/env bash
# What another machine's package is built against: sysroot.sh ARCH FOLDER
#
# Debian's own packages of this release for that architecture, unpacked and never run, and beside
# them in FOLDER/dpkg what dpkg would know of them, from which the package's dependencies are
# worked out. Made anew only when the list of packages has changed.
set -euo pipefail

arch=$1
folder=$(realpath -m "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
compiler=$(g++ -dumpversion | cut -d. -f1)
# And what the unit tests are built against: tests/cross.sh.
include=$(grep -E '^build |^test (doctest|libfuse3)-dev' "$here/../packages.txt" | cut -d' ' -f2 |
  grep -vxE 'cmake|ninja-build|g\+\+|pkg-config' | paste -sd,)
include+=",libc6-dev,libstdc++-$compiler-dev"
wanted="$arch $suite $include"
if [ "$(cat "$folder/made-of" 2> /dev/null)" = "$wanted" ]; then exit 0; fi

rm -rf "$folder"
archives=$(mktemp -d)
trap 'rm -rf "$archives"' EXIT
mmdebstrap --quiet --mode=root --variant=extract --architectures="$arch" --include="$include" \
  --extract-hook="cp \"\$1\"/var/cache/apt/archives/*.deb '$archives'" "$suite" "$folder" > /dev/null
# Links to /usr/... would lead to this machine's files.
find "$folder/usr/lib" -type l -lname '/*' -printf '%p %l\n' | while read -r link target; do
  ln -sfn "$(realpath -m --relative-to="$(dirname "$link")" "$folder$target")" "$link"
done
mkdir -p "$folder/dpkg/info" "$folder/dpkg/updates"
echo 1 > "$folder/dpkg/info/format"
for package in "$archives"/*.deb; do
  name=$(dpkg-deb -f "$package" Package)
  if [ "$(dpkg-deb -f "$package" Multi-Arch)" = same ]; then name+=":$arch"; fi
  control=$(mktemp -d "$archives/XXXX")
  dpkg-deb -e "$package" "$control"
  for part in symbols shlibs; do
    if [ -f "$control/$part" ]; then cp "$control/$part" "$folder/dpkg/info/$name.$part"; fi
  done
  # By the paths at which they lie here: a library is looked up by where it was found.
  dpkg-deb --fsys-tarfile "$package" | tar -t | sed "s|^\./|$folder/|; s|/\$||" > "$folder/dpkg/info/$name.list"
  dpkg-deb -f "$package" | sed '/^Package:/a Status: install ok installed' >> "$folder/dpkg/status"
  echo >> "$folder/dpkg/status"
done
echo "$wanted" > "$folder/made-of"
