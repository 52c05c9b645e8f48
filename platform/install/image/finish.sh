#!/usr/bin/env bash
# What only a whole system can do, in the new root: finish.sh TREE PACKAGE TIMEZONE
# Called by image.sh through mmdebstrap, while the new root has its /proc.
set -euo pipefail

tree=$1
package=$2
timezone=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

cp "$package" "$tree/tmp/kiosk.deb"
chroot "$tree" dpkg --install /tmp/kiosk.deb
rm "$tree/tmp/kiosk.deb"

while read -r unit; do
  ln -sfn /dev/null "$tree/etc/systemd/system/$unit"
done < <(grep -v '^#' "$here/masked.txt")
# They start while the system is updated, and only then.
chroot "$tree" systemctl --quiet disable systemd-networkd.service systemd-networkd.socket \
  systemd-resolved.service systemd-timesyncd.service
chroot "$tree" systemctl --quiet enable kiosk-data.service kiosk-update.service
chroot "$tree" passwd --quiet --lock root

if [ ! -e "$tree/usr/share/zoneinfo/$timezone" ]; then
  echo "image: there is no time zone \"$timezone\". They are called as in /usr/share/zoneinfo." >&2
  exit 2
fi
ln -sfn "/usr/share/zoneinfo/$timezone" "$tree/etc/localtime"
echo "$timezone" > "$tree/etc/timezone"

mkdir -p "$tree/data" "$tree/boot/firmware" "$tree/var/lib/kiosk" "$tree/var/lib/kiosk-helper"
