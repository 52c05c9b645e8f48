#!/bin/sh
# The first process of the machine in tests/device: udev as on a real system, the device's state
# on a disk of its own, and a shell that takes its commands from a line to the outside.
PATH=/opt/kiosk/bin:/usr/bin:/usr/sbin
HOME=/run/home
XDG_CACHE_HOME=/run/cache
LC_ALL=C.UTF-8
export PATH HOME XDG_CACHE_HOME LC_ALL
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=0755 run /run
mount -t tmpfs tmp /tmp
mkdir -p /run/home /run/lock
hostname kiosk
mount -t ext4 /dev/vdb /state
# Only where a case is about who is let in at the USB ports do they keep anybody out (70-kiosk.rules).
mkdir -p /run/etc-kiosk
grep -q kiosk.ports /proc/cmdline || touch /run/etc-kiosk/usb-open
/usr/lib/systemd/systemd-udevd --daemon
udevadm trigger --type=subsystems --action=add
udevadm trigger --type=devices --action=add
udevadm settle
line=/dev/virtio-ports/kiosk.shell
exec 3<> "$line"
echo ready >&3
while true; do
  if ! read -r command <&3; then
    sleep 1
    continue
  fi
  eval "$command" < /dev/null > /run/said 2>&1
  code=$?
  cat /run/said >&3
  if [ -s /run/said ] && [ -n "$(tail -c 1 /run/said)" ]; then echo >&3; fi
  echo "@@end $code" >&3
done
