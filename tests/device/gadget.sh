#!/bin/sh
# In the machine of tests/device: a USB device made of the kernel's own gadgets, plugged into a port
# that the kernel makes up (dummy_hcd). What it says that it is can be chosen freely.
#
#   gadget plug VENDOR PRODUCT FUNCTION...    storage, keyboard, touch, typist, network
#   gadget pull
#
# keyboard: as boot firmware knows it, 03/01/01; typist: the same keys, but as 03/00/00, which is
# what a touch screen says that it is.
set -eu
config=/sys/kernel/config
gadget=$config/usb_gadget/made_up
keys='\005\001\011\006\241\001\005\007\031\340\051\347\025\000\045\001\165\001\225\010\201\002\225\001\165\010\201\003\225\005\165\001\005\010\031\001\051\005\221\002\225\001\165\003\221\003\225\006\165\010\025\000\045\145\005\007\031\000\051\145\201\000\300'
finger='\005\015\011\004\241\001\011\042\241\002\011\102\025\000\045\001\165\001\225\001\201\002\011\062\201\002\225\006\201\003\165\010\011\121\225\001\045\012\201\002\005\001\046\377\177\165\020\011\060\201\002\011\061\201\002\300\005\015\011\124\045\012\165\010\225\001\201\002\011\125\261\002\300'

hid() { # NAME SUBCLASS PROTOCOL LENGTH DESCRIPTION
  mkdir "$gadget/functions/hid.$1"
  echo "$2" > "$gadget/functions/hid.$1/subclass"
  echo "$3" > "$gadget/functions/hid.$1/protocol"
  echo "$4" > "$gadget/functions/hid.$1/report_length"
  printf "$5" > "$gadget/functions/hid.$1/report_desc"
  ln -s "$gadget/functions/hid.$1" "$gadget/configs/c.1"
}

plug() {
  [ -d "$config/usb_gadget" ] || {
    modprobe libcomposite
    modprobe dummy_hcd
    [ -d "$config/usb_gadget" ] || mount -t configfs config "$config"
  }
  mkdir "$gadget"
  echo "0x$1" > "$gadget/idVendor"
  echo "0x$2" > "$gadget/idProduct"
  shift 2
  mkdir "$gadget/strings/0x409" "$gadget/configs/c.1"
  echo "Made up" > "$gadget/strings/0x409/manufacturer"
  echo "$*" > "$gadget/strings/0x409/product"
  for function in "$@"; do
    case "$function" in
      storage)
        mkdir "$gadget/functions/mass_storage.0"
        echo /run/gadget.img > "$gadget/functions/mass_storage.0/lun.0/file"
        ln -s "$gadget/functions/mass_storage.0" "$gadget/configs/c.1"
        ;;
      keyboard) hid keyboard 1 1 8 "$keys" ;;
      typist) hid typist 0 0 8 "$keys" ;;
      touch) hid touch 0 0 7 "$finger" ;;
      network)
        mkdir "$gadget/functions/ecm.0"
        ln -s "$gadget/functions/ecm.0" "$gadget/configs/c.1"
        ;;
    esac
  done
  ls /sys/class/udc > "$gadget/UDC"
}

pull() {
  echo > "$gadget/UDC"
  rm -f "$gadget"/configs/c.1/*.*
  rmdir "$gadget/configs/c.1" "$gadget"/functions/* "$gadget/strings/0x409" "$gadget"
}

"$@"
