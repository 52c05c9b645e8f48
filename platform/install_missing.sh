#!/usr/bin/env bash
# Installs what packages.txt lists of these kinds and this machine lacks: install_missing.sh KIND...
# What is there is left alone, so a second run needs no network. Debian alone; root, or sudo.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kinds=$(IFS='|' && echo "$*")
missing=()
while read -r package; do
  # Node from elsewhere brings npm along, and Debian's would not go with it.
  if [[ $package =~ ^(npm|nodejs)$ ]] && command -v npm > /dev/null; then continue; fi
  if ! dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null | grep -qx installed; then
    missing+=("$package")
  fi
done < <(grep -E "^($kinds) " "$here/packages.txt" | cut -d' ' -f2 | sort -u)
if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi

if ! command -v apt-get > /dev/null; then
  echo "install_missing: this is no Debian. Install by hand what these packages hold: ${missing[*]}" >&2
  exit 2
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo > /dev/null; then
    echo "install_missing: packages are missing and this user may not install them." \
      "As root, run: apt-get install ${missing[*]}" >&2
    exit 2
  fi
  as_root=(sudo)
fi
echo "install_missing: installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
